"""Log and chat below the panel, which keep how far they were scrolled."""

from __future__ import annotations

from magnate_app.ui.draw import Canvas
from magnate_app.ui.panels.chat_panel import chat_panel
from magnate_app.ui.panels.log_panel import log_panel
from magnate_app.ui.table_context import Table
from magnate_app.ui.table_layout import TableLayout, chat_layout
from magnate_app.ui.table_log import Line
from magnate_app.ui.widgets.area import ScrollArea
from magnate_app.ui.widgets.base import Widget


class Below:
    """What is built anew with every state, but for its scrolled areas."""

    def __init__(self) -> None:
        self.log: ScrollArea | None = None
        self.chat: ScrollArea | None = None

    def widgets(
        self, table: Table, layout: TableLayout, lines: list[Line], measure: Canvas
    ) -> list[Widget]:
        """Return what there is room for; a folded chat that is open takes the log's place."""
        folds = layout.folded
        if folds and table.chat_open:
            layout = chat_layout(layout)
        widgets: list[Widget] = []
        if layout.log.h > 0:
            widgets += log_panel(table, layout.log, lines, measure, self.log)
            self.log = _area(widgets, "table.log")
        if layout.chat.h > 0:
            widgets += chat_panel(table, layout.chat, measure, self.chat, folds=folds)
            self.chat = _area(widgets, "table.chat")
        return widgets


def _area(widgets: list[Widget], ident: str) -> ScrollArea | None:
    return next((w for w in widgets if isinstance(w, ScrollArea) and w.id == ident), None)
