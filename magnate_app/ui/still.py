"""What does not move on a screen, kept as one picture while the rest moves over it.

A scene with a widget that is drawn anew for every frame (the board) draws everything
else through this: the picture is made again when its key changes. Knows only the
widgets' places.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pygame

from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box

CORNER: Final = 28.0
"""Logical pixels of the moving box's round corners, where the picture shows through."""


class StillLayer:
    """One picture of a whole window, without what moves."""

    def __init__(self) -> None:
        self._picture: pygame.Surface | None = None
        self._key: tuple[object, ...] = ()

    def draw(
        self,
        canvas: Canvas,
        moving: Box,
        key: tuple[object, ...],
        paint: Callable[[Canvas], None],
    ) -> None:
        """Draw all but `moving`; `paint` is asked for the picture when `key` is new."""
        size = canvas.surface.get_size()
        picture = self._picture
        if picture is None or picture.get_size() != size:
            picture = self._picture = pygame.Surface(size).convert(canvas.surface)
            self._key = ()
        full = (size, canvas.scale, canvas.theme.name, key)
        if full != self._key:
            paint(Canvas(picture, canvas.theme, canvas.scale))
            self._key = full
        for part in _around(canvas, moving):
            canvas.surface.blit(picture, part, part)


def _around(canvas: Canvas, moving: Box) -> list[pygame.Rect]:
    """Return what lies around a box, and its corners."""
    width, height = canvas.surface.get_size()
    # The box may be drawn a pixel smaller than its rounded edges say.
    inner = canvas.rect(moving).inflate(-4, -4).clip(pygame.Rect(0, 0, width, height))
    parts = [
        pygame.Rect(0, 0, width, inner.top),
        pygame.Rect(0, inner.bottom, width, height - inner.bottom),
        pygame.Rect(0, inner.top, inner.left, inner.h),
        pygame.Rect(inner.right, inner.top, width - inner.right, inner.h),
    ]
    side = canvas.px(CORNER)
    for x in (inner.left, inner.right - side):
        parts += [pygame.Rect(x, y, side, side) for y in (inner.top, inner.bottom - side)]
    return parts
