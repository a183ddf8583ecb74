"""Panels of a turn's way: throw, bail, the choice of a square, the tram."""

from __future__ import annotations

from collections.abc import Callable

from magnate_app.protocol.messages_game import (
    ActionMoveTo,
    ActionNextPhase,
    ActionPayBail,
    ActionTakeTram,
    ActionThrowDices,
)
from magnate_app.protocol.views import Bail, Destination, Tram
from magnate_app.ui.assets import BOLD, DISPLAY, NARROW_BOLD
from magnate_app.ui.draw import CENTER, RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.panels.common import (
    draw_name,
    fact_row,
    facts,
    frame,
    main_button,
    main_row,
    plain_button,
)
from magnate_app.ui.panels.targets import Target, target_of
from magnate_app.ui.pictures import PLACES, SERVER
from magnate_app.ui.strings import tr, tr_n
from magnate_app.ui.table_context import Table
from magnate_app.ui.theme import CAPTION, SMALL, mix
from magnate_app.ui.widgets.area import ScrollArea
from magnate_app.ui.widgets.base import Widget
from magnate_app.ui.widgets.button import Button

FEW = 4
ROW = 46.0
TALL_TARGET = 100.0
"""From this height on a square to choose has a foot of its own for what it costs or brings."""


def throw(table: Table, box: Box) -> list[Widget]:
    """Offer the throw."""
    view = table.model.view
    me = table.model.me
    jail = view.players[me].jail if me is not None else 0
    if jail:
        subtitle = tr_n("table.throw.jail", jail)
    elif view.turn.streak:
        subtitle = tr("table.throw.again")
    else:
        subtitle = tr("table.throw.hint")
    back, inner = frame(table, box, "fill/dice-five", tr("table.throw.title"), subtitle, clock=True)
    row, _ = main_row(inner, 0)
    button = main_button(
        table,
        row,
        tr("table.throw.button"),
        "fill/dice-five",
        lambda: table.send(ActionThrowDices()),
        enabled=table.one("ActionThrowDices") is not None,
    )
    player = view.players[me] if me is not None else None
    widgets: list[Widget] = [back, button]
    if player is not None and inner.h > row.h + 60:
        where = table.atlas.name(player.square)
        entries = [
            ("fill/map-pin", tr("table.fact.here"), where),
            ("fill/coins", tr("table.fact.cash"), table.money(player.cash)),
            ("fill/park", tr("table.fact.pot"), table.money(view.pot)),
        ]
        widgets.append(facts("table.facts", fact_row(inner.cut_bottom(row.h, 12)), entries))
    return widgets


def bail(table: Table, box: Box) -> list[Widget]:
    """Offer to pay and walk, or to stay."""
    decision = table.model.view.decision
    assert isinstance(decision, Bail)
    target = target_of(table, decision.target, decision.steps)
    back, inner = frame(
        table,
        box,
        "fill/lock-key",
        tr("table.bail.title"),
        tr_n(
            "table.bail.hint",
            decision.turns_left,
            a=decision.dice[0],
            b=decision.dice[1],
            square=table.atlas.name(decision.target),
        ),
        clock=True,
    )
    offers = {entry.to_pay for entry in table.offered("ActionPayBail")}
    row, (side,) = main_row(inner, 1)
    pay = tr("table.bail.pay", amount=table.money(decision.price))
    stay = tr("table.bail.stay")
    widgets: list[Widget] = [back]
    widgets.append(
        facts(
            "table.facts",
            fact_row(inner.cut_bottom(row.h, 12)),
            [
                ("fill/map-pin", tr("table.bail.leads"), table.atlas.name(decision.target)),
                ("fill/tag", tr("table.bail.there"), target.words),
            ],
        )
    )
    if True in offers:
        widgets.append(
            main_button(
                table,
                row,
                pay,
                "fill/lock-simple-open",
                lambda: table.send(ActionPayBail(to_pay=True)),
            )
        )
        widgets.append(
            plain_button(
                table,
                "table.bail.stay",
                side,
                stay,
                lambda: table.send(ActionPayBail(to_pay=False)),
                key="n",
                enabled=False in offers,
            )
        )
    else:
        widgets.append(
            main_button(
                table,
                row,
                stay,
                "fill/lock-key",
                lambda: table.send(ActionPayBail(to_pay=False)),
                enabled=False in offers,
            )
        )
        widgets.append(
            plain_button(table, "table.bail.pay", side, pay, table.rebuild, enabled=False)
        )
    return widgets


