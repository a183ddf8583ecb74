"""A list that opens over everything and closes with one choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from magnate_app.ui.assets import DISPLAY
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Input, Key, Move, Pos, Press, Release, Tap, Wheel
from magnate_app.ui.theme import BODY, RADIUS_INPUT, mix
from magnate_app.ui.widgets.base import HAND, NO_BOX, Widget
from magnate_app.ui.widgets.states import edge, face

_ROW: Final = 40


class Dropdown(Widget):
    """One of several values; `options` are (value, words)."""

    pointer = HAND

    def __init__(
        self,
        ident: str,
        label: str,
        options: Sequence[tuple[str, str]],
        value: str,
        on_change: Callable[[str], None],
        box: Box = NO_BOX,
        *,
        enabled: bool = True,
    ) -> None:
        super().__init__(ident, box, label=label, enabled=enabled)
        self.options = list(options)
        self.value = value
        self.on_change = on_change
        self.open = False
        self._mark = 0
        self._list = NO_BOX

    def value_text(self) -> str:
        """Return the chosen value."""
        return self.value

    def wants_all(self) -> bool:
        """While open it takes everything."""
        return self.open

    def on_release(self, pos: Pos, inside: bool) -> None:
        """Open."""
        if inside:
            self.activate()

    def activate(self) -> None:
        """Open the list."""
        if self.enabled:
            self.open = True
            values = [v for v, _ in self.options]
            self._mark = values.index(self.value) if self.value in values else 0

    def choose(self, value: str) -> None:
        """Close with a choice and tell if it is new."""
        self.open = False
        if value != self.value:
            self.value = value
            self.on_change(value)

    def on_key(self, key: Key) -> bool:
        """Up and down choose the neighbour without opening."""
        if key.name not in ("up", "down") or not key.alt:
            return False
        self.activate()
        return True

    def on_all(self, given: Input) -> bool:
        """Mark, choose or close."""
        if isinstance(given, Move):
            index = self._index(given.pos)
            if index is not None:
                self._mark = index
        elif isinstance(given, Press) and self._index(given.pos) is None:
            self.open = False
        elif isinstance(given, Release | Tap):
            index = self._index(given.pos)
            if index is not None:
                self.choose(self.options[index][0])
        elif isinstance(given, Key):
            self._open_key(given.name)
        elif isinstance(given, Wheel):
            self.open = False
        return True

    def draw(self, canvas: Canvas) -> None:
        """Draw the closed control."""
        theme = canvas.theme
        canvas.box(self.box, face(theme, self), RADIUS_INPUT, edge(theme, self), 2)
        ink = theme.ink if self.enabled else theme.muted
        words = dict(self.options).get(self.value, self.value)
        canvas.text(words, self.box.inset(14, 0).cut_right(22), DISPLAY, BODY, ink, lowest=12)
        canvas.icon("line/caret-down", (self.box.right - 20, self.box.center[1]), 16, ink)
        if self.focused and self.ring:
            canvas.focus(self.box, RADIUS_INPUT)
        height = _ROW * len(self.options) + 12
        y = self.box.bottom + 4
        if y + height > canvas.size.h - 8:
            y = max(8.0, self.box.y - 4 - height)
        widest = max(canvas.text_width(text, DISPLAY, BODY) for _, text in self.options)
        width = max(self.box.w, widest + 64)
        x = min(self.box.x, canvas.size.w - 8 - width)
        self._list = Box(x, y, width, height)

    def draw_over(self, canvas: Canvas) -> None:
        """Draw the open list."""
        if not self.open:
            return
        theme = canvas.theme
        canvas.shadow(self._list, 12, "card")
        canvas.box(self._list, theme.raised, 12, theme.line)
        for index, (value, text) in enumerate(self.options):
            row = self._row(index)
            if index == self._mark:
                canvas.box(row, mix(theme.raised, theme.ink, 0.12), 8)
            canvas.text(text, row.inset(12, 0).cut_right(20), DISPLAY, BODY, theme.ink)
            if value == self.value:
                canvas.icon("line/check", (row.right - 18, row.center[1]), 18, theme.gain)

    def _row(self, index: int) -> Box:
        return Box(self._list.x + 6, self._list.y + 6 + index * _ROW, self._list.w - 12, _ROW)

    def _index(self, pos: Pos) -> int | None:
        for index in range(len(self.options)):
            if self._row(index).contains(pos):
                return index
        return None

    def _open_key(self, name: str) -> None:
        if name in ("escape", "tab"):
            self.open = False
        elif name in ("enter", "space"):
            self.choose(self.options[self._mark][0])
        elif name in ("up", "down"):
            step = 1 if name == "down" else -1
            self._mark = (self._mark + step) % len(self.options)
        elif name in ("home", "end"):
            self._mark = 0 if name == "home" else len(self.options) - 1
