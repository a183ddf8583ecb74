"""Rules 5.x: into jail and out of it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from magnate_app.rules import ids
from magnate_app.rules.actions import Bid, PayBail, Roll, StayInJail
from magnate_app.rules.events import (
    BailOffered,
    DiceThrown,
    JailTurnServed,
    PlayerFreed,
    PlayerJailed,
    TokenMoved,
)
from magnate_app.rules.reasons import Reason
from tests.kit.audit import statistic
from tests.kit.games import (
    UNKNOWN,
    A,
    B,
    C,
    accept,
    build,
    buy,
    decline,
    end,
    every,
    game_at,
    go,
    jump,
    may,
    money,
    mortgage,
    offer,
    only,
    phase,
    place,
    play,
    plays,
    refused,
    show,
    throw,
)
from tests.kit.odds import branches


def test_r5_1_being_jailed() -> None:
    state = game_at(at={A: 16}, jail_turns=4)
    events = throw(state, A, 1, 1, 2)
    assert only(events, PlayerJailed) == PlayerJailed(seat=A, cause="square", turns=4)
    assert (place(state, A), state.jail_turns[A], state.streak) == (201, 4, 0)
    assert statistic(state, A, "times_in_jail") == 1
    assert phase(state) == "business"


def test_r5_2_the_causes_without_cards() -> None:
    state = game_at(at={A: 16})
    assert only(throw(state, A, 1, 2, 1), PlayerJailed).cause == "square"
    state = game_at()
    assert only(jump(state, A, 20), PlayerJailed).cause == "square"
    state = game_at(streak=2)
    assert only(throw(state, A, 5, 5, 1), PlayerJailed).cause == "doubles"


@pytest.mark.parametrize("kind", ["goToJail", "sendToJail", "everybodyToJail"])
def test_r5_2_the_cards_jail_anew(kind: str) -> None:
    state = game_at(jail={B: 1}, house_rules=["full_deck"])
    show(state, A, "goToStart")
    events = play(
        state,
        A,
        UNKNOWN,
        plays(kind, then=lambda b: kind == "goToJail" or b.state.jail_turns[B] == 3),
    )
    jailed = every(events, PlayerJailed)
    assert {event.cause for event in jailed} == {"card"}
    for event in jailed:
        assert state.jail_turns[event.seat] == 3
        assert statistic(state, event.seat, "times_in_jail") == 1
    wanted = {"goToJail": [A], "sendToJail": [B], "everybodyToJail": [A, B, C]}[kind]
    assert sorted(event.seat for event in jailed) == wanted


def test_r5_3_a_prisoner_throws_two_dice() -> None:
    state = game_at(jail={A: 3}, streak=0)
    odds_of: dict[tuple[int, int, int], Fraction] = {}
    for branch in branches(state, A, Roll()):
        thrown = only(branch.events, DiceThrown)
        assert (thrown.triple, thrown.streak) == (False, 0)
        odds_of[thrown.dice] = odds_of.get(thrown.dice, Fraction(0)) + branch.chance
    assert odds_of == {(one, two, 0): Fraction(1, 36) for one in range(1, 7) for two in range(1, 7)}


def test_r5_3_the_walk_out_follows_the_parity_of_the_sum() -> None:
    state = game_at(jail={A: 1})
    path = only(throw(state, A, 1, 2), TokenMoved).path
    assert path == (201, 105, 15, 106)
    state = game_at(jail={A: 1})
    path = only(throw(state, A, 1, 3), TokenMoved).path
    assert path == (201, 105, 15, 16, 17)


@pytest.mark.parametrize("left", [1, 2, 3])
def test_r5_4_a_double_frees_without_paying_or_another_throw(left: int) -> None:
    state = game_at(jail={A: left})
    events = throw(state, A, 3, 3)
    assert only(events, PlayerFreed) == PlayerFreed(seat=A, by="double")
    assert only(events, TokenMoved).path == (201, 105, 15, 16, 17, 18, 19)
    assert money(events) == []
    assert (state.jail_turns[A], state.streak, phase(state)) == (0, 0, "management")
    play(state, A, buy(19))
    assert phase(state) == "business"
    assert statistic(state, A, "turns_in_jail") == 0
    assert statistic(state, A, "walked_squares") == 6


def test_r5_5_on_the_last_turn_bail_is_forced() -> None:
    state = game_at(jail={A: 1}, cash={A: 10}, bail=50)
    events = throw(state, A, 1, 2)
    assert money(events) == [(A, "pot", 50, "bail_forced")]
    assert only(events, PlayerFreed).by == "bail_forced"
    assert state.cash[A] == -40
    assert statistic(state, A, "turns_in_jail") == 1
    assert statistic(state, A, "walked_squares") == 3


def test_r5_5_a_bail_of_0_moves_nothing() -> None:
    state = game_at(jail={A: 1}, bail=0)
    assert money(throw(state, A, 1, 3)) == []
    assert (place(state, A), state.jail_turns[A]) == (17, 0)


def test_r5_6_a_bail_decision_opens() -> None:
    state = game_at(jail={A: 3})
    events = throw(state, A, 2, 5)
    assert only(events, BailOffered) == BailOffered(
        seat=A, dice=(2, 5), target=110, price=40, turns_left=2
    )
    assert (phase(state), state.jail_turns[A]) == ("roll_the_dices", 2)
    assert refused(state, A, Roll()) == Reason.BAIL_DECISION_PENDING
    assert refused(state, A, go(110)) == Reason.WRONG_PHASE
    assert refused(state, A, end()) == Reason.WRONG_PHASE


def test_r5_7_paying_bail() -> None:
    state = game_at(jail={A: 2}, cash={A: 40})
    throw(state, A, 2, 5)
    events = play(state, A, PayBail())
    assert money(events) == [(A, "pot", 40, "bail")]
    assert only(events, PlayerFreed).by == "bail"
    assert place(state, A) == 110
    assert statistic(state, A, "walked_squares") == 7
    assert statistic(state, A, "turns_in_jail") == 0
    assert (state.jail_turns[A], phase(state)) == (0, "management")


def test_r5_8_staying() -> None:
    state = game_at(jail={A: 3})
    throw(state, A, 2, 5)
    events = play(state, A, StayInJail())
    assert only(events, JailTurnServed) == JailTurnServed(seat=A, turns_left=2)
    assert statistic(state, A, "turns_in_jail") == 1
    assert (phase(state), state.jail_turns[A], place(state, A)) == ("business", 2, 201)


def test_r5_9_bail_is_never_paid_before_a_throw() -> None:
    state = game_at(jail={A: 3})
    assert refused(state, A, PayBail()) == Reason.NO_BAIL_DECISION
    assert refused(state, A, StayInJail()) == Reason.NO_BAIL_DECISION


def test_r5_10_prisoners_collect_rent_bid_and_answer() -> None:
    state = game_at(jail={B: 2}, deeds={5: B})
    assert money(jump(state, A, 5)) == [(A, B, 60, "rent")]
    play(state, A, offer(B, pay=10, get=[5]))
    play(state, B, accept())
    state = game_at(jail={B: 2})
    jump(state, A, 6)
    play(state, A, decline(6))
    play(state, B, Bid(10))
    assert money(play(state, C, Bid(0))) == [(B, "bank", 10, "auction_price")]


def test_r5_10_prisoners_build_mortgage_and_propose_in_their_own_business() -> None:
    state = game_at(jail={A: 2}, deeds={1: A, 3: A, 5: A}, phase=ids.BUSINESS)
    play(state, A, build(1))
    play(state, A, mortgage(5))
    play(state, A, offer(B, give=[5], ask=5))


def test_r5_10_movement_cards_do_not_move_prisoners() -> None:
    for kind in ("shufflePositions", "magnetism", "moveOpponentAnywhereRandom"):
        state = game_at(players=2, jail={B: 2})
        show(state, A, "goToStart")
        events = play(state, A, UNKNOWN, plays(kind))
        assert [event.seat for event in every(events, TokenMoved) if event.seat == B] == []
        assert (place(state, B), state.jail_turns[B]) == (201, 2)


# ------------------------------------------------------------------ worked examples


def test_e18_r5_6_r5_8_staying() -> None:
    state = game_at(jail={A: 3})
    events = throw(state, A, 2, 5)
    assert only(events, DiceThrown).dice == (2, 5, 0)
    assert state.jail_turns[A] == 2
    assert sorted(state.board.ids[one] for one in state.targets) == [110, 201]
    assert refused(state, A, Roll()) == Reason.BAIL_DECISION_PENDING
    play(state, A, StayInJail())
    assert statistic(state, A, "turns_in_jail") == 1
    assert phase(state) == "business"


def test_e19_r5_7_paying() -> None:
    state = game_at(jail={A: 3}, cash={A: 300})
    throw(state, A, 2, 5)
    events = play(state, A, PayBail())
    assert (state.cash[A], state.pot) == (260, 40)
    assert only(events, TokenMoved).path == (201, 105, 15, 106, 107, 108, 109, 110)
    assert statistic(state, A, "walked_squares") == 7
    assert statistic(state, A, "turns_in_jail") == 0


def test_e20_r5_7_too_poor_for_bail() -> None:
    state = game_at(jail={A: 3}, cash={A: 30})
    throw(state, A, 2, 5)
    assert refused(state, A, PayBail()) == Reason.CANNOT_AFFORD
    assert may(state, A, StayInJail())


def test_e21_r5_4_a_double_on_the_last_turn() -> None:
    state = game_at(jail={A: 1})
    events = throw(state, A, 3, 3)
    assert money(events) == []
    assert only(events, TokenMoved).path == (201, 105, 15, 16, 17, 18, 19)
    assert state.streak == 0


def test_e22_r5_5_r6_1_r10_4_forced_bail_into_debt() -> None:
    state = game_at(jail={A: 1}, cash={A: 10}, deeds={101: A})
    events = throw(state, A, 1, 2)
    assert money(events) == [(A, "pot", 40, "bail_forced")]
    assert (state.cash[A], state.pot, phase(state)) == (-30, 40, "liquidation")
    assert statistic(state, A, "turns_in_jail") == 1
    assert only(events, TokenMoved).path == (201, 105, 15, 106)
    play(state, A, mortgage(101))
    assert (state.cash[A], phase(state)) == (15, "management")
    assert refused(state, A, buy(106)) == Reason.CANNOT_AFFORD
    play(state, A, decline(106))
    assert phase(state) == "auction"
