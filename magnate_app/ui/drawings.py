"""Small drawings that stand where there is nothing to show yet.

Drawn from vectors in the theme's colours; knows nothing of the screens that use them.
"""

from __future__ import annotations

from typing import Final

from magnate_app.ui import assets
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.shapes import hex_of
from magnate_app.ui.theme import Theme, mix

BOX_SHAPE: Final = (160.0, 112.0)
BRIDGE_SHAPE: Final = (132.0, 78.0)


def paint_game_box(canvas: Canvas, center: tuple[float, float], height: float) -> None:
    """Draw the game in its box: what is put on the shelf after an evening."""
    _paint(canvas, _game_box(canvas.theme), BOX_SHAPE, center, height)


def paint_bridge(canvas: Canvas, center: tuple[float, float], height: float) -> None:
    """Draw a stone bridge under a magnifying glass: looking for the others."""
    _paint(canvas, _bridge(canvas.theme), BRIDGE_SHAPE, center, height)


def _paint(
    canvas: Canvas,
    body: str,
    shape: tuple[float, float],
    center: tuple[float, float],
    height: float,
) -> None:
    w, h = shape
    rect = canvas.rect(
        Box(center[0] - height * w / h / 2, center[1] - height / 2, height * w / h, height)
    )
    source = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" '
        f'viewBox="0 0 {w} {h}">{body}</svg>'
    )
    canvas.surface.blit(assets.svg_cached(source, rect.w, rect.h), rect)


def _game_box(theme: Theme) -> str:
    lid, side = hex_of(theme.accent), hex_of(mix(theme.accent, theme.dark, 0.3))
    paper, edge = hex_of(mix(theme.white, theme.tile, 0.3)), hex_of(theme.stone_dark)
    water, dark = hex_of(theme.river), hex_of(theme.dark)
    pips = "".join(
        f'<circle cx="{x}" cy="{y}" r="2.6" fill="{dark}"/>'
        for x, y in ((122, 18), (134, 30), (128, 24))
    )
    return (
        '<ellipse cx="82" cy="102" rx="74" ry="8" fill="#000000" fill-opacity="0.14"/>'
        f'<rect x="14" y="76" width="132" height="24" rx="6" fill="{side}"/>'
        f'<rect x="8" y="34" width="144" height="52" rx="8" fill="{lid}"/>'
        f'<rect x="8" y="78" width="144" height="8" rx="4" fill="{side}" fill-opacity="0.55"/>'
        f'<rect x="20" y="42" width="66" height="34" rx="5" fill="{paper}"/>'
        f'<path d="M20 62q11 -7 22 0t22 0t22 0v9q0 5 -5 5h-56q-5 0 -5 -5z" fill="{water}"/>'
        f'<path d="M30 60V50h4v-4l5 -5l5 5v4h6v-6l6 -7l6 7v6h5v10z" fill="{dark}"/>'
        f'<path d="M98 52h40M98 62h28" stroke="{paper}" stroke-width="5" stroke-linecap="round" '
        'stroke-opacity="0.85"/>'
        '<g transform="rotate(12 128 24)">'
        f'<rect x="113" y="11" width="30" height="30" rx="7" fill="{edge}"/>'
        f'<rect x="113" y="9" width="30" height="29" rx="7" fill="{paper}"/>{pips}</g>'
        '<g transform="rotate(-9 92 22)">'
        f'<rect x="80" y="15" width="26" height="25" rx="6" fill="{side}"/>'
        f'<rect x="80" y="12" width="26" height="25" rx="6" fill="{lid}" stroke="{paper}" '
        'stroke-width="1.5"/>'
        f'<rect x="86" y="17" width="14" height="13" rx="3" fill="{paper}"/>'
        f'<rect x="88" y="19" width="10" height="5" rx="1.5" fill="{lid}"/></g>'
    )


def _bridge(theme: Theme) -> str:
    stone, dark = hex_of(theme.stone), hex_of(theme.stone_dark)
    water, light = hex_of(theme.river), hex_of(theme.river_light)
    ink, glass = hex_of(theme.ink), hex_of(mix(theme.river_light, theme.white, 0.35))
    arches = "".join(f"M{x} 66V58a13 13 0 0 1 26 0v8z" for x in (16, 53, 90))
    posts = "".join(
        f'<rect x="{x}" y="28" width="8" height="8" rx="2" fill="{dark}"/>'
        for x in (6, 43, 81, 118)
    )
    return (
        f'<rect x="0" y="62" width="132" height="16" rx="5" fill="{water}"/>'
        f'<path d="M6 36h120v30h-120z" fill="{stone}"/>'
        f'<path d="{arches}" fill="{water}"/>'
        f'<rect x="2" y="32" width="128" height="8" rx="3" fill="{dark}"/>{posts}'
        f'<path d="M14 72q6 -4 12 0t12 0M74 73q6 -4 12 0t12 0" fill="none" stroke="{light}" '
        'stroke-width="2.4" stroke-linecap="round"/>'
        f'<path d="M70 27l10 11" stroke="{ink}" stroke-width="8" stroke-linecap="round"/>'
        f'<circle cx="60" cy="16" r="13.5" fill="{glass}" fill-opacity="0.92" stroke="{ink}" '
        'stroke-width="4.5"/>'
        '<path d="M52 15a8 8 0 0 1 7 -7" fill="none" stroke="#FFFFFF" stroke-width="3" '
        'stroke-linecap="round"/>'
    )
