"""Every control in every state on one sheet, to be looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.draw import CENTER, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.look import page
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.theme import CAPTION, LARGE
from magnate_app.ui.widgets import (
    CHIP,
    DANGER,
    MAIN,
    PRIMARY,
    QUIET,
    Button,
    Drawn,
    Dropdown,
    IconButton,
    ScrollArea,
    Segments,
    Slider,
    Stepper,
    TextField,
    Toggle,
    Widget,
)

STATES: Final = ("rest", "hover", "pressed", "focus", "disabled")
ERROR: Final = "error"
_OPTIONS: Final = (("a", "Centro"), ("b", "Delicias"), ("c", "Actur"))

Make = Callable[[str, Box], Widget]


def makers() -> dict[str, Make]:
    """Return how each control is made, by its name on the sheet."""
    return {
        "button": lambda ident, box: Button(ident, "Continue", _nothing, box, icon="line/check"),
        "primary": _button(PRIMARY, "Build", "B"),
        "main": _button(MAIN, "Roll", "R"),
        "danger": _button(DANGER, "Give up"),
        "chip": _button(CHIP, "Money"),
        "quiet": _button(QUIET, "Quit"),
        "icon button": lambda ident, box: IconButton(
            ident, "line/gear-six", "Settings", _nothing, box.left_part(52)
        ),
        "text field": lambda ident, box: TextField(ident, box, text="Marta", icon="line/user"),
        "dropdown": lambda ident, box: Dropdown(ident, "", _OPTIONS, "a", _ignore, box),
        "segments": lambda ident, box: Segments(ident, "", _OPTIONS[:2], "a", _ignore, box),
        "toggle": lambda ident, box: Toggle(ident, "Chat", True, _ignore, box),
        "slider": lambda ident, box: Slider(ident, "", 60, _ignore, box),
        "stepper": lambda ident, box: Stepper(ident, "", 4, _ignore, box, low=2, high=6),
    }


def put(widget: Widget, state: str) -> Widget:
    """Let a control look as in one of the states."""
    widget.hovered = state in ("hover", "pressed")
    widget.pressed = state == "pressed"
    widget.focused = widget.ring = state == "focus"
    widget.enabled = state != "disabled"
    if state == ERROR and isinstance(widget, TextField):
        widget.error = "Nobody has this code"
    return widget


class WidgetSheet(Scene):
    """A row for each control, a column for each state; lists, panels and messages below."""

    name = "widgets"

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        stage.toasts.show("Copied", "Send it to your friends", "good")

    def paint(self, canvas: Canvas) -> None:
        """Draw the names of rows and columns."""
        canvas.fill(canvas.theme.table)
        sheet = self._sheet(canvas.size)
        canvas.panel(Box(sheet.x - 16, sheet.y - 34, sheet.w + 32, sheet.h + 44))
        for index, state in enumerate((*STATES, ERROR)):
            box = self._cell(sheet, 0, index)
            canvas.text(state, box.top_part(24).moved(0, -28), BOLD, CAPTION, canvas.theme.muted)
        for number, name in enumerate(makers()):
            row = self._cell(sheet, number, 0)
            label = Box(sheet.x, row.y, row.x - sheet.x - 10, row.h)
            canvas.text(name, label, DISPLAY, LARGE, canvas.theme.ink, lowest=CAPTION)

    def build(self, size: Box) -> Iterable[Widget]:
        """Make every control in every state."""
        sheet = self._sheet(size)
        widgets: list[Widget] = []
        for number, (name, make) in enumerate(makers().items()):
            states = (*STATES, ERROR) if name == "text field" else STATES
            for column, state in enumerate(states):
                box = self._cell(sheet, number, column)
                height = min(box.h, 76.0 if name == "main" else 48.0)
                place = Box(box.x, box.center[1] - height / 2, box.w, height)
                widgets.append(put(make(f"sheet.{name}.{state}", place), state))
        corner = self._cell(sheet, 9, len(STATES))
        area = ScrollArea("sheet.list", Box(corner.x, corner.y, corner.w, sheet.bottom - corner.y))
        rows: list[Widget] = [
            Drawn(f"sheet.line.{n}", Box(corner.x, corner.y + 34 * n, corner.w - 12, 30), _line(n))
            for n in range(12)
        ]
        area.fill(rows, 34.0 * len(rows))
        return [*widgets, area]

    def _sheet(self, size: Box) -> Box:
        return page(size).cut_top(88)

    def _cell(self, sheet: Box, row: int, column: int) -> Box:
        height = sheet.h / len(makers())
        left = min(150.0, sheet.w * 0.12)
        width = (sheet.w - left) / (len(STATES) + 1)
        return Box(sheet.x + left + column * width, sheet.y + row * height, width - 16, height - 6)


def sheet(stage: Stage) -> None:
    """Put the sheet on the stage."""
    stage.scenes.reset(WidgetSheet(stage))


def _button(kind: str, text: str, cap: str | None = None) -> Make:
    return lambda ident, box: Button(ident, text, _nothing, box, kind=kind, cap=cap)


def _line(number: int) -> Callable[[Canvas, Box], None]:
    def paint(canvas: Canvas, box: Box) -> None:
        if number % 2:
            canvas.box(box, canvas.theme.soft, 8)
        canvas.text(f"{number + 1}", box, BOLD, CAPTION, canvas.theme.ink, CENTER)

    return paint


def _nothing() -> None:
    return None


def _ignore(_: object) -> None:
    return None
