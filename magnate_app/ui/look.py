"""Furniture the menu screens share: page, header, headings, rows of figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.strings import tr
from magnate_app.ui.theme import CAPTION, HEAD, SMALL, TITLE
from magnate_app.ui.widgets import Drawn, IconButton, Widget

HEADER: Final = 64
PAGE_WIDEST: Final = 1824


def page(size: Box) -> Box:
    """Return the part of a window that a menu screen uses."""
    margin = 24 if size.w < 1300 else 48
    width = min(PAGE_WIDEST, size.w - 2 * margin)
    top = 20 if size.h < 820 else 32
    return Box((size.w - width) / 2, top, width, size.h - 2 * top)


def header(
    ident: str, box: Box, title: str, on_back: Callable[[], None], detail: str = ""
) -> list[Widget]:
    """Return a back button and a title; `ident` prefixes the ids."""

    def paint(canvas: Canvas, area: Box) -> None:
        theme = canvas.theme
        if detail:
            canvas.text(title, area.top_part(38), DISPLAY, HEAD - 4, theme.ink, lowest=TITLE)
            canvas.text(detail, area.bottom_part(24), BOLD, SMALL, theme.muted, lowest=CAPTION)
        else:
            canvas.text(title, area, DISPLAY, HEAD, theme.ink, lowest=TITLE)

    bar = box.top_part(HEADER)
    back = IconButton(
        f"{ident}.back",
        "line/caret-left",
        tr("common.back"),
        on_back,
        Box(bar.x, bar.y + 8, 50, 48),
        key="escape",
        size=20,
    )
    return [back, Drawn(f"{ident}.title", bar.cut_left(50, 18), paint, label=title)]


def heading(ident: str, box: Box, text: str, size: float = TITLE) -> Drawn:
    """Return a heading inside a panel."""

    def paint(canvas: Canvas, area: Box) -> None:
        canvas.text(text, area, DISPLAY, size, canvas.theme.ink, lowest=SMALL)

    return Drawn(ident, box, paint, label=text)


def words(
    ident: str,
    box: Box,
    text: str,
    *,
    face: str = BOLD,
    size: float = SMALL,
    muted: bool = True,
    align: float = 0.0,
) -> Drawn:
    """Return a paragraph."""

    def paint(canvas: Canvas, area: Box) -> None:
        color = canvas.theme.muted if muted else canvas.theme.ink
        canvas.paragraph(text, area, face, size, color, align)

    return Drawn(ident, box, paint, label=text)


def panel(ident: str, box: Box) -> Drawn:
    """Return a paper panel to put things on."""
    return Drawn(ident, box, lambda canvas, area: canvas.panel(area))
