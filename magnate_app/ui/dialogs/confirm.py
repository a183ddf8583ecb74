"""A yes-or-no question before something that cannot be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from magnate_app.ui.assets import DISPLAY, TEXT
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.scene import Dialog, Stage
from magnate_app.ui.strings import tr
from magnate_app.ui.theme import BODY, TITLE
from magnate_app.ui.widgets import DANGER, PRIMARY, Button, Widget


class Confirm(Dialog[bool]):
    """Asks; the result is true only if the person said yes."""

    name = "confirm"

    def __init__(
        self,
        stage: Stage,
        question: str,
        detail: str,
        yes: str,
        on_result: Callable[[bool | None], None],
        danger: bool = True,
    ) -> None:
        super().__init__(stage, on_result)
        self.question = question
        self.detail = detail
        self.yes = yes
        self.danger = danger

    def first_focus(self) -> str | None:
        """Begin on the answer that changes nothing."""
        return "confirm.no"

    def paint(self, canvas: Canvas) -> None:
        """Draw the card."""
        super().paint(canvas)
        card = self._card(canvas.size)
        canvas.panel(card)
        inner = card.inset(28, 24)
        canvas.text(self.question, inner.top_part(36), DISPLAY, TITLE, lowest=BODY)
        rest = inner.cut_top(42).cut_bottom(62)
        canvas.paragraph(self.detail, rest, TEXT, BODY, canvas.theme.muted, 0, 0.5)

    def build(self, size: Box) -> Iterable[Widget]:
        """Two answers."""
        row = self._card(size).inset(28, 24).bottom_part(50)
        no, yes = row.columns(2, 12)
        return [
            Button("confirm.no", tr("common.cancel"), self._no, no),
            Button(
                "confirm.yes",
                self.yes,
                self._yes,
                yes,
                kind=DANGER if self.danger else PRIMARY,
            ),
        ]

    def _card(self, size: Box) -> Box:
        return size.middle(520, 216)

    def _no(self) -> None:
        self.dismiss(False)

    def _yes(self) -> None:
        self.dismiss(True)
