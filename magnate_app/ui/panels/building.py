"""Building and selling houses: every complete group as rows with minus and plus.

A plan is put together first; it is sent level by level, each time the one the host
still lists as possible.
"""

from __future__ import annotations

from collections.abc import Callable

from magnate_app.protocol.messages_game import ActionBuild, ActionDemolish, AnyGameAction
from magnate_app.ui.assets import BOLD, DISPLAY, NARROW_BOLD
from magnate_app.ui.board.buildings import draw_building
from magnate_app.ui.draw import RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.panels.business import closer
from magnate_app.ui.panels.common import FRAME, PAD, draw_name, frame, main_button
from magnate_app.ui.panels.open_sets import open_sets, open_sets_height
from magnate_app.ui.strings import number, tr
from magnate_app.ui.table_context import Table
from magnate_app.ui.theme import CAPTION, SMALL
from magnate_app.ui.widgets.area import Drawn, ScrollArea
from magnate_app.ui.widgets.base import Widget
from magnate_app.ui.widgets.button import IconButton

ROW = 54.0
TALLEST_ROW = 108.0
WITH_LADDER = 90.0
"""From this height on a row shows all rents of its street."""
HEAD = 40.0
FOOT = 112.0
TOP_LEVEL = 5


def building(table: Table, box: Box) -> list[Widget]:
    """Show the groups where something can be built or sold."""
    back, inner = frame(
        table,
        box,
        "fill/house",
        tr("table.build.title"),
        tr("table.build.hint"),
        clock=True,
        close=True,
    )
    families = buildable(table)
    foot = inner.bottom_part(FOOT)
    area = ScrollArea("table.build.list", inner.cut_bottom(foot.h, 10))
    widgets: list[Widget] = []
    y = area.box.y
    streets = sum(len(family) for family in families)
    room = area.box.h - len(families) * (HEAD + 18)
    pitch = max(ROW, min(TALLEST_ROW, room / max(1, streets)))
    for family in families:
        height = HEAD + len(family) * pitch + 8
        place = Box(area.box.x, y, area.box.w - 10, height)
        widgets.append(Drawn(f"table.build.group.{family[0]}", place, _group(table, family)))
        for index, square in enumerate(family):
            row = Box(place.x + 12, y + HEAD + index * pitch, place.w - 24, pitch - 6)
            top = row.y + 3 if pitch < WITH_LADDER else row.y + 9
            widgets.append(Drawn(f"table.build.row.{square}", row, _row(table, square)))
            for step, icon, at in ((-1, "line/minus", 112.0), (1, "line/plus", 46.0)):
                name = "minus" if step < 0 else "plus"
                widgets.append(
                    IconButton(
                        f"table.build.{name}.{square}",
                        icon,
                        tr(f"table.build.{name}", square=table.atlas.name(square)),
                        _step(table, square, step),
                        Box(row.right - at, top, 44, ROW - 12),
                        enabled=may_step(table, square, step) and not table.waiting(),
                        size=15,
                    )
                )
        y += height + 10
    widgets += open_sets(table, Box(area.box.x, y + 4, area.box.w - 10, area.box.bottom - y - 4))
    area.fill(widgets, y - area.box.y)
    cost = plan_cost(table)
    me = table.model.me
    cash = table.model.view.players[me].cash if me is not None else 0
    summary = Drawn("table.build.total", foot.top_part(34), _total(table, cost, cash))
    row = foot.bottom_part(70)
    close = IconButton(
        "table.close",
        "line/x",
        tr("common.close"),
        closer(table),
        Box(box.right - PAD - 44, box.y + 12, 44, 44),
        key="escape",
        size=18,
    )
    count = sum(abs(n) for n in table.draft.plan.values())
    if cost >= 0:
        words = tr("table.build.button", amount=table.money(cost))
    else:
        words = tr("table.build.sell_button", amount=table.money(-cost))
    main = main_button(
        table,
        row,
        words if count else tr("table.build.nothing"),
        "fill/hammer",
        lambda: carry_out(table),
        enabled=count > 0,
    )
    return [back, area, summary, main, close]


