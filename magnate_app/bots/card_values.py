"""What the fantasy cards are worth to whoever draws them. Rules 14.

Values are coins, costs apart; teleports count nothing, because nothing happens where they end.
"""

from __future__ import annotations

from typing import Final

from magnate_app.bots.value import Appraisal
from magnate_app.bots.weights import Weights
from magnate_app.rules.board import HOTEL
from magnate_app.rules.card_effects import POT_FLOOR
from magnate_app.rules.cards import CARDS
from magnate_app.rules.state import GameState

_JAIL: Final = 20.0
"""What keeping a rival, or oneself, from a turn is worth, roughly."""


def shown(view: GameState, appraisal: Appraisal, weights: Weights) -> float:
    """Return what taking the shown card is worth, its cost included."""
    card = CARDS[view.card]
    left = view.cash[appraisal.me] - card.cost
    gained = worth(view, appraisal, weights, view.card, view.card_value, left)
    return gained - appraisal.spending(appraisal.me, card.cost)


def unknown(view: GameState, appraisal: Appraisal, weights: Weights) -> float:
    """Return what the unknown card is worth on average (R14.4)."""
    cash = view.cash[appraisal.me]
    total = 0.0
    for kind, card in enumerate(CARDS):
        kinds = [kind]
        if card.instead is not None and not view.terms.full_deck:
            kinds = [other for other, it in enumerate(CARDS) if it.name in card.instead]
        for other in kinds:
            values = CARDS[other].values or (0,)
            for value in values:
                one = worth(view, appraisal, weights, other, value, cash)
                total += one / (len(kinds) * len(values))
    return total / len(CARDS)


def worth(
    view: GameState, appraisal: Appraisal, weights: Weights, kind: int, value: int, cash: int
) -> float:
    """Return what the effect of one card is worth to a drawer who has `cash` then (R14.5)."""
    me, rivals = appraisal.me, len(appraisal.rivals)
    match CARDS[kind].name:
        case "winPlainMoney":
            return float(value)
        case "winRatioMoney":
            return max(0, cash) * value / 100
        case "losePlainMoney":
            return -_paid(view, appraisal, value)
        case "loseRatioMoney":
            return -max(0, cash) * value / 100
        case "shareMoneyAll":
            return -_paid(view, appraisal, value * rivals) - weights.rivalry * value
        case "everybodySendsYouMoney":
            return value * rivals + weights.rivalry * value
        case "doubleOrNothing":
            return -0.1 * max(0, cash)
        case "getParkingMoney":
            return float(max(0, view.pot - POT_FLOOR))
        case "goToStart":
            return float(view.terms.go_money)
        case "goToJail":
            return -_JAIL
        case "sendToJail":
            return weights.rivalry * _JAIL
        case "breakOwnHouse":
            return -_house(view, appraisal, mine=True)
        case "breakOpponentHouse":
            return weights.rivalry * _house(view, appraisal, mine=False)
        case "earthquake":
            own = _streets(view, appraisal, mine=True) * _house(view, appraisal, mine=True)
            theirs = _streets(view, appraisal, mine=False) * _house(view, appraisal, mine=False)
            return weights.rivalry * theirs / max(1, rivals) - own
        case "freeHouse":
            return _free_house(view, appraisal)
        case "reviveProperty":
            board = view.board
            found = [s for s in board.buyable if view.owner[s] == me and view.mortgaged[s]]
            values = [board.mortgage_value[s] + appraisal.rent_to_come(s) for s in found]
            return sum(values) / len(values) if values else 0.0
    return 0.0


def _paid(view: GameState, appraisal: Appraisal, amount: int) -> float:
    """Return what a loss that may go below zero costs."""
    return appraisal.spending(appraisal.me, amount)


def _built(view: GameState, appraisal: Appraisal, mine: bool) -> list[int]:
    return [
        s for s in view.board.streets if view.level[s] and (view.owner[s] == appraisal.me) == mine
    ]


def _streets(view: GameState, appraisal: Appraisal, *, mine: bool) -> int:
    return len(_built(view, appraisal, mine))


def _house(view: GameState, appraisal: Appraisal, *, mine: bool) -> float:
    """Return what a building on the board is worth on average, price and rent together."""
    board = view.board
    found = _built(view, appraisal, mine)
    total = 0.0
    for square in found:
        total += board.build_price[square] + appraisal.building(square, view.level[square] - 1)
    return total / len(found) if found else 0.0


def _free_house(view: GameState, appraisal: Appraisal) -> float:
    board = view.board
    best = 0.0
    for group, owner in enumerate(view.group_owner):
        if owner != appraisal.me or group == 0:
            continue
        members = board.group_members[group]
        low = min(view.level[square] for square in members)
        if low < HOTEL and not any(view.mortgaged[square] for square in members):
            for square in members:
                if view.level[square] == low:
                    best = max(best, board.build_price[square] + appraisal.building(square))
    return best
