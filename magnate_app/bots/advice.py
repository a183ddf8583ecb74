"""What a thinking bot would do in somebody's place, and why: advice on request.

The same candidates as the planner's, judged without slips, with reasons and figures a
person can weigh. A pure function of what the seat sees; the codes are
`protocol.explaining.ADVISED`.
"""

from __future__ import annotations

from typing import Final

import msgspec

from magnate_app.bots.advice_arrival import destination_reasons, purchase_reasons, tram_reasons
from magnate_app.bots.advice_business import (
    debt_reasons,
    end_reasons,
    lift_reasons,
    mortgage_reasons,
    plan,
    plan_reasons,
)
from magnate_app.bots.advice_deals import answers, deal_reasons
from magnate_app.bots.bidding import limit
from magnate_app.bots.incomes import rents_ahead
from magnate_app.bots.levels import EXPERT, TEMPERS
from magnate_app.bots.planner import Planner
from magnate_app.bots.value import Appraisal, turns_left
from magnate_app.protocol.explaining import Why
from magnate_app.rules import engine
from magnate_app.rules.actions import (
    Action,
    Bid,
    Build,
    Buy,
    ChooseSquare,
    Decline,
    EndPhase,
    Mortgage,
    PayBail,
    PickCard,
    ProposeTrade,
    Redeem,
    RideTram,
    SellHouse,
    StayInJail,
)
from magnate_app.rules.cards import CARDS
from magnate_app.rules.ids import ANSWER, BUSINESS, NOBODY, Seat
from magnate_app.rules.state import GameState, OfferKey

ADVISER: Final = msgspec.structs.replace(TEMPERS[EXPERT], slip=0.0)
"""Who gives advice: the best planner, who never slips, before it plays anything out."""

MOST: Final = 5
"""As many choices as are worth telling."""


class Choice(msgspec.Struct, frozen=True):
    """One thing to do: actions in their order, worth in coins, reasons."""

    actions: tuple[Action, ...]
    value: int
    whys: tuple[Why, ...]


def advise(view: GameState, seat: Seat) -> tuple[Choice, ...]:
    """Return what `seat` could do now, best first; nothing while others must act."""
    if seat not in engine.acting(view):
        return ()
    adviser = Planner(0, ADVISER)
    for key in view.offers_made:
        # Nobody is to be asked twice in a turn; the planner leaves them out.
        adviser.note(_made(key, seat), view, seat)
    found = adviser.candidates(view, seat)
    if view.phase == ANSWER:
        return tuple(
            Choice((a,), round(v), w) for v, a, w in answers(view, seat, found[0], ADVISER.deals)
        )
    ranked = sorted(found, key=lambda one: -one[0])
    best = ranked[0][1]
    appraisal = Appraisal(view, seat, ADVISER.weights)
    choices = []
    for value, action in ranked[:MOST]:
        steps = [(value, action)]
        if isinstance(action, Build) and action is best:
            steps = plan(adviser, view, seat)
        actions = tuple(step for _, step in steps)
        whys = _whys(appraisal, view, actions, value)
        if isinstance(action, EndPhase) and action is not best:
            whys = (Why("stays"),)
        figure = round(sum(_figure(view, step, worth) for worth, step in steps))
        choices.append(Choice(actions, figure, whys))
    return tuple(choices)


def _whys(
    appraisal: Appraisal, view: GameState, actions: tuple[Action, ...], value: float
) -> tuple[Why, ...]:
    """Return what speaks for some actions, the most telling first."""
    seat = appraisal.me
    match actions[0]:
        case Buy() | Decline():
            return purchase_reasons(appraisal, view, actions[0])
        case ChooseSquare():
            return destination_reasons(appraisal, view, actions[0])
        case RideTram():
            return tram_reasons(appraisal, view, actions[0])
        case Bid(amount):
            return _bid(appraisal, view, amount)
        case PickCard(shown):
            return _card(view, shown, value)
        case PayBail():
            free = sum(view.owner[square] == NOBODY for square in view.board.buyable)
            if free >= len(view.board.buyable) // 3:
                return (Why("bail_early", {"n": free}),)
            return (Why("bail_out", {"price": view.terms.bail}),)
        case StayInJail():
            return (Why("bail_rents", {"amount": round(rents_ahead(view, seat))}),)
        case Build():
            return plan_reasons(view, seat, actions)
        case Mortgage(square) if view.phase == BUSINESS:
            return mortgage_reasons(view, seat, square)
        case Redeem(square):
            return lift_reasons(view, seat, square)
        case Mortgage() | SellHouse():
            return debt_reasons(appraisal, view, actions[0])
        case ProposeTrade():
            return deal_reasons(view, seat, actions[0], value, ADVISER.deals)
        case EndPhase():
            return end_reasons(view, seat)
        case _:
            return (Why("only_choice"),)


def _bid(appraisal: Appraisal, view: GameState, amount: int) -> tuple[Why, ...]:
    seat, square = appraisal.me, view.auction_square
    limits = engine.bid_range(view, seat)
    most = limit(appraisal, view, square, limits[1]) if limits is not None else 0
    if amount:
        return (
            Why("limit", {"worth": most}),
            *purchase_reasons(appraisal, view, Buy(square), price=max(1, amount)),
        )
    if limits is None:
        return (Why("no_cash", {"amount": max(1, view.minimum - view.cash[seat])}),)
    if most >= limits[0]:
        return (Why("declines"),)
    return (Why("over", {"worth": most, "price": limits[0]}),)


def _card(view: GameState, shown: bool, value: float) -> tuple[Why, ...]:
    if not shown:
        return (Why("card_unknown", {"amount": round(value)}),)
    cost = CARDS[view.card].cost
    return (Why("card_shown", {"amount": round(value + cost), "price": cost}),)


def _figure(view: GameState, action: Action, value: float) -> float:
    """Return a candidate's worth in coins; the planner weighs buildings by their price.

    Mortgages by what they raise for buildings, but for those of the last turn.
    """
    board = view.board
    if view.phase == BUSINESS:
        if isinstance(action, Build):
            value *= board.build_price[action.square] / 100
        elif isinstance(action, Mortgage) and turns_left(view, view.actor) > 0:
            value *= board.mortgage_value[action.square] / 100
    return value


def _made(key: OfferKey, seat: Seat) -> ProposeTrade:
    """Return an offer of this turn as `seat` would have made it."""
    first, second, from_first, from_second, money = key
    if seat == second:
        first, second, from_first, from_second, money = (
            second,
            first,
            from_second,
            from_first,
            -money,
        )
    return ProposeTrade(second, max(0, money), max(0, -money), from_first, from_second)
