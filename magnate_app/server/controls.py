"""What the host of a table may do while the game runs (PROTOCOL.md 8.7)."""

from __future__ import annotations

from collections.abc import Callable

from magnate_app.protocol.gamelog import Change
from magnate_app.protocol.messages import (
    ErrorCode,
    FromClient,
    RefusedError,
    TableKick,
    TablePace,
    TablePause,
    TableResume,
    TableUnkick,
)
from magnate_app.rules.reasons import Reason
from magnate_app.rules.settings import PACES
from magnate_app.server.absence import Absence
from magnate_app.server.closing import CloseCode
from magnate_app.server.line import Line
from magnate_app.server.pause import Pause
from magnate_app.server.seats import SeatHolder, seat_of_user
from magnate_app.server.table import Table


class Controls:
    """Pause, pace and kicks of one table; `play` makes a player of somebody who watches."""

    def __init__(
        self, table: Table, absence: Absence, pause: Pause, play: Callable[[Line, float], None]
    ) -> None:
        self._table = table
        self._absence = absence
        self._pause = pause
        self._play = play

    def handle(self, line: Line, message: FromClient, now: float) -> None:
        """Do what the host of the table asks. Raises `RefusedError`."""
        table = self._table
        if line.person.user != table.host:
            raise RefusedError(ErrorCode.NOT_HOST)
        if table.game.over:
            raise RefusedError(Reason.GAME_OVER)
        by = line.person.user
        match message:
            case TablePause():
                self._pause.stop(by, now)
            case TableResume():
                self._pause.end(by, now)
            case TablePace(pace=pace):
                if pace not in PACES:
                    raise RefusedError(
                        ErrorCode.INVALID_SETTING, setting="pace", allowed=", ".join(PACES)
                    )
                table.pace = pace
                table.tell_change(Change.PACE, by, now=now, detail=pace)
            case TableKick(player=player):
                self.kick(self._person(player, line), by, now)
            case TableUnkick(player=player):
                self.unkick(self._person(player, line), by, now)
            case _:
                raise AssertionError(message)

    def kick(self, seat: SeatHolder, by: int, now: float) -> None:
        """Hand a seat to a bot until its person may return."""
        if seat.kicked:
            return
        table = self._table
        line, seat.line = seat.line, None
        if line is not None:
            line.close(CloseCode.KICKED)
        table.tell_change(Change.KICKED, by, seat, now=now)
        self._absence.hand_over(seat)
        self._pause.forgive(seat, now)

    def unkick(self, seat: SeatHolder, by: int, now: float) -> None:
        """Let the person of a seat return to it."""
        if seat.kicked:
            seat.kicked = False
            self._table.tell_change(Change.UNKICKED, by, seat, now=now)
            if (watching := self._table.audience.watching(seat)) is not None:
                self._play(watching, now)

    def _person(self, player: int, line: Line) -> SeatHolder:
        seat = seat_of_user(self._table.seats, player)
        if seat is None:
            raise RefusedError(Reason.UNKNOWN_PLAYER, player=player)
        if seat.is_bot or seat.user == line.person.user:
            raise RefusedError(
                ErrorCode.INVALID_FIELD, field="player", expected="another person at the table"
            )
        return seat
