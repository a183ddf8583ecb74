"""The log of a game: one JSON line per accepted action while it runs, one file at rest.

`<name>.jsonl` begins with the envelope and the header, then takes records of actions and
notes of what happened to the table, each durable before anybody sees it. A line torn by a
crash is as if it had never been. When the game is put to rest, `<name>.magnate.json`
takes its place.
"""

from __future__ import annotations

import contextlib
import math
import os
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from magnate_app.errors import SaveError
from magnate_app.protocol.gamelog import GameHeader, LogEnd, LogNote, LogRecord, SavedLog
from magnate_app.saves import locks, migrations, store
from magnate_app.saves.envelope import Kind, pack, parse, unpack, unpack_document
from magnate_app.saves.migrations import Document, Json
from magnate_app.saves.summary import Summary, summarize

RUNNING: Final = ".jsonl"
RESTING: Final = ".magnate.json"
LOCK: Final = ".lock"
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


class _Numbers(msgspec.Struct, frozen=True):
    """Where a line of a log belongs."""

    seq: int
    number: int = 0


class GameLog:
    """The log of one running game, open for writing.

    What could not be written is kept and tried again with the next line, so that a disk
    that is full for a while leaves no gap. A line is on the disk after `sync` or `shut`.
    """

    def __init__(self, path: Path, head: bytes = b"") -> None:
        """Write on at the end of `path`; with a head it is a new file, made by `write`."""
        self._path = path
        self.name = stem(path)
        """The name of its game's file, without suffix."""
        self._mode = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)
        if head:
            self._mode |= os.O_CREAT | os.O_EXCL
        self._handle: int | None = None
        self._size = 0
        self._pending = bytearray(head)
        self._mended = b""
        self._open = True

    @classmethod
    def reopen(cls, folder: Path, saved: SavedLog) -> GameLog:
        """Go on with the log of a game that was put to rest or interrupted.

        All of it is on the disk then. Raises `SaveError`.
        """
        path = folder / (file_name(saved.header) + RUNNING)
        store.write(path, line(saved.header) + b"".join(_lines(saved)))
        store.discard(store.backup(path))
        log = cls(path)
        log.write()
        return log

    @property
    def path(self) -> Path:
        """Where the log is."""
        return self._path

    def add(self, text: bytes) -> None:
        """Let a line go out with the next `write`."""
        self._pending += text

    def write(self, text: bytes = b"") -> None:
        """Hand a line to the system, and what it refused before.

        Raises `SaveError` when it refuses; the line then goes out with the next one.
        """
        self.add(text)
        if not self._pending and self._handle is not None:
            return
        try:
            if self._handle is None:
                self._handle = os.open(self._path, self._mode, 0o600)
                self._mode &= ~(os.O_CREAT | os.O_EXCL)
                self._size = os.fstat(self._handle).st_size
            store.write_whole(self._handle, self._mended + self._pending)
        except OSError as error:
            self._take_back()
            raise store.failure(self._path, error) from error
        self._size += len(self._mended) + len(self._pending)
        self._mended = b""
        self._pending.clear()

    def sync(self) -> None:
        """Wait until the disk has what was written. Raises `SaveError`."""
        if self._handle is not None:
            try:
                store.sync(self._handle)
            except OSError as error:
                raise store.failure(self._path, error) from error

    def shut(self, end: LogEnd | None = None) -> None:
        """Write the end, if the game has one, for good; the second time nothing happens.

        Raises `SaveError`; the log is then as far as it came, and `shut` without an end
        tries again.
        """
        if not self._open:
            return
        try:
            self.write(b"" if end is None else line(end))
            self.sync()
            self._open = False
        finally:
            handle, self._handle = self._handle, None
            if handle is not None:
                # What it complains of now has been told by `sync`.
                with contextlib.suppress(OSError):
                    os.close(handle)

    def _take_back(self) -> None:
        """Cut off what was written half; where that fails too, begin a new line."""
        if self._handle is not None:
            try:
                os.ftruncate(self._handle, self._size)
            except OSError:
                self._mended = b"\n"


def file_name(header: GameHeader) -> str:
    """Return the name, without suffix, under which a game is kept."""
    started = datetime.fromtimestamp(header.started_at / 1000, UTC)
    return f"{started:%Y-%m-%d-%H%M%S}-{header.game}"


def line(value: GameHeader | LogRecord | LogNote | LogEnd) -> bytes:
    """Return one line of a log; the header's is its first."""
    if isinstance(value, GameHeader):
        return pack(HEAD, Head(header=value), indent=0) + b"\n"
    return msgspec.json.encode({_KEYS[type(value)]: value}) + b"\n"


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


def mend(path: Path, newest: list[bytes]) -> None:
    """Complete the log at `path`, which may lack any of its newest lines.

    A game at rest needs nothing. Raises `SaveError`.
    """
    there = path.exists()
    if not there and resting(path).exists():
        return
    old = store.read(path).split(b"\n") if there else []
    heads = [text for text in (*old, *newest) if _is_head(text)]
    if not heads:
        return
    places = {text: _place(text) for text in (*old, *newest)}
    lines = sorted((text for text in places if places[text]), key=lambda text: places[text])
    content = b"".join(text + b"\n" for text in (heads[0], *lines))
    if not there or content != b"\n".join(old):
        store.write(path, content)
        store.discard(store.backup(path))


def resting(path: Path) -> Path:
    """Return where the game of `path` lies when at rest."""
    return path.with_name(stem(path) + RESTING)


def present(path: Path) -> Path:
    """Return where the game of `path` lies now; it may have been put to rest meanwhile."""
    return path if path.exists() else resting(path)


def lock_of(path: Path) -> Path:
    """Return the lock file of whoever plays the game of `path`."""
    return path.with_name(stem(path) + LOCK)


def in_use(path: Path) -> bool:
    """Whether the game of `path` is being played, by whatever program."""
    return locks.taken(lock_of(path))


def stem(path: Path) -> str:
    """Return the name of a game's file without its suffix."""
    return path.name.removesuffix(RUNNING).removesuffix(RESTING)


def _lines(saved: SavedLog) -> Iterator[bytes]:
    """Return the lines of a log that is begun anew; notes follow the action they came after."""
    notes = deque(saved.notes)
    for record in saved.records:
        while notes and notes[0].seq < record.seq:
            yield line(notes.popleft())
        yield line(record)
    for note in notes:
        yield line(note)


_KINDS: Final = ({"record"}, {"note"}, {"end"})


_KEYS: Final = {LogRecord: "record", LogNote: "note", LogEnd: "end"}


def _is_head(text: bytes) -> bool:
    try:
        return "header" in msgspec.json.decode(text, type=dict)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False


def _place(text: bytes) -> tuple[float, ...]:
    """Return what sorts the lines of a log; nothing for what is no line, or torn."""
    line = _decode(text)
    if line is None:
        return ()
    if "end" in line:
        return (math.inf,)
    ((kind, said),) = line.items()
    try:
        numbers = msgspec.convert(said, _Numbers)
    except msgspec.ValidationError:
        return ()
    # Notes come behind the action they were made after.
    return (numbers.seq, kind == "note", numbers.number)


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
