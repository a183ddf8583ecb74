"""The pictures behind the menus: the faint map, the skyline, the pattern of the board."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

import pygame

from magnate_app.ui import assets
from magnate_app.ui.board.art import dry, flatten
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.gradual import Gradual, Steps
from magnate_app.ui.shapes import hex_of, svg_frame
from magnate_app.ui.theme import Color, Theme, mix, theme_of

CITY_SHARE: Final = 0.2
"""Part of a page's height that the skyline takes."""

_WATER: Final = 0.4
_WIDE: Final = 6
"""A skyline so many times as wide as high has its basilica farther out, beside the page."""

_WIDE_TREES: Final = ((0.74, 13), (0.755, 16), (0.775, 12), (0.965, 14), (0.98, 16), (0.995, 12))
_FAINT: Final = 0.28
_MAP_WIDTH: Final = 1600
_MAP_TILT: Final = -8
_MAP_DRAWN: Final = 800
_AT_ONCE: Final = 100
"""So many blocks and trees of the map are drawn at once."""
_HIGH_STEP: Final = 50
_BLOCK_PITCH: Final = (112, 74)
_AVENUE: Final = 16
_BANK: Final = 74.0
_HOUSE: Final = "house"
_TALL: Final = "tall"
_GREEN: Final = "green"
_GROVE: Final = ((0.16, 0.3), (0.32, 0.68), (0.52, 0.34), (0.7, 0.66), (0.86, 0.32))


def paint_map(canvas: Canvas) -> None:
    """Fill the canvas with the table and a faint map of the city on it."""
    size = canvas.surface.get_size()
    canvas.surface.blit(_MAPS.get(canvas.theme.name, *size), (0, 0))


def steps(theme_name: str, width: int, height: int) -> Iterator[None]:
    """Paint the map of a window ahead, a little with each step."""
    return _MAPS.steps(theme_name, width, height)


def _map(theme_name: str, width: int, height: int) -> Steps:
    """Paint the map small, because it lies out of focus under a page, and enlarge it."""
    theme = theme_of(theme_name)
    high = max(1, round(_MAP_WIDTH * height / width / _HIGH_STEP)) * _HIGH_STEP
    layers = _map_layers(theme, _MAP_WIDTH, high)
    small = pygame.Surface((_MAP_DRAWN, round(_MAP_DRAWN * high / _MAP_WIDTH))).convert()
    small.fill(theme.table)
    yield
    for layer in layers:
        small.blit(assets.svg(svg_frame(_MAP_WIDTH, high, layer), *small.get_size()), (0, 0))
        yield
    large = pygame.Surface((width, height)).convert()
    large.fill(theme.table)
    yield
    return pygame.transform.smoothscale(small, (width, height), large)


def paint_city(canvas: Canvas) -> None:
    """Fill the canvas with the map and the skyline along its foot, for pages with room."""
    paint_map(canvas)
    size = canvas.size
    paint_skyline(canvas, size.bottom_part(size.h * CITY_SHARE))


def paint_skyline(canvas: Canvas, box: Box) -> None:
    """Draw houses, the basilica and the river into `box`, whose lower part is water."""
    rect = canvas.rect(box)
    source = _skyline_svg(canvas.theme, rect.w / canvas.scale, rect.h / canvas.scale)
    picture = assets.svg_cached(source, rect.w, rect.h)
    canvas.surface.blit(picture, rect)


def wave_svg(width: int, height: int, color: Color) -> str:
    """Draw a hand-drawn wave, as under the wordmark."""
    steps = 4
    step = width / steps
    path = f"M2 {height / 2}"
    for index in range(steps):
        up = -1 if index % 2 == 0 else 1
        path += f" q{step / 2} {up * height * 0.55} {step} 0"
    body = (
        f'<path d="{path}" fill="none" stroke="{hex_of(color)}" stroke-width="{height * 0.22}" '
        f'stroke-linecap="round"/>'
    )
    return svg_frame(width + 4, height, body)


def paint_wave(canvas: Canvas, box: Box) -> None:
    """Draw the wave of the wordmark."""
    rect = canvas.rect(box)
    source = wave_svg(round(box.w), round(box.h), canvas.theme.river)
    canvas.surface.blit(assets.svg_cached(source, rect.w, rect.h), rect)


