"""Where a host keeps what must outlive it: the logs of its games, its identities.

Lines become durable together, in a journal (`saves.journal`) that a thread writes; until then
the gate keeps back what shows them. The logs take them a little later. Whole files are written
in a second thread. A disk that refuses does not stop a game: it is told once, and tried again
with the next line. Several hosts, of one program or of many, may share the folders: a game that
is being played is locked until it is at rest.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from magnate_app.errors import GameInUseError, MagnateError, SaveError
from magnate_app.net.batches import Batches
from magnate_app.net.gate import Gate
from magnate_app.protocol.gamelog import GameHeader, LogEnd, LogNote, LogRecord, SavedLog
from magnate_app.saves import gamelog, journal, locks, store
from magnate_app.saves.gamelog import GameLog
from magnate_app.saves.identities import Identities, load_identities, store_identities
from magnate_app.saves.ledger import Item, Ledger, Line, Settled, Shut, Turn
from magnate_app.saves.locks import Held
from magnate_app.server.commands import IDENTITIES

GAMES, PEOPLE = "games", "people"
"""What may fail to be kept."""

NOBODY: Final = -1
"""The game of a line nothing waits for."""

RARELY: Final = 0.25
"""Seconds between two times the logs take lines that are durable already."""

FULL: Final = journal.RESERVED
"""Bytes after which the disk has to take the logs themselves, and a new journal begins."""

log = logging.getLogger(__name__)


class _Rest(msgspec.Struct, frozen=True):
    """A log to be put to rest, and its lock, which nobody needs then."""

    path: Path
    held: Held | None


_File = str | _Rest
"""What is to be written: identities (`PEOPLE`), or the game of a log."""


class _Stored(msgspec.Struct, frozen=True):
    """What the disk refused of whole files."""

    people: MagnateError | None
    games: MagnateError | None


class Shelf:
    """The files of one host; `stored` hears when the disk begins to refuse, and ends to."""

    def __init__(self, data: Path, saves: Path, gate: Gate, stored: Callable[[bool], None]) -> None:
        self._data = data
        self._saves = saves
        self._gate = gate
        self._stored = stored
        self._failing: set[str] = set()
        store.sweep(data)
        store.sweep(saves)
        for left in saves.glob(f"*{gamelog.LOCK}"):
            locks.taken(left)
        journal.mend(saves)
        known = load_identities(data)
        self._users = dict(known.users)
        self._given: dict[str, int] = {}
        self._next_user = known.next_user
        self._next_game = known.next_game
        self._logs: dict[int, GameLog] = {}
        self._resting: set[Path] = set()
        self._held: dict[Path, Held] = {}
        self._torn: set[GameLog] = set()
        self._unwritten: set[GameLog] = set()
        self._stuck = False
        self._owing = False
        self._loop = asyncio.get_running_loop()
        self._writing: asyncio.TimerHandle | None = None
        self._next_writing = 0.0
        self._ledger = Ledger(saves)
        self._lines = Batches("lines", self._ledger.settle, self._settled)
        self._files = Batches("files", self._store, self._done)

    @property
    def identities(self) -> Identities:
        """Who is who on this host; may be asked for in any thread."""
        users = dict(self._users)
        # Somebody may have come since the copy was made.
        free = max(self._next_user, 1 + max(users.values(), default=0))
        return Identities(users=users, next_user=free, next_game=self._next_game)

    def keep_identity(self, digest: str, user: int) -> None:
        """Remember a digest's user id."""
        self._users[digest] = self._given[digest] = user
        self._next_user = max(self._next_user, user + 1)
        self._store_identities()

    def keep_counters(self, next_user: int, next_game: int) -> None:
        """Remember the next free ids."""
        self._next_user = max(next_user, *(user + 1 for user in self._users.values()), 1)
        self._next_game = next_game
        self._store_identities()

    def open(self, game: int, header: GameHeader) -> None:
        """Begin the log of a game."""
        head = gamelog.line(header)
        path = self._path(header)
        self._hold(path)
        kept = self._logs[game] = GameLog(path, head)
        self._promise(game, kept, journal.entry(kept.name, head))

    @contextlib.contextmanager
    def claiming(self, saved: SavedLog) -> Iterator[None]:
        """Keep a saved game from everybody else; for good where it is reopened meanwhile.

        Raises `GameInUseError`.
        """
        path = self._path(saved.header)
        if path in self._resting:
            raise GameInUseError("this game is just being put to rest", path)
        if not self._hold(path):
            raise GameInUseError("this game is being played by another Magnate", path)
        try:
            yield
        finally:
            if path not in {kept.path for kept in self._logs.values()}:
                self._let_go(path)

    def reopen(self, game: int, saved: SavedLog) -> None:
        """Go on with the log of a saved game that is claimed. Raises `SaveError`."""
        if game not in self._logs:
            self._logs[game] = GameLog.reopen(self._saves, saved)

    def append(self, game: int, record: LogRecord) -> None:
        """Add a record to a game's log."""
        self._add(game, gamelog.line(record))

    def append_note(self, game: int, note: LogNote) -> None:
        """Add a note to a game's log."""
        self._add(game, gamelog.line(note))

    def finish(self, game: int, end: LogEnd | None = None) -> None:
        """Put a game to rest."""
        kept = self._logs.pop(game, None)
        if kept is not None:
            self._unwritten.discard(kept)
            self._resting.add(kept.path)
            self._lines.add(Shut(kept, end))

    async def settled(self) -> None:
        """Wait until everything is durable and in its place."""
        await self._lines.settled()
        self._catch_up()
        await self._files.settled()

    async def close(self) -> None:
        """Put every running game to rest."""
        await self._lines.settled()
        self._end_torn()
        for game in list(self._logs):
            self.finish(game)
        if PEOPLE in self._failing:
            self._store_identities()
        await self.settled()
        self._lines.close()
        self._files.close()
        self._ledger.close()
        for path in list(self._held):
            self._let_go(path)

    def _hold(self, path: Path) -> bool:
        """Take the game of a log for this host; tell whether nobody else has it."""
        if path not in self._held:
            held = locks.take(gamelog.lock_of(path))
            if held is None:
                return False
            self._held[path] = held
        return True

    def _let_go(self, path: Path) -> None:
        if held := self._held.pop(path, None):
            held.release()

    def _path(self, header: GameHeader) -> Path:
        return self._saves / (gamelog.file_name(header) + gamelog.RUNNING)

    def _add(self, game: int, line: bytes) -> None:
        kept = self._logs.get(game)
        if kept is not None:
            kept.add(line)
            self._promise(game, kept, journal.entry(kept.name, line))

    def _promise(self, game: int, kept: GameLog, entry: bytes) -> None:
        self._unwritten.add(kept)
        self._gate.promise(game, self._lines.add(Line(game, kept, entry)))

    def _write_logs(self) -> SaveError | None:
        """Bring the logs up to date; return what the disk refused."""
        refused = None
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None
        self._next_writing = self._loop.time() + RARELY
        for kept in list(self._unwritten):
            try:
                kept.write()
                self._unwritten.discard(kept)
            except SaveError as error:
                refused = error
        self._stuck = refused is not None
        return refused

    def _catch_up(self) -> None:
        """Write what is durable; while there is more to come, the end of that does it."""
        if self._lines.idle and (refused := self._write_logs()):
            self._tell(GAMES, refused)

    def _end_torn(self) -> None:
        """Try again to end what the disk did not let us end; it has all lines in memory."""
        for kept in self._torn:
            self._lines.add(Shut(kept, None))

    def _store_identities(self) -> None:
        self._gate.promise(IDENTITIES, self._files.add(PEOPLE))

    def _settled(self, batch: int, items: Sequence[Item], settled: Settled) -> None:
        """Let out what waited for a batch of lines, and give the logs their due."""
        refused = settled.refused
        full = settled.size > FULL
        self._owing = settled.lost or (self._owing and not settled.turned)
        # No log takes a line before it is durable, unless it has to do so itself.
        may = not self._lines.waiting
        due = may and self._loop.time() >= self._next_writing
        if self._owing or full or self._stuck or due:
            refused = self._write_logs() or refused
        elif may and self._unwritten and self._writing is None:
            self._writing = self._loop.call_at(self._next_writing, self._catch_up)
        self._keep_ends(items, settled.shut)
        if refused is not None or not (self._owing or self._torn):
            self._tell(GAMES, refused)
        games = frozenset(item.game for item in items if isinstance(item, Line))
        waiting: frozenset[int] = frozenset()
        # What the disk refuses is tried again with the next line, not for ever.
        if games - {NOBODY}:
            self._end_torn()
            if (self._owing or full) and not self._stuck:
                waiting = games if settled.lost else frozenset()
                turn = self._lines.add(Turn(tuple(self._logs.values()), waiting))
                for game in waiting:
                    self._gate.promise(game, turn)
            if PEOPLE in self._failing:
                self._store_identities()
        for item in items:
            if isinstance(item, Turn):
                games |= item.games
        for game in games - waiting:
            self._gate.reach(game, batch)

    def _keep_ends(self, items: Sequence[Item], shut: Sequence[GameLog]) -> None:
        """Put to rest what was shut; remember what could not be."""
        self._torn.update(item.log for item in items if isinstance(item, Shut))
        self._torn.difference_update(shut)
        for kept in shut:
            self._lines.add(Line(NOBODY, kept, journal.entry(kept.name, b"")))
            self._files.add(_Rest(kept.path, self._held.pop(kept.path, None)))

    def _done(self, batch: int, items: Sequence[_File], stored: _Stored) -> None:
        """Let out what waited for identities."""
        self._resting.difference_update(item.path for item in items if isinstance(item, _Rest))
        if PEOPLE in items:
            self._tell(PEOPLE, stored.people)
        if stored.games is not None:
            self._tell(GAMES, stored.games)
        self._gate.reach(IDENTITIES, batch)

    def _tell(self, what: str, refused: MagnateError | None) -> None:
        failing = bool(self._failing)
        if refused is not None:
            self._failing.add(what)
        else:
            self._failing.discard(what)
        if refused is not None and not failing:
            log.warning("the game goes on but is not saved now: %s", refused)
            self._stored(False)
        elif failing and not self._failing:
            log.info("games are saved again")
            self._stored(True)

    def _store(self, items: Sequence[_File]) -> _Stored:
        """Write the newest identities and put games to rest, in the thread of the files."""
        people: MagnateError | None = None
        games: MagnateError | None = None
        if PEOPLE in items:
            # Whoever comes meanwhile is written the next time; what was given is known then.
            given = dict(self._given)
            try:
                store_identities(self._data, self.identities, given)
            except SaveError as error:
                people = error
        for item in items:
            if isinstance(item, _Rest):
                try:
                    gamelog.put_to_rest(item.path)
                except MagnateError as error:
                    games = error
                if item.held is not None:
                    item.held.release()
        return _Stored(people, games)
