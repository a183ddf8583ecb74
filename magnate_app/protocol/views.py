"""What an extended client is told about a game (PROTOCOL.md 7.5, 8.2–8.4).

Players are seat numbers, squares the board's own ids. These values are read by the
app straight from the wire; `protocol.extended` makes them from the engine's state.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from magnate_app.protocol.explaining import Why
from magnate_app.rules.events import AnyEvent, Option


class Turn(msgspec.Struct, frozen=True):
    """Whose turn it is; `rounds` 0 means no limit."""

    number: int
    round: int
    rounds: int
    seat: int
    streak: int


class PlayerView(msgspec.Struct, frozen=True):
    """One seat as everybody sees it; `jail` counts the throws left there."""

    cash: int
    square: int
    jail: int
    out: bool
    worth: int


class DeedView(msgspec.Struct, frozen=True):
    """One owned deed; `houses` as R3.2 reports it."""

    square: int
    seat: int
    houses: int
    mortgaged: bool


class Throw(msgspec.Struct, frozen=True, tag_field="kind", tag=True):
    """The game waits for a throw."""

    id: int
    seats: tuple[int, ...]


class Bail(msgspec.Struct, frozen=True, tag_field="kind", tag=True):
    """Pay and walk, or stay."""

    id: int
    seats: tuple[int, ...]
    dice: tuple[int, int]
    steps: int
    target: int
    price: int
    turns_left: int


class Destination(msgspec.Struct, frozen=True, tag_field="kind", tag=True):
    """One of several squares."""

    id: int
    seats: tuple[int, ...]
    options: tuple[Option, ...]


class Card(msgspec.Struct, frozen=True, tag_field="kind", tag=True):
    """The shown card or the unknown one."""

    id: int
    seats: tuple[int, ...]
    card: str
    value: int | None
    cost: int


class Purchase(msgspec.Struct, frozen=True, tag_field="kind", tag=True):
    """Buy or leave it to an auction."""

    id: int
    seats: tuple[int, ...]
    square: int
    price: int


class Tram(msgspec.Struct, frozen=True, tag_field="kind", tag=True):
    """Ride or stay."""

    id: int
    seats: tuple[int, ...]
    fare: int
    stops: tuple[int, ...]


class Business(msgspec.Struct, frozen=True, tag_field="kind", tag=True):
    """Build, mortgage, trade, or end the turn."""

    id: int
    seats: tuple[int, ...]


class Debt(msgspec.Struct, frozen=True, tag_field="kind", tag=True):
    """Raise money; `raisable` is R9.6."""

    id: int
    seats: tuple[int, ...]
    debt: int
    raisable: int


class Answer(msgspec.Struct, frozen=True, tag_field="kind", tag=True):
    """Accept, reject or counter the offer of `from`."""

    id: int
    seats: tuple[int, ...]
    from_: int = msgspec.field(name="from")
    to: int = msgspec.field()
    offered_money: int = msgspec.field()
    asked_money: int = msgspec.field()
    offered_properties: tuple[int, ...] = msgspec.field()
    asked_properties: tuple[int, ...] = msgspec.field()
    offer: int = msgspec.field()


class Auction(msgspec.Struct, frozen=True, tag_field="kind", tag=True):
    """Bids; `mode` is sealed, run_off or open, `highest` a seat and an amount."""

    id: int
    seats: tuple[int, ...]
    square: int
    mode: str
    minimum: int
    eligible: tuple[int, ...]
    done: tuple[int, ...]
    my_bid: int | None
    highest: tuple[int, int] | None


class End(msgspec.Struct, frozen=True, tag_field="kind", tag=True):
    """Nothing more."""

    id: int
    seats: tuple[int, ...]


Decision: TypeAlias = (
    Throw | Bail | Destination | Card | Purchase | Tram | Business | Debt | Answer | Auction | End
)


class Bonus(msgspec.Struct, frozen=True):
    """One end bonus; `winners` are seats."""

    bonus_amount: int
    winners: tuple[int, ...]


class OutcomeView(msgspec.Struct, frozen=True):
    """How the game ended; lists by seat, `ranking` best first."""

    cause: str
    ranking: tuple[int, ...]
    final: tuple[int, ...]
    last: tuple[int, ...]
    bonuses: dict[str, Bonus]
    stats: tuple[dict[str, int], ...]


class GameView(msgspec.Struct, frozen=True):
    """The whole game as one seat (null: a spectator) may know it."""

    seat: int | None
    phase: str
    decision: Decision
    turn: Turn
    players: tuple[PlayerView, ...]
    deeds: tuple[DeedView, ...]
    pot: int
    dice: tuple[int, int, int] | None
    outcome: OutcomeView | None


class Range(msgspec.Struct, frozen=True):
    """Any whole number between, both included."""

    min: int
    max: int


class OneOf(msgspec.Struct, frozen=True):
    """One of these."""

    choices: tuple[int | bool, ...] = msgspec.field(name="in")


class Subset(msgspec.Struct, frozen=True):
    """Any of these, or none."""

    choices: tuple[int, ...] = msgspec.field(name="subset")


class Info(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person wants to know before choosing; never sent back."""

    cost: int | None = None
    gain: int | None = None
    rent: tuple[int, int] | None = None


class LegalAction(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing this seat may do now; fields that do not belong to `type` are absent."""

    type: str
    square: int | OneOf | None = None
    houses: Range | None = None
    to_pay: bool | None = None
    chosen_revealed_card: bool | None = None
    amount: int | Range | None = None
    destination_user: int | None = None
    offered_money: Range | None = None
    asked_money: Range | None = None
    offered_properties: Subset | None = None
    asked_properties: Subset | None = None
    choose: bool | OneOf | None = None
    info: Info | None = None


class Deadline(msgspec.Struct, frozen=True):
    """When the clock of the current decision runs out; `players` are user ids."""

    phase: str
    players: tuple[int, ...]
    at: int
    remaining_ms: int


class SeatInfo(msgspec.Struct, frozen=True):
    """Who sits where, in turn order."""

    seat: int
    id: int
    username: str
    is_bot: bool
    bot_level: str | None
    connected: bool
    stand_in: bool
    piece: int
    color: int
    eliminated: bool


class Update(msgspec.Struct, frozen=True):
    """All the app needs to draw, beside every `game_response` and `game_state`.

    `why` is what a bot says with its offer or answer; in a `game_state`, with the offer
    that lies on the table.
    """

    seq: int
    since: int
    events: tuple[AnyEvent, ...]
    view: GameView
    legal: tuple[LegalAction, ...]
    deadline: Deadline | None
    paused: bool
    seats: tuple[SeatInfo, ...]
    why: Why | UnsetType = UNSET
