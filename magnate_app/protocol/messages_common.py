"""Messages that all three sockets share, and what messages are made of.

The key that names a message is the socket's own, so these structs carry no tag;
`wire` adds the name.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final, TypeAlias

import msgspec

from magnate_app.protocol.refusals import Params

PROTOCOL_VERSION: Final = 2
OLDEST_VERSION: Final = 2

MAX_CHAT: Final = 280
MAX_REF: Final = 32
PIECES: Final = 12

BOT_LEVELS: Final = ("very_easy", "easy", "medium", "hard", "very_hard", "expert")
LANGUAGES: Final = ("es", "en")
EMOTES: Final = (
    "like",
    "love",
    "laugh",
    "wow",
    "sad",
    "angry",
    "clap",
    "think",
    "hurry",
    "thanks",
    "sorry",
    "luck",
)
MOTIONS: Final = ("pause", "resume", "wait", "stand_in", "remove", "return")
"""What a table can vote about."""

# The second part names the reader in `reading` that checks such a field on input.
Amount: TypeAlias = Annotated[int, "amount"]
Houses: TypeAlias = Annotated[int, "houses"]
Clock: TypeAlias = Annotated[int, "clock"]
Text: TypeAlias = Annotated[str, "text"]
Emote: TypeAlias = Annotated[str, "emote"]
Language: TypeAlias = Annotated[str, "language"]
Level: TypeAlias = Annotated[str, "level"]
PieceNumber: TypeAlias = Annotated[int, "piece"]
Motion: TypeAlias = Annotated[str, "motion"]
Squares: TypeAlias = Annotated[tuple[int, ...], "squares"]


class Socket(StrEnum):
    """Which of the three conversations a connection holds."""

    QUEUE = "queue"
    ROOM = "room"
    GAME = "game"


class FromClient(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all client messages; an error that answers one echoes its `ref`."""

    ref: str | None = None


class Hello(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Open an extended connection; `seq` asks for the events since then.

    `seat_code` claims the seat it was given out for, on the room socket.
    """

    protocol: int
    oldest: int | None = None
    app: str = ""
    lang: Language | None = None
    seq: Amount | None = None
    seat_code: str | None = None


class Ping(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Ask for a sign of life; `t` comes back."""

    t: Clock = 0


class Welcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to `Hello`; `role` and `resumed` on the game socket only."""

    protocol: int
    app: str
    you: int
    username: str
    role: str | None = None
    server_time: int
    resumed: bool | None = None


class Pong(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to `Ping`."""

    t: int
    server_time: int


class ErrorMessage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A refusal; `error` repeats the sentence where a room turns somebody away (6.2)."""

    message: str
    code: str
    params: Params
    ref: str | None = None
    error: str | None = None


class SeatCodeTold(msgspec.Struct, frozen=True, kw_only=True):
    """A code to come back to a seat with from another computer (ext); told to one alone.

    `player` is the user id of the seat's person.
    """

    player: int
    code: str
    valid_ms: int


class ReactionShown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody showed an emote, in a room or, with `game`, in a game (ext)."""

    game: int | None = None
    user: str
    user_id: int
    emote: str
