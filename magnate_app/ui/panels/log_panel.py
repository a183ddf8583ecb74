"""The log: one line for every event, filtered by kind, a click flashes the tile."""

from __future__ import annotations

from collections.abc import Callable

from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.draw import RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.panels.common import rich, rich_lines
from magnate_app.ui.strings import tr
from magnate_app.ui.table_context import Table
from magnate_app.ui.table_log import FILTERS, Line
from magnate_app.ui.theme import CAPTION, SMALL
from magnate_app.ui.widgets.area import Drawn, ScrollArea
from magnate_app.ui.widgets.base import Widget
from magnate_app.ui.widgets.button import CHIP, Button

ROW = 32.0
LINE = 19.0
MOST = 120
LEAST_HEIGHT = 40.0
WITH_HEAD = 124.0
"""Below this height the lines take the room of title and filters."""


AGES = 300.0
"""From this width on the age of a line stands at its right."""
AGE_ROOM = 50.0
NOW = 40.0
"""Seconds a line is new."""


def log_panel(
    table: Table,
    box: Box,
    lines: list[Line],
    measure: Canvas,
    area: ScrollArea | None,
    *,
    ages: bool = True,
) -> list[Widget]:
    """Return the log's widgets; `area` keeps its place when given again."""
    small = box.h < WITH_HEAD
    widgets: list[Widget] = [
        Drawn("table.log.back", box, _back(table, small), label=tr("table.log.title"))
    ]
    inner = box.inset(12, 6 if small else 10)
    head = inner.top_part(32)
    title = measure.text_width(tr("table.log.title"), DISPLAY, 18)
    words = {name: tr(f"table.log.filter.{name}") for name in FILTERS}
    widths = {name: measure.text_width(text, DISPLAY, 14) + 22 for name, text in words.items()}
    names = [] if small else list(FILTERS)
    while names and sum(widths[name] for name in names) > head.w - title - 30:
        names.pop()
    x = head.right - sum(widths[name] for name in names)
    for name in names:
        widgets.append(
            Button(
                f"table.log.filter.{name}",
                words[name],
                _chooser(table, name),
                Box(x, head.y + 1, widths[name] - 4, 28),
                kind=CHIP,
                size=13,
                selected=table.log_filter == name,
            )
        )
        x += widths[name]
    chosen = [line for line in lines if _fits(line, table.log_filter, table.log_seat)][-MOST:]
    if area is None:
        area = ScrollArea("table.log", label=tr("table.log.title"))
    area.place(inner if small else inner.cut_top(38))
    area.visible = area.box.h >= LEAST_HEIGHT
    rows: list[Widget] = []
    y = area.box.y
    ages = ages and area.box.w >= AGES
    room = area.box.w - 76 - (AGE_ROOM if ages else 0)
    for number, line in enumerate(reversed(chosen)):
        text = rich_lines(measure, line.text, room, SMALL)
        height = max(ROW, len(text) * LINE + 12)
        place = Box(area.box.x, y, area.box.w - 10, height)
        rows.append(LogRow(table, line, text, place, number, ages))
        y += height
    area.fill(rows, max(1.0, y - area.box.y))
    widgets.append(area)
    return widgets


def _back(table: Table, small: bool) -> Callable[[Canvas, Box], None]:
    def paint(canvas: Canvas, box: Box) -> None:
        canvas.panel(box)
        if small:
            return
        line = Box(box.x + 14, box.y + 10, 120, 32)
        used = canvas.text(tr("table.log.title"), line, DISPLAY, 18)
        x = line.x + used + 8
        if table.log_seat is not None:
            canvas.symbol(table.color(table.log_seat), (x + 8, line.center[1]), 7)
        elif box.w > 330 + used:
            canvas.keycap("L", (x + 24, line.center[1]), 12)

    return paint


def _fits(line: Line, kind: str, seat: int | None) -> bool:
    return kind in ("all", line.kind) and seat in (None, line.seat)


def _chooser(table: Table, name: str) -> Callable[[], None]:
    def choose() -> None:
        table.log_filter = name
        table.rebuild()

    return choose


def age(seconds: float) -> str:
    """Return in words how long ago something was."""
    if seconds < NOW:
        return tr("table.log.now")
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return tr("table.log.minutes", n=minutes)
    return tr("table.log.hours", n=minutes // 60)


class LogRow(Widget):
    """One line of the log."""

    def __init__(
        self,
        table: Table,
        line: Line,
        words: tuple[str, ...],
        box: Box,
        number: int,
        aged: bool,
    ) -> None:
        super().__init__(f"table.log.{line.number}", box, label=line.text.replace("*", ""))
        self.focusable = line.square is not None
        self.table = table
        self.line = line
        self.words = words
        self.striped = number % 2 == 1
        self.aged = aged

    def on_release(self, pos: tuple[float, float], inside: bool) -> None:
        """Flash the tile."""
        if inside:
            self.activate()

    def activate(self) -> None:
        """Flash the tile."""
        if self.line.square is not None:
            self.table.focus_square(self.line.square)

    def draw(self, canvas: Canvas) -> None:
        """Draw symbol, icon and words."""
        theme, box, line = canvas.theme, self.box, self.line
        if self.striped or self.hovered:
            canvas.box(box, theme.soft, 8)
        middle = box.y + ROW / 2
        if line.seat is not None:
            color = self.table.color(line.seat)
            canvas.symbol(color, (box.x + 12, middle), 6.5)
        canvas.icon(line.icon, (box.x + 36, middle), 17, theme.muted)
        y = box.y + (box.h - len(self.words) * LINE) / 2
        room = box.w - 56 - (AGE_ROOM if self.aged else 0)
        for words in self.words:
            rich(canvas, words, Box(box.x + 52, y, room, LINE), SMALL, theme.ink)
            y += LINE
        if self.aged:
            old = age(self.table.model.clock - line.at)
            right = Box(box.right - AGE_ROOM - 8, box.y, AGE_ROOM, ROW)
            canvas.text(old, right, BOLD, CAPTION, theme.muted, RIGHT, lowest=10)
        if self.focused and self.ring:
            canvas.focus(box, 8)
