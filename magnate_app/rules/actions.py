"""What a seat can ask for (R3.4): frozen values, squares as dense indices.

`kind` is the number the engine dispatches on. Actions on one square or without a
field are interned by `Board`; equal actions are interchangeable.
"""

from __future__ import annotations

from typing import ClassVar, Final, TypeAlias

import msgspec

from magnate_app.rules.ids import Seat, Square

K_ROLL: Final = 0
K_CHOOSE_SQUARE: Final = 1
K_PAY_BAIL: Final = 2
K_STAY_IN_JAIL: Final = 3
K_PICK_CARD: Final = 4
K_BUY: Final = 5
K_DECLINE: Final = 6
K_RIDE_TRAM: Final = 7
K_BUILD: Final = 8
K_SELL_HOUSE: Final = 9
K_MORTGAGE: Final = 10
K_REDEEM: Final = 11
K_PROPOSE_TRADE: Final = 12
K_ANSWER_TRADE: Final = 13
K_BID: Final = 14
K_END_PHASE: Final = 15
K_SURRENDER: Final = 16


class Roll(msgspec.Struct, frozen=True, gc=False):
    """Throw the dice."""

    kind: ClassVar[int] = K_ROLL


class ChooseSquare(msgspec.Struct, frozen=True, gc=False):
    """Go to one of the open targets."""

    kind: ClassVar[int] = K_CHOOSE_SQUARE
    square: Square


class PayBail(msgspec.Struct, frozen=True, gc=False):
    """Leave jail against the bail after a throw without a double (R5.7)."""

    kind: ClassVar[int] = K_PAY_BAIL


class StayInJail(msgspec.Struct, frozen=True, gc=False):
    """Stay in jail after a throw without a double (R5.8)."""

    kind: ClassVar[int] = K_STAY_IN_JAIL


class PickCard(msgspec.Struct, frozen=True, gc=False):
    """Take the shown card, or the unknown one."""

    kind: ClassVar[int] = K_PICK_CARD
    shown: bool


class Buy(msgspec.Struct, frozen=True, gc=False):
    """Buy the square one stands on."""

    kind: ClassVar[int] = K_BUY
    square: Square


class Decline(msgspec.Struct, frozen=True, gc=False):
    """Leave the square one stands on to an auction."""

    kind: ClassVar[int] = K_DECLINE
    square: Square


class RideTram(msgspec.Struct, frozen=True, gc=False):
    """Ride to a tram stop; naming the current one means staying."""

    kind: ClassVar[int] = K_RIDE_TRAM
    square: Square


class Build(msgspec.Struct, frozen=True, gc=False):
    """Build `houses` levels on one street."""

    kind: ClassVar[int] = K_BUILD
    square: Square
    houses: int = 1


class SellHouse(msgspec.Struct, frozen=True, gc=False):
    """Sell `houses` levels of one street."""

    kind: ClassVar[int] = K_SELL_HOUSE
    square: Square
    houses: int = 1


class Mortgage(msgspec.Struct, frozen=True, gc=False):
    """Mortgage one deed."""

    kind: ClassVar[int] = K_MORTGAGE
    square: Square


class Redeem(msgspec.Struct, frozen=True, gc=False):
    """Lift the mortgage of one deed."""

    kind: ClassVar[int] = K_REDEEM
    square: Square


class ProposeTrade(msgspec.Struct, frozen=True):
    """Offer a trade, or answer one with a counter-offer, seen from the sender."""

    kind: ClassVar[int] = K_PROPOSE_TRADE
    to: Seat
    offered_money: int = 0
    asked_money: int = 0
    offered: tuple[Square, ...] = ()
    asked: tuple[Square, ...] = ()


class AnswerTrade(msgspec.Struct, frozen=True, gc=False):
    """Accept or reject the offer on the table."""

    kind: ClassVar[int] = K_ANSWER_TRADE
    accept: bool


class Bid(msgspec.Struct, frozen=True, gc=False):
    """Bid in an auction; 0 is a pass (sealed) or a withdrawal (open)."""

    kind: ClassVar[int] = K_BID
    amount: int = 0


class EndPhase(msgspec.Struct, frozen=True, gc=False):
    """Go on: end the turn, decline, stay on the tram, or give up a hopeless debt."""

    kind: ClassVar[int] = K_END_PHASE


class Surrender(msgspec.Struct, frozen=True, gc=False):
    """Leave the game for good."""

    kind: ClassVar[int] = K_SURRENDER


Action: TypeAlias = (
    Roll
    | ChooseSquare
    | PayBail
    | StayInJail
    | PickCard
    | Buy
    | Decline
    | RideTram
    | Build
    | SellHouse
    | Mortgage
    | Redeem
    | ProposeTrade
    | AnswerTrade
    | Bid
    | EndPhase
    | Surrender
)
