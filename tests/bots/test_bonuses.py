"""The bonuses at the end: who leads what, and what adding to it is worth."""

from __future__ import annotations

from typing import Any

import pytest

from magnate_app.bots.bonuses import Bonuses, rounds_left
from magnate_app.bots.planner import Planner, Temper
from magnate_app.rules import engine, ids
from magnate_app.rules.actions import EndPhase, Mortgage
from magnate_app.rules.chance import Seeded
from magnate_app.rules.state import COUNTERS, GameState
from tests.kit.games import A, B, D
from tests.kit.positions import position

LAST: dict[str, Any] = {"turn_number": 120, "round_number": 30, "turn": D}


def counted(state: GameState, seat: int, counter: int, count: int) -> None:
    state.stats[seat * COUNTERS + counter] = count


def test_rounds_run_out() -> None:
    assert rounds_left(position(round_number=30, turn=D)) == 0
    assert rounds_left(position(round_number=30)) == pytest.approx(0.75)
    assert rounds_left(position(round_number=3)) > 27
    assert rounds_left(position(max_rounds=0)) > 90


def test_who_leads_far_needs_no_more() -> None:
    state = position(**LAST)
    counted(state, A, ids.BUILT_HOUSES, 9)
    counted(state, B, ids.BUILT_HOUSES, 8)
    ahead, close, behind = (Bonuses(state, seat).building(1, 0) for seat in (A, B, D))
    assert close > 50
    assert ahead < close / 2
    assert behind < 1


def test_overtaking_late_is_worth_a_bonus_and_early_a_little() -> None:
    state = position(**LAST)
    counted(state, A, ids.NUM_MORTGAGES, 2)
    # the only statistic that counts is surely drawn
    assert Bonuses(state, D).gain({ids.NUM_MORTGAGES: 3}) > 150
    assert Bonuses(state, D).gain({ids.NUM_MORTGAGES: 1}) < 20
    early = position(turn_number=9, round_number=3)
    counted(early, A, ids.NUM_MORTGAGES, 2)
    assert 0 < Bonuses(early, D).gain({ids.NUM_MORTGAGES: 1}) < 60


def test_games_without_a_last_round_have_none() -> None:
    state = position(max_rounds=0)
    counted(state, A, ids.BUILT_HOUSES, 9)
    assert Bonuses(state, A).building(1, 100) == 0


def test_in_the_last_turn_mortgages_cost_nothing_and_count() -> None:
    """R9.5: a mortgage leaves the net worth as it is; three of them lead the statistic."""
    state = position(deeds={D: [1, 6, 11]}, **LAST)
    counted(state, A, ids.NUM_MORTGAGES, 2)
    planner = Planner(1, Temper(bonuses=True, offers=False))
    before = engine.net_worth(state, D)
    taken = 0
    for _ in range(6):
        action = planner.decide(state, D)
        if isinstance(action, EndPhase):
            break
        assert isinstance(action, Mortgage)
        engine.apply(state, D, action, Seeded(1))
        taken += 1
    assert taken == 3
    assert engine.net_worth(state, D) == before


def test_mortgages_that_lead_nothing_are_not_taken() -> None:
    state = position(deeds={D: [1, 6, 11]}, **LAST)
    counted(state, A, ids.NUM_MORTGAGES, 9)
    planner = Planner(1, Temper(bonuses=True, offers=False))
    assert isinstance(planner.decide(state, D), EndPhase)
