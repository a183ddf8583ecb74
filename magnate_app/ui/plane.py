"""The plane all screens draw on: logical pixels in, fields and lines out.

Knows the theme and the scale; `draw.Canvas` adds words, icons and marks, `shapes` makes
the pictures that are put down here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pygame

from magnate_app.ui import shapes
from magnate_app.ui.geometry import Box
from magnate_app.ui.theme import BORDER, FOCUS_GAP, FOCUS_WIDTH, RADIUS_PANEL, Color, Theme


class Plane:
    """A surface with a scale and a theme; every measure is in logical pixels."""

    def __init__(self, surface: pygame.Surface, theme: Theme, scale: float) -> None:
        self.surface = surface
        self.theme = theme
        self.scale = scale

    @property
    def size(self) -> Box:
        """The whole canvas in logical pixels."""
        width, height = self.surface.get_size()
        return Box(0, 0, width / self.scale, height / self.scale)

    def px(self, value: float) -> int:
        """Real pixels of a logical measure."""
        return round(value * self.scale)

    def rect(self, box: Box) -> pygame.Rect:
        """Real rectangle of a logical box; neighbours share their edge."""
        left, top = self.px(box.x), self.px(box.y)
        return pygame.Rect(left, top, self.px(box.right) - left, self.px(box.bottom) - top)

    @contextmanager
    def clip(self, box: Box) -> Iterator[None]:
        """Draw only inside `box`."""
        before = self.surface.get_clip()
        self.surface.set_clip(self.rect(box).clip(before))
        try:
            yield
        finally:
            self.surface.set_clip(before)

    def sees(self, box: Box) -> bool:
        """Whether anything inside `box` can be drawn now."""
        return bool(self.rect(box).colliderect(self.surface.get_clip()))

    def only(self, box: Box) -> bool:
        """Whether nothing outside `box` can be drawn now."""
        return self.rect(box).contains(self.surface.get_clip())

    # Fields and lines

    def fill(self, color: Color) -> None:
        """Fill everything."""
        self.surface.fill(color)

    def box(
        self,
        box: Box,
        color: Color | None,
        radius: float = 0,
        border: Color | None = None,
        width: float = BORDER,
        alpha: float = 1.0,
    ) -> None:
        """Draw a filled rectangle with round corners and an inner border."""
        rect = self.rect(box)
        if rect.w <= 0 or rect.h <= 0:
            return
        if color is not None and radius == 0 and border is None and alpha == 1:
            self.surface.fill(color, rect)
            return
        if color is not None and radius == 0 and border is None:
            self._veil(rect, color, alpha)
            return
        stroke = max(1.0, width * self.scale) if border is not None else 0.0
        picture = shapes.rounded(
            rect.w, rect.h, round(radius * self.scale), color, border, round(stroke, 1), alpha
        )
        self.surface.blit(picture, rect)

    def _veil(self, rect: pygame.Rect, color: Color, alpha: float) -> None:
        """Lay a colour that lets through what is below, from a small picture again and again."""
        tile = shapes.veil(color, alpha)
        side = tile.get_width()
        for y in range(rect.y, rect.bottom, side):
            for x in range(rect.x, rect.right, side):
                part = (0, 0, min(side, rect.right - x), min(side, rect.bottom - y))
                self.surface.blit(tile, (x, y), part)

    def dashed(self, box: Box, radius: float, color: Color, width: float = 2) -> None:
        """Draw a dashed outline with round corners."""
        rect = self.rect(box)
        picture = shapes.dashed(
            rect.w, rect.h, round(radius * self.scale), color, max(1.0, width * self.scale)
        )
        self.surface.blit(picture, rect)

    def shadow(self, box: Box, radius: float = RADIUS_PANEL, kind: str = "panel") -> None:
        """Draw a soft shadow under `box`; kinds: panel, card, board."""
        blur, drop = {"panel": (14, 4), "card": (26, 10), "board": (28, 10)}[kind]
        strength = self.theme.shadow_panel if kind == "panel" else self.theme.shadow_card
        rect = self.rect(box.moved(0, drop))
        spread = self.px(blur)
        picture = shapes.shadow(
            rect.w, rect.h, round(radius * self.scale), spread, self.theme.shadow, strength
        )
        self.surface.blit(picture, (rect.x - spread, rect.y - spread))

    def panel(self, box: Box, radius: float = RADIUS_PANEL, color: Color | None = None) -> None:
        """Draw a paper panel: shadow, face, hairline."""
        self.shadow(box, radius)
        self.box(box, color or self.theme.panel, radius, self.theme.line)

    def focus(self, box: Box, radius: float) -> None:
        """Draw the focus ring around `box`."""
        grow = FOCUS_GAP + FOCUS_WIDTH
        self.box(box.inset(-grow), None, radius + grow, self.theme.focus, FOCUS_WIDTH)

    def line(
        self, start: tuple[float, float], end: tuple[float, float], color: Color, width: float = 1
    ) -> None:
        """Draw a straight line; level ones are exact."""
        thick = max(1, self.px(width))
        a = (self.px(start[0]), self.px(start[1]))
        b = (self.px(end[0]), self.px(end[1]))
        if a[1] == b[1]:
            self.surface.fill(color, (min(a[0], b[0]), a[1] - thick // 2, abs(b[0] - a[0]), thick))
        elif a[0] == b[0]:
            self.surface.fill(color, (a[0] - thick // 2, min(a[1], b[1]), thick, abs(b[1] - a[1])))
        else:
            pygame.draw.aaline(self.surface, color, a, b, thick)

    def circle(
        self,
        center: tuple[float, float],
        radius: float,
        color: Color | None,
        border: Color | None = None,
        width: float = BORDER,
        alpha: float = 1.0,
    ) -> None:
        """Draw a disc with an inner border."""
        box = Box(center[0] - radius, center[1] - radius, 2 * radius, 2 * radius)
        self.box(box, color, radius, border, width, alpha)

    def ring(
        self,
        center: tuple[float, float],
        radius: float,
        width: float,
        color: Color,
        share: float = 1.0,
        start: float = 0.0,
    ) -> None:
        """Draw an arc of `share` of the circle, clockwise from the top (plus `start` turns)."""
        size = self.px(2 * radius + width + 2)
        picture = shapes.arc(
            size, self.px(radius), max(1.0, width * self.scale), color, share, start
        )
        self.surface.blit(picture, (self.px(center[0]) - size // 2, self.px(center[1]) - size // 2))

    def polygon(
        self, points: Sequence[tuple[float, float]], color: Color, alpha: float = 1.0
    ) -> None:
        """Draw a filled shape with smooth edges."""
        left = min(p[0] for p in points)
        top = min(p[1] for p in points)
        local = tuple(
            (round((x - left) * self.scale, 1), round((y - top) * self.scale, 1)) for x, y in points
        )
        self.surface.blit(shapes.polygon(local, color, alpha), (self.px(left), self.px(top)))
