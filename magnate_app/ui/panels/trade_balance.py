"""How an offer looks: figures of both sides, a scale, the sets it would complete."""

from __future__ import annotations

from collections.abc import Callable

from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.draw import RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.strings import tr
from magnate_app.ui.table_context import Table, TradeDraft
from magnate_app.ui.theme import SMALL


def fair(table: Table, draft: TradeDraft) -> bool:
    """Whether both sides give something; the host looks at the rest."""
    flow = draft.give_money - draft.get_money
    give, get = bool(draft.give) or flow > 0, bool(draft.get) or flow < 0
    settings = table.model.settings
    if settings is not None and "free_gifts_in_trade" in settings.house_rules:
        return give or get
    return give and get


def paint_balance(table: Table, draft: TradeDraft) -> Callable[[Canvas, Box], None]:
    """Return what paints how an offer looks from this person's side."""

    def paint(canvas: Canvas, box: Box) -> None:
        theme = canvas.theme
        give = sum(worth(table, s) for s in draft.give) + draft.give_money
        get = sum(worth(table, s) for s in draft.get) + draft.get_money
        canvas.box(box, theme.raised, 12, theme.line)
        inner = box.inset(14, 8)
        line = inner.top_part(22)
        canvas.icon("fill/scales", (line.x + 10, line.center[1]), 20, theme.ink)
        canvas.text(tr("table.trade.balance"), line.cut_left(30), DISPLAY, 16, theme.ink, lowest=11)
        words = tr("table.trade.figures", give=table.money(give), get=table.money(get))
        canvas.text(words, line, BOLD, SMALL, theme.muted, RIGHT, lowest=10)
        bar = Box(inner.x, inner.y + 29, inner.w, 8)
        canvas.box(bar, theme.line, 4)
        share = 0.5 if give + get == 0 else get / (give + get)
        middle, end = bar.x + bar.w / 2, bar.x + bar.w * share
        color = theme.gain if share >= 0.5 else theme.loss
        if abs(end - middle) > 2:
            canvas.box(Box(min(middle, end), bar.y, abs(end - middle), bar.h), color, 4)
        canvas.box(Box(middle - 1, bar.y - 4, 2, 16), theme.ink)
        canvas.circle((end, bar.center[1]), 7, color)
        sets = [*_sets(table, draft.get, table.model.me), *_sets(table, draft.give, draft.partner)]
        text = "   ".join(sets) if sets else tr("table.trade.no_sets")
        if not fair(table, draft):
            text = tr("table.trade.one_sided")
        canvas.text(
            text, Box(inner.x, bar.bottom + 5, inner.w, 20), BOLD, SMALL, theme.ink, lowest=10
        )

    return paint


def worth(table: Table, square: int) -> int:
    """Return what a deed counts in the balance: its price, half if mortgaged."""
    deed = table.model.deeds.get(square)
    price = table.atlas.price(square)
    return price // 2 if deed is not None and deed.mortgaged else price


def _sets(table: Table, squares: set[int], seat: int | None) -> list[str]:
    """Name the sets these deeds would complete for `seat`."""
    if seat is None:
        return []
    done: list[str] = []
    deeds = table.model.deeds
    for family in table.atlas.families():
        if not squares & set(family):
            continue
        if all(s in squares or (s in deeds and deeds[s].seat == seat) for s in family):
            kind = table.atlas.kind(family[0])
            name = (
                table.atlas.group_name(table.atlas.group(family[0]))
                if kind == "street"
                else tr(f"table.family.{kind}")
            )
            done.append(tr("table.trade.set", who=table.seat_name(seat), name=name))
    return done
