"""The canvas all screens draw on: logical pixels in, cached pictures out.

Knows the theme and the scale; knows nothing of Magnate beyond seats, groups and pieces
as marks. `shapes` makes the pictures it blits.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import pygame

from magnate_app.ui import assets, shapes
from magnate_app.ui.geometry import Box
from magnate_app.ui.pictures import piece_icon
from magnate_app.ui.plane import Plane
from magnate_app.ui.theme import (
    BODY,
    CAPTION,
    RADIUS_KEY,
    RADIUS_MARK,
    Color,
    Theme,
    mix,
)

LEFT: Final = 0.0
CENTER: Final = 0.5
RIGHT: Final = 1.0
TOP: Final = 0.0
MIDDLE: Final = 0.5

LINE_HEIGHT: Final = 1.32


@lru_cache(maxsize=1)
def _nothing() -> pygame.Surface:
    return pygame.Surface((1, 1))


def measuring(theme: Theme, scale: float) -> Canvas:
    """Return a canvas to measure words with; what is drawn on it is lost."""
    return Canvas(_nothing(), theme, scale)


SLIMMEST: Final = 0.85
"""How much smaller than asked the narrow face may be set before words are cut."""


class Canvas(Plane):
    """A plane with words, icons and the marks of the game."""

    def text_width(self, text: str, face: str = assets.TEXT, size: float = BODY) -> float:
        """Width of one line in logical pixels."""
        return assets.width_of(text, face, size * self.scale) / self.scale

    def text(
        self,
        text: str,
        box: Box,
        face: str = assets.TEXT,
        size: float = BODY,
        color: Color | None = None,
        align: float = LEFT,
        valign: float = MIDDLE,
        lowest: float | None = None,
    ) -> float:
        """One line inside `box`; returns its width.

        It is shrunk to `lowest`, then set in the narrow face, and only then shortened.
        """
        if not text:
            return 0.0
        wanted = size * self.scale
        floor = wanted if lowest is None else lowest * self.scale
        room = box.w * self.scale + 1
        shown, real = assets.fit(text, face, wanted, room, floor)
        if shown != text:
            slim = assets.NARROW if face == assets.TEXT else assets.NARROW_BOLD
            narrow, small = assets.fit(text, slim, wanted, room, floor * SLIMMEST)
            if narrow == text:
                shown, real, face = narrow, small, slim
        picture = assets.render(shown, face, real, color or self.theme.ink)
        width, height = picture.get_size()
        x = box.x * self.scale + (box.w * self.scale - width) * align
        y = box.y * self.scale + (box.h * self.scale - height) * valign
        self.surface.blit(picture, (round(x), round(y)))
        return width / self.scale

    def label(
        self,
        text: str,
        pos: tuple[float, float],
        face: str = assets.TEXT,
        size: float = BODY,
        color: Color | None = None,
        align: float = LEFT,
        valign: float = MIDDLE,
    ) -> float:
        """One line at a point, as wide as it is; returns its width."""
        if not text:
            return 0.0
        picture = assets.render(text, face, size * self.scale, color or self.theme.ink)
        width, height = picture.get_size()
        x = pos[0] * self.scale - width * align
        y = pos[1] * self.scale - height * valign
        self.surface.blit(picture, (round(x), round(y)))
        return width / self.scale

    def figure(self, text: str, box: Box, face: str, size: float, color: Color) -> float:
        """One line from single letters, for figures that run; returns its width."""
        room = box.w * self.scale + 1
        _, real = assets.fit(text, face, size * self.scale, room, 1)
        left = x = box.x * self.scale
        middle = box.center[1] * self.scale
        for letter in text:
            picture = assets.render(letter, face, real, color)
            self.surface.blit(picture, (round(x), round(middle - picture.get_height() / 2)))
            x += assets.width_of(letter, face, real)
        return (x - left) / self.scale

    def pill(self, box: Box, color: Color) -> None:
        """Draw an upright bar with round ends, of any length without a picture of its own."""
        rect = self.rect(box)
        end = shapes.rounded(rect.w, rect.w, rect.w // 2, color, None, 0.0)
        half = rect.w // 2
        self.surface.blit(end, rect, (0, 0, rect.w, half))
        below = (rect.x, rect.bottom - rect.w + half)
        self.surface.blit(end, below, (0, half, rect.w, rect.w - half))
        self.surface.fill(color, (rect.x, rect.y + half, rect.w, rect.h - rect.w))

    def lines(self, text: str, width: float, face: str, size: float) -> tuple[str, ...]:
        """Return the lines `paragraph` would draw."""
        real = max(1, round(size * self.scale))
        return assets.wrap(text, face, real, max(1, round(width * self.scale)))

    def unglued(self, text: str, width: float, face: str, size: float) -> str:
        """Return `text` with words wider than `width` broken."""
        real = max(1, round(size * self.scale))
        return assets.unglued(text, face, real, max(1, round(width * self.scale)))

    def paragraph_height(
        self, text: str, width: float, face: str = assets.TEXT, size: float = BODY
    ) -> float:
        """Height `paragraph` needs."""
        return len(self.lines(text, width, face, size)) * size * LINE_HEIGHT

    def paragraph(
        self,
        text: str,
        box: Box,
        face: str = assets.TEXT,
        size: float = BODY,
        color: Color | None = None,
        align: float = LEFT,
        valign: float = TOP,
    ) -> float:
        """Draw wrapped lines inside `box`; what does not fit is cut; returns the height used."""
        lines = self.lines(text, box.w, face, size)
        step = size * LINE_HEIGHT
        room = max(1, int((box.h + step * 0.3) // step))
        if len(lines) > room:
            last = assets.shorten(
                lines[room - 1] + assets.ELLIPSIS, face, size * self.scale, box.w * self.scale
            )
            lines = (*lines[: room - 1], last)
        y = box.y + (box.h - step * len(lines)) * valign
        for line in lines:
            self.text(line, Box(box.x, y, box.w, step), face, size, color, align)
            y += step
        return step * len(lines)

    def icon(
        self,
        name: str,
        center: tuple[float, float],
        size: float,
        tint: Color | None = None,
        alpha: float = 1.0,
    ) -> None:
        """Draw an icon around a point."""
        picture = assets.icon(name, size * self.scale, tint or self.theme.ink)
        if alpha < 1:
            picture = picture.copy()
            picture.set_alpha(round(alpha * 255))
        width, height = picture.get_size()
        self.surface.blit(
            picture,
            (
                round(center[0] * self.scale - width / 2),
                round(center[1] * self.scale - height / 2),
            ),
        )

    def image(self, picture: pygame.Surface, pos: tuple[float, float]) -> None:
        """Draw a surface of real pixels at a logical point."""
        self.surface.blit(picture, (self.px(pos[0]), self.px(pos[1])))

    # Marks

    def symbol(
        self, seat: int, center: tuple[float, float], radius: float, color: Color | None = None
    ) -> None:
        """Draw the symbol of a seat colour."""
        size = max(3, self.px(2 * radius))
        picture = shapes.symbol(seat, size, color or self.theme.seat(seat))
        self.surface.blit(
            picture,
            (
                round(center[0] * self.scale - size / 2),
                round(center[1] * self.scale - size / 2),
            ),
        )

    def token(
        self,
        piece: int | None,
        seat: int,
        center: tuple[float, float],
        radius: float,
        badge: bool = True,
        alpha: float = 1.0,
    ) -> None:
        """Draw a piece on its disc in the seat colour, the seat's symbol at the lower right."""
        picture = shapes.token(piece_icon(piece), seat, self.px(2 * radius), badge, self.theme.name)
        if alpha < 1:
            picture = picture.copy()
            picture.set_alpha(round(alpha * 255))
        width, height = picture.get_size()
        self.surface.blit(
            picture,
            (
                round(center[0] * self.scale - width / 2),
                round(center[1] * self.scale - height / 2),
            ),
        )

    def group_mark(self, group: int, box: Box) -> None:
        """Draw the two letters of a street group on its colour."""
        color = self.theme.group(group)
        self.box(box, color.fill, RADIUS_MARK)
        self.text(
            color.mark, box, assets.NARROW_BOLD, min(box.h * 0.68, box.w * 0.56), color.text, CENTER
        )

    def keycap_width(self, text: str, size: float = CAPTION) -> float:
        """Width of a key cap."""
        return max(size * 1.7, self.text_width(text, assets.BOLD, size) + size)

    def keycap(
        self,
        text: str,
        right_middle: tuple[float, float],
        size: float = CAPTION,
        on: Color | None = None,
        faint: Color | None = None,
    ) -> float:
        """Draw a key cap whose right middle is given; `on` is the accent it stands on.

        `faint` is the ink of one whose key does nothing now.
        """
        theme = self.theme
        width, height = self.keycap_width(text, size), size * 1.85
        box = Box(right_middle[0] - width, right_middle[1] - height / 2, width, height)
        if on is None:
            face, edge, ink = theme.panel, theme.line, faint or theme.ink
        else:
            ink = theme.accent_text
            face, edge = mix(on, ink, 0.14), mix(on, ink, 0.5)
        self.box(box, edge, RADIUS_KEY)
        self.box(box.cut_bottom(2), face, RADIUS_KEY, edge)
        self.text(text, box.cut_bottom(2), assets.BOLD, size, ink, CENTER)
        return width

    def chip(
        self,
        text: str,
        left_middle: tuple[float, float],
        color: Color | None = None,
        ink: Color | None = None,
        icon: str | None = None,
        size: float = CAPTION,
    ) -> float:
        """Draw a small round label with its left middle given; returns its width."""
        box = Box(
            left_middle[0],
            left_middle[1] - size,
            self.chip_width(text, icon, size),
            size * 2,
        )
        self.box(box, color or self.theme.soft, size)
        x = box.x + size * 0.75
        if icon:
            self.icon(icon, (x + size * 0.6, box.center[1]), size * 1.3, ink)
            x += size * 1.65
        self.text(text, Box(x, box.y, box.w, box.h), assets.BOLD, size, ink)
        return box.w

    def chip_width(self, text: str, icon: str | None = None, size: float = CAPTION) -> float:
        """Width of a chip."""
        if not text:
            return size * 2.7
        extra = size * 1.65 if icon else 0
        return self.text_width(text, assets.BOLD, size) + size * 1.5 + extra
