"""Boxes in logical pixels, and how many real pixels a logical one is.

Pure functions of the window's size; knows nothing of pygame and of what is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

SMALLEST_LOGICAL: Final = (1280, 720)
"""Layouts may count on at least this many logical pixels at the smallest window."""

_STEPS: Final = ((0.8, 0.75), (1.0, 0.85), (1.5, 1.0), (3.0, 2.0))
"""Window height over 720 (or width over 1280) → scale, linear between."""

SCALE_STEPS: Final = 40
"""Scales between those are multiples of 1/40: a dragged window keeps most of its pictures."""


class Box(NamedTuple):
    """A rectangle in logical pixels."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The x just behind it."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The y just below it."""
        return self.y + self.h

    @property
    def center(self) -> tuple[float, float]:
        """The middle."""
        return self.x + self.w / 2, self.y + self.h / 2

    def contains(self, pos: tuple[float, float]) -> bool:
        """Whether a point lies inside."""
        return self.x <= pos[0] < self.right and self.y <= pos[1] < self.bottom

    def inset(self, dx: float, dy: float | None = None) -> Box:
        """Smaller by `dx` left and right and `dy` above and below."""
        down = dx if dy is None else dy
        return Box(self.x + dx, self.y + down, self.w - 2 * dx, self.h - 2 * down)

    def moved(self, dx: float, dy: float) -> Box:
        """Return the same box elsewhere."""
        return Box(self.x + dx, self.y + dy, self.w, self.h)

    def top_part(self, height: float) -> Box:
        """Return the upper `height`."""
        return Box(self.x, self.y, self.w, height)

    def bottom_part(self, height: float) -> Box:
        """Return the lower `height`."""
        return Box(self.x, self.bottom - height, self.w, height)

    def left_part(self, width: float) -> Box:
        """Return the left `width`."""
        return Box(self.x, self.y, width, self.h)

    def right_part(self, width: float) -> Box:
        """Return the right `width`."""
        return Box(self.right - width, self.y, width, self.h)

    def cut_top(self, height: float, gap: float = 0) -> Box:
        """Return what is left below the upper `height` and a gap."""
        return Box(self.x, self.y + height + gap, self.w, self.h - height - gap)

    def cut_bottom(self, height: float, gap: float = 0) -> Box:
        """Return what is left above the lower `height` and a gap."""
        return Box(self.x, self.y, self.w, self.h - height - gap)

    def cut_left(self, width: float, gap: float = 0) -> Box:
        """Return what is left beside the left `width` and a gap."""
        return Box(self.x + width + gap, self.y, self.w - width - gap, self.h)

    def cut_right(self, width: float, gap: float = 0) -> Box:
        """Return what is left beside the right `width` and a gap."""
        return Box(self.x, self.y, self.w - width - gap, self.h)

    def middle(self, width: float, height: float) -> Box:
        """Return a box of that size in the middle."""
        return Box(self.x + (self.w - width) / 2, self.y + (self.h - height) / 2, width, height)

    def columns(self, count: int, gap: float = 0) -> list[Box]:
        """Equal columns from the left."""
        return self.split_columns([1.0] * count, gap)

    def rows(self, count: int, gap: float = 0) -> list[Box]:
        """Equal rows from the top."""
        height = (self.h - gap * (count - 1)) / count
        return [Box(self.x, self.y + i * (height + gap), self.w, height) for i in range(count)]

    def split_columns(self, weights: Sequence[float], gap: float = 0) -> list[Box]:
        """Columns in proportion to `weights`."""
        room = self.w - gap * (len(weights) - 1)
        total = sum(weights)
        boxes, x = [], self.x
        for weight in weights:
            width = room * weight / total
            boxes.append(Box(x, self.y, width, self.h))
            x += width + gap
        return boxes


def auto_scale(width: int, height: int) -> float:
    """Real pixels for a logical one that suit a window of this size."""
    ratio = min(width / 1280, height / 720)
    if ratio <= _STEPS[0][0]:
        return _STEPS[0][1]
    for (low, at_low), (high, at_high) in pairwise(_STEPS):
        if ratio <= high:
            exact = at_low + (at_high - at_low) * (ratio - low) / (high - low)
            return max(at_low, math.floor(exact * SCALE_STEPS) / SCALE_STEPS)
    return _STEPS[-1][1] * ratio / _STEPS[-1][0]


def scale_for(width: int, height: int, percent: int = 0) -> float:
    """Scale of a window; `percent` 0 leaves it to the window's size.

    A wish the window is too small for is cut so that every layout still fits.
    """
    if not percent:
        return auto_scale(width, height)
    limit = min(width / SMALLEST_LOGICAL[0], height / SMALLEST_LOGICAL[1])
    return max(0.5, min(percent / 100, limit))


def logical_size(width: int, height: int, scale: float) -> Box:
    """Return the whole window in logical pixels."""
    return Box(0, 0, width / scale, height / scale)
