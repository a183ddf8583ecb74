"""Files that one program has for itself: for as long as it needs them, or for a moment.

The system lets a lock go when its program ends, however it ends, so none is ever stale.
Two places of one program exclude each other as two programs do.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from magnate_app.errors import SaveError
from magnate_app.saves import store

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PATIENCE: Final = 5.0
"""Seconds one waits for somebody who has a file for a moment only."""

_PAUSE: Final = 0.02
_TRIES: Final = 3
_FAR: Final = 1 << 30
_NONE: Final = -1


class Held:
    """The lock file `path`, ours until it is released; then the file is gone again."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle = handle

    def release(self) -> None:
        """Let others have it."""
        if self._handle == _NONE:
            return
        # What is open cannot be removed on Windows; elsewhere nobody may come between.
        if sys.platform != "win32":
            store.discard(self._path)
        _close(self._handle)
        if sys.platform == "win32":
            store.discard(self._path)
        self._handle = _NONE


def take(path: Path) -> Held | None:
    """Take the lock file `path`, None when somebody has it.

    Where no such file can be made it is taken all the same: a disk that refuses stops nobody.
    """
    for attempt in range(_TRIES):
        if attempt:
            # Perhaps somebody only asked, or it was released, and so removed, just now.
            time.sleep(_PAUSE)
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return Held(path, _NONE)
        if lock(handle) and os.fstat(handle).st_nlink:
            return Held(path, handle)
        _close(handle)
    return None


def taken(path: Path) -> bool:
    """Whether somebody has the lock file `path`."""
    if not path.exists():
        return False
    held = take(path)
    if held is None:
        return True
    held.release()
    return False


@contextlib.contextmanager
def guarding(path: Path) -> Iterator[None]:
    """Keep everybody else out for a moment, with the lock file `path`, which stays.

    Raises `SaveError` when somebody else keeps us out for long.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise store.failure(path, error) from error
    try:
        end = time.monotonic() + PATIENCE
        while not lock(handle):
            if time.monotonic() > end:
                raise SaveError("another program keeps it to itself", path)
            time.sleep(_PAUSE)
        yield
    finally:
        _close(handle)


if sys.platform == "win32":

    def lock(handle: int) -> bool:
        """Take a file for this process as long as it is open; tell whether nobody else has it.

        The byte lies behind all that is ever written, so that all can still be read.
        """
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

    def _close(handle: int) -> None:
        with contextlib.suppress(OSError):
            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        with contextlib.suppress(OSError):
            os.close(handle)

else:

    def lock(handle: int) -> bool:
        """Take a file for this process as long as it is open; tell whether nobody else has it."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # Not every file system knows locks; a file that was taken away is noticed.
            return True
        return True

    def _close(handle: int) -> None:
        with contextlib.suppress(OSError):
            os.close(handle)
