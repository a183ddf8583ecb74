"""Where a window opens and how large: as it was left, if it can still be seen there.

Pure functions of sizes; `window` asks the desktop.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

Size: TypeAlias = tuple[int, int]

USUAL: Final = (1280, 720)
SMALLEST: Final = (1024, 640)
ROOM: Final = 0.92
"""Share of the desktop the first window fills at most, so that its frame stays in reach."""
SEEN: Final = 120
"""So many pixels of a window must lie on a desktop to be found again."""


def opening_size(kept: Size, desktop: Size, scale: float, first: bool) -> Size:
    """Return the size of a window that opens.

    The first one ever takes the desktop's own scale into account; later ones are as they
    were left. None is larger than the desktop nor smaller than the layouts need.
    """
    width, height = kept
    room = 1.0
    if first and kept == USUAL:
        width, height, room = round(width * scale), round(height * scale), ROOM
    if desktop != (0, 0):
        width = min(width, round(desktop[0] * room))
        height = min(height, round(desktop[1] * room))
    return max(SMALLEST[0], width), max(SMALLEST[1], height)


def opening_place(kept: Size | None, size: Size, desktops: Sequence[Size]) -> Size | None:
    """Return where a window opens, None where the desktop chooses.

    Desktops are taken to stand beside each other, as nothing tells more.
    """
    if kept is None or not desktops:
        return None
    wide = sum(width for width, _ in desktops)
    tall = max(height for _, height in desktops)
    x, y = kept
    seen = SEEN - size[0] <= x <= wide - SEEN and 0 <= y <= tall - SEEN
    return kept if seen else None
