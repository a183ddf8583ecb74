"""What is known of a room, from the messages of its host. Knows nothing of pictures."""

from __future__ import annotations

from typing import Final

import msgspec

from magnate_app.protocol.link import Incoming, LinkStatus
from magnate_app.protocol.messages import (
    ErrorMessage,
    Joined,
    Knock,
    Knocks,
    PlayerLeft,
    ReactionShown,
    ReadyStatusChanged,
    RoomChatMessage,
    RoomCreated,
    RoomSeat,
    RoomSettings,
    SeatsChanged,
    SettingsChanged,
    Welcome,
)

MOST_LINES: Final = 200
FEWEST_PLAYERS: Final = 2


class Line(msgspec.Struct, frozen=True):
    """One line of chat; `news` lines say who came or went."""

    text: str
    user: str | None = None
    emote: str | None = None
    news: bool = False


class LobbyModel:
    """The room as told so far; `looks` are pieces and colours, of those who left too."""

    def __init__(self) -> None:
        self.code: str | None = None
        self.address: str | None = None
        self.codes: tuple[str, ...] = ()
        self.me: str | None = None
        self.my_id: int | None = None
        self.owner = ""
        self.is_owner = False
        self.settings: RoomSettings | None = None
        self.bot_level = "medium"
        self.target_players = 0
        self.seats: tuple[RoomSeat, ...] = ()
        self.looks: dict[str, tuple[int | None, int]] = {}
        self.pings: dict[str, int] = {}
        self.lines: list[Line] = []
        self.error: ErrorMessage | None = None
        self.knocks: tuple[Knock, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether enough is known to show the room."""
        return self.settings is not None

    @property
    def humans(self) -> tuple[RoomSeat, ...]:
        """Seats of people."""
        return tuple(s for s in self.seats if s.kind == "human")

    @property
    def bots(self) -> tuple[RoomSeat, ...]:
        """Seats of bots."""
        return tuple(s for s in self.seats if s.kind == "bot")

    @property
    def taken(self) -> int:
        """Seats of people and bots."""
        return len(self.humans) + len(self.bots)

    @property
    def mine(self) -> RoomSeat | None:
        """My seat."""
        for seat in self.humans:
            if seat.id is not None and seat.id == self.my_id:
                return seat
        return next((s for s in self.humans if s.username == self.me), None)

    @property
    def i_am_ready(self) -> bool:
        """Whether I said so."""
        return self.mine is not None and self.mine.ready

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """Names of the others who are not ready."""
        mine = self.mine
        return tuple(s.username or "" for s in self.humans if not s.ready and s is not mine)

    @property
    def can_start(self) -> bool:
        """Whether the owner's start would be accepted now."""
        return self.is_owner and self.taken >= FEWEST_PLAYERS and not self.waiting_for

    def pieces_of_others(self) -> set[int]:
        """Return the pieces I cannot choose."""
        mine = self.mine
        return {
            s.piece
            for s in self.seats
            if s.kind == "human" and s is not mine and s.piece is not None
        }

    def ping(self, seat: RoomSeat) -> int | None:
        """Return the milliseconds to a person, if known."""
        return self.pings.get(str(seat.id)) if seat.id is not None else None

    def receive(self, message: Incoming) -> None:
        """Take what the host said."""
        self.error = None
        match message:
            case LinkStatus():
                self.code = message.room_code or self.code
                self.address = message.address or self.address
            case Welcome():
                self.me, self.my_id = message.username, message.you
            case RoomCreated():
                self.code = message.room_code
                self.codes = message.codes or (message.room_code,)
            case Joined():
                if self.me is None and not self.seats:
                    self.me = message.user
                if message.user != self.me:
                    self._say(Line("joined", message.user, news=True))
                self._take(message)
            case PlayerLeft():
                self._say(Line("left", message.user_left, news=True))
                self._take(message)
            case ReadyStatusChanged():
                self.owner, self.is_owner = message.owner, message.is_owner
                self.seats = message.seats or self.seats
            case SettingsChanged():
                self.bot_level = message.bot_level
                self.target_players = message.target_players
                self.settings = message.settings or self.settings
                self.seats = message.seats or self.seats
            case SeatsChanged():
                self.seats = message.seats or self.seats
                self.pings = message.pings or self.pings
            case RoomChatMessage():
                self._say(Line(message.message, message.user))
            case ReactionShown():
                self._say(Line("", message.user, message.emote))
            case Knocks(people=people):
                self.knocks = people
            case ErrorMessage():
                self.error = message
            case _:
                pass
        self.looks |= {s.username: (s.piece, s.color) for s in self.humans if s.username}

    def _take(self, message: Joined | PlayerLeft) -> None:
        self.owner, self.is_owner = message.owner, message.is_owner
        self.bot_level = message.bot_level
        self.target_players = message.target_players
        self.settings = message.settings
        self.seats = message.seats

    def _say(self, line: Line) -> None:
        self.lines.append(line)
        del self.lines[:-MOST_LINES]
