"""Pictures of shapes in real pixels, cached: rounded fields, shadows, symbols, tokens.

Everything is drawn as SVG at its final size, because pygame's own curves are jagged.
The results are shared: do not draw on them.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import pygame

from magnate_app.ui import assets
from magnate_app.ui.theme import SYMBOLS, Color, mix, theme_of

_SHADOW_ROOM: Final = 8


def hex_of(color: Color) -> str:
    """Return `#rrggbb`."""
    return f"#{color[0]:02x}{color[1]:02x}{color[2]:02x}"


def svg_frame(width: float, height: float, body: str) -> str:
    """Wrap SVG elements into a document of that size."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{body}</svg>'
    )


@lru_cache(maxsize=1024)
def rounded(
    width: int,
    height: int,
    radius: int,
    color: Color | None,
    border: Color | None,
    stroke: float,
    alpha: float = 1.0,
) -> pygame.Surface:
    """Return a rounded rectangle with an inner border; corners are smooth, sides are stretched."""
    radius = min(radius, width // 2, height // 2)
    edge = max(radius, math.ceil(stroke)) + 2
    if width <= 2 * edge + 4 or height <= 2 * edge + 4:
        return assets.svg(
            _rounded_svg(width, height, radius, color, border, stroke, alpha), width, height
        )
    return nine_patch(_corners(edge, radius, color, border, stroke, alpha), edge, width, height)


@lru_cache(maxsize=256)
def _corners(
    edge: int, radius: int, color: Color | None, border: Color | None, stroke: float, alpha: float
) -> pygame.Surface:
    """Return the smallest rounded rectangle with these corners, to be stretched."""
    side = 2 * edge + 2
    return assets.svg(_rounded_svg(side, side, radius, color, border, stroke, alpha), side, side)


@lru_cache(maxsize=8)
def veil(color: Color, alpha: float) -> pygame.Surface:
    """Return a square of a colour that lets through what is below."""
    tile = pygame.Surface((256, 256), pygame.SRCALPHA)
    tile.fill((*color, round(255 * alpha)))
    return tile


def nine_patch(small: pygame.Surface, edge: int, width: int, height: int) -> pygame.Surface:
    """Stretch the middle of `small` so that it becomes `width` × `height`."""
    result = pygame.Surface((width, height), pygame.SRCALPHA)
    side = small.get_width()
    xs = (
        (0, edge, 0, edge),
        (edge, 1, edge, width - 2 * edge),
        (side - edge, edge, width - edge, edge),
    )
    ys = (
        (0, edge, 0, edge),
        (edge, 1, edge, height - 2 * edge),
        (side - edge, edge, height - edge, edge),
    )
    for source_y, source_h, y, h in ys:
        for source_x, source_w, x, w in xs:
            if source_w == source_h == 1:
                result.fill(small.get_at((edge, edge)), (x, y, w, h))
                continue
            part = small.subsurface((source_x, source_y, source_w, source_h))
            if (source_w, source_h) != (w, h):
                part = pygame.transform.scale(part, (w, h))
            result.blit(part, (x, y), special_flags=pygame.BLEND_RGBA_MAX)
    return result


@lru_cache(maxsize=64)
def dashed(width: int, height: int, radius: int, color: Color, stroke: float) -> pygame.Surface:
    """Return a dashed outline."""
    half = stroke / 2
    radius = min(radius, width // 2, height // 2)
    right, bottom = width - half, height - half
    curve = f"{radius - half} {radius - half}"
    paths = [
        f"M{half} {radius} A{curve} 0 0 1 {radius} {half}",
        f"M{width - radius} {half} A{curve} 0 0 1 {right} {radius}",
        f"M{right} {height - radius} A{curve} 0 0 1 {width - radius} {bottom}",
        f"M{radius} {bottom} A{curve} 0 0 1 {half} {height - radius}",
    ]
    for start, length in _dashes(radius, width - radius, stroke):
        paths += [f"M{start} {half} h{length}", f"M{start} {bottom} h{length}"]
    for start, length in _dashes(radius, height - radius, stroke):
        paths += [f"M{half} {start} v{length}", f"M{right} {start} v{length}"]
    body = (
        f'<path d="{" ".join(paths)}" fill="none" stroke="{hex_of(color)}" '
        f'stroke-width="{stroke}"/>'
    )
    return assets.svg(svg_frame(width, height, body), width, height)


def _dashes(start: float, end: float, stroke: float) -> list[tuple[float, float]]:
    """Return the beginnings and lengths of dashes that fill a side evenly."""
    gap = stroke * 3
    count = max(1, round((end - start - gap) / (stroke * 7)))
    dash = (end - start - gap * (count + 1)) / count
    if dash <= 0:
        return []
    return [(round(start + gap + i * (dash + gap), 2), round(dash, 2)) for i in range(count)]


@lru_cache(maxsize=128)
def shadow(
    width: int, height: int, radius: int, spread: int, color: Color, strength: float
) -> pygame.Surface:
    """Return a blurred rounded rectangle, `spread` wider on each side."""
    edge = radius + 2 * spread + 2
    side = 2 * edge + _SHADOW_ROOM
    full = (width + 2 * spread, height + 2 * spread)
    if full[0] >= side and full[1] >= side:
        return nine_patch(_blurred(side, side, radius, spread, color, strength), edge, *full)
    return _blurred(*full, radius, spread, color, strength)


@lru_cache(maxsize=64)
def _blurred(
    width: int, height: int, radius: int, spread: int, color: Color, strength: float
) -> pygame.Surface:
    base = (width, height)
    field = pygame.Surface(base, pygame.SRCALPHA)
    field.fill((*color, 0))
    inner = rounded(base[0] - 2 * spread, base[1] - 2 * spread, radius, color, None, 0)
    field.blit(inner, (spread, spread))
    field = pygame.transform.box_blur(field, max(1, spread // 2))
    field = pygame.transform.box_blur(field, max(1, spread // 3))
    alpha = pygame.Surface(base, pygame.SRCALPHA)
    alpha.fill((255, 255, 255, round(255 * strength)))
    field.blit(alpha, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
    solid = pygame.Surface(base, pygame.SRCALPHA)
    solid.fill((*color, 0))
    field.blit(solid, (0, 0), special_flags=pygame.BLEND_RGBA_MAX)
    return field


@lru_cache(maxsize=256)
def arc(
    size: int, radius: float, stroke: float, color: Color, share: float, start: float
) -> pygame.Surface:
    """Return an arc clockwise from the top."""
    middle = size / 2
    look = f'fill="none" stroke="{hex_of(color)}" stroke-width="{stroke}" stroke-linecap="round"'
    if share >= 0.999:
        body = f'<circle cx="{middle}" cy="{middle}" r="{radius}" {look}/>'
    elif share <= 0:
        body = ""
    else:
        first = (start - 0.25) * 2 * math.pi
        last = first + share * 2 * math.pi
        x1, y1 = middle + radius * math.cos(first), middle + radius * math.sin(first)
        x2, y2 = middle + radius * math.cos(last), middle + radius * math.sin(last)
        large = 1 if share > 0.5 else 0
        body = (
            f'<path d="M{x1:.2f} {y1:.2f}A{radius} {radius} 0 {large} 1 {x2:.2f} {y2:.2f}" {look}/>'
        )
    return assets.svg(svg_frame(size, size, body), size, size)


@lru_cache(maxsize=256)
def polygon(points: tuple[tuple[float, float], ...], color: Color, alpha: float) -> pygame.Surface:
    """Return a filled polygon whose points start at (0, 0)."""
    width = math.ceil(max(p[0] for p in points)) + 1
    height = math.ceil(max(p[1] for p in points)) + 1
    path = " ".join(f"{x},{y}" for x, y in points)
    body = f'<polygon points="{path}" fill="{hex_of(color)}" fill-opacity="{alpha}"/>'
    return assets.svg(svg_frame(width, height, body), width, height)


def symbol_svg(seat: int, x: float, y: float, r: float, color: Color) -> str:
    """SVG element of a seat's symbol around (x, y)."""
    kind = SYMBOLS[seat % len(SYMBOLS)]
    paint = f'fill="{hex_of(color)}"'
    if kind == "circle":
        return f'<circle cx="{x}" cy="{y}" r="{r * 0.92:.2f}" {paint}/>'
    if kind == "square":
        side = r * 1.6
        return (
            f'<rect x="{x - side / 2:.2f}" y="{y - side / 2:.2f}" width="{side:.2f}" '
            f'height="{side:.2f}" rx="{r * 0.12:.2f}" {paint}/>'
        )
    corners: list[tuple[float, float]]
    if kind == "triangle":
        corners = [(0, -0.92), (1, 0.8), (-1, 0.8)]
    elif kind == "diamond":
        corners = [(0, -1), (0.95, 0), (0, 1), (-0.95, 0)]
    elif kind == "star":
        corners = [
            (
                math.sin(i * math.pi / 5) * (1.08 if i % 2 == 0 else 0.46),
                -math.cos(i * math.pi / 5) * (1.08 if i % 2 == 0 else 0.46),
            )
            for i in range(10)
        ]
    else:
        corners = [(math.cos(i * math.pi / 3), math.sin(i * math.pi / 3)) for i in range(6)]
    path = " ".join(f"{x + cx * r:.2f},{y + cy * r:.2f}" for cx, cy in corners)
    return f'<polygon points="{path}" {paint}/>'


@lru_cache(maxsize=256)
def symbol(seat: int, size: int, color: Color) -> pygame.Surface:
    """Return a seat's symbol filling a square of `size`."""
    body = symbol_svg(seat, size / 2, size / 2, size / 2 * 0.9, color)
    return assets.svg(svg_frame(size, size, body), size, size)


@lru_cache(maxsize=256)
def token(icon: str, seat: int, size: int, badge: bool, theme_name: str) -> pygame.Surface:
    """Return a piece on its disc; the picture is wider than the disc and centred on it."""
    theme = theme_of(theme_name)
    color = theme.seat(seat)
    room = round(size * 1.36)
    middle, radius = room / 2, size / 2
    deep = mix(color, theme.dark, 0.22)
    body = (
        f'<circle cx="{middle + size * 0.05:.2f}" cy="{middle + size * 0.08:.2f}" r="{radius:.2f}" '
        f'fill="{hex_of(theme.shadow)}" fill-opacity="{0.32 if not theme.night else 0.5}"/>'
        f'<circle cx="{middle}" cy="{middle}" r="{radius:.2f}" fill="{hex_of(deep)}"/>'
        f'<circle cx="{middle}" cy="{middle}" r="{radius * 0.955:.2f}" fill="{hex_of(color)}"/>'
        f'<circle cx="{middle}" cy="{middle}" r="{radius * 0.79:.2f}" '
        f'fill="{hex_of(theme.white)}"/>' + _gleam(middle, radius)
    )
    picture = assets.svg(svg_frame(room, room, body), room, room)
    figure = assets.icon(icon, size * 0.6)
    picture.blit(figure, figure.get_rect(center=(room // 2, room // 2)))
    if badge:
        bx, by, br = middle + radius * 0.68, middle + radius * 0.68, radius * 0.34
        ink = theme.seat_symbol_color(seat)
        marks = (
            f'<circle cx="{bx:.2f}" cy="{by:.2f}" r="{br:.2f}" fill="{hex_of(theme.white)}"/>'
            f'<circle cx="{bx:.2f}" cy="{by:.2f}" r="{br * 0.86:.2f}" fill="{hex_of(color)}"/>'
            + symbol_svg(seat, bx, by, br * 0.52, ink)
        )
        picture.blit(assets.svg(svg_frame(room, room, marks), room, room), (0, 0))
    return picture


def _gleam(middle: float, radius: float) -> str:
    """Light on the upper left of a disc's rim, and the rim's own shade inside."""
    rim, inner = radius * 0.875, radius * 0.79
    far, near = rim * 0.966, rim * 0.259
    side = inner * 0.7
    line = 'fill="none" stroke-linecap="round"'
    return (
        f'<path d="M{middle - far:.2f} {middle + near:.2f}A{rim:.2f} {rim:.2f} 0 0 1 '
        f'{middle + near:.2f} {middle - far:.2f}" {line} stroke="#FFFFFF" stroke-opacity="0.42" '
        f'stroke-width="{radius * 0.075:.2f}"/>'
        f'<path d="M{middle - side:.2f} {middle + side:.2f}A{inner:.2f} {inner:.2f} 0 0 1 '
        f'{middle + side:.2f} {middle - side:.2f}" {line} stroke="#000000" stroke-opacity="0.1" '
        f'stroke-width="{radius * 0.06:.2f}"/>'
    )


def clear() -> None:
    """Forget all pictures, as when the scale changes."""
    for cache in (rounded, _corners, _blurred, dashed, shadow, arc, polygon, symbol, token):
        cache.cache_clear()


def _rounded_svg(
    width: int,
    height: int,
    radius: int,
    color: Color | None,
    border: Color | None,
    stroke: float,
    alpha: float,
) -> str:
    fill = hex_of(color) if color is not None else "none"
    if border is None:
        body = (
            f'<rect width="{width}" height="{height}" rx="{radius}" fill="{fill}" '
            f'fill-opacity="{alpha}"/>'
        )
    else:
        half = stroke / 2
        body = (
            f'<rect x="{half}" y="{half}" width="{width - stroke}" height="{height - stroke}" '
            f'rx="{max(0.0, radius - half)}" fill="{fill}" fill-opacity="{alpha}" '
            f'stroke="{hex_of(border)}" stroke-width="{stroke}"/>'
        )
    return svg_frame(width, height, body)
