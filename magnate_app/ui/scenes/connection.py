"""Connection help: checks this computer and this network, and says what to do.

The examination runs elsewhere; the screen asks now and then how far it has come.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Final

from magnate_app.protocol.diagnosis import HARMLESS, Diagnosis, Finding, Mark, Verdict
from magnate_app.ui import backdrop, clipboard, connection_words, routes
from magnate_app.ui.assets import BOLD, DISPLAY, TEXT
from magnate_app.ui.draw import Canvas, measuring
from magnate_app.ui.geometry import Box
from magnate_app.ui.look import header, heading, page, panel
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.services import Examination
from magnate_app.ui.strings import tr
from magnate_app.ui.theme import BODY, CAPTION, LARGE, SMALL, TITLE
from magnate_app.ui.widgets import (
    PRIMARY,
    Button,
    Drawn,
    ScrollArea,
    Segments,
    TextField,
    Widget,
)

LOOK_EVERY: Final = 0.1
TURN: Final = 1.2
"""Seconds a ring takes around."""

_ROW: Final = 56
_LINE: Final = 24
_EDGE: Final = 24
_MARKS: Final = {
    Mark.GOOD: ("fill/check-circle", "gain"),
    Mark.NOTE: ("fill/info", "muted"),
    Mark.BAD: ("fill/x-circle", "loss"),
}


class ConnectionHelp(Scene):
    """Steps at the left, the verdict with the next step at the right."""

    name = "connection"
    composed_for = (1380, 800)

    def __init__(self, stage: Stage, target: str = "") -> None:
        super().__init__(stage)
        self._examination: Examination | None = None
        self._found = Diagnosis(findings=())
        self._target = target
        self._next_look = 0.0
        self._turned = 0.0
        self._system = connection_words.system_of(sys.platform)
        self._steps = ScrollArea("doctor.steps")
        self._advice = ScrollArea("doctor.advice")
        self._field = TextField(
            "doctor.target",
            text=target,
            hint=tr("doctor.hint"),
            icon="fill/key",
            limit=120,
            label=tr("doctor.label"),
            on_enter=lambda _: self._examine(),
        )

    def facts(self) -> dict[str, object]:
        """Return the verdict, None while there is none."""
        return {"verdict": self._found.verdict, "target": self._target}

    def first_focus(self) -> str | None:
        """Begin on what one does most."""
        return "doctor.again"

    def on_start(self) -> None:
        """Begin to examine."""
        self._examine()

    def on_stop(self) -> None:
        """Stop examining."""
        super().on_stop()
        self._leave()

    def update(self, dt: float) -> None:
        """Ask how far the examination has come."""
        super().update(dt)
        if self._found.verdict is not None or self._examination is None:
            return
        self._turned += dt
        self._next_look -= dt
        if self._next_look > 0:
            return
        self._next_look = LOOK_EVERY
        self.stage.redraw()
        found = self._examination.diagnosis
        if found != self._found:
            self._found = found
            self.rebuild()

    def paint(self, canvas: Canvas) -> None:
        """Draw the map."""
        backdrop.paint_map(canvas)

    def build(self, size: Box) -> Iterable[Widget]:
        """Question on top, what was found and what to do below."""
        area = page(size)
        widgets = header("doctor", area, tr("doctor.title"), self._back, tr("doctor.detail"))
        rest = area.cut_top(76)
        widgets += self._entry(rest.top_part(106))
        rest = rest.cut_top(106, 14)
        rest = rest.top_part(min(rest.h, max(520.0, self._height() + 104)))
        left, right = rest.split_columns([1, 1.05], 16)
        widgets += self._step_list(left)
        widgets += self._advice_list(right)
        return widgets

    def _height(self) -> float:
        """How high the list of what was found is."""
        addresses = len(self._found.adapters)
        below = 40 + addresses * _LINE if addresses else 0
        return len(self._found.findings) * _ROW + below

    # The question

    def _entry(self, box: Box) -> list[Widget]:
        inner = box.inset(_EDGE, 14)
        row = inner.bottom_part(48)
        self._field.place(row.cut_right(212, 14))
        return [
            panel("doctor.entry", box),
            heading("doctor.label", inner.top_part(24), tr("doctor.label"), BODY),
            self._field,
            Button(
                "doctor.again",
                tr("doctor.again"),
                self._examine,
                row.right_part(212),
                kind=PRIMARY if self._found.verdict not in HARMLESS else "plain",
                icon="line/arrow-clockwise",
                enabled=self._found.verdict is not None,
                size=BODY,
            ),
        ]

    # What was found

    def _step_list(self, box: Box) -> list[Widget]:
        inner = box.inset(_EDGE, 16)
        place = inner.cut_top(40)
        rows: list[Widget] = []
        y = place.y + 4
        for finding in self._found.findings:
            rows.append(self._step(finding, Box(place.x, y, place.w - 10, _ROW)))
            y += _ROW
        lines = connection_words.adapter_lines(self._found)
        if lines:
            y += 12
            title = Box(place.x, y, place.w - 10, _LINE)
            rows.append(heading("doctor.adapters", title, tr("doctor.adapters"), BODY))
            y += _LINE + 4
        for number, line in enumerate(lines):
            rows.append(_adapter(number, line, Box(place.x, y, place.w - 10, _LINE)))
            y += _LINE
        self._steps.place(place.inset(-6, 0))
        self._steps.fill(rows, y - place.y + 6)
        return [
            panel("doctor.steps_panel", box),
            heading("doctor.steps_title", inner.top_part(32), tr("doctor.steps"), LARGE),
            self._steps,
        ]

    def _step(self, finding: Finding, box: Box) -> Drawn:
        title, sentence = connection_words.title(finding), connection_words.sentence(finding)

        def paint(canvas: Canvas, area: Box) -> None:
            theme = canvas.theme
            center = (area.x + 20, area.center[1])
            if finding.mark is Mark.WAITING:
                canvas.ring(center, 9, 3.5, theme.line)
                start = self._turned % TURN / TURN if self.stage.moving else 0.0
                canvas.ring(center, 9, 3.5, theme.accent, 0.28, round(start, 2))
            else:
                icon, color = _MARKS[finding.mark]
                canvas.icon(icon, center, 26, getattr(theme, color))
            words = area.cut_left(44).inset(0, 5)
            canvas.text(title, words.top_part(24), BOLD, BODY, theme.ink, lowest=CAPTION)
            under = words.bottom_part(23)
            canvas.text(sentence, under, BOLD, SMALL - 1, theme.muted, 0, 0.2, 11)

        return Drawn(f"doctor.step.{finding.step}", box, paint, label=f"{title}: {sentence}")

    # What to do

    def _advice_list(self, box: Box) -> list[Widget]:
        inner = box.inset(_EDGE, 16)
        width = inner.w - 10
        rows = self._verdict(Box(inner.x, inner.y, width, 0))
        if connection_words.wants_firewall_hint(self._found):
            top = rows[-1].box.bottom + 20
            rows += self._firewall(Box(inner.x, top, width, 0))
        self._advice.place(inner.inset(-6, -4))
        self._advice.fill(rows, rows[-1].box.bottom - inner.y + 10)
        return [panel("doctor.advice_panel", box), self._advice]

    def _verdict(self, at: Box) -> list[Widget]:
        what, after = connection_words.verdict(self._found)
        done, fine = self._found.verdict is not None, self._found.verdict in HARMLESS
        measure = measuring(self.stage.theme, self.scale)
        high = max(64.0, measure.paragraph_height(what, at.w - 76, DISPLAY, TITLE))

        def paint(canvas: Canvas, area: Box) -> None:
            theme = canvas.theme
            center = (area.x + 30, area.y + 32)
            canvas.circle(center, 30, theme.soft)
            if done:
                icon = "fill/seal-check" if fine else "line/stethoscope"
                canvas.icon(icon, center, 36, theme.gain if fine else theme.warn)
            else:
                canvas.ring(center, 17, 4.5, theme.line)
                start = self._turned % TURN / TURN if self.stage.moving else 0.0
                canvas.ring(center, 17, 4.5, theme.accent, 0.28, round(start, 2))
            canvas.paragraph(what, area.cut_left(76), DISPLAY, TITLE, theme.ink, 0, 0.5)

        rows: list[Widget] = [
            Drawn("doctor.verdict", Box(at.x, at.y + 4, at.w, high), paint, label=what)
        ]
        y = rows[0].box.bottom + 14
        if not done:
            doing = tr("doctor.doing")
            rows.append(self._paragraph("doctor.doing", Box(at.x, y, at.w, 0), doing, LARGE))
        else:
            title = Box(at.x, y, at.w, 22)
            rows.append(heading("doctor.next_title", title, tr("doctor.next"), SMALL))
            rows.append(self._paragraph("doctor.next", Box(at.x, y + 26, at.w, 0), after, LARGE))
            rows += self._ways_out(Box(at.x, rows[-1].box.bottom + 14, at.w, 48))
        return rows

    def _ways_out(self, row: Box) -> list[Widget]:
        copy = Button(
            "doctor.copy", tr("doctor.copy"), self._copy, row.left_part(200), icon="line/copy"
        )
        copy.size = BODY
        if self.stage.scenes.linked:
            # From a table one goes back to it.
            return [copy]
        place = Box(copy.box.right + 12, row.y, min(230.0, row.w - 212), row.h)
        match self._found.verdict:
            case Verdict.FINE_THERE:
                text, action, icon = tr("join.go"), self._join, "line/sign-in"
            case Verdict.FINE:
                text, action, icon = tr("doctor.host"), self._host, "fill/house-line"
            case Verdict.PORT_TAKEN:
                text, action, icon = tr("title.settings"), self._settings, "line/gear-six"
            case _:
                return [copy]
        go = Button("doctor.go", text, action, place, kind=PRIMARY, icon=icon, size=BODY)
        return [copy, go]

    def _firewall(self, at: Box) -> list[Widget]:
        options = [(one, tr(f"doctor.system.{one}")) for one in connection_words.SYSTEMS]
        title = tr("doctor.firewall.title")
        choice = Segments(
            "doctor.system",
            title,
            options,
            self._system,
            self._choose_system,
            Box(at.x, at.y + 34, min(at.w, 380), 40),
        )
        hint = connection_words.firewall_hint(self._system)
        under = Box(at.x, choice.box.bottom + 12, at.w, 0)
        return [
            heading("doctor.firewall_title", Box(at.x, at.y, at.w, 26), title, LARGE),
            choice,
            self._paragraph("doctor.firewall", under, hint, SMALL),
        ]

    def _paragraph(self, ident: str, at: Box, text: str, size: float) -> Drawn:
        measure = measuring(self.stage.theme, self.scale)
        box = Box(at.x, at.y, at.w, measure.paragraph_height(text, at.w, TEXT, size) + 2)

        def paint(canvas: Canvas, area: Box) -> None:
            canvas.paragraph(text, area, TEXT, size, canvas.theme.ink)

        return Drawn(ident, box, paint, label=text)

    # Doings

    def _examine(self) -> None:
        self._leave()
        self._target = self._field.text.strip()
        self._examination = self.stage.services.examine(self._target)
        self._found = self._examination.diagnosis
        self._turned = self._next_look = 0.0
        self._steps.offset = self._advice.offset = 0.0
        self.rebuild()

    def _leave(self) -> None:
        if self._examination is not None:
            self._examination.close()
            self._examination = None

    def _choose_system(self, system: str) -> None:
        self._system = system
        self.rebuild()

    def _copy(self) -> None:
        if clipboard.put("\n".join(connection_words.report(self._found, sys.platform))):
            self.stage.toast(tr("doctor.copied"), kind="good")

    def _join(self) -> None:
        self.stage.scenes.pop(self)
        routes.to_connecting(self.stage, self.stage.services.join(self._target))

    def _host(self) -> None:
        self.stage.scenes.pop(self)
        routes.host(self.stage)

    def _settings(self) -> None:
        self.stage.scenes.pop(self)
        routes.to_settings(self.stage)

    def _back(self) -> None:
        self.stage.scenes.pop(self)


def _adapter(number: int, line: str, box: Box) -> Drawn:
    def paint(canvas: Canvas, area: Box) -> None:
        theme = canvas.theme
        canvas.icon("line/plugs-connected", (area.x + 20, area.center[1]), 17, theme.muted)
        canvas.text(line, area.cut_left(44), BOLD, SMALL - 1, theme.muted, lowest=11)

    return Drawn(f"doctor.adapter.{number}", box, paint, label=line)
