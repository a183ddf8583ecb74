"""The pictures beside the pages of how to play: pieces of the real game."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pygame

from magnate_app.content import load_board
from magnate_app.ui import strings
from magnate_app.ui.assets import BOLD, DISPLAY, NARROW
from magnate_app.ui.board.dice import RESTING, die, die_shadow
from magnate_app.ui.closeup import board_picture, board_steps
from magnate_app.ui.draw import CENTER, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.pictures import CARDS
from magnate_app.ui.strings import tr
from magnate_app.ui.theme import BODY, SMALL

_DICE: Final = ((6, False), (2, False), (4, True))
_STEP: Final = 0.44
_BOARDS: Final = {
    "goal": (2.2, (0.44, 0.62)),
    "board": (1.0, (0.5, 0.5)),
    "buy": (2.8, (0.72, 0.9)),
}
"""How much larger than its place a page shows the board, and which point in the middle."""
_KEYS: Final = (
    ("key.space", "keys.main"),
    ("R", "keys.roll"),
    ("B", "keys.build"),
    ("T", "keys.trade"),
    ("M", "keys.mortgage"),
    ("L", "keys.log"),
    ("C", "keys.chat"),
    ("F2 F3", "keys.vote"),
    ("F1", "keys.help"),
    ("F11", "keys.fullscreen"),
    ("Esc", "keys.close"),
)


def lesson_steps(canvas: Canvas, box: Box, name: str, piece: int) -> Iterator[None]:
    """Paint the board of a page ahead, if it has one, a little with each step."""
    if name not in _BOARDS:
        return iter(())
    side = round(canvas.rect(_square(box)).w * _BOARDS[name][0])
    return board_steps(side, canvas.theme.name, strings.language(), piece)


def paint_lesson(canvas: Canvas, box: Box, name: str, icons: tuple[str, ...], piece: int) -> None:
    """Draw the picture of a page into `box`."""
    if name in _BOARDS:
        _board(canvas, box, name, piece)
    elif name == "turn":
        _dice(canvas, box)
    elif name == "cards":
        _cards(canvas, box)
    elif name == "keys":
        _keys(canvas, box)
    else:
        _figures(canvas, box, icons)


def _board(canvas: Canvas, box: Box, name: str, piece: int) -> None:
    theme = canvas.theme
    square = _square(box)
    rect = canvas.rect(square)
    zoom, middle = _BOARDS[name]
    picture = board_picture(round(rect.w * zoom), theme.name, strings.language(), piece)
    left = min(max(0, round(picture.get_width() * middle[0] - rect.w / 2)), _rest(picture, rect.w))
    top = min(max(0, round(picture.get_height() * middle[1] - rect.h / 2)), _rest(picture, rect.h))
    canvas.shadow(square, 10)
    canvas.surface.blit(picture, rect, (left, top, rect.w, rect.h))
    if zoom > 1:
        canvas.box(square, None, 4, theme.frame, 4)


def _square(box: Box) -> Box:
    side = min(box.w, box.h)
    return Box(box.right - side, box.y, side, side)


def _rest(picture: pygame.Surface, side: int) -> int:
    return picture.get_width() - side


def _dice(canvas: Canvas, box: Box) -> None:
    theme = canvas.theme
    tray = box.top_part(min(box.h, 340))
    canvas.box(tray, theme.tray, 24, theme.tray_edge, 4)
    size = min(tray.w / 4.4, tray.h * 0.44)
    x = tray.center[0] - size * 1.28
    for (face, bus), turn in zip(_DICE, RESTING, strict=True):
        picture = die(face, bus, canvas.px(size), turn, theme.name)
        center = (canvas.px(x), canvas.px(tray.y + tray.h * _STEP))
        shade = die_shadow(canvas.px(size), turn)
        away = (center[0] + canvas.px(size * 0.05), center[1] + canvas.px(size * 0.09))
        canvas.surface.blit(shade, shade.get_rect(center=away))
        canvas.surface.blit(picture, picture.get_rect(center=center))
        x += size * 1.28
    line = Box(tray.x + 20, tray.bottom - 72, tray.w - 40, 48)
    canvas.text(tr("how.dice"), line, DISPLAY, BODY + 4, theme.tray_text, CENTER, lowest=12)


def _cards(canvas: Canvas, box: Box) -> None:
    theme = canvas.theme
    content = load_board()
    columns, gap = 4 if box.w < 420 else 5, 8.0
    rows = -(-len(CARDS) // columns)
    width = (box.w - gap * (columns - 1)) / columns
    height = min(112.0, (box.h - gap * (rows - 1)) / rows)
    for index, (kind, icon) in enumerate(CARDS.items()):
        x = box.x + (index % columns) * (width + gap)
        y = box.y + (index // columns) * (height + gap)
        card = Box(x, y, width, height)
        canvas.box(card, theme.fantasy_ink, 9)
        canvas.box(card.cut_top(4), theme.raised, 8, theme.line)
        size = height * 0.46
        canvas.icon(icon, (card.center[0], card.y + height * 0.38), size)
        title, _ = content.card(kind, strings.language())
        words = Box(card.x + 3, card.bottom - height * 0.32, card.w - 6, height * 0.28)
        canvas.text(title, words, NARROW, SMALL, theme.ink, CENTER, lowest=10)


def _keys(canvas: Canvas, box: Box) -> None:
    theme = canvas.theme
    height = min(46.0, box.h / len(_KEYS))
    for index, (key, words) in enumerate(_KEYS):
        row = Box(box.x, box.y + index * height, box.w, height)
        if index % 2 == 0:
            canvas.box(row, theme.soft, 8)
        cap = tr(key) if key.startswith("key.") else key
        canvas.keycap(cap, (row.x + 100, row.center[1]), SMALL)
        canvas.text(tr(words), row.cut_left(120), BOLD, BODY, theme.ink, lowest=11)


def _figures(canvas: Canvas, box: Box, icons: tuple[str, ...]) -> None:
    theme = canvas.theme
    plate = box.top_part(min(box.h, 360))
    canvas.box(plate, theme.soft, 24)
    size = min(plate.w / 3.9, plate.h * 0.5)
    x = plate.center[0] - size * 1.2
    for icon in icons:
        canvas.circle((x, plate.center[1]), size * 0.56, theme.raised, theme.line)
        canvas.icon(icon, (x, plate.center[1]), size * 0.68, theme.accent)
        x += size * 1.2
