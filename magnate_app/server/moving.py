"""Moving a person to another device with a seat code (PROTOCOL.md 7, seat codes)."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from magnate_app.protocol.messages import ErrorCode, RefusedError, Socket
from magnate_app.server.closing import SEAT_MOVED, CloseCode
from magnate_app.server.events import Peer
from magnate_app.server.identities import Person
from magnate_app.server.line import Line
from magnate_app.server.lobby import Lobby
from magnate_app.server.room import Room
from magnate_app.server.routes import Route
from magnate_app.server.session import Session
from magnate_app.server.table import Surroundings
from magnate_app.server.tables import Tables

_log = logging.getLogger(__name__)


class Moving:
    """Lets seat codes be used on one host; `lines` are its open connections."""

    def __init__(
        self, around: Surroundings, tables: Tables, lobby: Lobby, lines: Mapping[Peer, Line]
    ) -> None:
        self._around = around
        self._tables = tables
        self._lobby = lobby
        self._lines = lines

    def claim(self, line: Line, code: str, now: float) -> Session | None:
        """Give the seat of a seat code to this device; return its game if it has begun.

        Otherwise `line` asks for the room the seat is in. Raises `RefusedError`.
        """
        codes = self._around.seat_codes
        user = codes.owner(code, line.address, line.person, now)
        owner = self._around.identities.of_user(user)
        session = None if owner is None else self._tables.playing(owner)
        room = None if owner is None or session is not None else self._lobby.room_of(owner)
        if owner is None or (session is None and room is None):
            raise RefusedError(ErrorCode.SEAT_CODE_WRONG)
        if line.person is not owner:
            if line.person.holds > 1:
                raise RefusedError(ErrorCode.SEAT_CODE_BUSY)
            if room is not None and line.person.digest in room.banned:
                raise RefusedError(ErrorCode.BANNED)
            self._move(owner, line, room, now)
        codes.use(owner)
        if room is not None:
            line.takeover = True
            line.route = Route(Socket.ROOM, room.codes[0])
        return session

    def _move(self, owner: Person, line: Line, room: Room | None, now: float) -> None:
        """Close the lines of the older device, but for the one `line` takes over in `room`."""
        older = owner.digest
        for other in [one for one in self._lines.values() if one.person is owner]:
            place = other.place
            if place is None or place is not room:
                other.close(CloseCode.REPLACED, SEAT_MOVED)
                if place is not None:
                    place.leave(other, now)
        self._around.identities.hand_over(owner, line.person, self._around.out)
        line.person, line.claimed = owner, True
        self._tables.moved(older, owner.digest, now)
        _log.info("%s: comes from another device", owner.name)
