"""The 21 fantasy cards: costs, values, and how one is drawn. Rules 14.1 and 14.4.

What a card does when it takes effect lies in `card_effects`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from magnate_app.rules.chance import CARDS as STREAM
from magnate_app.rules.chance import Chance
from magnate_app.rules.events import CardShown, EventSink
from magnate_app.rules.ids import Seat, Square
from magnate_app.rules.state import GameState


class Card(NamedTuple):
    """One kind: its name in R14.4, what taking it costs, and its values, if it has any.

    `instead` names the two kinds that replace it while `full_deck` is off.
    """

    name: str
    cost: int
    values: tuple[int, ...] = ()
    instead: tuple[str, str] | None = None


_PLAIN: Final = (20, 60, 120, 150, 200)
_LOSSES: Final = (40, 80, 120, 150, 200)
_PERCENT: Final = (5, 10, 25, 50)
_EACH: Final = (20, 30, 50)
_MONEY: Final = ("winPlainMoney", "losePlainMoney")
_GAMBLE: Final = ("doubleOrNothing", "getParkingMoney")

CARDS: Final = (
    Card("winPlainMoney", 130, _PLAIN),
    Card("winRatioMoney", 200, _PERCENT),
    Card("losePlainMoney", 80, _LOSSES),
    Card("loseRatioMoney", 30, _PERCENT),
    Card("breakOpponentHouse", 150),
    Card("breakOwnHouse", 30),
    Card("shufflePositions", 50),
    Card("moveAnywhereRandom", 50),
    Card("moveOpponentAnywhereRandom", 60),
    Card("shareMoneyAll", 5, _EACH),
    Card("freeHouse", 80, (), _GAMBLE),
    Card("goToJail", 25, (), _MONEY),
    Card("sendToJail", 80, (), _MONEY),
    Card("everybodyToJail", 50, (), _MONEY),
    Card("doubleOrNothing", 50),
    Card("getParkingMoney", 500),
    Card("reviveProperty", 100),
    Card("earthquake", 200),
    Card("everybodySendsYouMoney", 120, _EACH),
    Card("magnetism", 100),
    Card("goToStart", 90),
)
"""In the order of R14.4; the engine means a card by its index here."""

CARD_NAMES: Final = tuple(card.name for card in CARDS)

KIND_OF: Final = {card.name: kind for kind, card in enumerate(CARDS)}

_INSTEAD: Final = tuple(
    None if card.instead is None else tuple(KIND_OF[name] for name in card.instead)
    for card in CARDS
)


def draw_card(state: GameState, chance: Chance) -> tuple[int, int]:
    """Draw a kind and its value, 0 for a kind without one (R14.4)."""
    kind = chance.draw(STREAM, len(CARDS))
    instead = _INSTEAD[kind]
    if instead is not None and not state.terms.full_deck:
        kind = instead[chance.draw(STREAM, 2)]
    values = CARDS[kind].values
    return kind, values[chance.draw(STREAM, len(values))] if values else 0


def show_card(
    state: GameState, seat: Seat, square: Square, kind: int, value: int, log: EventSink | None
) -> None:
    """Lay a card open for everybody to see (R14.1)."""
    state.card = kind
    state.card_value = value
    if log is not None:
        card = CARDS[kind]
        log(CardShown(seat, state.board.ids[square], card.name, value or None, card.cost))
