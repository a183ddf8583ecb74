"""Rules 13.x: offers, counter-offers and answers."""

from __future__ import annotations

from magnate_app.rules import engine, ids
from magnate_app.rules.actions import ProposeTrade, Surrender
from magnate_app.rules.events import TradeAccepted, TradeProposed, TradeRefused
from magnate_app.rules.reasons import Reason
from magnate_app.rules.state import GameState
from tests.kit.audit import statistic
from tests.kit.games import (
    UNKNOWN,
    A,
    B,
    C,
    D,
    Deed,
    accept,
    acting,
    build,
    end,
    game_at,
    houses,
    is_mortgaged,
    jump,
    legal_kinds,
    may,
    money,
    offer,
    only,
    owner,
    phase,
    play,
    plays,
    redeem,
    refused,
    reject,
    square,
    squares,
    throw,
    time_out,
)


def market(deeds: dict[int, Deed] | None = None, **more: object) -> GameState:
    """A in business; A owns 37 and 3, B owns 39 and 1."""
    known: dict[int, Deed] = {37: A, 3: A, 39: B, 1: B}
    return game_at(
        deeds=known if deeds is None else deeds,
        phase=ids.BUSINESS,
        **more,  # type: ignore[arg-type]  # passed through
    )


def test_r13_1_only_the_turn_player_and_only_in_business() -> None:
    state = market()
    assert refused(state, B, offer(A, give=[1], ask=10)) == Reason.NOT_YOUR_TURN
    play(state, A, offer(B, give=[3], ask=10))
    assert refused(state, A, end()) == Reason.NOT_YOUR_TURN
    assert refused(state, C, offer(A, pay=10, get=[3])) == Reason.NOT_YOUR_TURN
    state = game_at(deeds={3: A})
    assert refused(state, A, offer(B, give=[3], ask=10)) == Reason.WRONG_PHASE


def test_r13_2_only_the_difference_is_paid() -> None:
    state = market()
    events = play(state, A, offer(B, give=[3], pay=900, ask=950))
    proposed = only(events, TradeProposed)
    assert (proposed.offered_money, proposed.asked_money) == (900, 950)
    events = play(state, B, accept())
    assert money(events) == [(B, A, 50, "trade")]


def test_r13_3_the_other_party_and_the_deeds() -> None:
    state = market(players=4, out=[D])
    assert refused(state, A, offer(A, give=[3], ask=5)) == Reason.INVALID_TRADE_PARTNER
    assert refused(state, A, offer(D, give=[3], ask=5)) == Reason.INVALID_TRADE_PARTNER
    assert refused(state, A, offer(9, give=[3], ask=5)) == Reason.UNKNOWN_PLAYER
    assert refused(state, A, offer(B, give=[39], ask=5)) == Reason.NOT_OWNER
    assert refused(state, A, offer(B, pay=5, get=[37])) == Reason.NOT_OWNER
    assert refused(state, A, offer(B, pay=5, get=[6])) == Reason.NOT_OWNER
    assert refused(state, A, offer(B, give=[3, 3], ask=5)) == Reason.DUPLICATE_DEED
    assert refused(state, A, offer(B, give=[3], get=[3])) == Reason.DUPLICATE_DEED


def test_r13_4_no_deed_of_a_built_group_but_mortgaged_ones() -> None:
    state = market({6: A, 8: (A, 1), 9: A, 5: (A, "mortgaged"), 1: B})
    assert refused(state, A, offer(B, give=[6], get=[1])) == Reason.GROUP_HAS_BUILDINGS
    play(state, A, offer(B, give=[5], get=[1]))
    play(state, B, accept())
    assert (owner(state, 5), is_mortgaged(state, 5)) == (B, True)


