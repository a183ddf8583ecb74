"""The faces of bots' characters, drawn by shapes: each has a headdress and a look of its own.

They are told apart by their outline, never by color alone, and stay legible at 24 pixels.
"""

from __future__ import annotations

from typing import Final

import pygame

from magnate_app.ui import assets
from magnate_app.ui.draw import Canvas

SIDE: Final = 48
SMALLEST: Final = 16

_EDGE: Final = "#14243C"
_WHITE: Final = "#FFFDF8"
_SKINS: Final = ("#F3CBA5", "#E2AE84", "#C98F63", "#F7D9BC")
_RED: Final = "#C5342B"
_TERRACOTTA: Final = "#C94A26"
_YELLOW: Final = "#F2C838"
_STRAW: Final = "#EBCB79"
_GREEN: Final = "#3E8E4E"
_LEAF: Final = "#8CC06A"
_BLUE: Final = "#2D6FA8"
_SKY: Final = "#A9D5E8"
_NAVY: Final = "#33456B"
_PURPLE: Final = "#6D50A8"
_PINK: Final = "#F0A0B4"
_BROWN: Final = "#6B4A32"
_GREY: Final = "#AEB4BD"
_STONE: Final = "#D9CDB8"

_LINE: Final = f'stroke="{_EDGE}" stroke-width="2" stroke-linejoin="round" stroke-linecap="round"'
_THIN: Final = (
    f'fill="none" stroke="{_EDGE}" stroke-width="1.8" stroke-linecap="round" '
    'stroke-linejoin="round"'
)


def _disc(color: str) -> str:
    return f'<circle cx="24" cy="24" r="23" fill="{color}" {_LINE}/>'


def _body(color: str) -> str:
    return f'<path d="M9.5 40.5Q24 27 38.5 40.5A22 22 0 0 1 9.5 40.5Z" fill="{color}" {_LINE}/>'


def _head(skin: str, y: float = 24) -> str:
    return f'<circle cx="24" cy="{y}" r="10.5" fill="{skin}" {_LINE}/>'


def _eyes(y: float = 24, apart: float = 4.2, size: float = 1.7) -> str:
    return "".join(
        f'<circle cx="{24 + side * apart}" cy="{y}" r="{size}" fill="{_EDGE}"/>' for side in (-1, 1)
    )


def _mouth(curve: float = 3.0, y: float = 29.5, half: float = 4.0) -> str:
    return f'<path d="M{24 - half} {y}Q24 {y + curve} {24 + half} {y}" {_THIN}/>'


def _path(d: str, fill: str) -> str:
    return f'<path d="{d}" fill="{fill}" {_LINE}/>'


