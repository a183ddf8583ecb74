"""Which device is which user on this host, for as long as its data folder lives.

Holds digests of tokens, never a token. Bots take their ids from the same counter.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from magnate_app.saves import store
from magnate_app.saves.aside import load_or_set_aside
from magnate_app.saves.envelope import Kind, pack

FILE: Final = "identities.json"


class Identities(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """User ids by digest, and the next free ids."""

    users: dict[str, int] = {}
    next_user: int = 1
    next_game: int = 1

    def __post_init__(self) -> None:
        if self.next_user <= max(self.users.values(), default=0):
            raise ValueError("the next user id is taken")


KIND: Final = Kind("magnate-identities", 1, Identities)


def load_identities(folder: Path) -> Identities:
    """Return the identities kept in `folder`; none when there is no file."""
    return load_or_set_aside(KIND, folder / FILE) or Identities()


def store_identities(folder: Path, identities: Identities) -> None:
    """Keep `identities` in `folder`. Raises `SaveError`."""
    store.write(folder / FILE, pack(KIND, identities))
