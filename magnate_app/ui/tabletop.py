"""The café table the board lies on: boards of wood, from one small picture laid side by side.

Only the still part of a screen is painted on it, so it costs nothing while things move.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import pygame

from magnate_app.ui import assets
from magnate_app.ui.draw import Canvas
from magnate_app.ui.shapes import hex_of, svg_frame
from magnate_app.ui.theme import Color, Theme, mix, theme_of

WIDTH: Final = 560
HEIGHT: Final = 288
PLANK: Final = 96
LINES: Final = 8
"""Lines of the grain on one plank."""

GRAIN: Final = {False: 0.075, True: 0.05}
SEAM: Final = {False: 0.16, True: 0.1}
"""How far grain and seams are from the table's colour, by day and by night."""

_END: Final = (180, 420, 40)
"""Where the boards of each plank end."""


def paint_table(canvas: Canvas) -> None:
    """Fill the canvas with the table top."""
    picture = _picture(canvas.theme.name, canvas.px(WIDTH), canvas.px(HEIGHT))
    wide, high = picture.get_size()
    for y in range(0, canvas.surface.get_height(), high):
        for x in range(0, canvas.surface.get_width(), wide):
            canvas.surface.blit(picture, (x, y))


@lru_cache(maxsize=2)
def _picture(theme_name: str, width: int, height: int) -> pygame.Surface:
    theme = theme_of(theme_name)
    whole = pygame.Surface((width, height)).convert()
    whole.fill(theme.table)
    whole.blit(assets.svg(_wood(theme), width, height), (0, 0))
    return whole


def _wood(theme: Theme) -> str:
    """Draw planks whose right end goes on at their left one."""
    grain = mix(theme.table, theme.ink, GRAIN[theme.night])
    seam = mix(theme.table, theme.shadow, SEAM[theme.night])
    light = mix(theme.table, theme.white, 0.03 if theme.night else 0.4)
    parts = []
    for plank, end in enumerate(_END):
        top = plank * PLANK
        for line in range(LINES):
            y = top + (line + 0.7 + 0.3 * math.sin(plank * 5 + line * 2.3)) * PLANK / LINES
            bend = 5 * math.sin(plank * 3 + line * 1.7)
            parts.append(_line(f"M0 {y:.1f}C{WIDTH / 3:.0f} {y + bend:.1f} ", y, bend, grain, line))
        parts.append(_stroke(f"M0 {top + 0.5}H{WIDTH}", seam, 1.4))
        parts.append(_stroke(f"M0 {top + 2}H{WIDTH}", light, 1.2))
        parts.append(_stroke(f"M{end} {top}V{top + PLANK}", seam, 1.4))
    return svg_frame(WIDTH, HEIGHT, "".join(parts))


def _line(start: str, y: float, bend: float, color: Color, number: int) -> str:
    rest = f"{WIDTH * 2 / 3:.0f} {y - bend:.1f} {WIDTH} {y:.1f}"
    return _stroke(start + rest, color, 0.8 + 0.5 * (number % 3))


def _stroke(path: str, color: Color, width: float) -> str:
    return f'<path d="{path}" fill="none" stroke="{hex_of(color)}" stroke-width="{width:.1f}"/>'
