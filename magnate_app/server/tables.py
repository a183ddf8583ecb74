"""All games of a host: made from a room, the queue or a saved log, found, forgotten."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

import msgspec

from magnate_app.content import BoardContent
from magnate_app.errors import DecodeError
from magnate_app.protocol.characters import CHARACTERS
from magnate_app.protocol.gamelog import GameHeader, SavedLog, TableOptions
from magnate_app.protocol.messages import MatchFound
from magnate_app.protocol.room_code import normalise
from magnate_app.rules.chance import Chance
from magnate_app.rules.settings import Settings
from magnate_app.server import opening
from magnate_app.server.closing import CloseCode
from magnate_app.server.identities import Person
from magnate_app.server.line import Line
from magnate_app.server.room import Room
from magnate_app.server.seats import seat_of_user
from magnate_app.server.session import Session
from magnate_app.server.setup import Chair, Plan
from magnate_app.server.table import Surroundings

RESTING: Final = 4
"""So many games for each room of the host may rest."""

_log = logging.getLogger(__name__)


class Tables:
    """The games of one host, the finished ones too until they are tidied away."""

    def __init__(
        self, around: Surroundings, content: BoardContent, chance: Callable[[], Chance]
    ) -> None:
        self.sessions: dict[int, Session] = {}
        self._around = around
        self._content = content
        self._chance = chance

    @property
    def running(self) -> int:
        """How many games go on; those that wait for anybody to come back cost nothing."""
        return sum(
            not session.over and not session.table.waiting for session in self.sessions.values()
        )

    def moved(self, old: str, new: str, now: float) -> None:
        """Let the seats of an identity be those of another one, in every game."""
        for session in self.sessions.values():
            session.moved(old, new, now)

    def playing(self, person: Person) -> Session | None:
        """Return the newest running game in which a person has a seat."""
        mine = [
            session
            for session in self.sessions.values()
            if not session.over and seat_of_user(session.table.seats, person.user) is not None
        ]
        return max(mine, key=lambda session: session.id, default=None)

    def stored(self, well: bool) -> None:
        """Tell every running game whether it is being saved."""
        for session in self.sessions.values():
            session.stored(well)

    def find(self, name: str) -> Session | None:
        """Return the game a path names."""
        plain = name.isascii() and name.isdecimal() and len(name) < 16
        return self.sessions.get(int(name)) if plain else None

    def of_code(self, code: str) -> Session | None:
        """Return the running game that came out of the room of `code`."""
        wanted = normalise(code)
        for session in self.sessions.values():
            codes = (*session.codes, *session.old_codes)
            if not session.over and wanted in map(normalise, codes):
                return session
        return None

    def of_room(self, room: Room, now: float) -> Session:
        """Make the game of a room whose people are ready."""
        owner = room.owner
        return self._begin(
            Plan(
                chairs=tuple(room.chairs()),
                settings=room.settings,
                options=msgspec.structs.replace(room.options, name=room.name),
                host=None if owner is None else owner.user,
                codes=(*room.codes, *room.old_codes),
                solo=room.solo,
            ),
            now,
        )

    def of_queue(self, lines: list[Line], now: float) -> None:
        """Make a public game for those who waited; bots take the empty chairs (5)."""
        size = self._around.config.queue_size
        chairs = [
            Chair(line.person.name, person=line.person, returns=line.extended) for line in lines
        ]
        for who in CHARACTERS[: size - len(lines)]:
            claimed = self._around.identities.claim(who.name)
            level = TableOptions().bot_level
            chairs.append(Chair(claimed, level=level))
        for number, chair in enumerate(chairs):
            chair.piece, chair.color = number + 1, number
        options = TableOptions(visibility="code_only")
        session = self._begin(
            Plan(chairs=tuple(chairs), settings=Settings(seats=size), options=options), now
        )
        for line in lines:
            line.send(MatchFound(game_id=session.id))
            line.close(CloseCode.MOVED_ON)

    def resume(self, saved: SavedLog, now: float) -> Session:
        """Open a saved game again. Raises `DecodeError` when it does not fit."""
        header = saved.header
        known = self.sessions.get(header.game)
        if known is not None and _same(known.table.header, header):
            return known
        if known is not None:
            # A game from another host that has the number of one of ours.
            number = self._around.identities.new_game(self._around.out)
            header = msgspec.structs.replace(header, game=number)
            saved = msgspec.structs.replace(saved, header=header)
        if header.board != self._around.config.board:
            raise DecodeError("header.board", f"{header.board} is not the board here")
        board = self._content.board
        session = opening.resume(saved, board, self._chance(), self._around, now)
        self.sessions[session.id] = session
        _log.info("game %d goes on after %d actions", session.id, len(saved.records))
        return session

    def _make_room(self, now: float) -> None:
        """Shelve the games that have rested longest where there are too many of them."""
        resting = sorted(
            (session for session in self.sessions.values() if session.table.resting),
            key=lambda session: session.table.notes[-1].at,
        )
        too_many = len(resting) - RESTING * self._around.config.max_rooms
        for session in resting[: max(0, too_many)]:
            session.shelve(now)

    def _begin(self, plan: Plan, now: float) -> Session:
        self._make_room(now)
        number = self._around.identities.new_game(self._around.out)
        board = self._content.board
        session = opening.begin(number, plan, board, self._chance(), self._around, now)
        self.sessions[number] = session
        _log.info("game %d begins with %d players", number, len(plan.chairs))
        return session


def _same(one: GameHeader, other: GameHeader) -> bool:
    """Whether two logs are of the same game, whoever sits there now."""
    return (one.started_at, one.hash, one.draws) == (other.started_at, other.hash, other.draws)
