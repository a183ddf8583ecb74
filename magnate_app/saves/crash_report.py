"""A report of a crash, in a file of its own: what somebody needs who mends it.

Holds the version, the system, the error, the end of the program's log and the last actions
of the newest game; neither secrets nor the name of the person's folder.
"""

from __future__ import annotations

import platform
import re
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from magnate_app.errors import SaveError
from magnate_app.saves import gamelog, store

LOG_LINES: Final = 60
GAME_ACTIONS: Final = 20
KEPT: Final = 10
"""Reports a folder keeps; older ones go."""

_DIGEST: Final = re.compile(r"[0-9a-fA-F]{32,}")
"""Digests and keys, whosever they are."""


class Place(NamedTuple):
    """Where a report goes, and what it is made from."""

    folder: Path
    log: Path
    saves: Path


def write_report(
    place: Place, error: BaseException, versions: Mapping[str, str], token: str
) -> tuple[Path, str]:
    """Write a report; return its path and its text, which does not hold `token`.

    Raises `SaveError`.
    """
    text = compose(error, versions, _tail(place.log, LOG_LINES), _game(place.saves))
    text = anonymous(text, token)
    path = place.folder / time.strftime("crash-%Y%m%d-%H%M%S.txt")
    try:
        path.write_text(text, "utf-8")
        for old in sorted(place.folder.glob("crash-*.txt"))[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError as refused:
        raise store.failure(path, refused) from refused
    return path, text


def compose(
    error: BaseException, versions: Mapping[str, str], log: list[str], game: list[str]
) -> str:
    """Return the text of a report."""
    lines = [
        *(f"{name}: {value}" for name, value in versions.items()),
        f"System: {platform.platform()}",
        f"Python: {platform.python_version()}",
        "",
        *"".join(traceback.format_exception(error)).splitlines(),
        "",
        "The end of the program's log:",
        *(log or ["(empty)"]),
        "",
        "The last actions of the newest game:",
        *(game or ["(none)"]),
        "",
    ]
    return "\n".join(lines)


def anonymous(text: str, token: str) -> str:
    """Return the text without secrets and without the person's folder."""
    home = str(Path.home())
    if len(home) > 1:
        text = text.replace(home, "~")
    return _DIGEST.sub("…", text.replace(token, "…"))


def _game(saves: Path) -> list[str]:
    """Return the last actions of the newest game; not its header, which tells who plays."""
    try:
        games = [*saves.glob(f"*{gamelog.RUNNING}"), *saves.glob(f"*{gamelog.RESTING}")]
        newest = max(games, key=lambda path: path.stat().st_mtime, default=None)
        records = gamelog.read_game(newest).records if newest is not None else ()
    except (OSError, SaveError):
        return []
    return [msgspec.json.encode(record).decode() for record in records[-GAME_ACTIONS:]]


def _tail(path: Path, count: int) -> list[str]:
    try:
        return path.read_text("utf-8", "replace").splitlines()[-count:]
    except OSError:
        return []
