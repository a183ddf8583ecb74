"""Where a host keeps what must outlive it: the logs of its games, its identities.

Lines go to their logs and to a journal at once, and become durable together in a thread
(`saves.journal`); until then the gate keeps back what shows them. Whole files are written
in a second thread. A disk that refuses does not stop a game: it is told once, and tried
again with the next line.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from magnate_app.errors import MagnateError, SaveError
from magnate_app.net.batches import Batches
from magnate_app.net.gate import Gate
from magnate_app.protocol.gamelog import GameHeader, LogEnd, LogNote, LogRecord, SavedLog
from magnate_app.saves import gamelog, journal, store
from magnate_app.saves.gamelog import GameLog
from magnate_app.saves.identities import Identities, load_identities, store_identities
from magnate_app.saves.journal import Journal
from magnate_app.server.commands import IDENTITIES

GAMES, PEOPLE = "games", "people"
"""What may fail to be kept."""

FULL: Final = 1024 * 1024
"""Bytes after which the disk has to take the logs themselves, and a new journal begins."""

log = logging.getLogger(__name__)


class _Line(msgspec.Struct, frozen=True):
    """A line that was written; without a journal the log itself must be synced."""

    game: int
    log: GameLog
    journal: Journal | None


class _Shut(msgspec.Struct, frozen=True):
    """A log to be ended."""

    log: GameLog
    end: LogEnd | None


class _Turn(msgspec.Struct, frozen=True):
    """Journals nobody needs any more once all open logs are synced."""

    journals: tuple[Journal, ...]
    logs: tuple[GameLog, ...]


_Item = _Line | _Shut | _Turn
_File = Identities | Path


class _Settled(msgspec.Struct, frozen=True):
    """What became of a batch: what the disk refused, journals that failed, logs shut."""

    refused: SaveError | None
    failed: tuple[Journal, ...]
    shut: tuple[GameLog, ...]


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
        self._refused: SaveError | None = None
        store.sweep(data)
        store.sweep(saves)
        journal.mend(saves)
        known = load_identities(data)
        self._users = dict(known.users)
        self._next_user = known.next_user
        self._next_game = known.next_game
        self._logs: dict[int, GameLog] = {}
        self._resting: set[Path] = set()
        self._torn = False
        self._journal: Journal | None = None
        self._old_journals: list[Journal] = []
        self._lines = Batches("lines", _settle, self._settled)
        self._files = Batches("files", self._store, self._done)

    @property
    def identities(self) -> Identities:
        """Who is who on this host."""
        return Identities(
            users=dict(self._users), next_user=self._next_user, next_game=self._next_game
        )

    def keep_identity(self, digest: str, user: int) -> None:
        """Remember a digest's user id."""
        self._users[digest] = user
        self._next_user = max(self._next_user, user + 1)
        self._store_identities()

    def keep_counters(self, next_user: int, next_game: int) -> None:
        """Remember the next free ids."""
        self._next_user = max(next_user, *(user + 1 for user in self._users.values()), 1)
        self._next_game = next_game
        self._store_identities()

    def open(self, game: int, header: GameHeader) -> None:
        """Begin the log of a game."""
        path, head = self._path(header), gamelog.line(header)
        self._logs[game] = GameLog(path, head)
        self._write(game, b"", head)

    def reopen(self, game: int, saved: SavedLog) -> None:
        """Go on with the log of a saved game. Raises `SaveError`."""
        if game not in self._logs:
            path = self._path(saved.header)
            if path in self._resting:
                raise SaveError("this game is just being put to rest", path)
            self._logs[game] = GameLog.reopen(self._saves, saved)

    def append(self, game: int, record: LogRecord) -> None:
        """Add a record to a game's log."""
        line = gamelog.line(record)
        self._write(game, line, line)

    def append_note(self, game: int, note: LogNote) -> None:
        """Add a note to a game's log."""
        line = gamelog.line(note)
        self._write(game, line, line)

    def finish(self, game: int, end: LogEnd | None = None) -> None:
        """Put a game to rest."""
        kept = self._logs.pop(game, None)
        if kept is not None:
            self._resting.add(kept.path)
            self._lines.add(_Shut(kept, end))

    async def settled(self) -> None:
        """Wait until everything is durable and in its place."""
        await self._lines.settled()
        await self._files.settled()

    async def close(self) -> None:
        """Put every running game to rest."""
        for game in list(self._logs):
            self.finish(game)
        if PEOPLE in self._failing:
            self._store_identities()
        await self.settled()
        self._lines.close()
        self._files.close()
        self._set_aside(self._journal)
        for old in self._old_journals:
            if self._torn:
                old.close()
            else:
                old.remove()
        self._old_journals.clear()

    def _path(self, header: GameHeader) -> Path:
        return self._saves / (gamelog.file_name(header) + gamelog.RUNNING)

    def _write(self, game: int, text: bytes, line: bytes) -> None:
        kept = self._logs.get(game)
        if kept is None:
            return
        try:
            kept.write(text)
        except SaveError as error:
            self._refused = error
        item = _Line(game, kept, self._note(kept, line))
        self._gate.promise(game, self._lines.add(item))

    def _note(self, kept: GameLog, line: bytes) -> Journal | None:
        """Write a line into the journal; return that, None when the disk refuses."""
        try:
            if self._journal is None:
                self._journal = Journal(self._saves)
            self._journal.write(kept.name, line)
        except SaveError:
            self._set_aside(self._journal)
        return self._journal

    def _set_aside(self, failed: Journal | None) -> None:
        """Write no more into a journal; keep it while logs may need what it holds."""
        if failed is self._journal:
            self._journal = None
        if failed is not None and failed.size and failed not in self._old_journals:
            self._old_journals.append(failed)
        elif failed is not None and not failed.size:
            failed.remove()

    def _store_identities(self) -> None:
        self._gate.promise(IDENTITIES, self._files.add(self.identities))

    def _settled(self, batch: int, items: Sequence[_Item], settled: _Settled) -> None:
        """Let out what waited for a batch of lines, and begin a new journal in time."""
        self._tell(GAMES, self._refused or settled.refused)
        self._refused = None
        for game in {item.game for item in items if isinstance(item, _Line)}:
            self._gate.reach(game, batch)
        if PEOPLE in self._failing:
            self._store_identities()
        for failed in settled.failed:
            self._set_aside(failed)
        for item in items:
            if isinstance(item, _Shut) and item.log not in settled.shut:
                self._torn = True
                self._resting.discard(item.log.path)
        for kept in settled.shut:
            self._note(kept, b"")
            self._files.add(kept.path)
        if self._journal is not None and self._journal.size > FULL:
            self._set_aside(self._journal)
            journals, self._old_journals = tuple(self._old_journals), []
            self._lines.add(_Turn(journals, tuple(self._logs.values())))

    def _done(self, batch: int, items: Sequence[_File], stored: _Stored) -> None:
        """Let out what waited for identities."""
        self._resting.difference_update(item for item in items if isinstance(item, Path))
        if any(isinstance(item, Identities) for item in items):
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
        if known := [item for item in items if isinstance(item, Identities)]:
            try:
                store_identities(self._data, known[-1])
            except SaveError as error:
                people = error
        for path in items:
            if isinstance(path, Path):
                try:
                    gamelog.put_to_rest(path)
                except MagnateError as error:
                    games = error
        return _Stored(people, games)


def _settle(items: Sequence[_Item]) -> _Settled:
    """Make a batch durable, in the thread of the lines: the journal, or the logs themselves."""
    refused: SaveError | None = None
    failed: list[Journal] = []
    shut: list[GameLog] = []
    lines = [item for item in items if isinstance(item, _Line)]
    for noted in {line.journal for line in lines}:
        if noted is not None:
            try:
                noted.sync()
            except SaveError:
                failed.append(noted)
            else:
                continue
        refused = _sync({line.log for line in lines if line.journal is noted}) or refused
    for item in items:
        if isinstance(item, _Shut):
            try:
                item.log.shut(item.end)
                shut.append(item.log)
            except SaveError as error:
                refused = error
        elif isinstance(item, _Turn):
            unsynced = _sync(item.logs)
            refused = refused or unsynced
            for old in item.journals:
                if unsynced is None:
                    old.remove()
                else:
                    failed.append(old)
    return _Settled(refused, tuple(failed), tuple(shut))


def _sync(logs: Iterable[GameLog]) -> SaveError | None:
    """Wait until the disk has all these logs; return what it refused."""
    refused = None
    for kept in logs:
        try:
            kept.sync()
        except SaveError as error:
            refused = error
    return refused
