"""Where everything on the board lies in pixels: a pure function of place and size.

Knows a layout's units and nothing of themes, rules and surfaces.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, TypeAlias

import msgspec

from magnate_app.ui.board.layout import BoardLayout, Point, SquareBox

Rect: TypeAlias = tuple[int, int, int, int]
Places: TypeAlias = tuple[tuple[Point, ...], float]

ROAD: Final = 2.0
"""Units a tile stays away from its square's edge."""

PAVEMENT: Final = 13.0
TOKEN_RADIUS: Final = 23.5
CROWD_RADIUS: Final = 18.0
LONE_RADIUS: Final = {"bottom": 19.0, "top": 19.0, "right": 20.0, "left": 18.5}

_CROWD: Final[tuple[tuple[Point, ...], ...]] = (
    ((0, 0),),
    ((-16, 0), (16, 0)),
    ((-16, -12), (16, -12), (0, 14)),
    ((-18, -12), (18, -12), (-18, 14), (18, 14)),
    ((-22, -12), (10, -12), (-10, 14), (22, 14), (34, -12)),
    ((-30, -13), (0, -13), (30, -13), (-30, 15), (0, 15), (30, 15)),
)

_CORNERS: Final = {"bottom": (71, 108), "top": (71, 96), "right": (104, 67), "left": (91, 67)}
"""Where several tokens on a deed gather: beside the price, by the side of the ring."""

_HUDDLES: Final[dict[int, Places]] = {
    2: (((-10, -9), (10, 9)), 16.0),
    3: (((-11, -13), (11, -7), (-4, 13)), 14.5),
    4: (((-12, -13), (12, -13), (-12, 13), (12, 13)), 13.5),
    5: (((-12, -20), (12, -20), (-12, 1), (12, 1), (0, 20)), 12.0),
    6: (((-12, -20), (12, -20), (-12, 0), (12, 0), (-12, 20), (12, 20)), 12.0),
}
"""Places and radius of so many tokens in that corner."""

_ROWS: Final[dict[str, dict[int, Places]]] = {
    "right": {
        2: (((110, 77), (133, 77)), 13.5),
        3: (((92, 77), (112, 77), (132, 77)), 12.5),
        4: (((89, 78), (104, 78), (119, 78), (134, 78)), 12.0),
        5: (((96, 65), (117, 65), (137, 65), (106, 85), (127, 85)), 11.0),
        6: (((92, 65), (113, 65), (134, 65), (92, 85), (113, 85), (134, 85)), 11.0),
    },
    "left": {
        2: (((79, 77), (105, 77)), 13.5),
        3: (((78, 85), (106, 85), (92, 67)), 12.0),
        4: (((79, 66), (104, 66), (79, 86), (104, 86)), 11.0),
        5: (((79, 66), (104, 66), (76, 86), (91, 86), (107, 86)), 10.5),
        6: (((76, 66), (91, 66), (107, 66), (76, 86), (91, 86), (107, 86)), 10.5),
    },
}
"""Places and radius of so many tokens on a lying deed: beside the price, under the name."""


class BoardGeometry(msgspec.Struct, frozen=True):
    """A board drawn with its frame's upper left corner at (`left`, `top`)."""

    layout: BoardLayout
    left: float
    top: float
    side: float

    @property
    def k(self) -> float:
        """Pixels per unit."""
        return self.side / (self.layout.ring + 2 * self.layout.frame)

    def at(self, x: float, y: float) -> Point:
        """Return the pixel of a point in units."""
        frame, k = self.layout.frame, self.k
        return self.left + (x + frame) * k, self.top + (y + frame) * k

    def units(self, px: float, py: float) -> Point:
        """Return the point in units under a pixel."""
        frame, k = self.layout.frame, self.k
        return (px - self.left) / k - frame, (py - self.top) / k - frame

    def px(self, units: float) -> int:
        """Return a length in whole pixels, at least one."""
        return max(1, round(units * self.k))

    def box(self, x: float, y: float, w: float, h: float) -> Rect:
        """Return a rectangle in whole pixels; touching boxes touch in pixels too."""
        x0, y0 = self.at(x, y)
        x1, y1 = self.at(x + w, y + h)
        return round(x0), round(y0), round(x1) - round(x0), round(y1) - round(y0)

    def tile(self, square: int) -> Rect:
        """Return the rectangle of a tile, inside its road."""
        box = self.layout.box(square)
        return self.box(box.x + ROAD, box.y + ROAD, box.w - 2 * ROAD, box.h - 2 * ROAD)

    def square_at(self, px: float, py: float) -> int | None:
        """Return the square under a pixel."""
        x, y = self.units(px, py)
        for box in self.layout.squares:
            if box.x <= x < box.x + box.w and box.y <= y < box.y + box.h:
                return box.id
        return None

    def tokens(self, square: int, count: int) -> list[tuple[Point, float]]:
        """Return centre and radius of each of `count` tokens on `square`.

        On a deed they keep to the corner its price leaves free.
        """
        if not count:
            return []
        box = self.layout.box(square)
        if box.side in _CORNERS:
            if count == 1:
                places: Places = ((0.0, 0.0),), LONE_RADIUS[box.side]
                cx, cy = token_centre(box)
            else:
                places, (cx, cy) = _gathered(box, count)
        else:
            cx, cy = token_centre(box)
            radius = TOKEN_RADIUS if count <= 3 else CROWD_RADIUS
            places = _CROWD[min(count, len(_CROWD)) - 1], radius
            if box.side == "corner" and count > 1:
                cx = min(cx, box.x + box.w / 2 + (24 if count < 4 else 10))
        shifts, radius = places
        return [(self.at(cx + dx, cy + dy), radius * self.k) for dx, dy in shifts]

    def stop(self, square: int, came_from: int | None = None) -> Point:
        """Return the pavement point (units) in front of `square`."""
        return stop(self.layout, square, came_from)

    def route(self, path: Sequence[int]) -> list[Point]:
        """Return the polyline (pixels) along the pavement through `path`."""
        return [self.at(*point) for point in route(self.layout, path)]

    def stops(self, path: Sequence[int]) -> list[Point]:
        """Return the pavement point (pixels) of each square of `path`."""
        result: list[Point] = []
        for index, square in enumerate(path):
            previous = path[index - 1] if index else None
            result.append(self.at(*stop(self.layout, square, previous)))
        return result

    def tag(self, square: int, w: float, h: float) -> Point:
        """Return the centre (pixels) of a tag of `w` × `h` pixels beside `square`.

        It lies on the side of the tile that looks to the land, and inside the frame.
        """
        box = self.layout.box(square)
        cx, cy = box.x + box.w / 2, box.y + box.h / 2
        gap = 6.0
        uw, uh = w / self.k, h / self.k
        inner = _is_inner(self.layout, box)
        if box.side in ("bottom", "top"):
            above = (box.side == "bottom") != inner
            y = box.y - gap - uh / 2 if above else box.y + box.h + gap + uh / 2
            point = (cx, y)
        elif box.side in ("left", "right"):
            leftwards = (box.side == "right") != inner
            x = box.x - gap - uw / 2 if leftwards else box.x + box.w + gap + uw / 2
            point = (x, cy)
        elif box.side == "corner":
            below = (cy < self.layout.ring / 2) != inner
            y = box.y + box.h + gap + uh / 2 if below else box.y - gap - uh / 2
            x = cx if inner else min(max(cx, uw / 2 + 4), self.layout.ring - uw / 2 - 4)
            point = (x, y)
        else:
            point = (cx, box.y - gap - uh / 2)
        x = min(max(point[0], uw / 2), self.layout.ring - uw / 2)
        return self.at(x, point[1])


