"""Asking the table: pause it, wait for somebody, a bot instead, send somebody away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from magnate_app.protocol.messages import ClientMessage, VoteStart
from magnate_app.protocol.views import SeatInfo
from magnate_app.ui.assets import BOLD, DISPLAY, TEXT
from magnate_app.ui.dialogs.table_host import others, state_of
from magnate_app.ui.draw import CENTER, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.scene import Dialog, Stage
from magnate_app.ui.strings import tr
from magnate_app.ui.table_model import TableModel
from magnate_app.ui.theme import BODY, CAPTION, SMALL, TITLE
from magnate_app.ui.widgets import PRIMARY, Button, Drawn, Widget

ROW: Final = 92.0
GAP: Final = 8.0


def motions_about(model: TableModel, seat: SeatInfo) -> list[str]:
    """Return what may be asked about somebody now."""
    if seat.id in model.kicked:
        return ["return"]
    motions = []
    if not seat.connected and seat.id not in model.affairs.waiting_for:
        motions.append("wait")
    if not model.absences.plays(seat):
        motions.append("stand_in")
    return [*motions, "remove"]


class TableVote(Dialog[None]):
    """One row for each other person, pause and resume below; asking closes it."""

    name = "table_vote"

    def __init__(
        self, stage: Stage, model: TableModel, on_send: Callable[[ClientMessage], None]
    ) -> None:
        super().__init__(stage, lambda _: None)
        self.model = model
        self.on_send = on_send

    def first_focus(self) -> str | None:
        """Begin on the way back."""
        return "table_vote.done"

    def watched(self) -> object:
        """Follow who comes and goes."""
        model = self.model
        states = tuple((state_of(model, seat), seat.id in model.kicked) for seat in model.seats)
        return model.paused, model.seats, states, model.affairs.vote is None

    def paint(self, canvas: Canvas) -> None:
        """Draw the card."""
        super().paint(canvas)
        card = self._card(canvas.size)
        canvas.panel(card)
        inner = card.inset(26, 18)
        canvas.text(tr("vote.title"), inner.top_part(38), DISPLAY, TITLE, None, CENTER)
        under = Box(inner.x, inner.y + 40, inner.w, 46)
        running = self.model.affairs.vote is not None
        words = tr("vote.running") if running else tr("vote.detail")
        canvas.paragraph(words, under, TEXT, SMALL, canvas.theme.muted, CENTER, 0.5)

    def build(self, size: Box) -> Iterable[Widget]:
        """Rows, then what concerns the whole table, then the way back."""
        inner = self._card(size).inset(26, 18)
        widgets: list[Widget] = []
        y = inner.y + 94
        for seat in others(self.model):
            widgets += self._row(seat, Box(inner.x, y, inner.w, ROW))
            y += ROW + GAP
        pause, done = inner.bottom_part(50).columns(2, 12)
        motion = "resume" if self.model.paused else "pause"
        icon = "fill/play" if self.model.paused else "fill/pause"
        widgets.append(self._ask(f"table_vote.{motion}", motion, None, pause, icon))
        widgets.append(
            Button("table_vote.done", tr("table.menu.resume"), self._done, done, kind=PRIMARY)
        )
        return widgets

    def _row(self, seat: SeatInfo, row: Box) -> list[Widget]:
        state = state_of(self.model, seat)

        def paint(canvas: Canvas, box: Box) -> None:
            theme = canvas.theme
            canvas.box(box, theme.raised, 12, theme.line)
            canvas.token(seat.piece, seat.color, (box.x + 28, box.y + 24), 16)
            words = Box(box.x + 54, box.y + 6, box.w - 66, 36)
            used = canvas.text(seat.username, words, DISPLAY, BODY, theme.ink, lowest=CAPTION)
            rest = words.cut_left(used + 12)
            detail = tr(f"table.host.{state}")
            canvas.text(detail, rest, BOLD, SMALL - 1, theme.muted, lowest=CAPTION - 2)

        motions = motions_about(self.model, seat)
        places = Box(row.x + 10, row.y + 44, row.w - 20, 40).columns(max(2, len(motions)), 8)
        ident = f"table_vote.seat.{seat.seat}"
        return [
            Drawn(ident, row, paint, label=seat.username),
            *(
                self._ask(f"{ident}.{motion}", motion, seat.id, place, _ICONS[motion])
                for motion, place in zip(motions, places, strict=False)
            ),
        ]

    def _ask(self, ident: str, motion: str, player: int | None, place: Box, icon: str) -> Button:
        def ask() -> None:
            self.on_send(VoteStart(motion=motion, player=player))
            self.dismiss(None)

        return Button(
            ident,
            tr(f"vote.ask.{motion}"),
            ask,
            place,
            icon=icon,
            size=SMALL,
            enabled=self.model.affairs.vote is None,
        )

    def _done(self) -> None:
        self.dismiss(None)

    def _card(self, size: Box) -> Box:
        rows = len(others(self.model))
        return size.middle(min(620.0, size.w - 32), 36 + 94 + rows * (ROW + GAP) + 58)


_ICONS: Final = {
    "wait": "fill/hourglass-medium",
    "stand_in": "fill/robot",
    "remove": "fill/x-circle",
    "return": "fill/user",
}