def paint_emblem(canvas: Canvas, box: Box) -> None:
    """Draw the basilica alone, as the game's emblem."""
    theme, rect = canvas.theme, canvas.rect(box)
    wall = hex_of(theme.ink if not theme.night else mix(theme.frame, theme.line, 0.9))
    glass = hex_of(mix(theme.panel, theme.river, 0.1) if not theme.night else theme.warn)
    body = _basilica(100, 132, 1.0, wall, hex_of(theme.accent), glass)
    canvas.surface.blit(assets.svg_cached(svg_frame(200, 136, body), rect.w, rect.h), rect)


def _map_layers(theme: Theme, width: int, height: int) -> list[str]:
    """Return what the map is painted from, the lowest first."""
    strength = _FAINT

    def faint(color: Color, share: float = strength) -> str:
        return hex_of(mix(theme.table, color, share))

    w, h = width, height
    river = (
        f"M{-0.05 * w:.0f} {0.62 * h:.0f} C{0.12 * w:.0f} {0.5 * h:.0f} {0.02 * w:.0f} "
        f"{0.1 * h:.0f} {0.2 * w:.0f} {-0.02 * h:.0f} C{0.34 * w:.0f} {-0.14 * h:.0f} "
        f"{0.62 * w:.0f} {-0.1 * h:.0f} {0.8 * w:.0f} {-0.06 * h:.0f} C{0.94 * w:.0f} "
        f"{-0.02 * h:.0f} {0.94 * w:.0f} {0.3 * h:.0f} {0.97 * w:.0f} {0.45 * h:.0f} "
        f"C{1.0 * w:.0f} {0.6 * h:.0f} {0.95 * w:.0f} {0.85 * h:.0f} {1.06 * w:.0f} {1.04 * h:.0f}"
    )
    blocks, trees = _streets(w, h, flatten(river, 8))
    block, corner = faint(theme.block2, strength * 0.62), faint(theme.block2, strength * 0.92)
    park, tree = faint(theme.park, strength * 0.72), faint(theme.tree, strength * 0.78)
    fills = {_HOUSE: block, _TALL: corner, _GREEN: park}
    city = [_rect(x, y, bw, bh, fills[kind], 7) for kind, x, y, bw, bh in blocks]
    city += [_disc(x, y, r, tree) for x, y, r in trees]
    turn = f"rotate({_MAP_TILT} {w / 2:.0f} {h / 2:.0f})"
    layers = [
        f'<g transform="{turn}">{"".join(city[start : start + _AT_ONCE])}</g>'
        for start in range(0, len(city), _AT_ONCE)
    ]
    parts = []
    lines = (
        (134, faint(theme.bank, strength * 1.2), ""),
        (112, faint(theme.river_dark, strength * 0.62), ""),
        (100, faint(theme.river, strength * 0.78), ""),
        (2.4, faint(theme.river_light, strength * 1.4), 'stroke-dasharray="26 46"'),
    )
    for stroke, color, dash in lines:
        parts.append(
            f'<path d="{river}" fill="none" stroke="{color}" stroke-width="{stroke}" '
            f'stroke-linecap="round" {dash}/>'
        )
    return [*layers, "".join(parts), *_sunlight(theme, w, h)]


def _streets(
    w: float, h: float, river: Sequence[tuple[float, float]]
) -> tuple[list[tuple[str, float, float, float, float]], list[tuple[float, float, float]]]:
    """Return the blocks between the streets of a city, away from the water, and its trees.

    Places are those before the map is turned; what they look like follows from their number.
    """
    turn = math.radians(-_MAP_TILT)
    cos, sin = math.cos(turn), math.sin(turn)
    middle = w / 2, h / 2

    def straight(point: tuple[float, float]) -> tuple[float, float]:
        x, y = point[0] - middle[0], point[1] - middle[1]
        return middle[0] + x * cos - y * sin, middle[1] + x * sin + y * cos

    water = [straight(point) for point in river]
    blocks: list[tuple[str, float, float, float, float]] = []
    trees: list[tuple[float, float, float]] = []
    for row in range(-2, int(h / _BLOCK_PITCH[1]) + 3):
        for column in range(-2, int(w / _BLOCK_PITCH[0]) + 3):
            dice = (row * 31 + column * 17 + row * column * 7) % 23
            x = column * _BLOCK_PITCH[0] + column // 4 * _AVENUE + (row // 3 % 2) * 30
            y = row * _BLOCK_PITCH[1] + row // 3 * _AVENUE
            wide, tall = _BLOCK_PITCH[0] - 12, _BLOCK_PITCH[1] - 12
            if dice in (3, 19) or not dry(water, (x, y, wide, tall), _BANK):
                continue
            if dice == 11:
                blocks.append((_GREEN, x, y, wide, tall))
                trees += [(x + wide * s, y + tall * t, 7.0) for s, t in _GROVE]
                continue
            kind = _TALL if dice % 7 == 4 else _HOUSE
            if dice % 3 == 0:
                half = (wide - 8) * (0.4 if dice % 2 else 0.58)
                blocks.append((kind, x, y, half, tall))
                blocks.append((_HOUSE, x + half + 8, y, wide - half - 8, tall))
            else:
                blocks.append((kind, x, y, wide, tall))
    return blocks, trees


