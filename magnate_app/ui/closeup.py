"""The board seen close and tilted, as the title shows it."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import pygame

from magnate_app.content import load_board
from magnate_app.protocol.views import DeedView
from magnate_app.saves.preferences import Preferences
from magnate_app.ui import assets, shapes, strings
from magnate_app.ui.board.art import bare_track
from magnate_app.ui.board.atlas import Atlas
from magnate_app.ui.board.dice import RESTING, die, die_shadow
from magnate_app.ui.board.geometry import BoardGeometry
from magnate_app.ui.board.ground import Ground, Stock
from magnate_app.ui.board.layout import load_layout
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.pictures import piece_icon
from magnate_app.ui.theme import Theme, theme_of

TILT: Final = 8
TRAM_REACH: Final = 44
"""Units the tram reaches to both sides of its place."""
_ACROSS: Final = 0.46
_DOWN: Final = 0.4
"""Where in the close-up the middle of the board lies, as shares of its size."""
_SIDE: Final = 1.52
"""Side of the whole board over the height of the window."""

_DEEDS: Final = (
    DeedView(square=110, seat=0, houses=0, mortgaged=False),
    DeedView(square=112, seat=3, houses=0, mortgaged=False),
    DeedView(square=35, seat=0, houses=0, mortgaged=False),
    DeedView(square=101, seat=2, houses=-1, mortgaged=True),
    DeedView(square=106, seat=1, houses=0, mortgaged=False),
    DeedView(square=15, seat=3, houses=0, mortgaged=False),
    DeedView(square=16, seat=0, houses=1, mortgaged=False),
    DeedView(square=9, seat=0, houses=3, mortgaged=False),
    DeedView(square=8, seat=0, houses=2, mortgaged=False),
    DeedView(square=6, seat=0, houses=2, mortgaged=False),
    DeedView(square=5, seat=2, houses=0, mortgaged=False),
)
_DICE: Final = ((6, 525, 600), (2, 600, 592), (6, 675, 604))
_BUS_FROM: Final = 650
_TOKENS: Final = ((106, 0), (104, 1), (201, 3), (27, 2))


def paint_closeup(canvas: Canvas, box: Box, preferences: Preferences) -> None:
    """Fill `box` with the tilted board."""
    canvas.surface.blit(closeup(canvas, box, preferences), canvas.rect(box))


def closeup(canvas: Canvas, box: Box, preferences: Preferences) -> pygame.Surface:
    """Return the tilted board that fills `box`, without its tram; do not draw on it."""
    rect = canvas.rect(box)
    return _closeup(rect.w, rect.h, canvas.theme.name, strings.language(), preferences.piece)


class Spot:
    """Where the units of the board fall on a close-up in real pixels."""

    def __init__(self, left: float, top: float, width: int, height: int) -> None:
        layout = load_layout()
        side = _side(width, height)
        self.k = side / (layout.ring + 2 * layout.frame)
        self._frame, self._middle = layout.frame, side / 2
        self._origin = (left + width * _ACROSS, top + height * _DOWN)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel of a point in units."""
        dx = (x + self._frame) * self.k - self._middle
        dy = (y + self._frame) * self.k - self._middle
        sine, cosine = math.sin(math.radians(TILT)), math.cos(math.radians(TILT))
        return (
            self._origin[0] + dx * cosine + dy * sine,
            self._origin[1] - dx * sine + dy * cosine,
        )


def spot(box: Box, scale: float) -> Spot:
    """Return where units fall on the close-up that fills a logical box."""
    left, top = round(box.x * scale), round(box.y * scale)
    return Spot(left, top, round(box.right * scale) - left, round(box.bottom * scale) - top)


def clear() -> None:
    """Forget the picture."""
    _closeup.cache_clear()
    board_picture.cache_clear()


@lru_cache(maxsize=3)
def board_picture(side: int, theme_name: str, language: str, piece: int) -> pygame.Surface:
    """Return the whole board in the middle of some game; do not draw on it."""
    layout = load_layout()
    ground = Ground(Atlas(load_board(), language), layout, _say)
    deeds = {deed.square: deed for deed in _DEEDS}
    colors = {seat: seat for seat in range(6)}
    theme = theme_of(theme_name)
    board = ground.surface(side, theme, deeds, colors, Stock(pot=265)).copy()
    geometry = BoardGeometry(layout, 0, 0, side)
    _dice(board, geometry, theme_name)
    _words(board, geometry, theme)
    for square, seat in _TOKENS:
        (x, y), _ = geometry.tokens(square, 1)[0]
        token = shapes.token(
            piece_icon(piece if seat == 0 else seat + 1), seat, geometry.px(47), True, theme_name
        )
        board.blit(token, token.get_rect(center=(round(x), round(y))))
    return board


@lru_cache(maxsize=2)
def _closeup(width: int, height: int, theme_name: str, language: str, piece: int) -> pygame.Surface:
    side = _side(width, height)
    board = board_picture(side, theme_name, language, piece).copy()
    layout, theme = load_layout(), theme_of(theme_name)
    track, first = bare_track(layout, theme, side)
    reach = round(TRAM_REACH * side / (layout.ring + 2 * layout.frame))
    middle = round((layout.art.tram[0] + layout.frame) * side / (layout.ring + 2 * layout.frame))
    board.blit(track, (middle - reach, first), (middle - reach, 0, 2 * reach, track.get_height()))
    turned = pygame.transform.rotozoom(board, TILT, 1.0)
    result = pygame.Surface((width, height)).convert()
    result.fill(theme_of(theme_name).frame)
    left = turned.get_width() / 2 - width * _ACROSS
    top = turned.get_height() / 2 - height * _DOWN
    result.blit(turned, (-round(left), -round(top)))
    return result


def _side(width: int, height: int) -> int:
    return round(max(height * _SIDE, width * 1.33))


def _say(key: str, /, **values: str | int) -> str:
    return strings.tr(key, **values)


def _dice(board: pygame.Surface, geometry: BoardGeometry, theme_name: str) -> None:
    for (face, x, y), turn in zip(_DICE, RESTING, strict=True):
        picture = die(face, x > _BUS_FROM, geometry.px(66), turn, theme_name)
        px, py = geometry.at(x, y)
        shade = die_shadow(geometry.px(66), turn)
        away = (round(px) + geometry.px(3), round(py) + geometry.px(6))
        board.blit(shade, shade.get_rect(center=away))
        board.blit(picture, picture.get_rect(center=(round(px), round(py))))


def _words(board: pygame.Surface, geometry: BoardGeometry, theme: Theme) -> None:
    lines = (
        ("MAGNATE", assets.DISPLAY, 25, 514, theme.tray_text),
        (strings.tr("closeup.city"), assets.NARROW_BOLD, 21, 668, theme.tray_text),
        (strings.tr("closeup.streets"), assets.NARROW_BOLD, 21, 694, theme.groups[5].fill),
    )
    left, top = geometry.at(494, 652)
    plate = shapes.rounded(
        geometry.px(212), geometry.px(58), geometry.px(10), (0, 0, 0), None, 0.0, 0.22
    )
    board.blit(plate, (round(left), round(top)))
    for text, face, size, y, color in lines:
        picture = assets.render(text, face, size * geometry.k, color)
        x, middle = geometry.at(600, y)
        board.blit(picture, picture.get_rect(center=(round(x), round(middle))))
