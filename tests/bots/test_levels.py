"""The door to the bots."""

from __future__ import annotations

import itertools

import pytest

from magnate_app.bots import levels
from magnate_app.bots.arena import Tournament, play_numbers
from magnate_app.bots.planner import Planner
from magnate_app.bots.random_legal import RandomLegal
from magnate_app.bots.reference import Reference
from magnate_app.bots.search import Expert
from magnate_app.rules.ids import MANAGEMENT
from magnate_app.rules.settings import Settings
from tests.kit.games import BOARD, buy, decline
from tests.kit.positions import position


@pytest.mark.parametrize("name", levels.NAMES)
@pytest.mark.parametrize("stand_in", [False, True])
def test_every_name_has_a_bot(name: str, stand_in: bool) -> None:
    state = position(at=39, phase=MANAGEMENT)
    assert levels.make(name, 1, stand_in=stand_in).decide(state, 0) is not None


def test_the_two_yardsticks() -> None:
    assert isinstance(levels.make("reference", 1), Reference)
    assert isinstance(levels.make("random", 1), RandomLegal)


@pytest.mark.parametrize("slip", [0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
def test_rc_1_references_slip_as_their_name_says(slip: float) -> None:
    name = f"reference_{slip}" if slip else "reference"
    state = position(deeds={0: [37]}, at=39, phase=MANAGEMENT)
    decided = [levels.make(name, seed).decide(state, 0) for seed in range(500)]
    assert set(decided) <= {buy(39), decline(39)}
    # A slip takes either of the two candidates.
    assert decided.count(decline(39)) / 500 == pytest.approx(slip / 2, abs=0.06)


def test_the_top_level_searches_and_the_others_plan() -> None:
    assert isinstance(levels.make("expert", 1), Expert)
    for name in levels.LEVELS[:-1]:
        assert isinstance(levels.make(name, 1), Planner)


def test_levels_slip_less_from_step_to_step() -> None:
    slips = [levels.TEMPERS[name].slip for name in levels.LEVELS]
    assert slips == sorted(slips, reverse=True)
    assert slips[-1] == 0


@pytest.mark.parametrize(("strong", "weak"), [*itertools.pairwise(levels.LEVELS[-2::-1])])
def test_stronger_levels_win_more(strong: str, weak: str) -> None:
    """A few games only; `build/bench/results/ladder.md` has the figures."""
    plan = Tournament((strong, weak, strong, weak), "ladder", Settings())
    tally = play_numbers(BOARD, plan, range(24))
    assert tally.wins[0] + tally.wins[2] >= 9


def test_levels_are_named_weakest_first() -> None:
    assert levels.LEVELS[0] == "very_easy"
    assert levels.LEVELS[-1] == "expert"
    assert len(levels.LEVELS) == 6
