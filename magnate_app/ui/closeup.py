"""The board seen close and tilted, as the title shows it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, NamedTuple

import pygame

from magnate_app.content import load_board
from magnate_app.protocol.views import DeedView
from magnate_app.saves.preferences import Preferences
from magnate_app.ui import assets, shapes, strings
from magnate_app.ui.board.atlas import Atlas
from magnate_app.ui.board.dice import RESTING, die, die_shadow
from magnate_app.ui.board.geometry import BoardGeometry
from magnate_app.ui.board.ground import Ground, Printed, Stock
from magnate_app.ui.board.layout import load_layout
from magnate_app.ui.geometry import Box
from magnate_app.ui.gradual import Gradual, Steps
from magnate_app.ui.pictures import piece_icon
from magnate_app.ui.theme import Color, Theme, theme_of

_SQUARE, _RIGHT, _AWAY = 197, 195, 28
"""A square that is turned at once, and the whole pixels its sides go along and across."""
_PATCH: Final = 228
"""So much of the straight board covers a turned square."""
TILT: Final = math.degrees(math.atan2(_AWAY, _RIGHT))
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


class Look(NamedTuple):
    """What a close-up depends on; its size is in real pixels."""

    width: int
    height: int
    theme: str
    language: str
    piece: int


def look_of(box: Box, scale: float, theme: Theme, preferences: Preferences) -> Look:
    """Return how the close-up that fills a logical box looks."""
    left, top, right, bottom = (
        round(edge * scale) for edge in (box.x, box.y, box.right, box.bottom)
    )
    return Look(right - left, bottom - top, theme.name, strings.language(), preferences.piece)


def steps(look: Look) -> Iterator[None]:
    """Paint a close-up, a little with each step."""
    return _CLOSEUPS.steps(*look)


def is_ready(look: Look) -> bool:
    """Whether a close-up can be shown at once."""
    return _CLOSEUPS.ready(*look)


def closeup(look: Look) -> pygame.Surface:
    """Return the tilted board without its tram; do not draw on it."""
    return _CLOSEUPS.get(*look)


def stand_in(look: Look) -> pygame.Surface | None:
    """Return another close-up of the theme, stretched to the size that is wanted."""
    other = _CLOSEUPS.last(lambda key: key[2] == look.theme)
    return other and pygame.transform.smoothscale(other, (look.width, look.height))


class Spot:
    """Where the units of the board fall on a close-up in real pixels."""

    def __init__(self, left: float, top: float, width: int, height: int) -> None:
        layout = load_layout()
        side = _side(width, height)
        self.k = side / (layout.ring + 2 * layout.frame)
        self._frame, self._middle = layout.frame, side // 2
        self._origin = (left + round(width * _ACROSS), top + round(height * _DOWN))

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


def board_steps(side: int, theme_name: str, language: str, piece: int) -> Iterator[None]:
    """Paint the whole board in the middle of some game, a little with each step."""
    return _BOARDS.steps(side, theme_name, language, piece, True)


def board_picture(side: int, theme_name: str, language: str, piece: int) -> pygame.Surface:
    """Return the whole board in the middle of some game; do not draw on it."""
    return _BOARDS.get(side, theme_name, language, piece, True)


def _board(side: int, theme_name: str, language: str, piece: int, tram: bool) -> Steps:
    layout = load_layout()
    ground = Ground(Atlas(load_board(), language), layout, strings.tr, tram)
    deeds = {deed.square: deed for deed in _DEEDS}
    colors = {seat: seat for seat in range(6)}
    theme = theme_of(theme_name)
    printed = Printed(side, theme, deeds, colors, Stock(pot=265))
    yield from ground.prepare(printed)
    board = ground.surface(printed)
    geometry = BoardGeometry(layout, 0, 0, side)
    yield from _dice(board, geometry, theme_name)
    _words(board, geometry, theme)
    for square, seat in _TOKENS:
        (x, y), _ = geometry.tokens(square, 1)[0]
        token = shapes.token(
            piece_icon(piece if seat == 0 else seat + 1), seat, geometry.px(47), True, theme_name
        )
        board.blit(token, token.get_rect(center=(round(x), round(y))))
        yield
    return board


def _closeup(width: int, height: int, theme_name: str, language: str, piece: int) -> Steps:
    board = yield from _board(_side(width, height), theme_name, language, piece, False)
    return (yield from _turned(board, width, height, theme_of(theme_name).frame))


def _turned(board: pygame.Surface, width: int, height: int, around: Color) -> Steps:
    """Turn a board square by square; each falls on whole pixels of either picture."""
    result = pygame.Surface((width, height)).convert()
    result.fill(around)
    patch = pygame.Surface((_PATCH, _PATCH), pygame.SRCALPHA)
    left, top, middle = round(width * _ACROSS), round(height * _DOWN), board.get_width() // 2
    half = _SQUARE // 2
    for row in range(-(top // _SQUARE) - 1, (height - top) // _SQUARE + 2):
        for column in range(-(left // _SQUARE) - 1, (width - left) // _SQUARE + 2):
            x = middle + column * _RIGHT - row * _AWAY
            y = middle + column * _AWAY + row * _RIGHT
            patch.fill(around)
            patch.blit(board, (_PATCH // 2 - x, _PATCH // 2 - y))
            turned = pygame.transform.rotozoom(patch, TILT, 1.0)
            seen = pygame.Rect(0, 0, _SQUARE, _SQUARE)
            seen.center = turned.get_width() // 2, turned.get_height() // 2
            at = (left + column * _SQUARE - half, top + row * _SQUARE - half)
            result.blit(turned, at, seen)
            yield
    return result


def _side(width: int, height: int) -> int:
    return round(max(height * _SIDE, width * 1.33))


def _dice(board: pygame.Surface, geometry: BoardGeometry, theme_name: str) -> Iterator[None]:
    for (face, x, y), turn in zip(_DICE, RESTING, strict=True):
        picture = die(face, x > _BUS_FROM, geometry.px(66), turn, theme_name)
        px, py = geometry.at(x, y)
        shade = die_shadow(geometry.px(66), turn)
        away = (round(px) + geometry.px(3), round(py) + geometry.px(6))
        board.blit(shade, shade.get_rect(center=away))
        board.blit(picture, picture.get_rect(center=(round(px), round(py))))
        yield


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


_BOARDS: Final = Gradual(_board, 3)
_CLOSEUPS: Final = Gradual(_closeup, 2)
