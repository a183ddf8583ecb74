"""Auctions: secret bids, run-offs and open bidding, with figures to step or type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from magnate_app.protocol.messages_game import ActionBid
from magnate_app.protocol.views import Auction, LegalAction, Range
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.board.deed_card import card_height, draw_card
from magnate_app.ui.draw import RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.panels.common import frame, main_button, main_row, plain_button
from magnate_app.ui.strings import code_words, tr
from magnate_app.ui.table_context import Table
from magnate_app.ui.theme import BODY, CAPTION, NIGHT, SMALL
from magnate_app.ui.widgets.area import Drawn
from magnate_app.ui.widgets.base import Widget
from magnate_app.ui.widgets.button import IconButton
from magnate_app.ui.widgets.text_field import TextField

STEP = 10
SMALLEST_CARD = 180.0
EDGE = NIGHT.warn
LEAST_ROW: Final = 22.0
"""Bidders stand closer side by side before their rows get lower than this."""
LOWEST_ROW: Final = 16.0
"""Where not even this is left, the bidders are not shown."""
NAMED: Final = 120.0
"""A narrower place shows a token and what it does, without the name."""


def auction(table: Table, box: Box) -> list[Widget]:
    """Show the auction; offer a bid where one is possible."""
    model = table.model
    decision = model.view.decision
    assert isinstance(decision, Auction)
    name = table.atlas.name(decision.square)
    hint = code_words("table.auction", decision.mode, amount=table.money(decision.minimum))
    back, inner = frame(
        table,
        box,
        "fill/gavel",
        tr("table.auction.title", square=name),
        hint,
        border=EDGE,
        clock=True,
    )
    spread = _range(table)
    may = spread is not None
    row, extra = main_row(inner, 1 if may and _passable(table) else 0, 64)
    above = inner.cut_bottom(row.h, 12) if may else inner
    wide = min(270.0, above.w * 0.36)
    tall = card_height(table, decision.square, wide)
    if tall > above.h:
        wide *= above.h / tall
        tall = above.h
    table.card_on_board = wide < SMALLEST_CARD
    widgets: list[Widget] = [back]
    right = above
    if not table.card_on_board:
        deed = Box(above.x, above.y, wide, tall)
        widgets.append(
            Drawn("table.auction.deed", deed, lambda c, b: draw_card(c, table, decision.square, b))
        )
        right = above.cut_left(wide, 16)
    controls = 104.0 if may else 0.0
    people = right.cut_bottom(controls, 8 if may else 0)
    widgets.extend(_people(table, decision, people))
    if spread is None:
        if decision.my_bid is not None:
            note = tr("table.auction.yours", amount=table.money(decision.my_bid))
            line = Box(people.x, people.bottom - 30, people.w, 28)
            widgets.append(Drawn("table.auction.note", line, _note(note)))
        return widgets
    low, high = spread
    draft = table.draft
    if draft.bid is None:
        draft.bid = max(
            low, min(high, max(decision.minimum, table.atlas.price(decision.square) // 2))
        )
    bid = max(low, min(high, draft.bid))
    widgets.extend(_controls(table, decision, right.bottom_part(controls), low, high, bid))
    widgets.append(
        main_button(
            table,
            row,
            tr("table.auction.bid", amount=table.money(bid)),
            "fill/gavel",
            lambda: table.send(ActionBid(amount=max(low, min(high, table.draft.bid or low)))),
        )
    )
    if extra:
        key = "table.auction.withdraw" if decision.mode == "open" else "table.auction.pass"
        widgets.append(
            plain_button(
                table,
                "table.auction.pass",
                extra[0],
                tr(key),
                lambda: table.send(ActionBid(amount=0)),
                key="n",
            )
        )
    return widgets


def _entries(table: Table) -> list[LegalAction]:
    return table.offered("ActionBid")


def _range(table: Table) -> tuple[int, int] | None:
    """Return the lowest and highest bid above a pass that is possible now."""
    for entry in _entries(table):
        if isinstance(entry.amount, Range) and entry.amount.max > 0:
            return max(1, entry.amount.min), entry.amount.max
    return None


def _passable(table: Table) -> bool:
    return any(
        entry.amount == 0 or (isinstance(entry.amount, Range) and entry.amount.min == 0)
        for entry in _entries(table)
    )


def _controls(
    table: Table, decision: Auction, box: Box, low: int, high: int, bid: int
) -> list[Widget]:
    line = box.top_part(50)
    field = TextField(
        "table.auction.amount",
        line.inset(62, 0),
        text=table.draft.typed or str(bid),
        limit=6,
        size=24,
        face=DISPLAY,
        label=tr("table.auction.your_bid"),
        on_change=_typed(table, low, high),
        on_enter=lambda _: table.send(
            ActionBid(amount=max(low, min(high, table.draft.bid or low)))
        ),
    )
    field.centered = True
    widgets: list[Widget] = [
        IconButton(
            "table.auction.minus",
            "line/minus",
            tr("table.auction.less"),
            _to(table, bid - STEP, low, high),
            line.left_part(52),
            enabled=bid > low,
            size=17,
        ),
        field,
        IconButton(
            "table.auction.plus",
            "line/plus",
            tr("table.auction.more"),
            _to(table, bid + STEP, low, high),
            line.right_part(52),
            enabled=bid < high,
            size=17,
        ),
    ]
    price = table.atlas.price(decision.square)
    figures = box.w > 460
    quick = [
        ("min", _quick(table, "min", low, figures), low),
        ("ten", "+10", bid + 10),
        ("fifty", "+50", bid + 50),
        ("list", _quick(table, "list", price, figures), price),
        ("max", _quick(table, "max", high, figures), high),
    ]
    if box.w < 330:
        quick.pop(2)
    for (name, words, value), place in zip(
        quick, box.cut_top(58).columns(len(quick), 8), strict=True
    ):
        button = plain_button(
            table,
            f"table.auction.{name}",
            place,
            words,
            _to(table, value, low, high),
            enabled=low <= value <= high,
        )
        button.size = 14
        widgets.append(button)
    return widgets


def _quick(table: Table, name: str, value: int, figures: bool) -> str:
    return tr(f"table.auction.{name}", amount=table.money(value) if figures else "").strip()


def _to(table: Table, value: int, low: int, high: int) -> Callable[[], None]:
    def change() -> None:
        table.draft.bid = max(low, min(high, value))
        table.draft.typed = None
        table.rebuild()

    return change


def _typed(table: Table, low: int, high: int) -> Callable[[str], None]:
    def change(text: str) -> None:
        digits = "".join(c for c in text if c.isdigit())
        table.draft.typed = digits or "0"
        table.draft.bid = max(low, min(high, int(digits))) if digits else low
        table.rebuild()

    return change


def _people(table: Table, decision: Auction, box: Box) -> list[Widget]:
    seats = [seat for seat in range(len(table.model.seats)) if not table.model.player(seat).out]
    per_row = 2 if len(seats) * 36 > box.h else 1
    while per_row < len(seats) and _row_height(len(seats), per_row, box) < LEAST_ROW:
        per_row += 1
    height = _row_height(len(seats), per_row, box)
    if height < LOWEST_ROW:
        return []
    widgets: list[Widget] = []
    for n, seat in enumerate(seats):
        width = (box.w - (per_row - 1) * 8) / per_row
        place = Box(
            box.x + (n % per_row) * (width + 8),
            box.y + (n // per_row) * (height + 6),
            width,
            height,
        )
        widgets.append(Drawn(f"table.auction.seat.{seat}", place, _person(table, decision, seat)))
    return widgets


def _row_height(seats: int, per_row: int, box: Box) -> float:
    rows = max(1, (seats + per_row - 1) // per_row)
    return min(62.0, (box.h - (rows - 1) * 6) / rows)


def _person(table: Table, decision: Auction, seat: int) -> Callable[[Canvas, Box], None]:
    def paint(canvas: Canvas, box: Box) -> None:
        theme = canvas.theme
        canvas.box(box, theme.raised, 10, theme.line)
        radius = min(15.0, box.h / 2 - 4)
        pad = 12 if box.w >= NAMED else 4
        at = (box.x + pad + radius, box.center[1])
        canvas.token(table.piece(seat), table.color(seat), at, radius)
        leading = decision.highest is not None and decision.highest[0] == seat
        if leading and decision.highest is not None:
            words = tr("table.auction.leads", amount=table.money(decision.highest[1]))
            icon, color = "fill/crown-simple", theme.warn
        elif seat not in decision.eligible:
            words, icon, color = tr("table.auction.out"), "fill/x-circle", theme.muted
        elif seat in decision.done:
            words, icon, color = tr("table.auction.done"), "fill/check-circle", theme.gain
        else:
            words, icon, color = tr("table.auction.thinking"), "fill/hourglass-medium", theme.muted
        inner = box.cut_left(2 * (pad + radius)).cut_right(pad - 2)
        tall = box.h > 38 and box.w >= NAMED
        name = table.seat_name(seat)
        state_w = canvas.text_width(words, BOLD, CAPTION) + 24
        if state_w > inner.w * 0.56:
            words, state_w = "", 20.0
        left = inner.cut_right(state_w)
        line = left.top_part(left.h * 0.55) if tall else left
        if box.w >= NAMED:
            canvas.text(name, line, DISPLAY, BODY, theme.ink, lowest=10)
        if tall:
            cash = tr("table.auction.cash", amount=table.money(table.model.player(seat).cash))
            under = Box(left.x, left.y + left.h * 0.5, left.w, left.h * 0.42)
            canvas.text(cash, under, BOLD, CAPTION, theme.muted, lowest=10)
        state = inner.right_part(state_w)
        canvas.icon(icon, (state.x + 9, state.center[1]), 16, color)
        canvas.text(words, state.cut_left(21), BOLD, CAPTION, color, RIGHT, lowest=9)

    return paint


def _note(words: str) -> Callable[[Canvas, Box], None]:
    return lambda canvas, box: _say(canvas, box, words)


def _say(canvas: Canvas, box: Box, words: str) -> None:
    canvas.text(words, box, BOLD, SMALL, canvas.theme.ink, lowest=11)
