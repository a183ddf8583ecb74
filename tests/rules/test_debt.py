"""Rules 10.x: debt, liquidation, and what the bank does when the clock runs out."""

from __future__ import annotations

from magnate_app.rules import engine, ids
from magnate_app.rules.actions import Bid, Mortgage, PayBail, SellHouse
from magnate_app.rules.events import CardShown, DebtIncurred, DebtSettled, PlayerEliminated
from magnate_app.rules.reasons import Reason
from magnate_app.rules.state import GameState
from tests.kit.games import (
    BOARD,
    SHOWN,
    UNKNOWN,
    A,
    B,
    C,
    accept,
    acting,
    build,
    decline,
    defaults,
    end,
    every,
    game_at,
    houses,
    is_mortgaged,
    jump,
    money,
    mortgage,
    offer,
    only,
    owner,
    phase,
    place,
    play,
    plays,
    redeem,
    refused,
    sell,
    show,
    throw,
    time_out,
)


def in_debt(**more: object) -> GameState:
    """A in liquidation after a rent of 50 on 39."""
    known = {"cash": {A: 0}, "deeds": {39: B, 5: A}}
    state = game_at(**{**known, **more})  # type: ignore[arg-type]  # passed through
    jump(state, A, 39)
    assert phase(state) == "liquidation"
    return state


def test_r10_1_every_other_payment_must_be_affordable() -> None:
    """Rent, the forced bail and cards may; the audit of `play` checks each movement's code."""
    state = game_at(jail={A: 2}, cash={A: 39}, deeds={1: A, 3: A, 5: (A, "mortgaged")})
    throw(state, A, 1, 2)
    assert refused(state, A, PayBail()) == Reason.CANNOT_AFFORD
    state = game_at(cash={A: 10}, deeds={1: A, 3: A, 5: (A, "mortgaged")}, phase=ids.BUSINESS)
    assert refused(state, A, build(1)) == Reason.CANNOT_AFFORD
    assert refused(state, A, redeem(5)) == Reason.CANNOT_AFFORD


def test_r10_2_a_at_the_start_of_the_turn() -> None:
    state = game_at(cash={B: -1}, deeds={5: B}, phase=ids.BUSINESS)
    events = play(state, A, end())
    assert only(events, DebtIncurred) == DebtIncurred(seat=B, amount=1)
    assert (phase(state), acting(state)) == ("liquidation", [B])


def test_r10_2_b_in_the_arrival_and_c_after_a_card() -> None:
    state = game_at(cash={A: 49}, deeds={39: B, 5: A})
    events = jump(state, A, 39)
    assert only(events, DebtIncurred) == DebtIncurred(seat=A, amount=1)
    state = game_at(cash={A: 49}, deeds={5: A})
    show(state, A, "goToStart")
    events = play(state, A, UNKNOWN, plays("losePlainMoney", 200))
    assert only(events, DebtIncurred) == DebtIncurred(seat=A, amount=151)
    assert phase(state) == "liquidation"


def test_r10_3_only_raising_money_is_possible() -> None:
    state = in_debt(deeds={39: B, 5: A, 1: (A, 1), 3: (A, 1), 25: (A, "mortgaged")})
    for action in (build(1), redeem(25), offer(B, give=[5], ask=100)):
        assert refused(state, A, action) == Reason.WRONG_PHASE
    assert refused(state, B, offer(A, pay=100, get=[5])) == Reason.NOT_YOUR_TURN
    play(state, A, sell(1))
    play(state, A, mortgage(5))
    assert phase(state) == "business"


def test_r10_4_a_debt_of_the_turns_start_resumes_with_the_throw() -> None:
    state = game_at(cash={B: -150}, deeds={5: B}, phase=ids.BUSINESS)
    play(state, A, end())
    events = play(state, B, mortgage(5))
    assert only(events, DebtSettled) == DebtSettled(seat=B, amount=150)
    assert (state.cash[B], phase(state), acting(state)) == (0, "roll_the_dices", [B])


def test_r10_4_b_resumes_the_arrival_and_the_double() -> None:
    state = game_at(jail={A: 1}, cash={A: 0}, deeds={5: A})
    throw(state, A, 1, 3)
    assert (place(state, A), phase(state)) == (17, "liquidation")
    assert len(every(play(state, A, mortgage(5)), CardShown)) == 1
    state = game_at(cash={A: 0}, deeds={25: A, 5: B})
    throw(state, A, 2, 2, 1)
    assert (phase(state), state.streak) == ("liquidation", 1)
    play(state, A, mortgage(25))
    assert phase(state) == "roll_the_dices"


def test_r10_4_c_after_a_card_the_turn_continues() -> None:
    state = game_at(cash={A: 0}, deeds={25: A})
    show(state, A, "goToStart")
    play(state, A, UNKNOWN, plays("losePlainMoney", 40))
    play(state, A, mortgage(25))
    assert phase(state) == "business"


def test_r10_4_it_takes_as_many_actions_as_needed() -> None:
    state = in_debt(deeds={39: B, 1: A, 3: A})
    play(state, A, mortgage(1))
    assert phase(state) == "liquidation"
    play(state, A, mortgage(3))
    assert (state.cash[A], phase(state)) == (10, "business")


def test_r10_5_giving_up_is_for_the_hopeless_only() -> None:
    state = in_debt()
    assert refused(state, A, end()) == Reason.DEBT_NOT_CLEARED
    state = in_debt(deeds={39: B, 1: A})
    events = play(state, A, end())
    assert only(events, PlayerEliminated).cause == "bankrupt"
    assert state.turn_seat == B