def _sunlight(theme: Theme, w: float, h: float) -> tuple[str, str]:
    """Light falls on the table from the upper left and leaves the far corner darker."""
    shade, light = hex_of(theme.shadow), hex_of(theme.white)
    deep = 0.34 if theme.night else 0.13
    bright = 0.03 if theme.night else 0.34
    sun = (
        f'<defs><radialGradient id="sun" gradientUnits="userSpaceOnUse" cx="{w * 0.3:.0f}" '
        f'cy="{h * 0.12:.0f}" r="{w * 0.62:.0f}"><stop offset="0" stop-color="{light}" '
        f'stop-opacity="{bright}"/><stop offset="1" stop-color="{light}" stop-opacity="0"/>'
        f'</radialGradient></defs><rect width="{w}" height="{h}" fill="url(#sun)"/>'
    )
    dusk = (
        f'<defs><radialGradient id="dusk" gradientUnits="userSpaceOnUse" '
        f'cx="{w * 0.42:.0f}" cy="{h * 0.36:.0f}" r="{w * 0.78:.0f}">'
        f'<stop offset="0.45" stop-color="{shade}" stop-opacity="0"/>'
        f'<stop offset="1" stop-color="{shade}" stop-opacity="{deep}"/></radialGradient></defs>'
        f'<rect width="{w}" height="{h}" fill="url(#dusk)"/>'
    )
    return sun, dusk


def _skyline_svg(theme: Theme, width: float, height: float) -> str:
    w, h = width, height
    water = h * _WATER
    ground = h - water
    unit = h / 270
    wall = hex_of(theme.frame if not theme.night else mix(theme.frame, theme.line, 0.6))
    roof = hex_of(theme.accent)
    glass = hex_of(mix(theme.panel, theme.river, 0.1) if not theme.night else theme.warn)
    base = ground - 14 * unit
    parts = [
        _rect(0, base, w, 20 * unit, hex_of(theme.park)),
        _rect(0, ground, w, water + 8, hex_of(theme.river)),
        _rect(0, ground, w, 4 * unit, hex_of(theme.river_dark)),
        _houses(theme, 14 * unit, w * (0.6 if w < _WIDE * h else 0.72), base, unit),
        _basilica(w * (0.775 if w < _WIDE * h else 0.88), base, unit * 1.05, wall, roof, glass),
    ]
    row = ((0.575, 13), (0.6, 15), (0.945, 14), (0.968, 16), (0.99, 12))
    for tree_x, tree_r in row if w < _WIDE * h else _WIDE_TREES:
        parts.append(_disc(tree_x * w, base - 8 * unit, tree_r * unit, hex_of(theme.tree)))
    light = hex_of(theme.river_light)
    waves = ((0.05, 0.3), (0.2, 0.62), (0.4, 0.42), (0.56, 0.72), (0.74, 0.36), (0.88, 0.6))
    curve = f"q{11 * unit} {-7 * unit} {22 * unit} 0 q{11 * unit} {7 * unit} {22 * unit} 0"
    for wave_x, wave_y in waves:
        start = f"M{wave_x * w:.1f} {ground + wave_y * water:.1f} "
        parts.append(
            f'<path d="{start}{curve}" fill="none" stroke="{light}" '
            f'stroke-width="{3 * unit:.1f}" stroke-linecap="round"/>'
        )
    parts.append(_boat(w * 0.33, ground + water * 0.32, unit, theme))
    return svg_frame(w, h, "".join(parts))