def test_r13_5_empty_offers_and_gifts() -> None:
    state = market()
    for empty in (offer(B), offer(B, pay=50, ask=50)):
        assert refused(state, A, empty) == Reason.TRADE_EMPTY
    for gift in (
        offer(B, pay=100),
        offer(B, ask=100),
        offer(B, give=[3]),
        offer(B, get=[1]),
        offer(B, pay=50, ask=120),
        offer(B, give=[3], pay=20, ask=20),
        offer(B, give=[3], pay=30, ask=20),
    ):
        assert refused(state, A, gift) == Reason.TRADE_IS_GIFT
    state = market(house_rules=["free_gifts_in_trade"])
    assert refused(state, A, offer(B)) == Reason.TRADE_EMPTY
    play(state, A, offer(B, pay=100))
    assert money(play(state, B, accept())) == [(A, B, 100, "trade")]


def test_r13_6_neither_may_end_below_0_now_or_on_acceptance() -> None:
    state = market(cash={A: 80, B: 40})
    assert refused(state, A, offer(B, pay=81, get=[1])) == Reason.TRADE_UNAFFORDABLE
    assert refused(state, A, offer(B, give=[3], ask=41)) == Reason.TRADE_UNAFFORDABLE
    play(state, A, offer(B, pay=80, get=[1]))
    state.cash[A] -= 30
    state.bank += 30
    assert refused(state, B, accept()) == Reason.TRADE_UNAFFORDABLE
    assert (phase(state), state.offer is None) == ("proposal_acceptance", False)
    play(state, B, reject())


def test_r13_6_a_debtor_may_trade_out_of_debt_only_completely() -> None:
    state = market(cash={B: -30})
    assert refused(state, A, offer(B, pay=29, get=[1])) == Reason.TRADE_UNAFFORDABLE
    assert refused(state, A, offer(B, give=[3], get=[1])) == Reason.TRADE_UNAFFORDABLE
    play(state, A, offer(B, pay=30, get=[1]))
    play(state, B, accept())
    assert state.cash[B] == 0


def test_r13_7_the_same_content_is_refused_whoever_made_it() -> None:
    state = market()
    play(state, A, offer(B, give=[3], pay=200, get=[39]))
    same = offer(A, give=[39], ask=200, get=[3])
    assert refused(state, B, same) == Reason.DUPLICATE_PROPOSAL
    assert refused(state, B, offer(A, give=[39], pay=100, ask=300, get=[3])) == (
        Reason.DUPLICATE_PROPOSAL
    )
    play(state, B, reject())
    assert refused(state, A, offer(B, give=[3], pay=200, get=[39])) == Reason.DUPLICATE_PROPOSAL
    play(state, A, offer(B, give=[3], pay=201, get=[39]))


def test_r13_7_the_next_turn_forgets() -> None:
    state = market(players=2)
    play(state, A, offer(B, give=[3], pay=200, get=[39]))
    play(state, B, reject())
    play(state, A, end())
    state.phase = ids.BUSINESS
    assert may(state, B, offer(A, give=[39], ask=200, get=[3]))


def test_r13_7_the_order_of_the_deeds_does_not_matter() -> None:
    state = market()
    play(state, A, offer(B, give=[3, 37], ask=200))
    play(state, B, reject())
    assert refused(state, A, offer(B, give=[37, 3], ask=200)) == Reason.DUPLICATE_PROPOSAL


def test_r13_8_three_proposals_a_turn() -> None:
    state = market()
    for price in (10, 11, 12):
        refused(state, A, offer(B))
        play(state, A, offer(B, give=[3], ask=price))
        if price == 11:
            play(state, B, offer(A, pay=5, get=[3]))
            play(state, A, reject())
        else:
            play(state, B, reject())
    assert refused(state, A, offer(B, give=[3], ask=13)) == Reason.TRADE_LIMIT_REACHED
    assert engine.trade_offers(state, A) == []
    play(state, A, end())
    assert state.proposals == 0


