"""The three dice: number dice in paper white, the bus die in terracotta."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import pygame

from magnate_app.ui import assets
from magnate_app.ui.board.art import hexed
from magnate_app.ui.theme import Theme, mix, theme_of

RESTING: Final = (-7.0, 5.0, -4.0)
"""How far each die lies turned, in degrees."""

BUS_FACES: Final = (4, 5, 6)

_PIPS: Final = {
    1: ((0, 0),),
    2: ((-1, -1), (1, 1)),
    3: ((-1, -1), (0, 0), (1, 1)),
    4: ((-1, -1), (1, -1), (-1, 1), (1, 1)),
    5: ((-1, -1), (1, -1), (0, 0), (-1, 1), (1, 1)),
    6: ((-1, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (1, 1)),
}


def die(face: int, bus_die: bool, size: int, turn: float, theme_name: str) -> pygame.Surface:
    """Return a die showing `face`, turned by `turn` degrees; do not draw on it."""
    return _die(face, bus_die, size, round(turn) % 360, theme_name)


@lru_cache(maxsize=512)
def _die(face: int, bus_die: bool, size: int, turn: int, theme_name: str) -> pygame.Surface:
    theme = theme_of(theme_name)
    side = round(size * 1.5)
    source = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="150" height="150" '
        f'viewBox="-75 -75 150 150"><g transform="rotate({-turn})">'
        + _body(face, bus_die, theme)
        + "</g></svg>"
    )
    return assets.svg(source, side, side)


def die_shadow(size: int, turn: float) -> pygame.Surface:
    """Return the shadow of a die of that size and turn."""
    # A square looks alike after a quarter, and nobody sees three degrees in a shadow.
    return _die_shadow(size, round(turn / 3) * 3 % 90)


@lru_cache(maxsize=64)
def _die_shadow(size: int, turn: int) -> pygame.Surface:
    side = round(size * 1.5)
    source = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="150" height="150" '
        f'viewBox="-75 -75 150 150"><rect x="-48" y="-48" width="96" height="96" rx="22" '
        f'fill="#000000" fill-opacity="0.3" transform="rotate({-turn})"/></svg>'
    )
    return assets.svg(source, side, side)


def _body(face: int, bus_die: bool, theme: Theme) -> str:
    """Draw a die lit from the upper left: plate, rim, foot and what is on it."""
    accent = theme.groups[4].fill if theme.night else theme.accent
    base = mix(accent, theme.white, 0.04) if bus_die else (255, 253, 248)
    low = mix(base, theme.dark, 0.3 if bus_die else 0.24)
    light, shade = mix(base, theme.white, 0.34), mix(base, theme.dark, 0.1)
    parts = (
        '<defs><linearGradient id="plate" gradientUnits="userSpaceOnUse" x1="-40" y1="-50" '
        f'x2="36" y2="44"><stop offset="0" stop-color="{hexed(light)}"/><stop offset="0.55" '
        f'stop-color="{hexed(base)}"/><stop offset="1" stop-color="{hexed(shade)}"/>'
        "</linearGradient></defs>"
        f'<rect x="-48" y="-46" width="96" height="98" rx="21" fill="{hexed(low)}"/>'
        f'<rect x="-48" y="-50" width="96" height="94" rx="21" fill="{hexed(shade)}"/>'
        '<rect x="-46" y="-48" width="92" height="88" rx="19" fill="url(#plate)"/>'
        '<path d="M-41 -22V-27A16 16 0 0 1 -25 -43H18" fill="none" stroke="#FFFFFF" '
        f'stroke-opacity="{0.45 if bus_die else 0.95}" stroke-width="4" stroke-linecap="round"/>'
    )
    if bus_die and face in BUS_FACES:
        return parts + _bus(hexed(accent))
    color = hexed(theme.white if bus_die else theme.dark)
    radius = 9 if bus_die else 9.5
    glint = "" if bus_die else ' fill="#FFFFFF" fill-opacity="0.28"'
    return parts + "".join(
        f'<circle cx="{x * 25}" cy="{y * 25 - 4}" r="{radius}" fill="{color}"/>'
        + (f'<circle cx="{x * 25 - 2.6}" cy="{y * 25 - 7}" r="2.8"{glint}/>' if glint else "")
        for x, y in _PIPS.get(face, ())
    )


def _bus(hole: str) -> str:
    """Draw a bus seen from the front."""
    return (
        '<rect x="-28" y="-36" width="56" height="56" rx="12" fill="#FFFDF8"/>'
        '<rect x="-37" y="-20" width="8" height="20" rx="4" fill="#FFFDF8"/>'
        '<rect x="29" y="-20" width="8" height="20" rx="4" fill="#FFFDF8"/>'
        '<rect x="-22" y="16" width="11" height="12" rx="4" fill="#FFFDF8"/>'
        '<rect x="11" y="16" width="11" height="12" rx="4" fill="#FFFDF8"/>'
        f'<rect x="-21" y="-24" width="42" height="24" rx="5" fill="{hole}"/>'
        f'<circle cx="-15" cy="10" r="4.5" fill="{hole}"/>'
        f'<circle cx="15" cy="10" r="4.5" fill="{hole}"/>'
        f'<rect x="-10" y="-32" width="20" height="4" rx="2" fill="{hole}"/>'
    )