def building_height(table: Table) -> float:
    """Return how high the panel is with every street's rents and the sets to complete."""
    families = buildable(table)
    rows = sum(HEAD + 18 + len(family) * TALLEST_ROW for family in families)
    return FRAME + FOOT + 10 + rows + open_sets_height(table)


def buildable(table: Table) -> list[tuple[int, ...]]:
    """Return the groups in which the host lists something to build or to sell."""
    squares = {*table.squares_of("ActionBuild"), *table.squares_of("ActionDemolish")}
    if table.waiting() or table.series:
        squares |= set(table.draft.plan)
    return [family for family in table.atlas.families() if squares & set(family)]


def level(table: Table, square: int) -> int:
    """Return the planned level of a street."""
    deed = table.model.deeds.get(square)
    now = 0 if deed is None else max(0, deed.houses)
    return now + table.draft.plan.get(square, 0)


def may_step(table: Table, square: int, step: int) -> bool:
    """Whether the plan may change by one level here; the host has the last word."""
    family = table.atlas.family(square)
    kind = "ActionBuild" if step > 0 else "ActionDemolish"
    planned = table.draft.plan.get(square, 0)
    undo = planned * step < 0
    if not undo and not set(family) & set(table.squares_of(kind)):
        return False
    levels = {other: level(table, other) for other in family}
    levels[square] += step
    if not 0 <= levels[square] <= TOP_LEVEL:
        return False
    if max(levels.values()) - min(levels.values()) > 1:
        return False
    me = table.model.me
    cash = table.model.view.players[me].cash if me is not None else 0
    extra = table.atlas.build_price(square) if step > 0 and not undo else 0
    return extra == 0 or plan_cost(table) + extra <= cash


