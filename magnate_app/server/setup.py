"""What a room or the queue hands to a game: the rules, the table, and who plays."""

from __future__ import annotations

import msgspec

from magnate_app.protocol.gamelog import TableOptions
from magnate_app.protocol.password import Lock
from magnate_app.rules.settings import Settings
from magnate_app.server.identities import Person


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """What a room begins with; `target` 0 is the people present, `levels` those of bots.

    `cast` shuffles the characters of bots, 0 leaves them in their order. `lock` stands for
    a password; `known` are the digests of those who need none.
    """

    settings: Settings = Settings()
    options: TableOptions = TableOptions()
    target: int = 0
    levels: tuple[str, ...] = ()
    cast: int = 0
    lock: Lock | None = None
    known: tuple[str, ...] = ()


class Chair:
    """One player before the shuffle: a person, or a bot of `level`.

    `returns`: the person's device tries again by itself when its line is lost.
    """

    __slots__ = ("color", "level", "name", "person", "piece", "returns")

    def __init__(
        self,
        name: str,
        *,
        person: Person | None = None,
        returns: bool = False,
        level: str = "",
        piece: int = 1,
        color: int = 0,
    ) -> None:
        self.name = name
        self.person = person
        self.returns = returns
        self.level = level
        self.piece = piece
        self.color = color


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A game about to begin: everything but the shuffle. `host` runs the table."""

    chairs: tuple[Chair, ...]
    settings: Settings
    options: TableOptions
    host: int | None = None
    codes: tuple[str, ...] = ()
    solo: bool = False
