"""What moves over the board for a moment: dice in the air, coins, stamps on tiles.

Pure places first, then the drawing; every picture is one of a small, kept set.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final, NamedTuple

import pygame

from magnate_app.ui import assets, pictures, shapes
from magnate_app.ui.board.buildings import building
from magnate_app.ui.board.dice import RESTING, die, die_shadow
from magnate_app.ui.board.geometry import BoardGeometry
from magnate_app.ui.board.layout import BoardLayout, Point
from magnate_app.ui.effects.playfield import (
    COIN_SECONDS,
    GAVEL,
    OUT,
    SOLD,
    STAMP_SECONDS,
    Coins,
    Flight,
    Playfield,
    Stamp,
)
from magnate_app.ui.shapes import hex_of, svg_frame
from magnate_app.ui.theme import Theme, mix, theme_of

DIE: Final = 70.0
"""Units a die is wide."""

PITCH: Final = 74.0
LIFT: Final = 26.0
COIN: Final = 26.0
COINS_AT_ONCE: Final = 4

_BOUNCES: Final = ((0.0, 0.42, 62.0), (0.42, 0.7, 26.0), (0.7, 0.88, 9.0))
"""From, to and height of the hops of a die that comes in."""

_LANDED: Final = 0.7
"""Share of its throw after which a die shows its face."""

_DROP: Final = 0.24
"""Seconds a stamp falls."""

_SPIN_STEP: Final = 4
"""Degrees between two pictures of a die in the air."""

_SWING: Final = 5
"""Degrees between two pictures of the gavel."""


class Throw(NamedTuple):
    """Where a die is in its throw: units from its resting place, height, turn, and if it shows."""

    dx: float
    dy: float
    lift: float
    turn: float
    landed: bool


def thrown(index: int, share: float) -> Throw:
    """Return where die `index` is when `share` of the throw is over."""
    late = 0.07 * index
    t = min(1.0, max(0.0, (share - late) / (1 - 0.07 * 2)))
    left = (1 - t) ** 2
    lift = 0.0
    for start, end, height in _BOUNCES:
        if start <= t < end:
            lift = math.sin((t - start) / (end - start) * math.pi) * height
    spin = (560 + 150 * index) * (1 if index % 2 else -1)
    return Throw(
        dx=-(150 + 46 * index) * left,
        dy=(78 - 78 * index) * left,
        lift=lift,
        turn=spin * left,
        landed=t >= _LANDED,
    )


def draw_dice(
    surface: pygame.Surface,
    geometry: BoardGeometry,
    layout: BoardLayout,
    field: Playfield,
    theme: Theme,
    still: bool,
) -> None:
    """Draw the dice, in the air or at rest."""
    assert field.dice is not None
    k = geometry.k
    x, y, w, h = layout.tray
    faces = [(field.dice[0], False), (field.dice[1], False)]
    if field.dice[2]:
        faces.append((field.dice[2], True))
    size = round(DIE * k)
    tumble = None if still else field.tumble
    for i, (result, bus) in enumerate(faces):
        face = result
        turn, lift = RESTING[i], 0.0
        ux = x + w / 2 + (i - (len(faces) - 1) / 2) * PITCH
        uy = y + h / 2 - 16 + (-4 if i == 1 else 0)
        if tumble is not None:
            throw = thrown(i, tumble)
            ux, uy, lift, turn = ux + throw.dx, uy + throw.dy, throw.lift, turn + throw.turn
            if not throw.landed:
                face = 1 + int(tumble * 17 + i * 2) % 6
        px, py = geometry.at(ux, uy)
        # The light comes from the upper left: the higher a die, the farther off its shadow.
        shade = die_shadow(size, turn)
        away = (round(px + (3 + lift * 0.34) * k), round(py + (6 + lift * 0.42) * k))
        surface.blit(shade, shade.get_rect(center=away))
        step = _SPIN_STEP if tumble is not None else 1
        picture = die(face, bus, size, round(turn / step) * step, theme.name)
        at = (round(px), round(py - lift * 0.6 * k))
        surface.blit(picture, picture.get_rect(center=at))


def draw_places(
    surface: pygame.Surface, geometry: BoardGeometry, layout: BoardLayout, theme: Theme
) -> None:
    """Draw where the dice will lie, as long as nobody has thrown."""
    x, y, w, h = layout.tray
    side = geometry.px(DIE * 0.92)
    line = mix(theme.tray, theme.tray_text, 0.34)
    for i in range(3):
        px, py = geometry.at(x + w / 2 + (i - 1) * PITCH, y + h / 2 - 16)
        place = shapes.dashed(side, side, geometry.px(14), line, max(1.0, 2.4 * geometry.k))
        surface.blit(place, place.get_rect(center=(round(px), round(py))))


def flying(geometry: BoardGeometry, flight: Flight) -> tuple[Point, float]:
    """Return the ground under a token on its way, and how high over it: hops, or one arc."""
    path = flight.path
    if flight.by != "walk":
        path = (path[0], path[-1])
    legs = len(path) - 1
    place = min(flight.share, 0.9999) * legs
    leg = int(place)
    t = place - leg
    (x0, y0), _ = geometry.tokens(path[leg], 1)[0]
    (x1, y1), _ = geometry.tokens(path[leg + 1], 1)[0]
    if flight.by != "walk":
        t = t * t * (3 - 2 * t)
    height = LIFT * (1.0 if flight.by == "walk" else 2.2) * geometry.k
    return (x0 + (x1 - x0) * t, y0 + (y1 - y0) * t), math.sin(t * math.pi) * height


def draw_token_shadow(
    surface: pygame.Surface, ground: Point, radius: float, height: float, theme: Theme
) -> None:
    """Draw the shadow a lifted token leaves on the board."""
    w, h = round(radius * 1.7), round(radius * 0.8)
    shade = shapes.rounded(w, h, h // 2, theme.shadow, None, 0.0, 0.3)
    at = (round(ground[0] + height * 0.24), round(ground[1] + radius * 0.72 + height * 0.16))
    surface.blit(shade, shade.get_rect(center=at))


def draw_coins(
    surface: pygame.Surface, geometry: BoardGeometry, start: Point, end: Point, coins: Coins
) -> None:
    """Draw some coins on their way from one purse to another."""
    coin = assets.icon(pictures.COIN, COIN * geometry.k)
    reach = math.hypot(end[0] - start[0], end[1] - start[1])
    rise = min(110 * geometry.k, 26 * geometry.k + reach * 0.16)
    for number in range(COINS_AT_ONCE):
        t = (coins.age / COIN_SECONDS - 0.1 * number) / (1 - 0.1 * (COINS_AT_ONCE - 1))
        if not 0 <= t <= 1:
            continue
        eased = t * t * (3 - 2 * t)
        x = start[0] + (end[0] - start[0]) * eased
        y = start[1] + (end[1] - start[1]) * eased - math.sin(t * math.pi) * rise
        surface.blit(coin, coin.get_rect(center=(round(x), round(y))))


def draw_stamp(
    surface: pygame.Surface, geometry: BoardGeometry, stamp: Stamp, color: int, theme: Theme
) -> None:
    """Draw what has just happened to a tile: a seal, a house, a gavel that falls on it."""
    x, y, w, h = geometry.tile(stamp.square)
    k = geometry.k
    cx, cy = x + w / 2, y + h / 2
    if stamp.kind == OUT:
        (cx, cy), _ = geometry.tokens(stamp.square, 1)[0]
    if stamp.kind == GAVEL:
        _draw_gavel(surface, geometry, (cx, cy), stamp.age)
        return
    if stamp.kind == SOLD:
        rest = stamp.age / STAMP_SECONDS
        cy -= rest * 46 * k
        picture = building(False, 34 * k)
    else:
        fallen = min(1.0, stamp.age / _DROP)
        cy -= (1 - fallen * fallen) * 60 * k
        if stamp.kind == OUT:
            picture = assets.icon("fill/x-circle", 64 * k, theme.loss)
        elif stamp.kind == "seal":
            picture = _seal(round(58 * k), color, theme.name)
        else:
            picture = building(stamp.kind == "hotel", 44 * k)
    if stamp.kind != "seal":
        side = round((52 if stamp.kind == OUT else 56) * k)
        plate = shapes.rounded(side, side, side // 2, theme.raised, theme.line, 2.0)
        surface.blit(plate, plate.get_rect(center=(round(cx), round(cy))))
    surface.blit(picture, picture.get_rect(center=(round(cx), round(cy))))


def _draw_gavel(
    surface: pygame.Surface, geometry: BoardGeometry, centre: Point, age: float
) -> None:
    blow = min(1.0, age / _DROP)
    turn = 52 * (1 - blow * blow) - 8 * max(0.0, math.sin((age - _DROP) * 18)) * (age < 0.5)
    size = round(104 * geometry.k)
    picture = _gavel(size, round(turn / _SWING) * _SWING)
    at = (round(centre[0] + size * 0.16), round(centre[1] - size * 0.2))
    surface.blit(picture, picture.get_rect(center=at))


@lru_cache(maxsize=32)
def _gavel(size: int, turn: int) -> pygame.Surface:
    """Return a gavel with its block, the handle raised by `turn` degrees."""
    body = (
        '<rect x="14" y="84" width="52" height="12" rx="4" fill="#5E3B22"/>'
        '<rect x="14" y="82" width="52" height="8" rx="4" fill="#8B5E3C"/>'
        f'<g transform="rotate({turn} 96 74)">'
        '<rect x="48" y="58" width="56" height="9" rx="4.5" fill="#6E4529"/>'
        '<rect x="48" y="58" width="56" height="4" rx="2" fill="#A9774C"/>'
        '<rect x="26" y="42" width="28" height="40" rx="6" fill="#8B5E3C" stroke="#3B2413" '
        'stroke-width="2"/><rect x="30" y="42" width="6" height="40" fill="#B98657"/>'
        '<rect x="23" y="42" width="34" height="8" rx="4" fill="#F2C838" stroke="#3B2413" '
        'stroke-width="1.5"/><rect x="23" y="74" width="34" height="8" rx="4" fill="#F2C838" '
        'stroke="#3B2413" stroke-width="1.5"/></g>'
    )
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="120" '
        f'viewBox="0 -10 120 120">{body}</svg>'
    )
    return assets.svg(picture, size, size)


@lru_cache(maxsize=24)
def _seal(size: int, color: int, theme_name: str) -> pygame.Surface:
    """Return the owner's seal: the seat's symbol on a disc in its colour."""
    theme = theme_of(theme_name)
    middle, radius = size / 2, size / 2 - 1.5
    body = (
        f'<circle cx="{middle}" cy="{middle}" r="{radius}" fill="{hex_of(theme.white)}"/>'
        f'<circle cx="{middle}" cy="{middle}" r="{radius * 0.9:.2f}" '
        f'fill="{hex_of(theme.seat(color))}"/>'
        + shapes.symbol_svg(color, middle, middle, radius * 0.5, theme.seat_symbol_color(color))
    )
    return assets.svg(svg_frame(size, size, body), size, size)
