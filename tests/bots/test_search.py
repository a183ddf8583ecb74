"""The expert: legal, repeatable, blind to what it may not see, and inside its budget."""

from __future__ import annotations

from typing import Any

import pytest

from magnate_app.bots import search
from magnate_app.bots.arena import Match
from magnate_app.bots.base import Bot
from magnate_app.bots.planner import Planner, Temper
from magnate_app.bots.search import Expert, standing
from magnate_app.bots.weights import TUNED
from magnate_app.rules import engine, ids
from magnate_app.rules.actions import Action, Bid
from magnate_app.rules.chance import Seeded
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import HIDDEN_BID, NO_BID
from magnate_app.rules.views import view_for
from tests.kit.games import BOARD, A, B, C, buy, square
from tests.kit.positions import position

SHORT = Settings(seats=3, max_rounds=3)


def expert(seed: int | str = 1) -> Expert:
    return Expert(seed, Temper())


def game(seed: int) -> list[Action]:
    bots: list[Bot] = [expert(seed), Planner(seed, Temper()), Planner(seed, Temper())]
    match = Match(BOARD, SHORT, bots, Seeded(seed))
    actions = []
    while not match.over:
        actions.append(match.step()[1])
    return actions


def test_the_same_seed_gives_the_same_game(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "ROLLOUTS", 12)
    assert game(4) == game(4)


def test_views_are_left_alone() -> None:
    state = position(deeds={A: [37], B: [31]}, at=39, cash=500, turn_number=9, round_number=3)
    state.phase = ids.MANAGEMENT
    before = engine.state_hash(state)
    assert expert().decide(state, A) == buy(39)
    assert engine.state_hash(state) == before


@pytest.mark.parametrize("more", [{"round_number": 28}, {"round_number": 3, "max_rounds": 0}])
def test_the_budget_counts_rollouts(monkeypatch: pytest.MonkeyPatch, more: dict[str, Any]) -> None:
    played = noted(monkeypatch)
    state = position(at=1, cash=500, turn_number=9, **more)
    state.phase = ids.MANAGEMENT
    expert().decide(state, A)
    assert 0 < len(played) <= search.ROLLOUTS * search.CANDIDATES
    played.clear()
    hurried = Expert(1, Temper(), hurry=lambda: True)
    assert hurried.decide(state, A) == buy(1)
    assert len(played) <= search.CANDIDATES


def test_the_planner_is_trusted_while_the_last_round_is_far(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    played = noted(monkeypatch)
    state = position(at=1, cash=500, turn_number=9, round_number=3)
    state.phase = ids.MANAGEMENT
    assert expert().decide(state, A) == buy(1)
    assert not played


def noted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count rollouts from now on."""
    played: list[int] = []
    play = Expert._play

    def counting(*arguments: object) -> float:
        played.append(1)
        return play(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Expert, "_play", counting)
    return played


def test_r21_2_what_chance_holds_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last rounds, where games are played on: the same view and past, the same move."""
    monkeypatch.setattr(search, "ROLLOUTS", 16)
    match = Match(BOARD, SHORT, [expert(f"peek/{seat}") for seat in range(3)], Seeded(1))
    again = [expert(f"peek/{seat}") for seat in range(3)]
    while not match.over:
        seat, action = match.decide()
        view = view_for(match.state, seat)
        # a future with other luck has been lived through meanwhile
        engine.apply(match.state.copy(), seat, action, Seeded("other"))
        assert again[match.state.order[seat]].decide(view, seat) == action
        engine.apply(match.state, seat, action, Seeded(f"next/{match.state.decision}"))


def test_r12_4_hidden_bids_change_nothing() -> None:
    decided = []
    for amount in (1, 1400):
        state = position(turn_number=9, round_number=3)
        state.phase, state.actor = ids.AUCTION, -1
        state.auction_square, state.auction_by = square(39), B
        state.eligible = (True, False, True, True)
        state.withdrawn = (False,) * 4
        state.bids = (NO_BID, NO_BID, amount, NO_BID)
        view = view_for(state, A)
        assert view.bids[C] == HIDDEN_BID
        action = expert().decide(view, A)
        engine.check(state, A, action)
        assert isinstance(action, Bid)
        decided.append(action)
    assert decided[0] == decided[1]


def test_standing_is_a_share_of_all_wealth() -> None:
    even = position(turn_number=9, round_number=3)
    rich = position(deeds={A: [37, 39, 31, 32, 34]}, turn_number=9, round_number=3)
    assert standing(even, A, TUNED) == pytest.approx(0.25, abs=0.02)
    assert standing(rich, A, TUNED) > 0.4 > standing(rich, B, TUNED)
    shares = [standing(rich, seat, TUNED) for seat in range(4)]
    assert sum(shares) == pytest.approx(1.0)
    even.out[B] = True
    assert standing(even, B, TUNED) == 0


def test_a_stand_in_makes_no_offers() -> None:
    state = position(deeds={A: [37, 3], B: [39, 1]}, turn_number=9, round_number=3)
    action = Expert(1, Temper(), stand_in=True).decide(state, A)
    assert type(action).__name__ != "ProposeTrade"
