"""Rules 4.x: the throw of a free player."""

from __future__ import annotations

from fractions import Fraction

import pytest

from magnate_app.rules.actions import Roll
from magnate_app.rules.events import DestinationsOffered, DiceThrown, PlayerJailed, TokenMoved
from magnate_app.rules.reasons import Reason
from tests.kit.audit import statistic
from tests.kit.games import (
    BOARD,
    BUS,
    A,
    B,
    buy,
    decline,
    every,
    game_at,
    go,
    jump,
    money,
    only,
    phase,
    place,
    play,
    refused,
    targets,
    throw,
)
from tests.kit.odds import Branch, branches, odds

HERE = 104
"""A quiet square to throw from."""


def thrown(branch: Branch) -> DiceThrown:
    return only(branch.events, DiceThrown)


def test_r4_1_every_face_is_equally_likely_and_independent() -> None:
    state = game_at(at={A: HERE}, deeds={})
    count: dict[tuple[int, int, int], Fraction] = {}
    for branch in branches(state, A, Roll()):
        dice = thrown(branch).dice
        count[dice] = count.get(dice, Fraction(0)) + branch.chance
    assert set(count) == {
        (one, two, bus) for one in range(1, 7) for two in range(1, 7) for bus in range(1, 7)
    }
    assert set(count.values()) == {Fraction(1, 216)}


def test_r4_2_the_odds_of_triples_and_doubles() -> None:
    state = game_at(at={A: HERE})
    assert odds(state, A, Roll(), lambda b: thrown(b).triple) == Fraction(3, 216)
    assert odds(state, A, Roll(), lambda b: thrown(b).streak == 1) == Fraction(33, 216)


@pytest.mark.parametrize("face", [1, 2, 3])
def test_r4_3_a_triple_is_judged_before_a_third_double(face: int) -> None:
    state = game_at(streak=2)
    throw(state, A, face, face, face)
    assert (phase(state), state.streak, state.jail_turns[A]) == ("choose_square", 0, 0)


@pytest.mark.parametrize("face", [4, 5, 6])
def test_r4_3_three_equal_bus_faces_are_no_triple(face: int) -> None:
    state = game_at(streak=2)
    throw(state, A, face, face, face)
    assert place(state, A) == 201


def test_r4_4_a_triple_offers_every_square_but_the_jail() -> None:
    state = game_at(at={A: 21})
    events = throw(state, A, 2, 2, 2)
    assert only(events, DiceThrown) == DiceThrown(seat=A, dice=(2, 2, 2), triple=True, streak=0)
    offered = only(events, DestinationsOffered).options
    assert [(o.square, o.steps) for o in offered] == [(o, 0) for o in BOARD.ids if o != 201]
    assert targets(state, A) == [one for one in BOARD.ids if one != 201]
    assert len(targets(state, A)) == 54
    assert refused(state, A, go(201)) == Reason.ILLEGAL_TARGET


def test_r4_5_the_third_double_jails_without_moving() -> None:
    state = game_at(at={A: 3}, streak=2)
    events = throw(state, A, 4, 4, BUS)
    assert only(events, PlayerJailed).cause == "doubles"
    assert (place(state, A), phase(state), state.streak) == (201, "business", 0)
    assert statistic(state, A, "walked_squares") == 0


def test_r4_6_doubles_count() -> None:
    state = game_at(at={A: 100})
    assert only(throw(state, A, 1, 1, 2), DiceThrown).streak == 1
    assert state.streak == 1
    assert only(throw(state, A, 1, 2, 1), DiceThrown).streak == 0
    assert state.streak == 0
    state = game_at(at={A: HERE}, streak=1)
    throw(state, A, 5, 5, 3)
    assert state.streak == 2


def test_r4_7_without_the_bus_the_sum_is_walked_at_once() -> None:
    for one in range(1, 7):
        for two in range(1, 7):
            for bus in range(1, 4):
                state = game_at(at={A: 100})
                if one == two == bus:
                    continue
                moved = every(throw(state, A, one, two, bus), TokenMoved)
                assert len(moved[0].path) - 1 == one + two + bus


