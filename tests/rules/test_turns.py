"""Rules 3.x: state, phases, actions, and how turns and rounds follow one another."""

from __future__ import annotations

import msgspec
import pytest

from magnate_app.rules import actions, engine, ids
from magnate_app.rules.actions import Bid, Roll, Surrender
from magnate_app.rules.events import DeedChanged, TurnStarted
from magnate_app.rules.hashing import state_hash
from magnate_app.rules.reasons import Reason
from tests.kit.games import (
    BUS,
    A,
    B,
    C,
    D,
    acting,
    build,
    buy,
    decline,
    end,
    every,
    game_at,
    go,
    houses,
    jump,
    legal_kinds,
    may,
    mortgage,
    offer,
    only,
    phase,
    place,
    play,
    refused,
    reject,
    sell,
    show,
    throw,
)

FIELDS = {
    actions.Roll: (),
    actions.EndPhase: (),
    actions.Surrender: (),
    actions.PayBail: (),
    actions.StayInJail: (),
    actions.ChooseSquare: ("square",),
    actions.Buy: ("square",),
    actions.Decline: ("square",),
    actions.RideTram: ("square",),
    actions.Mortgage: ("square",),
    actions.Redeem: ("square",),
    actions.Build: ("square", "houses"),
    actions.SellHouse: ("square", "houses"),
    actions.PickCard: ("shown",),
    actions.Bid: ("amount",),
    actions.ProposeTrade: ("to", "offered_money", "asked_money", "offered", "asked"),
    actions.AnswerTrade: ("accept",),
}


def test_r3_1_the_state_says_all_that_is_public() -> None:
    state = game_at(deeds={6: B}, pot=70, streak=1, turn=B, turn_number=9, round_number=3)
    assert (state.round, state.turn_number, state.turn_seat, state.streak) == (3, 9, B, 1)
    assert (phase(state), acting(state), state.pot) == ("roll_the_dices", [B], 70)
    assert list(state.cash) == [1500] * 3
    assert [place(state, seat) for seat in range(3)] == [0] * 3


def test_r3_2_the_reported_level_of_a_deed() -> None:
    state = game_at(
        at={A: 0},
        cash={A: 5000},
        deeds={1: A, 3: (A, 1), 15: A, 5: A, 37: A},
        phase=ids.BUSINESS,
    )
    assert [houses(state, one) for one in (1, 3, 15, 5, 37)] == [0, 1, -1, -1, -1]
    built = only(play(state, A, build(1)), DeedChanged)
    assert (built.square, built.owner, built.houses, built.mortgaged) == (1, A, 1, False)
    taken = every(play(state, A, mortgage(5)), DeedChanged)
    assert [(e.square, e.houses, e.mortgaged) for e in taken] == [(5, -1, True)]
    taken = every(play(state, A, mortgage(37)), DeedChanged)
    assert [(e.square, e.houses, e.mortgaged) for e in taken] == [(37, -1, True)]


def test_r3_3_roll_accepts_a_throw_or_a_bail_answer() -> None:
    state = game_at(jail={B: 2})
    assert legal_kinds(state, A) == {"Roll", "Surrender"}
    assert legal_kinds(state, B) == {"Surrender"}
    state = game_at(jail={A: 2})
    assert legal_kinds(state, A) == {"Roll", "Surrender"}
    throw(state, A, 1, 2)
    assert phase(state) == "roll_the_dices"
    assert legal_kinds(state, A) == {"PayBail", "StayInJail", "Surrender"}


def test_r3_3_choose_square_accepts_a_target() -> None:
    state = game_at()
    throw(state, A, 1, 2, BUS)
    assert phase(state) == "choose_square"
    assert legal_kinds(state, A) == {"ChooseSquare", "Surrender"}
    assert legal_kinds(state, B) == {"Surrender"}


def test_r3_3_choose_fantasy_accepts_a_card() -> None:
    state = game_at()
    show(state, A, "goToStart")
    assert phase(state) == "choose_fantasy"
    assert legal_kinds(state, A) == {"PickCard", "Surrender"}


def test_r3_3_management_accepts_buying_declining_riding_and_going_on() -> None:
    state = game_at()
    jump(state, A, 6)
    assert phase(state) == "management"
    assert legal_kinds(state, A) == {"Buy", "Decline", "Surrender"}
    assert may(state, A, end())  # another word for declining (R7.4)
    state = game_at()
    jump(state, A, 10)
    assert phase(state) == "management"
    assert legal_kinds(state, A) == {"RideTram", "Surrender"}


