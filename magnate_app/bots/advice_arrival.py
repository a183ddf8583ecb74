"""Reasons for advice about where to go and what to buy there. Part of `advice`."""

from __future__ import annotations

from typing import Final

from magnate_app.bots.bidding import limit
from magnate_app.bots.incomes import completed, group_of, income, members_of, threat
from magnate_app.bots.planner import MOST_TARGETS
from magnate_app.bots.value import Appraisal
from magnate_app.protocol.explaining import Why
from magnate_app.rules.actions import Buy, ChooseSquare, Decline, RideTram
from magnate_app.rules.ids import GO_TO_JAIL, NOBODY, PARKING, STREET, WAITING, Seat, Square
from magnate_app.rules.rent import rent
from magnate_app.rules.state import GameState

LITTLE: Final = 1.0
"""Income below this is no income to speak of."""

LONGEST: Final = 40
"""Rounds after which a price is not said to come back."""

HOUSES: Final = 3
"""As many houses a street as a set is spoken of with."""


def purchase_reasons(
    appraisal: Appraisal, view: GameState, action: Buy | Decline, *, price: int | None = None
) -> tuple[Why, ...]:
    """Return why to buy a free deed, at its price or another, or to leave it."""
    square, seat = action.square, appraisal.me
    cost = view.board.price[square] if price is None else price
    if isinstance(action, Decline):
        return _declining(appraisal, view, square, cost)
    found = _set_reasons(view, seat, square)
    if found and found[0].code == "completes":
        found += _developed(view, seat, square, cost)
    else:
        found.insert(0, _earns(view, seat, square, cost))
    if price is None:
        found.append(_worth(appraisal, view, square, cost))
    found += _blocking(view, seat, square)
    return (*found, *risk(view, seat, view.cash[seat] - cost))


def destination_reasons(
    appraisal: Appraisal, view: GameState, action: ChooseSquare
) -> tuple[Why, ...]:
    """Return what waits on an open target, and on the way there."""
    seat, square = appraisal.me, action.square
    board = view.board
    steps = view.steps[view.targets.index(square)]
    found: list[Why] = []
    if board.price[square] and view.owner[square] == NOBODY:
        if view.cash[seat] >= board.price[square]:
            price, worth = board.price[square], round(appraisal.purchase(square, 0))
            figures = {"square": board.ids[square], "price": price, "worth": worth}
            found.append(Why("free_deed", figures))
            found += _set_reasons(view, seat, square)
        else:
            short = board.price[square] - view.cash[seat]
            found.append(Why("no_cash", {"amount": short}))
    elif board.price[square] and view.owner[square] not in (seat, WAITING):
        due = rent(view, square)
        if due:
            found.append(Why("pays_rent", {"amount": due, "seat": view.owner[square]}))
    elif board.kind[square] == PARKING:
        found.append(Why("takes_pot", {"amount": view.pot}))
    elif board.kind[square] == GO_TO_JAIL:
        found.append(Why("to_jail"))
    if steps and board.walk(view.position[seat], steps)[1]:
        found.append(Why("passes_go", {"amount": view.terms.go_money}))
    if not found:
        found.append(Why("safe_square"))
    if len(view.targets) <= MOST_TARGETS and board.kind[square] != GO_TO_JAIL:
        found.append(Why("next_turn", {"amount": round(appraisal.outing(square))}))
    return tuple(found)


def tram_reasons(appraisal: Appraisal, view: GameState, action: RideTram) -> tuple[Why, ...]:
    """Return what a stop promises for the next turn, and what the ride costs."""
    ahead = Why("next_turn", {"amount": round(appraisal.outing(action.square))})
    if view.position[appraisal.me] == action.square:
        return (ahead,)
    return (ahead, Why("fare", {"amount": view.board.fare}))


def risk(view: GameState, seat: Seat, left: int) -> tuple[Why, ...]:
    """Warn of a rent of the next turn that the money left would not pay."""
    worst = threat(view, seat, max(0, left))
    return () if worst is None else (Why("risk", {"cash": max(0, left), "rent": worst}),)


def payback(cost: int, earned: float) -> int:
    """Return after how many rounds a price has come back."""
    return max(1, round(cost / max(earned, 0.1)))


def _earns(view: GameState, seat: Seat, square: Square, cost: int) -> Why:
    earned = income(view, seat, {square: seat})
    rounds = payback(cost, earned)
    if earned < LITTLE or rounds > LONGEST:
        return Why("little_income", {"income": round(earned)})
    return Why("income", {"income": round(earned), "rounds": rounds})


def _developed(view: GameState, seat: Seat, square: Square, cost: int) -> list[Why]:
    """Return what a set would bring with houses on it, everything to be paid counted."""
    board = view.board
    members = members_of(board, square)
    if board.kind[square] != STREET:
        return [_earns(view, seat, square, cost)]
    houses = {s: max(0, HOUSES - view.level[s]) for s in members}
    earned = income(view, seat, {square: seat}, built=houses)
    total = cost + sum(houses[s] * board.build_price[s] for s in members)
    figures = {"houses": HOUSES, "income": round(earned), "rounds": payback(total, earned)}
    return [Why("income_built", figures)]


def _set_reasons(view: GameState, seat: Seat, square: Square) -> list[Why]:
    group = group_of(view.board, square)
    if completed(view, seat, {square: seat}):
        return [Why("completes", {"group": group})]
    members = members_of(view.board, square)
    mine = sum(view.owner[other] == seat for other in members)
    rivals = any(view.owner[s] != seat and view.owner[s] < WAITING for s in members if s != square)
    if mine and not rivals:
        return [Why("toward", {"n": mine + 1, "size": len(members), "group": group})]
    return []


def _blocking(view: GameState, seat: Seat, square: Square) -> list[Why]:
    group = group_of(view.board, square)
    for rival in range(view.seats):
        if rival != seat and not view.out[rival] and completed(view, rival, {square: rival}):
            return [Why("blocks", {"seat": rival, "group": group})]
    return []


def _declining(
    appraisal: Appraisal, view: GameState, square: Square, price: int
) -> tuple[Why, ...]:
    seat = appraisal.me
    cash = view.cash[seat]
    if cash < price:
        return (Why("no_cash", {"amount": price - cash}),)
    found = list(risk(view, seat, cash - price))
    worth = _worth(appraisal, view, square, price)
    if worth.code == "over":
        found.append(worth)
    return tuple(found) or (Why("declines"),)


def _worth(appraisal: Appraisal, view: GameState, square: Square, price: int) -> Why:
    """Return what a deed is worth beside its price; too dear if the money is worth more."""
    most = limit(appraisal, view, square, price)
    if most < price:
        return Why("over", {"worth": most, "price": price})
    return Why("worth", {"worth": round(appraisal.purchase(square, 0)), "price": price})
