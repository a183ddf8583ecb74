"""Mortgaging, lifting, and raising money for a debt: one's deeds as rows with buttons."""

from __future__ import annotations

from collections.abc import Callable

from magnate_app.protocol.messages_game import (
    ActionDemolish,
    ActionMortgageSet,
    ActionMortgageUnset,
    ActionNextPhase,
    AnyGameAction,
)
from magnate_app.protocol.views import Debt
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.draw import RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.panels.building import draw_level
from magnate_app.ui.panels.business import closer
from magnate_app.ui.panels.common import (
    FRAME,
    PAD,
    draw_name,
    facts,
    frame,
    main_button,
    one_look,
    plain_button,
)
from magnate_app.ui.panels.movement import draw_mark
from magnate_app.ui.strings import tr
from magnate_app.ui.table_context import Table
from magnate_app.ui.theme import CAPTION, SMALL
from magnate_app.ui.widgets.area import Drawn, ScrollArea
from magnate_app.ui.widgets.base import Widget
from magnate_app.ui.widgets.button import Button, IconButton

ROW = 56.0
TALLEST_ROW = 84.0
HOUSES = 86.0
"""What the houses of a deed take at the right of its words."""


def mortgage(table: Table, box: Box) -> list[Widget]:
    """Show one's deeds with what the bank lends and asks for."""
    back, inner = frame(
        table,
        box,
        "fill/bank",
        tr("table.mortgage.title"),
        tr("table.mortgage.hint"),
        clock=True,
        close=True,
    )
    above = inner.cut_bottom(80, 0)
    purse = facts("table.mortgage.facts", above.bottom_part(62), _figures(table))
    area = deed_rows(table, above.cut_bottom(62, 10), sales=False)
    close = IconButton(
        "table.close",
        "line/x",
        tr("common.close"),
        closer(table),
        Box(box.right - PAD - 44, box.y + 12, 44, 44),
        key="escape",
        size=18,
    )
    done = main_button(
        table, inner.bottom_part(70), tr("table.mortgage.done"), "fill/check-circle", closer(table)
    )
    return [back, area, purse, done, close]


def debt(table: Table, box: Box) -> list[Widget]:
    """Show what is owed, what can be raised, and offer to raise it."""
    decision = table.model.view.decision
    assert isinstance(decision, Debt)
    hopeless = decision.raisable < 0
    hint = tr("table.debt.hopeless") if hopeless else tr("table.debt.hint")
    back, inner = frame(
        table,
        box,
        "fill/warning",
        tr("table.debt.title", amount=table.money(decision.debt)),
        hint,
        clock=True,
    )
    widgets: list[Widget] = [back]
    gauge = inner.top_part(44)
    widgets.append(Drawn("table.debt.gauge", gauge, _gauge(table, decision)))
    row = inner.bottom_part(70)
    widgets.append(deed_rows(table, inner.cut_top(54).cut_bottom(82), sales=True))
    give_up = table.one("ActionNextPhase")
    if give_up is not None and not suggestion(table):
        widgets.append(
            main_button(
                table,
                row,
                tr("table.debt.bankrupt"),
                "fill/flag",
                lambda: table.send(ActionNextPhase()),
                danger=True,
            )
        )
        return widgets
    main = main_button(
        table,
        row if give_up is None else row.cut_right(190, 10),
        tr("table.debt.raise"),
        "fill/lightning",
        lambda: start_raising(table),
        enabled=suggestion(table) is not None,
    )
    widgets.append(main)
    if give_up is not None:
        widgets.append(
            plain_button(
                table,
                "table.debt.bankrupt",
                row.right_part(190),
                tr("table.debt.bankrupt"),
                lambda: table.send(ActionNextPhase()),
                icon="fill/flag",
            )
        )
    return widgets


def mortgage_height(table: Table) -> float:
    """Return how high the panel of mortgages is with all rows at their largest."""
    return FRAME + 80 + 72 + _mine(table) * TALLEST_ROW


def debt_height(table: Table) -> float:
    """Return how high the panel of a debt is with all rows at their largest."""
    return FRAME + 54 + 82 + _mine(table) * TALLEST_ROW


def _mine(table: Table) -> int:
    return max(2, sum(deed.seat == table.model.me for deed in table.model.deeds.values()))


def _figures(table: Table) -> list[tuple[str, str, str]]:
    me = table.model.me
    cash = 0 if me is None else table.model.view.players[me].cash
    lends = sum(table.atlas.mortgage_value(s) for s in table.squares_of("ActionMortgageSet"))
    debts = sum(
        table.atlas.lift_cost(square)
        for square, deed in table.model.deeds.items()
        if deed.seat == me and deed.mortgaged
    )
    return [
        ("fill/coins", tr("table.fact.cash"), table.money(cash)),
        ("fill/bank", tr("table.mortgage.all"), table.money(lends)),
        ("fill/receipt", tr("table.mortgage.lift_all"), table.money(debts)),
    ]


