"""Which of several boxes lies nearest in a direction, and which lie over each other. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from magnate_app.ui.geometry import Box

T = TypeVar("T")


def nearest(start: Box, others: Sequence[tuple[Box, T]], direction: str) -> T | None:
    """Return the thing whose middle lies nearest in a direction."""
    x, y = start.center
    best: T | None = None
    cost = float("inf")
    for box, thing in others:
        dx, dy = box.center[0] - x, box.center[1] - y
        along, across = {
            "left": (start.x - box.right, abs(dy)),
            "right": (box.x - start.right, abs(dy)),
            "up": (start.y - box.bottom, abs(dx)),
            "down": (box.y - start.bottom, abs(dx)),
        }[direction]
        if along < -4:
            continue
        beside = (
            _overlap(start.y, start.bottom, box.y, box.bottom)
            if direction in ("left", "right")
            else _overlap(start.x, start.right, box.x, box.right)
        )
        price = max(0.0, along) + (0 if beside else across * 2) + across * 0.1
        if price < cost:
            best, cost = thing, price
    return best


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge."""
    across = _overlap(one.x, one.right, other.x, other.right)
    return across and _overlap(one.y, one.bottom, other.y, other.bottom)


def _overlap(a0: float, a1: float, b0: float, b1: float) -> bool:
    return min(a1, b1) - max(a0, b0) > 1
