"""The very first start: language, name, piece, size and motion on one page."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from magnate_app.ui import backdrop, routes, strings
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.draw import CENTER, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.scenes.lobby_parts import piece_row
from magnate_app.ui.scenes.settings import MAX_NAME, SCALES
from magnate_app.ui.strings import tr
from magnate_app.ui.theme import BODY, HUGE, LARGE
from magnate_app.ui.widgets import (
    MAIN,
    Button,
    Drawn,
    Segments,
    TextField,
    Toggle,
    Widget,
)


class FirstRun(Scene):
    """One page with sensible answers already given; Enter accepts."""

    name = "first_run"
    composed_for = (1240, 720)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._name = TextField(
            "first_run.name",
            text=stage.preferences.name,
            limit=MAX_NAME,
            icon="fill/user",
            size=LARGE,
            on_enter=lambda _: self._accept(),
        )

    def facts(self) -> dict[str, object]:
        """Return what would be kept."""
        return {"name": self._name.text, "language": strings.language()}

    def first_focus(self) -> str | None:
        """Begin with the name."""
        return "first_run.name"

    def paint(self, canvas: Canvas) -> None:
        """Draw map, skyline and card."""
        backdrop.paint_city(canvas)
        canvas.panel(self._card(canvas.size))

    def build(self, size: Box) -> Iterable[Widget]:
        """Lay the answers down the card."""
        inner = self._card(size).inset(40, 26)
        preferences = self.stage.preferences
        y = inner.y

        def line(height: float, gap: float = 10) -> Box:
            nonlocal y
            box = Box(inner.x, y, inner.w, height)
            y += height + gap
            return box

        widgets: list[Widget] = [
            Drawn("first_run.title", line(64, 0), _paint_title, label="Magnate"),
            Drawn("first_run.detail", line(28, 16), _paint_detail, label=tr("first_run.detail")),
        ]
        widgets += self._labelled(
            line(48, 12),
            tr("settings.language"),
            Segments(
                "first_run.language",
                tr("settings.language"),
                [(code, strings.NAMES[code]) for code in strings.LANGUAGES],
                strings.language(),
                lambda v: self._change(language=v),
            ),
        )
        self._name.label = tr("settings.name")
        self._name.hint = tr("first_run.name_hint")
        widgets += self._labelled(line(52, 12), tr("settings.name"), self._name)
        widgets += piece_row(
            "first_run", line(58, 10), preferences.piece, set(), self._choose_piece
        )
        widgets += self._labelled(
            line(48, 8),
            tr("settings.scale"),
            Segments(
                "first_run.scale",
                tr("settings.scale"),
                [(str(s), f"{s} %" if s else tr("settings.scale_auto")) for s in SCALES],
                str(preferences.scale),
                lambda v: self._change(scale=int(v)),
            ),
        )
        widgets.append(
            Toggle(
                "first_run.reduced_motion",
                tr("settings.reduced_motion"),
                preferences.reduced_motion,
                lambda v: self._change(reduced_motion=v),
                line(52, 14),
                detail=tr("settings.reduced_motion.detail"),
            )
        )
        start = line(72, 0)
        widgets.append(
            Button(
                "first_run.accept",
                tr("first_run.accept"),
                self._accept,
                start,
                kind=MAIN,
                key="enter",
                cap="Enter",
            )
        )
        return widgets

    def _labelled(self, row: Box, text: str, control: Widget) -> list[Widget]:
        def paint(canvas: Canvas, box: Box) -> None:
            canvas.text(text, box, BOLD, BODY, canvas.theme.ink, lowest=11)

        control.place(row.cut_left(150))
        return [Drawn(f"{control.id}.words", row.left_part(142), paint, label=text), control]

    def _card(self, size: Box) -> Box:
        height = min(546, size.h - 40)
        box = size.middle(720, height)
        return box.moved(0, -min(30.0, (size.h - height) / 4))

    def _choose_piece(self, piece: int) -> None:
        self._change(piece=piece)

    def _change(self, **changes: object) -> None:
        self.stage.apply(msgspec.structs.replace(self.stage.preferences, **changes))

    def _accept(self) -> None:
        name = self._name.text.strip() or tr("title.no_name")
        self._change(name=name, language=strings.language(), first_run_done=True)
        routes.to_title(self.stage)


def _paint_title(canvas: Canvas, box: Box) -> None:
    canvas.text(tr("first_run.title"), box, DISPLAY, HUGE - 8, canvas.theme.ink, CENTER, lowest=24)


def _paint_detail(canvas: Canvas, box: Box) -> None:
    canvas.text(tr("first_run.detail"), box, BOLD, BODY, canvas.theme.muted, CENTER, lowest=11)
