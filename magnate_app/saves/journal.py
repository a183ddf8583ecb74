"""One file that makes the newest lines of many logs durable together.

The journal of a host takes the lines of all its logs, each with the name of its log before
it, and one `add` makes those of all games durable; it costs no more than for one. The logs
take them when there is time. Only after a crash does a journal know more than a log; `mend`
then puts back what is missing. A journal somebody still writes is locked and left alone.
"""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
from pathlib import Path
from typing import Final

from magnate_app.errors import SaveError
from magnate_app.saves import gamelog, locks, store

SUFFIX: Final = ".journal"

RESERVED: Final = 1024 * 1024
"""Bytes of zeros a new journal begins with.

Lines that replace them change neither the file's size nor where it lies, which halves what
the disk has to do for them.
"""

log = logging.getLogger(__name__)


class Journal:
    """One journal, open for writing; `size` is how many bytes it holds."""

    def __init__(self, folder: Path) -> None:
        """Begin a journal in `folder`. Raises `SaveError`."""
        try:
            self._handle, name = tempfile.mkstemp(dir=folder, suffix=SUFFIX)
        except OSError as error:
            raise store.failure(folder, error) from error
        locks.lock(self._handle)
        self._path = Path(name)
        self._new = True
        self.size = 0
        self._reserve()

    def add(self, entries: bytes) -> None:
        """Take what `entry` wrote, and wait until the disk has it.

        Raises `SaveError`, also when somebody took the file away.
        """
        try:
            if not os.fstat(self._handle).st_nlink:
                raise FileNotFoundError
            store.write_all(self._handle, entries)
        except OSError as error:
            raise store.failure(self._path, error) from error
        self.size += len(entries)
        if self._new:
            self._new = False
            store.sync_folder(self._path.parent)

    def _reserve(self) -> None:
        """Begin with zeros; where the disk has no room for them, lines make their own."""
        try:
            store.write_all(self._handle, bytes(RESERVED))
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._handle, 0)
        with contextlib.suppress(OSError):
            os.lseek(self._handle, 0, os.SEEK_SET)

    def close(self) -> None:
        """Leave the journal to `mend`."""
        with contextlib.suppress(OSError):
            os.close(self._handle)

    def remove(self) -> None:
        """Throw the journal away: the disk has all its logs."""
        self.close()
        store.discard(self._path)


def entry(log: str, line: bytes) -> bytes:
    """Return a line of a log as a journal keeps it; an empty one: that log is at rest."""
    return b"%s\t%s\n" % (log.encode(), line.rstrip(b"\n"))


def mend(folder: Path) -> None:
    """Give the logs in `folder` what only the journals of a host that is gone still hold."""
    with contextlib.ExitStack() as handles:
        gone: dict[Path, float] = {}
        for path in folder.glob(f"*{SUFFIX}"):
            try:
                handle = os.open(path, os.O_RDWR)
            except OSError:
                continue
            handles.callback(os.close, handle)
            if locks.lock(handle):
                gone[path] = os.fstat(handle).st_mtime
        try:
            # One alone may lack the head of a game, or that it is at rest.
            _mend(folder, [store.read(path) for path in sorted(gone, key=gone.__getitem__)])
        except SaveError as error:
            log.warning("a game could not be mended: %s", error)
            return
    for path in gone:
        store.discard(path)


def _mend(folder: Path, journals: list[bytes]) -> None:
    known: dict[bytes, list[bytes]] = {}
    for content in journals:
        # What lies behind a hole was never promised to anybody.
        whole, _, _ = content.partition(b"\0")[0].rpartition(b"\n")
        for text in whole.split(b"\n"):
            name, tab, line = text.partition(b"\t")
            if line:
                known.setdefault(name, []).append(line)
            elif tab:
                known.pop(name, None)
    for name, lines in known.items():
        if path := _log_path(folder, name):
            gamelog.mend(path, lines)


def _log_path(folder: Path, name: bytes) -> Path | None:
    """Return where the log of this name lies; None for what a torn line left of a name."""
    try:
        path = folder / (name.decode() + gamelog.RUNNING)
    except UnicodeDecodeError:
        return None
    return path if path.parent == folder else None
