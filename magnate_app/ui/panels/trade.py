"""Offers: two trays to fill with deeds and money; the answer is in `trade_answer`."""

from __future__ import annotations

from collections.abc import Callable

from magnate_app.protocol.messages_game import ActionTradeProposal
from magnate_app.protocol.views import LegalAction
from magnate_app.ui.assets import BOLD, DISPLAY, NARROW_BOLD
from magnate_app.ui.draw import RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.panels.business import closer
from magnate_app.ui.panels.common import FRAME, PAD, draw_name, frame, main_button, plain_button
from magnate_app.ui.panels.movement import draw_mark
from magnate_app.ui.panels.trade_answer import history_height, offer_number, paint_history
from magnate_app.ui.panels.trade_balance import fair, paint_balance
from magnate_app.ui.panels.trade_drag import DeedButton, Zone
from magnate_app.ui.panels.trade_slips import GAP as SLIP_GAP
from magnate_app.ui.panels.trade_slips import HEIGHT, MOST, rows, slips
from magnate_app.ui.strings import tr
from magnate_app.ui.table_context import TRADE, Table, TradeDraft
from magnate_app.ui.theme import CAPTION, LARGE, SMALL
from magnate_app.ui.widgets.area import Drawn, ScrollArea
from magnate_app.ui.widgets.base import Widget
from magnate_app.ui.widgets.button import Button, IconButton
from magnate_app.ui.widgets.choice import Slider
from magnate_app.ui.widgets.text_field import TextField

ROW = 40.0
TALLEST_ROW = 52.0
TALL_LIST = 460.0
"""From this height on the deeds of the offer are shown as cards above the list."""
TRAY_HEAD = 142.0
"""Room of a tray above its list: who, cash, money to type and to slide."""

WITH_WORDS = 280.0
PRICE_COLUMN = "000"
"""The prices of a list stand below one another in a column as wide as this."""
SIGN = 24.0
"""Width of the sign at the right of a row."""
"""From this width on a deed says why it cannot be traded; a lock says it below."""

MOST_OFFERS = 3


def trade(table: Table, box: Box) -> list[Widget]:
    """Put an offer together: one's own, or a counter-offer."""
    partners = table.offered("ActionTradeProposal")
    draft = _draft(table, partners)
    if draft is None:
        back, _ = frame(
            table, box, "fill/handshake", tr("table.trade.title"), tr("table.trade.none")
        )
        return [back, _close(table, box)]
    entry = next(e for e in partners if table.model.seat_of(e.destination_user) == draft.partner)
    name = table.seat_name(draft.partner)
    offer = offer_number(table)
    hint = tr("table.trade.hint") if offer == 1 else tr(f"table.trade.offer.{offer}", who=name)
    back, inner = frame(
        table,
        box,
        "fill/handshake",
        tr("table.trade.with", who=name),
        hint,
        clock=False,
        close=True,
        reserve=50.0 * len(partners) if len(partners) > 1 else 0.0,
    )
    widgets: list[Widget] = [back, _close(table, box)]
    widgets.extend(_partners(table, partners, draft, box))
    row = inner.bottom_part(66)
    history = history_height(table)
    body = inner.cut_bottom(row.h, 10)
    balance = Box(body.x, body.bottom - history - 88, body.w, 80)
    trays = body.cut_bottom(history + 96, 0)
    left, right = trays.columns(2, 12)
    widgets.extend(_tray(table, draft, entry, left, body, mine=True))
    widgets.extend(_tray(table, draft, entry, right, body, mine=False))
    widgets.append(Drawn("table.trade.balance", balance, paint_balance(table, draft)))
    if history:
        place = body.bottom_part(history)
        widgets.append(Drawn("table.trade.history", place, paint_history(table)))
    widgets.append(
        main_button(
            table,
            row.cut_right(170, 10),
            tr("table.trade.send") if offer < MOST_OFFERS else tr("table.trade.send_last"),
            "fill/paper-plane-right",
            lambda: send(table, draft),
            enabled=fair(table, draft),
        )
    )
    widgets[-1].id = "table.trade.send"
    widgets.append(
        plain_button(
            table,
            "table.trade.close",
            row.right_part(160),
            tr("common.close"),
            closer(table),
            icon="line/x",
        )
    )
    return widgets


