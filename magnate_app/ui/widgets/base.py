"""What every control is.

A widget owns a box in logical pixels, draws itself and reacts to inputs that its group
(`controls`) sends it. Values and callbacks come from outside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Edit, Input, Key, Pos, Text, Wheel

ARROW: Final = "arrow"
HAND: Final = "hand"
IBEAM: Final = "ibeam"
NO_BOX: Final = Box(0, 0, 0, 0)


class Widget:
    """A control. Subclasses draw it and override the reactions they need."""

    focusable = True
    takes_text = False
    pointer = ARROW

    moving = False
    """Whether it is drawn anew for every frame, beside a picture of all others."""

    def __init__(
        self,
        ident: str,
        box: Box = NO_BOX,
        *,
        label: str = "",
        enabled: bool = True,
        tooltip: str = "",
        key: str | None = None,
    ) -> None:
        self.id = ident
        self.box = box
        self.label = label
        self.enabled = enabled
        self.visible = True
        self.tooltip = tooltip
        self.key = key
        self.hovered = False
        self.pressed = False
        self.focused = False
        self.ring = False
        self.clip: Box | None = None
        self.parent: Widget | None = None

    def place(self, box: Box) -> None:
        """Give it another box."""
        self.box = box

    def children(self) -> Iterable[Widget]:
        """Return the widgets inside, which it draws itself."""
        return ()

    def hit(self, pos: Pos) -> bool:
        """Whether `pos` is on the visible part of it."""
        return (
            self.visible
            and self.box.contains(pos)
            and (self.clip is None or self.clip.contains(pos))
        )

    def look(self) -> tuple[Box, object] | None:
        """Return where something changes without an input and what it shows there."""
        return None

    def draw(self, canvas: Canvas) -> None:
        """Draw it."""

    def drawing(self, canvas: Canvas) -> Iterator[None]:
        """Draw it as `draw` does, in steps if that takes long."""
        self.draw(canvas)
        yield

    def draw_over(self, canvas: Canvas) -> None:
        """Draw what lies over all other widgets, as an open list."""

    def wants_all(self) -> bool:
        """Whether it takes every input first, as an open list does."""
        return False

    def on_press(self, pos: Pos, count: int) -> None:
        """React to the button going down on it."""

    def on_drag(self, pos: Pos) -> None:
        """React to the pointer moving while the button is down."""

    def on_release(self, pos: Pos, inside: bool) -> None:
        """React to the button going up."""

    def on_wheel(self, wheel: Wheel) -> bool:
        """React to the wheel; return whether it was used."""
        return False

    def on_key(self, key: Key) -> bool:
        """React to a key while focused; return whether it was used."""
        return False

    def on_text(self, text: Text | Edit) -> bool:
        """React to typing while focused; return whether it was used."""
        return False

    def on_all(self, given: Input) -> bool:
        """React to any input while `wants_all`; return whether it was used."""
        return False

    def on_focus(self, focused: bool) -> None:
        """React to gaining or losing the focus."""

    def activate(self) -> None:
        """Do what a click does."""

    def update(self, dt: float) -> bool:
        """Let time pass; return whether it must be drawn again."""
        return False

    def reveal(self, child: Widget) -> None:
        """Scroll so that `child` is seen."""

    def value_text(self) -> str:
        """Return the value a screen reader, or a test, would be told."""
        return ""
