"""Glows, step discs and tags that lie over the tiles for a while."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import pygame

from magnate_app.ui import assets
from magnate_app.ui.board.art import hexed
from magnate_app.ui.board.geometry import BoardGeometry
from magnate_app.ui.board.layout import Point
from magnate_app.ui.shapes import rounded
from magnate_app.ui.theme import Color, Theme

GLOW: Final = 15.0
"""Units a glow reaches beyond its tile."""


@lru_cache(maxsize=128)
def glow(width: int, height: int, k: float, color: Color, strong: bool) -> pygame.Surface:
    """Return a ring of light round a tile of `width` × `height` pixels."""
    reach = round(GLOW * k)
    w, h = width + 2 * reach, height + 2 * reach
    paint = hexed(color)
    alpha = 0.20 if strong else 0.11
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">',
        f'<rect x="{reach}" y="{reach}" width="{width}" height="{height}" rx="{7 * k}" '
        f'fill="{paint}" fill-opacity="{0.12 if strong else 0.05}"/>',
    ]
    for step in range(5):
        out = (2.6 + 2.6 * step) * k
        parts.append(
            f'<rect x="{reach - out}" y="{reach - out}" width="{width + 2 * out}" '
            f'height="{height + 2 * out}" rx="{7 * k + out}" fill="none" stroke="{paint}" '
            f'stroke-opacity="{alpha}" stroke-width="{5.2 * k}"/>'
        )
    line = (6 if strong else 4) * k
    parts.append(
        f'<rect x="{reach}" y="{reach}" width="{width}" height="{height}" rx="{7 * k}" '
        f'fill="none" stroke="{paint}" stroke-width="{line}"/></svg>'
    )
    return assets.svg("".join(parts), w, h)


def draw_glow(
    surface: pygame.Surface,
    geometry: BoardGeometry,
    square: int,
    color: Color,
    strong: bool,
    alpha: float = 1.0,
) -> None:
    """Draw a glow round the tile of `square`."""
    rect = pygame.Rect(geometry.tile(square))
    picture = glow(rect.w, rect.h, round(geometry.k, 3), color, strong)
    reach = (picture.get_width() - rect.w) // 2
    picture.set_alpha(round(255 * alpha))
    surface.blit(picture, (rect.x - reach, rect.y - reach))


def draw_route(
    surface: pygame.Surface, geometry: BoardGeometry, points: Sequence[Point], theme: Theme
) -> None:
    """Draw the way of a chosen walk: a pale halo and a line in the accent colour."""
    if len(points) < 2:
        return
    k = geometry.k
    for width, color in ((13.0, theme.raised), (6.0, theme.accent)):
        _stroke(surface, points, width * k, color)


def draw_dots(
    surface: pygame.Surface, geometry: BoardGeometry, points: Sequence[Point], theme: Theme
) -> None:
    """Draw the way of a walk not chosen: dots."""
    k = geometry.k
    radius = max(2, round(4 * k))
    dot = rounded(2 * radius, 2 * radius, radius, theme.accent, theme.raised, max(1.0, k))
    gap = 11 * k
    rest = 0.0
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        length = max(abs(x1 - x0), abs(y1 - y0))
        run = rest
        while run < length:
            t = run / length
            surface.blit(dot, (x0 + (x1 - x0) * t - radius, y0 + (y1 - y0) * t - radius))
            run += gap
        rest = run - length


def _stroke(surface: pygame.Surface, points: Sequence[Point], width: float, color: Color) -> None:
    left = min(x for x, _ in points) - width
    top = min(y for _, y in points) - width
    right = max(x for x, _ in points) + width
    bottom = max(y for _, y in points) + width
    w, h = round(right - left), round(bottom - top)
    path = " ".join(f"{x - left:.1f},{y - top:.1f}" for x, y in points)
    picture = _line_picture(path, w, h, round(width, 1), color)
    surface.blit(picture, (round(left), round(top)))


@lru_cache(maxsize=16)
def _line_picture(path: str, w: int, h: int, width: float, color: Color) -> pygame.Surface:
    return assets.svg(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" '
        f'viewBox="0 0 {w} {h}"><polyline points="{path}" fill="none" stroke="{hexed(color)}" '
        f'stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round"/></svg>',
        w,
        h,
    )


def draw_step(
    surface: pygame.Surface,
    geometry: BoardGeometry,
    at: Point,
    number: int,
    theme: Theme,
    last: bool,
) -> None:
    """Draw the disc of one step; the last one is filled."""
    radius = max(6, round((14 if last else 11.5) * geometry.k))
    fill, ink = (theme.accent, theme.accent_text) if last else (theme.raised, theme.ink)
    disc = rounded(2 * radius, 2 * radius, radius, fill, theme.accent, max(1.5, 2.5 * geometry.k))
    surface.blit(disc, (round(at[0]) - radius, round(at[1]) - radius))
    image = assets.render(str(number), assets.NARROW_BOLD, radius * 1.35, ink)
    surface.blit(image, image.get_rect(center=(round(at[0]), round(at[1]))))


def tag_size(k: float, text: str, key: str, smallest: float) -> tuple[int, int]:
    """Return the pixels a tag takes; `smallest` is the least height of its letters."""
    size = max(20 * k, smallest)
    height = round(size * 1.8)
    width = assets.width_of(text, assets.NARROW_BOLD, size) + height * (1.25 if key else 0.9)
    return round(width), height


def draw_tag(
    surface: pygame.Surface,
    rect: pygame.Rect,
    text: str,
    key: str,
    theme: Theme,
    color: Color,
    filled: bool,
) -> None:
    """Draw a round label with a key disc."""
    radius = rect.height // 2
    fill = color if filled else theme.raised
    ink = theme.accent_text if filled else theme.ink
    shade = rounded(rect.w, rect.h, radius, theme.shadow, None, 0.0, 0.25)
    surface.blit(shade, rect.move(0, max(1, rect.height // 14)))
    surface.blit(rounded(rect.w, rect.h, radius, fill, color, max(2.0, rect.h / 14)), rect)
    size = rect.height / 1.8
    x = rect.x + radius * 0.9
    if key:
        disc = round(rect.height * 0.72)
        disc_fill, disc_ink = (theme.raised, theme.ink) if filled else (color, theme.accent_text)
        where = (rect.x + round(rect.height * 0.16), rect.y + (rect.height - disc) // 2)
        surface.blit(rounded(disc, disc, disc // 2, disc_fill, None, 0.0), where)
        number = assets.render(key, assets.NARROW_BOLD, size * 0.9, disc_ink)
        surface.blit(number, number.get_rect(center=(where[0] + disc // 2, where[1] + disc // 2)))
        x = where[0] + disc + rect.height * 0.2
    image = assets.render(text, assets.NARROW_BOLD, size, ink)
    surface.blit(image, image.get_rect(midleft=(round(x), rect.centery)))
