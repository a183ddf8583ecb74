"""Deals: good for both, dear where they complete a group, never twice the same, never a drain."""

from __future__ import annotations

import random
from typing import Any

import pytest

from magnate_app.bots import levels, ratings
from magnate_app.bots.arena import Match
from magnate_app.bots.planner import Planner, Temper
from magnate_app.bots.trading import Deal, judge
from magnate_app.bots.value import Appraisal
from magnate_app.bots.weights import DEALING
from magnate_app.rules import engine
from magnate_app.rules.actions import Action, AnswerTrade, EndPhase, ProposeTrade
from magnate_app.rules.chance import Seeded
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import GameState
from magnate_app.rules.views import view_for
from tests.kit.exploiters import Exploiter, greedy
from tests.kit.games import BOARD, A, B, C, offer, square, squares
from tests.kit.positions import position

EARLY: dict[str, Any] = {"turn_number": 9, "round_number": 3}
LUCK = Seeded(1)


def answer(state: GameState, proposal: ProposeTrade, **temper: Any) -> Action:
    engine.check(state, A, proposal)
    engine.apply(state, A, proposal, LUCK)
    action = Planner(1, Temper(**temper)).decide(view_for(state, state.actor), state.actor)
    engine.check(state, state.actor, action)
    return action


def worth(state: GameState, seat: int, action: ProposeTrade) -> float:
    deal = Deal(action.to, action.offered, action.asked, action.offered_money - action.asked_money)
    return judge(Appraisal(state, seat, DEALING), state, deal).mine


# ------------------------------------------------------------------ answers


def test_a_deal_that_completes_both_is_taken() -> None:
    state = position(deeds={A: [16, 18, 11], B: [13, 14, 19]}, **EARLY)
    assert answer(state, offer(B, give=[11], pay=300, get=[19])) == AnswerTrade(True)


@pytest.mark.parametrize("money", [1, 50, 300, 450])
def test_a_group_is_not_sold_for_its_price(money: int) -> None:
    state = position(deeds={A: [37], B: [39]}, **EARLY)
    assert answer(state, offer(B, pay=money, get=[39]), counters=False) == AnswerTrade(False)


def test_r13_10_a_bad_price_is_answered_with_a_better_one() -> None:
    state = position(deeds={A: [37, 3], B: [39, 1]}, **EARLY)
    proposal = offer(B, give=[3], get=[39])
    counter = answer(state, proposal)
    assert isinstance(counter, ProposeTrade)
    assert counter.to == A
    assert (counter.offered, counter.asked) == (proposal.asked, proposal.offered)
    assert counter.asked_money > 0
    assert worth(state, B, counter) > DEALING.margin


def test_the_third_offer_is_answered_with_yes_or_no() -> None:
    state = position(deeds={A: [37, 3], B: [39, 1]}, **EARLY)
    engine.apply(state, A, offer(B, give=[3], get=[39]), LUCK)
    engine.apply(state, B, offer(A, give=[39], get=[3], ask=900), LUCK)
    engine.apply(state, A, offer(B, give=[3], get=[39], pay=5), LUCK)
    assert Planner(1, Temper()).decide(view_for(state, B), B) == AnswerTrade(False)


def test_what_cannot_be_paid_is_not_accepted() -> None:
    state = position(deeds={A: [37], B: [39, 1]}, **EARLY)
    engine.apply(state, A, offer(B, give=[37], ask=600, get=[1]), LUCK)
    state.cash[B] = 10
    assert not isinstance(Planner(1, Temper()).decide(state, B), AnswerTrade) or (
        Planner(1, Temper()).decide(state, B) == AnswerTrade(False)
    )


# ------------------------------------------------------------------ proposals


def test_offers_help_both_sides() -> None:
    state = position(deeds={A: [37, 3], B: [39, 1]}, **EARLY)
    action = Planner(1, Temper()).decide(view_for(state, A), A)
    assert isinstance(action, ProposeTrade)
    deal = Deal(action.to, action.offered, action.asked, action.offered_money - action.asked_money)
    verdict = judge(Appraisal(state, A, DEALING), state, deal)
    assert verdict.mine > DEALING.margin
    assert verdict.theirs > 0


