"""Tile faces, drawn once for every look and size and then kept.

A `TileLook` says everything a tile shows; equal looks share one surface. Knows board
units and the theme; not the game's state.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import msgspec
import pygame

from magnate_app.ui import assets
from magnate_app.ui.board import faces
from magnate_app.ui.board.art import hexed, inks
from magnate_app.ui.shapes import symbol_svg
from magnate_app.ui.theme import Color, Theme, mix, theme_of

BAND: Final = 29.0
STRIPE: Final = 17.0
RADIUS: Final = 7.0
UNDER_NAME: Final = 57.5
"""So far below the band the word of a mortgaged deed stands, over the corner of tokens."""

LYING_PILL: Final = 68.0
"""So wide is the word of a mortgaged deed that lies: a token stands beside it."""

HOTEL_LEVEL: Final = 5

STREET: Final = "street"
SERVER: Final = "server"
BRIDGE: Final = "bridge"
TRAM: Final = "tram"
FANTASY: Final = "fantasy"


class TileLook(msgspec.Struct, frozen=True, kw_only=True):
    """All a tile shows; `w` and `h` in units, `note` is the small line of special squares."""

    kind: str
    side: str
    w: float
    h: float
    name: str
    price: str = ""
    note: str = ""
    even: str = ""
    odd: str = ""
    mortgaged_word: str = ""
    group: int = 0
    owner: int | None = None
    level: int = 0
    mortgaged: bool = False
    theme: str = "day"


def tile_surface(look: TileLook, size: tuple[int, int]) -> pygame.Surface:
    """Return the tile of `look` at `size` pixels, its shadow not included."""
    return _tile(look, *size)


@lru_cache(maxsize=640)
def _tile(look: TileLook, width: int, height: int) -> pygame.Surface:
    theme = theme_of(look.theme)
    surface = assets.svg(_svg(look, theme), width, height)
    face = faces.Face(surface, width / look.w, theme)
    if look.kind in (STREET, SERVER):
        _property_text(face, look)
    elif look.kind == BRIDGE:
        faces.bridge_text(
            face,
            look.w,
            look.h,
            look.side,
            look.name,
            "" if look.mortgaged else look.price,
            look.even,
            look.odd,
        )
    elif look.kind == FANTASY:
        faces.fantasy(face, look.w, look.h, look.name)
    else:
        faces.special(face, look.kind, look.w, look.h, look.name, look.note)
    if look.mortgaged:
        _pill(face, look)
    if look.owner is not None:
        _edge(face, look)
    return surface


def _svg(look: TileLook, theme: Theme) -> str:
    """Return the tile's shapes; text and pictures come on top."""
    ink = inks(theme)
    w, h = look.w, look.h
    fill = {
        STREET: theme.tile,
        SERVER: theme.tile,
        BRIDGE: theme.stone,
        FANTASY: theme.fantasy,
        "start": theme.accent,
        "jail": mix(theme.stone, theme.river_dark, 0.25),
    }.get(look.kind, theme.special)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">',
        f'<rect x="0" y="0" width="{w}" height="{h}" rx="{RADIUS}" fill="{hexed(fill)}"/>',
    ]
    if look.kind == BRIDGE:
        parts.append(faces.bridge_svg(w, h, look.side, ink))
    if look.mortgaged:
        parts.append(_hatch(w, h, theme))
    if look.kind in (STREET, SERVER):
        parts.append(_band_svg(look, theme))
    elif look.kind == FANTASY:
        parts.append(_strip(look.side, w, h, 6, hexed(theme.fantasy_ink), outer=False))
    elif look.kind == TRAM:
        parts.append(_top_rule(w, 9, ink("accent")))
    elif look.kind == "go_to_jail":
        parts.append(_top_rule(w, 6, hexed(theme.frame)))
    elif look.kind == "jail":
        parts.append(faces.jail_svg(w, h, theme))
    if look.owner is not None:
        color = hexed(theme.seat(look.owner))
        parts.append(_strip(look.side, w, h, STRIPE, color, outer=True))
        parts.append(_symbol_svg(look, theme))
        if theme.aided and not look.mortgaged:
            parts.append(_sign_svg(look, theme))
    else:
        parts.append(
            f'<rect x="0.75" y="0.75" width="{w - 1.5}" height="{h - 1.5}" rx="{RADIUS - 0.6}" '
            f'fill="none" stroke="{ink("tile_edge")}" stroke-width="1.5"/>'
        )
    return "".join(parts) + "</svg>"


def band_color(look: TileLook, theme: Theme) -> tuple[Color, Color]:
    """Return fill and text colour of a property's band."""
    if look.kind == STREET and look.group:
        group = theme.group(look.group)
        return group.fill, group.text
    if theme.night:
        return theme.muted, theme.dark
    return mix(theme.dark, theme.muted, 0.25), theme.white


def _band_svg(look: TileLook, theme: Theme) -> str:
    fill, _ = band_color(look, theme)
    line = hexed(mix(fill, theme.dark, 0.45))
    base = _strip(look.side, look.w, look.h, BAND + 1.6, line, outer=False)
    base += _strip(look.side, look.w, look.h, BAND, hexed(fill), outer=False)
    if look.mortgaged:
        x, y, w, h = _strip_box(look.side, look.w, look.h, BAND, outer=False)
        base += _hatch(w, h, theme, x, y)
    return base


