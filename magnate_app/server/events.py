"""What the server's driver tells the hub. Counterpart of `commands`.

A peer is one live connection, numbered by the driver and never used twice. The driver
has answered unknown paths with 404 before (`routes.parse`), accepted everything else,
and reports what the other side did; it decides nothing.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from magnate_app.protocol.explaining import Why
from magnate_app.rules.actions import Action

Peer: TypeAlias = int


class Connected(msgspec.Struct, frozen=True, kw_only=True):
    """A WebSocket is open; `query` is the raw query string.

    `authorization` is that header's whole value; `local` tells that the other side
    runs on this very computer, `address` where it is, empty in this process.
    """

    peer: Peer
    path: str
    query: str = ""
    authorization: str = ""
    subprotocols: tuple[str, ...] = ()
    local: bool = False
    address: str = ""


class Received(msgspec.Struct, frozen=True):
    """One whole frame: text, or bytes when it was a binary one."""

    peer: Peer
    data: str | bytes


class Disconnected(msgspec.Struct, frozen=True):
    """The other side left, its line is dead, or a `Close` has been carried out."""

    peer: Peer


class Pinged(msgspec.Struct, frozen=True):
    """A ping was answered after `ms` milliseconds."""

    peer: Peer
    ms: int


class TimerFired(msgspec.Struct, frozen=True):
    """The time of a `StartTimer` has come."""

    key: str


class BotAnswered(msgspec.Struct, frozen=True):
    """A bot has thought about the `AskBot` of that `question`; null when it failed.

    `why` is what it says with an offer or with its answer to one.
    """

    game: int
    seat: int
    question: int
    action: Action | None
    why: Why | None = None


class Advised(msgspec.Struct, frozen=True):
    """A bot has thought in the place of a person about the decision of that number.

    A choice is actions in their order, worth in coins, and reasons; the best comes first.
    """

    game: int
    seat: int
    decision: int
    choices: tuple[tuple[tuple[Action, ...], int, tuple[Why, ...]], ...]


class Stored(msgspec.Struct, frozen=True):
    """Games are saved again, or no longer: the disk refuses."""

    well: bool


class Stopping(msgspec.Struct, frozen=True):
    """The host shuts down: everybody is told, nothing new begins."""


Event: TypeAlias = (
    Connected
    | Received
    | Disconnected
    | Pinged
    | TimerFired
    | BotAnswered
    | Advised
    | Stored
    | Stopping
)