def _rect(x: float, y: float, w: float, h: float, fill: str, radius: float = 0) -> str:
    corner = f' rx="{radius:.1f}"' if radius else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}"{corner} fill="{fill}"/>'


def _disc(x: float, y: float, r: float, fill: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{fill}"/>'


def _shape(path: str, fill: str) -> str:
    return f'<path d="{path}" fill="{fill}"/>'


def _houses(theme: Theme, x: float, end: float, base: float, u: float) -> str:
    wall, window = hex_of(theme.block), hex_of(theme.block2)
    roofs = (hex_of(theme.roof), hex_of(mix(theme.roof, theme.panel, 0.3)))
    parts = []
    index = 0
    while x < end:
        tall = (34, 48, 58, 44, 52, 38, 50)[index % 7] * u
        wide = (52, 56, 54, 58, 50, 60, 54)[index % 7] * u
        top = base - tall
        half = wide / 2 + 4 * u
        parts.append(_rect(x, top, wide, tall, wall))
        roof = f"M{x - 4 * u:.1f} {top:.1f} l{half:.1f} {-17 * u:.1f} l{half:.1f} {17 * u:.1f} z"
        parts.append(_shape(roof, roofs[index % 2]))
        for row in range(int(tall // (20 * u))):
            for column in range(3):
                left = x + wide * (0.18 + 0.27 * column)
                parts.append(_rect(left, top + (6 + 18 * row) * u, 7 * u, 10 * u, window, 1))
        x += wide + 10 * u
        index += 1
    return "".join(parts)


def _basilica(x: float, base: float, u: float, wall: str, roof: str, glass: str) -> str:
    parts = [_rect(x - 92 * u, base - 44 * u, 184 * u, 44 * u, wall)]
    for side in (-1, 1):
        for offset, tall in ((84, 92), (46, 100)):
            cx = x + side * offset * u
            top = base - (tall - 18) * u
            parts += [
                _rect(cx - 8 * u, top, 16 * u, (tall - 18) * u, wall),
                _shape(f"M{cx - 9 * u} {top} l{9 * u} {-26 * u} l{9 * u} {26 * u} z", roof),
                _disc(cx, base - (tall + 8) * u, 2.4 * u, roof),
                _rect(cx - 3 * u, top + 12 * u, 6 * u, 10 * u, glass, 3 * u),
            ]
        cx = x + side * 64 * u
        r = 14 * u
        parts.append(_shape(f"M{cx - r} {base - 44 * u} a{r} {r} 0 0 1 {2 * r} 0 z", roof))
    dome = (
        f"M{x - 26 * u} {base - 66 * u} c{2 * u} {-30 * u} {16 * u} {-40 * u} {26 * u} {-44 * u} "
        f"c{10 * u} {4 * u} {24 * u} {14 * u} {26 * u} {44 * u} z"
    )
    parts += [
        _rect(x - 26 * u, base - 66 * u, 52 * u, 24 * u, wall),
        _shape(dome, roof),
        _rect(x - 2.5 * u, base - 124 * u, 5 * u, 18 * u, roof),
        _disc(x, base - 126 * u, 4 * u, roof),
    ]
    for index in range(9):
        wx = x - 84 * u + index * 21 * u
        parts.append(_rect(wx - 3 * u, base - 32 * u, 6 * u, 11 * u, glass, 3 * u))
    parts.append(_rect(x - 8 * u, base - 18 * u, 16 * u, 18 * u, glass, 7 * u))
    return "".join(parts)


def _boat(x: float, y: float, u: float, theme: Theme) -> str:
    hull = hex_of(theme.dark)
    sail, other = hex_of(theme.accent), hex_of(theme.white)
    return (
        _shape(f"M{x - 2 * u} {y - 46 * u} l{-16 * u} {36 * u} h{16 * u} z", sail)
        + _shape(f"M{x + 2 * u} {y - 40 * u} l{14 * u} {30 * u} h{-14 * u} z", other)
        + _shape(f"M{x - 22 * u} {y - 8 * u} h{44 * u} l{-8 * u} {13 * u} h{-28 * u} z", hull)
        + _rect(x - 15 * u, y - 4 * u, 30 * u, 3 * u, other)
    )


_MAPS: Final = Gradual(_map, 3)
