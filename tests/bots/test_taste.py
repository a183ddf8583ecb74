"""Tastes: slight, known characters only, and never in the way of anything that matters."""

from __future__ import annotations

from typing import Any

import pytest

from magnate_app.bots import levels
from magnate_app.bots.planner import Planner, Temper
from magnate_app.bots.taste import MOST, NONE, Candidate, season, taste_of
from magnate_app.protocol.characters import CODES
from magnate_app.rules import ids
from magnate_app.rules.actions import (
    K_ANSWER_TRADE,
    Action,
    Bid,
    Build,
    EndPhase,
    PayBail,
    PickCard,
    ProposeTrade,
    StayInJail,
)
from magnate_app.rules.views import view_for
from tests.kit.games import A, B, buy, square
from tests.kit.positions import position

EARLY: dict[str, Any] = {"turn_number": 9, "round_number": 3}


def best(candidates: list[Candidate]) -> Action:
    return max(candidates, key=lambda one: one[0])[1]


@pytest.mark.parametrize("code", CODES)
def test_every_character_has_a_taste_of_a_few_coins(code: str) -> None:
    liking = taste_of(code)
    assert liking
    assert all(0 < abs(coins) <= MOST for coins in liking.values())


def test_nobody_known_has_none() -> None:
    assert taste_of("") is taste_of("emperor") is NONE
    candidates: list[Candidate] = [(1.0, EndPhase()), (2.0, Build(3))]
    assert season(candidates, NONE) is candidates


def test_a_near_tie_goes_to_what_is_liked() -> None:
    cards: list[Candidate] = [(10.0, PickCard(True)), (5.0, PickCard(False))]
    assert best(season(cards, taste_of("gambler"))) == PickCard(False)
    assert best(season(cards, taste_of("builder"))) == PickCard(True)
    jail: list[Candidate] = [(0.0, StayInJail()), (10.0, PayBail())]
    assert best(season(jail, taste_of("saver"))) == StayInJail()


def test_a_clear_case_is_no_matter_of_taste() -> None:
    for code in CODES:
        for better, worse in ((Build(3), EndPhase()), (EndPhase(), Build(3))):
            far = season([(3 * MOST, better), (0.0, worse)], taste_of(code))
            assert best(far) == better


def test_passing_is_no_bid() -> None:
    assert season([(0.0, Bid(0)), (0.0, Bid(9))], taste_of("haggler"))[0] == (0.0, Bid(0))


def test_a_taste_makes_no_deals() -> None:
    for code in CODES:
        state = position(deeds={A: [37], B: [39]}, **EARLY)
        bot = Planner(1, Temper(), taste=taste_of(code))
        action = bot.decide(view_for(state, A), A)
        assert not (isinstance(action, ProposeTrade) and action.offered == (square(37),))
        assert K_ANSWER_TRADE not in taste_of(code)


def test_levels_know_their_character() -> None:
    state = position(at=39, cash=900, phase=ids.MANAGEMENT, **EARLY)
    for name in levels.NAMES:
        bot = levels.make(name, 1, character="landlord")
        assert bot.decide(view_for(state, A), A) is not None
    assert levels.make("very_hard", 1, character="landlord").decide(view_for(state, A), A) == buy(
        39
    )
