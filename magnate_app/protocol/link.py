"""A connection to a table as the app sees it, whatever carries it.

Knows nothing of sockets and threads; `net` implements it for a table in this very
process, on the local network and on a headless server alike.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol, TypeAlias

import msgspec

from magnate_app.protocol.messages import ClientMessage, ServerMessage


class LinkState(StrEnum):
    """Where a link stands."""

    CONNECTING = "connecting"
    ROOM = "room"
    GAME = "game"
    QUEUE = "queue"
    PASSWORD = "password"  # noqa: S105 - a state
    KNOCKING = "knocking"
    RECONNECTING = "reconnecting"
    CLOSED = "closed"


class LinkFailure(StrEnum):
    """Why a link ended or could not begin; each has a sentence in the catalog."""

    BAD_LENGTH = "bad_length"
    BAD_SYMBOL = "bad_symbol"
    BAD_CHECK = "bad_check"
    BAD_CLASS = "bad_class"
    BAD_ADDRESS = "bad_address"
    NOT_FOUND = "not_found"
    UNREACHABLE = "unreachable"
    NOT_MAGNATE = "not_magnate"
    ROOM_NOT_FOUND = "room_not_found"
    ROOM_FULL = "room_full"
    ALREADY_IN_ROOM = "already_in_room"
    BANNED = "banned"
    ROOMS_CLOSED = "rooms_closed"
    GAME_RUNNING = "game_running"
    PASSWORD_NEEDED = "password_needed"  # noqa: S105 - a failure
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    RATE_LIMITED = "rate_limited"
    SEAT_CODE_FORM = "seat_code_form"
    SEAT_CODE_WRONG = "seat_code_wrong"
    SEAT_CODE_BUSY = "seat_code_busy"
    WRONG_HOST = "wrong_host"
    GAME_NOT_FOUND = "game_not_found"
    NOT_A_PARTICIPANT = "not_a_participant"
    UNAUTHORIZED = "unauthorized"
    REPLACED = "replaced"
    SEAT_MOVED = "seat_moved"
    KICKED = "kicked"
    VERSION = "version"
    UPDATE_US = "update_us"
    UPDATE_HOST = "update_host"
    HOST_CLOSING = "host_closing"
    HOST_FULL = "host_full"
    PORT_BUSY = "port_busy"
    LEFT = "left"
    BROKEN_SAVE = "broken_save"
    GAME_IN_USE = "game_in_use"


class LinkStatus(msgspec.Struct, frozen=True):
    """A change of the link itself; `failure` is set when it closed.

    `attempt` counts reconnections; `room_code`, `address` and `game_id` are known
    from the moment the host said so. `seen` counts the game's events that were told
    before this link, in an earlier run.
    """

    state: LinkState
    failure: LinkFailure | None = None
    attempt: int = 0
    room_code: str | None = None
    address: str | None = None
    game_id: int | None = None
    seen: int = 0


Incoming: TypeAlias = ServerMessage | LinkStatus


class Link(Protocol):
    """One person's line to one table, from the lobby to the result.

    A link moves from the room to the game by itself, reconnects by itself with the
    same token, and asks for the events it missed. All calls return at once and are
    made on one thread.
    """

    @property
    def status(self) -> LinkStatus:
        """The newest status."""
        ...

    def send(self, message: ClientMessage) -> None:
        """Send to the socket that is open now; dropped while none is."""
        ...

    def unlock(self, typed: str) -> None:
        """Answer the password the table asks for (`PASSWORD`); it is not kept."""
        ...

    def lock(self, typed: str) -> None:
        """Set the password of the room one owns; an empty one takes it away."""
        ...

    def poll(self) -> list[Incoming]:
        """Return what arrived since the last call, in order."""
        ...

    def close(self) -> None:
        """Leave; a running game keeps the seat."""
        ...