def trade_height(table: Table) -> float:
    """Return how high the panel is when both trays show everything at ease."""
    draft = _draft(table, table.offered("ActionTradeProposal"))
    if draft is None:
        return FRAME + 4 * ROW
    lists = []
    for seat, chosen in ((table.model.me, draft.give), (draft.partner, draft.get)):
        deeds = sum(deed.seat == seat for deed in table.model.deeds.values())
        shown = min(MOST, len(chosen))
        cards = rows(shown) * (HEIGHT + SLIP_GAP) + 4
        lists.append(cards + max(1, deeds - shown) * TALLEST_ROW)
    tray = TRAY_HEAD + max(TALL_LIST, *lists) + 8
    return FRAME + 76 + 96 + history_height(table) + tray


def send(table: Table, draft: TradeDraft) -> None:
    """Send the offer that was put together."""
    table.send(
        ActionTradeProposal(
            destination_user=table.model.seat(draft.partner).id,
            offered_money=max(0, draft.give_money - draft.get_money),
            asked_money=max(0, draft.get_money - draft.give_money),
            offered_properties=tuple(sorted(draft.give)),
            asked_properties=tuple(sorted(draft.get)),
        )
    )
    table.draft.mode = ""


def toggle(table: Table, square: int) -> bool:
    """Put a deed into the offer or take it out; return whether it may be traded."""
    draft = table.draft.trade
    if draft is None or table.draft.mode != TRADE:
        return False
    for entry in table.offered("ActionTradeProposal"):
        if table.model.seat_of(entry.destination_user) != draft.partner:
            continue
        for side, chosen in (
            (entry.offered_properties, draft.give),
            (entry.asked_properties, draft.get),
        ):
            if side is not None and square in side.choices:
                chosen.symmetric_difference_update({square})
                table.rebuild()
                return True
    return False


def _draft(table: Table, partners: list[LegalAction]) -> TradeDraft | None:
    seats = [table.model.seat_of(entry.destination_user) for entry in partners]
    draft = table.draft.trade
    if draft is None or draft.partner not in seats:
        first = next((seat for seat in seats if seat is not None), None)
        if first is None:
            return None
        draft = table.draft.trade = TradeDraft(first)
    return draft


def _close(table: Table, box: Box) -> IconButton:
    return IconButton(
        "table.close",
        "line/x",
        tr("common.close"),
        closer(table),
        Box(box.right - PAD - 44, box.y + 12, 44, 44),
        key="escape",
        size=18,
    )


def _partners(
    table: Table, partners: list[LegalAction], draft: TradeDraft, box: Box
) -> list[Widget]:
    widgets: list[Widget] = []
    x = box.right - PAD - 44 - 12 - len(partners) * 50
    for entry in partners:
        seat = table.model.seat_of(entry.destination_user)
        if seat is None:
            continue
        widgets.append(
            PartnerButton(table, seat, Box(x, box.y + 12, 46, 46), seat == draft.partner)
        )
        x += 50
    return widgets if len(partners) > 1 else []


class PartnerButton(Button):
    """A token to choose the partner with."""

    def __init__(self, table: Table, seat: int, box: Box, chosen: bool) -> None:
        super().__init__(
            f"table.trade.partner.{seat}",
            table.seat_name(seat),
            self._choose,
            box,
            tooltip=table.seat_name(seat),
            key=str(seat + 1),
        )
        self.table = table
        self.seat = seat
        self.chosen = chosen

    def _choose(self) -> None:
        self.table.draft.trade = TradeDraft(self.seat)
        self.table.rebuild()

    def draw(self, canvas: Canvas) -> None:
        """Draw the token, ringed when chosen."""
        color = self.table.color(self.seat)
        if self.chosen:
            canvas.circle(self.box.center, 23, None, canvas.theme.seat(color), 3)
        canvas.token(self.table.piece(self.seat), color, self.box.center, 17)
        if self.focused and self.ring:
            canvas.focus(self.box, 23)


