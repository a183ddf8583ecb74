"""The strip above the player cards: name of the game, round, tools."""

from __future__ import annotations

from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.backdrop import paint_emblem
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.strings import code_words, tr, tr_n
from magnate_app.ui.table_context import Table
from magnate_app.ui.theme import CAPTION
from magnate_app.ui.widgets.area import Drawn
from magnate_app.ui.widgets.base import Widget
from magnate_app.ui.widgets.button import Button, IconButton

SIDE = 48.0
WITH_EMBLEM = 250.0
"""So much room beside name and rules lets the emblem stand before them."""


def top_bar(table: Table, box: Box) -> list[Widget]:
    """Return the bar's widgets."""
    wide = box.w > 600
    tools = [
        ("table.home", "line/corners-out", "table.bar.home", table.go_home),
        (
            "table.sound",
            "line/speaker-slash" if table.muted else "line/speaker-high",
            "table.bar.sound",
            table.toggle_sound,
        ),
        ("table.speed", "fill/fast-forward", "table.bar.speed", table.next_speed),
        ("table.help", "line/question", "table.bar.help", table.show_help),
        ("table.menu", "line/gear-six", "table.bar.menu", table.open_menu),
    ]
    widgets: list[Widget] = []
    x = box.right
    for ident, icon, key, act in reversed(tools):
        if ident == "table.speed":
            width = 84.0
            x -= width
            widgets.append(
                Button(
                    ident,
                    table.speed_word,
                    act,
                    Box(x, box.y + 2, width, SIDE),
                    icon=icon,
                    size=15,
                    tooltip=tr(key),
                )
            )
        else:
            x -= SIDE
            widgets.append(
                IconButton(ident, icon, tr(key), act, Box(x, box.y + 2, SIDE, SIDE), size=18)
            )
        x -= 8
    title = Box(box.x, box.y, x - box.x - 4, box.h)
    names = tr("table.spectators", names=", ".join(table.model.spectators))
    tip = names if table.model.spectators else ""
    widgets.insert(
        0, Drawn("table.bar", title, lambda c, b: _title(c, table, b, wide), tooltip=tip)
    )
    return widgets


def _title(canvas: Canvas, table: Table, box: Box, wide: bool) -> None:
    theme = canvas.theme
    model = table.model
    turn = model.view.turn
    left = box
    if wide:
        preset = code_words("preset", model.settings.preset) if model.settings else ""
        seats = tr_n("table.bar.players", len(model.seats))
        words = f"{preset} · {seats}" if preset else seats
        name = canvas.text_width("MAGNATE", DISPLAY, 24)
        if box.w - max(name, canvas.text_width(words, BOLD, CAPTION)) > WITH_EMBLEM:
            paint_emblem(canvas, Box(box.x, box.y - 1, 70, 48))
            box = box.cut_left(82)
        used = canvas.text("MAGNATE", box.top_part(30), DISPLAY, 24, theme.ink)
        under = Box(box.x, box.y + 28, 200, 18)
        used = max(used, canvas.text(words, under, BOLD, CAPTION, theme.muted))
        left = box.cut_left(used + 24)
        canvas.line((left.x - 12, box.y + 6), (left.x - 12, box.bottom - 6), theme.line, 2)
    if turn.rounds:
        words = tr("table.bar.round", n=turn.round, m=turn.rounds)
    else:
        words = tr("table.bar.round_open", n=turn.round)
    canvas.text(words, left.top_part(30), DISPLAY, 18, theme.ink, lowest=12)
    bar = Box(left.x, left.y + 33, min(left.w, 150), 8)
    watching = len(model.spectators)
    if watching or model.me is None:
        used = _eye(canvas, str(watching or 1), bar, mine=model.me is None)
        bar = bar.cut_right(used, 6)
    if turn.rounds:
        canvas.box(bar, theme.line, 4)
        share = min(1.0, turn.round / turn.rounds)
        canvas.box(Box(bar.x, bar.y, max(8, bar.w * share), 8), theme.accent, 4)


def _eye(canvas: Canvas, count: str, row: Box, *, mine: bool) -> float:
    """Draw how many watch at the end of a row, dark for somebody who watches; return its width."""
    theme = canvas.theme
    fill, ink = (theme.ink, theme.on_ink) if mine else (theme.soft, theme.ink)
    width = canvas.chip_width(count, "fill/eye", 11)
    return canvas.chip(count, (row.right - width, row.center[1]), fill, ink, "fill/eye", 11)
