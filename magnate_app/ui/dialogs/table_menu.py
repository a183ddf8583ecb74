"""The menu of a table: go on, pause, settings, help, leave, surrender."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from magnate_app.protocol.room_code import show
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.dialogs.table_host import others
from magnate_app.ui.draw import CENTER, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.scene import Dialog, Stage
from magnate_app.ui.strings import tr
from magnate_app.ui.table_model import TableModel
from magnate_app.ui.theme import SMALL, TITLE
from magnate_app.ui.widgets import PRIMARY, Button, Widget

_ICONS = {
    "resume": "fill/play",
    "pause": "fill/pause",
    "unpause": "fill/play",
    "host": "fill/users",
    "vote": "fill/hand-palm",
    "seat_code": "fill/key",
    "settings": "line/gear-six",
    "help": "line/question",
    "surrender": "fill/flag",
    "leave": "line/sign-out",
}


def entries_of(model: TableModel) -> list[str]:
    """Return what this person can do with the table now."""
    entries = ["resume"]
    if model.is_host:
        entries.append("unpause" if model.paused else "pause")
        if others(model):
            entries.append("host")
    latest = model.latest
    over = latest is None or latest.view.outcome is not None
    if model.me is not None and not over:
        if others(model) and not model.is_host:
            entries.append("vote")
        if model.link.address is not None:
            entries.append("seat_code")
    entries += ["settings", "help"]
    if latest is not None and any(entry.type == "ActionSurrender" for entry in latest.legal):
        entries.append("surrender")
    return [*entries, "leave"]


def note_of(model: TableModel) -> str:
    """Return the code friends come back with, or that the game goes on being saved."""
    code, people = model.link.room_code, [seat for seat in model.seats if not seat.is_bot]
    if code and len(people) > 1:
        return tr("table.menu.code", code=show(code))
    return tr("table.menu.note")


class TableMenu(Dialog[str]):
    """A list of what can be done with the table; the result is the chosen entry."""

    name = "table_menu"

    def __init__(
        self, stage: Stage, entries: list[str], note: str, on_result: Callable[[str | None], None]
    ) -> None:
        super().__init__(stage, on_result)
        self.entries = entries
        self.note = note

    def first_focus(self) -> str | None:
        """Begin on going on."""
        return f"table_menu.{self.entries[0]}"

    def paint(self, canvas: Canvas) -> None:
        """Draw the card."""
        super().paint(canvas)
        card = self._card(canvas.size)
        canvas.panel(card)
        inner = card.inset(26, 20)
        canvas.text(tr("table.menu.title"), inner.top_part(38), DISPLAY, TITLE, None, CENTER)
        if self.note:
            canvas.text(
                self.note, inner.bottom_part(22), BOLD, SMALL, canvas.theme.muted, CENTER, lowest=10
            )

    def build(self, size: Box) -> Iterable[Widget]:
        """Return a button for each entry."""
        inner = self._card(size).inset(26, 20).cut_top(48)
        step = self._step(size)
        for number, entry in enumerate(self.entries):
            yield Button(
                f"table_menu.{entry}",
                tr(f"table.menu.{entry}"),
                self._chooser(entry),
                Box(inner.x, inner.y + number * step, inner.w, step - 8),
                icon=_ICONS[entry],
                kind=PRIMARY if number == 0 else "plain",
            )

    def _chooser(self, entry: str) -> Callable[[], None]:
        return lambda: self.dismiss(entry)

    def _card(self, size: Box) -> Box:
        note = 26 if self.note else 0
        return size.middle(420, 108 + self._step(size) * len(self.entries) + note)

    def _step(self, size: Box) -> float:
        """Return the height of an entry with what lies between: all must fit."""
        return min(58.0, (size.h - 32 - 134) / len(self.entries))
