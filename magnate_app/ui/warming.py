"""Draws ahead, while nothing happens, what a table will need in a hurry.

Letters, icons and fields are kept once drawn; so the first auction or the first choice
of a street does not hold up the picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pygame

from magnate_app.content import load_board
from magnate_app.ui import strings
from magnate_app.ui.assets import DISPLAY
from magnate_app.ui.board.atlas import Atlas
from magnate_app.ui.board.deed_card import WIDTH, card_height, card_steps
from magnate_app.ui.board.geometry import BoardGeometry
from magnate_app.ui.board.ground import Ground, Printed, Stock
from magnate_app.ui.board.layout import load_layout
from magnate_app.ui.board.marks import glow
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.pictures import CARDS
from magnate_app.ui.scene import Stage
from magnate_app.ui.table_context import Table
from magnate_app.ui.table_layout import table_layout
from magnate_app.ui.theme import FIGURE, TITLE

IN_PANEL: Final = 270.0
"""Width of the deed card in the panel of an auction, where there is room."""

_LETTERS: Final = "ABCDEFGHIJKLMNÑOPQRSTUVWXYZabcdefghijklmnñopqrstuvwxyzáéíóú0123456789.,:!¿?%×"
_AT_ONCE: Final = 12

PAUSE: Final = 0.5
"""Seconds a table is shown before anything is drawn ahead."""

_SIZES: Final = ((DISPLAY, TITLE), (DISPLAY, FIGURE), (DISPLAY, 18.0), (DISPLAY, 17.0))


def appearance(stage: Stage) -> tuple[object, ...]:
    """Return what all that is drawn ahead depends on; with another one it is drawn anew."""
    return stage.window_size, stage.scale, stage.theme.name, strings.language()


def warming(stage: Stage, table: Table, board: float, geometry: BoardGeometry) -> Iterator[None]:
    """Draw a little with each step; `board` is the width of the board."""
    width = max(204.0, min(WIDTH, board * 0.216))
    squares = [square for square in table.atlas.squares if table.atlas.ownable(square)]
    sheet = pygame.Surface((8, 8))
    canvas = Canvas(sheet, stage.theme, stage.scale)
    for kind in ("street", "bridge", "server"):
        square = next((s for s in squares if table.atlas.kind(s) == kind), None)
        if square is None:
            continue
        for wide in (width, IN_PANEL):
            card = Box(0, 0, wide, card_height(table, square, wide))
            yield from card_steps(canvas, table, square, card)
    for square in table.atlas.squares:
        rect = pygame.Rect(geometry.tile(square))
        for strong in (True, False):
            glow(rect.w, rect.h, round(geometry.k, 3), stage.theme.accent, strong)
            yield
    for face, size in _SIZES:
        for start in range(0, len(_LETTERS), _AT_ONCE):
            for letter in _LETTERS[start : start + _AT_ONCE]:
                canvas.label(letter, (0, 0), face, size)
            yield
    for name in CARDS.values():
        canvas.icon(name, (0, 0), 34)
        yield


def board_ahead(stage: Stage) -> Iterator[None]:
    """Paint the board of a new game for the window as it is, a little with each step."""
    atlas, layout = Atlas(load_board(), strings.language()), load_layout()
    side = round(table_layout(stage.size, 2, 0).board.w * stage.scale)
    return Ground(atlas, layout, strings.tr).prepare(Printed(side, stage.theme, {}, {}, Stock()))
