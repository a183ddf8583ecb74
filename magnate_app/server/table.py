"""A running table: the game, its seats, its clock and what stops it. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import msgspec

from magnate_app.protocol.characters import character_of
from magnate_app.protocol.explaining import Why
from magnate_app.protocol.gamelog import NOBODY, Change, GameHeader, LogNote
from magnate_app.protocol.messages import ServerMessage, TableChanged, TableNote
from magnate_app.protocol.room_settings import RoomSettings, room_settings
from magnate_app.protocol.table_facts import TableFacts
from magnate_app.protocol.telling import Memory
from magnate_app.protocol.views import Deadline, SeatInfo
from magnate_app.rules import engine
from magnate_app.rules.ids import AUCTION, PHASE_NAMES
from magnate_app.rules.state import OPEN, GameState
from magnate_app.server.audience import Audience
from magnate_app.server.clock import Clock
from magnate_app.server.commands import AppendNote
from magnate_app.server.config import ServerConfig
from magnate_app.server.game import Game
from magnate_app.server.identities import Identities
from magnate_app.server.outbox import Outbox
from magnate_app.server.seat_codes import SeatCodes
from magnate_app.server.seats import SeatHolder, seat_of_user
from magnate_app.server.timers import Then, Timers
from magnate_app.server.tries import Tries

MOST_TOLD: Final = 500
"""So many notes are told at once; a message has to stay small."""


class Surroundings(msgspec.Struct, frozen=True):
    """What rooms and tables need of their host.

    `gone` forgets a game by its id; `secret` gives a secret number used once.
    """

    config: ServerConfig
    identities: Identities
    out: Outbox
    timers: Timers
    gone: Callable[[int], None]
    tries: Tries
    secret: Callable[[], int]
    seat_codes: SeatCodes


class Table:
    """What all parts of one session share.

    `host` is the user id of the person who runs the table, None for public games.
    `waiting` holds a game until somebody is back; `paused_by` is the user id of whoever
    stopped the table; `missing` are those it waits for. `notes` is what has happened to
    the table so far, `unsaved` that the disk refuses, `resting` that nobody is here.
    `who` is who sits where, as it was at first: users and their seats stay the same.
    """

    def __init__(
        self,
        header: GameHeader,
        seats: tuple[SeatHolder, ...],
        game: Game,
        around: Surroundings,
        ran_out: Then,
    ) -> None:
        self.header = header
        self.id = header.game
        self.seats = seats
        self.game = game
        self.around = around
        hosts = [seat.user for seat in seats if seat.header.user == header.host]
        self.host = hosts[0] if hosts else None
        self.out = around.out
        self.audience = Audience(seats)
        self.memory = Memory()
        self.clock = Clock(f"game/{self.id}/clock", around.timers, ran_out)
        self.pace = header.settings.pace
        self.waiting = False
        self.why: Why | None = None
        self.paused_by: int | None = None
        self.missing: list[SeatHolder] = []
        self.notes: list[LogNote] = []
        self.unsaved = False
        self.resting = False
        started = datetime.fromtimestamp(header.started_at / 1000, UTC)
        self.started = started.strftime("%Y-%m-%dT%H:%M:%SZ")
        self._settings = room_settings(header.settings, header.options)
        self.who = TableFacts(
            game=self.id,
            seats=self.shown_seats(),
            settings=self._settings,
            started=self.started,
            host=self.host,
        )

    @property
    def state(self) -> GameState:
        """The truth; read only."""
        return self.game.state

    @property
    def paused(self) -> bool:
        """Whether every action is refused for now."""
        return self.paused_by is not None or bool(self.missing)

    @property
    def held(self) -> bool:
        """Whether the game stands until somebody goes on with it or is back."""
        return self.paused or self.waiting

    @property
    def still(self) -> bool:
        """Whether clocks and bots stand still, for whatever reason."""
        return self.held or self.game.over

    @property
    def settings(self) -> RoomSettings:
        """The settings as everybody is told them; the pace is the one that may change."""
        if self._settings.pace != self.pace:
            self._settings = msgspec.structs.replace(self._settings, pace=self.pace)
        return self._settings

    def character(self, seat: SeatHolder) -> str:
        """Return who a bot is, empty where characters are not wanted and for people."""
        wanted = seat.is_bot and self.header.options.characters
        return character_of(seat.name) if wanted else ""

    def acting(self) -> list[SeatHolder]:
        """Return the seats the game waits for."""
        return [] if self.game.over else [self.seats[s] for s in engine.acting(self.state)]

    def deadline(self, now: float) -> Deadline | None:
        """Return how long the clock gives whom; bots' seats have none."""
        people = tuple(seat.user for seat in self.acting() if not seat.is_bot)
        open_auction = self.state.phase == AUCTION and self.state.auction_kind == OPEN
        if not self.clock.set or not (people or open_auction):
            return None
        remaining = self.clock.remaining(now)
        return Deadline(
            phase=PHASE_NAMES[self.state.phase],
            players=people,
            at=round(now) + remaining,
            remaining_ms=remaining,
        )

    def shown_seats(self) -> tuple[SeatInfo, ...]:
        """Return what everybody may know about all seats, in turn order."""
        return tuple(seat.shown(self.state) for seat in self.seats)

    def tell_presence(self, *changed: SeatHolder) -> None:
        """Tell extended connections about changed seats and the spectators."""
        self.audience.tell_presence(list(changed), self.state)

    def tell_change(
        self,
        change: Change,
        by: int | None,
        seat: SeatHolder | None = None,
        *,
        now: float,
        detail: str = "",
        votes: tuple[int, ...] = (),
        digest: str = "",
    ) -> None:
        """Note what happened to the table itself, and tell extended connections."""
        asker = None if by is None else seat_of_user(self.seats, by)
        note = LogNote(
            number=len(self.notes) + 1,
            seq=self.game.seq,
            change=change,
            by=NOBODY if asker is None else asker.number,
            seat=NOBODY if seat is None else seat.number,
            detail=detail,
            votes=votes,
            digest=digest,
            at=round(now),
        )
        self.notes.append(note)
        self.out.add(AppendNote(self.id, note))
        told = self._told(note)
        self.tell(
            TableChanged(
                change=told.change,
                by=told.by,
                player=told.player,
                detail=told.detail,
                votes=told.votes,
                number=told.number,
                events=told.events,
                at=told.at,
                paused=self.held,
                pace=self.pace,
            )
        )

    def storage(self) -> TableChanged:
        """Return what tells whether the game is being saved."""
        return self.passing(Change.UNSAVED if self.unsaved else Change.SAVED)

    def passing(self, change: Change, by: int | None = None) -> TableChanged:
        """Return what tells a change that is no part of the table's story."""
        return TableChanged(change=change, by=by, player=None, paused=self.held, pace=self.pace)

    def told_notes(self) -> tuple[TableNote, ...]:
        """Return the notes as clients are told them, the newest where there are very many."""
        return tuple(self._told(note) for note in self.notes[-MOST_TOLD:])

    def tell(self, message: ServerMessage) -> None:
        """Tell all extended connections something."""
        for line, _ in self.audience.lines():
            if line.extended:
                line.send(message)

    def _told(self, note: LogNote) -> TableNote:
        return TableNote(
            change=note.change,
            by=self._user(note.by),
            player=self._user(note.seat),
            detail=note.detail,
            votes=note.votes,
            number=note.number,
            events=self.game.story.until(note.seq),
            at=note.at,
        )

    def _user(self, seat: int) -> int | None:
        return self.seats[seat].user if 0 <= seat < len(self.seats) else None

    def hold(self, now: float) -> None:
        """Stop clock and bots; questions that are out are forgotten."""
        self.clock.hold(now)
        for seat in self.seats:
            seat.question = None