def test_r4_8_the_bus_offers_three_totals_or_two() -> None:
    state = game_at()
    options = only(throw(state, A, 1, 3, BUS), DestinationsOffered).options
    assert [(o.square, o.steps) for o in options] == [(1, 1), (3, 3), (4, 4)]
    assert phase(state) == "choose_square"
    state = game_at()
    options = only(throw(state, A, 3, 3, 6), DestinationsOffered).options
    assert [(o.square, o.steps) for o in options] == [(3, 3), (6, 6)]


def test_r4_8_the_chosen_walk_pays_go_like_any_other() -> None:
    state = game_at(at={A: 38})
    throw(state, A, 1, 4, 5)
    assert targets(state, A) == [2, 3, 39]
    events = play(state, A, go(2))
    assert money(events) == [("bank", A, 200, "go_money")]
    assert statistic(state, A, "walked_squares") == 4


def test_r4_9_the_open_targets_are_cleared() -> None:
    state = game_at()
    throw(state, A, 1, 3, BUS)
    play(state, A, go(3))
    assert targets(state, A) == []
    assert state.targets == ()
    assert refused(state, A, go(1)) == Reason.WRONG_PHASE


def test_r4_10_a_double_throws_again_after_purchase_auction_and_rent() -> None:
    state = game_at(players=2)
    throw(state, A, 3, 3, 2)
    assert phase(state) == "management"
    bought, declined = state.copy(), state.copy()
    play(bought, A, buy(8))
    assert phase(bought) == "roll_the_dices"
    play(declined, A, decline(8))
    assert phase(declined) == "auction"
    state = game_at(players=2, deeds={8: B})
    throw(state, A, 3, 3, 2)
    assert phase(state) == "roll_the_dices"


def test_r4_10_a_triple_throws_no_more_even_after_a_double() -> None:
    state = game_at(streak=1)
    jump(state, A, 104)
    assert phase(state) == "business"


# ------------------------------------------------------------------ worked examples


def test_e12_r4_4_r6_1_a_triple_onto_the_pot() -> None:
    state = game_at(at={A: 21}, streak=1, cash={A: 640}, pot=180)
    throw(state, A, 2, 2, 2)
    assert state.streak == 0
    assert len(targets(state, A)) == 54
    events = play(state, A, go(111))
    assert only(events, TokenMoved).path == (21, 111)
    assert money(events) == [("pot", A, 180, "parking_pot")]
    assert (state.cash[A], state.pot, phase(state)) == (820, 0, "business")
    assert statistic(state, A, "walked_squares") == 0


def test_e13_r4_4_other_jumps() -> None:
    start = game_at(at={A: 21}, deeds={26: B})
    throw(start, A, 2, 2, 2)
    state = start.copy()
    assert money(play(state, A, go(0))) == []
    state = start.copy()
    moved = every(play(state, A, go(20)), TokenMoved)
    assert [step for move in moved for step in move.path if step != 20] == [21, 201]
    assert state.jail_turns[A] == 3
    state = start.copy()
    assert money(play(state, A, go(26))) == [(A, B, 22, "rent")]
    state = start.copy()
    play(state, A, go(21))
    assert phase(state) == "management"
    play(state, A, buy(21))


def test_e14_r4_2_the_bus_is_no_triple() -> None:
    state = game_at()
    event = only(throw(state, A, 4, 4, 4), DiceThrown)
    assert (event.triple, event.streak) == (False, 1)
    assert targets(state, A) == [4, 8]


def test_e15_r4_5_third_double() -> None:
    state = game_at(at={A: 33}, streak=2)
    events = throw(state, A, 5, 5, 1)
    assert only(events, TokenMoved).path == (33, 201)
    assert money(events) == []
    assert (state.streak, phase(state)) == (0, "business")
    assert statistic(state, A, "walked_squares") == 0


def test_e16_r4_10_rent_and_another_throw() -> None:
    state = game_at(deeds={5: B})
    events = throw(state, A, 2, 2, 1)
    assert money(events) == [(A, B, 60, "rent")]
    assert (state.cash[A], state.cash[B]) == (1440, 1560)
    assert (state.streak, phase(state)) == (1, "roll_the_dices")


def test_e17_r3_8_r5_1_the_double_is_forfeited() -> None:
    state = game_at(at={A: 16})
    throw(state, A, 1, 1, 2)
    assert (place(state, A), phase(state), state.streak) == (201, "business", 0)
