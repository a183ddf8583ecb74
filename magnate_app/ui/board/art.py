"""The printed map under the tiles: land, river, parks, tram line, bridges, dice tray.

Everything is drawn from the layout's own vectors as one picture per theme and size;
nothing here knows squares' owners, tokens or rules.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

import pygame

from magnate_app.ui import assets
from magnate_app.ui.board.layout import BoardLayout, Landscape, Lettering, Point
from magnate_app.ui.gradual import Steps, banded
from magnate_app.ui.theme import Color, Theme, mix

Ink: TypeAlias = Callable[[str], str]
"""Name of a theme colour → `#rrggbb`."""

TRAM_ROOM: Final = 28
"""Units the tram reaches above and below its line."""

_NORTH: Final = 0.55
_BLOCK_HEIGHTS: Final = 28
_BLOCK_GAP: Final = 6.0
_BANK: Final = 34.0


class Part(NamedTuple):
    """A piece of the ground, and between which rows of units it lies."""

    svg: str
    top: float = -math.inf
    bottom: float = math.inf


def hexed(color: Color) -> str:
    """Write a colour as `#rrggbb`."""
    return f"#{color[0]:02x}{color[1]:02x}{color[2]:02x}"


def inks(theme: Theme) -> Ink:
    """Return the colours of a theme by name, as SVG wants them."""
    mixed = {
        "stone_edge": mix(theme.stone_dark, theme.dark, 0.25),
        "block_shade": mix(theme.block2, theme.dark, 0.17 if not theme.night else 0.55),
        "river_deep": mix(theme.river, theme.river_dark, 0.45),
        "park_edge": mix(theme.park, theme.park_dark, 0.75),
    }
    return lambda name: hexed(mixed[name] if name in mixed else getattr(theme, name))


def board_bands(layout: BoardLayout, theme: Theme, side: int, tram: bool) -> Steps:
    """Paint frame, land, river and everything else that never changes, band by band.

    Without its `tram` the line is empty, so that one can ride over it.
    """
    parts = _parts(layout, theme, tram)
    yield
    full = layout.ring + 2 * layout.frame

    def document(top: float, share: float) -> str:
        first, last = top * full - layout.frame, (top + share) * full - layout.frame
        seen = "".join(p.svg for p in parts if p.top <= last and p.bottom >= first)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{full}" height="{full * share}" '
            f'viewBox="{-layout.frame} {first} {full} {full * share}">{seen}</svg>'
        )

    surface = yield from banded(document, side, side)
    yield from _letter(surface, layout, theme)
    return surface


def tram_picture(theme: Theme, k: float, turn: float) -> pygame.Surface:
    """Return the tram alone, `k` pixels a unit, turned to the left by so many degrees."""
    half = 3 * TRAM_ROOM // 2
    body = f'<g transform="rotate({-turn})">{_tram_car((0, 0), inks(theme))}</g>'
    document = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * half}" height="{2 * half}" '
        f'viewBox="{-half} {-half} {2 * half} {2 * half}">{body}</svg>'
    )
    return assets.svg(document, round(2 * half * k), round(2 * half * k))


@functools.lru_cache(maxsize=4)
def _parts(layout: BoardLayout, theme: Theme, tram: bool) -> tuple[Part, ...]:
    """Return the parts of the ground, the lowest first."""
    art, ink = layout.art, inks(theme)
    f = layout.frame
    full = layout.ring + 2 * f
    parks = (
        f'<path d="{d}" fill="{ink("park")}" stroke="{ink("park_edge")}" stroke-width="3"/>'
        for d in art.parks
    )
    return (
        Part(_rounded((-f + 1, -f + 1, full - 2, full - 2), 20, ink("road"))),
        Part(_rounded(layout.land, 0, ink("land"), grow=1)),
        *_blocks(layout, ink),
        *map(Part, parks),
        *map(Part, _river(art, ink)),
        *_trees(art, ink),
        *map(Part, _trams(art, ink)),
        *([Part(_tram_car(art.tram, ink))] if tram else []),
        Part(_boat(art.boat, ink)),
        Part(_compass(art.compass, ink)),
        Part(_frame(layout, ink)),
        Part(_rounded(layout.inner, 14, ink("road"))),
        Part(_rounded(layout.court, 8, ink("land"), grow=6)),
        Part(_rounded(layout.jail_road, 2, ink("road"))),
        *map(Part, _piers(layout, ink)),
        Part(_tray(layout, ink)),
    )


def flatten(d: str, steps: int = 24) -> list[Point]:
    """Return an SVG path of absolute M, C and L commands as points."""
    numbers: list[float] = []
    points: list[Point] = []
    command = ""
    for token in _tokens(d):
        if token.isalpha():
            command = token
            numbers = []
            continue
        numbers.append(float(token))
        if command in "ML" and len(numbers) == 2:
            points.append((numbers[0], numbers[1]))
            numbers = []
        elif command == "C" and len(numbers) == 6:
            points.extend(_bezier(points[-1], numbers, steps))
            numbers = []
    return points


def lettering_places(lettering: Lettering, widths: Sequence[float]) -> list[tuple[Point, float]]:
    """Return centre (units) and turn (degrees, counter-clockwise) of every letter."""
    line = flatten(lettering.path, 40)
    places: list[tuple[Point, float]] = []
    run = lettering.start
    for width in widths:
        point, angle = _along(line, run + width / 2)
        places.append((point, -math.degrees(angle)))
        run += width + lettering.spacing
    return places


def _letter(surface: pygame.Surface, layout: BoardLayout, theme: Theme) -> Iterator[None]:
    """Set the name of the river along its bend, a letter with each step."""
    lettering = layout.art.lettering
    k = surface.get_width() / (layout.ring + 2 * layout.frame)
    size = lettering.size * k
    color = mix(theme.river_dark, theme.ink, 0.75)
    letters = [assets.render(c, assets.BOLD, 3 * size, color) for c in lettering.text]
    widths = [letter.get_width() / k / 3 for letter in letters]
    places = lettering_places(lettering, widths)
    for letter, ((x, y), turn) in zip(letters, places, strict=True):
        turned = pygame.transform.rotozoom(letter, turn, 1 / 3)
        at = (x + layout.frame) * k, (y + layout.frame) * k
        surface.blit(turned, turned.get_rect(center=at))
        yield


def _tokens(d: str) -> list[str]:
    spaced = "".join(f" {c} " if c.isalpha() else c for c in d.replace(",", " "))
    return spaced.split()


def _bezier(start: Point, n: Sequence[float], steps: int) -> list[Point]:
    (x0, y0), (x1, y1, x2, y2, x3, y3) = start, n
    result: list[Point] = []
    for i in range(1, steps + 1):
        t = i / steps
        u = 1 - t
        a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        result.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return result


def _along(line: Sequence[Point], run: float) -> tuple[Point, float]:
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        length = math.hypot(x1 - x0, y1 - y0)
        if run <= length and length > 0:
            t = run / length
            return (x0 + (x1 - x0) * t, y0 + (y1 - y0) * t), math.atan2(y1 - y0, x1 - x0)
        run -= length
    return line[-1], 0.0


def _rounded(box: Sequence[float], radius: float, fill: str, grow: float = 0.0) -> str:
    x, y, w, h = box
    return (
        f'<rect x="{x - grow}" y="{y - grow}" width="{w + 2 * grow}" height="{h + 2 * grow}" '
        f'rx="{radius}" fill="{fill}"/>'
    )


def _blocks(layout: BoardLayout, ink: Ink) -> list[Part]:
    """Fill the block areas with houses seen from above, away from water and parks."""
    river = flatten(layout.art.river)
    result: list[Part] = []
    shade = ink("block_shade")
    for number, (left, top, width, height, pitch) in enumerate(layout.art.blocks):
        y = top
        row = 0
        while y + 11 <= top + height + 0.5:
            tall = min(_BLOCK_HEIGHTS - _BLOCK_GAP, top + height - y)
            x = left
            column = 0
            while x + pitch - _BLOCK_GAP <= left + width + 0.5:
                wide = min(pitch, width + _BLOCK_GAP) - _BLOCK_GAP
                dice = (number * 31 + row * 17 + column * 7 + row * column * 5) % 11
                if dice != 4 and dry(river, (x, y, wide, tall), _BANK):
                    fill = ink("block2") if dice % 3 == 0 else ink("block")
                    svg = (
                        f'<rect x="{x + 0.8}" y="{y + 1.8}" width="{wide}" height="{tall}" '
                        f'rx="3.5" fill="{shade}"/>'
                        f'<rect x="{x}" y="{y}" width="{wide}" height="{tall}" rx="3.5" '
                        f'fill="{fill}"/>'
                    )
                    result.append(Part(svg, y - 1, y + tall + 3))
                x += pitch
                column += 1
            y += _BLOCK_HEIGHTS
            row += 1
    return result


def dry(river: Sequence[Point], box: tuple[float, float, float, float], bank: float) -> bool:
    """Whether a box is at least as far from the water as the bank is wide."""
    x, y, w, h = box
    for px, py in river:
        if y - bank < py < y + h + bank and x - bank < px < x + w + bank:
            away = max(x - px, px - x - w, 0) ** 2 + max(y - py, py - y - h, 0) ** 2
            if away < bank**2:
                return False
    return True


def _river(art: Landscape, ink: Ink) -> list[str]:
    def stroke(colour: str, width: float, extra: str = "") -> str:
        return (
            f'<path d="{art.river}" fill="none" stroke="{ink(colour)}" '
            f'stroke-width="{width}" {extra}/>'
        )

    light = 'stroke-linecap="round" stroke-opacity="0.8"'
    return [
        stroke("bank", 92),
        stroke("river_dark", 80),
        stroke("river_deep", 75),
        stroke("river", 60),
        stroke(
            "river_light", 2.6, f'stroke-dasharray="26 46" transform="translate(-9,-8)" {light}'
        ),
        stroke("river_light", 2.6, f'stroke-dasharray="18 64" transform="translate(11,9)" {light}'),
    ]


def _trees(art: Landscape, ink: Ink) -> list[Part]:
    x, y, rx, ry = art.pond
    pond = f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="{ink("river")}"/>'
    result = [Part(pond, y - ry - 1, y + ry + 1)]
    for cx, cy, r in art.trees:
        svg = (
            f'<circle cx="{cx}" cy="{cy + r * 0.22}" r="{r}" fill="#000000" fill-opacity="0.14"/>'
            f'<circle cx="{cx}" cy="{cy}" r="{r}" fill="{ink("tree")}"/>'
            f'<circle cx="{cx - r * 0.28}" cy="{cy - r * 0.28}" r="{r * 0.45}" '
            f'fill="{ink("park_dark")}"/>'
        )
        result.append(Part(svg, cy - r - 1, cy + 1.22 * r + 1))
    return result


def _trams(art: Landscape, ink: Ink) -> list[str]:
    x, y, w, h = art.viaduct
    result = [
        f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="4" fill="{ink("stone")}" '
        f'stroke="{ink("stone_dark")}" stroke-width="2"/>'
    ]
    for colour, width, dash in (("land", 13, ""), ("accent", 5, ""), ("land", 1.6, "2 9")):
        dashes = f'stroke-dasharray="{dash}"' if dash else ""
        result.extend(
            f'<path d="{d}" fill="none" stroke="{ink(colour)}" stroke-width="{width}" '
            f'stroke-linecap="round" {dashes}/>'
            for d in art.trams
        )
    return result


def _tram_car(at: Point, ink: Ink) -> str:
    x, y = at
    windows = "".join(
        f'<rect x="{dx}" y="-8" width="10" height="7" rx="1.5" fill="#2B4A66"/>'
        for dx in (-28, -15, 5, 18)
    )
    return (
        f'<g transform="translate({x},{y})">'
        '<rect x="-33" y="-9" width="66" height="20" rx="8" fill="#000000" fill-opacity="0.2"/>'
        '<rect x="-34" y="-11.5" width="68" height="20" rx="8" fill="#FFF8EA" '
        f'stroke="{ink("dark")}" stroke-width="2"/>'
        f'<path d="M-33 1.5H33V2.5A6 6 0 0 1 27 7.5H-27A6 6 0 0 1 -33 2.5Z" '
        f'fill="{ink("accent")}"/>'
        f'{windows}<path d="M0 -11V8" stroke="{ink("dark")}" stroke-width="1.6"/></g>'
    )


def _boat(at: Point, ink: Ink) -> str:
    x, y = at
    edge = f'stroke="{ink("dark")}" stroke-width="1.5" stroke-linejoin="round"'
    return (
        f'<g transform="translate({x},{y})">'
        f'<path d="M-14 4C-10 13 10 13 14 4Z" fill="#FFF8EA" {edge}/>'
        f'<path d="M-1 2V-20L-12 0Z" fill="{ink("accent")}" {edge}/>'
        f'<path d="M2 2V-16L10 0Z" fill="#FFF8EA" {edge}/></g>'
    )


def _compass(at: Point, ink: Ink) -> str:
    x, y = at
    parts = [
        f'<g transform="translate({x},{y})"><circle r="37" fill="{ink("land")}"/>',
        f'<circle r="33" fill="none" stroke="{ink("stone_dark")}" stroke-width="2"/>',
        f'<circle r="27" fill="none" stroke="{ink("stone_dark")}" stroke-width="1"/>',
    ]
    for turn in (45, 135, 225, 315):
        parts.append(
            f'<path d="M0 -19L4 -4L0 0L-4 -4Z" fill="{ink("stone_dark")}" '
            f'transform="rotate({turn})"/>'
        )
    for turn, colour in ((0, "accent"), (90, "ink"), (180, "ink"), (270, "ink")):
        parts.append(
            f'<g transform="rotate({turn})"><path d="M0 -31L5.5 -5.5L0 0Z" fill="{ink(colour)}"/>'
            f'<path d="M0 -31L-5.5 -5.5L0 0Z" fill="{ink(colour)}" fill-opacity="{_NORTH}"/></g>'
        )
    return "".join(parts) + "</g>"


def _frame(layout: BoardLayout, ink: Ink) -> str:
    """Draw the frame and the outer road over whatever ran out of the land."""
    f, ring = layout.frame, layout.ring
    x, y, w, h = layout.land
    end = ring + f
    hole = f"M{x} {y}V{y + h}H{x + w}V{y}Z"
    outer = _round_path(-f, -f, end, end, 22)
    road = _round_path(-f + 5, -f + 5, end - 5, end - 5, 17)
    return (
        f'<path fill-rule="evenodd" d="{outer}{hole}" fill="{ink("frame")}"/>'
        f'<path fill-rule="evenodd" d="{road}{hole}" fill="{ink("road")}"/>'
    )


def _round_path(x0: float, y0: float, x1: float, y1: float, r: float) -> str:
    return (
        f"M{x0 + r} {y0}H{x1 - r}A{r} {r} 0 0 1 {x1} {y0 + r}V{y1 - r}"
        f"A{r} {r} 0 0 1 {x1 - r} {y1}H{x0 + r}A{r} {r} 0 0 1 {x0} {y1 - r}"
        f"V{y0 + r}A{r} {r} 0 0 1 {x0 + r} {y0}Z"
    )


def _piers(layout: BoardLayout, ink: Ink) -> list[str]:
    result = [
        f'<path d="M{x - 11} {y}L{x} {y - 22}L{x + 11} {y}V{y + 88}L{x} {y + 110}'
        f'L{x - 11} {y + 88}Z" fill="{ink("stone_dark")}" stroke="{ink("stone_edge")}" '
        'stroke-width="1.5"/>'
        for x, y in layout.art.piers
    ]
    ix, _, iw, _ = layout.inner
    lx, _, lw, _ = layout.land
    for crossing in layout.crossings:
        box = layout.box(crossing.square)
        left = lx if box.x < ix else ix + iw
        right = ix if box.x < ix else lx + lw
        result.append(
            f'<rect x="{left}" y="{box.y + box.h}" width="{right - left}" height="11" '
            'fill="#000000" fill-opacity="0.14"/>'
        )
    return result


def _tray(layout: BoardLayout, ink: Ink) -> str:
    x, y, w, h = layout.tray
    return (
        f'<rect x="{x}" y="{y + 3}" width="{w}" height="{h}" rx="24" fill="#000000" '
        'fill-opacity="0.16"/>'
        f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="24" fill="{ink("tray_edge")}"/>'
        f'<rect x="{x + 5}" y="{y + 5}" width="{w - 10}" height="{h - 10}" rx="20" '
        f'fill="{ink("tray")}"/>'
        f'<rect x="{x + 13}" y="{y + 13}" width="{w - 26}" height="{h - 26}" rx="14" fill="none" '
        'stroke="#FFFFFF" stroke-opacity="0.18" stroke-width="1.6" stroke-dasharray="5 6"/>'
    )