def destination(table: Table, box: Box) -> list[Widget]:
    """Offer the squares of a throw, with what each would cost or bring."""
    decision = table.model.view.decision
    assert isinstance(decision, Destination)
    steps = {option.square: option.steps for option in decision.options}
    squares = table.squares_of("ActionMoveTo")
    dice = table.model.view.dice
    few = len(squares) <= FEW
    if few and dice is not None:
        title = tr("table.choose.title")
        hint = tr("table.choose.hint", a=dice[0], b=dice[1])
        icon = "fill/bus"
    else:
        title, hint, icon = tr("table.choose.triple"), tr("table.choose.anywhere"), "fill/map-pin"
    back, inner = frame(table, box, icon, title, hint, clock=True)
    if squares and table.draft.square not in squares:
        best = [target_of(table, square, steps.get(square, 0)) for square in squares]
        table.draft.square = max(best, key=lambda target: target.appeal).square
    chosen = table.draft.square
    row, _ = main_row(inner, 0, 64)
    name = "" if chosen is None else table.atlas.name(chosen)
    go = main_button(
        table,
        row,
        tr("table.choose.go", square=name),
        "fill/footprints",
        lambda: table.send(ActionMoveTo(square=chosen if chosen is not None else 0)),
        enabled=chosen in squares,
    )
    above = inner.cut_bottom(row.h, 12)
    return [back, *_choices(table, above, squares, steps, few), go]


