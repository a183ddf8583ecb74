"""The table of somebody else this person sat at last, until that game is over.

Enough to find it again after a crash or a restart; holds no secret.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from magnate_app.errors import SaveError
from magnate_app.saves import store
from magnate_app.saves.aside import load_or_set_aside
from magnate_app.saves.envelope import Kind, pack

FILE: Final = "last_table.json"


class LastTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a game runs in which this person has a seat.

    `address` is `IP:port`; `room_code` is None for games of a public queue. `events`
    counts what the person has been told of the game, `at` is when, in seconds.
    """

    address: str
    room_code: str | None
    game: int
    name: str = ""
    host: str = ""
    players: tuple[str, ...] = ()
    round: int = 0
    rounds: int = 0
    events: int = 0
    at: float = 0.0


KIND: Final = Kind("magnate-last-table", 1, LastTable)


def load_last_table(folder: Path) -> LastTable | None:
    """Return the table kept in `folder`, None when there is none to go back to."""
    return load_or_set_aside(KIND, folder / FILE)


def store_last_table(folder: Path, table: LastTable) -> None:
    """Keep `table` in `folder`. Raises `SaveError`."""
    store.write(folder / FILE, pack(KIND, table))


def forget_last_table(folder: Path) -> None:
    """Keep no table any more. Raises `SaveError`."""
    path = folder / FILE
    for part in (store.backup(path), path):
        try:
            part.unlink(missing_ok=True)
        except OSError as error:
            raise SaveError("this file cannot be removed", part) from error
