"""Where one types a seat code on the join screen: a chip that opens a field of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from magnate_app.protocol.link import LinkFailure
from magnate_app.ui.assets import DISPLAY
from magnate_app.ui.geometry import Box
from magnate_app.ui.look import words
from magnate_app.ui.strings import tr
from magnate_app.ui.theme import LARGE, SMALL
from magnate_app.ui.widgets import CHIP, Button, TextField, Widget

HEIGHT: Final = 82.0
"""What the open field adds to the panel it is in."""

CHIP_WIDTH: Final = 250.0

FAILURES: Final = (
    LinkFailure.SEAT_CODE_FORM,
    LinkFailure.SEAT_CODE_WRONG,
    LinkFailure.SEAT_CODE_BUSY,
)
"""What is wrong with a seat code rather than with the table."""


class SeatCodeEntry:
    """A chip and, once it is pressed, a line to type in.

    `changed` builds the screen anew, `enter` joins, `focus` goes to the widget of an id.
    """

    def __init__(
        self,
        changed: Callable[[], None],
        enter: Callable[[], None],
        focus: Callable[[str], None],
    ) -> None:
        self.open = False
        self._changed = changed
        self._focus = focus
        self.field = TextField(
            "join.seat_code",
            hint=tr("join.seat_code.hint"),
            icon="fill/user",
            size=LARGE,
            face=DISPLAY,
            limit=20,
            label=tr("join.seat_code.label"),
            on_change=lambda _: changed(),
            on_enter=lambda _: enter(),
        )

    @property
    def code(self) -> str:
        """What was typed, empty while the field is closed."""
        return self.field.text.strip() if self.open else ""

    @property
    def extra(self) -> float:
        """Return by how much the panel is higher now."""
        return HEIGHT if self.open else 0.0

    def chip(self, box: Box) -> Button:
        """Return what opens and closes the field."""
        return Button(
            "join.with_seat_code",
            tr("join.seat_code"),
            self._toggle,
            box,
            kind=CHIP,
            icon="fill/key",
            size=SMALL,
            selected=self.open,
        )

    def line(self, box: Box) -> list[Widget]:
        """Return the field with a word about where such a code comes from."""
        if not self.open:
            return []
        self.field.place(box.right_part(320))
        text = tr("join.seat_code.words")
        return [words("join.seat_code.words", box.cut_right(334), text, size=SMALL), self.field]

    def _toggle(self) -> None:
        self.open = not self.open
        self._changed()
        if self.open:
            self._focus(self.field.id)