def _choices(
    table: Table, box: Box, squares: list[int], steps: dict[int, int], few: bool
) -> list[Widget]:
    targets = [target_of(table, square, steps.get(square, 0)) for square in squares]
    if few:
        places = box.columns(max(1, len(targets)), 10)
        return [
            TargetButton(table, target, place, str(n))
            for n, (target, place) in enumerate(zip(targets, places, strict=True), 1)
        ]
    targets.sort(key=lambda target: (-target.appeal, target.square))
    area = ScrollArea("table.choose.list", box, label=tr("table.choose.triple"))
    rows: list[Widget] = []
    per_row = 2 if box.w > 480 else 1
    width = (box.w - 14 - (per_row - 1) * 8) / per_row
    for n, target in enumerate(targets):
        x = box.x + (n % per_row) * (width + 8)
        y = box.y + (n // per_row) * (ROW + 6)
        rows.append(TargetRow(table, target, Box(x, y, width, ROW)))
    area.fill(rows, ((len(targets) + per_row - 1) // per_row) * (ROW + 6))
    return [area]


def pick(table: Table, square: int) -> Callable[[], None]:
    """Return what choosing a square does."""

    def choose() -> None:
        table.draft.square = square
        table.rebuild()

    return choose


class TargetButton(Button):
    """One of a few squares to choose from; a second click goes there."""

    def __init__(self, table: Table, target: Target, box: Box, key: str) -> None:
        super().__init__(
            f"table.choose.{target.square}", target.name, pick(table, target.square), box, key=key
        )
        self.table = table
        self.target = target

    def on_press(self, pos: tuple[float, float], count: int) -> None:
        """Go there on a double click."""
        if count == 2:
            self.table.send(ActionMoveTo(square=self.target.square))

    def on_focus(self, focused: bool) -> None:
        """Choose what the keyboard is on."""
        if focused and self.table.draft.square != self.target.square:
            self.table.draft.square = self.target.square
            self.table.rebuild()

    def draw(self, canvas: Canvas) -> None:
        """Draw steps, square and effect."""
        theme, target, box = canvas.theme, self.target, self.box
        chosen = self.table.draft.square == target.square
        fill = theme.choice_tint if chosen else theme.soft if self.hovered else theme.raised
        canvas.box(box, fill, 14, theme.accent if chosen else theme.line, 3 if chosen else 1.5)
        tall = box.h >= TALL_TARGET
        size = min(1.2, box.h / 116) if tall else 1.0
        inner = box.inset(12, 8 * size)
        top = inner.top_part(24 * size)
        cap = self.key or ""
        wide = canvas.keycap_width(cap)
        canvas.keycap(cap, (top.x + wide, top.center[1]))
        words = tr("table.tile.odd") if target.steps % 2 else tr("table.tile.even")
        canvas.text(words, top.cut_left(wide + 8), BOLD, CAPTION, theme.muted, lowest=11)
        canvas.text(str(target.steps), top, DISPLAY, 18 * size, theme.ink, RIGHT)
        rest = inner.cut_top(28 * size)
        line = min(24.0, rest.h / 2) * size
        middle = rest.top_part(line)
        under = rest.cut_top(line, 2).top_part(line)
        if tall:
            under = self._strip(canvas, 32 * size)
            middle = Box(rest.x, rest.y, rest.w, under.y - rest.y).middle(rest.w, line)
        offset = draw_mark(canvas, self.table, target.square, middle)
        room = middle.cut_left(offset)
        draw_name(canvas, self.table, target.square, room, DISPLAY, 16 * size, theme.ink)
        color = {"bad": theme.loss, "good": theme.gain}.get(target.mood, theme.ink)
        canvas.icon(target.icon, (under.x + 9, under.center[1]), 17 * size, color)
        room = under.cut_left(16 + 8 * size)
        canvas.text(target.words, room, BOLD, SMALL * size, color, lowest=11)
        if self.focused and self.ring:
            canvas.focus(box, 14)

    def _strip(self, canvas: Canvas, height: float) -> Box:
        """Draw the foot that says what the square costs or brings; return where words go."""
        theme = canvas.theme
        tint = {"bad": theme.bad_tint, "good": theme.good_tint}.get(self.target.mood, theme.soft)
        foot = self.box.inset(6).bottom_part(height)
        canvas.box(foot, tint, 9)
        return foot.inset(10, 0)


class TargetRow(TargetButton):
    """One of many squares, as a row."""

    def __init__(self, table: Table, target: Target, box: Box) -> None:
        super().__init__(table, target, box, "")
        self.key = None

    def draw(self, canvas: Canvas) -> None:
        """Draw mark, square and effect in one row."""
        theme, target, box = canvas.theme, self.target, self.box
        chosen = self.table.draft.square == target.square
        fill = theme.choice_tint if chosen else theme.soft if self.hovered else theme.raised
        canvas.box(box, fill, 10, theme.accent if chosen else theme.line, 2.5 if chosen else 1.5)
        inner = box.inset(10, 4)
        offset = draw_mark(canvas, self.table, target.square, inner)
        words = inner.cut_left(offset)
        upper = words.top_part(words.h / 2)
        draw_name(canvas, self.table, target.square, upper, BOLD, SMALL, theme.ink, lowest=10)
        color = {"bad": theme.loss, "good": theme.gain}.get(target.mood, theme.muted)
        canvas.text(target.words, words.bottom_part(words.h / 2), BOLD, CAPTION, color, lowest=10)
        if self.focused and self.ring:
            canvas.focus(box, 10)


def draw_mark(canvas: Canvas, table: Table, square: int, line: Box) -> float:
    """Draw the mark of a square's group at the left of a line; return the room it took."""
    group = table.atlas.group(square)
    kind = table.atlas.kind(square)
    box = Box(line.x, line.center[1] - 11, 28, 22)
    if kind == "street" and group:
        canvas.group_mark(group, box)
        return 36
    icon = {"server": SERVER, "bridge": "tabler/building-bridge"}.get(kind)
    if icon is None:
        picture = PLACES.get(kind)
        if picture is None:
            return 0
        canvas.icon(picture, box.center, 24)
        return 36
    canvas.box(box, mix(canvas.theme.dark, canvas.theme.muted, 0.2), 5)
    canvas.icon(icon, box.center, 16, canvas.theme.white)
    return 36


def tram(table: Table, box: Box) -> list[Widget]:
    """Offer the other stops, or to stay."""
    decision = table.model.view.decision
    assert isinstance(decision, Tram)
    me = table.model.me
    here = table.model.view.players[me].square if me is not None else -1
    back, inner = frame(
        table,
        box,
        "fill/tram",
        tr("table.tram.title"),
        tr("table.tram.hint", fare=table.money(decision.fare)),
        clock=True,
    )
    offered = table.squares_of("ActionTakeTram")
    stops = [square for square in offered if square != here]
    row, _ = main_row(inner, 0, 64)
    chosen = table.draft.square if table.draft.square in stops else None
    above = inner.cut_bottom(row.h, 12)
    widgets: list[Widget] = [back]
    for n, (square, place) in enumerate(
        zip(stops, above.columns(max(1, len(stops)), 10), strict=False), 1
    ):
        widgets.append(StopButton(table, square, place, str(n), decision.fare))
    if chosen is not None:
        widgets.append(
            main_button(
                table,
                row.cut_right(180, 10),
                tr("table.tram.ride", square=table.atlas.name(chosen)),
                "fill/tram",
                lambda: table.send(ActionTakeTram(square=chosen)),
            )
        )
        widgets.append(_stay(table, row.right_part(180), here, offered))
        return widgets
    stay = ActionTakeTram(square=here) if here in offered else ActionNextPhase()
    widgets.append(
        main_button(
            table,
            row,
            tr("table.tram.stay"),
            "fill/hand-palm",
            lambda: table.send(stay),
            enabled=here in offered or table.one("ActionNextPhase") is not None,
        )
    )
    return widgets


def _stay(table: Table, box: Box, here: int, offered: list[int]) -> Button:
    action = ActionTakeTram(square=here) if here in offered else ActionNextPhase()
    return plain_button(
        table, "table.tram.stay", box, tr("table.tram.stay"), lambda: table.send(action), key="n"
    )


class StopButton(Button):
    """A tram stop to ride to."""

    def __init__(self, table: Table, square: int, box: Box, key: str, fare: int) -> None:
        super().__init__(
            f"table.tram.{square}", table.atlas.short_name(square), self._choose, box, key=key
        )
        self.table = table
        self.square = square
        self.fare = fare

    def _choose(self) -> None:
        draft = self.table.draft
        draft.square = None if draft.square == self.square else self.square
        self.table.rebuild()

    def draw(self, canvas: Canvas) -> None:
        """Draw the stop."""
        theme, box = canvas.theme, self.box
        chosen = self.table.draft.square == self.square
        fill = theme.choice_tint if chosen else theme.soft if self.hovered else theme.raised
        canvas.box(box, fill, 14, theme.accent if chosen else theme.line, 3 if chosen else 1.5)
        inner = box.inset(10, 8)
        canvas.icon("emoji/tram", (inner.center[0], inner.y + inner.h * 0.3), inner.h * 0.5)
        name = Box(inner.x, inner.y + inner.h * 0.56, inner.w, inner.h * 0.24)
        canvas.text(self.label, name, DISPLAY, 16, theme.ink, CENTER, lowest=10)
        under = Box(inner.x, inner.y + inner.h * 0.8, inner.w, inner.h * 0.2)
        words = tr("table.tram.fare", fare=self.table.money(self.fare))
        canvas.text(words, under, NARROW_BOLD, SMALL, theme.muted, CENTER, lowest=10)
        cap = self.key or ""
        canvas.keycap(cap, (inner.x + canvas.keycap_width(cap), inner.y + 10))
        if self.focused and self.ring:
            canvas.focus(box, 14)
