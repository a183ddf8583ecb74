"""What happened, for showing and logging; never the truth, which is the state.

Squares are the board's own ids here, players are seats: `msgspec` writes and reads
these very values on the wire (PROTOCOL.md 9.2) and in logs. Events are created only
where somebody listens.
"""

from __future__ import annotations

from typing import Protocol, TypeAlias

import msgspec

Purse: TypeAlias = int | str
"""A seat, or `"bank"`, or `"pot"`."""


class Event(msgspec.Struct, frozen=True, tag_field="type", tag=True):
    """Base of all events; the tag is the class name."""


class Option(msgspec.Struct, frozen=True):
    """One square a throw offers; `steps` 0 is a jump."""

    square: int
    steps: int


class GameStarted(Event, frozen=True):
    """The seats are shuffled and paid; `first` begins."""

    seats: int
    first: int


class TurnStarted(Event, frozen=True):
    """A turn begins."""

    seat: int
    turn: int
    round: int


class DiceThrown(Event, frozen=True):
    """Two number dice and the bus die (0 in jail)."""

    seat: int
    dice: tuple[int, int, int]
    triple: bool
    streak: int


class DestinationsOffered(Event, frozen=True):
    """The throw leaves a choice."""

    seat: int
    options: tuple[Option, ...]


class TokenMoved(Event, frozen=True):
    """A token changed its square; `by` is walk, jump, tram, card or jail."""

    seat: int
    path: tuple[int, ...]
    by: str


class CashMoved(Event, frozen=True):
    """Money changed its purse; `reason` is a `CashReason`."""

    payer: Purse
    payee: Purse
    amount: int
    reason: str
    square: int | None = None


class DeedChanged(Event, frozen=True):
    """Owner, level or mortgage of a deed is new; `houses` as R3.2 reports it."""

    square: int
    owner: int | None
    houses: int
    mortgaged: bool
    reason: str


class PlayerJailed(Event, frozen=True):
    """Somebody was jailed; `cause` is square, doubles or card."""

    seat: int
    cause: str
    turns: int


class BailOffered(Event, frozen=True):
    """A prisoner threw no double and may pay or stay."""

    seat: int
    dice: tuple[int, int]
    target: int
    price: int
    turns_left: int


class JailTurnServed(Event, frozen=True):
    """A prisoner stayed."""

    seat: int
    turns_left: int


class PlayerFreed(Event, frozen=True):
    """A prisoner left; `by` is double, bail or bail_forced."""

    seat: int
    by: str


class CardShown(Event, frozen=True):
    """A fantasy card lies open."""

    seat: int
    square: int
    card: str
    value: int | None
    cost: int


class SquareResult(msgspec.Struct, frozen=True):
    """A card touched one square."""

    square: int


class SquaresResult(msgspec.Struct, frozen=True):
    """A card touched several squares."""

    squares: tuple[int, ...]


class TargetResult(msgspec.Struct, frozen=True):
    """A card picked a rival (a seat; a user id once it is a classic message)."""

    target_player: int


class DoubledResult(msgspec.Struct, frozen=True):
    """Heads or tails."""

    doubled: bool


CardResult: TypeAlias = SquareResult | SquaresResult | TargetResult | DoubledResult | int | None


class CardPlayed(Event, frozen=True):
    """A card took effect; `cost` is 0 for the unknown one.

    `result` is the JSON form of a `CardResult`: an object, a bare integer or null.
    """

    seat: int
    card: str
    value: int | None
    cost: int
    shown: bool
    result: dict[str, int | bool | list[int]] | int | None


class PurchaseDeclined(Event, frozen=True):
    """The visitor left the square to an auction."""

    seat: int
    square: int


class AuctionOpened(Event, frozen=True):
    """An auction begins; `mode` is sealed or open, `declined_by` null for an estate."""

    square: int
    mode: str
    eligible: tuple[int, ...]
    minimum: int
    declined_by: int | None


class BidPlaced(Event, frozen=True):
    """Somebody bid; `amount` is null for others while bids are sealed."""

    seat: int
    amount: int | None


class AuctionTied(Event, frozen=True):
    """Several share the highest bid: a run-off begins."""

    square: int
    amount: int
    seats: tuple[int, ...]


class AuctionEnded(Event, frozen=True):
    """An auction is over; `bids` by seat, as text keys."""

    square: int
    winner: int | None
    amount: int
    run_off: bool
    bids: dict[str, int]


class TradeProposed(Event, frozen=True):
    """An offer lies on the table."""

    from_: int = msgspec.field(name="from")
    to: int = msgspec.field()
    offered_money: int = msgspec.field()
    asked_money: int = msgspec.field()
    offered_properties: tuple[int, ...] = msgspec.field()
    asked_properties: tuple[int, ...] = msgspec.field()
    offer: int = msgspec.field()


class TradeAccepted(Event, frozen=True):
    """The offer of `from` was accepted by `to`."""

    from_: int = msgspec.field(name="from")
    to: int = msgspec.field()


class TradeRefused(Event, frozen=True):
    """The offer is gone; `cause` is answer or left."""

    from_: int = msgspec.field(name="from")
    to: int = msgspec.field()
    cause: str = msgspec.field()


class DebtIncurred(Event, frozen=True):
    """Somebody must raise money now."""

    seat: int
    amount: int


class DebtSettled(Event, frozen=True):
    """The debt is gone; `amount` is what was owed."""

    seat: int
    amount: int


class PlayerEliminated(Event, frozen=True):
    """Somebody is out; `cause` is surrender or bankrupt."""

    seat: int
    cause: str
    rank: int


class BonusAwarded(Event, frozen=True):
    """An end bonus; `value` is the highest figure of the statistic."""

    category: str
    amount: int
    seats: tuple[int, ...]
    value: int


class GameEnded(Event, frozen=True):
    """The game is over; `cause` is last_player, rounds or no_humans."""

    cause: str
    ranking: tuple[int, ...]


AnyEvent: TypeAlias = (
    GameStarted
    | TurnStarted
    | DiceThrown
    | DestinationsOffered
    | TokenMoved
    | CashMoved
    | DeedChanged
    | PlayerJailed
    | BailOffered
    | JailTurnServed
    | PlayerFreed
    | CardShown
    | CardPlayed
    | PurchaseDeclined
    | AuctionOpened
    | BidPlaced
    | AuctionTied
    | AuctionEnded
    | TradeProposed
    | TradeAccepted
    | TradeRefused
    | DebtIncurred
    | DebtSettled
    | PlayerEliminated
    | BonusAwarded
    | GameEnded
)


class EventSink(Protocol):
    """Takes events in the order they happen; a list's `append` will do."""

    def __call__(self, event: AnyEvent, /) -> None:
        """Take one event."""