def suggestion(table: Table) -> AnyGameAction | None:
    """Return the next step of raising money: the cheapest deed, then the cheapest house."""
    atlas = table.atlas
    deeds = sorted(table.squares_of("ActionMortgageSet"), key=lambda s: (atlas.price(s), s))
    if deeds:
        return ActionMortgageSet(square=deeds[0])
    streets = sorted(
        table.squares_of("ActionDemolish"), key=lambda s: (atlas.build_price(s) // 2, s)
    )
    return ActionDemolish(square=streets[0], houses=1) if streets else None


def start_raising(table: Table) -> None:
    """Raise money step by step until the debt is gone."""
    table.raising = True
    table.go_on()


def deed_rows(table: Table, box: Box, sales: bool) -> ScrollArea:
    """Return a scrolling list of one's deeds with everything the host lists for them."""
    area = ScrollArea("table.deeds", box)
    me = table.model.me
    mine = sorted(s for s, deed in table.model.deeds.items() if deed.seat == me)
    lends = set(table.squares_of("ActionMortgageSet"))
    lifts = set(table.squares_of("ActionMortgageUnset"))
    sells = set(table.squares_of("ActionDemolish")) if sales else set()
    mine.sort(key=lambda s: (s not in lends | lifts | sells, s))
    notes = {square: _note(table, square) for square in mine}
    widgets: list[Widget] = []
    y = box.y
    step = max(ROW, min(TALLEST_ROW, box.h / max(1, len(mine))))
    for square in mine:
        row = Box(box.x, y, box.w - 10, step - 6)
        widgets.append(Drawn(f"table.deed.row.{square}", row, _row(table, square, notes)))
        button = _button(table, square, row, lends, lifts, sells)
        if button is not None:
            widgets.append(button)
        y += step
    if not mine:
        empty = Box(box.x, y, box.w, 60)
        widgets.append(Drawn("table.deeds.empty", empty, _empty))
    area.fill(widgets, max(ROW, y - box.y))
    return area


def _button(
    table: Table, square: int, row: Box, lends: set[int], lifts: set[int], sells: set[int]
) -> Button | None:
    atlas = table.atlas
    height = min(52.0, row.h - 8)
    place = Box(row.right - 176, row.center[1] - height / 2 - 1, 166, height)
    action: AnyGameAction
    if square in lends:
        words = tr("table.mortgage.lend", amount=table.money(atlas.mortgage_value(square)))
        action, name = ActionMortgageSet(square=square), "set"
    elif square in lifts:
        words = tr("table.mortgage.lift", amount=table.money(atlas.lift_cost(square)))
        action, name = ActionMortgageUnset(square=square), "unset"
    elif square in sells:
        words = tr("table.mortgage.sell", amount=table.money(atlas.build_price(square) // 2))
        action, name = ActionDemolish(square=square, houses=1), "sell"
    else:
        return None
    button = plain_button(
        table, f"table.mortgage.{name}.{square}", place, words, lambda: table.send(action)
    )
    button.size = 15
    return button


def _note(table: Table, square: int) -> str:
    """Return what a deed brings now."""
    deed = table.model.deeds.get(square)
    if deed is not None and deed.mortgaged:
        return tr("table.tile.mortgaged")
    rent = table.atlas.rent(square, table.model.deeds)
    return tr("table.deed.earns", amount=table.money(rent))


def _row(table: Table, square: int, notes: dict[int, str]) -> Callable[[Canvas, Box], None]:
    def paint(canvas: Canvas, box: Box) -> None:
        theme = canvas.theme
        deed = table.model.deeds.get(square)
        canvas.box(box, theme.raised, 12, theme.line)
        inner = box.cut_right(176).inset(12, 0)
        offset = draw_mark(canvas, table, square, inner)
        words = inner.cut_left(offset)
        houses = 0 if deed is None else max(0, deed.houses)
        room = HOUSES if houses else 0
        name = words.cut_right(room)
        name = Box(name.x, name.center[1] - 25, name.w, 50)
        half = name.h / 2
        upper = Box(name.x, name.y + 5, name.w, half - 4)
        draw_name(canvas, table, square, upper, BOLD, 16, theme.ink)
        under = Box(name.x, name.y + half, name.w, half - 4)
        face, size = one_look(canvas, notes.values(), words.w - HOUSES, BOLD, CAPTION, 10)
        canvas.text(notes[square], under, face, size, theme.muted, lowest=10)
        if houses:
            draw_level(canvas, words.right_part(82), houses, houses)

    return paint


def _gauge(table: Table, decision: Debt) -> Callable[[Canvas, Box], None]:
    def paint(canvas: Canvas, box: Box) -> None:
        theme = canvas.theme
        total = max(1, decision.raisable + decision.debt)
        share = min(1.0, decision.debt / total)
        bar = Box(box.x, box.bottom - 14, box.w, 12)
        canvas.box(bar, theme.line, 6)
        color = theme.loss if decision.raisable < 0 else theme.warn
        canvas.box(Box(bar.x, bar.y, max(12, bar.w * share), bar.h), color, 6)
        line = box.top_part(26)
        owed = tr("table.debt.owed", amount=table.money(decision.debt))
        canvas.text(owed, line, DISPLAY, 17, color, lowest=12)
        possible = tr("table.debt.possible", amount=table.money(total))
        canvas.text(possible, line, BOLD, SMALL, theme.muted, RIGHT, lowest=CAPTION)

    return paint


def _empty(canvas: Canvas, box: Box) -> None:
    canvas.text(tr("table.mortgage.none"), box, BOLD, SMALL, canvas.theme.muted)
