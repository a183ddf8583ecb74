"""Reading small files the program can do without.

A broken one is neither used nor destroyed: it is renamed `.broken`, so that the
program starts and the person can still look into it.
"""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from typing import TypeVar

import msgspec

from magnate_app.errors import SaveError
from magnate_app.saves import store
from magnate_app.saves.envelope import Kind, unpack

T = TypeVar("T", bound=msgspec.Struct)

log = logging.getLogger(__name__)


def load_or_set_aside(kind: Kind[T], path: Path) -> T | None:
    """Return the content of `path` or its `.bak`, or None; a broken file is set aside.

    An unreadable one, say for want of rights, stays where it is.
    """
    if not path.exists() and not store.backup(path).exists():
        return None

    def read(content: bytes, where: Path) -> T:
        return unpack(kind, content, where)

    try:
        return store.load(path, read)
    except SaveError as error:
        log.warning("%s; it is not used", error)
        with contextlib.suppress(OSError):
            path.read_bytes()
            path.replace(path.with_name(path.name + ".broken"))
        return None
