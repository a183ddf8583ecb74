"""The widgets of one scene, which share one keyboard focus: hover, press, focus, keys, tooltips."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import (
    LEFT_BUTTON,
    Edit,
    Input,
    Key,
    Leave,
    Move,
    Pos,
    Press,
    Release,
    Text,
    Wheel,
)
from magnate_app.ui.widgets.base import Widget
from magnate_app.ui.widgets.nearness import nearest, overlap
from magnate_app.ui.widgets.tooltip import draw_tooltip

TOOLTIP_DELAY: Final = 0.45
SHADOW_ROOM: Final = 48
"""Logical pixels around its box a widget may reach with shadow and focus ring."""


class Controls:
    """The widgets of one scene: hover, press, focus, keys, tooltips.

    `home` is the id of the widget the scene begins on: Escape leaves any other text field
    before it leaves the scene.
    """

    def __init__(self, on_sound: Callable[[str], None] | None = None) -> None:
        self.widgets: list[Widget] = []
        self.ring = False
        self.home: str | None = None
        self._focus: Widget | None = None
        self._hover: Widget | None = None
        self._captured: Widget | None = None
        self._rest = 0.0
        self._sound = on_sound
        self.version = 0
        """Grows whenever the widgets may look different, those that move left out."""

    @property
    def focus(self) -> Widget | None:
        """The focused widget."""
        return self._focus

    @property
    def hover(self) -> Widget | None:
        """The widget under the pointer."""
        return self._hover

    def all(self) -> Iterator[Widget]:
        """Every visible widget, parents before children."""
        for widget in self.widgets:
            yield from _walk(widget)

    def find(self, ident: str) -> Widget | None:
        """Return the visible widget with that id."""
        return next((w for w in self.all() if w.id == ident), None)

    def replace(self, widgets: Iterable[Widget]) -> None:
        """Show other widgets; focus and hover stay on those with the same id."""
        self.version += 1
        focus, hover, captured = self._focus, self._hover, self._captured
        self.widgets = list(widgets)
        by_id = {w.id: w for w in self.all()}
        self._focus = _take_over(focus, by_id)
        self._hover = _take_over(hover, by_id)
        self._captured = _take_over(captured, by_id)
        if self._focus is not None:
            self._focus.focused = True
        if self._hover is not None:
            self._hover.hovered = True
        if self._captured is not None and captured is not None:
            self._captured.pressed = captured.pressed

    def set_focus(self, target: str | Widget | None, ring: bool | None = None) -> None:
        """Move the focus; `ring` says whether to show it."""
        widget = self.find(target) if isinstance(target, str) else target
        if widget is not None and not (widget.focusable and widget.enabled):
            widget = None
        self.version += 1
        if ring is not None:
            self.ring = ring
        if widget is self._focus:
            return
        if self._focus is not None:
            self._focus.focused = False
            self._focus.on_focus(False)
        self._focus = widget
        if widget is not None:
            widget.focused = True
            widget.on_focus(True)
            parent = widget.parent
            if parent is not None:
                parent.reveal(widget)

    def on_input(self, given: Input) -> bool:
        """Send an input to whom it concerns; return whether it was used."""
        used = self._given(given)
        over_moving = self._hover is not None and self._hover.moving
        if used or not (isinstance(given, Move) and over_moving):
            self.version += 1
        return used

    def _given(self, given: Input) -> bool:
        for widget in self.all():
            if widget.wants_all():
                return widget.on_all(given)
        if isinstance(given, Move):
            return self._move(given)
        if isinstance(given, Press):
            return self._press(given)
        if isinstance(given, Release):
            return self._release(given)
        if isinstance(given, Wheel):
            return self._wheel(given)
        if isinstance(given, Leave):
            self._set_hover(None)
            return True
        if isinstance(given, Text | Edit):
            return self._focus is not None and self._focus.on_text(given)
        if isinstance(given, Key):
            return self._key(given)
        return False

    def update(self, dt: float) -> bool:
        """Let time pass; return whether anything must be drawn again."""
        changed = False
        for widget in self.all():
            if widget.update(dt):
                changed = True
                self.version += not widget.moving and widget.look() is None
        before = self._rest >= TOOLTIP_DELAY
        self._rest += dt
        return changed or (not before and self._rest >= TOOLTIP_DELAY and bool(self.tip))

    def draw(self, canvas: Canvas) -> None:
        """Draw all widgets, the focus ring and the tooltip."""
        self.draw_widgets(canvas, self.widgets)
        self.draw_over(canvas)

    def layers(self) -> tuple[list[Widget], list[Widget]]:
        """Return the widgets that keep still, and the one that moves with all over it."""
        still: list[Widget] = []
        moving: list[Widget] = []
        for widget in self.widgets:
            over = bool(moving) and overlap(widget.box, moving[0].box)
            (moving if widget.moving or over else still).append(widget)
        return still, moving

    def draw_widgets(self, canvas: Canvas, widgets: Iterable[Widget]) -> None:
        """Draw some of the widgets."""
        for _ in self.drawing(canvas, widgets):
            pass

    def drawing(self, canvas: Canvas, widgets: Iterable[Widget]) -> Iterator[None]:
        """Draw some of the widgets in steps; those outside the clip are left out."""
        if self._focus is not None:
            self._focus.ring = self.ring
        seen = canvas.surface.get_clip()
        whole = seen.size == canvas.surface.get_size()
        for widget in widgets:
            if not widget.visible:
                continue
            if whole or canvas.rect(widget.box.inset(-SHADOW_ROOM)).colliderect(seen):
                yield from widget.drawing(canvas)

    def looks(self, widgets: Iterable[Widget]) -> tuple[tuple[Box, object], ...]:
        """Return what those of the widgets show that change by themselves, with their places."""
        found = (widget.look() for widget in widgets if widget.visible)
        return tuple(look for look in found if look is not None)

    def draw_over(self, canvas: Canvas) -> None:
        """Draw what lies over all widgets."""
        for widget in self.all():
            widget.draw_over(canvas)
        tip = self.tip
        if tip and self._hover is not None:
            draw_tooltip(canvas, tip, self._hover.box)

    @property
    def bare(self) -> bool:
        """Whether nothing may lie over the widgets now: no tooltip, no list, nothing dragged."""
        loose = self._captured is None and not any(widget.wants_all() for widget in self.widgets)
        return loose and not self.tip

    @property
    def tip(self) -> str:
        """The tooltip that is shown now."""
        if self._hover is None or self._rest < TOOLTIP_DELAY or self._captured is not None:
            return ""
        return self._hover.tooltip

    def _at(self, pos: Pos) -> Widget | None:
        found = None
        for widget in self.all():
            if widget.hit(pos) and (widget.focusable or widget.tooltip):
                found = widget
        return found

    def _set_hover(self, widget: Widget | None) -> None:
        if widget is self._hover:
            return
        if self._hover is not None:
            self._hover.hovered = False
        self._hover = widget
        self._rest = 0.0
        if widget is not None:
            widget.hovered = True

    def _move(self, move: Move) -> bool:
        if self._captured is not None:
            self._captured.on_drag(move.pos)
            return True
        before = self._hover
        self._set_hover(self._at(move.pos))
        if self._hover is before and before is not None and self._rest < TOOLTIP_DELAY:
            self._rest = 0.0
        return self._hover is not before

    def _press(self, press: Press) -> bool:
        self._rest = 0.0
        widget = self._at(press.pos)
        if press.button != LEFT_BUTTON:
            return False
        self.ring = False
        if widget is None or not widget.focusable:
            self.set_focus(None)
            return False
        if not widget.enabled:
            return True
        self.set_focus(widget)
        widget.pressed = True
        self._captured = widget
        widget.on_press(press.pos, press.count)
        return True

    def _release(self, release: Release) -> bool:
        widget = self._captured
        if widget is None or release.button != LEFT_BUTTON:
            return False
        self._captured = None
        widget.pressed = False
        inside = widget.hit(release.pos) and widget.enabled
        if inside and self._sound is not None:
            self._sound("click")
        widget.on_release(release.pos, inside)
        self._set_hover(self._at(release.pos))
        return True

    def _wheel(self, wheel: Wheel) -> bool:
        under = [w for w in self.all() if w.hit(wheel.pos)]
        return any(widget.on_wheel(wheel) for widget in reversed(under))

    def _key(self, key: Key) -> bool:
        focus = self._focus
        if focus is not None and focus.enabled and focus.on_key(key):
            self.ring = True
            return True
        if key.name == "tab" and not key.ctrl and not key.alt:
            self._step(-1 if key.shift else 1)
            return True
        typing = focus is not None and focus.takes_text
        if key.repeat and key.name in ("enter", "space"):
            return True
        if focus is not None and self.ring and not typing and key.name in ("enter", "space"):
            if focus.enabled:
                focus.activate()
            return True
        if typing and key.name == "escape" and focus is not None and focus.id != self.home:
            self.set_focus(None)
            return True
        if self._shortcut(key, typing):
            return True
        if focus is not None and not typing and key.name == "enter" and focus.enabled:
            focus.activate()
            return True
        if key.name in ("up", "down", "left", "right") and not (key.ctrl or key.alt or typing):
            return self._arrow(key.name)
        return False

    def _shortcut(self, key: Key, typing: bool) -> bool:
        if key.ctrl or key.alt or key.repeat:
            return False
        if typing and (len(key.name) == 1 or key.name == "space"):
            return False
        for widget in self.all():
            if widget.key == key.name and widget.enabled:
                widget.activate()
                return True
        return False

    def _order(self) -> list[Widget]:
        return [w for w in self.all() if w.focusable and w.enabled]

    def _step(self, direction: int) -> None:
        order = self._order()
        if not order:
            return
        if self._focus in order:
            index = (order.index(self._focus) + direction) % len(order)
        else:
            index = 0 if direction > 0 else len(order) - 1
        self.set_focus(order[index], ring=True)

    def _arrow(self, name: str) -> bool:
        order = self._order()
        if not order:
            return False
        if self._focus not in order:
            self.set_focus(order[0], ring=True)
            return True
        best = nearest(self._focus.box, [(w.box, w) for w in order if w is not self._focus], name)
        if best is not None:
            self.set_focus(best, ring=True)
        return best is not None


def _walk(widget: Widget) -> Iterator[Widget]:
    if not widget.visible:
        return
    yield widget
    for child in widget.children():
        yield from _walk(child)


def _take_over(old: Widget | None, by_id: dict[str, Widget]) -> Widget | None:
    new = None if old is None else by_id.get(old.id)
    if old is not None and new is not old:
        old.focused = old.hovered = False
    return new