def _strip_box(
    side: str, w: float, h: float, depth: float, outer: bool
) -> tuple[float, float, float, float]:
    """Return the strip along the edge towards the centre, or the outer one."""
    edge = {
        "bottom": "top",
        "top": "bottom",
        "right": "left",
        "left": "right",
        "bridge_right": "left",
        "bridge_left": "right",
    }.get(side, "top")
    if outer:
        edge = {"top": "bottom", "bottom": "top", "left": "right", "right": "left"}[edge]
    if edge == "top":
        return 0, 0, w, depth
    if edge == "bottom":
        return 0, h - depth, w, depth
    if edge == "left":
        return 0, 0, depth, h
    return w - depth, 0, depth, h


def _strip(side: str, w: float, h: float, depth: float, fill: str, outer: bool) -> str:
    """Fill a strip along one edge, keeping the tile's rounded corners."""
    x, y, sw, sh = _strip_box(side, w, h, depth, outer)
    r = min(RADIUS, depth)
    tl = r if x == 0 and y == 0 else 0
    tr = r if x + sw == w and y == 0 else 0
    br = r if x + sw == w and y + sh == h else 0
    bl = r if x == 0 and y + sh == h else 0
    return (
        f'<path d="M{x + tl} {y}H{x + sw - tr}A{tr} {tr} 0 0 1 {x + sw} {y + tr}'
        f"V{y + sh - br}A{br} {br} 0 0 1 {x + sw - br} {y + sh}H{x + bl}"
        f'A{bl} {bl} 0 0 1 {x} {y + sh - bl}V{y + tl}A{tl} {tl} 0 0 1 {x + tl} {y}Z" '
        f'fill="{fill}"/>'
    )


def _top_rule(w: float, depth: float, fill: str) -> str:
    r = min(RADIUS, depth)
    return (
        f'<path d="M0 {depth}V{r}A{r} {r} 0 0 1 {r} 0H{w - r}A{r} {r} 0 0 1 {w} {r}V{depth}Z" '
        f'fill="{fill}"/>'
    )


def _hatch(w: float, h: float, theme: Theme, x: float = 0, y: float = 0) -> str:
    """Draw diagonal strokes inside a box, cut to it by hand."""
    color = hexed(theme.ink)
    strokes = []
    offset = 13.0
    while offset < w + h:
        x0, y0 = (offset, 0.0) if offset <= w else (w, offset - w)
        x1, y1 = (0.0, offset) if offset <= h else (offset - h, h)
        strokes.append(f"M{x + x0} {y + y0}L{x + x1} {y + y1}")
        offset += 13.0 * 1.414
    return f'<path d="{"".join(strokes)}" stroke="{color}" stroke-opacity="0.2" stroke-width="4"/>'


def _symbol_svg(look: TileLook, theme: Theme) -> str:
    assert look.owner is not None
    x, y, w, h = _strip_box(look.side, look.w, look.h, STRIPE, outer=True)
    color = theme.seat_symbol_color(look.owner)
    return symbol_svg(look.owner, x + w / 2, y + h / 2, 6.4, color)


def _sign_svg(look: TileLook, theme: Theme) -> str:
    """Draw the owner's sign large, in the corner the price leaves free."""
    assert look.owner is not None
    at = {
        "bottom": (look.w - 15.5, look.h - STRIPE - 18.5),
        "top": (look.w - 15.5, look.h - BAND - 18.5),
        "right": (look.w - STRIPE - 17, look.h - 19),
        "left": (look.w - BAND - 17, look.h - 19),
    }.get(look.side)
    if at is None:
        return ""
    x, y = at
    fill, edge = hexed(theme.seat(look.owner)), hexed(theme.tile)
    return (
        f'<circle cx="{x}" cy="{y}" r="11.5" fill="{fill}" stroke="{edge}" stroke-width="2"/>'
        + symbol_svg(look.owner, x, y, 7.4, theme.seat_symbol_color(look.owner))
    )


def _edge(face: faces.Face, look: TileLook) -> None:
    """Draw the owner's colour round the tile, over picture and text."""
    assert look.owner is not None
    width = max(1, round(2 * face.k))
    radius = round(RADIUS * face.k)
    pygame.draw.rect(
        face.surface,
        face.theme.seat(look.owner),
        face.surface.get_rect(),
        width=width,
        border_radius=radius,
    )


def _property_text(face: faces.Face, look: TileLook) -> None:
    _, text = band_color(look, face.theme)
    band = _strip_box(look.side, look.w, look.h, BAND, outer=False)
    faces.band(face, band, look.kind == SERVER, look.group, look.level, text)
    if look.side in ("bottom", "top"):
        top = BAND if look.side == "bottom" else STRIPE
        area = (4.0, top, look.w - 8.0, look.h - BAND - STRIPE)
        faces.vertical_text(face, area, look.name, "" if look.mortgaged else look.price)
    else:
        left = (BAND if look.side == "right" else STRIPE) + 7.0
        area = (left, 0.0, look.w - BAND - STRIPE - 9.0, look.h)
        faces.side_text(face, area, look.name, "" if look.mortgaged else look.price)


def _pill(face: faces.Face, look: TileLook) -> None:
    if look.side == "bottom":
        centre = (look.w / 2, BAND + UNDER_NAME)
    elif look.side == "top":
        centre = (look.w / 2, STRIPE + UNDER_NAME)
    elif look.kind == BRIDGE:
        centre = (look.w - 121.0 if look.side == "bridge_right" else 121.0, look.h / 2)
    else:
        right = (BAND if look.side == "right" else STRIPE) + LYING_PILL
        centre = (right - LYING_PILL / 2, look.h - 18)
        faces.pill(face, centre, look.mortgaged_word, LYING_PILL)
        return
    faces.pill(face, centre, look.mortgaged_word)
