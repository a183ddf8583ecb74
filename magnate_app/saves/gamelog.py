"""The log of a game: one JSON line per accepted action while it runs, one file at rest.

`<name>.jsonl` begins with the envelope and the header, then takes records of actions and
notes of what happened to the table, each durable before anybody sees it. A line torn by a
crash is as if it had never been. When the game is put to rest, `<name>.magnate.json`
takes its place.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from magnate_app.errors import SaveError
from magnate_app.protocol.gamelog import GameHeader, LogEnd, LogNote, LogRecord, SavedLog
from magnate_app.saves import migrations, store
from magnate_app.saves.envelope import Kind, pack, parse, unpack, unpack_document
from magnate_app.saves.migrations import Document, Json
from magnate_app.saves.summary import Summary, summarize

RUNNING: Final = ".jsonl"
RESTING: Final = ".magnate.json"
VERSION: Final = 2
"""2 brought notes."""


class Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """First line of a log."""

    header: GameHeader


class Rest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file at rest: a whole log, and how far the game had come, for the list of games."""

    header: GameHeader
    records: tuple[LogRecord, ...] = ()
    notes: tuple[LogNote, ...] = ()
    end: LogEnd | None = None
    summary: Summary | None = None

    @property
    def saved(self) -> SavedLog:
        """The log itself."""
        return SavedLog(header=self.header, records=self.records, notes=self.notes, end=self.end)


GAME: Final = Kind("magnate-save", VERSION, Rest, migrations.GAME)
HEAD: Final = Kind("magnate-save", VERSION, Head, migrations.GAME)


class GameLog:
    """The open log of one running game.

    What could not be written is kept and tried again with the next record, so that a
    disk that is full for a while leaves no gap.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._handle = os.open(path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
            self._durable = os.fstat(self._handle).st_size
        except OSError as error:
            raise store.failure(path, error) from error
        self._pending = b""
        self._mended = b""
        self._open = True

    @classmethod
    def create(cls, folder: Path, header: GameHeader) -> GameLog:
        """Begin the log of a new game, or of one reopened with this very header."""
        return cls.reopen(folder, SavedLog(header=header))

    @classmethod
    def reopen(cls, folder: Path, saved: SavedLog) -> GameLog:
        """Go on with the log of a game that was put to rest or interrupted."""
        path = folder / (file_name(saved.header) + RUNNING)
        head = pack(HEAD, Head(header=saved.header), indent=0) + b"\n"
        store.write(path, head + b"".join(_lines(saved)))
        store.backup(path).unlink(missing_ok=True)
        return cls(path)

    @property
    def path(self) -> Path:
        """Where the log is."""
        return self._path

    def append(self, record: LogRecord) -> None:
        """Add `record` durably.

        Raises `SaveError` when the disk refuses; the record is then kept in memory
        and goes out with the next one.
        """
        self._pending += _encode("record", record)
        self._write()

    def append_note(self, note: LogNote) -> None:
        """Add `note` durably; raises as `append` does."""
        self._pending += _encode("note", note)
        self._write()

    def close(self, end: LogEnd | None = None) -> Path:
        """Put the game to rest, over with `end` or to be continued; return its file.

        Raises `SaveError` when there is no room for it; the log is then kept.
        """
        if not self._open:
            return self._path
        try:
            if end is not None:
                self._pending += _encode("end", end)
            self._write()
        finally:
            self._open = False
            os.close(self._handle)
        return put_to_rest(self._path)

    def _write(self) -> None:
        try:
            store.write_all(self._handle, self._mended + self._pending)
        except OSError as error:
            self._take_back()
            raise store.failure(self._path, error) from error
        self._durable += len(self._mended) + len(self._pending)
        self._mended = self._pending = b""

    def _take_back(self) -> None:
        """Cut off what was written half; where that fails too, begin a new line."""
        try:
            os.ftruncate(self._handle, self._durable)
        except OSError:
            self._mended = b"\n"


def file_name(header: GameHeader) -> str:
    """Return the name, without suffix, under which a game is kept."""
    started = datetime.fromtimestamp(header.started_at / 1000, UTC)
    return f"{started:%Y-%m-%d-%H%M%S}-{header.game}"


def read_game(path: Path) -> SavedLog:
    """Return a saved game from its log or its file at rest. Raises `SaveError`."""
    return read_rest(path).saved


def read_rest(path: Path) -> Rest:
    """Return a saved game as a file at rest has it; a log has no summary."""
    if path.name.endswith(RUNNING):
        return parse_log(store.read(path), path)
    return store.load(path, parse_rest)


def parse_rest(content: bytes, path: Path) -> Rest:
    """Return the content of a file at rest. Raises `SaveError`."""
    rest = unpack(GAME, content, path)
    _require_gapless(rest.records, path)
    return rest


def parse_log(content: bytes, path: Path) -> Rest:
    """Return the game of a log, without what a crash tore off. Raises `SaveError`.

    Lines that say nothing, and lines said twice because a disk refused the first time,
    are left out; an action that is missing between others is a fault.
    """
    first, *lines = content.split(b"\n")
    document = parse(first, path)
    records: list[Json] = []
    notes: list[Json] = []
    for text in dict.fromkeys(lines[:-1]):
        line = _decode(text)
        if line is None:
            continue
        if "end" in document:
            raise SaveError("this file is damaged: something follows its end", path)
        if "end" in line:
            document["end"] = line["end"]
        elif "note" in line:
            notes.append(line["note"])
        else:
            records.append(line["record"])
    document["records"] = records
    if notes:
        document["notes"] = notes
    rest = unpack_document(GAME, document, path)
    _require_gapless(rest.records, path)
    return rest


def put_to_rest(path: Path) -> Path:
    """Turn a log nobody writes any more into a file at rest, and return that.

    Raises `SaveError`; the log is then still there.
    """
    content = read_rest(path)
    summary = summarize(content.saved)
    rest = resting(path)
    store.write(rest, pack(GAME, msgspec.structs.replace(content, summary=summary)))
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise store.failure(path, error) from error
    store.sync_folder(path.parent)
    return rest


def resting(path: Path) -> Path:
    """Return where the game of `path` lies when at rest."""
    return path.with_name(stem(path) + RESTING)


def stem(path: Path) -> str:
    """Return the name of a game's file without its suffix."""
    return path.name.removesuffix(RUNNING).removesuffix(RESTING)


def _lines(saved: SavedLog) -> Iterator[bytes]:
    """Return the lines of a log that is begun anew; notes follow the action they came after."""
    notes = deque(saved.notes)
    for record in saved.records:
        while notes and notes[0].seq < record.seq:
            yield _encode("note", notes.popleft())
        yield _encode("record", record)
    for note in notes:
        yield _encode("note", note)


def _encode(key: str, value: LogRecord | LogNote | LogEnd) -> bytes:
    return msgspec.json.encode({key: value}) + b"\n"


_KINDS: Final = ({"record"}, {"note"}, {"end"})


def _decode(text: bytes) -> Document | None:
    """Return a line that is a record, a note or the end, None for a torn one."""
    try:
        line = msgspec.json.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if not isinstance(line, dict) or set(line) not in _KINDS:
        return None
    return line


def _require_gapless(records: tuple[LogRecord, ...], path: Path) -> None:
    for number, record in enumerate(records):
        if record.seq != number + 1:
            raise SaveError(f"this file lacks the action after {number}", path)
