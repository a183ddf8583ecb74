"""Joining: one field for a code, an address or a link, and the tables found nearby."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from magnate_app.errors import LinkError
from magnate_app.protocol.link import Link, LinkFailure
from magnate_app.protocol.messages import OLDEST_VERSION, PROTOCOL_VERSION
from magnate_app.protocol.room_code import normalise, parse_target, show
from magnate_app.saves.catalog import SavedGame
from magnate_app.ui import backdrop, drawings, routes
from magnate_app.ui.assets import BOLD, DISPLAY, TEXT
from magnate_app.ui.draw import CENTER, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.look import header, heading, page, panel, words
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.seat_code_entry import CHIP_WIDTH, FAILURES, SeatCodeEntry
from magnate_app.ui.sentences import failure_sentence
from magnate_app.ui.services import Browser, FoundTable
from magnate_app.ui.strings import code_words, tr, tr_n
from magnate_app.ui.theme import BODY, CAPTION, FIGURE, LARGE, SMALL
from magnate_app.ui.widgets import PRIMARY, Button, Drawn, ScrollArea, TextField, Widget

LOOK_AGAIN: Final = 0.5
PATIENCE: Final = 6.0
"""Seconds after which an empty list says what to do."""

_ROW: Final = 92
_CODE_LENGTH: Final = 6


class Join(Scene):
    """Find a table; with `quick`, enter the queue of a server instead."""

    name = "join"
    composed_for = (1580, 960)

    def __init__(self, stage: Stage, quick: bool = False) -> None:
        super().__init__(stage)
        self.quick = quick
        self.tables: tuple[FoundTable, ...] = ()
        self._browser: Browser | None = None
        self._waited = 0.0
        self._next_look = 0.0
        self._spin = 0.0
        self._interrupted: SavedGame | None = None
        self._area = ScrollArea("join.list")
        self._field = TextField(
            "join.code",
            hint=tr("join.hint_quick") if quick else tr("join.hint"),
            icon="fill/key",
            size=FIGURE,
            face=DISPLAY,
            limit=120,
            label=tr("join.label"),
            on_change=self._on_typed,
            on_enter=lambda _: self._join_typed(),
        )
        self._seat_code = SeatCodeEntry(self.rebuild, self._join_typed, self._focus)

    def facts(self) -> dict[str, object]:
        """Return what was found and what is wrong."""
        return {"found": [t.room_code for t in self.tables], "error": self._field.error}

    def first_focus(self) -> str | None:
        """Begin in the field."""
        return "join.code"

    def on_start(self) -> None:
        """Start looking."""
        if not self.quick:
            self._browser = self.stage.services.browse()
            games = self.stage.services.saved_games()
            self._interrupted = next((g for g in games if g.interrupted and not g.finished), None)

    def on_stop(self) -> None:
        """Stop looking."""
        super().on_stop()
        if self._browser is not None:
            self._browser.close()
            self._browser = None

    def update(self, dt: float) -> None:
        """Look at the list twice a second."""
        super().update(dt)
        before = self._waited < PATIENCE
        self._waited += dt
        if before != (self._waited < PATIENCE):
            self.rebuild()
        self._next_look -= dt
        if self._browser is None or self._next_look > 0:
            return
        self._next_look = LOOK_AGAIN
        self._spin = (self._spin + 0.13) % 1.0
        self.stage.redraw()
        tables = self._browser.tables()
        if tables != self.tables:
            self.tables = tables
            self.rebuild()

    def paint(self, canvas: Canvas) -> None:
        """Draw the map."""
        backdrop.paint_map(canvas)

    def build(self, size: Box) -> Iterable[Widget]:
        """Field on top, list and help below."""
        area = page(size)
        title = tr("title.quick") if self.quick else tr("title.join")
        widgets = header("join", area, title, self._back)
        rest = area.cut_top(76)
        height = 178.0 + self._seat_code.extra
        widgets += self._entry(rest.top_part(height))
        rest = rest.cut_top(height, 18)
        if self._interrupted is not None:
            widgets += self._interrupted_card(rest.top_part(80), self._interrupted)
            rest = rest.cut_top(80, 18)
        left, right = rest.split_columns([2.3, 1], 18)
        if not self.quick:
            widgets += self._list(left)
            widgets += self._help(right)
        else:
            widgets.append(
                words("join.quick_help", left.top_part(60), tr("join.quick_help"), size=BODY)
            )
        return widgets

    def _entry(self, box: Box) -> list[Widget]:
        inner = box.inset(26, 18)
        top = inner.top_part(26)
        label = tr("join.label_quick") if self.quick else tr("join.label")
        row = Box(inner.x, top.bottom + 8, inner.w, 72)
        self._field.place(row.cut_right(210, 14))
        self._field.note = self._note()
        good = bool(self._field.text.strip())

        def paint_top(canvas: Canvas, area: Box) -> None:
            theme = canvas.theme
            canvas.text(label, area, BOLD, LARGE, theme.ink)
            cap = canvas.keycap("Ctrl V", (area.right, area.center[1]), CAPTION - 1)
            text = tr("join.paste")
            canvas.text(text, area.cut_right(cap + 8), BOLD, SMALL, theme.muted, 1.0)

        widgets: list[Widget] = [
            panel("join.entry_panel", box),
            Drawn("join.entry_words", top, paint_top, label=label),
            self._field,
            Button(
                "join.go",
                tr("join.go"),
                self._join_typed,
                row.right_part(200),
                kind=PRIMARY,
                icon="line/sign-in",
                cap="Enter",
                enabled=good,
                size=FIGURE - 4,
            ),
        ]
        under = Box(inner.x, row.bottom + 8, inner.w, 30)
        if not self.quick:
            widgets.append(self._seat_code.chip(under.right_part(CHIP_WIDTH)))
            widgets += self._seat_code.line(Box(inner.x, under.bottom + 12, inner.w, 52))
        if not self._field.error:
            left = under.cut_right(CHIP_WIDTH + 12)
            widgets.append(words("join.examples", left, tr("join.examples"), size=SMALL - 1))
        return widgets

    def _note(self) -> str:
        code = normalise(self._field.text)
        typed = self._field.text.strip()
        if not typed or any(mark in typed for mark in ".:/") or not code.isalnum():
            return ""
        missing = _CODE_LENGTH - len(code)
        return tr_n("join.missing", missing) if 0 < missing < _CODE_LENGTH else ""

    def _interrupted_card(self, box: Box, game: SavedGame) -> list[Widget]:
        def paint(canvas: Canvas, area: Box) -> None:
            theme = canvas.theme
            canvas.box(area, theme.choice_tint, 14, theme.accent, 2)
            middle = area.center[1]
            canvas.icon("line/arrow-counter-clockwise", (area.x + 38, middle), 32, theme.accent)
            text = area.cut_left(72).cut_right(210)
            title = tr("join.interrupted", name=game.name)
            canvas.text(title, text.top_part(44), DISPLAY, LARGE + 2, theme.ink, 0, 0.75, BODY)
            detail = tr("join.interrupted.detail", round=game.round)
            canvas.text(detail, text.bottom_part(38), BOLD, SMALL, theme.muted, 0, 0.2, CAPTION)

        return [
            Drawn("join.interrupted", box, paint, label=game.name),
            Button(
                "join.back_to_it",
                tr("join.back_to_it"),
                lambda: self._connect(self.stage.services.resume(game.path)),
                Box(box.right - 200, box.y + 14, 180, 52),
                kind=PRIMARY,
            ),
        ]

    def _list(self, box: Box) -> list[Widget]:
        top = box.top_part(40)

        def paint_looking(canvas: Canvas, area: Box) -> None:
            theme = canvas.theme
            text = tr("join.looking")
            width = canvas.text(text, area, BOLD, SMALL, theme.muted, 1.0)
            center = (area.right - width - 22, area.center[1])
            canvas.ring(center, 8, 3.5, theme.line)
            canvas.ring(center, 8, 3.5, theme.accent, 0.28, round(self._spin, 2))

        widgets: list[Widget] = [
            heading("join.found", top, tr("join.found")),
            Drawn("join.looking", top, paint_looking, label=tr("join.looking")),
        ]
        place = box.cut_top(46)
        if not self.tables:
            widgets.append(Drawn("join.empty", place.top_part(230), self._paint_empty))
            return widgets
        self._area.place(place.inset(-6, 0))
        rows: list[Widget] = []
        for index, table in enumerate(self.tables):
            row = Box(place.x, place.y + 4 + index * (_ROW + 12), place.w - 8, _ROW)
            rows += self._row(index, table, row)
        self._area.fill(rows, len(self.tables) * (_ROW + 12) + 8)
        widgets.append(self._area)
        return widgets

    def _paint_empty(self, canvas: Canvas, box: Box) -> None:
        theme = canvas.theme
        canvas.panel(box)
        late = self._waited >= PATIENCE
        title = tr("join.nothing") if late else tr("join.wait")
        detail = tr("join.nothing.detail") if late else tr("join.wait.detail")
        drawings.paint_bridge(canvas, (box.center[0], box.y + 62), 84)
        inner = box.cut_top(96).inset(30, 14)
        canvas.text(title, inner.top_part(36), DISPLAY, LARGE + 2, theme.ink, CENTER)
        canvas.paragraph(detail, inner.cut_top(44), BOLD, SMALL, theme.muted, CENTER)

    def _row(self, index: int, table: FoundTable, row: Box) -> list[Widget]:
        side = _who_updates(table)
        fits = side is None
        free = max(0, table.seats - table.players)
        playing = table.state != "waiting" and not table.open
        if not fits:
            label, enabled = tr("join.why"), True
        elif playing:
            label, enabled = tr("join.watch"), True
        else:
            label, enabled = tr("join.go"), table.open and free > 0
        chips = _chips(side, playing, free)

        def paint(canvas: Canvas, area: Box) -> None:
            theme = canvas.theme
            canvas.box(area, theme.raised, 14, theme.line)
            x = area.x + 44
            for seat in range(min(6, table.seats)):
                if seat < table.players + table.bots:
                    piece = 3 if seat >= table.players else seat + 1
                    canvas.token(piece, seat, (x, area.center[1]), 18)
                else:
                    canvas.ring((x, area.center[1]), 16, 1.6, theme.line)
                x += 29
            right = area.right - 164
            for text, icon, color, filled in reversed(chips):
                width = canvas.chip_width(text, icon)
                face = theme.soft if filled else theme.raised
                tint = getattr(theme, color)
                canvas.chip(text, (right - width, area.center[1]), face, tint, icon)
                right -= width + 10
            column = Box(x + 4, area.y, max(60.0, right - x - 12), area.h)
            name = table.name or table.host
            if table.locked:
                canvas.icon(
                    "fill/lock-key", (column.x + 11, column.y + area.h * 0.36), 22, theme.warn
                )
            title = column.cut_left(28) if table.locked else column
            canvas.text(
                name, title.top_part(area.h * 0.54), DISPLAY, LARGE + 2, theme.ink, 0, 0.85, 12
            )
            detail = tr("join.hosted", host=table.host, preset=code_words("preset", table.preset))
            if table.locked:
                detail = f"{tr('door.locked')} · {detail}"
            under = column.bottom_part(area.h * 0.46)
            canvas.text(detail, under, BOLD, SMALL - 1, theme.muted, 0, 0.15, 11)

        return [
            Drawn(f"join.table.{index}", row, paint, label=table.name),
            Button(
                f"join.table.{index}.go",
                label,
                self._on_row(table, side),
                Box(row.right - 148, row.center[1] - 26, 130, 52),
                kind=PRIMARY if index == 0 and fits and not playing else "plain",
                enabled=enabled,
                tooltip=show(table.room_code),
            ),
        ]

    def _help(self, box: Box) -> list[Widget]:
        box = box.top_part(min(box.h, 470))
        inner = box.inset(22, 20)
        buttons = inner.bottom_part(108)

        def paint(canvas: Canvas, area: Box) -> None:
            theme = canvas.theme
            drawings.paint_bridge(canvas, (area.x + 38, area.y + 24), 46)
            canvas.text(
                tr("join.not_seeing"),
                Box(area.x + 92, area.y, area.w - 92, 48),
                DISPLAY,
                LARGE + 2,
                theme.ink,
                lowest=CAPTION,
            )
            y = area.y + 68
            for number in (1, 2, 3):
                text = tr(f"join.help.{number}")
                height = canvas.paragraph_height(text, area.w - 40, TEXT, SMALL)
                if y + height > area.bottom:
                    return
                canvas.circle((area.x + 13, y + 12), 13, theme.ink)
                mark = Box(area.x, y - 1, 26, 26)
                canvas.text(str(number), mark, BOLD, CAPTION, theme.on_ink, CENTER)
                line = Box(area.x + 40, y, area.w - 40, area.bottom - y)
                y += canvas.paragraph(text, line, TEXT, SMALL, theme.ink) + 14

        return [
            panel("join.help_panel", box),
            Drawn("join.help", inner.cut_bottom(116), paint, label=tr("join.not_seeing")),
            Button(
                "join.doctor",
                tr("doctor.open"),
                self._examine,
                buttons.top_part(50),
                icon="line/stethoscope",
                size=BODY,
            ),
            Button(
                "join.host",
                tr("join.host_instead"),
                self._host,
                buttons.bottom_part(50),
                icon="fill/house-line",
                size=BODY,
            ),
        ]

    def _on_row(self, table: FoundTable, side: str | None) -> Callable[[], None]:
        def go() -> None:
            if side is not None:
                self._field.error = tr(f"join.{side}.detail", host=table.host, app=table.app)
                self.rebuild()
                return
            self._connect(self._joined(f"{table.address}/{table.room_code}"))

        return go

    def _on_typed(self, _: str) -> None:
        self.rebuild()

    def _join_typed(self) -> None:
        text = self._field.text.strip()
        if not text:
            return
        try:
            parse_target(text)
        except LinkError as error:
            self.refused(LinkFailure(error.failure))
            return
        quick = self.stage.services.quick_match
        self._connect(quick(text) if self.quick else self._joined(text))

    def _joined(self, target: str) -> Link:
        return self.stage.services.join(target, self._seat_code.code)

    def _connect(self, link: Link) -> None:
        routes.to_connecting(self.stage, link, self.refused)

    def refused(self, failure: LinkFailure) -> None:
        """Say at the field it is about why nobody could be joined."""
        other = self._seat_code.field
        field = other if failure in FAILURES else self._field
        self._field.error = other.error = ""
        field.error = failure_sentence(failure.value)
        self.controls.set_focus(field.id)
        self.stage.sound("error")
        self.rebuild()

    def _focus(self, ident: str) -> None:
        self.refresh()
        self.controls.set_focus(ident)

    def _examine(self) -> None:
        routes.to_connection_help(self.stage, self._field.text.strip())

    def _host(self) -> None:
        self.stage.scenes.pop(self)
        routes.host(self.stage)

    def _back(self) -> None:
        self.stage.scenes.pop(self)


def _who_updates(table: FoundTable) -> str | None:
    """Return which side has to update, None when both fit together."""
    if table.protocol < OLDEST_VERSION:
        return "update_them"
    return "update_us" if table.protocol > PROTOCOL_VERSION else None


def _chips(side: str | None, playing: bool, free: int) -> list[tuple[str, str, str, bool]]:
    if side is not None:
        return [(tr(f"join.{side}"), "fill/warning", "warn", False)]
    version = (tr("join.same_version"), "fill/check-circle", "gain", False)
    if playing:
        return [(tr("join.playing"), "fill/eye", "muted", True), version]
    if free == 0:
        return [(tr("join.full"), "fill/lock-simple", "muted", True), version]
    return [(tr_n("join.free", free), "fill/users", "gain", True), version]