def test_r10_5_a_raisable_value_of_0_is_enough() -> None:
    state = in_debt(cash={A: 0}, deeds={39: B, 6: A})
    assert refused(state, A, end()) == Reason.DEBT_NOT_CLEARED
    play(state, A, mortgage(6))
    assert (state.cash[A], phase(state)) == (0, "business")


def test_r10_6_the_bank_mortgages_the_cheapest_first() -> None:
    state = in_debt(deeds={39: B, 25: A, 5: A, 6: A, 8: A, 101: A})
    assert defaults(state) == [(A, mortgage(101))]
    play(state, A, mortgage(101))
    assert defaults(state) == [(A, mortgage(6))]
    play(state, A, mortgage(6))
    assert phase(state) == "business"


def test_r10_6_then_it_sells_the_cheapest_refund_evenly() -> None:
    state = in_debt(
        cash={A: 0},
        deeds={39: B, 37: B, 1: (A, 2), 3: (A, 1), 112: (A, 1), 113: (A, 0)},
    )
    sold = []
    while phase(state) == "liquidation":
        ((seat, action),) = defaults(state)
        assert seat == A
        sold.append(action)
        play(state, A, action)
    assert sold == [sell(1), sell(1), sell(3), mortgage(1)]
    assert state.cash[A] == 5


def test_r10_6_unbuilt_deeds_go_before_buildings_whatever_they_bring() -> None:
    state = in_debt(deeds={39: B, 37: B, 1: (A, 1), 3: (A, 1), 5: A})
    time_out(state)
    assert is_mortgaged(state, 5)
    assert (houses(state, 1), phase(state)) == (1, "business")


def test_r10_6_the_hopeless_are_bankrupt() -> None:
    state = in_debt(deeds={39: B, 1: A})
    events = time_out(state)
    assert only(events, PlayerEliminated).seat == A
    assert owner(state, 1) is None


def test_r10_7_a_debtor_out_of_turn_need_not_act() -> None:
    state = game_at(cash={B: 10}, deeds={5: B, 25: C})
    show(state, A, "goToStart")
    play(state, A, UNKNOWN, plays("everybodySendsYouMoney", 50))
    assert (state.cash[B], phase(state), acting(state)) == (-40, "business", [A])
    assert refused(state, A, offer(B, pay=30, get=[5])) == Reason.TRADE_UNAFFORDABLE
    play(state, A, offer(B, pay=50, get=[5]))
    play(state, B, accept())
    assert state.cash[B] == 10


def test_r10_7_a_debtor_cannot_bid_and_keeps_collecting() -> None:
    state = game_at(cash={B: -40}, deeds={5: B})
    jump(state, A, 6)
    play(state, A, decline(6))
    assert refused(state, B, Bid(1)) == Reason.ALREADY_BID
    assert acting(state) == [C]
    state = game_at(cash={B: -40}, deeds={5: B})
    assert money(jump(state, A, 5)) == [(A, B, 60, "rent")]
    assert state.cash[B] == 20


# ------------------------------------------------------------------ worked examples


def test_e29_r10_2_r10_3_r10_4_raising_money() -> None:
    state = game_at(
        cash={A: 120, B: 1500},
        deeds={21: A, 6: (A, 1), 8: (A, 1), 9: (A, 1), 26: (B, 2), 27: (B, 2), 29: (B, 2)},
    )
    assert money(jump(state, A, 26)) == [(A, B, 330, "rent")]
    assert (state.cash[A], state.cash[B], phase(state)) == (-210, 1830, "liquidation")
    for action in (build(6), redeem(21), offer(B, give=[21], ask=100)):
        assert refused(state, A, action) == Reason.WRONG_PHASE
    balances = []
    for step in (mortgage(21), sell(9), sell(8), sell(6), mortgage(9)):
        play(state, A, step)
        balances.append(state.cash[A])
    assert balances == [-100, -75, -50, -25, 35]
    assert phase(state) == "business"


def test_e31_r10_5_r10_6_the_bank_raises_the_money() -> None:
    state = game_at(cash={A: 10}, deeds={5: A, 101: A, 103: A, 39: B})
    jump(state, A, 39)
    assert state.cash[A] == -40
    assert refused(state, A, end()) == Reason.DEBT_NOT_CLEARED
    time_out(state)
    assert (state.cash[A], phase(state)) == (5, "business")
    assert is_mortgaged(state, 101)


def test_e32_r10_7_debt_out_of_turn() -> None:
    state = game_at(turn=B, cash={A: 20, C: 400}, deeds={3: A})
    show(state, B, "goToStart")
    events = play(state, B, UNKNOWN, plays("everybodySendsYouMoney", 50))
    assert (state.cash[A], state.cash[C], state.cash[B]) == (-30, 350, 1600)
    assert [entry[:3] for entry in money(events)] == [(C, B, 50), (A, B, 50)]
    play(state, B, end())
    throw(state, C, 1, 2, 1)
    if phase(state) == "choose_fantasy":
        play(state, C, UNKNOWN, plays("winPlainMoney", 20))
    play(state, C, end())
    assert (phase(state), acting(state)) == ("liquidation", [A])
    play(state, A, mortgage(3))
    assert (state.cash[A], phase(state)) == (0, "roll_the_dices")


def test_liquidation_lists_what_raises_money() -> None:

    state = in_debt(deeds={39: B, 1: (A, 1), 3: (A, 1), 5: A})
    found = {
        (type(a).__name__, BOARD.ids[a.square])
        for a in engine.legal(state, A)
        if isinstance(a, Mortgage | SellHouse)
    }
    assert found == {("SellHouse", 1), ("SellHouse", 3), ("Mortgage", 5)}
    assert SHOWN not in engine.legal(state, A)
