"""Quick habits: always legal, and quick."""

from __future__ import annotations

import pytest

from magnate_app.bots import quick
from magnate_app.rules import engine, ids
from magnate_app.rules.actions import AnswerTrade, Bid, EndPhase, Redeem, StayInJail
from magnate_app.rules.chance import Seeded
from magnate_app.rules.settings import HOUSE_RULES, Settings
from magnate_app.rules.state import Offer
from tests.kit.games import BOARD, A, B, build, buy, decline, square
from tests.kit.positions import position


@pytest.mark.parametrize("rules", [frozenset(), frozenset(HOUSE_RULES)])
@pytest.mark.parametrize("seed", range(4))
def test_games_of_habit_are_legal_to_the_end(rules: frozenset[str], seed: int) -> None:
    chance = Seeded(seed)
    settings = Settings(max_rounds=12, house_rules=rules)
    state = engine.new_game(BOARD, settings, [False] * 4, chance)
    while state.phase != ids.END:
        seat = engine.acting(state)[0]
        action = quick.act(state, seat)
        engine.check(state, seat, action)
        engine.apply(state, seat, action, chance)


def test_habits() -> None:
    assert quick.act(position(at=39, phase=ids.MANAGEMENT), A) == buy(39)
    assert quick.act(position(at=39, phase=ids.MANAGEMENT, cash=410), A) == decline(39)
    assert quick.act(position(deeds={A: [37, 39]}), A) == build(39)
    assert quick.act(position(deeds={A: [37, 39]}, levels={37: 0, 39: 1}), A) == build(37)
    assert quick.act(position(deeds={A: [37, 39]}, cash=200), A) == EndPhase()
    assert quick.act(position(deeds={A: [37]}, mortgaged=[37]), A) == Redeem(square(37))
    state = position(deeds={A: [37], B: [39]})
    state.phase, state.actor, state.offer = ids.ANSWER, B, Offer(A, B, 900, 0, (), (square(39),))
    assert quick.act(state, B) == AnswerTrade(False)


def test_more_is_bid_for_what_completes_a_group() -> None:
    bids = []
    for deeds in ({}, {A: [37]}):
        state = position(deeds=deeds)
        state.phase, state.actor, state.auction_square = ids.AUCTION, -1, square(39)
        action = quick.act(state, A)
        assert isinstance(action, Bid)
        bids.append(action.amount)
    assert 0 < bids[0] < bids[1] <= 1500


def test_prisoners_stay_when_the_board_is_built() -> None:
    state = position(deeds={B: [37, 39]}, levels={37: 3, 39: 3})
    state.phase, state.bail_total = ids.ROLL, 5
    state.position[A], state.jail_turns[A] = BOARD.jail, 2
    assert quick.act(state, A) == StayInJail()
