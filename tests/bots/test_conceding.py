"""Games without a last round come to an end, and no other game is given up."""

from __future__ import annotations

from typing import Any

import pytest

from magnate_app.bots import arena, levels
from magnate_app.bots.conceding import PATIENT, WEARY, gives_up
from magnate_app.rules import ids
from magnate_app.rules.actions import Surrender
from magnate_app.rules.settings import Settings, with_preset
from magnate_app.rules.state import GameState
from tests.kit.games import BOARD, A, B, C
from tests.kit.positions import position


def rich_and_poor(round_number: int, poor: int, rich: int, **more: Any) -> GameState:
    told = {"max_rounds": 0, "round_number": round_number, "turn_number": round_number * 3}
    state = position(players=3, **(told | more))
    state.cash[A], state.cash[B], state.cash[C] = poor, rich, 0
    return state


@pytest.mark.parametrize(
    ("round_number", "poor", "rich", "leaves"),
    [
        (PATIENT, 0, 10**6, False),
        (PATIENT + 40, 99, 1000, True),
        (PATIENT + 40, 100, 1000, False),
        (300, 499, 1000, True),
        (300, 500, 1000, False),
        (WEARY, 999, 1000, True),
        (WEARY, 1000, 1000, False),
        (10 * WEARY, 1000, 1000, False),
    ],
)
def test_more_is_asked_the_longer_it_takes(
    round_number: int, poor: int, rich: int, leaves: bool
) -> None:
    assert gives_up(rich_and_poor(round_number, poor, rich), A) is leaves


def test_no_game_with_a_last_round_is_given_up() -> None:
    assert not gives_up(rich_and_poor(500, 0, 10**6, max_rounds=900), A)


def test_nobody_leaves_in_the_middle_of_something_else() -> None:
    assert not gives_up(rich_and_poor(500, 0, 10**6, phase=ids.ROLL), A)


@pytest.mark.parametrize("level", levels.LEVELS)
def test_every_level_gives_up_but_no_stand_in(level: str) -> None:
    state = rich_and_poor(500, 1, 10**6)
    assert levels.make(level, 1).decide(state, A) == Surrender()
    assert levels.make(level, 1, stand_in=True).decide(state, A) != Surrender()


def test_a_marathon_ends() -> None:
    marathon = with_preset(Settings(seats=4), "marathon")
    for seed in ("a", "b", "c"):
        result = arena.play_game(BOARD, marathon, ["medium", "hard"] * 2, seed)
        assert result.rounds <= WEARY + 1
