"""All rooms of a host: opening them, finding them, entering them (PROTOCOL.md 6.1, 6.2)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from magnate_app.protocol.messages import ErrorCode, GameStart, RefusedError, RoomCreated
from magnate_app.protocol.room_code import normalise
from magnate_app.rules.settings import Settings
from magnate_app.server.closing import CloseCode
from magnate_app.server.door import Door
from magnate_app.server.identities import Person
from magnate_app.server.line import Line
from magnate_app.server.room import Room
from magnate_app.server.session import Session
from magnate_app.server.setup import Setup
from magnate_app.server.table import Surroundings
from magnate_app.server.tables import Tables

MOST_DOORS: Final = 256

_log = logging.getLogger(__name__)


class Lobby:
    """The rooms of one host. `codes` gives the codes of a new one, best first."""

    def __init__(
        self, around: Surroundings, tables: Tables, codes: Callable[[], list[str]]
    ) -> None:
        self.rooms: list[Room] = []
        self._around = around
        self._tables = tables
        self._codes = codes
        self._doors: dict[str, Door] = {}

    def find(self, code: str) -> Room | None:
        """Return the room of a code or alias, however it is typed."""
        wanted = normalise(code)
        return next((room for room in self.rooms if wanted in _all_codes(room)), None)

    def room_of(self, person: Person) -> Room | None:
        """Return the room somebody is in."""
        return next((room for room in self.rooms if room.member(person) is not None), None)

    def open(
        self,
        setup: Setup,
        codes: list[str] | None = None,
        *,
        solo: bool = False,
        again: bool = False,
    ) -> Room:
        """Open a room; whoever enters first owns it.

        With `again` its door is the one the last table under that code had.
        """
        room = Room(
            tuple(codes or self._codes()), setup, self._around, self._start, self._gone, solo=solo
        )
        former = self._doors.get(normalise(room.codes[0]))
        if former is not None and again:
            former.unseal()
            room.keep_door(former)
        elif former is not None and setup.lock is not None and former.lock is setup.lock:
            room.door.know(*former.known)
        self.remember(room.codes, room.door)
        self.rooms.append(room)
        _log.info("room %s is open", room.codes[0])
        return room

    def remember(self, codes: tuple[str, ...], door: Door) -> None:
        """Keep the door of a table for the next one under the same code."""
        for code in codes:
            self._doors.pop(normalise(code), None)
            self._doors[normalise(code)] = door
        for old in list(self._doors)[:-MOST_DOORS]:
            del self._doors[old]

    def enter(
        self, line: Line, welcome: Callable[[], None], again: Callable[[float], None], now: float
    ) -> None:
        """Let a connection into the room it asks for; `welcome` answers its hello.

        Whoever has to wait at the door comes back with `again`. Raises `RefusedError`;
        nobody else has noticed anything then.
        """
        code = line.route.name
        room = self.find(code) if code else self._new_room(line)
        if room is None:
            self._send_on(line, welcome)
            return
        mine = room.member(line.person)
        if line.person.digest in room.banned:
            raise RefusedError(ErrorCode.BANNED)
        if mine is not None and line.takeover:
            welcome()
            line.place = room
            room.take_over(line)
            return
        if room.seating.full:
            raise RefusedError(ErrorCode.ROOM_FULL)
        if mine is not None:
            raise RefusedError(ErrorCode.ALREADY_IN_ROOM)
        if room.door.stops(line, again, now):
            return
        self._leave_others(line, now)
        welcome()
        if not code:
            codes = room.codes if line.extended else None
            line.send(RoomCreated(room_code=room.codes[0], codes=codes))
        line.place = room
        room.enter(line)

    def _new_room(self, line: Line) -> Room:
        config = self._around.config
        allowed = line.local or config.remote_rooms
        if not allowed or len(self.rooms) + self._tables.running >= config.max_rooms:
            raise RefusedError(ErrorCode.ROOMS_CLOSED)
        return self.open(Setup(settings=Settings(seats=config.max_players)))

    def _send_on(self, line: Line, welcome: Callable[[], None]) -> None:
        """Send the players of the room's running game there."""
        session = self._tables.of_code(line.route.name)
        if session is None or not line.extended:
            raise RefusedError(ErrorCode.ROOM_NOT_FOUND)
        if not session.seats(line):
            watch = session.options.spectators
            raise RefusedError(ErrorCode.GAME_RUNNING, game_id=session.id, watch=watch)
        welcome()
        self.move_on(line, session)

    def move_on(self, line: Line, session: Session) -> None:
        """Send a connection to a game."""
        line.send(GameStart(game_id=session.id))
        line.close(CloseCode.MOVED_ON)

    def _leave_others(self, line: Line, now: float) -> None:
        for room in list(self.rooms):
            member = room.member(line.person)
            if member is not None:
                member.line.close(CloseCode.REPLACED)
                room.leave(member.line, now)

    def _start(self, room: Room, now: float) -> None:
        """Turn a room into a game; its connections move on (6.5)."""
        session = self._tables.of_room(room, now)
        session.take_door(room.door)
        self.rooms.remove(room)
        room.dissolve(keep_names=True)
        for member in room.members:
            member.line.send(GameStart(game_id=session.id))
            member.line.close(CloseCode.MOVED_ON)
        room.door.release(now)

    def _gone(self, room: Room, now: float) -> None:
        self.rooms.remove(room)
        room.door.release(now)
        room.door.rest()


def _all_codes(room: Room) -> set[str]:
    return {normalise(code) for code in (*room.codes, *room.old_codes)}
