"""What makes the lines of a host durable, a batch at a time, in the thread of its lines.

The journal takes them; where it fails the logs have to do so themselves, once the loop has
written them (`net.shelf`). The loop touches nothing here but logs, and those only until they
are to be shut: a sync may meet a write, which neither minds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from magnate_app.errors import SaveError
from magnate_app.protocol.gamelog import LogEnd
from magnate_app.saves.gamelog import GameLog
from magnate_app.saves.journal import Journal


class Line(msgspec.Struct, frozen=True):
    """A line for the journal."""

    game: int
    log: GameLog
    entry: bytes


class Shut(msgspec.Struct, frozen=True):
    """A log to be ended."""

    log: GameLog
    end: LogEnd | None


class Turn(msgspec.Struct, frozen=True):
    """All open logs, to be synced so that nobody needs the journals any more.

    `games` wait for that: no journal has taken their newest lines.
    """

    logs: tuple[GameLog, ...]
    games: frozenset[int]


Item = Line | Shut | Turn


class Settled(msgspec.Struct, frozen=True):
    """What became of a batch.

    What the disk refused, whether no journal took its lines, whether all logs were synced
    before them, which logs were shut, how full the journal is.
    """

    refused: SaveError | None
    lost: bool
    turned: bool
    shut: tuple[GameLog, ...]
    size: int


class Ledger:
    """The journals of one host in `folder`, and what they are still needed for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # The newest is the last.
        self._journals: list[Journal] = []
        self._broken = False
        self._unended: set[GameLog] = set()

    def settle(self, items: Sequence[Item]) -> Settled:
        """Make a batch durable."""
        refused: SaveError | None = None
        shut: list[GameLog] = []
        turned = False
        for item in items:
            if isinstance(item, Shut):
                try:
                    item.log.shut(item.end)
                    shut.append(item.log)
                except SaveError as error:
                    refused = error
                    self._unended.add(item.log)
        self._unended.difference_update(shut)
        for item in items:
            if isinstance(item, Turn):
                failed = self._turn(item.logs)
                turned, refused = failed is None, failed or refused
        lost = False
        # Behind the turn, as no log has them yet.
        if entries := b"".join([item.entry for item in items if isinstance(item, Line)]):
            try:
                self._journal().add(entries)
            except SaveError:
                lost = self._broken = True
        size = self._journals[-1].size if self._journals and not self._broken else 0
        return Settled(refused, lost, turned, tuple(shut), size)

    def close(self) -> None:
        """Throw the journals away, or leave them to `mend` where a log could not be ended."""
        for old in self._journals:
            if self._unended:
                old.close()
            else:
                old.remove()
        self._journals.clear()

    def _turn(self, logs: Iterable[GameLog]) -> SaveError | None:
        """Begin a new journal once the disk has the logs."""
        refused = _sync(logs)
        if refused is None and not self._unended:
            for old in self._journals:
                old.remove()
            self._journals.clear()
        self._broken = True
        return refused

    def _journal(self) -> Journal:
        """Return the journal to write, a new one after a failure. Raises `SaveError`."""
        if self._broken and self._journals and not self._journals[-1].size:
            self._journals.pop().remove()
        if self._broken or not self._journals:
            self._journals.append(Journal(self._folder))
            self._broken = False
        return self._journals[-1]


def _sync(logs: Iterable[GameLog]) -> SaveError | None:
    """Wait until the disk has all these logs; return what it refused."""
    refused = None
    for kept in logs:
        try:
            kept.sync()
        except SaveError as error:
            refused = error
    return refused
