"""What all panels share: the frame with its heading, the main button, rich lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from magnate_app.ui.assets import BOLD, DISPLAY, NARROW_BOLD, TEXT, shorten, width_of
from magnate_app.ui.draw import CENTER, LEFT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.strings import tr
from magnate_app.ui.table_context import Table
from magnate_app.ui.theme import CAPTION, SMALL, TITLE, Color
from magnate_app.ui.widgets.area import Drawn
from magnate_app.ui.widgets.base import Widget
from magnate_app.ui.widgets.button import DANGER, MAIN, PLAIN, Button

PAD = 16.0
LAMP = 40.0
HEADING = 58.0
SMALLER = 12.5
"""Size of a panel's second line where it takes two."""

FRAME = HEADING + 20.0
"""What a panel's heading and its lower edge take of its height."""

MAIN_HEIGHT = 72.0
FACT_WORDS = 30.0
"""How far the words of a figure stand from its left, past its icon."""


def frame(
    table: Table,
    box: Box,
    icon: str,
    title: str,
    subtitle: str,
    *,
    border: Color | None = None,
    mine: bool = True,
    clock: bool = False,
    close: bool = False,
    reserve: float = 0.0,
) -> tuple[Drawn, Box]:
    """Return the panel behind everything and the box that is left for its content.

    Where this person may ask for advice, room for the lamp is left in the heading.
    """
    corner = (56.0 if close else 0.0) + reserve
    if mine and table.has_advice:
        table.lamp = Box(box.right - PAD - corner - LAMP, box.y + 11, LAMP, LAMP)
        corner += LAMP + 10

    dial = Box(box.right - PAD - 80 - corner, box.y + 10, 80, 46)

    def paint(canvas: Canvas, area: Box) -> None:
        theme = canvas.theme
        if clock and canvas.only(dial):
            canvas.box(dial, theme.panel)
            draw_clock(canvas, table, dial)
            return
        canvas.shadow(area)
        if mine:
            edge = border or theme.accent
            canvas.box(area, theme.panel, 16, edge, 3)
        else:
            canvas.box(area, theme.panel, 16, theme.line)
        inner = area.inset(PAD, 0)
        tint = theme.accent if border is None else border
        canvas.icon(icon, (inner.x + 17, area.y + 14 + 20), 32, tint if mine else theme.muted)
        taken = corner + (86 if clock and table.model.deadline_left is not None else 0)
        words = Box(inner.x + 46, area.y + 10, inner.w - 46 - taken, 28)
        under = Box(words.x, area.y + 37, words.w, 20)
        if canvas.text_width(subtitle, NARROW_BOLD, CAPTION) > words.w:
            words = Box(words.x, area.y + 6, words.w, 24)
            under = Box(words.x, area.y + 29, words.w, 33)
            canvas.paragraph(subtitle, under, BOLD, SMALLER, theme.muted)
            canvas.text(title, words, DISPLAY, TITLE - 4, theme.ink, lowest=16)
        else:
            canvas.text(subtitle, under, BOLD, SMALL, theme.muted, lowest=CAPTION - 1)
            canvas.text(title, words, DISPLAY, TITLE, theme.ink, lowest=16)
        if clock:
            draw_clock(canvas, table, dial)

    def look() -> tuple[Box, object]:
        return dial, table.model.clock_figure

    return (
        Drawn("table.panel", box, paint, label=title, look=look if clock else None),
        Box(box.x + PAD, box.y + HEADING + 6, box.w - 2 * PAD, box.h - HEADING - 6 - 14),
    )


def draw_clock(canvas: Canvas, table: Table, box: Box) -> None:
    """Draw the seconds left as a ring and a figure."""
    left, deadline = table.model.deadline_left, table.model.deadline
    if left is None or deadline is None:
        return
    theme = canvas.theme
    color = time_color(canvas, left)
    total = max(deadline.remaining_ms / 1000, left, 1.0)
    centre = (box.right - 22, box.center[1])
    canvas.ring(centre, 17, 5, theme.line)
    canvas.ring(centre, 17, 5, color, round(left / total * 72) / 72)
    figure = Box(box.x, box.y, box.w - 50, box.h)
    canvas.text(str(int(left)), figure, DISPLAY, TITLE, color, 1.0)


def time_color(canvas: Canvas, left: float) -> Color:
    """Return the colour of so many seconds left."""
    if left <= 5:
        return canvas.theme.loss
    return canvas.theme.warn if left <= 10 else canvas.theme.gain


def main_button(
    table: Table,
    box: Box,
    text: str,
    icon: str,
    on_click: Callable[[], None],
    *,
    enabled: bool = True,
    danger: bool = False,
) -> Button:
    """Return the one big button of a panel."""
    return Button(
        "table.main",
        text,
        on_click,
        box,
        kind=DANGER if danger else MAIN,
        icon=icon,
        key="space",
        cap=tr("table.key.space"),
        enabled=enabled and not table.waiting(),
    )


def plain_button(
    table: Table,
    ident: str,
    box: Box,
    text: str,
    on_click: Callable[[], None],
    *,
    icon: str | None = None,
    key: str | None = None,
    cap: str | None = None,
    enabled: bool = True,
    detail: str = "",
    selected: bool = False,
) -> Button:
    """Return a button beside the main one."""
    return Button(
        ident,
        text,
        on_click,
        box,
        kind=PLAIN,
        icon=icon,
        key=key,
        cap=cap if cap is not None else (key.upper() if key and len(key) == 1 else None),
        enabled=enabled and not table.waiting(),
        detail=detail,
        selected=selected,
        align=LEFT if detail else CENTER,
        size=17,
    )


