"""People who are away: stand-ins, and tables that wait (PROTOCOL.md 8.5, R15.5, R15.6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from magnate_app.server.pause import Pause
from magnate_app.server.seats import SeatHolder
from magnate_app.server.table import Table

STAND_IN: Final = "stand_in"
WAIT: Final = "wait"

TIMEOUTS: Final = 2
"""Clocks that run out in a row before a stand-in sits down (R15.5)."""


class Absence:
    """Who is away at one table, and what follows; `act` asks the bots."""

    def __init__(self, table: Table, pause: Pause, act: Callable[[], None]) -> None:
        self._table = table
        self._pause = pause
        self._act = act

    @property
    def policy(self) -> str:
        """What the table agreed on; alone, the table always waits."""
        return WAIT if self._table.header.solo else self._table.header.options.absence

    def begin(self) -> None:
        """Expect everybody: whoever never comes is away like anybody else."""
        for seat in self._table.seats:
            self._expect(seat)

    def begin_again(self, back: SeatHolder) -> None:
        """Expect everybody but `back`: a resumed game goes on."""
        for seat in self._table.seats:
            if seat is not back and self.policy == WAIT and self._matters(seat):
                self._table.missing.append(seat)
            elif seat is not back:
                self._expect(seat)

    def lost(self, seat: SeatHolder, now: float) -> None:
        """Notice that the connection of a player is gone."""
        if self.policy == WAIT and self._matters(seat):
            self._pause.wait_for(seat, now)
        else:
            self._expect(seat)

    def back(self, seat: SeatHolder, now: float) -> None:
        """Notice that a player is back; a stand-in goes on until the next action."""
        self._expect_no_more(seat)
        self._pause.forgive(seat, now)

    def timed_out(self, seat: SeatHolder) -> None:
        """Count a clock that ran out; the second in a row brings a stand-in."""
        seat.timeouts += 1
        if seat.timeouts >= TIMEOUTS:
            self.replace(seat)

    def replace(self, seat: SeatHolder) -> None:
        """Put a stand-in on the seat."""
        if not seat.stand_in and self._matters(seat):
            seat.stand_in = True
            self._table.tell_presence(seat)
            self._act()

    def hand_over(self, seat: SeatHolder) -> None:
        """Take the seat from its person until the host gives it back (8.7)."""
        self._expect_no_more(seat)
        seat.stand_in = self._matters(seat)
        seat.kicked = True
        self._table.tell_presence(seat)
        self._act()

    def take_back(self, seat: SeatHolder) -> None:
        """Put the person of the seat in charge again (R15.6)."""
        if seat.stand_in and not seat.kicked:
            seat.timeouts = 0
            seat.stand_in = False
            seat.question = None
            self._table.tell_presence(seat)

    def stop(self) -> None:
        """Expect nobody any more: the game is over."""
        for seat in self._table.seats:
            self._expect_no_more(seat)
            seat.question = None
        self._table.missing.clear()

    def eliminated(self, seat: SeatHolder) -> None:
        """Expect nothing of a seat that has left the game."""
        self._expect_no_more(seat)
        seat.stand_in = False
        seat.question = None

    def _matters(self, seat: SeatHolder) -> bool:
        over = self._table.game.over or self._table.state.out[seat.number]
        return not (seat.is_bot or seat.kicked or over)

    def _expect_no_more(self, seat: SeatHolder) -> None:
        self._table.around.timers.cancel(seat.away)
        seat.away = None

    def _expect(self, seat: SeatHolder) -> None:
        if self.policy != STAND_IN or not self._matters(seat):
            return

        def too_long(now: float) -> None:
            seat.away = None
            self.replace(seat)

        seat.away = self._table.around.timers.start(
            f"game/{self._table.id}/away/{seat.number}",
            self._table.around.config.stand_in_after,
            too_long,
        )
