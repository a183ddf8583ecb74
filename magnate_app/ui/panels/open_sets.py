"""The groups one owns a part of: what is missing, and who has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from magnate_app.ui.assets import BOLD, DISPLAY, NARROW_BOLD
from magnate_app.ui.draw import RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.strings import tr
from magnate_app.ui.table_context import Table
from magnate_app.ui.theme import CAPTION, SMALL
from magnate_app.ui.widgets.area import Drawn
from magnate_app.ui.widgets.base import Widget

HEAD: Final = 34.0
ROW: Final = 46.0


def open_sets(table: Table, box: Box) -> list[Widget]:
    """Return as many rows of groups to complete as fit into `box`, the nearest first."""
    families = _families(table)[: int((box.h - HEAD) // ROW)]
    if not families:
        return []

    def title(canvas: Canvas, area: Box) -> None:
        canvas.text(tr("table.sets.title"), area, BOLD, SMALL, canvas.theme.muted)

    widgets: list[Widget] = [Drawn("table.sets.title", box.top_part(HEAD - 6), title)]
    for index, family in enumerate(families):
        row = Box(box.x, box.y + HEAD + index * ROW, box.w, ROW - 6)
        widgets.append(Drawn(f"table.sets.{family[0]}", row, _row(table, family)))
    return widgets


def open_sets_height(table: Table) -> float:
    """Return the room all rows take, 0 without any."""
    count = len(_families(table))
    return 8 + HEAD + count * ROW if count else 0.0


def _families(table: Table) -> list[tuple[int, ...]]:
    mine = {square for square, deed in table.model.deeds.items() if deed.seat == table.model.me}
    families = [
        family
        for family in table.atlas.families()
        if table.atlas.kind(family[0]) == "street" and 0 < len(mine & set(family)) < len(family)
    ]
    return sorted(families, key=lambda family: (len(set(family) - mine), family[0]))


def _row(table: Table, family: tuple[int, ...]) -> Callable[[Canvas, Box], None]:
    atlas, deeds = table.atlas, table.model.deeds

    def paint(canvas: Canvas, box: Box) -> None:
        theme = canvas.theme
        canvas.box(box, theme.raised, 10, theme.line)
        inner = box.inset(10, 0)
        group = atlas.group(family[0])
        canvas.group_mark(group, Box(inner.x, inner.center[1] - 11, 28, 22))
        name = inner.cut_left(38).left_part(inner.w * 0.34 - 38)
        canvas.text(atlas.group_name(group), name, DISPLAY, 16, theme.ink, lowest=11)
        rest = inner.cut_left(inner.w * 0.34 + 8)
        missing = [s for s in family if s not in deeds or deeds[s].seat != table.model.me]
        for square, cell in zip(missing, rest.columns(len(missing), 8), strict=True):
            deed = deeds.get(square)
            room = cell if deed is None else cell.cut_right(20)
            if deed is None:
                words = tr("table.sets.free", square=atlas.short_name(square))
            else:
                who = table.seat_name(deed.seat)
                words = tr("table.sets.owned", square=atlas.short_name(square), who=who)
                canvas.symbol(table.color(deed.seat), (cell.right - 8, cell.center[1]), 6)
            if canvas.text_width(words, NARROW_BOLD, 10) > room.w:
                words = atlas.short_name(square)
            canvas.text(words, room, BOLD, CAPTION, theme.muted, RIGHT, lowest=10)

    return paint
