"""Containers: a scrolling area, and boxes that only draw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Key, Pos, Wheel
from magnate_app.ui.widgets.base import NO_BOX, Widget

_WHEEL: Final = 60
_BAR: Final = 8


class Drawn(Widget):
    """A box that something draws into; for headings, pictures and panels."""

    focusable = False

    def __init__(
        self,
        ident: str,
        box: Box,
        paint: Callable[[Canvas, Box], None],
        *,
        label: str = "",
        tooltip: str = "",
        look: Callable[[], tuple[Box, object]] | None = None,
    ) -> None:
        super().__init__(ident, box, label=label, tooltip=tooltip)
        self._paint = paint
        self._look = look

    def look(self) -> tuple[Box, object] | None:
        """Return what changes without an input, as a clock does, and where."""
        return None if self._look is None else self._look()

    def draw(self, canvas: Canvas) -> None:
        """Paint."""
        self._paint(canvas, self.box)


class ScrollArea(Widget):
    """A window onto widgets that are taller than it; wheel, drag, keys.

    Children are given boxes as if nothing had been scrolled.
    """

    def __init__(self, ident: str, box: Box = NO_BOX, *, label: str = "") -> None:
        super().__init__(ident, box, label=label)
        self.focusable = False
        self.offset = 0.0
        self.stick_to_end = False
        self._at_end = True
        self._height = 0.0
        self._children: list[Widget] = []
        self._homes: list[Box] = []
        self._grip: float | None = None

    def children(self) -> Iterable[Widget]:
        """Return the scrolled widgets."""
        return self._children

    def fill(self, widgets: Sequence[Widget], height: float) -> None:
        """Show other widgets in a content of that height."""
        self._children = list(widgets)
        self._homes = [w.box for w in widgets]
        self._height = height
        for widget in self._children:
            widget.parent = self
        if self.stick_to_end and self._at_end:
            self.offset = self._limit()
        self.focusable = self._limit() > 0
        self._apply()
        self._at_end = self.offset >= self._limit() - 2

    def scroll(self, by: float) -> bool:
        """Move the content; return whether it moved."""
        before = self.offset
        self.offset = max(0.0, min(self._limit(), self.offset + by))
        self._apply()
        self._at_end = self.offset >= self._limit() - 2
        return self.offset != before

    def reveal(self, child: Widget) -> None:
        """Scroll just so far that `child` is wholly seen."""
        if child.box.y < self.box.y + 6:
            self.scroll(child.box.y - self.box.y - 6)
        elif child.box.bottom > self.box.bottom - 6:
            self.scroll(child.box.bottom - self.box.bottom + 6)

    def on_wheel(self, wheel: Wheel) -> bool:
        """Scroll."""
        return self.scroll(-wheel.dy * _WHEEL)

    def on_key(self, key: Key) -> bool:
        """Page up and down, arrows, Home and End."""
        page = self.box.h * 0.85
        steps = {
            "up": -_WHEEL,
            "down": _WHEEL,
            "page up": -page,
            "page down": page,
            "home": -self._height,
            "end": self._height,
        }
        return key.name in steps and not key.ctrl and self.scroll(steps[key.name])

    def on_press(self, pos: Pos, count: int) -> None:
        """Take hold of the bar, or of the content."""
        self._grip = pos[1]

    def on_drag(self, pos: Pos) -> None:
        """Drag the bar with the pointer, or the content."""
        if self._grip is None:
            return
        moved = pos[1] - self._grip
        self._grip = pos[1]
        if pos[0] > self.box.right - 3 * _BAR:
            self.scroll(moved * self._height / max(1.0, self.box.h))
        else:
            self.scroll(-moved)

    def draw(self, canvas: Canvas) -> None:
        """Draw the content inside the window, and the bar."""
        for _ in self.drawing(canvas):
            pass

    def drawing(self, canvas: Canvas) -> Iterator[None]:
        """Draw the content widget by widget, then the bar."""
        for child in self._children:
            if child.visible and child.box.bottom > self.box.y and child.box.y < self.box.bottom:
                with canvas.clip(self.box):
                    child.draw(canvas)
                yield
        limit = self._limit()
        if limit > 0:
            theme = canvas.theme
            length = max(36.0, self.box.h * self.box.h / self._height)
            y = self.box.y + (self.box.h - length) * self.offset / limit
            bar = Box(self.box.right - _BAR, y, _BAR - 2, length)
            canvas.pill(bar, theme.line)
            if self.focused and self.ring:
                canvas.focus(bar, 3)

    def _limit(self) -> float:
        return max(0.0, self._height - self.box.h)

    def _apply(self) -> None:
        self.offset = max(0.0, min(self._limit(), self.offset))
        for child, home in zip(self._children, self._homes, strict=True):
            child.place(home.moved(0, -self.offset))
            child.clip = self.box
