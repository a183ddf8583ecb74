"""The deeds of an offer as small cards, with a place for one more."""

from __future__ import annotations

from typing import Final

from magnate_app.ui.assets import BOLD, DISPLAY, NARROW_BOLD
from magnate_app.ui.board.deed_card import family_name, head_color
from magnate_app.ui.draw import CENTER, RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.panels.common import draw_name
from magnate_app.ui.panels.trade_drag import DeedButton, Zone
from magnate_app.ui.strings import tr
from magnate_app.ui.table_context import Table
from magnate_app.ui.theme import CAPTION, SMALL
from magnate_app.ui.widgets.area import Drawn
from magnate_app.ui.widgets.base import Widget

HEIGHT: Final = 96.0
GAP: Final = 10.0
MOST: Final = 4
"""As many deeds as are shown as cards; the rest stay rows of the list."""


def rows(chosen: int) -> int:
    """Return how many rows of two cards so many deeds and the free place take."""
    return 1 if chosen < 2 else 2


def slips(table: Table, box: Box, shown: list[int], side: str, zone: Zone) -> list[Widget]:
    """Return the cards of the deeds `shown`, and the free place after them."""
    places = [place for row in box.rows(rows(len(shown)), GAP) for place in row.columns(2, GAP)]
    widgets: list[Widget] = [
        Slip(table, square, place, zone) for square, place in zip(shown, places, strict=False)
    ]
    if len(shown) < len(places):
        widgets.append(Drawn(f"table.trade.{side}.free", places[len(shown)], _free))
    return widgets


class Slip(DeedButton):
    """A deed of the offer; a click takes it out."""

    def __init__(self, table: Table, square: int, box: Box, zone: Zone) -> None:
        super().__init__(table, square, box, self._take_out, zone, chosen=True)

    def _take_out(self) -> None:
        draft = self.table.draft.trade
        if draft is not None:
            draft.give.discard(self.square)
            draft.get.discard(self.square)
            self.table.rebuild()

    def draw(self, canvas: Canvas) -> None:
        """Draw the head in the group's color, name, price and rent."""
        theme, box, table = canvas.theme, self.box, self.table
        fill, ink = head_color(canvas, table, self.square)
        canvas.shadow(box, 10)
        canvas.box(box, theme.soft if self.hovered else theme.raised, 10, theme.line)
        head = box.top_part(28)
        canvas.box(head, fill, 10)
        canvas.box(head.bottom_part(12), fill)
        words = head.inset(12, 0).cut_right(24)
        mark = theme.group(table.atlas.group(self.square)).mark if self._street() else ""
        caption = (
            f"{mark} · {family_name(table, self.square)}"
            if mark
            else family_name(table, self.square)
        )
        canvas.text(caption, words, NARROW_BOLD, SMALL, ink, lowest=10)
        canvas.icon("line/x", (head.right - 16, head.center[1]), 14, ink)
        body = box.cut_top(30).inset(12, 4)
        draw_name(canvas, table, self.square, body.top_part(30), DISPLAY, 17, theme.ink)
        line = body.bottom_part(26)
        price = tr("table.slip.price", amount=table.money(table.atlas.price(self.square)))
        canvas.text(price, line.left_part(line.w / 2), BOLD, CAPTION, theme.muted, lowest=10)
        deed = table.model.deeds.get(self.square)
        if deed is not None and deed.mortgaged:
            note = tr("table.trade.mortgaged")
        else:
            rent = table.atlas.rent(self.square, table.model.deeds)
            note = tr("table.build.rent", amount=table.money(rent))
        canvas.text(note, line.right_part(line.w / 2), BOLD, CAPTION, theme.muted, RIGHT, lowest=10)
        if self.focused and self.ring:
            canvas.focus(box, 10)

    def _street(self) -> bool:
        return self.table.atlas.kind(self.square) == "street"


def _free(canvas: Canvas, box: Box) -> None:
    canvas.dashed(box, 10, canvas.theme.line)
    canvas.text(tr("table.slip.free"), box.inset(8, 0), BOLD, SMALL, canvas.theme.muted, CENTER)
