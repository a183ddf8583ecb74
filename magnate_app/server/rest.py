"""A table everybody has left: bots play on for a while, then it waits for somebody.

What rests costs nobody a room and is announced to nobody, but keeps its code: whoever
comes back goes on where it stopped. After a day it is put on the shelf as a saved game.
"""

from __future__ import annotations

from collections.abc import Callable

from magnate_app.protocol.gamelog import Change
from magnate_app.server.absence import Absence
from magnate_app.server.table import Table


class Rest:
    """Watches whether anybody is at one table; `shelve` puts the game away."""

    def __init__(self, table: Table, absence: Absence, shelve: Callable[[float], None]) -> None:
        self._table = table
        self._absence = absence
        self._shelve = shelve
        self._timer: str | None = None

    def look(self) -> None:
        """Notice that somebody came or went; those who only watch count as well."""
        table = self._table
        empty = next(table.audience.lines(), None) is None
        self.stop()
        if empty and not (table.game.over or table.header.solo):
            self._start("alone", table.around.config.rest_after, self._lie_down)

    def stop(self) -> None:
        """Watch no longer, for now."""
        self._table.around.timers.cancel(self._timer)
        self._timer = None

    def _lie_down(self, now: float) -> None:
        table = self._table
        self._timer = None
        table.waiting = table.resting = True
        table.hold(now)
        self._absence.rest()
        table.tell_change(Change.RESTED, None, now=now)
        self._start("rest", table.around.config.shelve_after, self._shelve)

    def _start(self, name: str, seconds: float, then: Callable[[float], None]) -> None:
        key = f"game/{self._table.id}/{name}"
        self._timer = self._table.around.timers.start(key, seconds, then)
