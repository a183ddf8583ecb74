"""The program had to stop: what is safe, and a report to send to those who can mend it.

Shown in a new window after the old one is gone; needs nothing but the stage.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from magnate_app.ui import clipboard, desktop
from magnate_app.ui.assets import BOLD, DISPLAY, TEXT
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.strings import tr
from magnate_app.ui.theme import BODY, CAPTION, HEAD
from magnate_app.ui.widgets import PRIMARY, Button, Widget

_LINES: Final = 60
_ROW: Final = 17


class Crash(Scene):
    """Sentences, the end of the report, three buttons."""

    name = "crash"
    composed_for = (1240, 720)

    def __init__(self, stage: Stage, report: str, path: Path) -> None:
        super().__init__(stage)
        self.report = report
        self.path = path

    def facts(self) -> dict[str, object]:
        """Return where the report lies."""
        return {"report": str(self.path)}

    def first_focus(self) -> str | None:
        """Begin on the way out."""
        return "crash.close"

    def paint(self, canvas: Canvas) -> None:
        """Draw the card with the report in it."""
        theme = canvas.theme
        canvas.fill(theme.table)
        card = self._card(canvas.size)
        canvas.panel(card)
        inner = card.inset(40, 32)
        canvas.text(tr("crash.title"), inner.top_part(46), DISPLAY, HEAD, theme.ink)
        words = Box(inner.x, inner.y + 58, inner.w, 52)
        canvas.paragraph(tr("crash.safe"), words, BOLD, BODY, theme.ink)
        where = Box(inner.x, inner.y + 112, inner.w, 24)
        canvas.text(tr("crash.where", path=str(self.path)), where, TEXT, BODY - 1, theme.muted)
        paper = Box(inner.x, inner.y + 148, inner.w, inner.h - 148 - 72)
        canvas.box(paper, theme.soft, 12, theme.line, 1)
        area = paper.inset(16, 12)
        for number, line in enumerate(self.report.splitlines()[:_LINES]):
            row = Box(area.x, area.y + number * _ROW, area.w, _ROW)
            if row.bottom > area.bottom:
                break
            canvas.text(line.replace("\t", "    "), row, TEXT, CAPTION, theme.muted)

    def build(self, size: Box) -> Iterable[Widget]:
        """Copy, open the folder, close."""
        row = self._card(size).inset(40, 32).bottom_part(54)
        copy, folder, close = row.columns(3, 14)
        return [
            Button("crash.copy", tr("crash.copy"), self._copy, copy, icon="line/copy"),
            Button(
                "crash.folder", tr("crash.folder"), self._folder, folder, icon="line/folder-open"
            ),
            Button(
                "crash.close",
                tr("crash.close"),
                self.stage.quit,
                close,
                kind=PRIMARY,
                key="enter",
                cap="Enter",
            ),
        ]

    def _card(self, size: Box) -> Box:
        return size.middle(min(size.w - 64, 1000), min(size.h - 48, 720))

    def _copy(self) -> None:
        done = clipboard.put(self.report)
        self.stage.toast(tr("crash.copied") if done else tr("crash.not_copied"))

    def _folder(self) -> None:
        if not desktop.show_folder(self.path.parent):
            self.stage.toast(str(self.path.parent))
