"""Answering an offer: accept, refuse or counter, and the history of the negotiation."""

from __future__ import annotations

from collections.abc import Callable

from magnate_app.protocol.messages_game import ActionTradeAnswer
from magnate_app.protocol.views import Answer, OneOf
from magnate_app.ui import whys
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.board.deed_card import PINNED_WIDTH, WIDTH, card_height, draw_card
from magnate_app.ui.draw import RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.panels.common import FRAME, frame, main_button, plain_button, rich
from magnate_app.ui.panels.movement import draw_mark
from magnate_app.ui.panels.speech import paint_speech, speech_height
from magnate_app.ui.panels.trade_balance import paint_balance
from magnate_app.ui.strings import tr
from magnate_app.ui.table_context import TRADE, Table, TradeDraft
from magnate_app.ui.table_layout import NARROWEST_COLUMN
from magnate_app.ui.table_log import bold
from magnate_app.ui.theme import SMALL
from magnate_app.ui.widgets.area import Drawn
from magnate_app.ui.widgets.base import Widget

NARROW = 580.0
CARD_AT_EASE = 236.0


def answer(table: Table, box: Box) -> list[Widget]:
    """Answer the offer on the table: accept, refuse or counter."""
    decision = table.model.view.decision
    assert isinstance(decision, Answer)
    name = table.seat_name(decision.from_)
    hint = tr(f"table.trade.answer.{decision.offer}", who=name)
    back, inner = frame(
        table, box, "fill/handshake", tr("table.trade.offers", who=name), hint, clock=True
    )
    choices: set[bool] = set()
    for entry in table.offered("ActionTradeAnswer"):
        if isinstance(entry.choose, OneOf):
            choices |= {bool(choice) for choice in entry.choose.choices}
        elif entry.choose is not None:
            choices.add(entry.choose)
    counter = table.one("ActionTradeProposal") is not None
    narrow = counter and inner.w < NARROW
    row = inner.bottom_part(126 if narrow else 66)
    side = row.bottom_part(52) if narrow else row.right_part(300 if counter else 160)
    accept = row.top_part(64) if narrow else row.cut_right(side.w, 10)
    history = history_height(table)
    body = inner.cut_bottom(row.h, 10)
    spoken = speech_height(table, table.measure, body.w)
    speech = body.top_part(spoken)
    if spoken:
        body = body.cut_top(spoken, 10)
    hint_box = body.cut_bottom(history + 8).bottom_part(80)
    give, get = body.cut_bottom(history + 8 + 90).columns(2, 12)
    widgets: list[Widget] = [back]
    if spoken:
        words = whys.said(table, table.model.thoughts.offer)
        paint = paint_speech(table, decision.from_)
        widgets.append(Drawn("table.trade.reason", speech, paint, label=words))
    widgets.append(
        Drawn(
            "table.trade.get",
            get,
            _bundle(
                table,
                tr("table.trade.you_get"),
                decision.offered_properties,
                decision.offered_money,
                good=True,
            ),
        )
    )
    widgets.append(
        Drawn(
            "table.trade.give",
            give,
            _bundle(
                table,
                tr("table.trade.you_give"),
                decision.asked_properties,
                decision.asked_money,
                good=False,
            ),
        )
    )
    swap = TradeDraft(
        decision.from_,
        set(decision.asked_properties),
        set(decision.offered_properties),
        decision.asked_money,
        decision.offered_money,
    )
    widgets.append(Drawn("table.trade.balance", hint_box, paint_balance(table, swap)))
    if history:
        widgets.append(
            Drawn("table.trade.history", body.bottom_part(history), paint_history(table))
        )
    widgets.append(
        main_button(
            table,
            accept,
            tr("table.trade.accept"),
            "fill/check-circle",
            lambda: table.send(ActionTradeAnswer(choose=True)),
            enabled=True in choices,
        )
    )
    parts = side.columns(2 if counter else 1, 10)
    widgets.append(
        plain_button(
            table,
            "table.trade.refuse",
            parts[0],
            tr("table.trade.refuse"),
            lambda: table.send(ActionTradeAnswer(choose=False)),
            key="n",
            enabled=False in choices,
        )
    )
    if counter:
        widgets.append(
            plain_button(
                table,
                "table.trade.counter",
                parts[1],
                tr("table.trade.counter"),
                _start_counter(table, decision),
                key="t",
            )
        )
    return widgets


