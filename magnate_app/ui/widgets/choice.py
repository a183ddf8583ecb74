"""Controls that choose: toggle, segments, slider, number stepper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.draw import CENTER, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Key, Pos
from magnate_app.ui.theme import BODY, SMALL, mix
from magnate_app.ui.widgets.base import HAND, NO_BOX, Widget
from magnate_app.ui.widgets.states import edge, face

_TOGGLE: Final = (64, 34)
_STEP_BUTTON: Final = 40


class Toggle(Widget):
    """On or off, with a tick or a cross on its knob; its words stand at the left."""

    pointer = HAND

    def __init__(
        self,
        ident: str,
        label: str,
        on: bool,
        on_change: Callable[[bool], None],
        box: Box = NO_BOX,
        *,
        detail: str = "",
        enabled: bool = True,
    ) -> None:
        super().__init__(ident, box, label=label, enabled=enabled)
        self.on = on
        self.on_change = on_change
        self.detail = detail

    def value_text(self) -> str:
        """Return `on` or `off`."""
        return "on" if self.on else "off"

    def on_release(self, pos: Pos, inside: bool) -> None:
        """Flip when released inside."""
        if inside:
            self.activate()

    def activate(self) -> None:
        """Flip."""
        if self.enabled:
            self.on = not self.on
            self.on_change(self.on)

    def draw(self, canvas: Canvas) -> None:
        """Draw words and switch."""
        theme = canvas.theme
        width, height = _TOGGLE
        track = Box(self.box.right - width, self.box.center[1] - height / 2, width, height)
        words = self.box.cut_right(width, 12)
        ink = theme.ink if self.enabled else theme.muted
        if self.detail:
            canvas.text(self.label, words.top_part(words.h / 2), BOLD, BODY, ink, 0, 0.9, SMALL - 2)
            under = words.bottom_part(words.h / 2)
            canvas.text(self.detail, under, BOLD, SMALL - 2, theme.muted, 0, 0.1, SMALL - 4)
        else:
            canvas.text(self.label, words, BOLD, BODY, ink, lowest=SMALL - 2)
        color = theme.gain if self.on else theme.line
        if not self.enabled:
            color = mix(color, theme.panel, 0.5)
        elif self.hovered or self.pressed:
            color = mix(color, theme.ink, 0.2 if self.pressed else 0.1)
        canvas.box(track, color, height / 2)
        x = track.right - height / 2 if self.on else track.x + height / 2
        radius = 12 if self.pressed else 14 if self.hovered and self.enabled else 13
        canvas.circle((x, track.center[1]), radius, theme.raised)
        mark = "line/check" if self.on else "line/x"
        canvas.icon(mark, (x, track.center[1]), 15, theme.gain if self.on else theme.muted)
        if self.focused and self.ring:
            canvas.focus(track, height / 2)


class Segments(Widget):
    """One of a few, side by side."""

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
        size: float = SMALL,
    ) -> None:
        super().__init__(ident, box, label=label, enabled=enabled)
        self.options = list(options)
        self.value = value
        self.on_change = on_change
        self.size = size

    def value_text(self) -> str:
        """Return the chosen value."""
        return self.value

    def part(self, value: str) -> Box:
        """Return the box of one option."""
        index = [v for v, _ in self.options].index(value)
        return self._parts()[index]

    def choose(self, value: str) -> None:
        """Choose an option and tell."""
        if self.enabled and value != self.value:
            self.value = value
            self.on_change(value)

    def on_release(self, pos: Pos, inside: bool) -> None:
        """Choose the option under the pointer."""
        if not inside:
            return
        for (value, _), part in zip(self.options, self._parts(), strict=True):
            if part.contains(pos):
                self.choose(value)
                return

    def on_key(self, key: Key) -> bool:
        """Left and right choose the neighbour."""
        if key.name not in ("left", "right") or key.ctrl or key.alt:
            return False
        values = [v for v, _ in self.options]
        index = values.index(self.value) if self.value in values else 0
        index = max(0, min(len(values) - 1, index + (1 if key.name == "right" else -1)))
        self.choose(values[index])
        return True

    def activate(self) -> None:
        """Choose the next option, and the first after the last."""
        values = [v for v, _ in self.options]
        index = (values.index(self.value) + 1) % len(values) if self.value in values else 0
        self.choose(values[index])

    def draw(self, canvas: Canvas) -> None:
        """Draw the row."""
        theme = canvas.theme
        radius = min(12.0, self.box.h / 2)
        canvas.box(self.box, face(theme, self), radius, edge(theme, self))
        for (value, text), part in zip(self.options, self._parts(), strict=True):
            ink = theme.ink
            if value == self.value:
                chosen = theme.ink if self.enabled else theme.muted
                canvas.box(part.inset(1.5), chosen, radius - 2)
                ink = theme.on_ink
            elif not self.enabled:
                ink = theme.muted
            canvas.text(text, part.inset(5, 0), DISPLAY, self.size, ink, CENTER, lowest=11)
        if self.focused and self.ring:
            canvas.focus(self.box, radius)

    def _parts(self) -> list[Box]:
        return self.box.columns(len(self.options))


class Slider(Widget):
    """A number on a line from `low` to `high`."""

    pointer = HAND

    def __init__(
        self,
        ident: str,
        label: str,
        value: int,
        on_change: Callable[[int], None],
        box: Box = NO_BOX,
        *,
        low: int = 0,
        high: int = 100,
        step: int = 5,
        icon: str | None = None,
        enabled: bool = True,
        show: Callable[[int], str] = str,
    ) -> None:
        super().__init__(ident, box, label=label, enabled=enabled)
        self.value = value
        self.low, self.high, self.step = low, high, step
        self.icon = icon
        self.on_change = on_change
        self.show = show

    def value_text(self) -> str:
        """Return the value."""
        return str(self.value)

    def set(self, value: int) -> None:
        """Move the knob and tell."""
        value = max(self.low, min(self.high, value))
        if value != self.value and self.enabled:
            self.value = value
            self.on_change(value)

    def on_press(self, pos: Pos, count: int) -> None:
        """Jump there."""
        self._to(pos)

    def on_drag(self, pos: Pos) -> None:
        """Follow."""
        self._to(pos)

    def on_key(self, key: Key) -> bool:
        """Left and right step, Home and End go to the ends."""
        moves = {
            "left": self.value - self.step,
            "right": self.value + self.step,
            "home": self.low,
            "end": self.high,
        }
        if key.name not in moves or key.ctrl or key.alt:
            return False
        self.set(moves[key.name])
        return True

    def draw(self, canvas: Canvas) -> None:
        """Draw line, knob and figure."""
        theme = canvas.theme
        track = self._track()
        middle = self.box.center[1]
        if self.icon:
            canvas.icon(self.icon, (self.box.x + 12, middle), 22, theme.muted)
        share = (self.value - self.low) / max(1, self.high - self.low)
        knob = track.x + track.w * share
        canvas.box(track, theme.line, track.h / 2)
        color = theme.accent if self.enabled else theme.muted
        canvas.box(Box(track.x, track.y, max(6, knob - track.x), track.h), color, track.h / 2)
        if self.enabled and (self.hovered or self.pressed):
            canvas.circle((knob, middle), 19, color, alpha=0.3 if self.pressed else 0.16)
        canvas.circle((knob, middle), 12, theme.raised, color, 4)
        figure = Box(track.right + 10, self.box.y, self.box.right - track.right - 10, self.box.h)
        ink = theme.ink if self.enabled else theme.muted
        canvas.text(self.show(self.value), figure, BOLD, BODY, ink, 1.0, lowest=11)
        if self.focused and self.ring:
            canvas.focus(Box(knob - 13, middle - 13, 26, 26), 13)

    def _track(self) -> Box:
        left = 42 if self.icon else 14
        return Box(self.box.x + left, self.box.center[1] - 4, self.box.w - left - 68, 8)

    def _to(self, pos: Pos) -> None:
        track = self._track()
        share = max(0.0, min(1.0, (pos[0] - track.x) / max(1.0, track.w)))
        value = self.low + share * (self.high - self.low)
        self.set(round(value / self.step) * self.step)


class Stepper(Widget):
    """A number with minus and plus; digits can be typed."""

    takes_text = True
    pointer = HAND

    def __init__(
        self,
        ident: str,
        label: str,
        value: int,
        on_change: Callable[[int], None],
        box: Box = NO_BOX,
        *,
        low: int,
        high: int,
        step: int = 1,
        enabled: bool = True,
        show: Callable[[int], str] = str,
    ) -> None:
        super().__init__(ident, box, label=label, enabled=enabled)
        self.value = value
        self.low, self.high, self.step = low, high, step
        self.on_change = on_change
        self.show = show
        self._typed = ""

    def value_text(self) -> str:
        """Return the value."""
        return str(self.value)

    def set(self, value: int) -> None:
        """Change the value within its range and tell."""
        value = max(self.low, min(self.high, value))
        if value != self.value and self.enabled:
            self.value = value
            self.on_change(value)

    def on_focus(self, focused: bool) -> None:
        """Forget half-typed digits."""
        self._typed = ""

    def on_release(self, pos: Pos, inside: bool) -> None:
        """Step when one of the ends is clicked."""
        if not inside:
            return
        if pos[0] < self.box.x + _STEP_BUTTON:
            self.set(self.value - self.step)
        elif pos[0] > self.box.right - _STEP_BUTTON:
            self.set(self.value + self.step)

    def on_key(self, key: Key) -> bool:
        """Arrows step; digits are typed; Backspace takes one away."""
        if key.ctrl or key.alt:
            return False
        if key.name in ("left", "-", "keypad -"):
            self.set(self.value - self.step)
        elif key.name in ("right", "+", "keypad +"):
            self.set(self.value + self.step)
        elif key.name == "backspace":
            self._typed = (self._typed or str(self.value))[:-1]
            self.set(int(self._typed or 0))
        elif len(key.name) == 1 and key.name.isdigit():
            self._typed = (self._typed + key.name)[-6:]
            self.set(int(self._typed))
        else:
            return False
        return True

    def draw(self, canvas: Canvas) -> None:
        """Draw the figure between its two ends."""
        theme = canvas.theme
        canvas.box(self.box, face(theme, self), 12, edge(theme, self))
        left = self.box.left_part(_STEP_BUTTON)
        right = self.box.right_part(_STEP_BUTTON)
        for end, icon, possible in (
            (left, "line/minus", self.value > self.low),
            (right, "line/plus", self.value < self.high),
        ):
            tint = theme.ink if possible and self.enabled else theme.line
            canvas.icon(icon, end.center, 18, tint)
        middle = self.box.inset(_STEP_BUTTON, 0)
        ink = theme.ink if self.enabled else theme.muted
        canvas.text(self.show(self.value), middle, BOLD, BODY, ink, CENTER, lowest=11)
        if self.focused and self.ring:
            canvas.focus(self.box, 12)