_FACES: Final[dict[str, str]] = {
    # hair blown to one side, a die behind the ear
    "gambler": _disc(_SKY)
    + _body(_RED)
    + _head(_SKINS[0], 25)
    + _path("M13 22Q11 9 25 8Q36 7 44 12Q38 12 37 15Q41 15 43 18Q34 16 31 19Q22 15 13 22Z", _BROWN)
    + f'<rect x="5" y="19" width="10" height="10" rx="2" fill="{_WHITE}" {_LINE}/>'
    + f'<circle cx="8" cy="22" r="1.4" fill="{_EDGE}"/><circle cx="12" cy="26" r="1.4" '
    f'fill="{_EDGE}"/>' + _eyes(25) + _mouth(4, 29.5, 4.5),
    # a snowy peak for a hat, a grey moustache
    "landlord": _disc(_STONE)
    + _body(_NAVY)
    + _head(_SKINS[1], 26)
    + _path("M8 21L24 2L40 21Z", _GREY)
    + _path("M17.5 10L24 2L30.5 10L27 9L24 12L21 9Z", _WHITE)
    + _eyes(25.5)
    + _path("M24 29Q19 27 16 32Q21 33 24 30.5Q27 33 32 32Q29 27 24 29Z", _WHITE),
    # round glasses, waves of hair
    "saver": _disc(_LEAF)
    + _body(_BLUE)
    + _head(_SKINS[3], 25)
    + _path(
        "M11 25Q9 16 15 13Q15 8 20 9Q24 5 28 9Q33 8 33 13Q39 16 37 25Q34 19 30 18"
        "Q27 21 24 18Q21 21 18 18Q14 19 11 25Z",
        _BLUE,
    )
    + f'<circle cx="19" cy="25.5" r="4.2" fill="{_WHITE}" {_LINE}/>'
    f'<circle cx="29" cy="25.5" r="4.2" fill="{_WHITE}" {_LINE}/>'
    + f'<path d="M23 25.5H25" {_THIN}/>'
    + _eyes(25.5, 5, 1.4)
    + _mouth(2, 32, 3),
    # a flat cap with a price tag
    "trader": _disc(_YELLOW)
    + _body(_GREEN)
    + _head(_SKINS[2], 26)
    + _path("M12 20Q12 9 25 9Q37 9 37 18L43 20Q43 23 37 22Q24 19 12 22Z", _NAVY)
    + _path("M33 5L43 8L40 18L36 17L33 13Z", _WHITE)
    + f'<circle cx="37" cy="9.5" r="1.3" fill="{_EDGE}"/>'
    + _eyes(26)
    + _mouth(3.5, 30.5, 4.5),
    # a hard hat
    "builder": _disc(_SKY)
    + _body(_TERRACOTTA)
    + _head(_SKINS[0], 27)
    + _path("M12 22Q12 8 24 8Q36 8 36 22Z", _YELLOW)
    + _path("M21 7H27V16H21Z", _YELLOW)
    + f'<rect x="8" y="20" width="32" height="4.6" rx="2.3" fill="{_YELLOW}" {_LINE}/>'
    + _eyes(28.5)
    + _mouth(1.5, 33, 3),
    # a bun with two pins, a magnifying glass at the eye
    "collector": _disc(_PINK)
    + _body(_PURPLE)
    + f'<circle cx="24" cy="8" r="5" fill="{_BROWN}" {_LINE}/>'
    + f'<path d="M15 4L33 12M33 4L15 12" {_THIN}/>'
    + _head(_SKINS[3], 25)
    + _path("M13 24Q12 12 24 12Q36 12 35 24Q32 17 24 17Q16 17 13 24Z", _BROWN)
    + _eyes(25.5, 4.6)
    + f'<circle cx="29" cy="25.5" r="6" fill="none" stroke="{_EDGE}" stroke-width="2.4"/>'
    + f'<path d="M33.4 29.8L39 36" stroke="{_EDGE}" stroke-width="3.4" stroke-linecap="round"/>'
    + _mouth(2.5, 31.5, 2.6),
    # a big flower, earrings, an open mouth
    "performer": _disc(_TERRACOTTA)
    + _body(_WHITE)
    + _head(_SKINS[1], 25)
    + _path("M11 31Q9 12 24 11Q39 12 37 31Q35 24 34 20Q27 20 22 15Q18 20 14 21Q13 25 11 31Z", _EDGE)
    + "".join(
        f'<circle cx="{35 + dx}" cy="{11 + dy}" r="4" fill="{_PINK}" {_LINE}/>'
        for dx, dy in ((-4.4, 0), (4.4, 0), (0, -4.4), (0, 4.4))
    )
    + f'<circle cx="35" cy="11" r="3" fill="{_YELLOW}" {_LINE}/>'
    + f'<circle cx="12" cy="33" r="2.4" fill="{_YELLOW}" {_LINE}/>'
    f'<circle cx="36" cy="33" r="2.4" fill="{_YELLOW}" {_LINE}/>'
    + _eyes(25)
    + _path("M20 29.5H28Q27 34 24 34Q21 34 20 29.5Z", _RED),
    # a checked kerchief knotted at the side, heavy brows
    "haggler": _disc(_LEAF)
    + _body(_BROWN)
    + _head(_SKINS[2], 25)
    + _path("M38 17L45 12L43 19L46 24L38 21Z", _RED)
    + _path("M12 21Q12 10 24 10Q36 10 36 21Q24 16 12 21Z", _RED)
    + f'<path d="M17 12L19 18M24 10V17M31 12L29 18M14 16Q24 11 34 16" fill="none" '
    f'stroke="{_WHITE}" stroke-width="1.6"/>'
    + f'<path d="M15.5 22.5L22 24.5M32.5 22.5L26 24.5" stroke="{_EDGE}" stroke-width="3" '
    'stroke-linecap="round"/>' + _eyes(27) + _mouth(-2, 32, 4),
    # a wide straw hat with a leaf
    "gardener": _disc(_SKY)
    + _body(_GREEN)
    + _head(_SKINS[0], 27)
    + f'<ellipse cx="24" cy="20" rx="19" ry="5" fill="{_STRAW}" {_LINE}/>'
    + _path("M14 19Q14 7 24 7Q34 7 34 19Q24 22 14 19Z", _STRAW)
    + f'<path d="M14.5 17Q24 20.5 33.5 17" fill="none" stroke="{_TERRACOTTA}" stroke-width="3"/>'
    + _path("M31 12Q33 3 43 4Q43 13 33 15Z", _GREEN)
    + _eyes(28)
    + f'<circle cx="17.5" cy="31" r="1.8" fill="{_PINK}"/>'
    f'<circle cx="30.5" cy="31" r="1.8" fill="{_PINK}"/>' + _mouth(2.5, 32, 3),
    # a twisted sweet for a hat, one eye shut
    "joker": _disc(_PURPLE)
    + _body(_YELLOW)
    + _head(_SKINS[3], 27)
    + _path("M13 14L4 7L5 21Z", _YELLOW)
    + _path("M35 14L44 7L43 21Z", _YELLOW)
    + f'<ellipse cx="24" cy="14" rx="12" ry="7.5" fill="{_RED}" {_LINE}/>'
    + f'<path d="M17 9Q20 14 17 19.5M24 7Q27 14 24 21M31 9Q34 14 31 19.5" fill="none" '
    f'stroke="{_WHITE}" stroke-width="2.2"/>'
    + f'<circle cx="19.8" cy="27" r="1.8" fill="{_EDGE}"/><path d="M26 27.5Q28.5 25 31 27.5" '
    + f"{_THIN}/>"
    + _path("M18.5 30.5Q24 33 29.5 30.5Q28 36 24 36Q20 36 18.5 30.5Z", _WHITE),
}

CODES: Final = tuple(_FACES)


def portrait(code: str, size: float) -> pygame.Surface | None:
    """Return a face `size` real pixels wide, None for somebody unknown; do not draw on it."""
    face = _FACES.get(code)
    if face is None:
        return None
    pixels = max(SMALLEST, round(size))
    frame = f'width="{SIDE}" height="{SIDE}" viewBox="0 0 {SIDE} {SIDE}"'
    source = f'<svg xmlns="http://www.w3.org/2000/svg" {frame}>{face}</svg>'
    return assets.svg_cached(source, pixels, pixels)


def draw_portrait(canvas: Canvas, code: str, centre: tuple[float, float], size: float) -> bool:
    """Draw a face around a logical point; return whether there was one to draw."""
    picture = portrait(code, size * canvas.scale)
    if picture is None:
        return False
    at = (round(centre[0] * canvas.scale), round(centre[1] * canvas.scale))
    canvas.surface.blit(picture, picture.get_rect(center=at))
    return True
