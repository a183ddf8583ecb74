"""A game against bots: who sits down, by which rules, and off."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from magnate_app.protocol.gamelog import TableOptions
from magnate_app.protocol.messages import BOT_LEVELS
from magnate_app.protocol.room_settings import RoomSettings, room_settings, rules_of
from magnate_app.rules.settings import PRESETS, Settings
from magnate_app.ui import backdrop, routes
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.dialogs.rules import RulesDialog, preset_of
from magnate_app.ui.draw import LEFT, LINE_HEIGHT, RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.look import header, heading, page, panel
from magnate_app.ui.portraits import draw_portrait
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.scenes.lobby_parts import piece_row
from magnate_app.ui.services import Bots
from magnate_app.ui.strings import tr, tr_n
from magnate_app.ui.theme import BODY, CAPTION, LARGE, SMALL, TITLE
from magnate_app.ui.widgets import (
    MAIN,
    Button,
    Drawn,
    Dropdown,
    IconButton,
    Segments,
    Widget,
)

_TALLEST: Final = 96.0
_DEFAULT: Final = ("medium", "medium", "medium")
_ICONS: Final = {
    "quick": "fill/lightning",
    "standard": "fill/flag-checkered",
    "marathon": "fill/trophy",
    "rich": "fill/coins",
}


class Solo(Scene):
    """Seats on the left, rules on the right, one big button below."""

    name = "solo"
    composed_for = (1400, 800)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.levels: list[str] = list(_DEFAULT)
        self.settings: RoomSettings = room_settings(Settings(), TableOptions(advice=True))

    def first_focus(self) -> str | None:
        """Begin on the start."""
        return "solo.start"

    def facts(self) -> dict[str, object]:
        """Return what would be played."""
        return {"levels": self.levels, "settings": msgspec.to_builtins(self.settings)}

    def paint(self, canvas: Canvas) -> None:
        """Draw the map."""
        backdrop.paint_map(canvas)

    def build(self, size: Box) -> Iterable[Widget]:
        """Lay out seats, rules and start."""
        area = page(size)
        width = min(area.w, 1500)
        height = min(area.h, 76 + 50 + 36 + 6 * (_TALLEST + 10) + 100)
        area = Box(size.center[0] - width / 2, area.y + (area.h - height) / 3, width, height)
        widgets = header("solo", area, tr("solo.title"), self._back, tr("solo.detail"))
        body = area.cut_top(76).cut_bottom(100)
        left, right = body.split_columns([1.15, 1], 20)
        widgets += [panel("solo.seats_panel", left), panel("solo.rules_panel", right)]
        widgets += self._seats(left.inset(22, 18))
        widgets += self._rules(right.inset(22, 18))
        bottom = area.bottom_part(80)
        start = Box(bottom.right - 420, bottom.y + 4, 420, 76)
        widgets.append(
            Button(
                "solo.start",
                tr("solo.start"),
                self._start,
                start,
                kind=MAIN,
                icon="fill/play",
                key="enter",
                cap="Enter",
            )
        )
        return widgets

    def _seats(self, box: Box) -> list[Widget]:
        top = box.top_part(40)
        widgets: list[Widget] = [heading("solo.seats", top, tr("solo.seats"))]
        count = len(self.levels) + 1
        widgets.append(_figure("solo.count", top, tr_n("solo.players", count)))
        rows = box.cut_top(50).rows(6, 10)
        row_height = min(_TALLEST, rows[0].h)
        y = rows[0].y
        for seat in range(6):
            row = Box(box.x, y, box.w, row_height)
            y += row_height + 10
            if seat == 0:
                widgets.append(self._me(row))
            elif seat <= len(self.levels):
                widgets += self._bot(row, seat)
            else:
                widgets += self._open(row, seat)
        return widgets

    def _me(self, row: Box) -> Widget:
        preferences = self.stage.preferences
        name = preferences.name or tr("title.no_name")

        def paint(canvas: Canvas, box: Box) -> None:
            paint_seat(canvas, box, 0, preferences.piece, name, tr("seat.you"), chip=True)

        return Drawn("solo.seat.0", row, paint, label=name)

    def _bot(self, row: Box, seat: int) -> list[Widget]:
        piece = self._piece(seat)
        name = tr("solo.bot", number=seat)
        middle = row.center[1]
        level = Dropdown(
            f"solo.level.{seat}",
            tr("seat.level"),
            [(one, tr(f"level.{one}")) for one in BOT_LEVELS],
            self.levels[seat - 1],
            self._set_level(seat),
            Box(row.right - 264, middle - 22, 190, 44),
        )
        remove = IconButton(
            f"solo.remove.{seat}",
            "line/x",
            tr("seat.remove_bot"),
            self._remove(seat),
            Box(row.right - 62, middle - 22, 46, 46),
            enabled=len(self.levels) > 1,
        )

        def paint(canvas: Canvas, box: Box) -> None:
            paint_seat(canvas, box, seat, piece, name, "", bot=True)

        face = Drawn(f"solo.seat.{seat}", row, paint, label=name)
        return [face, level, remove]

    def _open(self, row: Box, seat: int) -> list[Widget]:
        widgets: list[Widget] = [
            Drawn(
                f"solo.seat.{seat}",
                row,
                lambda canvas, box: paint_open_seat(canvas, box, seat),
                label=tr("seat.open"),
            )
        ]
        if seat == len(self.levels) + 1:
            widgets.append(
                Button(
                    "solo.add",
                    tr("seat.add_bot"),
                    self._add,
                    Box(row.right - 186, row.center[1] - 23, 170, 46),
                    icon="line/robot",
                    size=BODY,
                )
            )
        return widgets

    def _rules(self, box: Box) -> list[Widget]:
        widgets: list[Widget] = [heading("solo.length", box.top_part(40), tr("solo.length"))]
        cards = box.cut_top(50)
        tall = min(172.0, (box.h - 50 - 256) / 2 - 6)
        grid = [*cards.top_part(tall).columns(2, 12)]
        grid += [b.moved(0, tall + 12) for b in cards.top_part(tall).columns(2, 12)]
        for name, card in zip(PRESETS, grid, strict=True):
            widgets.append(
                PresetCard(
                    f"solo.preset.{name}",
                    tr(f"preset.{name}"),
                    self._set_preset(name),
                    card,
                    icon=_ICONS[name],
                    selected=self.settings.preset == name,
                    detail=tr(f"preset.{name}.detail"),
                )
            )
        rest = cards.cut_top(2 * tall + 32)
        pace_words = rest.top_part(26)
        widgets.append(heading("solo.pace_words", pace_words, tr("rules.pace"), LARGE))
        widgets.append(
            Segments(
                "solo.pace",
                tr("rules.pace"),
                [(p, tr(f"pace.{p}")) for p in ("relaxed", "normal", "brisk")],
                self.settings.pace,
                self._set_pace,
                Box(rest.x, rest.y + 32, rest.w, 46),
            )
        )
        count = len(self.settings.house_rules)
        detail = tr_n("solo.house_on", count) if count else tr("solo.house_off")
        widgets.append(
            Button(
                "solo.rules",
                tr("solo.more_rules"),
                self._edit,
                Box(rest.x, rest.y + 94, rest.w, 60),
                icon="line/faders",
                trailing="line/caret-right",
                align=LEFT,
                detail=detail,
                size=LARGE,
            )
        )
        pieces = Box(rest.x, rest.y + 170, rest.w, 54)
        if pieces.bottom <= box.bottom + 4:
            mine = self.stage.preferences.piece
            widgets += piece_row("solo", pieces, mine, set(), self._choose_piece)
        return widgets

    def _choose_piece(self, piece: int) -> None:
        self.stage.apply(msgspec.structs.replace(self.stage.preferences, piece=piece))

    def _piece(self, seat: int) -> int:
        mine = self.stage.preferences.piece
        others = [p for p in range(1, 13) if p != mine]
        return others[seat - 1]

    def _set_level(self, seat: int) -> Callable[[str], None]:
        def change(level: str) -> None:
            self.levels[seat - 1] = level
            self.rebuild()

        return change

    def _remove(self, seat: int) -> Callable[[], None]:
        def remove() -> None:
            del self.levels[seat - 1]
            self.rebuild()

        return remove

    def _add(self) -> None:
        self.levels.append(self.levels[-1] if self.levels else "medium")
        self.rebuild()

    def _set_preset(self, name: str) -> Callable[[], None]:
        def change() -> None:
            rounds, cash = PRESETS[name]
            new = msgspec.structs.replace(self.settings, max_rounds=rounds, start_money=cash)
            self._take(new)

        return change

    def _set_pace(self, pace: str) -> None:
        self._take(msgspec.structs.replace(self.settings, pace=pace))

    def _edit(self) -> None:
        self.stage.scenes.push(RulesDialog(self.stage, self.settings, self._take, shared=False))

    def _take(self, settings: RoomSettings | None) -> None:
        if settings is not None:
            self.settings = msgspec.structs.replace(settings, preset=preset_of(settings))
        self.rebuild()

    def _start(self) -> None:
        seats = len(self.levels) + 1
        settings = rules_of(msgspec.structs.replace(self.settings, seats=seats))
        bots = Bots(
            levels=tuple(self.levels),
            advice=self.settings.advice,
            characters=self.settings.characters,
        )
        link = self.stage.services.play_solo(settings, bots)
        routes.to_connecting(self.stage, link, past_room=True)

    def _back(self) -> None:
        self.stage.scenes.pop(self)


class PresetCard(Button):
    """A big choice with a picture and a line of explanation."""

    def draw(self, canvas: Canvas) -> None:
        """Draw the card."""
        theme, box = canvas.theme, self.box
        face = theme.choice_tint if self.selected else theme.raised
        if self.hovered and not self.selected:
            face = theme.soft
        edge = theme.accent if self.selected else theme.line
        canvas.box(box, face, 14, edge, 2.5 if self.selected else 1.5)
        tint = theme.accent if self.selected else theme.muted
        canvas.icon(self.icon or "", (box.x + 34, box.center[1]), 32, tint)
        words = box.cut_left(64).cut_right(12)
        below = canvas.paragraph_height(self.detail, words.w, BOLD, CAPTION)
        low = below + 36 > box.h
        below = min(below, CAPTION * LINE_HEIGHT) if low else below
        name = Box(words.x, box.center[1] - (below + 32) / 2, words.w, 30)
        canvas.text(self.text, name, DISPLAY, LARGE + 2, theme.ink, 0, 0.85, SMALL)
        under = Box(words.x, name.bottom + 2, words.w, below if low else box.bottom - name.bottom)
        if low:
            canvas.text(self.detail, under, BOLD, CAPTION, theme.muted, lowest=CAPTION - 3)
        else:
            canvas.paragraph(self.detail, under, BOLD, CAPTION, theme.muted)
        if self.selected:
            canvas.icon("fill/check-circle", (box.right - 22, box.y + 22), 24, theme.accent)
        if self.focused and self.ring:
            canvas.focus(box, 14)


def paint_seat(
    canvas: Canvas,
    box: Box,
    color: int,
    piece: int | None,
    name: str,
    detail: str,
    *,
    chip: bool = False,
    bot: bool = False,
    face: str = "",
    room: float = 0.0,
) -> float:
    """Draw an occupied seat, `room` left free at its right; return the x where its words end."""
    theme = canvas.theme
    canvas.box(box, theme.seat(color), 14)
    with canvas.clip(box.cut_left(8)):
        canvas.box(box, theme.raised, 14, theme.line)
    middle = box.center[1]
    canvas.token(piece, color, (box.x + 54, middle), min(27.0, box.h * 0.32))
    x = box.x + 98
    size = TITLE if box.h > 76 else LARGE + 2
    upper, lower, small = seat_lines(box)
    left = x
    if face and draw_portrait(canvas, face, (x + 15, upper), 30):
        left += 38
    words = detail if chip else tr("seat.bot")
    icon = "fill/robot" if bot and not face else None
    beside = canvas.chip_width(words, icon, small) + 8 if chip or bot else 0.0
    place = Box(left, upper - size, max(40.0, box.right - room - left - 20 - beside), size * 2)
    end = left + canvas.text(name, place, DISPLAY, size, theme.ink, lowest=SMALL) + 10
    if chip:
        end += canvas.chip(words, (end, upper), theme.ink, theme.on_ink, None, small) + 8
    elif bot:
        end += canvas.chip(words, (end, upper), None, None, icon, small) + 8
    canvas.symbol(color, (x + 7, lower), 7)
    canvas.label(tr(f"color.{color}"), (x + 22, lower), BOLD, SMALL, theme.muted)
    return end


def seat_lines(box: Box) -> tuple[float, float, float]:
    """Return the middles of a seat's two lines and the size of its chips, low seats too."""
    middle = box.center[1]
    size = CAPTION if box.h >= 60 else CAPTION - 2.0
    return middle - max(box.h * 0.14, 11.0), middle + max(box.h * 0.21, 13.0), size


def paint_open_seat(canvas: Canvas, box: Box, color: int, locked: bool = False) -> None:
    """Draw a seat nobody has."""
    theme = canvas.theme
    canvas.dashed(box.inset(1), 14, theme.line)
    with canvas.clip(box.left_part(8)):
        canvas.box(box, theme.seat(color), 14)
    middle = box.center[1]
    if locked:
        canvas.icon("fill/lock-simple", (box.x + 54, middle), 26, theme.muted)
    else:
        canvas.symbol(color, (box.x + 54, middle), 12)
    x = box.x + 98
    words = tr("seat.locked") if locked else tr("seat.open")
    upper, lower, _ = seat_lines(box)
    canvas.label(words, (x, upper), DISPLAY, LARGE + 2, theme.muted)
    canvas.symbol(color, (x + 7, lower), 7)
    text = tr(f"color.{color}")
    canvas.label(text, (x + 22, lower), BOLD, SMALL, theme.muted)


def _figure(ident: str, box: Box, text: str) -> Drawn:
    def paint(canvas: Canvas, area: Box) -> None:
        canvas.text(text, area, BOLD, SMALL, canvas.theme.muted, RIGHT)

    return Drawn(ident, box, paint, label=text)
