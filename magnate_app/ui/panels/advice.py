"""The lamp in a panel's heading and the card with advice it opens over the board."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from magnate_app.protocol.messages import AdviceChoice, AskAdvice
from magnate_app.ui import whys
from magnate_app.ui.advised import preparation
from magnate_app.ui.assets import BOLD, DISPLAY, TEXT
from magnate_app.ui.draw import RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.strings import number, tr
from magnate_app.ui.table_context import Table
from magnate_app.ui.theme import CAPTION, LARGE, SMALL
from magnate_app.ui.widgets.area import Drawn
from magnate_app.ui.widgets.base import Widget
from magnate_app.ui.widgets.button import QUIET, Button, IconButton

KEY: Final = "h"
WIDTH: Final = 400.0
PAD: Final = 16.0
HEAD: Final = 44.0
FOOT: Final = 26.0
MOST: Final = 4


def lamp(table: Table) -> list[Widget]:
    """Return the lamp of the panel that has just been built, where the table has advice."""
    if table.lamp is None:
        return []
    return [
        IconButton(
            "table.advice",
            "fill/lightbulb",
            f"{tr('advice.lamp')} ({KEY.upper()})",
            lambda: toggle(table),
            table.lamp,
            key=KEY,
            selected=table.advising,
            size=17,
        )
    ]


def toggle(table: Table) -> None:
    """Open the card, asking where nothing is known yet, or close it."""
    table.advising = not table.advising
    if table.advising and table.advice() is None:
        table.send_message(AskAdvice())
    table.rebuild()


def advice_card(table: Table, board: Box, measure: Canvas) -> list[Widget]:
    """Return the card over the board's lower right corner, while it is open."""
    if not table.advising:
        return []
    advice = table.advice()
    choices = () if advice is None else advice.choices[:MOST]
    width = min(WIDTH, board.w * 0.62)
    room = width - 2 * PAD - 8
    heights = [
        _height(measure, table, choice, room, best=not n) for n, choice in enumerate(choices)
    ]
    tall = HEAD + FOOT + 4 + (sum(heights) + 8 * len(heights) if choices else 34)
    box = Box(board.right - width - 14, board.bottom - tall - 14, width, tall)
    table.advice_box = box
    words = [tr("advice.title"), *(whys.line(table, choice) for choice in choices)]
    if not choices:
        words.append(tr("advice.thinking"))
    close = Box(box.right - 46, box.y + 6, 36, 36)
    widgets: list[Widget] = [
        Drawn("table.advice.card", box, _paint_card(bool(choices)), label=" ".join(words)),
        IconButton(
            "table.advice.close",
            "line/x",
            tr("advice.close"),
            lambda: toggle(table),
            close,
            kind=QUIET,
            size=16,
        ),
    ]
    y = box.y + HEAD
    for index, (choice, height) in enumerate(zip(choices, heights, strict=True)):
        place = Box(box.x + PAD - 6, y, width - 2 * PAD + 12, height)
        widgets.append(ChoiceCard(table, choice, index, place))
        y += height + 8
    return widgets


def _height(
    measure: Canvas, table: Table, choice: AdviceChoice, room: float, *, best: bool
) -> float:
    lead = measure.paragraph_height(whys.deed(table, choice), room - 78, DISPLAY, _size(best=best))
    return 14 + lead + measure.paragraph_height(_why(table, choice), room, TEXT, SMALL)


def _size(*, best: bool) -> float:
    return LARGE if best else SMALL + 1


def _why(table: Table, choice: AdviceChoice) -> str:
    text = whys.reasons(table, choice)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _paint_card(known: bool) -> Callable[[Canvas, Box], None]:
    def paint(canvas: Canvas, box: Box) -> None:
        theme = canvas.theme
        canvas.shadow(box, 16, "card")
        canvas.box(box, theme.panel, 16, theme.accent, 2)
        canvas.icon("fill/lightbulb", (box.x + PAD + 11, box.y + 24), 22, theme.accent)
        title = Box(box.x + PAD + 32, box.y + 8, box.w - 100, 32)
        canvas.text(tr("advice.title"), title, DISPLAY, LARGE, theme.ink)
        if not known:
            line = Box(box.x + PAD, box.y + HEAD, box.w - 2 * PAD, 30)
            canvas.text(tr("advice.thinking"), line, BOLD, SMALL, theme.muted)
        foot = Box(box.x + PAD, box.bottom - FOOT - 4, box.w - 2 * PAD, FOOT)
        canvas.text(tr("advice.note"), foot, BOLD, CAPTION - 1, theme.muted)

    return paint


class ChoiceCard(Button):
    """One thing to do; a click prepares it, where there is something to prepare."""

    def __init__(self, table: Table, choice: AdviceChoice, index: int, box: Box) -> None:
        prepare = preparation(table, choice)
        super().__init__(
            f"table.advice.{index}",
            whys.line(table, choice),
            prepare or table.rebuild,
            box,
            enabled=prepare is not None,
            tooltip=tr("advice.prepare") if prepare is not None else "",
        )
        self._paint = _paint_choice(table, choice, best=index == 0)

    def draw(self, canvas: Canvas) -> None:
        """Draw the choice; a faint edge tells that it can be pressed."""
        self._paint(canvas, self.box)
        if self.hovered and self.enabled:
            canvas.box(self.box, None, 12, canvas.theme.accent, 2)
        if self.focused and self.ring:
            canvas.focus(self.box, 12)


def _paint_choice(
    table: Table, choice: AdviceChoice, *, best: bool
) -> Callable[[Canvas, Box], None]:
    def paint(canvas: Canvas, box: Box) -> None:
        theme = canvas.theme
        if best:
            canvas.box(box, theme.choice_tint, 12, theme.accent, 2)
        else:
            canvas.box(box, theme.raised, 12, theme.line)
        inner = box.inset(10, 7)
        size = _size(best=best)
        if best:
            canvas.icon("fill/check-circle", (inner.right - 10, inner.y + 11), 20, theme.accent)
            figure = inner.cut_right(24)
        else:
            figure = inner
        sign = "+" if choice.value > 0 else ""
        words = sign + number(choice.value)
        canvas.text(words, figure.top_part(22), BOLD, SMALL, theme.muted, RIGHT)
        lead = inner.cut_right(82)
        used = canvas.paragraph(whys.deed(table, choice), lead, DISPLAY, size, theme.ink)
        below = inner.cut_top(used)
        canvas.paragraph(
            _why(table, choice), below, TEXT, SMALL, theme.ink if best else theme.muted
        )

    return paint
