"""Parts of the title: the way back into a game, the wordmark, the line under it."""

from __future__ import annotations

from collections.abc import Callable

from magnate_app.ui import backdrop
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.strings import tr
from magnate_app.ui.theme import CAPTION, LARGE, SMALL, TITLE, WORDMARK
from magnate_app.ui.widgets import Button


class ContinueButton(Button):
    """The card that leads back into the last game, with its players' pieces."""

    def __init__(
        self,
        ident: str,
        text: str,
        on_click: Callable[[], None],
        box: Box,
        players: tuple[str, ...],
        detail: str,
    ) -> None:
        super().__init__(ident, text, on_click, box)
        self.players = players
        self.detail = detail

    def draw(self, canvas: Canvas) -> None:
        """Draw pieces, words and a way on."""
        theme, box = canvas.theme, self.box
        canvas.shadow(box, 16)
        face = theme.soft if self.hovered else theme.raised
        canvas.box(box, face, 16, theme.accent, 2)
        x = box.x + 42
        for seat in range(min(4, len(self.players))):
            canvas.token(seat + 1, seat, (x, box.center[1]), 20)
            x += 27
        words = box.cut_left(x - box.x + 10).cut_right(112)
        detail = self.detail
        while ", " in detail and canvas.text_width(detail, BOLD, CAPTION - 1) > words.w:
            detail = detail.rpartition(", ")[0]
        canvas.text(self.text, words.top_part(box.h * 0.52), DISPLAY, LARGE + 2, theme.ink, 0, 0.85)
        under = words.bottom_part(box.h * 0.46)
        canvas.text(detail, under, BOLD, CAPTION, theme.muted, 0, 0.1, CAPTION - 2)
        canvas.keycap("Enter", (box.right - 56, box.center[1]))
        canvas.icon("line/caret-right", (box.right - 34, box.center[1]), 22, theme.accent)
        if self.focused and self.ring:
            canvas.focus(box, 16)


def paint_wordmark(canvas: Canvas, box: Box) -> None:
    """Write the name of the game."""
    canvas.text(
        "Magnate", box, DISPLAY, min(WORDMARK, box.h * 0.91), canvas.theme.ink, lowest=TITLE
    )


def paint_tagline(canvas: Canvas, box: Box) -> None:
    """Write what it is about, beside a wave."""
    backdrop.paint_wave(canvas, Box(box.x, box.center[1] - 10, 120, 20))
    words = box.cut_left(132)
    canvas.text(tr("title.tagline"), words, BOLD, LARGE + 2, canvas.theme.muted, lowest=SMALL)


def paint_line(canvas: Canvas, box: Box) -> None:
    """Draw the line between two groups of buttons."""
    canvas.box(box, canvas.theme.line)
