"""Short messages in the corner: at most three, four seconds each, paused under the pointer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Pos
from magnate_app.ui.theme import BODY, CAPTION

SECONDS: Final = 4.0
MOST: Final = 3
_HEIGHT: Final = 60
_WIDTH: Final = 400
_ICONS: Final = {
    "good": "fill/check-circle",
    "info": "fill/info",
    "warn": "fill/warning",
    "bad": "fill/warning-circle",
}


@dataclass
class Toast:
    """One message; kinds: good, info, warn, bad."""

    text: str
    detail: str = ""
    kind: str = "info"
    topic: str = ""
    left: float = SECONDS


class Toasts:
    """The messages shown now, newest first."""

    def __init__(self) -> None:
        self.place: Box | None = None
        """Where they lie, if not in the middle of the window."""
        self.shown: list[Toast] = []
        self._boxes: list[Box] = []

    def show(self, text: str, detail: str = "", kind: str = "info", topic: str = "") -> None:
        """Show a message; the oldest makes room, and one about the same topic too."""
        about = topic or (text, detail)
        self.shown = [t for t in self.shown if about not in (t.topic, (t.text, t.detail))]
        self.shown.insert(0, Toast(text, detail, kind, topic))
        del self.shown[MOST:]

    def update(self, dt: float, pointer: Pos) -> bool:
        """Let time pass; return whether one has gone."""
        if any(box.contains(pointer) for box in self._boxes):
            return False
        for toast in self.shown:
            toast.left -= dt
        before = len(self.shown)
        self.shown = [t for t in self.shown if t.left > 0]
        return len(self.shown) != before

    def take_press(self, pos: Pos) -> bool:
        """Close the message under a press."""
        for index, box in enumerate(self._boxes):
            if box.contains(pos) and index < len(self.shown):
                del self.shown[index]
                return True
        return False

    def draw(self, canvas: Canvas) -> None:
        """Draw them down from the upper edge, in the middle."""
        theme, place = canvas.theme, self.place or canvas.size
        self._boxes = []
        y = place.y + 16.0
        widest = max(
            (
                max(
                    canvas.text_width(toast.text, DISPLAY, BODY),
                    canvas.text_width(toast.detail, BOLD, CAPTION),
                )
                for toast in self.shown
            ),
            default=0.0,
        )
        width = min(max(_WIDTH * 0.6, widest + 120), place.w - 32)
        for toast in self.shown:
            box = Box(place.x + (place.w - width) / 2, y, width, _HEIGHT)
            color = {
                "good": theme.gain,
                "warn": theme.warn,
                "bad": theme.loss,
            }.get(toast.kind, theme.ink)
            canvas.shadow(box, 14, "card")
            canvas.box(box, color, 14)
            canvas.box(box.cut_left(38), theme.raised, 14)
            canvas.box(box.cut_left(52), theme.raised, 14)
            canvas.box(Box(box.x + 30, box.y, 22, box.h), color)
            canvas.box(Box(box.x + 52, box.y, 20, box.h), theme.raised)
            mark = theme.on_ink if toast.kind == "info" else theme.panel
            canvas.icon(
                _ICONS.get(toast.kind, _ICONS["info"]), (box.x + 26, box.center[1]), 24, mark
            )
            words = box.cut_left(66).cut_right(44)
            if toast.detail:
                canvas.text(toast.text, words.top_part(36), DISPLAY, BODY, theme.ink, 0, 0.8, 12)
                under = words.bottom_part(28)
                canvas.text(toast.detail, under, BOLD, CAPTION, theme.muted, 0, 0.1, 11)
            else:
                canvas.text(toast.text, words, DISPLAY, BODY, theme.ink, lowest=12)
            canvas.icon("line/x", (box.right - 22, box.center[1]), 18, theme.muted)
            self._boxes.append(box)
            y += _HEIGHT + 10
