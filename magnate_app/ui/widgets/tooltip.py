"""The small dark label that explains what the pointer rests on."""

from __future__ import annotations

from typing import Final

from magnate_app.ui.assets import BOLD
from magnate_app.ui.draw import LINE_HEIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.theme import CAPTION

_WIDEST: Final = 300


def draw_tooltip(canvas: Canvas, text: str, target: Box) -> None:
    """Draw `text` below `target`, or above where there is no room."""
    theme, screen = canvas.theme, canvas.size
    lines = canvas.lines(text, _WIDEST, BOLD, CAPTION)
    width = max(canvas.text_width(line, BOLD, CAPTION) for line in lines) + 20
    height = len(lines) * CAPTION * LINE_HEIGHT + 12
    x = min(max(8, target.center[0] - width / 2), screen.w - width - 8)
    y = target.bottom + 10
    if y + height > screen.h - 8:
        y = target.y - 10 - height
    box = Box(x, y, width, height)
    canvas.shadow(box, 8)
    canvas.box(box, theme.ink, 8)
    canvas.paragraph(text, box.inset(10, 6), BOLD, CAPTION, theme.on_ink)
