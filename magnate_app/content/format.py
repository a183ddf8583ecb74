"""What a board file looks like, as types; what it must mean is checked in `checks`."""

from __future__ import annotations

import msgspec


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same words in every language of the game."""

    en: str
    es: str


class Fork(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two successors: for walks of an even and of an odd total (R2.5)."""

    even: int
    odd: int


class GroupEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One colour group; `mark` is its two letters on tiles."""

    number: int
    mark: str
    name: Text


class SquareEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One square; figures are absent where its kind has none."""

    id: int
    kind: str
    next: int | Fork
    name: Text
    short: Text
    group: int | None = None
    price: int | None = None
    build_price: int | None = None
    rents: tuple[int, ...] | None = None


class CardEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Title and story of one kind of fantasy card."""

    kind: str
    title: Text
    story: Text


class BoardFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole board file."""

    format: str
    version: int
    board: str
    title: Text
    tram_fare: int
    groups: tuple[GroupEntry, ...]
    squares: tuple[SquareEntry, ...]
    cards: tuple[CardEntry, ...]
