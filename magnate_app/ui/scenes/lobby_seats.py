"""The middle of the lobby: the seats, the start and the pieces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from magnate_app.protocol.characters import character_of
from magnate_app.protocol.messages import BOT_LEVELS, RoomSeat
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.draw import RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.lobby_desk import LobbyDesk
from magnate_app.ui.lobby_model import FEWEST_PLAYERS, LobbyModel
from magnate_app.ui.look import heading, panel
from magnate_app.ui.scenes.lobby_parts import muted, piece_row, wifi
from magnate_app.ui.scenes.solo import paint_open_seat, paint_seat, seat_lines
from magnate_app.ui.strings import code_words, tr, tr_n
from magnate_app.ui.theme import BODY, CAPTION, LARGE
from magnate_app.ui.widgets import MAIN, Button, Drawn, Dropdown, IconButton, Widget

_NARROW_ROW: Final = 560
_NARROW_NUDGE: Final = 130


class SeatColumn:
    """Builds the widgets of the seats; `ask_kick` returns what asks about a name.

    `faces` tells whether bots' faces are wanted.
    """

    def __init__(
        self,
        model: LobbyModel,
        desk: LobbyDesk,
        ask_kick: Callable[[str], Callable[[], None]],
        choose_piece: Callable[[int], None],
        faces: Callable[[], bool],
    ) -> None:
        self.model = model
        self.desk = desk
        self._ask_kick = ask_kick
        self._choose_piece = choose_piece
        self._faces = faces

    def widgets(self, box: Box) -> list[Widget]:
        """Lay the column out."""
        model = self.model
        top = box.top_part(34)
        count = tr("lobby.taken", taken=model.taken, seats=len(model.seats))
        widgets: list[Widget] = [
            heading("lobby.seats", top, tr("lobby.seats")),
            Drawn("lobby.count", top, muted(count, RIGHT), label=count),
        ]
        pieces = box.bottom_part(54)
        start = Box(box.x, pieces.y - 110, box.w, 98)
        rows = Box(box.x, top.bottom + 8, box.w, start.y - top.bottom - 20)
        gap = 10.0
        height = min(104.0, (rows.h - gap * 5) / max(6, len(model.seats)))
        for index, seat in enumerate(model.seats):
            row = Box(rows.x, rows.y + index * (height + gap), rows.w, height)
            widgets += self._seat(row, seat)
        widgets += self._start_panel(start)
        widgets += self._pieces(pieces)
        return widgets

    def _seat(self, row: Box, seat: RoomSeat) -> list[Widget]:
        ident = f"lobby.seat.{seat.seat}"
        if seat.kind == "human":
            return self._human(ident, row, seat)
        if seat.kind == "bot":
            return self._bot(ident, row, seat)
        locked = seat.kind == "locked"
        widgets: list[Widget] = [
            Drawn(
                ident,
                row,
                lambda canvas, box: paint_open_seat(canvas, box, seat.color, locked),
                label=tr("seat.locked") if locked else tr("seat.open"),
            )
        ]
        middle = row.center[1] - 22
        if self.model.is_owner:
            lock_icon = "line/lock-simple-open" if locked else "line/lock-simple"
            lock_words = tr("seat.unlock") if locked else tr("seat.lock")
            lock = self.desk.lock(seat.seat, not locked)
            narrow = row.w < _NARROW_ROW
            right = row.right - 12
            if narrow:
                box = Box(right - 44, middle, 44, 44)
                widgets.append(IconButton(f"{ident}.lock", lock_icon, lock_words, lock, box))
            else:
                box = Box(right - 118, middle, 118, 44)
                widgets.append(
                    Button(f"{ident}.lock", lock_words, lock, box, icon=lock_icon, size=BODY)
                )
            if not locked:
                widgets.append(
                    Button(
                        f"{ident}.bot",
                        tr("seat.add_bot"),
                        self.desk.add_bot,
                        Box(box.x - 10 - 158, middle, 158, 44),
                        icon="line/robot",
                        size=BODY,
                    )
                )
        elif not locked:
            widgets.append(
                Button(
                    f"{ident}.move",
                    tr("seat.sit_here"),
                    self.desk.move(seat.seat),
                    Box(row.right - 160, middle, 148, 44),
                    size=BODY,
                )
            )
        return widgets

    def _human(self, ident: str, row: Box, seat: RoomSeat) -> list[Widget]:
        model = self.model
        mine = seat is model.mine
        host = seat.username == model.owner
        ping = model.ping(seat)

        def paint(canvas: Canvas, box: Box) -> None:
            theme = canvas.theme
            name = seat.username or ""
            upper, _, small = seat_lines(box)
            crown, ms = "fill/crown-simple", "" if ping is None or host else f"{ping} ms"
            words = tr("seat.ready") if seat.ready else tr("seat.not_ready")
            if host and not seat.ready:
                words = ""  # pressing start makes the host ready
            room = 18.0 + (56 if model.is_owner and not mine else 0)
            right = box.right - room
            room += canvas.chip_width(tr("seat.host"), crown, small) + 8 if host else 0
            room += canvas.text_width(ms, BOLD, CAPTION) + 38 if ms else 0
            room += canvas.text_width(words, BOLD, BODY) + 34 if words else 0
            end = paint_seat(
                canvas, box, seat.color, seat.piece, name, tr("seat.you"), chip=mine, room=room
            )
            if host:
                canvas.chip(tr("seat.host"), (end, upper), None, None, crown, small)
            if ms:
                right -= canvas.label(ms, (right, box.center[1]), BOLD, CAPTION, theme.muted, RIGHT)
                canvas.icon(wifi(ping or 0), (right - 14, box.center[1]), 18, theme.muted)
                right -= 38
            if not words:
                return
            color = theme.gain if seat.ready else theme.warn
            icon = "fill/check-circle" if seat.ready else "fill/hourglass-medium"
            width = canvas.label(words, (right, box.center[1]), BOLD, BODY, color, RIGHT)
            canvas.icon(icon, (right - width - 16, box.center[1]), 22, color)

        widgets: list[Widget] = [Drawn(ident, row, paint, label=seat.username or "")]
        if model.is_owner and not mine:
            widgets.append(
                IconButton(
                    f"{ident}.kick",
                    "line/x",
                    tr("seat.kick", name=seat.username or ""),
                    self._ask_kick(seat.username or ""),
                    Box(row.right - 58, row.center[1] - 22, 44, 44),
                )
            )
        return widgets

    def _bot(self, ident: str, row: Box, seat: RoomSeat) -> list[Widget]:
        level = seat.bot_level or self.model.bot_level
        owner = self.model.is_owner

        def paint(canvas: Canvas, box: Box) -> None:
            name = seat.username or tr("seat.bot")
            face = character_of(name) if self._faces() else ""
            words = code_words("level", level)
            room = 240.0 if owner else canvas.text_width(words, BOLD, BODY) + 24
            paint_seat(
                canvas, box, seat.color, seat.piece, name, "", bot=True, face=face, room=room
            )
            if not owner:
                canvas.label(
                    words, (box.right - 18, box.center[1]), BOLD, BODY, canvas.theme.muted, RIGHT
                )

        widgets: list[Widget] = [Drawn(ident, row, paint, label=seat.username or "")]
        if owner:
            middle = row.center[1]
            widgets += [
                Dropdown(
                    f"{ident}.level",
                    tr("seat.level"),
                    [(one, tr(f"level.{one}")) for one in BOT_LEVELS],
                    level,
                    self.desk.set_level(seat.seat),
                    Box(row.right - 228, middle - 22, 160, 44),
                ),
                IconButton(
                    f"{ident}.remove",
                    "line/x",
                    tr("seat.remove_bot"),
                    self.desk.remove_bot,
                    Box(row.right - 58, middle - 22, 44, 44),
                ),
            ]
        return widgets

    def _start_panel(self, box: Box) -> list[Widget]:
        model = self.model
        icon, words, detail, waiting = self._start_words()
        inner = box.inset(18, 12)
        width = min(290.0, inner.w * 0.34)
        main = Box(inner.right - width, inner.y, width, 74)
        nudge_width = 0.0
        widgets: list[Widget] = [panel("lobby.start_panel", box)]
        if waiting and model.is_owner and model.waiting_for:
            nudge_width = min(190.0, inner.w * 0.22)
            if nudge_width < _NARROW_NUDGE:
                nudge_width = 56.0
                widgets.append(
                    IconButton(
                        "lobby.nudge",
                        "fill/bell-simple-ringing",
                        tr("lobby.nudge", name=model.waiting_for[0]),
                        self.desk.nudge,
                        Box(main.x - 68, inner.y + 9, 56, 56),
                    )
                )
        if nudge_width >= _NARROW_NUDGE:
            widgets.append(
                Button(
                    "lobby.nudge",
                    tr("lobby.nudge", name=model.waiting_for[0]),
                    self.desk.nudge,
                    Box(main.x - nudge_width - 12, inner.y + 9, nudge_width, 56),
                    icon="fill/bell-simple-ringing",
                    size=BODY,
                )
            )
        text = inner.cut_right(main.w + nudge_width + (24 if nudge_width else 12))

        def paint(canvas: Canvas, area: Box) -> None:
            theme = canvas.theme
            color = theme.warn if waiting else theme.gain
            line = area.top_part(26)
            canvas.icon(icon, (line.x + 12, line.center[1]), 22, color)
            canvas.text(words, line.cut_left(30), DISPLAY, LARGE, color, lowest=CAPTION)
            canvas.paragraph(detail, area.cut_top(28), BOLD, CAPTION, theme.muted)

        widgets.append(Drawn("lobby.start_words", text, paint, label=words))
        if model.is_owner:
            button = Button(
                "lobby.start",
                tr("lobby.start"),
                self.desk.start,
                main,
                kind=MAIN,
                icon="fill/play",
                key="space",
                cap=tr("key.space"),
                enabled=model.can_start,
                tooltip="" if model.can_start else words,
            )
        else:
            button = Button(
                "lobby.ready",
                tr("lobby.not_ready") if model.i_am_ready else tr("lobby.ready"),
                self.desk.toggle_ready,
                main,
                kind=MAIN,
                icon="fill/hourglass-medium" if model.i_am_ready else "fill/check-circle",
                key="space",
                cap=tr("key.space"),
            )
        widgets.append(button)
        return widgets

    def _start_words(self) -> tuple[str, str, str, bool]:
        model = self.model
        if model.taken < FEWEST_PLAYERS:
            return (
                "fill/users",
                tr("lobby.too_few"),
                tr("lobby.too_few.detail"),
                True,
            )
        names = model.waiting_for
        if model.is_owner and names:
            words = (
                tr("lobby.one_not_ready", name=names[0])
                if len(names) == 1
                else tr_n("lobby.some_not_ready", len(names))
            )
            return "fill/hourglass-medium", words, tr("lobby.not_ready.detail"), True
        if model.is_owner:
            return "fill/check-circle", tr("lobby.all_ready"), tr("lobby.all_ready.detail"), False
        if not model.i_am_ready:
            return (
                "fill/hourglass-medium",
                tr("lobby.say_ready"),
                tr("lobby.say_ready.detail"),
                True,
            )
        return (
            "fill/check-circle",
            tr("lobby.wait_for_host", name=model.owner),
            tr("lobby.wait_for_host.detail"),
            False,
        )

    def _pieces(self, row: Box) -> list[Widget]:
        mine = self.model.mine
        taken = self.model.pieces_of_others()
        chosen = mine.piece if mine is not None else None
        return piece_row("lobby", row, chosen, taken, self._choose_piece)
