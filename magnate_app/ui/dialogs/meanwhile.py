"""While you were away: one row a seat with its money and its new deeds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.draw import CENTER, RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.meanwhile import Meanwhile, SeatChange
from magnate_app.ui.scene import Dialog, Stage
from magnate_app.ui.strings import money, tr, tr_n
from magnate_app.ui.table_context import Table
from magnate_app.ui.theme import BODY, CAPTION, LARGE, SMALL, TITLE
from magnate_app.ui.widgets import PRIMARY, Button, Drawn, Widget

ROW: Final = 54.0


class MeanwhileDialog(Dialog[None]):
    """Tells once what was missed; any key goes on, the game does not wait for it."""

    name = "meanwhile"

    def __init__(self, stage: Stage, table: Table, missed: Meanwhile, stood_in: bool) -> None:
        super().__init__(stage, lambda _: None)
        self.table = table
        self.missed = missed
        self.stood_in = stood_in

    def first_focus(self) -> str | None:
        """Begin on going on."""
        return "meanwhile.go_on"

    def facts(self) -> dict[str, object]:
        """Return what is told."""
        return {
            "turns": self.missed.turns,
            "own_turns": self.missed.own_turns,
            "cash": [change.cash for change in self.missed.changes],
            "stood_in": self.stood_in,
        }

    def paint(self, canvas: Canvas) -> None:
        """Draw the card."""
        super().paint(canvas)
        card = self._card(canvas.size)
        canvas.panel(card)
        inner = card.inset(30, 22)
        canvas.text(tr("meanwhile.title"), inner.top_part(38), DISPLAY, TITLE, None, CENTER)
        under = Box(inner.x, inner.y + 42, inner.w, 26)
        words = tr_n("meanwhile.turns", self.missed.turns)
        if self.stood_in:
            words = f"{words} · {tr('meanwhile.stand_in')}"
        canvas.text(words, under, BOLD, BODY, canvas.theme.muted, CENTER, lowest=CAPTION)

    def build(self, size: Box) -> Iterable[Widget]:
        """Lay out a row for each seat, and the way on."""
        inner = self._card(size).inset(30, 22)
        y = inner.y + 82
        widgets: list[Widget] = []
        for change in self.missed.changes:
            row = Box(inner.x, y, inner.w, ROW)
            widgets.append(
                Drawn(
                    f"meanwhile.seat.{change.seat}",
                    row,
                    self._painter(change),
                    label=self.table.seat_name(change.seat),
                )
            )
            y += ROW
        widgets.append(
            Button(
                "meanwhile.go_on",
                tr("meanwhile.go_on"),
                self._go_on,
                inner.bottom_part(52).middle(260, 52),
                kind=PRIMARY,
                key="escape",
                cap="Enter",
                size=LARGE,
            )
        )
        return widgets

    def _go_on(self) -> None:
        self.dismiss(None)

    def _painter(self, change: SeatChange) -> _RowPainter:
        return _RowPainter(self.table, change)

    def _card(self, size: Box) -> Box:
        return size.middle(620, 186 + ROW * len(self.missed.changes))


class _RowPainter:
    """Draws one row."""

    def __init__(self, table: Table, change: SeatChange) -> None:
        self._table = table
        self._change = change

    def __call__(self, canvas: Canvas, box: Box) -> None:
        theme, table, change = canvas.theme, self._table, self._change
        seat, middle = change.seat, box.center[1]
        canvas.box(box.bottom_part(1.5), theme.line)
        canvas.token(table.piece(seat), table.color(seat), (box.x + 24, middle), 18)
        name = Box(box.x + 54, box.y, 150, box.h)
        mine = seat == table.model.me
        who = tr("meanwhile.you") if mine else table.seat_name(seat)
        canvas.text(who, name, DISPLAY, BODY + 1, theme.ink, lowest=CAPTION)
        deeds = Box(name.right + 12, box.y, box.right - name.right - 12 - 96, box.h)
        names = ", ".join(table.atlas.name(square) for square in change.gained)
        words = tr("meanwhile.out") if change.out else names
        if words:
            color = theme.loss if change.out else theme.muted
            canvas.paragraph(words, deeds.inset(0, 6), BOLD, SMALL - 1, color, 0, 0.5)
        if change.cash:
            color = theme.gain if change.cash > 0 else theme.loss
            text = money(change.cash, sign=True)
        else:
            color, text = theme.muted, "="
        canvas.text(text, box.right_part(90), DISPLAY, LARGE, color, RIGHT, lowest=CAPTION)
