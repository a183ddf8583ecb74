"""The landing distribution against known chances and against the engine's own dice."""

from __future__ import annotations

import pytest

from magnate_app.bots.landing import Landing, landing_of
from magnate_app.rules import engine, ids
from magnate_app.rules.actions import Action, PickCard, RideTram
from magnate_app.rules.chance import DICE, Seeded
from tests.kit.games import BOARD, game_at, square

LANDING = landing_of(BOARD)


def test_it_is_worked_out_once_per_board() -> None:
    assert landing_of(BOARD) is LANDING
    assert Landing(BOARD).arrivals == LANDING.arrivals


def test_every_turn_of_a_free_token_arrives_somewhere() -> None:
    for start in range(BOARD.size):
        expected = sum(chance for _, chance in LANDING.ahead[start])
        if start == BOARD.jail:
            # a prisoner with three turns left walks with a double, else half of the times
            assert expected == pytest.approx(1 / 6 + 5 / 6 / 2)
        else:
            assert 1.1 < expected < 1.2


def test_nobody_arrives_in_jail_and_bridges_are_met_most() -> None:
    assert LANDING.arrivals[BOARD.jail] == 0
    most = sorted(range(BOARD.size), key=lambda one: -LANDING.arrivals[one])
    assert set(most[:2]) == set(BOARD.bridges)
    # the walk out of jail leads along the upper inner row
    assert LANDING.arrivals[square(106)] > LANDING.arrivals[square(16)]


def test_e4_bridges_divide_by_the_parity_of_the_total() -> None:
    near = dict(LANDING.ahead[square(14)])
    # an even total goes on along the outer ring, an odd one into the inner ring
    for total in range(2, 10):
        end = BOARD.walk(square(14), total)[0]
        assert near[end] > 0.02
    # two steps to 106 would be an even total: only later throws of the turn end there
    assert near.get(square(106), 0) < 0.01


def test_a_prisoner_reaches_what_two_dice_reach() -> None:
    near = dict(LANDING.ahead[BOARD.jail])
    assert set(near) == {BOARD.walk(BOARD.jail, total)[0] for total in range(2, 13)}
    # 3 3 and others: a total of 7 is never a double, so half of the six throws
    assert near[BOARD.walk(BOARD.jail, 7)[0]] == pytest.approx(6 / 36 / 2)


def test_r4_4_a_throw_onto_go_to_jail_begins_the_next_turn_there() -> None:
    assert 0.02 < LANDING.imprisoned < 0.06
    assert 0.1 < LANDING.passes < 0.2


def test_the_engine_throws_as_the_chain_says() -> None:
    """Turns from the square of E4 on a board that belongs to the walker, habits as the chain's."""
    chance = Seeded("landing")
    deeds = dict.fromkeys((BOARD.ids[one] for one in BOARD.buyable), 0)
    fresh = game_at(at={0: 14}, cash={0: 100_000}, deeds=deeds)
    counts = [0] * BOARD.size
    turns = 8000
    for _ in range(turns):
        state = fresh.copy()
        while state.phase != ids.BUSINESS:
            before = state.phase
            engine.apply(state, 0, habit(engine.legal(state, 0)[:-1], chance), chance)
            arrives = before in (ids.ROLL, ids.CHOOSE_SQUARE) and state.phase != ids.CHOOSE_SQUARE
            if arrives and state.position[0] != BOARD.jail:
                counts[state.position[0]] += 1
    near = dict(LANDING.ahead[square(14)])
    for end in range(BOARD.size):
        if end not in (BOARD.go_to_jail, BOARD.jail):
            assert counts[end] / turns == pytest.approx(near.get(end, 0), abs=0.012), end


def habit(legal: list[Action], chance: Seeded) -> Action:
    """Choose as the chain takes it that people do."""
    match legal[0]:
        case RideTram() if chance.draw(DICE, 2):
            return legal[0]
        case RideTram():
            return legal[1 + chance.draw(DICE, len(legal) - 1)]
        case PickCard():
            return PickCard(False)
    return legal[chance.draw(DICE, len(legal))]


def test_r1_2_more_throws_in_jail_keep_tokens_there_longer() -> None:
    shares = [Landing(BOARD, turns).imprisoned for turns in (1, 3, 10)]
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]
    assert len(Landing(BOARD, 10).behind_bars) == 11


def test_r5_5_who_throws_the_last_time_leaves() -> None:
    last, first = LANDING.behind_bars[1], LANDING.behind_bars[3]
    assert sum(chance for _, chance in last) == pytest.approx(1.0)
    assert sum(chance for _, chance in first) < 0.6
    assert first == LANDING.ahead[BOARD.jail]


def test_r14_4_a_full_deck_sends_more_to_jail() -> None:
    full = landing_of(BOARD, 3, True)
    assert full.imprisoned > 2 * LANDING.imprisoned
    assert sum(full.arrivals) < sum(LANDING.arrivals)