def draw_name(
    canvas: Canvas,
    table: Table,
    square: int,
    box: Box,
    face: str,
    size: float,
    color: Color,
    lowest: float = 11.0,
) -> None:
    """Draw a square's name: whole, else without its kind of way, else short, else narrow."""
    atlas = table.atlas
    names = (atlas.name(square), atlas.brief_name(square), atlas.short_name(square))
    for name in names:
        if canvas.text_width(name, face, size) <= box.w:
            canvas.text(name, box, face, size, color)
            return
    narrow = min(names, key=lambda name: canvas.text_width(name, NARROW_BOLD, size + 1))
    small = canvas.text_width(narrow, NARROW_BOLD, lowest)
    if small > box.w and " " in narrow and box.h >= 2 * lowest:
        first, last = narrow.rsplit(" ", 1)
        middle = box.y + box.h / 2
        for line, y in ((first, middle - lowest * 1.05), (last, middle)):
            half = Box(box.x, y, box.w, lowest * 1.05)
            canvas.text(line, half, NARROW_BOLD, lowest + 2, color, lowest=lowest)
        return
    canvas.text(narrow, box, NARROW_BOLD, size + 1, color, lowest=lowest)


def one_look(
    canvas: Canvas, words: Iterable[str], room: float, face: str, size: float, lowest: float
) -> tuple[str, float]:
    """Return face and size in which each of several texts fits: shrunk first, then narrow."""
    texts = tuple(words)
    tried = size
    while tried >= lowest:
        if all(canvas.text_width(text, face, tried) <= room for text in texts):
            return face, tried
        tried -= 1
    return NARROW_BOLD, size


def rich(canvas: Canvas, text: str, box: Box, size: float, color: Color | None = None) -> None:
    """Draw one line whose names stand between asterisks, cut at the end of `box`."""
    x = box.x
    gap = canvas.text_width(" ", TEXT, size)
    for index, words in enumerate(text.split("*")):
        part = words.strip(" ")
        if words.startswith(" "):
            x += gap
        if not part:
            continue
        face = BOLD if index % 2 else TEXT
        room = box.right - x
        if room < size:
            return
        shown = shorten(part, face, size * canvas.scale, room * canvas.scale)
        wide = canvas.text_width(shown, face, size)
        canvas.label(shown, (x, box.center[1]), face, size, color)
        x += wide
        if shown != part:
            return
        if words.endswith(" "):
            x += gap


def rich_lines(canvas: Canvas, text: str, width: float, size: float) -> tuple[str, ...]:
    """Break a rich line into lines no wider than `width`, keeping the asterisks paired."""
    return _broken(text, round(width * canvas.scale), size * canvas.scale)


@lru_cache(maxsize=2048)
def _broken(text: str, width: int, size: float) -> tuple[str, ...]:
    lines: list[str] = []
    line, bold = "", False
    for word in text.split(" "):
        wider = f"{line} {word}" if line else word
        if line and _rich_width(wider, size) > width:
            lines.append(line + ("*" if bold else ""))
            line = ("*" if bold else "") + word
        else:
            line = wider
        if word.count("*") % 2:
            bold = not bold
    lines.append(line)
    return tuple(lines)


def _rich_width(text: str, size: float) -> int:
    parts = enumerate(text.split("*"))
    return sum(width_of(part, BOLD if i % 2 else TEXT, size) for i, part in parts)


def main_row(inner: Box, extra: int, tall: float = MAIN_HEIGHT) -> tuple[Box, list[Box]]:
    """Return the box of the main button and of `extra` buttons right of it."""
    row = inner.bottom_part(min(tall, max(48.0, inner.h * 0.45)))
    if not extra:
        return row, []
    width = min(176.0, row.w * (0.3 if extra == 1 else 0.22))
    side = row.right_part(extra * width + (extra - 1) * 10)
    return row.cut_right(side.w, 10), side.columns(extra, 10)


def fact_row(room: Box) -> Box:
    """Return where a row of figures lies in the room above the buttons."""
    return room.top_part(min(92.0, max(44.0, room.h - 2)))


def facts(ident: str, box: Box, entries: list[tuple[str, str, str]]) -> Widget:
    """Return a row of figures: icon, caption, value."""

    def paint(canvas: Canvas, area: Box) -> None:
        theme = canvas.theme
        parts = area.columns(len(entries), 10)
        side = 12 if parts[0].w > 150 else 8
        room = parts[0].w - 2 * side - FACT_WORDS
        captions = [caption for _, caption, _ in entries]
        face, size = one_look(canvas, captions, room, BOLD, CAPTION, 10)
        for (icon, caption, value), part in zip(entries, parts, strict=True):
            canvas.box(part, theme.raised, 12, theme.line)
            inside = part.inset(side, 6)
            canvas.icon(icon, (inside.x + 11, inside.center[1]), 22, theme.muted)
            words = inside.cut_left(FACT_WORDS)
            half = words.h / 2
            canvas.text(caption, words.top_part(half), face, size, theme.muted, lowest=10)
            canvas.text(value, words.bottom_part(half), DISPLAY, 18, theme.ink, lowest=12)

    return Drawn(ident, box, paint)
