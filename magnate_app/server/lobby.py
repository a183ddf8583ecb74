"""All rooms of a host: opening them, finding them, entering them (PROTOCOL.md 6.1, 6.2)."""

from __future__ import annotations

import logging
from collections.abc import Callable

from magnate_app.protocol.messages import ErrorCode, GameStart, RefusedError, RoomCreated
from magnate_app.protocol.room_code import normalise
from magnate_app.rules.settings import Settings
from magnate_app.server.closing import CloseCode
from magnate_app.server.line import Line
from magnate_app.server.room import Room
from magnate_app.server.setup import Setup
from magnate_app.server.table import Surroundings
from magnate_app.server.tables import Tables

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

    def find(self, code: str) -> Room | None:
        """Return the room of a code or alias, however it is typed."""
        wanted = normalise(code)
        return next((room for room in self.rooms if wanted in _all_codes(room)), None)

    def open(self, setup: Setup, codes: list[str] | None = None, *, solo: bool = False) -> Room:
        """Open a room; whoever enters first owns it."""
        room = Room(
            tuple(codes or self._codes()),
            setup,
            self._around,
            self._start,
            self.rooms.remove,
            solo=solo,
        )
        self.rooms.append(room)
        _log.info("room %s is open", room.codes[0])
        return room

    def enter(self, line: Line, welcome: Callable[[], None], now: float) -> None:
        """Let a connection into the room it asks for; `welcome` answers its hello.

        Raises `RefusedError`; nobody else has noticed anything then.
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
        self.rooms.remove(room)
        room.dissolve(keep_names=True)
        for member in room.members:
            member.line.send(GameStart(game_id=session.id))
            member.line.close(CloseCode.MOVED_ON)


def _all_codes(room: Room) -> set[str]:
    return {normalise(code) for code in (*room.codes, *room.old_codes)}
