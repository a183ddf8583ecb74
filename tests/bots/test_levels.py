"""The door to the bots."""

from __future__ import annotations

import pytest

from magnate_app.bots import levels
from magnate_app.bots.random_legal import RandomLegal
from magnate_app.bots.reference import Reference
from magnate_app.rules.ids import MANAGEMENT
from tests.kit.games import buy, decline
from tests.kit.positions import position


@pytest.mark.parametrize("name", levels.NAMES)
@pytest.mark.parametrize("stand_in", [False, True])
def test_every_name_has_a_bot(name: str, stand_in: bool) -> None:
    state = position(at=39, phase=MANAGEMENT)
    assert levels.make(name, 1, stand_in=stand_in).decide(state, 0) is not None


def test_the_two_yardsticks() -> None:
    assert isinstance(levels.make("reference", 1), Reference)
    assert isinstance(levels.make("random", 1), RandomLegal)


@pytest.mark.parametrize(
    ("name", "slip"),
    [
        ("very_easy", 1.0),
        ("easy", 0.8),
        ("medium", 0.6),
        ("hard", 0.4),
        ("very_hard", 0.2),
        ("expert", 0.0),
        ("reference", 0.0),
    ],
)
def test_rc_1_the_levels_slip_as_the_table_says(name: str, slip: float) -> None:
    state = position(deeds={0: [37]}, at=39, phase=MANAGEMENT)
    decided = [levels.make(name, seed).decide(state, 0) for seed in range(500)]
    assert set(decided) <= {buy(39), decline(39)}
    # A slip takes either of the two candidates.
    assert decided.count(decline(39)) / 500 == pytest.approx(slip / 2, abs=0.06)


def test_levels_are_named_weakest_first() -> None:
    assert levels.LEVELS[0] == "very_easy"
    assert levels.LEVELS[-1] == "expert"
    assert len(levels.LEVELS) == 6


def test_characters_are_different_and_repeatable() -> None:
    for count in range(2, 7):
        names = levels.characters(count, "5")
        assert len(set(names)) == count
        assert names == levels.characters(count, "5")
        assert set(names) <= set(levels.CHARACTERS)
    assert "Cierzo" in levels.CHARACTERS
    assert len(levels.CHARACTERS) == 12
