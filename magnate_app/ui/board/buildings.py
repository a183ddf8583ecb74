"""Our own little houses and hotels: dark outline, terracotta roof, pale walls."""

from __future__ import annotations

from typing import Final

import pygame

from magnate_app.ui import assets
from magnate_app.ui.draw import Canvas

_ROOF: Final = "#C94A26"
_WALL: Final = "#FFFDF8"
_EDGE: Final = "#14243C"
_HOUSE: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">'
    f'<path d="M5 11.5V21.5H19V11.5" fill="{_WALL}" stroke="{_EDGE}" stroke-width="2.2" '
    'stroke-linejoin="round"/>'
    f'<path d="M2 12.6L12 3L22 12.6" fill="{_ROOF}" stroke="{_EDGE}" stroke-width="2.6" '
    'stroke-linejoin="round" stroke-linecap="round"/>'
    f'<rect x="10" y="14.6" width="4" height="6.6" fill="{_EDGE}"/></svg>'
)
_HOTEL: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">'
    f'<rect x="3.4" y="8.4" width="17.2" height="13.8" rx="1" fill="{_ROOF}" stroke="{_EDGE}" '
    'stroke-width="2"/>'
    f'<rect x="7.2" y="2" width="9.6" height="20.2" rx="1" fill="{_ROOF}" stroke="{_EDGE}" '
    'stroke-width="2"/>'
    f'<path d="M10 5V10M14 5V10M10 7.5H14" stroke="{_WALL}" stroke-width="1.7"/>'
    '<g fill="#F2C838"><rect x="9" y="12.2" width="2.2" height="2.4"/>'
    '<rect x="12.8" y="12.2" width="2.2" height="2.4"/>'
    '<rect x="4.6" y="11" width="1.8" height="2.4"/>'
    '<rect x="17.6" y="11" width="1.8" height="2.4"/>'
    '<rect x="4.6" y="15.6" width="1.8" height="2.4"/>'
    '<rect x="17.6" y="15.6" width="1.8" height="2.4"/></g>'
    f'<rect x="10.2" y="16.6" width="3.6" height="5" fill="{_EDGE}"/></svg>'
)


def building(hotel: bool, size: float) -> pygame.Surface:
    """Return a house or a hotel `size` real pixels wide; do not draw on it."""
    pixels = max(6, round(size))
    return assets.svg_cached(_HOTEL if hotel else _HOUSE, pixels, pixels)


def draw_building(
    canvas: Canvas, hotel: bool, centre: tuple[float, float], size: float, alpha: float = 1.0
) -> None:
    """Draw a house or a hotel around a logical point."""
    picture = building(hotel, size * canvas.scale)
    if alpha < 1:
        picture = picture.copy()
        picture.set_alpha(round(alpha * 255))
    at = (round(centre[0] * canvas.scale), round(centre[1] * canvas.scale))
    canvas.surface.blit(picture, picture.get_rect(center=at))