def test_a_refused_offer_is_not_made_again() -> None:
    """Nothing changes but the round: each person hears other offers, or better ones."""
    state = position(deeds={A: [37, 3, 6], B: [39, 1, 8], C: [31]}, cash=2500, **EARLY)
    planner = Planner(1, Temper())
    heard: dict[tuple[int, tuple[int, ...], tuple[int, ...]], int] = {}
    for round_ in range(3, 15):
        state.round, state.turn_number = round_, 4 * round_
        state.proposals, state.offers_made = 0, ()
        for _ in range(30):
            action = planner.decide(view_for(state, A), A)
            if not isinstance(action, ProposeTrade):
                break
            money = action.offered_money - action.asked_money
            content = action.to, action.offered, action.asked
            assert money > heard.get(content, -10_000)
            heard[content] = money
            engine.apply(state, A, action, LUCK)
            engine.apply(state, action.to, AnswerTrade(False), LUCK)
    assert heard


def test_an_accepted_offer_needs_no_better_price() -> None:
    state = position(deeds={A: [37, 3], B: [39, 1]}, cash=2500, **EARLY)
    planner = Planner(1, Temper())
    action = planner.decide(view_for(state, A), A)
    assert isinstance(action, ProposeTrade)
    engine.apply(state, A, action, LUCK)
    engine.apply(state, B, AnswerTrade(True), LUCK)
    follow = planner.decide(view_for(state, A), A)
    assert not isinstance(follow, ProposeTrade) or follow.to != B


# ------------------------------------------------------------------ exploiters


@pytest.mark.parametrize("seed", range(4))
def test_no_row_of_small_offers_drains_a_bot(seed: int) -> None:
    """Whatever is accepted is worth it by the bot's own model; the pile never shrinks."""
    luck = random.Random(seed)
    state = position(
        deeds={A: [1, 6, 16, 21, 31, 37, 105, 5], B: [3, 8, 9, 18, 23, 39, 106, 25]}, **EARLY
    )
    bot = Planner(seed, Temper())
    for round_ in range(3, 23):
        state.round, state.turn_number = round_, 4 * round_
        for _ in range(12):
            state.proposals, state.offers_made = 0, ()
            proposal = greedy(state, A, luck)
            if proposal is None:
                continue
            engine.apply(state, A, proposal, LUCK)
            before = Appraisal(state, B, DEALING).wealth(B)
            reply = bot.decide(view_for(state, B), B)
            engine.apply(state, B, reply, LUCK)
            if isinstance(reply, ProposeTrade):
                engine.apply(state, A, AnswerTrade(False), LUCK)
            if reply == AnswerTrade(True):
                assert Appraisal(state, B, DEALING).wealth(B) > before


@pytest.mark.parametrize("level", ["medium", "hard", "very_hard"])
def test_who_only_deals_gains_nothing(level: str) -> None:
    """A few games only; `build/bench/results/ladder.md` has the figures."""
    wins = 0
    games = 24
    for game in range(games):
        place = game % 4
        bots: list[Any] = [levels.make(level, f"{game}/{seat}") for seat in range(4)]
        bots[place] = Exploiter(game, levels.make(level, game))
        match = Match(BOARD, Settings(), bots, Seeded(f"greed/{game // 4}"))
        while not match.over:
            match.step()
        outcome = engine.outcome(match.state)
        assert outcome is not None
        wins += match.state.order[outcome.ranking[0]] == place
    assert ratings.interval(wins, games)[0] < 0.25


def test_both_streets_of_a_pair_can_be_asked_for() -> None:
    state = position(deeds={A: [6, 37], B: [8, 9, 39]}, cash=2500, **EARLY)
    action = Planner(1, Temper()).decide(view_for(state, A), A)
    assert isinstance(action, ProposeTrade | EndPhase)
    if isinstance(action, ProposeTrade):
        assert set(action.asked) <= set(squares(8, 9, 39))
        assert square(1) not in action.offered
