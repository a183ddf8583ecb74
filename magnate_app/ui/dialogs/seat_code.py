"""The code to come back to a seat with from another computer, hidden until asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from magnate_app.protocol import room_code, seat_code
from magnate_app.protocol.messages import SeatCodeTold
from magnate_app.ui import clipboard
from magnate_app.ui.affairs import Affairs
from magnate_app.ui.assets import BOLD, DISPLAY, TEXT
from magnate_app.ui.draw import CENTER, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.scene import Dialog, Stage
from magnate_app.ui.strings import tr
from magnate_app.ui.theme import BODY, CAPTION, HUGE, SMALL, TITLE
from magnate_app.ui.widgets import PRIMARY, Button, Widget

HIDDEN = "••••-••••"


class SeatCodeDialog(Dialog[None]):
    """Tells how to go on elsewhere; the code is made only when somebody wants to see it.

    `room` is what one types first on the other computer; `who` is somebody else whose
    code the host gives out, `player` that person's user id.
    """

    name = "seat_code"

    def __init__(
        self,
        stage: Stage,
        affairs: Affairs,
        on_ask: Callable[[], None],
        *,
        room: str = "",
        who: str = "",
        player: int | None = None,
    ) -> None:
        super().__init__(stage, lambda _: None)
        self.affairs = affairs
        self.on_ask = on_ask
        self.room = room
        self.who = who
        self.player = player
        self.asked = False
        affairs.code = None

    @property
    def code(self) -> SeatCodeTold | None:
        """The code that was asked for here, while it is good."""
        told = self.affairs.code
        fits = told is not None and (self.player is None or told.player == self.player)
        return told if self.asked and fits and self.affairs.code_left > 0 else None

    def facts(self) -> dict[str, object]:
        """Return whether a code is shown, never the code."""
        return {"shown": self.code is not None}

    def first_focus(self) -> str | None:
        """Begin on showing the code."""
        return "seat_code.show"

    def on_stop(self) -> None:
        """Hide the code again."""
        super().on_stop()
        self.affairs.code = None

    def watched(self) -> object:
        """Show the code when it has come, and how long it is good."""
        return self.code, int(self.affairs.code_left / 60)

    def paint(self, canvas: Canvas) -> None:
        """Draw the card: what it is for, the code, how to use it."""
        super().paint(canvas)
        theme = canvas.theme
        card = self._card(canvas.size)
        canvas.panel(card)
        inner = card.inset(30, 22)
        title = tr("seat_code.title_for", who=self.who) if self.who else tr("seat_code.title")
        canvas.text(title, inner.top_part(38), DISPLAY, TITLE, None, CENTER, lowest=BODY)
        what = Box(inner.x, inner.y + 44, inner.w, 52)
        detail = tr("seat_code.detail_for", who=self.who) if self.who else tr("seat_code.detail")
        canvas.paragraph(detail, what, TEXT, BODY, theme.muted, CENTER, 0.5)
        plate = Box(inner.x, what.bottom + 10, inner.w, 92)
        told = self.code
        canvas.box(plate, theme.soft, 16, theme.line)
        text = HIDDEN if told is None else seat_code.show(told.code)
        color = theme.muted if told is None else theme.ink
        canvas.text(text, plate.top_part(62).moved(0, 6), DISPLAY, HUGE, color, CENTER, lowest=BODY)
        if told is not None:
            hours, minutes = divmod(int(self.affairs.code_left / 60), 60)
            good = tr("seat_code.good", hours=hours, minutes=minutes)
            under = plate.bottom_part(28).moved(0, -4)
            canvas.text(good, under, BOLD, SMALL - 1, theme.muted, CENTER, lowest=CAPTION - 2)
        steps = Box(inner.x, plate.bottom + 12, inner.w, 62)
        room = room_code.show(self.room) if self.room else tr("seat_code.address")
        canvas.paragraph(tr("seat_code.how", room=room), steps, TEXT, SMALL + 1, theme.ink, CENTER)

    def build(self, size: Box) -> Iterable[Widget]:
        """Show or renew, copy, back."""
        row = self._card(size).inset(30, 22).bottom_part(50)
        told = self.code
        first, second, last = row.columns(3, 10)
        return [
            Button(
                "seat_code.show",
                tr("seat_code.show") if told is None else tr("seat_code.renew"),
                self._ask,
                first,
                icon="fill/eye" if told is None else "line/arrow-clockwise",
                kind=PRIMARY if told is None else "plain",
                size=BODY,
            ),
            Button(
                "seat_code.copy",
                tr("seat_code.copy"),
                self._copy,
                second,
                icon="line/copy",
                enabled=told is not None,
                size=BODY,
            ),
            Button(
                "seat_code.done",
                tr("common.close"),
                self._done,
                last,
                kind="plain" if told is None else PRIMARY,
                key="escape",
                size=BODY,
            ),
        ]

    def _ask(self) -> None:
        self.asked = True
        self.on_ask()

    def _copy(self) -> None:
        told = self.code
        if told is not None:
            clipboard.put(seat_code.show(told.code))
            self.stage.toast(tr("seat_code.copied"))

    def _done(self) -> None:
        self.dismiss(None)

    def _card(self, size: Box) -> Box:
        return size.middle(min(600.0, size.w - 32), 370)
