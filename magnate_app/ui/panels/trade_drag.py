"""Dragging a deed into an offer and out of it, beside clicking it.

A deed dropped anywhere in the panel but on the list it came from goes in; one dropped on
its list again, or outside the panel, comes out.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import msgspec

from magnate_app.ui.assets import BOLD
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import TAP_SLOP, Pos
from magnate_app.ui.panels.movement import draw_mark
from magnate_app.ui.table_context import Table
from magnate_app.ui.theme import SMALL
from magnate_app.ui.widgets.button import Button

_HEIGHT: Final = 40.0
_OFFSET: Final = (14.0, 6.0)
"""From the pointer to the deed that hangs on it."""


class Zone(msgspec.Struct, frozen=True):
    """Where a deed may be dropped: the list it lies in, the whole offer, and the cards above."""

    home: Box
    body: Box
    cards: bool

    def takes(self, pos: Pos, chosen: bool) -> bool:
        """Whether dropping a deed there puts it in, or takes it out when it is in."""
        if chosen:
            return not self.body.contains(pos) or (self.cards and self.home.contains(pos))
        return self.body.contains(pos) and not self.home.contains(pos)


class DeedButton(Button):
    """A deed that can be clicked or dragged."""

    def __init__(
        self,
        table: Table,
        square: int,
        box: Box,
        flip: Callable[[], None],
        zone: Zone,
        *,
        chosen: bool,
        enabled: bool = True,
    ) -> None:
        super().__init__(
            f"table.trade.deed.{square}", table.atlas.name(square), flip, box, enabled=enabled
        )
        self.table = table
        self.square = square
        self.zone = zone
        self.chosen = chosen
        self._grip: Pos | None = None
        self._at: Pos | None = None

    @property
    def carried(self) -> bool:
        """Whether it hangs on the pointer."""
        return self._at is not None

    def value_text(self) -> str:
        """Return whether it is in the offer."""
        return "on" if self.chosen else "off"

    def on_press(self, pos: Pos, count: int) -> None:
        """Take hold of it."""
        self._grip, self._at = pos, None

    def on_drag(self, pos: Pos) -> None:
        """Let it follow the pointer."""
        grip = self._grip
        if grip is not None and (self._at is not None or math.dist(grip, pos) > TAP_SLOP):
            self._at = pos

    def on_release(self, pos: Pos, inside: bool) -> None:
        """Drop it, or click."""
        carried, self._grip, self._at = self.carried, None, None
        if not carried:
            super().on_release(pos, inside)
        elif self.zone.takes(pos, self.chosen):
            self.on_click()

    def draw_over(self, canvas: Canvas) -> None:
        """Draw the deed at the pointer, and where it may be dropped."""
        if self._at is None:
            return
        theme = canvas.theme
        takes = self.zone.takes(self._at, self.chosen)
        if takes and not self.chosen:
            canvas.box(self.zone.body.inset(-4), None, 16, theme.accent, 3)
        name = self.table.atlas.name(self.square)
        width = canvas.text_width(name, BOLD, SMALL) + 62
        x, y = self._at[0] + _OFFSET[0], self._at[1] + _OFFSET[1]
        plate = Box(min(x, canvas.size.w - width - 4), min(y, canvas.size.h - 44), width, _HEIGHT)
        canvas.shadow(plate, 10, "card")
        canvas.box(plate, theme.raised, 10, theme.accent if takes else theme.line, 2)
        inner = plate.inset(8, 0)
        offset = draw_mark(canvas, self.table, self.square, inner)
        canvas.text(name, inner.cut_left(offset), BOLD, SMALL, theme.ink)