def plan_cost(table: Table) -> int:
    """Return what the plan costs; below 0, what it brings."""
    total = 0
    for square, count in table.draft.plan.items():
        price = table.atlas.build_price(square)
        total += count * price if count > 0 else count * (price // 2)
    return total


def carry_out(table: Table) -> None:
    """Send the plan level by level, evenly."""
    levels = {
        square: max(0, deed.houses)
        for square, deed in table.model.deeds.items()
        if deed.houses >= 0
    }
    plan = dict(table.draft.plan)
    actions: list[AnyGameAction] = []
    while any(count < 0 for count in plan.values()):
        square = max((s for s in plan if plan[s] < 0), key=lambda s: (levels[s], -s))
        actions.append(ActionDemolish(square=square, houses=1))
        plan[square] += 1
        levels[square] -= 1
    while any(count > 0 for count in plan.values()):
        square = min((s for s in plan if plan[s] > 0), key=lambda s: (levels[s], s))
        actions.append(ActionBuild(square=square, houses=1))
        plan[square] -= 1
        levels[square] += 1
    table.draft.plan = {}
    table.play(actions)


def _step(table: Table, square: int, step: int) -> Callable[[], None]:
    def change() -> None:
        if may_step(table, square, step):
            plan = table.draft.plan
            plan[square] = plan.get(square, 0) + step
            if plan[square] == 0:
                del plan[square]
            table.rebuild()

    return change


def _group(table: Table, family: tuple[int, ...]) -> Callable[[Canvas, Box], None]:
    group = table.atlas.group(family[0])

    def paint(canvas: Canvas, box: Box) -> None:
        theme = canvas.theme
        canvas.box(box, theme.raised, 14, theme.line)
        canvas.box(Box(box.x, box.y + 10, 6, box.h - 20), theme.group(group).fill, 3)
        line = Box(box.x + 16, box.y + 8, box.w - 32, 26)
        canvas.group_mark(group, Box(line.x, line.y + 2, 30, 22))
        name = table.atlas.group_name(group)
        canvas.text(name, line.cut_left(40), DISPLAY, 18, theme.ink)
        price = tr("table.build.price", amount=table.money(table.atlas.build_price(family[0])))
        canvas.text(price, line, BOLD, SMALL, theme.muted, RIGHT)

    return paint


def _row(table: Table, square: int) -> Callable[[Canvas, Box], None]:
    def paint(canvas: Canvas, box: Box) -> None:
        theme = canvas.theme
        deed = table.model.deeds.get(square)
        now = 0 if deed is None else max(0, deed.houses)
        then = level(table, square)
        canvas.box(box, theme.soft, 10)
        tall = box.h + 6 >= WITH_LADDER
        line = box.top_part(58) if tall else box
        inner = line.cut_right(124).inset(12, 2)
        name = inner.left_part(inner.w * 0.42)
        draw_name(canvas, table, square, name, BOLD, 16, theme.ink)
        houses = inner.cut_left(name.w + 8)
        draw_level(canvas, Box(houses.x, houses.y, 82, houses.h), now, then)
        rents = table.atlas.rents(square)
        before = rents[0] * 2 if now == 0 else rents[now]
        after = rents[0] * 2 if then == 0 else rents[then]
        words = tr("table.build.rent", amount=table.money(before))
        color = theme.muted
        if then != now:
            words = tr("table.build.rents", before=table.money(before), after=table.money(after))
            color = theme.gain if then > now else theme.loss
        room = houses.cut_left(86)
        if not tall or canvas.text_width(words, BOLD, CAPTION) <= room.w:
            canvas.text(words, room, BOLD, SMALL, color, lowest=10)
        if tall:
            _ladder(canvas, box.cut_top(56).inset(12, 2), (rents[0] * 2, *rents[1:]), now, then)

    return paint


def _ladder(canvas: Canvas, box: Box, rents: tuple[int, ...], now: int, then: int) -> None:
    # What each step earns: the present one filled, the planned one framed.
    theme = canvas.theme
    for step, (rent, cell) in enumerate(zip(rents, box.columns(len(rents), 6), strict=True)):
        place = cell.inset(0, 3)
        edge = theme.line if step != then or then == now else theme.gain
        canvas.box(place, theme.raised if step != now else theme.choice_tint, 7, edge)
        figure = number(rent)
        wide = canvas.text_width(figure, NARROW_BOLD, 16)
        left = place.center[0] - (wide + 24) / 2
        if step == TOP_LEVEL:
            draw_building(canvas, True, (left + 9, place.center[1]), 17)
        else:
            canvas.text(str(step), Box(left, place.y, 10, place.h), NARROW_BOLD, 14, theme.muted)
            draw_building(canvas, False, (left + 15, place.center[1]), 14, 0.4 if not step else 1)
        canvas.label(figure, (left + 27, place.center[1]), NARROW_BOLD, 16, theme.ink)


def draw_level(canvas: Canvas, box: Box, now: int, then: int) -> None:
    """Draw the buildings of a street; planned ones on a tint, planned sales faint."""
    theme = canvas.theme
    if then == TOP_LEVEL or (now == TOP_LEVEL and then == now):
        if now != then:
            canvas.box(Box(box.x, box.center[1] - 14, 30, 28), theme.good_tint, 6)
        draw_building(canvas, True, (box.x + 15, box.center[1]), 26)
        return
    if now == then == 0:
        canvas.text("–", box, NARROW_BOLD, 18, theme.muted)
        return
    for i in range(max(then, min(now, 4))):
        at = (box.x + 10 + i * 21, box.center[1])
        if i >= now:
            canvas.circle(at, 12.5, theme.good_tint, theme.gain)
        draw_building(canvas, False, at, 19, 0.3 if i >= then else 1.0)


def _total(table: Table, cost: int, cash: int) -> Callable[[Canvas, Box], None]:
    def paint(canvas: Canvas, box: Box) -> None:
        theme = canvas.theme
        key = "table.build.total" if cost >= 0 else "table.build.gain"
        canvas.text(tr(key, amount=table.money(abs(cost))), box, DISPLAY, 18, theme.ink)
        after = tr("table.build.after", amount=table.money(cash - cost))
        canvas.text(after, box, BOLD, SMALL, theme.muted, RIGHT, lowest=CAPTION)

    return paint
