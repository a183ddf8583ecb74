"""A card for every seat: token, cash, worth, sets, jail, connection, clock."""

from __future__ import annotations

from typing import Final

from magnate_app.protocol.views import SeatInfo
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.draw import RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.panels.common import time_color
from magnate_app.ui.panels.speech import face_of
from magnate_app.ui.pictures import SERVER
from magnate_app.ui.portraits import draw_portrait
from magnate_app.ui.strings import code_words, number, tr, tr_n
from magnate_app.ui.table_context import Table
from magnate_app.ui.theme import CAPTION, SMALL, mix
from magnate_app.ui.widgets.base import Widget

EDGE: Final = 7.0
"""Width of the seat's colour along the left of its card."""

SMALLER_NAME: Final = 15.0
"""A name is set as small as this before its badge gives way."""

ROLL: Final = 7.0
"""How fast a figure runs after its purse: shares of the gap a second."""


class PlayerCard(Widget):
    """One seat; Tab reaches it, its tooltip tells the whole."""

    def __init__(self, table: Table, seat: int, box: Box, shown_cash: dict[int, float]) -> None:
        super().__init__(
            f"table.player.{seat}",
            box,
            label=table.seat_name(seat),
            tooltip=_tooltip(table, seat),
        )
        self.table = table
        self.seat = seat
        self.shown_cash = shown_cash

    def on_release(self, pos: tuple[float, float], inside: bool) -> None:
        """Show only this seat's lines in the log, or all again."""
        if inside:
            self.activate()

    def activate(self) -> None:
        """Show only this seat's lines in the log, or all again."""
        table = self.table
        table.log_seat = None if table.log_seat == self.seat else self.seat
        table.rebuild()

    def value_text(self) -> str:
        """Return the cash of the seat."""
        return str(self.table.model.player(self.seat).cash)

    def look(self) -> tuple[Box, object] | None:
        """Return the figures that run by themselves: purse, change, clock, absence."""
        model, seat = self.table.model, self.seat
        acting = model.ready and seat in model.view.decision.seats
        field = model.playfield
        change = 0 if field is None else sum(f.amount for f in field.floats if f.seat == seat)
        cash = 0 if field is None else field.cash[seat]
        shown = round(self.shown_cash.get(seat, cash))
        clock = model.clock_figure if acting else None
        return self.box, (cash, shown, change, clock, model.absences.left(seat))

    def update(self, dt: float) -> bool:
        """Let the figure run after the purse."""
        playfield = self.table.model.playfield
        if playfield is None:
            return False
        goal = float(playfield.cash[self.seat])
        shown = self.shown_cash.get(self.seat, goal)
        if abs(goal - shown) < 1 or self.table.model.reduced:
            self.shown_cash[self.seat] = goal
            return goal != shown
        self.shown_cash[self.seat] = shown + (goal - shown) * min(1.0, dt * ROLL)
        return True

    def draw(self, canvas: Canvas) -> None:
        """Draw the card."""
        table, theme, box = self.table, canvas.theme, self.box
        model = table.model
        who = model.seat(self.seat)
        player = model.player(self.seat)
        color = theme.seat(who.color)
        acting = self.seat in model.view.decision.seats and model.view.outcome is None
        turn = self.seat == model.view.turn.seat and model.view.outcome is None
        canvas.shadow(box, 14)
        canvas.box(box, color, 14)
        with canvas.clip(box.cut_left(EDGE)):
            canvas.box(box, theme.panel, 14, color if turn else theme.line, 3 if turn else 1.5)
        radius = min(33.0, (box.h - 48) * 0.44) if box.w > 220 else min(24.0, box.h * 0.26)
        if box.h < 90:
            radius = min(24.0, box.h * 0.33)
        centre = (box.x + 18 + radius, box.y + 14 + radius)
        if box.h < 90:
            centre = (centre[0], box.center[1])
        alpha = 0.4 if player.out else 1.0
        canvas.token(who.piece, who.color, centre, radius - 3, alpha=alpha)
        left = model.deadline_left
        mine = model.deadline is not None and who.id in model.deadline.players
        if acting and mine and left is not None:
            total = max(1.0, (model.deadline.remaining_ms if model.deadline else 1) / 1000)
            tint = time_color(canvas, left)
            canvas.ring(centre, radius + 3, 5, theme.line)
            canvas.ring(centre, radius + 3, 5, tint, round(left / total * 72) / 72)
        text = Box(centre[0] + radius + 12, box.y, 0, box.h)
        text = Box(text.x, box.y, box.right - text.x - 12, box.h)
        self._name(canvas, text, who, left if acting and mine else None)
        self._money(canvas, text)
        if box.h >= 90:
            self._sets(canvas, Box(box.x + 16, box.bottom - 32, box.w - 26, 22))
        if player.out:
            self._out(canvas)
        if self.focused and self.ring:
            canvas.focus(box, 14)

    def _name(self, canvas: Canvas, box: Box, who: SeatInfo, left: float | None) -> None:
        theme = canvas.theme
        line = Box(box.x, box.y + (11 if box.h >= 90 else 7), box.w, 24)
        right = 0.0
        if left is not None:
            figure = str(int(left))
            width = canvas.text_width(figure, DISPLAY, 17)
            tint = time_color(canvas, left)
            canvas.text(figure, line, DISPLAY, 17, tint, RIGHT)
            canvas.icon("fill/timer", (line.right - width - 11, line.center[1]), 17, tint)
            right = width + 26
        elif not who.is_bot:
            icon = "line/wifi-high" if who.connected else "line/wifi-slash"
            tint = theme.muted if who.connected else theme.loss
            canvas.icon(icon, (line.right - 9, line.center[1]), 18, tint)
            right = 24
            away = self.table.model.absences.left(self.seat)
            if away is not None:
                seconds = Box(line.x, line.y, line.w - 22, line.h)
                right += 4 + canvas.text(f"{away} s", seconds, DISPLAY, 15, theme.loss, RIGHT)
        badge, icon_name = _badge(self.table, self.seat)
        face = face_of(self.table, who)
        if face:
            draw_portrait(canvas, face, (line.x + 12, line.center[1]), 25)
            line, icon_name = line.cut_left(30), None
        room = line.w - right
        wide = canvas.chip_width(badge, icon_name, 12) if badge else 0
        name_width = canvas.text_width(who.username, DISPLAY, SMALLER_NAME)
        fits = name_width + wide + 8 <= room
        if badge and not fits:
            badge = ""
            wide = canvas.chip_width("", icon_name, 12) if icon_name else -8.0
            if canvas.text_width(who.username, DISPLAY, 13) + wide + 8 > room:
                # Two bots must stay apart by name; the robot is on the token's tooltip too.
                icon_name, wide = None, -8.0
        used = canvas.text(
            who.username,
            Box(line.x, line.y, max(20.0, room - wide - 8), line.h),
            DISPLAY,
            18,
            theme.ink,
            lowest=12,
        )
        if badge or icon_name:
            fill, ink = theme.soft, theme.ink
            if self.seat == self.table.model.me:
                fill, ink = theme.ink, theme.on_ink
            canvas.chip(badge, (line.x + used + 8, line.center[1]), fill, ink, icon_name, 12)

    def _money(self, canvas: Canvas, box: Box) -> None:
        theme = canvas.theme
        player = self.table.model.player(self.seat)
        playfield = self.table.model.playfield
        cash = player.cash if playfield is None else playfield.cash[self.seat]
        shown = round(self.shown_cash.get(self.seat, cash))
        size = 30 if box.h >= 120 else 26 if box.h >= 90 else 22
        top = box.y + (34 if box.h >= 90 else 29)
        line = Box(box.x, top, box.w, size * 1.25)
        ink = theme.loss if shown < 0 else theme.ink
        if shown == cash:
            used = canvas.text(number(shown), line, DISPLAY, size, ink, lowest=15)
        else:
            used = canvas.figure(number(shown), line, DISPLAY, size, ink)
        change = 0
        if playfield is not None:
            change = sum(f.amount for f in playfield.floats if f.seat == self.seat)
        rest = line.cut_left(used + 10)
        if change:
            tint = theme.gain if change > 0 else theme.loss
            canvas.text(f"{change:+d}".replace("-", "−"), rest, DISPLAY, 17, tint, lowest=11)
        else:
            self._worth(canvas, rest, player.worth)

    def _worth(self, canvas: Canvas, box: Box, worth: int) -> None:
        theme = canvas.theme
        words = tr("table.player.worth", amount=number(worth))
        if canvas.text_width(words, BOLD, SMALL - 2) <= box.w:
            canvas.text(words, box, BOLD, SMALL, theme.muted, lowest=SMALL - 2)
            return
        if canvas.text_width(number(worth), BOLD, CAPTION) > box.w - 18:
            return
        canvas.icon("fill/trophy", (box.x + 7, box.center[1]), 13, theme.muted)
        canvas.text(number(worth), box.cut_left(18), BOLD, CAPTION, theme.muted, lowest=9)

    def _sets(self, canvas: Canvas, box: Box) -> None:
        theme, table = canvas.theme, self.table
        model = table.model
        mine = [s for s, deed in model.deeds.items() if deed.seat == self.seat]
        player = model.player(self.seat)
        words = tr_n("table.player.deeds", len(mine))
        icon_w = 20.0
        canvas.icon("fill/stack", (box.x + 9, box.center[1]), 16, theme.muted)
        if box.w < 250:
            words = str(len(mine))
        used = canvas.text(words, box.cut_left(icon_w + 4), BOLD, SMALL - 1, theme.muted, lowest=10)
        x = box.x + icon_w + used + 16
        if player.jail:
            x += (
                canvas.chip(
                    tr_n("table.player.jail", player.jail),
                    (x, box.center[1]),
                    theme.bad_tint,
                    theme.loss,
                    "tabler/prison",
                    11,
                )
                + 8
            )
        families = [f for f in table.atlas.families() if set(f) & set(mine)]
        families.sort(key=lambda f: (-len(set(f) & set(mine)) / len(f), f[0]))
        for family in families:
            have, size = len(set(family) & set(mine)), len(family)
            whole = have == size
            note = "" if whole else f"{have}/{size}"
            width = 28 + (20 if whole else canvas.text_width(note, BOLD, SMALL - 1) + 5) + 8
            if x + width > box.right + 6:
                break
            mark = Box(x, box.y, 26, 22)
            group = table.atlas.group(family[0])
            kind = table.atlas.kind(family[0])
            if kind == "street" and group:
                canvas.group_mark(group, mark)
            else:
                canvas.box(mark, mix(theme.dark, theme.muted, 0.25), 5)
                icon = SERVER if kind == "server" else "tabler/building-bridge"
                canvas.icon(icon, mark.center, 15, theme.white)
            if whole:
                canvas.icon("fill/check-circle", (x + 37, box.center[1]), 16, theme.gain)
            else:
                at = (x + 31, box.center[1])
                canvas.label(note, at, BOLD, SMALL - 1, theme.ink)
            x += width

    def _out(self, canvas: Canvas) -> None:
        theme = canvas.theme
        canvas.box(self.box, theme.panel, 14, alpha=0.45)
        words = tr("table.player.out")
        width = canvas.chip_width(words)
        canvas.chip(
            words, (self.box.right - width - 12, self.box.center[1]), theme.loss, theme.panel
        )


def _badge(table: Table, seat: int) -> tuple[str, str | None]:
    who = table.model.seat(seat)
    if seat == table.model.me:
        return tr("table.player.you"), None
    if who.is_bot:
        return code_words("level", who.bot_level) if who.bot_level else tr(
            "table.player.bot"
        ), "fill/robot"
    if who.stand_in:
        return tr("table.player.stand_in"), "fill/robot"
    if not who.connected:
        return tr("table.player.away"), None
    return "", None


def _tooltip(table: Table, seat: int) -> str:
    model = table.model
    names = [table.atlas.name(s) for s, deed in sorted(model.deeds.items()) if deed.seat == seat]
    who = table.seat_name(seat)
    character = face_of(table, model.seat(seat))
    if character:
        who = f"{who}, {tr(f'character.{character}')}"
    if not names:
        return tr("table.player.none", who=who)
    return f"{who}: " + ", ".join(names)
