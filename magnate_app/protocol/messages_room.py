"""Messages of the room socket (PROTOCOL.md section 6)."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from magnate_app.protocol.messages_common import (
    Emote,
    ErrorMessage,
    FromClient,
    Hello,
    Level,
    PieceNumber,
    Ping,
    Pong,
    ReactionShown,
    SeatCodeTold,
    Text,
    Welcome,
)
from magnate_app.protocol.messages_door import DoorClient, DoorServer, SetPassword
from magnate_app.protocol.room_settings import RoomSettings, SettingsChange


class ReadyStatus(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Say whether one is ready."""

    is_ready: bool


class StartGame(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Start the game (owner)."""


class RoomChat(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Say something to everybody in the room; trimmed when it comes in."""

    message: Text


class UpdateSettings(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Change settings (owner); null, 0 and empty leave one alone."""

    bot_level: Level | None = None
    target_players: int | None = None
    settings: SettingsChange | None = None


class UpdateSeat(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Set the level of one bot (null: the room's) or lock a seat (owner)."""

    seat: int
    bot_level: Level | None = None
    locked: bool | None = None


class ChoosePiece(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Choose one's figure on the board, 1–12."""

    piece: PieceNumber


class MoveSeat(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Change to an open seat."""

    seat: int


class Kick(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Remove a member by name (owner)."""

    user: str


class RoomReaction(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Show an emote to everybody in the room."""

    emote: Emote


class RoomSeatCode(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Ask for a code to come back with from elsewhere; any older one is void."""


class RoomPlayer(msgspec.Struct, frozen=True, kw_only=True):
    """A person in the room."""

    username: str
    ready_to_play: bool


class RoomSeat(msgspec.Struct, frozen=True, kw_only=True):
    """One seat; `kind` is human, bot, open or locked."""

    seat: int
    kind: str
    id: int | None
    username: str | None
    ready: bool
    bot_level: str | None
    piece: int | None
    color: int


class RoomCreated(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The room one asked for; `codes` (ext) best first."""

    room_code: str
    codes: tuple[str, ...] | None = None


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody entered."""

    user: str
    owner: str
    is_owner: bool
    players: tuple[RoomPlayer, ...]
    bot_level: str
    target_players: int
    settings: RoomSettings
    seats: tuple[RoomSeat, ...]


class PlayerLeft(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody left."""

    user_left: str
    owner: str
    is_owner: bool
    players: tuple[RoomPlayer, ...]
    bot_level: str
    target_players: int
    settings: RoomSettings
    seats: tuple[RoomSeat, ...]


class ReadyStatusChanged(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody is ready, or no longer; `seats` (ext)."""

    user: str
    is_ready: bool
    owner: str
    is_owner: bool
    seats: tuple[RoomSeat, ...] | None = None


class SettingsChanged(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The effective settings; `settings` and `seats` (ext)."""

    bot_level: str
    target_players: int
    settings: RoomSettings | None = None
    seats: tuple[RoomSeat, ...] | None = None


class RoomChatMessage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody said something; `user_id` and `at` (ext)."""

    user: str
    message: str
    user_id: int | None = None
    at: int | None = None


class GameStart(msgspec.Struct, frozen=True, kw_only=True):
    """The game begins; open its socket."""

    game_id: int


class SeatsChanged(msgspec.Struct, frozen=True, kw_only=True):
    """Seats or pings are new; `pings` are milliseconds by user id (ext)."""

    seats: tuple[RoomSeat, ...]
    pings: dict[str, int]


RoomClient: TypeAlias = (
    Hello
    | Ping
    | ReadyStatus
    | StartGame
    | RoomChat
    | UpdateSettings
    | UpdateSeat
    | ChoosePiece
    | MoveSeat
    | Kick
    | SetPassword
    | DoorClient
    | RoomReaction
    | RoomSeatCode
)
RoomServer: TypeAlias = (
    Welcome
    | Pong
    | ErrorMessage
    | RoomCreated
    | Joined
    | PlayerLeft
    | ReadyStatusChanged
    | SettingsChanged
    | RoomChatMessage
    | GameStart
    | SeatsChanged
    | DoorServer
    | ReactionShown
    | SeatCodeTold
)