def test_r13_9_the_one_who_must_answer() -> None:
    state = market()
    play(state, A, offer(B, give=[3], ask=10))
    assert (phase(state), acting(state)) == ("proposal_acceptance", [B])
    assert legal_kinds(state, B) == {"AnswerTrade", "Surrender"}
    assert refused(state, A, reject()) == Reason.NOT_YOUR_TURN
    assert refused(state, C, accept()) == Reason.NOT_YOUR_TURN
    assert [space.to for space in engine.trade_offers(state, B)] == [A]


def test_r13_10_counter_offers_go_back_and_end_with_the_third() -> None:
    state = market(players=4)
    play(state, A, offer(B, give=[3], ask=10))
    assert refused(state, B, offer(C, pay=10, get=[])) == Reason.INVALID_TRADE_PARTNER
    assert refused(state, B, offer(A, pay=10, get=[37, 37])) == Reason.DUPLICATE_DEED
    events = play(state, B, offer(A, pay=8, get=[3]))
    proposed = only(events, TradeProposed)
    assert (proposed.from_, proposed.to, proposed.offer) == (B, A, 2)
    assert acting(state) == [A]
    events = play(state, A, offer(B, give=[3], ask=9))
    assert only(events, TradeProposed).offer == 3
    assert acting(state) == [B]
    assert refused(state, B, offer(A, pay=7, get=[3])) == Reason.COUNTER_LIMIT_REACHED
    assert engine.trade_offers(state, B) == []
    assert money(play(state, B, accept())) == [(B, A, 9, "trade")]
    assert state.proposals == 1


def test_r13_11_accepted() -> None:
    state = market(cash={A: 900, B: 400})
    play(state, A, offer(B, give=[3], pay=350, get=[39]))
    events = play(state, B, accept())
    assert only(events, TradeAccepted) == TradeAccepted(from_=A, to=B)
    assert [statistic(state, seat, "num_trades") for seat in (A, B, C)] == [1, 1, 0]
    assert [owner(state, one) for one in (37, 39, 1, 3)] == [A, A, B, B]
    assert [houses(state, one) for one in (37, 39, 1, 3)] == [0, 0, 0, 0]


def test_r13_12_rejected_or_timed_out() -> None:
    for run_out in (False, True):
        state = market()
        play(state, A, offer(B, give=[3], pay=350, get=[39]))
        decision = state.decision
        events = time_out(state) if run_out else play(state, B, reject())
        assert only(events, TradeRefused).cause == "answer"
        assert money(events) == []
        assert (phase(state), acting(state)) == ("business", [A])
        assert state.decision > decision
        assert owner(state, 39) == B


def test_r13_12_a_rejected_counter_returns_to_the_turn_players_business() -> None:
    state = market()
    play(state, A, offer(B, give=[3], ask=10))
    play(state, B, offer(A, pay=5, get=[3]))
    play(state, A, reject())
    assert (phase(state), acting(state)) == ("business", [A])
    play(state, A, offer(B, give=[3], ask=20))
    play(state, B, offer(A, pay=6, get=[3]))
    play(state, A, accept())
    assert (phase(state), acting(state), owner(state, 3)) == ("business", [A], B)


def test_trade_spaces_bound_what_may_be_offered() -> None:
    state = market(cash={A: 80, B: 40}, players=4, out=[D])
    spaces = {space.to: space for space in engine.trade_offers(state, A)}
    assert set(spaces) == {B, C}
    space = spaces[B]
    assert set(space.offered) == set(squares(37, 3))
    assert set(space.asked) == set(squares(39, 1))
    engine.check(state, A, ProposeTrade(B, 80, 0, (), (square(39),)))


def test_there_is_no_space_for_who_may_not_offer_or_has_nothing_to_deal() -> None:
    state = market(players=3)
    assert engine.trade_offers(state, B) == []
    assert engine.trade_offers(game_at(deeds={3: A}), A) == []
    assert engine.trade_offers(game_at(phase=ids.BUSINESS), A) == []
    state = market({3: A}, players=4)
    assert [space.to for space in engine.trade_offers(state, A)] == [B, C, D]
    free = game_at(phase=ids.BUSINESS, house_rules=["free_gifts_in_trade"])
    assert [space.to for space in engine.trade_offers(free, A)] == [B, C]