def test_r3_3_business_accepts_dealing() -> None:
    state = game_at(
        deeds={1: A, 3: (A, 1), 5: A, 25: (A, "mortgaged")}, cash={A: 900}, phase=ids.BUSINESS
    )
    assert legal_kinds(state, A) == {
        *("Build", "SellHouse", "Mortgage", "Redeem", "EndPhase", "Surrender")
    }
    engine.check(state, A, offer(B, give=[5], ask=100))


def test_r3_3_liquidation_accepts_raising_money_only() -> None:
    state = game_at(
        cash={A: 10}, deeds={1: A, 3: (A, 1), 5: A, 25: (A, "mortgaged"), 39: B}, at={A: 2}
    )
    jump(state, A, 39)
    assert phase(state) == "liquidation"
    assert legal_kinds(state, A) == {"SellHouse", "Mortgage", "Surrender"}
    assert refused(state, A, end()) == Reason.DEBT_NOT_CLEARED


def test_r3_3_an_offer_waits_for_its_answer() -> None:
    state = game_at(deeds={1: A}, phase=ids.BUSINESS)
    play(state, A, offer(C, give=[1], ask=100))
    assert phase(state) == "proposal_acceptance"
    assert acting(state) == [C]
    assert legal_kinds(state, C) == {"AnswerTrade", "Surrender"}
    assert legal_kinds(state, A) == {"Surrender"}
    engine.check(state, C, offer(A, get=[1], pay=60))


def test_r3_3_an_auction_waits_for_bids() -> None:
    state = game_at(players=4)
    jump(state, A, 6)
    play(state, A, decline(6))
    assert phase(state) == "auction"
    assert acting(state) == [B, C, D]
    assert legal_kinds(state, B) == {"Bid", "Surrender"}
    assert legal_kinds(state, A) == {"Surrender"}


def test_r3_3_nothing_is_accepted_at_the_end() -> None:
    state = game_at(players=2)
    play(state, A, Surrender())
    assert phase(state) == "end_game"
    assert acting(state) == []
    for seat in (A, B):
        assert engine.legal(state, seat) == []
        for action in (Roll(), Surrender(), end(), Bid(0)):
            assert refused(state, seat, action) == Reason.GAME_OVER


def test_r3_3_surrender_is_accepted_out_of_turn_in_every_phase() -> None:
    def in_phase(name: str) -> None:
        assert phase(state) == name
        seen.add(name)
        for seat in range(4):
            assert Surrender() in engine.legal(state, seat)
            play(state.copy(), seat, Surrender())

    seen: set[str] = set()
    state = game_at(players=4, deeds={6: A})
    in_phase("roll_the_dices")
    throw(state, A, 1, 1, 1)
    in_phase("choose_square")
    chosen = state.copy()
    play(state, A, go(2))
    in_phase("choose_fantasy")
    state = chosen.copy()
    play(state, A, go(8))
    in_phase("management")
    play(state, A, decline(8))
    in_phase("auction")
    for seat in (B, C, D):
        play(state, seat, Bid(0))
    in_phase("business")
    play(state, A, offer(B, give=[6], ask=1))
    in_phase("proposal_acceptance")
    state = game_at(players=4, cash={A: 10}, deeds={39: B, 25: A, 5: A})
    jump(state, A, 39)
    in_phase("liquidation")
    assert seen == set(ids.PHASE_NAMES) - {"end_game"}


def test_r3_3_a_next_turn_may_begin_in_liquidation() -> None:
    state = game_at(players=2, cash={B: -5}, deeds={25: B}, phase=ids.BUSINESS)
    play(state, A, end())
    assert (phase(state), acting(state)) == ("liquidation", [B])


@pytest.mark.parametrize("action", FIELDS, ids=lambda action: action.__name__)
def test_r3_4_actions_have_their_fields(action: type[msgspec.Struct]) -> None:
    assert action.__struct_fields__ == FIELDS[action]


def test_r3_4_defaults_of_the_fields() -> None:
    assert actions.Build(3).houses == 1
    assert actions.SellHouse(3).houses == 1
    assert actions.Bid().amount == 0
    assert actions.ProposeTrade(1) == actions.ProposeTrade(1, 0, 0, (), ())


def test_r3_5_a_refused_action_changes_nothing() -> None:
    state = game_at(deeds={1: A})
    before = state_hash(state)
    decision = state.decision
    for seat, action in ((A, end()), (B, Roll()), (A, build(1)), (A, sell(1)), (C, Bid(3))):
        refused(state, seat, action)
    assert (state_hash(state), state.decision) == (before, decision)


