"""Reasons for advice about offers: to make one, to answer one. Part of `advice`."""

from __future__ import annotations

from magnate_app.bots.incomes import broken, completed
from magnate_app.bots.reasons import changes, deal_of, made
from magnate_app.bots.trading import Candidate, Deal, judge
from magnate_app.bots.value import Appraisal
from magnate_app.bots.weights import Weights
from magnate_app.protocol.explaining import Why
from magnate_app.rules import engine
from magnate_app.rules.actions import Action, AnswerTrade, ProposeTrade
from magnate_app.rules.ids import Seat
from magnate_app.rules.state import GameState


def answers(
    view: GameState, seat: Seat, best: Candidate, weights: Weights
) -> list[tuple[float, Action, tuple[Why, ...]]]:
    """Return the ways to answer the offer on the table, the planner's first."""
    offer = view.offer
    assert offer is not None, "somebody has offered something"
    deal = deal_of(offer)
    value = judge(Appraisal(view, seat, weights), view, deal).mine
    found: list[tuple[float, Action, tuple[Why, ...]]] = []
    for action in (best[1], AnswerTrade(True), AnswerTrade(False)):
        if action in [known for _, known, _ in found] or not _possible(view, seat, action):
            continue
        match action:
            case AnswerTrade(True):
                found.append((value, action, _deal(view, seat, deal, value)))
            case ProposeTrade():
                counter = made(action)
                why = Why("counters", {"amount": round(best[0])})
                found.append((best[0], action, (why, *_sets(view, seat, counter))))
            case _:
                found.append((0.0, action, _refusing(view, seat, deal, value)))
    return found


def deal_reasons(
    view: GameState, seat: Seat, offer: ProposeTrade, value: float, weights: Weights
) -> tuple[Why, ...]:
    """Return why to make an offer, and why the other side may take it."""
    deal = made(offer)
    gain = round(judge(Appraisal(view, seat, weights), view, deal).theirs)
    other = Why("deal_theirs", {"seat": deal.rival, "amount": gain})
    if gain <= 0:
        other = Why("deal_doubtful", {"seat": deal.rival})
    return (*_deal(view, seat, deal, value), other)


def _deal(view: GameState, seat: Seat, deal: Deal, value: float) -> tuple[Why, ...]:
    gain = round(value)
    first = Why("deal", {"amount": gain}) if gain > 0 else Why("deal_loses", {"amount": -gain})
    sets = _sets(view, seat, deal)
    if sets and sets[0].code == "completes":
        return (sets[0], first, *sets[1:])
    return (first, *sets)


def _sets(view: GameState, seat: Seat, deal: Deal) -> tuple[Why, ...]:
    """Return the families a deal completes or takes apart."""
    change = changes(deal, seat)
    found = [Why("completes", {"group": group}) for group in completed(view, seat, change)]
    found += [Why("breaks", {"group": group}) for group in broken(view, seat, change)]
    for group in completed(view, deal.rival, change):
        found.append(Why("deal_completes", {"seat": deal.rival, "group": group}))
    return tuple(found)


def _refusing(view: GameState, seat: Seat, deal: Deal, value: float) -> tuple[Why, ...]:
    against = [w for w in _sets(view, seat, deal) if w.code != "completes"]
    if value < 0:
        against.append(Why("deal_loses", {"amount": max(1, round(-value))}))
    return tuple(against) or (Why("stays"),)


def _possible(view: GameState, seat: Seat, action: Action) -> bool:
    return not isinstance(action, AnswerTrade) or action in engine.legal(view, seat)