def test_only_rejecting_is_left_when_a_side_can_no_longer_pay_r13_6() -> None:
    state = market(cash={A: 80})
    play(state, A, offer(B, pay=80, get=[1]))
    state.cash[A] -= 30
    state.bank += 30
    assert engine.legal(state, B) == [reject(), Surrender()]


# ------------------------------------------------------------------ worked examples


def test_e41_r13_11_completing_a_group() -> None:
    state = market(cash={A: 900, B: 400})
    play(state, A, offer(B, give=[3], pay=350, get=[39]))
    assert money(play(state, B, accept())) == [(A, B, 350, "trade")]
    assert (state.cash[A], state.cash[B]) == (550, 750)
    assert state.group_owner[8] == A
    assert state.group_owner[1] == B
    assert statistic(state, A, "lost_money") == statistic(state, B, "won_money") == 350
    play(state, A, end())
    assert money(jump(state, B, 39)) == [(B, A, 100, "rent")]


def test_e42_r8_2_the_givers_side() -> None:
    state = game_at(players=4, turn=C, deeds={105: C, 106: C}, phase=ids.BUSINESS, cash={D: 1000})
    play(state, C, offer(D, give=[106], ask=300))
    play(state, D, accept())
    assert houses(state, 105) == -1
    assert refused(state, C, build(105)) == Reason.GROUP_INCOMPLETE
    play(state, C, end())
    assert money(jump(state, D, 105)) == [(D, C, 15, "rent")]


def test_e43_r13_5_gifts() -> None:
    state = market()
    for gift in (
        offer(B, pay=100),
        offer(B, give=[3]),
        offer(B, pay=50, ask=120),
        offer(B, give=[3], pay=20, ask=20),
    ):
        assert refused(state, A, gift) == Reason.TRADE_IS_GIFT
    for empty in (offer(B), offer(B, pay=50, ask=50)):
        assert refused(state, A, empty) == Reason.TRADE_EMPTY
    play(state, A, offer(B, give=[3], get=[1]))


def test_e44_r13_6_unaffordable() -> None:
    state = market({9: B, 3: A}, cash={A: 80, B: 40})
    assert refused(state, A, offer(B, pay=100, get=[9])) == Reason.TRADE_UNAFFORDABLE
    assert refused(state, A, offer(B, give=[3], get=[9], ask=60)) == Reason.TRADE_UNAFFORDABLE


def test_e45_r13_7_r13_10_haggling() -> None:
    state = market()
    play(state, A, offer(B, give=[3], pay=200, get=[39]))
    assert refused(state, B, offer(A, give=[39], get=[3], ask=200)) == Reason.DUPLICATE_PROPOSAL
    play(state, B, offer(A, give=[39], get=[3], ask=400))
    play(state, A, offer(B, give=[3], pay=300, get=[39]))
    assert refused(state, B, offer(A, give=[39], get=[3], ask=350)) == (
        Reason.COUNTER_LIMIT_REACHED
    )
    assert may(state, B, accept())
    assert may(state, B, reject())
    assert state.proposals == 1


def test_e46_r8_10_r13_4_taking_over_a_mortgage() -> None:
    state = market({9: (A, "mortgaged"), 1: B})
    play(state, A, offer(B, give=[9], get=[1]))
    assert money(play(state, B, accept())) == []
    play(state, A, end())
    throw(state, B, 1, 2, 1)
    play(state, B, UNKNOWN, plays("winPlainMoney", 20))
    paid = [amount for _, _, amount, _ in money(play(state, B, redeem(9)))]
    assert paid == [60, 6]


def test_a_leaver_of_a_trade_is_no_partner() -> None:
    state = market(players=4)
    play(state, B, Surrender())
    assert refused(state, A, offer(B, give=[3], ask=5)) == Reason.INVALID_TRADE_PARTNER
