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
        '<rect x="-48" y="-42" width="96" height="98" rx="20" fill="#000000" '
        'fill-opacity="0.28"/>' + _body(face, bus_die, theme) + "</g></svg>"
    )
    return assets.svg(source, side, side)


def _body(face: int, bus_die: bool, theme: Theme) -> str:
    accent = theme.groups[4].fill if theme.night else theme.accent
    base = mix(accent, theme.white, 0.04) if bus_die else (255, 253, 248)
    low = mix(base, theme.dark, 0.22)
    parts = (
        f'<rect x="-48" y="-48" width="96" height="98" rx="20" fill="{hexed(low)}"/>'
        f'<rect x="-48" y="-50" width="96" height="94" rx="20" fill="{hexed(base)}"/>'
        f'<rect x="-43" y="-46" width="86" height="82" rx="16" '
        f'fill="{hexed(mix(base, theme.white, 0.35 if bus_die else 0.6))}" '
        'fill-opacity="0.55"/>'
    )
    if bus_die and face in BUS_FACES:
        return parts + _bus(hexed(accent))
    color = hexed(theme.white if bus_die else theme.dark)
    radius = 9 if bus_die else 9.5
    return parts + "".join(
        f'<circle cx="{x * 25}" cy="{y * 25 - 4}" r="{radius}" fill="{color}"/>'
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
