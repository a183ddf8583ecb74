"""One window per person: a later start hands its link or save to the one that runs.

The running program listens on this computer only and writes down, for its person alone,
where and with which secret. `hand_over` knocks there. Knows nothing of what is handed
over; `app` reads it with `Doorbell.taken`.
"""

from __future__ import annotations

import contextlib
import hmac
import logging
import secrets
import socket
import threading
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final

import msgspec

from magnate_app.errors import SaveError
from magnate_app.net.addresses import LOOPBACK
from magnate_app.saves import store

FILE: Final = "running.json"
PATIENCE: Final = 2.0
"""Seconds a knock may take before the caller starts a program of its own."""

_LONGEST: Final = 8192
_ANSWER: Final = b"ok\n"

log = logging.getLogger(__name__)


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """Where the running program listens, and what one must know to be heard."""

    port: int
    secret: str


class Knock(msgspec.Struct, frozen=True, kw_only=True):
    """What a later start says."""

    secret: str
    target: str


class Doorbell:
    """Listens, in a thread of its own, for later starts of the program."""

    def __init__(self, folder: Path) -> None:
        """Listen, and say so in `folder`. Raises `SaveError` or `OSError`."""
        self._file = folder / FILE
        self._targets: SimpleQueue[str] = SimpleQueue()
        self._closing = threading.Event()
        self._socket = socket.create_server((LOOPBACK, 0))
        self._door = Door(port=self._socket.getsockname()[1], secret=secrets.token_hex(16))
        try:
            store.write(self._file, msgspec.json.encode(self._door))
        except SaveError:
            self._socket.close()
            raise
        self._thread = threading.Thread(target=self._listen, name="magnate-door", daemon=True)
        self._thread.start()

    def taken(self) -> list[str]:
        """Return what was handed over since the last call, in order."""
        found = []
        with contextlib.suppress(Empty):
            while True:
                found.append(self._targets.get_nowait())
        return found

    def close(self) -> None:
        """Listen no more, and take the note away unless a newer program wrote it."""
        self._closing.set()
        with contextlib.suppress(OSError):
            socket.create_connection((LOOPBACK, self._door.port), PATIENCE).close()
        self._thread.join()
        self._socket.close()
        if _read(self._file) == self._door:
            with contextlib.suppress(OSError):
                self._file.unlink()
                store.backup(self._file).unlink(missing_ok=True)

    def _listen(self) -> None:
        while not self._closing.is_set():
            try:
                knocking, _ = self._socket.accept()
            except OSError as error:
                log.warning("later starts are no longer heard: %s", error)
                return
            with knocking, contextlib.suppress(OSError):
                knocking.settimeout(PATIENCE)
                self._hear(knocking)

    def _hear(self, knocking: socket.socket) -> None:
        text = _line(knocking)
        try:
            knock = msgspec.json.decode(text, type=Knock)
        except (msgspec.MsgspecError, RecursionError):
            return
        if hmac.compare_digest(knock.secret.encode(), self._door.secret.encode()):
            self._targets.put(knock.target)
            knocking.sendall(_ANSWER)


def hand_over(folder: Path, target: str) -> bool:
    """Give `target` to the program that runs on `folder`; False when none answers."""
    door = _read(folder / FILE)
    if door is None:
        return False
    knock = Knock(secret=door.secret, target=target)
    try:
        with socket.create_connection((LOOPBACK, door.port), PATIENCE) as running:
            running.settimeout(PATIENCE)
            running.sendall(msgspec.json.encode(knock) + b"\n")
            return _line(running) == _ANSWER
    except OSError:
        return False


def _read(path: Path) -> Door | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Door)
    except (OSError, msgspec.MsgspecError):
        return None


def _line(source: socket.socket) -> bytes:
    """Read to the end of the line, of the connection, or of what we are willing to read."""
    text = b""
    while not text.endswith(b"\n") and len(text) < _LONGEST:
        part = source.recv(_LONGEST)
        if not part:
            break
        text += part
    return text
