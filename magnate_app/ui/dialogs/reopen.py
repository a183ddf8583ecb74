"""Reopening a game of several people: what becomes of those who are not back yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from magnate_app.saves.catalog import SavedGame
from magnate_app.ui.absences import STAND_IN, WAIT
from magnate_app.ui.assets import BOLD, DISPLAY, TEXT
from magnate_app.ui.draw import CENTER, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.scene import Dialog, Stage
from magnate_app.ui.strings import tr
from magnate_app.ui.theme import BODY, CAPTION, LARGE, SMALL, TITLE
from magnate_app.ui.widgets import PRIMARY, QUIET, Button, Drawn, Widget

CHOICES: Final = ((STAND_IN, "fill/robot"), (WAIT, "fill/hourglass-medium"))


class Reopen(Dialog[str]):
    """Two ways to go on; the result is the policy for those away, none to go back."""

    name = "reopen"

    def __init__(
        self, stage: Stage, game: SavedGame, on_result: Callable[[str | None], None]
    ) -> None:
        super().__init__(stage, on_result)
        self.game = game

    def first_focus(self) -> str | None:
        """Begin on what the table had agreed."""
        return f"reopen.{WAIT if self.game.absence == WAIT else STAND_IN}"

    def paint(self, canvas: Canvas) -> None:
        """Draw the card and who had a seat."""
        super().paint(canvas)
        card = self._card(canvas.size)
        canvas.panel(card)
        inner = card.inset(30, 22)
        canvas.text(
            tr("reopen.title", name=self.game.name),
            inner.top_part(38),
            DISPLAY,
            TITLE,
            None,
            CENTER,
            lowest=BODY,
        )
        who = Box(inner.x, inner.y + 42, inner.w, 26)
        names = ", ".join(self.game.players)
        canvas.text(names, who, BOLD, BODY, canvas.theme.muted, CENTER, lowest=CAPTION - 2)
        note = Box(inner.x, inner.y + 72, inner.w, 66)
        canvas.paragraph(tr("reopen.detail"), note, TEXT, SMALL + 1, canvas.theme.ink, CENTER)

    def build(self, size: Box) -> Iterable[Widget]:
        """Lay out the two ways and the way back."""
        inner = self._card(size).inset(30, 22)
        focus = self.first_focus()
        y = inner.y + 146
        widgets: list[Widget] = []
        for policy, icon in CHOICES:
            ident = f"reopen.{policy}"
            widgets.append(
                Button(
                    ident,
                    tr(ident),
                    self._chooser(policy),
                    Box(inner.x, y, inner.w, 56),
                    kind=PRIMARY if ident == focus else "plain",
                    icon=icon,
                    size=LARGE,
                )
            )
            words = tr(f"reopen.{policy}.detail")
            under = Box(inner.x, y + 60, inner.w, 24)
            widgets.append(Drawn(f"{ident}.detail", under, _note(words), label=words))
            y += 98
        back = Box(inner.center[0] - 90, inner.bottom - 44, 180, 44)
        widgets.append(
            Button("reopen.back", tr("common.cancel"), self._back, back, kind=QUIET, key="escape")
        )
        return widgets

    def _chooser(self, policy: str) -> Callable[[], None]:
        return lambda: self.dismiss(policy)

    def _back(self) -> None:
        self.dismiss(None)

    def _card(self, size: Box) -> Box:
        return size.middle(560, 440)


def _note(words: str) -> Callable[[Canvas, Box], None]:
    def paint(canvas: Canvas, box: Box) -> None:
        canvas.text(words, box, BOLD, SMALL, canvas.theme.muted, CENTER, lowest=CAPTION - 2)

    return paint