def _tray(
    table: Table, draft: TradeDraft, entry: LegalAction, box: Box, body: Box, mine: bool
) -> list[Widget]:
    seat = table.model.me if mine else draft.partner
    assert seat is not None
    subset = entry.offered_properties if mine else entry.asked_properties
    bounds = entry.offered_money if mine else entry.asked_money
    possible = set(subset.choices) if subset is not None else set()
    chosen = draft.give if mine else draft.get
    money = draft.give_money if mine else draft.get_money
    high = bounds.max if bounds is not None else 0
    side = "give" if mine else "get"
    widgets: list[Widget] = [
        Drawn(f"table.trade.{side}", box, _tray_back(table, draft, seat, mine))
    ]
    inner = box.inset(12, 0)
    cash = Box(inner.x, box.y + 62, inner.w, 40)
    widgets.append(Drawn(f"table.trade.{side}.label", cash.left_part(90), _money_label))
    widgets.append(
        TextField(
            f"table.trade.{side}.money",
            cash.right_part(110),
            text=str(money),
            limit=6,
            size=LARGE,
            face=DISPLAY,
            label=tr("table.trade.money"),
            on_change=_money(table, draft, mine, high),
            enabled=high > 0,
        )
    )
    slider = Slider(
        f"table.trade.{side}.slider",
        tr("table.trade.money"),
        money,
        _slide(table, draft, mine, high),
        Box(inner.x - 8, cash.bottom + 2, inner.w + 8, 34),
        high=max(1, high),
        step=10,
        enabled=high > 0,
        show=lambda _: table.money(high),
    )
    widgets.append(slider)
    top = slider.box.bottom + 4
    area = ScrollArea(
        f"table.trade.{side}.list", Box(inner.x, top, inner.w, max(ROW, box.bottom - top - 8))
    )
    deeds = [s for s, deed in table.model.deeds.items() if deed.seat == seat]
    deeds.sort(key=lambda s: (s not in chosen, s not in possible, s))
    tall = area.box.h >= TALL_LIST
    zone = Zone(area.box, body, tall)
    if tall:
        shown = sorted(chosen)[:MOST]
        count = rows(len(shown))
        cards = area.box.top_part(count * HEIGHT + (count - 1) * SLIP_GAP)
        area.place(area.box.cut_top(cards.h, 14))
        zone = Zone(area.box, body, tall)
        widgets.extend(slips(table, cards, shown, side, zone))
        deeds = [square for square in deeds if square not in shown]
    step = max(ROW, min(TALLEST_ROW, area.box.h / max(1, len(deeds))))
    lines: list[Widget] = []
    face = _face(table, deeds, area.box.w - 10)
    for n, square in enumerate(deeds):
        place = Box(area.box.x, area.box.y + n * step, area.box.w - 10, step - 6)
        lines.append(
            DeedToggle(table, square, place, zone, square in possible, square in chosen, face)
        )
    if not deeds:
        lines.append(Drawn(f"table.trade.{side}.none", area.box.top_part(30), _no_deeds))
    area.fill(lines, max(1, len(deeds)) * step)
    widgets.append(area)
    return widgets


class DeedToggle(DeedButton):
    """A deed to put into the offer or to take out of it."""

    def __init__(
        self,
        table: Table,
        square: int,
        box: Box,
        zone: Zone,
        possible: bool,
        chosen: bool,
        face: tuple[str, float],
    ) -> None:
        self.face = face
        super().__init__(
            table,
            square,
            box,
            lambda: _flip(table, square),
            zone,
            chosen=chosen,
            enabled=possible,
        )

    def draw(self, canvas: Canvas) -> None:
        """Draw mark, name, price and whether it is in."""
        theme, box = canvas.theme, self.box
        fill = theme.choice_tint if self.chosen else theme.soft if self.hovered else theme.raised
        edge = theme.accent if self.chosen else theme.line
        canvas.box(box, fill if self.enabled else theme.panel, 10, edge, 2 if self.chosen else 1.5)
        inner = box.inset(8, 0)
        offset = draw_mark(canvas, self.table, self.square, inner)
        ink = theme.ink if self.enabled else theme.muted
        deed = self.table.model.deeds.get(self.square)
        right = self.table.money(self.table.atlas.price(self.square))
        if deed is not None and deed.mortgaged:
            right = tr("table.trade.mortgaged")
        elif not self.enabled:
            right = tr("table.trade.built") if box.w > WITH_WORDS else ""
        words = inner.cut_left(offset)
        room = words.cut_right(_beside_name(canvas, right) if right else SIGN + 4)
        draw_name(canvas, self.table, self.square, room, *self.face, ink, lowest=10)
        canvas.text(right, words.cut_right(SIGN), BOLD, SMALL, theme.muted, RIGHT)
        if self.enabled:
            icon = "fill/check-circle" if self.chosen else "line/plus"
            tint = theme.accent
            canvas.icon(icon, (inner.right - 8, box.center[1]), 17, tint)
        else:
            canvas.icon("fill/lock-simple", (inner.right - 8, box.center[1]), 14, theme.muted)
        if self.focused and self.ring:
            canvas.focus(box, 10)


