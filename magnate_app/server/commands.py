"""What the hub asks of its driver, to be carried out in order. Counterpart of `events`.

What goes into a log is durable before anything is sent that may show it: nobody sees what
a crash could take back. `Send` and `Close` name the log they wait for.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import msgspec

from magnate_app.protocol.gamelog import GameHeader, LogEnd, LogNote, LogRecord
from magnate_app.rules.state import GameState
from magnate_app.server.events import Peer

IDENTITIES: Final = 0
"""What `KeepIdentity` and `KeepCounters` write is kept like the log of a game 0."""


class Send(msgspec.Struct, frozen=True):
    """Put text frames, nothing between them, into the outbox of each of these peers.

    Not before all is durable that the log of the game `log` holds by then.
    """

    peers: tuple[Peer, ...]
    texts: tuple[str, ...]
    log: int = IDENTITIES


class Close(msgspec.Struct, frozen=True):
    """Send what is in the outbox, then close; `Disconnected` may or may not follow."""

    peer: Peer
    code: int
    reason: str = ""
    log: int = IDENTITIES


class StartTimer(msgspec.Struct, frozen=True):
    """Report `TimerFired(key)` after `seconds`; a running one of that key starts afresh."""

    key: str
    seconds: float


class CancelTimer(msgspec.Struct, frozen=True):
    """Forget the timer; no error when there is none."""

    key: str


class AskBot(msgspec.Struct, frozen=True, kw_only=True):
    """Let a bot of `level` decide for `seat` and report `BotAnswered`.

    `question` is a number of its own for every asking; the answer repeats it. `view`
    holds what this seat may know and is the bot's own copy. The answer comes `delay`
    seconds from now at the earliest, so that people can follow. A `stand_in` proposes
    no trades and rejects all offers (R15.6). A `character` has a slight taste in play.
    """

    game: int
    seat: int
    question: int
    view: GameState
    level: str
    stand_in: bool = False
    delay: float = 0.0
    character: str = ""


class AskAdviser(msgspec.Struct, frozen=True, kw_only=True):
    """Let a bot think in the place of a person and report `Advised`.

    `view` holds what this seat may know and is the bot's own copy.
    """

    game: int
    seat: int
    decision: int
    view: GameState


class OpenLog(msgspec.Struct, frozen=True):
    """Begin the log of a game."""

    game: int
    header: GameHeader


class AppendLog(msgspec.Struct, frozen=True):
    """Add one accepted action to the log of a game."""

    game: int
    record: LogRecord


class AppendNote(msgspec.Struct, frozen=True):
    """Add what happened to the table to the log of a game."""

    game: int
    note: LogNote


class CloseLog(msgspec.Struct, frozen=True):
    """The game is over, `end` being its last line; without one it waits on the shelf."""

    game: int
    end: LogEnd | None


class KeepIdentity(msgspec.Struct, frozen=True):
    """Remember for good which user id a token's digest has."""

    digest: str
    user: int


class KeepCounters(msgspec.Struct, frozen=True):
    """Remember for good the next free user id and game id."""

    next_user: int
    next_game: int


class RoomListing(msgspec.Struct, frozen=True, kw_only=True):
    """One room or running game, for `/api/rooms`, mDNS and the beacon (1.2, 10).

    `old` are its aliases, `code_only` rooms are announced to nobody but answer a
    beacon that names them.
    """

    room_code: str
    old: tuple[str, ...]
    name: str
    owner: str
    players: int
    bots: int
    seats: int
    state: str
    open: bool
    watch: bool
    preset: str
    code_only: bool
    locked: bool = False
    game: int | None = None


class Announce(msgspec.Struct, frozen=True):
    """What is to be found here has changed; solo tables are never in it."""

    rooms: tuple[RoomListing, ...]


Command: TypeAlias = (
    Send
    | Close
    | StartTimer
    | CancelTimer
    | AskBot
    | AskAdviser
    | OpenLog
    | AppendLog
    | AppendNote
    | CloseLog
    | KeepIdentity
    | KeepCounters
    | Announce
)