def _gathered(box: SquareBox, count: int) -> tuple[Places, Point]:
    """Return how several tokens gather on a deed, and where."""
    if box.side in _ROWS and box.spot is None:
        return _ROWS[box.side][min(count, len(_CROWD))], (box.x, box.y)
    dx, dy = box.spot or _CORNERS[box.side]
    return _HUDDLES[min(count, len(_CROWD))], (box.x + dx, box.y + dy)


def token_centre(box: SquareBox) -> Point:
    """Return where a lone token stands (units)."""
    cx, cy = box.x + box.w / 2, box.y + box.h / 2
    if box.spot is not None:
        return box.x + box.spot[0], box.y + box.spot[1]
    match box.side:
        case "bottom":
            return box.x + 76, box.y + 117
        case "top":
            return box.x + 76, box.y + 106
        case "right":
            return box.x + 127, box.y + 76
        case "left":
            return box.x + 109, box.y + 77
        case "bridge_right":
            return box.x + 405, cy + 22
        case "bridge_left":
            return box.x + 45, cy + 22
        case "jail":
            return cx, box.y + 46
        case _:
            return cx + 44, cy - 18


def stop(layout: BoardLayout, square: int, came_from: int | None = None) -> Point:
    """Return the pavement point in front of `square` (units).

    A bridge has two: the one on the ring `came_from` lies on, the outer one else.
    """
    box = layout.box(square)
    cx, cy = box.x + box.w / 2, box.y + box.h / 2
    if square == layout.landing.square:
        return layout.landing.points[0]
    for crossing in layout.crossings:
        if crossing.square == square:
            inner = came_from is not None and _is_inner(layout, layout.box(came_from))
            return (crossing.inner if inner else crossing.outer), cy
    match box.side:
        case "bottom":
            return cx, box.y - PAVEMENT
        case "top":
            return cx, box.y + box.h + PAVEMENT
        case "right":
            return box.x - PAVEMENT, cy
        case "left":
            return box.x + box.w + PAVEMENT, cy
        case _:
            middle = layout.ring / 2
            x = box.x + box.w + PAVEMENT if cx < middle else box.x - PAVEMENT
            y = box.y + box.h + PAVEMENT if cy < middle else box.y - PAVEMENT
            return x, y


def route(layout: BoardLayout, path: Sequence[int]) -> list[Point]:
    """Return the polyline along the pavement through the squares of `path` (units)."""
    points: list[Point] = []
    for index, square in enumerate(path):
        previous = path[index - 1] if index else None
        here = stop(layout, square, previous)
        if previous is not None:
            points.extend(_way(layout, points[-1], previous, here))
        points.append(here)
    return points


def _way(
    layout: BoardLayout,
    last: Point,
    previous: int,
    here: Point,
) -> list[Point]:
    if previous == layout.landing.square:
        return list(layout.landing.points[1:])
    crossing = next((c for c in layout.crossings if c.square == previous), None)
    if crossing is not None and not math.isclose(last[0], here[0]):
        return [(last[0], crossing.line), (here[0], crossing.line)]
    return []


def _is_inner(layout: BoardLayout, box: SquareBox) -> bool:
    x, y, w, h = layout.inner
    cx, cy = box.x + box.w / 2, box.y + box.h / 2
    return x < cx < x + w and y < cy < y + h and not box.side.startswith("bridge")
