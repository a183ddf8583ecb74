"""The random bot: anything legal, within bounds, to the end of the game."""

from __future__ import annotations

from collections import Counter

from magnate_app.bots.arena import Match
from magnate_app.bots.random_legal import MOST_ACTIONS, RandomLegal
from magnate_app.rules.actions import AnswerTrade, Bid, ProposeTrade, Surrender
from magnate_app.rules.chance import Seeded
from magnate_app.rules.ids import BUSINESS, MANAGEMENT
from magnate_app.rules.settings import Settings
from tests.kit.games import BOARD, B, decline, offer, play
from tests.kit.positions import position


def test_it_plays_everything_there_is() -> None:
    played: Counter[type] = Counter()
    for seed in range(12):
        bots = [RandomLegal(f"{seed}/{place}", leaves=0.001) for place in range(4)]
        match = Match(BOARD, Settings(max_rounds=12), bots, Seeded(seed))
        while not match.over:
            played[type(match.step()[1])] += 1
    assert len(played) == 17, sorted(kind.__name__ for kind in played)


def test_it_never_leaves_unless_told_to() -> None:
    for seed in range(200):
        assert not isinstance(RandomLegal(seed).decide(position(), 0), Surrender)
    assert RandomLegal(1, leaves=1.0).decide(position(), 0) == Surrender()


def test_a_business_phase_ends() -> None:
    for seed in range(30):
        bots = [RandomLegal(f"{seed}/{place}") for place in range(2)]
        match = Match(BOARD, Settings(seats=2, max_rounds=10), bots, Seeded(seed))
        actions: Counter[int] = Counter()
        while not match.over:
            turn, phase = match.state.turn_number, match.state.phase
            match.step()
            actions[turn] += phase == BUSINESS
        assert max(actions.values()) <= MOST_ACTIONS + 1


def test_bids_lie_within_the_bounds() -> None:
    state = position(at=39, phase=MANAGEMENT)
    play(state, 0, decline(39))
    bids = {RandomLegal(seed).decide(state, B) for seed in range(100)}
    amounts = [bid.amount for bid in bids if isinstance(bid, Bid)]
    assert len(amounts) == len(bids) > 20
    assert 0 <= min(amounts) <= max(amounts) <= 1500


def test_r15_6_a_stand_in_neither_offers_nor_accepts() -> None:
    state = position(deeds={0: [3], B: [1]})
    for seed in range(100):
        assert not isinstance(RandomLegal(seed, stand_in=True).decide(state, 0), ProposeTrade)
    play(state, 0, offer(B, give=[3], ask=20))
    for seed in range(20):
        assert RandomLegal(seed, stand_in=True).decide(state, B) == AnswerTrade(False)
