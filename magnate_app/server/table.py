"""A running table: the game, its seats, its clock and what stops it. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from magnate_app.protocol.gamelog import GameHeader
from magnate_app.protocol.messages import TableChanged
from magnate_app.protocol.room_settings import RoomSettings, room_settings
from magnate_app.protocol.views import Deadline, SeatInfo
from magnate_app.rules import engine
from magnate_app.rules.ids import AUCTION, PHASE_NAMES
from magnate_app.rules.state import OPEN, GameState
from magnate_app.server.audience import Audience
from magnate_app.server.clock import Clock
from magnate_app.server.config import ServerConfig
from magnate_app.server.game import Game
from magnate_app.server.identities import Identities
from magnate_app.server.outbox import Outbox
from magnate_app.server.seats import SeatHolder
from magnate_app.server.timers import Then, Timers


class Surroundings(msgspec.Struct, frozen=True):
    """What rooms and tables need of their host; `gone` forgets a game by its id."""

    config: ServerConfig
    identities: Identities
    out: Outbox
    timers: Timers
    gone: Callable[[int], None]


class Table:
    """What all parts of one session share.

    `host` is the user id of the person who runs the table, None for public games.
    `waiting` holds a resumed game until somebody is back; `paused_by` is the host's user
    id while the host stopped the table; `missing` are those it waits for.
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
        self.clock = Clock(f"game/{self.id}/clock", around.timers, ran_out)
        self.pace = header.settings.pace
        self.waiting = False
        self.paused_by: int | None = None
        self.missing: list[SeatHolder] = []
        started = datetime.fromtimestamp(header.started_at / 1000, UTC)
        self.started = started.strftime("%Y-%m-%dT%H:%M:%SZ")
        self._settings = room_settings(header.settings, header.options)

    @property
    def state(self) -> GameState:
        """The truth; read only."""
        return self.game.state

    @property
    def paused(self) -> bool:
        """Whether every action is refused for now."""
        return self.paused_by is not None or bool(self.missing)

    @property
    def still(self) -> bool:
        """Whether clocks and bots stand still, for whatever reason."""
        return self.paused or self.waiting or self.game.over

    @property
    def settings(self) -> RoomSettings:
        """The settings as everybody is told them; the pace is the one that may change."""
        if self._settings.pace != self.pace:
            self._settings = msgspec.structs.replace(self._settings, pace=self.pace)
        return self._settings

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

    def tell_change(self, change: str, by: int, seat: SeatHolder | None = None) -> None:
        """Tell extended connections what happened to the table itself (8.7)."""
        message = TableChanged(
            change=change,
            by=by,
            player=None if seat is None else seat.user,
            paused=self.paused,
            pace=self.pace,
        )
        for line, _ in self.audience.lines():
            if line.extended:
                line.send(message)

    def hold(self, now: float) -> None:
        """Stop clock and bots; questions that are out are forgotten."""
        self.clock.hold(now)
        for seat in self.seats:
            seat.question = None
