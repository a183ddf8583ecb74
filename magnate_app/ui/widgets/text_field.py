"""A line to type in: caret, selection, clipboard, input methods, errors."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Final

from magnate_app.ui import assets, clipboard
from magnate_app.ui.assets import BOLD, TEXT
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Edit, Key, Pos, Text
from magnate_app.ui.theme import CAPTION, LARGE, RADIUS_INPUT, mix
from magnate_app.ui.widgets.base import IBEAM, NO_BOX, Widget
from magnate_app.ui.widgets.states import edge, face

BLINK: Final = 0.53
DOT: Final = "•"
_PAD: Final = 14


class TextField(Widget):
    """One line of text; `on_change` after every change, `on_enter` on Enter.

    A `secret` one shows dots until it is `revealed`; it is told and copied to nobody.
    """

    takes_text = True
    pointer = IBEAM

    def __init__(
        self,
        ident: str,
        box: Box = NO_BOX,
        *,
        label: str = "",
        text: str = "",
        hint: str = "",
        limit: int = 80,
        icon: str | None = None,
        size: float = LARGE,
        face: str = TEXT,
        on_change: Callable[[str], None] | None = None,
        on_enter: Callable[[str], None] | None = None,
        enabled: bool = True,
        secret: bool = False,
    ) -> None:
        super().__init__(ident, box, label=label, enabled=enabled)
        self.secret = secret
        self.revealed = False
        self.text = text
        self.hint = hint
        self.limit = limit
        self.icon = icon
        self.size = size
        self.face = face
        self.on_change = on_change
        self.on_enter = on_enter
        self.centered = False
        self.error = ""
        self.note = ""
        self.caret = len(text)
        self.anchor = self.caret
        self._edit = ""
        self._blink = 0.0
        self._scroll = 0.0
        self._scale = 1.0

    @property
    def selection(self) -> tuple[int, int]:
        """Start and end of what is selected."""
        return min(self.caret, self.anchor), max(self.caret, self.anchor)

    @property
    def selected(self) -> str:
        """The selected text."""
        start, end = self.selection
        return self.text[start:end]

    def value_text(self) -> str:
        """Return the text; of a secret only its length."""
        return DOT * len(self.text) if self.secret else self.text

    def set_text(self, text: str) -> None:
        """Put another text in, with the caret at its end; tells nobody."""
        self.text = text[: self.limit]
        self.caret = self.anchor = len(self.text)

    def insert(self, text: str) -> None:
        """Replace the selection by what of `text` is printable and fits."""
        clean = "".join(c for c in text if c == " " or not unicodedata.category(c).startswith("C"))
        start, end = self.selection
        clean = clean[: max(0, self.limit - len(self.text) + (end - start))]
        self.text = self.text[:start] + clean + self.text[end:]
        self.caret = self.anchor = start + len(clean)
        self._changed()

    def on_focus(self, focused: bool) -> None:
        """Let the caret blink from its bright half."""
        self._blink = 0.0
        self._edit = ""
        if not focused:
            self.anchor = self.caret

    def on_press(self, pos: Pos, count: int) -> None:
        """Put the caret there; a double click selects everything."""
        self._blink = 0.0
        if count == 2:
            self.anchor, self.caret = 0, len(self.text)
        else:
            self.caret = self.anchor = self._index_at(pos[0])

    def on_drag(self, pos: Pos) -> None:
        """Select up to there."""
        self.caret = self._index_at(pos[0])

    def on_text(self, text: Text | Edit) -> bool:
        """Type, or show what an input method composes."""
        self._blink = 0.0
        if isinstance(text, Edit):
            self._edit = text.text
        else:
            self._edit = ""
            self.insert(text.text)
        return True

    def on_key(self, key: Key) -> bool:
        """Edit and move; Tab, Escape and what it has no use for go on."""
        self._blink = 0.0
        if self._edit:
            return key.name not in ("escape", "tab")
        if key.ctrl:
            return self._command(key.name)
        if key.name in ("left", "right", "home", "end"):
            self._travel(key.name, key.shift)
            return True
        if key.name in ("backspace", "delete"):
            self._erase(key.name)
            return True
        if key.name == "enter" and self.on_enter is not None:
            self.on_enter(self.text)
            return True
        return False

    def update(self, dt: float) -> bool:
        """Blink."""
        if not self.focused:
            return False
        before = int(self._blink / BLINK)
        self._blink += dt
        return int(self._blink / BLINK) != before

    def draw(self, canvas: Canvas) -> None:
        """Draw field, text, selection, caret and the line below."""
        theme = canvas.theme
        self._scale = canvas.scale
        border, width = edge(theme, self), 2.0
        if self.error:
            border = theme.loss
        if self.focused:
            border, width = (theme.loss if self.error else theme.focus), 3.0
        canvas.box(self.box, face(theme, self), RADIUS_INPUT, border, width)
        x = self.box.x + _PAD
        if self.icon:
            middle = (x + self.size * 0.6, self.box.center[1])
            canvas.icon(self.icon, middle, self.size * 1.15, theme.muted)
        inner = self._inner()
        with canvas.clip(Box(inner.x - 2, self.box.y, inner.w + 4, self.box.h)):
            self._draw_text(canvas, inner)
        right = self.box.right - _PAD
        if self.error:
            canvas.icon("fill/warning-circle", (right - 9, self.box.center[1]), 22, theme.loss)
        elif self.note:
            chip = canvas.chip_width(self.note)
            canvas.chip(self.note, (right - chip, self.box.center[1]))
        if self.error:
            under = Box(self.box.x, self.box.bottom + 4, self.box.w, 20)
            canvas.text(self.error, under, BOLD, CAPTION, theme.loss, lowest=CAPTION - 2)

    def _inner(self) -> Box:
        left = _PAD + (self.size * 1.6 if self.icon else 0)
        right = _PAD + (30 if self.error else 0)
        return Box(self.box.x + left, self.box.y, self.box.w - left - right, self.box.h)

    def _origin(self, inner: Box) -> float:
        # Where the first letter stands.
        spare = inner.w - self._width(self.text + self._edit)
        return inner.x + spare / 2 if self.centered and spare > 0 else inner.x - self._scroll

    def _draw_text(self, canvas: Canvas, inner: Box) -> None:
        theme = canvas.theme
        shown = self._seen(self.text[: self.caret] + self._edit + self.text[self.caret :])
        caret_x = self._width(self.text[: self.caret] + self._edit)
        self._scroll = min(self._scroll, caret_x)
        self._scroll = max(self._scroll, caret_x - inner.w + 4, 0.0)
        origin = self._origin(inner)
        middle = self.box.center[1]
        if not shown:
            hint_color = mix(theme.muted, theme.raised, 0.1)
            size = min(self.size, LARGE)
            canvas.text(self.hint, inner.cut_left(5), self.face, size, hint_color, lowest=CAPTION)
        start, end = self.selection
        if start != end:
            left = origin + self._width(self.text[:start])
            right = origin + self._width(self.text[:end])
            tint = mix(theme.raised, theme.focus, 0.3)
            canvas.box(Box(left, middle - self.size * 0.75, right - left, self.size * 1.5), tint, 3)
        color = theme.ink if self.enabled else theme.muted
        canvas.label(shown, (origin, middle), self.face, self.size, color)
        if self._edit:
            left = origin + self._width(self.text[: self.caret])
            y = middle + self.size * 0.62
            canvas.line((left, y), (origin + caret_x, y), theme.focus, 2)
        if self.focused and int(self._blink / BLINK) % 2 == 0:
            x = origin + caret_x
            canvas.box(Box(x, middle - self.size * 0.7, 2, self.size * 1.4), theme.ink)

    def _seen(self, text: str) -> str:
        return DOT * len(text) if self.secret and not self.revealed else text

    def _width(self, text: str) -> float:
        text = self._seen(text)
        return assets.width_of(text, self.face, self.size * self._scale) / self._scale

    def _index_at(self, x: float) -> int:
        inside = x - self._origin(self._inner())
        best, cost = 0, abs(inside)
        for index in range(1, len(self.text) + 1):
            distance = abs(self._width(self.text[:index]) - inside)
            if distance < cost:
                best, cost = index, distance
        return best

    def _changed(self) -> None:
        self.error = ""
        if self.on_change is not None:
            self.on_change(self.text)

    def _travel(self, name: str, keep: bool) -> None:
        start, end = self.selection
        if name == "left":
            self.caret = max(0, self.caret - 1) if keep or start == end else start
        elif name == "right":
            self.caret = min(len(self.text), self.caret + 1) if keep or start == end else end
        else:
            self.caret = 0 if name == "home" else len(self.text)
        if not keep:
            self.anchor = self.caret

    def _erase(self, name: str) -> None:
        start, end = self.selection
        if start == end:
            if name == "backspace":
                start = max(0, start - 1)
            else:
                end = min(len(self.text), end + 1)
        if start != end:
            self.text = self.text[:start] + self.text[end:]
            self.caret = self.anchor = start
            self._changed()

    def _command(self, name: str) -> bool:
        if name == "a":
            self.anchor, self.caret = 0, len(self.text)
        elif name in ("c", "x") and self.secret:
            return True
        elif name == "c":
            clipboard.put(self.selected or self.text)
        elif name == "x":
            clipboard.put(self.selected)
            self.insert("")
        elif name == "v":
            self.insert(clipboard.get())
        else:
            return False
        return True
