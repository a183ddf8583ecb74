"""Which device is which user on this host, for as long as its data folder lives.

Holds digests of tokens, never a token. Bots take their ids from the same counter. Several
programs may host on one data folder, and each adds what it has given to what lies there.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from magnate_app.saves import locks, store
from magnate_app.saves.aside import load_or_set_aside
from magnate_app.saves.envelope import Kind, pack

FILE: Final = "identities.json"
LOCK: Final = "identities.lock"


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


def store_identities(folder: Path, identities: Identities, given: Mapping[str, int]) -> None:
    """Add the ids in `given`, which are part of `identities`, to what lies in `folder`.

    An id that another program has given away there meanwhile becomes another one on the
    disk. Where nothing lies there all `identities` are kept. Raises `SaveError`.
    """
    with locks.guarding(folder / LOCK):
        there = load_or_set_aside(KIND, folder / FILE)
        if there is not None:
            identities = _merged(there, identities, given)
        store.write(folder / FILE, pack(KIND, identities))


def _merged(there: Identities, ours: Identities, given: Mapping[str, int]) -> Identities:
    users = {digest: user for digest, user in there.users.items() if digest not in given}
    taken = set(users.values())
    free = max(there.next_user, ours.next_user)
    for digest, user in given.items():
        before = there.users.get(digest)
        if user not in taken:
            users[digest] = user
        elif before is not None and before not in taken and before not in given.values():
            users[digest] = before
        else:
            users[digest], free = free, free + 1
        taken.add(users[digest])
    games = max(there.next_game, ours.next_game)
    return Identities(users=users, next_user=free, next_game=games)