def _beside_name(canvas: Canvas, right: str) -> float:
    """Return what the words at the right of a row, its sign and a gap take."""
    column = canvas.text_width(PRICE_COLUMN, BOLD, SMALL)
    return max(column, canvas.text_width(right, BOLD, SMALL)) + SIGN + 8


def _face(table: Table, deeds: list[int], width: float) -> tuple[str, float]:
    """Return face and size for all names of a list: narrow if one of them must be."""
    canvas, atlas = table.measure, table.atlas
    room = width - 16 - 36 - _beside_name(canvas, "")
    for square in deeds:
        names = (atlas.name(square), atlas.brief_name(square), atlas.short_name(square))
        if all(canvas.text_width(name, BOLD, SMALL) > room for name in names):
            return NARROW_BOLD, SMALL + 1
    return BOLD, SMALL


def _flip(table: Table, square: int) -> None:
    toggle(table, square)


def _tray_back(
    table: Table, draft: TradeDraft, seat: int, mine: bool
) -> Callable[[Canvas, Box], None]:
    def paint(canvas: Canvas, box: Box) -> None:
        theme = canvas.theme
        color = table.color(seat)
        canvas.box(box, theme.soft, 14, theme.seat(color), 2)
        canvas.token(table.piece(seat), color, (box.x + 32, box.y + 31), 17)
        title = tr("table.trade.you_give") if mine else tr("table.trade.you_get")
        words = Box(box.x + 62, box.y + 8, box.w - 72, 26)
        canvas.text(title, words, DISPLAY, 19, theme.ink, lowest=12)
        flow = draft.get_money - draft.give_money if mine else draft.give_money - draft.get_money
        after = table.model.player(seat).cash + flow
        under = Box(words.x, box.y + 33, words.w, 18)
        whose = "table.build.after" if mine else "table.trade.after"
        text = tr(whose, amount=table.money(after))
        canvas.text(
            text, under, BOLD, CAPTION, theme.muted if after >= 0 else theme.loss, lowest=10
        )

    return paint


def _money_label(canvas: Canvas, box: Box) -> None:
    canvas.icon("fill/coins", (box.x + 10, box.center[1]), 20, canvas.theme.muted)
    canvas.text(tr("table.trade.money"), box.cut_left(28), BOLD, SMALL, lowest=10)


def _no_deeds(canvas: Canvas, box: Box) -> None:
    canvas.text(tr("table.trade.no_deeds"), box, BOLD, SMALL, canvas.theme.muted, lowest=10)


def _money(table: Table, draft: TradeDraft, mine: bool, high: int) -> Callable[[str], None]:
    def change(text: str) -> None:
        digits = "".join(c for c in text if c.isdigit())
        _set_money(draft, mine, min(high, int(digits or 0)))
        table.rebuild()

    return change


def _slide(table: Table, draft: TradeDraft, mine: bool, high: int) -> Callable[[int], None]:
    def change(value: int) -> None:
        _set_money(draft, mine, min(high, value))
        table.rebuild()

    return change


def _set_money(draft: TradeDraft, mine: bool, amount: int) -> None:
    if mine:
        draft.give_money = amount
    else:
        draft.get_money = amount
