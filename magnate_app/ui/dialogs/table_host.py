"""What the host of a table may do while the game runs: its pace, and who sits there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from magnate_app.protocol.gamelog import Change
from magnate_app.protocol.messages import ClientMessage, TableChanged
from magnate_app.protocol.messages_game import TableKick, TablePace, TableUnkick
from magnate_app.protocol.views import SeatInfo
from magnate_app.rules.settings import PACES
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.dialogs.confirm import Confirm
from magnate_app.ui.draw import CENTER, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.scene import Dialog, Stage
from magnate_app.ui.strings import code_words, tr
from magnate_app.ui.table_model import TableModel
from magnate_app.ui.theme import BODY, CAPTION, SMALL, TITLE
from magnate_app.ui.widgets import PRIMARY, Button, Drawn, Segments, Widget

ROW: Final = 60.0
GAP: Final = 8.0

MEANWHILE: Final = "meanwhile"
"""A bot plays until the person is back, which nobody need allow."""


class TableHost(Dialog[None]):
    """Pace at the top, one row for each other person below; acts at once."""

    name = "table_host"

    def __init__(
        self,
        stage: Stage,
        model: TableModel,
        on_send: Callable[[ClientMessage], None],
        on_code: Callable[[SeatInfo], None] = lambda _: None,
    ) -> None:
        super().__init__(stage, lambda _: None)
        self.model = model
        self.on_send = on_send
        self.on_code = on_code

    def first_focus(self) -> str | None:
        """Begin on the way back."""
        return "table_host.done"

    def watched(self) -> object:
        """Follow what the host of the table is told."""
        model = self.model
        states = tuple((state_of(model, seat), seat.id in model.kicked) for seat in model.seats)
        return model.pace, model.seats, states

    def paint(self, canvas: Canvas) -> None:
        """Draw the card."""
        super().paint(canvas)
        card = self._card(canvas.size)
        canvas.panel(card)
        inner = card.inset(26, 18)
        canvas.text(tr("table.host.title"), inner.top_part(38), DISPLAY, TITLE, None, CENTER)
        line = Box(inner.x, inner.y + 44, inner.w, 26)
        canvas.text(tr("table.host.pace"), line, BOLD, BODY, canvas.theme.ink, lowest=CAPTION)

    def build(self, size: Box) -> Iterable[Widget]:
        """Pace, seats, back."""
        inner = self._card(size).inset(26, 18)
        pace = self.model.pace or (self.model.settings.pace if self.model.settings else "")
        widgets: list[Widget] = [
            Segments(
                "table_host.pace",
                tr("table.host.pace"),
                [(value, tr(f"pace.{value}")) for value in PACES],
                pace,
                lambda value: self.on_send(TablePace(pace=value)),
                Box(inner.x, inner.y + 72, inner.w, 46),
            )
        ]
        y = inner.y + 132
        for seat in others(self.model):
            widgets += self._row(seat, Box(inner.x, y, inner.w, ROW))
            y += ROW + GAP
        done = Box(inner.x, inner.bottom - 50, inner.w, 50)
        widgets.append(
            Button("table_host.done", tr("table.menu.resume"), self._done, done, kind=PRIMARY)
        )
        return widgets

    def _row(self, seat: SeatInfo, row: Box) -> list[Widget]:
        state = state_of(self.model, seat)
        kicked = seat.id in self.model.kicked
        gone = not seat.connected and not kicked
        key_at = row.right - (56 if state == MEANWHILE else 248)
        buttons = key_at - 8 if gone else row.right - 200

        def paint(canvas: Canvas, box: Box) -> None:
            theme = canvas.theme
            canvas.box(box, theme.raised, 12, theme.line)
            canvas.token(seat.piece, seat.color, (box.x + 36, box.center[1]), 20)
            words = box.cut_left(70).cut_right(box.right - buttons)
            name, under = words.top_part(words.h * 0.56), words.bottom_part(words.h * 0.44)
            canvas.text(seat.username, name, DISPLAY, BODY, theme.ink, 0, 0.85, 11)
            detail = tr(f"table.host.{state}")
            canvas.text(detail, under, BOLD, SMALL - 1, theme.muted, 0, 0.1, 10)

        code = Button(
            f"table_host.seat.{seat.seat}.code",
            "",
            lambda: self.on_code(seat),
            Box(key_at, row.y + 8, 46, 46),
            icon="fill/key",
            tooltip=tr("seat_code.title_for", who=seat.username),
        )
        code.label = tr("seat_code.title_for", who=seat.username)
        act = Button(
            f"table_host.seat.{seat.seat}.act",
            tr("table.host.unkick") if kicked else tr("table.host.kick"),
            (lambda: self.on_send(TableUnkick(player=seat.id)))
            if kicked
            else (lambda: self._ask(seat)),
            Box(row.right - 194, row.y + 8, 184, 46),
            icon="fill/user" if kicked else "fill/robot",
            size=SMALL,
        )
        return [
            Drawn(f"table_host.seat.{seat.seat}", row, paint, label=seat.username),
            *([code] if gone else []),
            *([] if state == MEANWHILE else [act]),
        ]

    def _ask(self, seat: SeatInfo) -> None:
        def answered(sure: bool | None) -> None:
            if sure:
                self.on_send(TableKick(player=seat.id))

        question = tr("table.host.kick.question", who=seat.username)
        detail = tr("table.host.kick.detail")
        self.stage.scenes.push(
            Confirm(self.stage, question, detail, tr("table.host.kick"), answered)
        )

    def _done(self) -> None:
        self.dismiss(None)

    def _card(self, size: Box) -> Box:
        rows = len(others(self.model))
        return size.middle(min(560.0, size.w - 32), 18 * 2 + 132 + rows * (ROW + GAP) + 56)


def others(model: TableModel) -> list[SeatInfo]:
    """Return the other persons at the table who are still in the game."""
    return [
        seat
        for seat in model.seats
        if not seat.is_bot and seat.id != model.you and not seat.eliminated
    ]


def state_of(model: TableModel, seat: SeatInfo) -> str:
    """Return how it is with a person's seat; a stand-in that only sits there changes nothing."""
    if seat.id in model.kicked:
        return "with_bot"
    if model.absences.plays(seat):
        return "with_bot" if seat.connected else MEANWHILE
    return "here" if seat.connected else "absent"


def change_words(change: TableChanged, model: TableModel) -> str:
    """Return what to say about a change of the table, empty for what shows by itself."""
    if change.change == "pace":
        return tr("table.host.told.pace", pace=code_words("pace", change.pace))
    if change.change not in list(Change):
        return tr("unknown")
    seat = model.seat_of(change.player)
    if change.change not in ("kicked", "unkicked") or seat is None:
        return ""
    return tr(f"table.host.told.{change.change}", who=model.seat(seat).username)
