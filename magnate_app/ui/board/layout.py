"""Where the squares and the landscape of a board lie, read from its layout file.

Units are ring units of the layout (the ring is `ring` units wide). Knows nothing of
pixels, themes and rules; `geometry` turns units into pixels and `art` draws.
"""

from __future__ import annotations

import functools
from typing import TypeAlias

import msgspec

from magnate_app.errors import DecodeError
from magnate_app.paths import assets_dir

Box: TypeAlias = tuple[float, float, float, float]
Point: TypeAlias = tuple[float, float]


class SquareBox(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One square: its rectangle, the side of its ring, and where a token leaves its words free."""

    id: int
    x: float
    y: float
    w: float
    h: float
    side: str
    spot: Point | None = None


class Crossing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a path crosses a bridge: along `line`, between `outer` and `inner`."""

    square: int
    line: float
    outer: float
    inner: float


class Landing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The stop of a square off the rings and the way from it to the next square."""

    square: int
    points: tuple[Point, ...]


class Lettering(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name set along a bend."""

    text: str
    size: float
    spacing: float
    start: float
    path: str


class Landscape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What lies between the rings; paths in SVG notation."""

    river: str
    lettering: Lettering
    parks: tuple[str, ...]
    trees: tuple[tuple[float, float, float], ...]
    pond: Box
    trams: tuple[str, ...]
    viaduct: Box
    tram: Point
    boat: Point
    compass: Point
    blocks: tuple[tuple[float, float, float, float, float], ...]
    piers: tuple[Point, ...]


class BoardLayout(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole drawing plan of one board."""

    format: str
    version: int
    board: str
    ring: float
    frame: float
    court: Box
    tray: Box
    inner: Box
    land: Box
    jail_road: Box
    squares: tuple[SquareBox, ...]
    crossings: tuple[Crossing, ...]
    landing: Landing
    art: Landscape

    def __hash__(self) -> int:
        """Tell boards apart without going through every square each time."""
        return hash((self.board, self.version, self.ring))

    def box(self, square: int) -> SquareBox:
        """Return the box of `square`."""
        return _by_id(self)[square]


@functools.lru_cache(maxsize=4)
def load_layout(board: str = "zaragoza") -> BoardLayout:
    """Read the layout file of `board`; raises `DecodeError` with the fault in it."""
    path = assets_dir() / "boards" / f"{board}-layout.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=BoardLayout)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError) as error:
        raise DecodeError(path.name, str(error)) from error


@functools.lru_cache(maxsize=8)
def _by_id(layout: BoardLayout) -> dict[int, SquareBox]:
    return {box.id: box for box in layout.squares}
