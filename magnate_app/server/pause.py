"""Stopping a table and letting it go on: for a person, or for somebody who is away."""

from __future__ import annotations

from collections.abc import Callable

from magnate_app.protocol.gamelog import Change
from magnate_app.server.seats import SeatHolder
from magnate_app.server.table import Table


class Pause:
    """What stops one table; `act` starts the bots again."""

    def __init__(self, table: Table, act: Callable[[], None]) -> None:
        self._table = table
        self._act = act

    def stop(self, by: int, now: float) -> None:
        """Stop for the host of the table, or because all want it."""
        table = self._table
        if table.paused_by is None:
            table.paused_by = by
            table.hold(now)
            table.tell_change(Change.PAUSED, by, now=now)

    def end(self, by: int, now: float) -> None:
        """Go on, whatever the table was waiting for."""
        table = self._table
        if table.paused:
            table.paused_by = None
            table.missing.clear()
            self._go_on(by, None, now)

    def wait_for(self, seat: SeatHolder, now: float) -> None:
        """Stop until the person of `seat` is back."""
        self._table.missing.append(seat)
        self._table.hold(now)
        self._table.tell_change(Change.PAUSED, seat.user, seat, now=now)

    def forgive(self, seat: SeatHolder, now: float) -> None:
        """Wait for `seat` no longer."""
        if seat in self._table.missing:
            self._table.missing.remove(seat)
            if not self._table.paused:
                self._go_on(seat.user, seat, now)

    def _go_on(self, by: int, seat: SeatHolder | None, now: float) -> None:
        self._table.clock.go_on(now)
        self._table.tell_change(Change.RESUMED, by, seat, now=now)
        self._act()