def test_r3_6_the_course_of_a_turn_with_a_double() -> None:
    state = game_at(players=2)
    seen = [phase(state)]
    throw(state, A, 2, 2, 2)
    play(state, A, go(8))
    seen.append(phase(state))
    play(state, A, buy(8))
    seen.append(phase(state))
    play(state, A, end())
    assert seen == ["roll_the_dices", "management", "business"]
    throw(state, B, 2, 2, 1)
    play(state, B, buy(5))
    assert (phase(state), state.turn_seat) == ("roll_the_dices", B)
    throw(state, B, 1, 2, 3)
    play(state, B, buy(11))
    assert phase(state) == "business"
    play(state, B, end())
    assert (phase(state), state.turn_seat) == ("roll_the_dices", A)


def test_r3_6_a_trade_interrupts_the_one_business_phase() -> None:
    state = game_at(deeds={1: A}, phase=ids.BUSINESS)
    play(state, A, offer(B, give=[1], ask=100))
    play(state, B, offer(A, get=[1], pay=50))
    play(state, A, reject())
    assert (phase(state), acting(state)) == ("business", [A])


def test_r3_7_the_turn_continues_with_a_throw_after_a_double_else_with_business() -> None:
    for streak, double, after in ((0, True, "roll_the_dices"), (1, False, "business")):
        state = game_at(at={A: 100}, streak=streak)
        throw(state, A, *((1, 1, 2) if double else (1, 2, 1)))
        assert phase(state) == after


def test_r3_7_an_auction_hands_back_to_the_turn() -> None:
    for streak, after in ((1, "roll_the_dices"), (0, "business")):
        state = game_at(players=2)
        throw(state, A, *((3, 3, 2) if streak else (3, 2, 3)))
        play(state, A, decline(8))
        play(state, B, Bid(0))
        assert phase(state) == after


def test_r3_8_the_streak_becomes_0() -> None:
    state = game_at(streak=1)
    throw(state, A, 1, 2, 1)
    assert state.streak == 0  # no double
    state = game_at(streak=1)
    throw(state, A, 3, 3, 3)
    assert state.streak == 0  # triple
    state = game_at(at={A: 16})
    throw(state, A, 1, 1, 2)
    assert (place(state, A), state.streak) == (201, 0)  # jailed
    state = game_at(streak=2)
    throw(state, A, 1, 1, 2)
    assert state.streak == 0  # third double
    state = game_at()
    throw(state, A, 3, 3, 2)
    assert state.streak == 1
    play(state, A, Surrender())
    assert state.streak == 0  # the turn passed


def test_r3_9_ending_business_ends_the_turn() -> None:
    state = game_at(phase=ids.BUSINESS)
    events = play(state, A, end())
    assert only(events, TurnStarted).seat == B
    assert (state.turn_seat, phase(state)) == (B, "roll_the_dices")


def test_r3_10_passing_the_turn() -> None:
    state = game_at(
        players=4, out=[C], turn=B, deeds={1: B}, phase=ids.BUSINESS, turn_number=7, round_number=2
    )
    play(state, B, offer(A, give=[1], ask=50))
    play(state, A, reject())
    assert state.proposals == 1
    play(state, B, end())
    assert (state.turn_seat, state.turn_number, state.streak) == (D, 8, 0)
    assert state.proposals == 0


def test_r3_11_a_round_is_a_full_rotation() -> None:
    state = game_at(players=3, phase=ids.BUSINESS)
    rounds = []
    for seat in (A, B, C, A, B, C, A):
        state.phase, state.actor = ids.BUSINESS, seat
        rounds.append(state.round)
        play(state, seat, end())
    assert rounds == [1, 1, 1, 2, 2, 2, 3]


def test_r3_11_the_order_keeps_the_places_of_the_eliminated() -> None:
    state = game_at(players=4, phase=ids.BUSINESS)
    play(state, A, Surrender())
    assert (state.turn_seat, state.round) == (B, 1)
    state.phase = ids.BUSINESS
    play(state, B, end())
    play(state, D, Surrender())
    assert (state.turn_seat, state.round) == (C, 1)
    state.phase = ids.BUSINESS
    play(state, C, end())
    assert (state.turn_seat, state.round) == (B, 2)


def test_r3_11_the_last_in_the_order_leaves_in_its_own_turn() -> None:
    state = game_at(players=3, turn=C, phase=ids.BUSINESS)
    play(state, C, Surrender())
    assert (state.turn_seat, state.round) == (A, 2)
