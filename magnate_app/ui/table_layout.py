"""Where the parts of the table lie: a pure function of the window's logical size."""

from __future__ import annotations

from typing import Final

import msgspec

from magnate_app.ui.geometry import Box
from magnate_app.ui.theme import GAP, MARGIN, WIDE_GAP

TOP_BAR: Final = 52.0
WIDEST_COLUMN: Final = 980.0
NARROWEST_COLUMN: Final = 400.0
LEAST_LOG: Final = 96.0
THREE_CARDS: Final = 600.0
"""From this width on three seats stand side by side; a row that is not full stretches."""

LEAST_BELOW: Final = 150.0
"""Log and chat come back under a panel of the whole column that leaves this much."""

FOLDED: Final = 560.0
"""In a narrower column the chat folds to one line below the log, or to a button beside it."""
CHAT_LINE: Final = 58.0
CHAT_BUTTON: Final = 66.0

TALL: Final = 960.0
LOW: Final = 790.0


class TableLayout(msgspec.Struct, frozen=True):
    """Boxes of the board, the right column and its parts."""

    board: Box
    column: Box
    bar: Box
    cards: tuple[Box, ...]
    action: Box
    log: Box
    chat: Box

    @property
    def below(self) -> Box:
        """All the room below the action panel."""
        return Box(self.column.x, self.log.y, self.column.w, self.column.bottom - self.log.y)

    @property
    def folded(self) -> bool:
        """Whether the chat shows no lines beside the log."""
        return 0 < self.chat.h <= CHAT_LINE or self.chat.w <= CHAT_BUTTON


def chat_layout(layout: TableLayout) -> TableLayout:
    """Give a folded chat the room of the log as well."""
    return msgspec.structs.replace(layout, log=layout.below.bottom_part(0), chat=layout.below)


def column_layout(layout: TableLayout, needed: float) -> TableLayout:
    """Give the panel the whole column, or what it needs if log and chat fit below."""
    panel = layout.column.top_part(needed)
    rest = layout.column.cut_top(needed, GAP)
    if rest.h < LEAST_BELOW:
        panel, rest = layout.column, layout.column.bottom_part(0)
    log, chat = _shared(rest)
    return msgspec.structs.replace(layout, action=panel, log=log, chat=chat)


def table_layout(size: Box, seats: int, wanted: float) -> TableLayout:
    """Lay a table for `seats` players with an action panel of about `wanted` height."""
    side = min(size.h - 2 * MARGIN, size.w - 2 * MARGIN - WIDE_GAP - NARROWEST_COLUMN)
    width = min(size.w - side - 2 * MARGIN - WIDE_GAP, WIDEST_COLUMN)
    left = max(MARGIN, (size.w - side - WIDE_GAP - width) / 2)
    top = (size.h - side) / 2
    board = Box(left, top, side, side)
    column = Box(board.right + WIDE_GAP, MARGIN, width, size.h - 2 * MARGIN)
    bar = column.top_part(TOP_BAR)
    rest = column.cut_top(TOP_BAR, GAP)
    tall = size.h >= TALL
    per_row = 3 if seats in (3, 5, 6) and width >= THREE_CARDS else 2
    rows = (seats + per_row - 1) // per_row
    height = 128.0 if tall and rows < 3 else 104.0
    if rows == 3 or size.h < LOW:
        height = 96.0 if tall else 72.0
    grid = rest.top_part(rows * height + (rows - 1) * GAP)
    cards: list[Box] = []
    for row in grid.rows(rows, GAP):
        cards.extend(row.columns(min(per_row, seats - len(cards)), GAP))
    below = rest.cut_top(grid.h, GAP)
    least = LEAST_LOG if size.h >= LOW else LEAST_LOG * 0.75
    panel = min(wanted * (1.14 if tall else 1.0), below.h - least - GAP)
    action = below.top_part(panel)
    bottom = below.cut_top(panel, GAP)
    log, chat = _shared(bottom)
    return TableLayout(board, column, bar, tuple(cards[:seats]), action, log, chat)


def _shared(room: Box) -> tuple[Box, Box]:
    """Return the parts of log and chat in the room below a panel."""
    if room.w < FOLDED and room.h >= LEAST_BELOW:
        return room.cut_bottom(CHAT_LINE, GAP), room.bottom_part(CHAT_LINE)
    share = 352.0 if room.w > 760 else max(190.0, room.w * 0.38)
    if room.w < FOLDED:
        share = CHAT_BUTTON
    return room.cut_right(share, GAP), room.right_part(share)
