"""Whether there is a newer Magnate: asked at most once a day, and only when allowed.

Says nothing about this computer but that somebody asked. Every failure is silent: the
next try is tomorrow. Who may ask and when is for `app` to know.
"""

from __future__ import annotations

import contextlib
import logging
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from magnate_app.errors import SaveError
from magnate_app.saves import store

ADDRESS: Final = ""
"""Where the publisher tells the newest version; empty means nobody is asked anywhere."""

FILE: Final = "updates.json"
DAY: Final = 86_400.0
TIMEOUT: Final = 8.0
LARGEST: Final = 1_000_000

log = logging.getLogger(__name__)


class Answer(msgspec.Struct, frozen=True):
    """What the address answers: our own file, or a release page's description of the last one."""

    version: str = ""
    tag_name: str = ""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What the last question brought; kept in the data folder."""

    asked_at: float = 0.0
    newest: str = ""


class Updates:
    """Asks in a thread of its own; `newer` never waits."""

    def __init__(self, folder: Path, version: str, clock: Callable[[], float] = time.time) -> None:
        self._file = folder / FILE
        self._version = version
        self._clock = clock
        self._known = _read(self._file)
        self._asking: threading.Thread | None = None

    def newer(self, address: str) -> str:
        """Return the newer version there is, or nothing; ask if the last answer is a day old."""
        if not address.startswith(("https://", "http://")):
            return ""
        now = self._clock()
        if not 0 <= now - self._known.asked_at < DAY:
            self._known = Known(asked_at=now, newest=self._known.newest)
            self._asking = threading.Thread(
                target=self._ask, args=(address, now), name="magnate-updates", daemon=True
            )
            self._asking.start()
        return self._known.newest if is_newer(self._known.newest, self._version) else ""

    def wait(self) -> None:
        """Wait for the answer that is under way."""
        if self._asking is not None:
            self._asking.join()

    def _ask(self, address: str, now: float) -> None:
        newest = ask(address) or self._known.newest
        self._known = Known(asked_at=now, newest=newest)
        with contextlib.suppress(SaveError):
            store.write(self._file, msgspec.json.encode(self._known))


def ask(address: str) -> str:
    """Return the version an address tells, or nothing."""
    request = urllib.request.Request(address, headers={"User-Agent": "magnate"})  # noqa: S310 - http(s) only
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
            answer = msgspec.json.decode(response.read(LARGEST), type=Answer)
    except (OSError, ValueError, RecursionError) as error:
        log.info("no answer about newer versions: %s", error)
        return ""
    version = answer.version or answer.tag_name.removeprefix("v")
    return version if _numbers(version) is not None else ""


def is_newer(version: str, than: str) -> bool:
    """Whether one version comes after another; nonsense never does."""
    one, other = _numbers(version), _numbers(than)
    return one is not None and other is not None and one > other


def _numbers(version: str) -> tuple[int, int, int] | None:
    found = re.fullmatch(r"(\d{1,4})\.(\d{1,4})\.(\d{1,4})", version, re.ASCII)
    return (int(found[1]), int(found[2]), int(found[3])) if found is not None else None


def _read(path: Path) -> Known:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Known)
    except (OSError, msgspec.MsgspecError):
        return Known()
