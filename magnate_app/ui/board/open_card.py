"""The fantasy card over the dice tray: turned over, read, put away."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import pygame

from magnate_app.ui import assets, pictures
from magnate_app.ui.board.geometry import BoardGeometry
from magnate_app.ui.board.layout import BoardLayout
from magnate_app.ui.effects.playfield import OpenCard
from magnate_app.ui.shapes import hex_of, svg_frame
from magnate_app.ui.theme import Theme, mix, theme_of

WIDTH: Final = 146.0
HEIGHT: Final = 176.0
_LEGIBLE: Final = 0.6
"""From this share of its width on a turning card shows what is on it."""

_STEP: Final = 4


def draw_open_card(
    surface: pygame.Surface,
    geometry: BoardGeometry,
    layout: BoardLayout,
    card: OpenCard,
    words: tuple[str, str],
    theme: Theme,
) -> None:
    """Draw the card; `words` are its title and its figure."""
    k = geometry.k
    x, y, w, h = layout.tray
    tray = pygame.Rect(geometry.box(x, y, w, h))
    cx, cy = geometry.at(x + w / 2, y + h / 2 + 22)
    turn = abs(math.cos(card.share * math.pi))
    opened = card.share > 0.5
    cy += card.gone * card.gone * HEIGHT * 1.3 * k
    wide = max(_STEP, round(WIDTH * k * turn / _STEP) * _STEP)
    tall = round(HEIGHT * k)
    before = surface.get_clip()
    surface.set_clip(tray.clip(before) if card.gone else before)
    picture = _plate(wide, tall, opened, round(12 * k), theme.name)
    rect = picture.get_rect(center=(round(cx), round(cy)))
    surface.blit(picture, rect)
    if turn >= _LEGIBLE:
        _face(surface, rect, k, card, words if opened else None, theme)
    surface.set_clip(before)


def _face(
    surface: pygame.Surface,
    rect: pygame.Rect,
    k: float,
    card: OpenCard,
    words: tuple[str, str] | None,
    theme: Theme,
) -> None:
    name = pictures.FANTASY if words is None else pictures.CARDS.get(card.card, pictures.FANTASY)
    icon = assets.icon(name, round(80 * k))
    surface.blit(icon, icon.get_rect(center=(rect.centerx, rect.centery - round(22 * k))))
    if words is None:
        return
    title, figure = words
    room = round((WIDTH - 20) * k)
    shown, size = assets.fit(title, assets.DISPLAY, 21 * k, room, max(10.0, 13 * k))
    image = assets.render(shown, assets.DISPLAY, size, theme.ink)
    at = rect.bottom - round((54 if figure else 40) * k)
    surface.blit(image, image.get_rect(center=(rect.centerx, at)))
    if figure:
        image = assets.render(figure, assets.DISPLAY, 20 * k, theme.fantasy_ink)
        surface.blit(image, image.get_rect(center=(rect.centerx, rect.bottom - round(29 * k))))


@lru_cache(maxsize=96)
def _plate(width: int, height: int, opened: bool, radius: int, theme_name: str) -> pygame.Surface:
    """Return one side of a card with its shadow, squeezed to `width`."""
    theme = theme_of(theme_name)
    purple = theme.groups[2].fill
    drop = max(3, height // 26)
    r = min(radius, width // 2)
    body = (
        f'<rect x="{drop * 0.6}" y="{drop}" width="{width}" height="{height}" rx="{r}" '
        'fill="#000000" fill-opacity="0.3"/>'
    )
    if opened:
        band = max(4, height // 18)
        body += (
            f'<rect width="{width}" height="{height}" rx="{r}" fill="{hex_of(purple)}"/>'
            f'<path d="M0 {band}H{width}V{height - r}A{r} {r} 0 0 1 {width - r} {height}H{r}'
            f'A{r} {r} 0 0 1 0 {height - r}Z" fill="{hex_of(theme.raised)}"/>'
        )
    else:
        light = hex_of(mix(purple, theme.white, 0.2))
        inset = min(width * 0.12, height * 0.05)
        body += (
            f'<rect width="{width}" height="{height}" rx="{r}" fill="{hex_of(purple)}"/>'
            f'<rect x="{inset:.1f}" y="{inset:.1f}" width="{max(1.0, width - 2 * inset):.1f}" '
            f'height="{height - 2 * inset:.1f}" rx="{r * 0.7:.1f}" fill="none" stroke="{light}" '
            f'stroke-width="{max(1.5, height / 110):.1f}" stroke-dasharray="6 5"/>'
        )
    room = (width + drop, height + drop)
    return assets.svg(svg_frame(*room, body), *room)
