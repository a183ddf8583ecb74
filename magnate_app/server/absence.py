"""People who are away: stand-ins, and tables that wait (PROTOCOL.md 8.5, R15.5, R15.6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from magnate_app.server.pause import Pause
from magnate_app.server.seats import SeatHolder
from magnate_app.server.table import Table

STAND_IN: Final = "stand_in"
WAIT: Final = "wait"

LONGER: Final = 300.0
"""Seconds a table waits for somebody because it wanted to."""

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

    def begin(self, now: float) -> None:
        """Expect everybody: whoever never comes is away like anybody else."""
        for seat in self._table.seats:
            seat.gone_at = now
            self._expect(seat)

    def begin_again(self, back: SeatHolder, now: float) -> None:
        """Expect everybody but `back`: a resumed game goes on."""
        for seat in self._table.seats:
            if seat is back:
                continue
            seat.gone_at = now
            if self.policy == WAIT and self._matters(seat) and not seat.stand_in:
                self._table.missing.append(seat)
            else:
                self._expect(seat)

    def rest(self) -> None:
        """Expect nobody until somebody is back."""
        self._table.missing.clear()
        for seat in self._table.seats:
            self._expect_no_more(seat)

    def lost(self, seat: SeatHolder, now: float) -> None:
        """Notice that the connection of a player is gone."""
        seat.gone_at = now
        if self.policy == WAIT and self._matters(seat):
            self._pause.wait_for(seat, now)
        else:
            self._expect(seat)

    def back(self, seat: SeatHolder, now: float) -> None:
        """Notice that a player is back; a stand-in stays until the next action."""
        seat.gone_at = None
        if not seat.holds_back:
            self._expect_no_more(seat)
        self._pause.forgive(seat, now)

    def wait_longer(self, seat: SeatHolder, now: float) -> None:
        """Stop the table for a person who is away, for some minutes at most."""
        self._expect_no_more(seat)
        seat.stand_in = False
        seat.question = None
        self._table.tell_presence(seat)
        self._pause.wait_for(seat, now)

        def long_enough(now: float) -> None:
            seat.away = None
            self.replace(seat)
            self._pause.forgive(seat, now)

        seat.away = self._table.around.timers.start(
            f"game/{self._table.id}/longer/{seat.number}", LONGER, long_enough
        )

    def play_on(self, seat: SeatHolder, now: float) -> None:
        """Let a bot play for a person instead of waiting."""
        self._expect_no_more(seat)
        self.replace(seat)
        self._pause.forgive(seat, now)

    def timed_out(self, seat: SeatHolder) -> None:
        """Count a clock that ran out; the second in a row brings a stand-in."""
        seat.timeouts += 1
        if seat.timeouts >= TIMEOUTS:
            self.replace(seat)

    def replace(self, seat: SeatHolder) -> None:
        """Let a stand-in play for the seat from now on."""
        if self._matters(seat):
            seat.holds_back = False
            self._sit_down(seat)
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
            self._expect_no_more(seat)
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

    def _sit_down(self, seat: SeatHolder) -> None:
        if not seat.stand_in:
            seat.stand_in = True
            self._table.tell_presence(seat)

    def _expect_no_more(self, seat: SeatHolder) -> None:
        self._table.around.timers.cancel(seat.away)
        seat.away = None
        seat.holds_back = False

    def _expect(self, seat: SeatHolder) -> None:
        """Give the person time to come back: without, then perhaps beside, a stand-in."""
        plays_already = seat.stand_in and not seat.holds_back
        if self.policy != STAND_IN or not self._matters(seat) or plays_already:
            return
        timers, config = self._table.around.timers, self._table.around.config
        timers.cancel(seat.away)
        name = f"game/{self._table.id}/away/{seat.number}"

        def long_enough(now: float) -> None:
            seat.away = None
            self.replace(seat)

        def too_long(now: float) -> None:
            if not seat.returns:
                long_enough(now)
                return
            seat.away = timers.start(name, config.stand_in_patience, long_enough)
            seat.holds_back = True
            self._sit_down(seat)

        seat.away = timers.start(name, config.stand_in_after, too_long)