def answer_height(table: Table) -> float:
    """Return how high the panel is with a whole deed card on both sides."""
    decision = table.model.view.decision
    assert isinstance(decision, Answer)
    sides = []
    for squares, money in (
        (decision.offered_properties, decision.offered_money),
        (decision.asked_properties, decision.asked_money),
    ):
        lines = max(1, len(squares) + bool(money))
        card = 0.0
        if squares:
            card = card_height(table, squares[0], CARD_AT_EASE) + 62
        sides.append(44 + lines * 34 + card)
    spoken = speech_height(table, table.measure, NARROWEST_COLUMN)
    return FRAME + 76 + 98 + history_height(table) + max(sides) + (spoken + 10 if spoken else 0)


def _start_counter(table: Table, decision: Answer) -> Callable[[], None]:
    def start() -> None:
        table.draft.mode = TRADE
        table.draft.trade = TradeDraft(
            decision.from_,
            set(decision.asked_properties),
            set(decision.offered_properties),
            decision.asked_money,
            decision.offered_money,
        )
        table.rebuild()

    return start


def _bundle(
    table: Table, title: str, squares: tuple[int, ...], money: int, good: bool
) -> Callable[[Canvas, Box], None]:
    def paint(canvas: Canvas, box: Box) -> None:
        theme = canvas.theme
        canvas.box(box, theme.good_tint if good else theme.bad_tint, 14)
        canvas.text(
            title, Box(box.x + 14, box.y + 6, box.w - 28, 26), DISPLAY, 17, theme.ink, lowest=12
        )
        y = box.y + 36
        room = max(1, int((box.h - 40) // 34))
        lines = len(squares) + (1 if money else 0)
        for square in squares[: room if lines <= room else room - 1]:
            row = Box(box.x + 10, y, box.w - 20, 30)
            canvas.box(row, theme.raised, 8)
            inner = row.inset(8, 0)
            offset = draw_mark(canvas, table, square, inner)
            price = table.money(table.atlas.price(square))
            canvas.text(
                table.atlas.name(square),
                inner.cut_left(offset).cut_right(48),
                BOLD,
                SMALL,
                theme.ink,
                lowest=10,
            )
            canvas.text(price, inner, BOLD, SMALL, theme.muted, RIGHT)
            y += 34
        if money:
            row = Box(box.x + 10, y, box.w - 20, 30)
            canvas.box(row, theme.raised, 8)
            canvas.icon("fill/coins", (row.x + 18, row.center[1]), 18, theme.muted)
            canvas.text(table.money(money), row.cut_left(36), DISPLAY, 18, theme.ink)
        if squares:
            square = squares[0]
            width = min(PINNED_WIDTH, box.w - 24)
            while width > WIDTH * 0.8 and card_height(table, square, width) > box.bottom - y - 56:
                width -= 4
            tall = card_height(table, square, width)
            spare = box.bottom - y - 34 - tall
            if spare > 0:
                top = y + 34 + min(spare / 2, 40)
                draw_card(canvas, table, square, Box(box.center[0] - width / 2, top, width, tall))
        if not lines:
            canvas.text(
                tr("table.trade.nothing"),
                Box(box.x + 14, y, box.w - 28, 28),
                BOLD,
                SMALL,
                theme.muted,
            )

    return paint


def history_height(table: Table) -> float:
    """Return how high the history is, 0 before there is any."""
    rounds = len(table.model.negotiation) if offer_number(table) > 1 else 0
    return 26.0 + rounds * 32 if rounds else 0.0


def paint_history(table: Table) -> Callable[[Canvas, Box], None]:
    """Return what paints the offers of this negotiation."""

    def paint(canvas: Canvas, box: Box) -> None:
        theme = canvas.theme
        canvas.text(tr("table.trade.history"), box.top_part(22), BOLD, SMALL, theme.muted)
        y = box.y + 24
        for event in table.model.negotiation:
            row = Box(box.x, y, box.w, 28)
            canvas.box(row, theme.soft, 8)
            canvas.symbol(table.color(event.from_), (row.x + 14, row.center[1]), 6)
            words = tr(
                "table.trade.line",
                who=bold(table.seat_name(event.from_)),
                give=table.bundle(event.offered_properties, event.offered_money),
                get=table.bundle(event.asked_properties, event.asked_money),
            )
            rich(canvas, words, row.cut_left(28).cut_right(8), SMALL, theme.ink)
            y += 32

    return paint


def offer_number(table: Table) -> int:
    """Return the number the next offer of this negotiation would have."""
    decision = table.model.view.decision
    return decision.offer + 1 if isinstance(decision, Answer) else 1
