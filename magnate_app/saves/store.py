"""Files that are either the old ones or the new ones, never something between.

Knows bytes, folders and what may go wrong with them; not what the bytes mean. Every
failure is a `SaveError` with a sentence, and leaves the file as it was.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from magnate_app.errors import SaveError

STALE: Final = 600.0
"""Seconds after which a temporary file belongs to nobody any more."""

T = TypeVar("T")


def write(path: Path, content: bytes) -> None:
    """Put `content` into `path` in one step; what was there stays as `.bak`.

    Only the owner may read the file. Raises `SaveError`.
    """
    try:
        temporary = _temporary(path, content)
    except OSError as error:
        raise failure(path, error) from error
    try:
        _keep_previous(path)
        _replace(temporary, path)
    except OSError as error:
        discard(temporary)
        raise failure(path, error) from error
    sync_folder(path.parent)


def read(path: Path) -> bytes:
    """Return the content of `path`. Raises `SaveError`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise failure(path, error) from error


def load(path: Path, parse: Callable[[bytes, Path], T]) -> T:
    """Return what `parse` makes of `path`, or of its `.bak` when that is broken.

    Raises the `SaveError` of `path` when neither can be read.
    """
    try:
        return parse(read(path), path)
    except SaveError:
        previous = backup(path)
        with contextlib.suppress(SaveError):
            return parse(read(previous), previous)
        raise


def backup(path: Path) -> Path:
    """Return where the previous content of `path` is kept."""
    return path.with_name(path.name + ".bak")


def sweep(folder: Path, now: float | None = None) -> None:
    """Remove temporary files a crash left behind."""
    now = time.time() if now is None else now
    with contextlib.suppress(OSError):
        for entry in folder.glob(".*.tmp"):
            if now - entry.stat().st_mtime > STALE:
                entry.unlink(missing_ok=True)


def discard(path: Path) -> None:
    """Remove a file nobody needs; where that fails it stays."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make new names in `folder` durable where the system can do that."""
    if not _POSIX:
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_whole(handle: int, content: bytes) -> None:
    """Write every byte of `content` to an open file."""
    rest = memoryview(content)[os.write(handle, content) :]
    while rest:
        rest = rest[os.write(handle, rest) :]


def write_all(handle: int, content: bytes) -> None:
    """Write every byte of `content` to an open file and make it durable."""
    write_whole(handle, content)
    sync(handle)


def sync(handle: int) -> None:
    """Wait until the disk has the content of an open file."""
    if sys.platform == "linux":
        # When a file was changed last is not worth half the time.
        os.fdatasync(handle)
    else:
        os.fsync(handle)


def failure(path: Path, error: OSError) -> SaveError:
    """Return the error that tells a person what `error` means."""
    known = _SENTENCES.get(error.errno or 0)
    return SaveError(known or f"the system says: {error.strerror or error}", path)


_SENTENCES: Final = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT if hasattr(errno, "EDQUOT") else -1: "your share of the disk is full",
    errno.EACCES: "access is denied",
    errno.EPERM: "access is denied",
    errno.EROFS: "the disk can only be read",
    errno.ENOENT: "there is no such file",
    errno.EISDIR: "this is a folder, not a file",
    errno.ENOTDIR: "this folder does not exist",
    errno.ENAMETOOLONG: "the name is too long",
}

_POSIX: Final = os.name == "posix"

_TRIES: Final = 10
_PAUSE: Final = 0.1


def _temporary(path: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".tmp")
    temporary = Path(name)
    try:
        try:
            write_all(handle, content)
        finally:
            os.close(handle)
    except OSError:
        discard(temporary)
        raise
    return temporary


def _keep_previous(path: Path) -> None:
    """Name the present content `.bak` too; `path` itself is there at every moment."""
    if not path.exists():
        return
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".tmp")
    os.close(handle)
    copy = Path(name)
    try:
        copy.unlink()
        try:
            os.link(path, copy)
        except OSError:
            # Not every file system knows hard links.
            shutil.copyfile(path, copy)
        _replace(copy, backup(path))
    finally:
        discard(copy)


def _replace(source: Path, target: Path) -> None:
    """Rename over `target`; on Windows a virus scanner may hold it for a moment."""
    for _ in range(_TRIES - 1):
        try:
            source.replace(target)
        except PermissionError:
            time.sleep(_PAUSE)
        else:
            return
    source.replace(target)
