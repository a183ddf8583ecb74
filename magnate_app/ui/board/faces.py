"""Text and pictures on tile faces, in board units.

`tiles` draws the shapes below and decides what stands where; here is how it is set.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pygame

from magnate_app.ui import assets, pictures
from magnate_app.ui.board.art import Ink, hexed
from magnate_app.ui.board.atlas import WAYS
from magnate_app.ui.board.buildings import building
from magnate_app.ui.theme import GROUP_MARKS, Color, Theme, mix

SQUEEZE: Final = 1.25
"""So much too wide a name may be to be drawn narrower instead of cut."""

SMALLEST: Final = 11.0
"""Below this many real pixels a street's kind of way is dropped from its tile."""

INDENT: Final = 3.0
"""Units from the edge of an upright tile's area to its words."""

Area = tuple[float, float, float, float]


class Face:
    """A tile's surface with its pixels per unit and theme."""

    def __init__(self, surface: pygame.Surface, k: float, theme: Theme) -> None:
        self.surface = surface
        self.k = k
        self.theme = theme

    def text(
        self,
        words: str,
        face: str,
        size: float,
        color: Color,
        at: tuple[float, float],
        anchor: str = "centre",
        room: float = 0.0,
    ) -> None:
        """Set one line on a baseline `at`, centred on it, from it or up to it.

        A line a little wider than `room` is drawn narrower.
        """
        image = assets.render(words, face, size * self.k, color)
        if room and image.get_width() > room * self.k:
            narrow = (round(room * self.k), image.get_height())
            image = pygame.transform.smoothscale(image, narrow)
        ascent = assets.font(face, size * self.k).get_ascent()
        x = at[0] * self.k
        if anchor == "centre":
            x -= image.get_width() / 2
        elif anchor == "end":
            x -= image.get_width()
        self.surface.blit(image, (round(x), round(at[1] * self.k - ascent)))

    def picture(
        self, name: str, size: float, centre: tuple[float, float], tint: Color | None = None
    ) -> None:
        """Set an icon."""
        image = assets.icon(name, size * self.k, tint)
        at = (round(centre[0] * self.k), round(centre[1] * self.k))
        self.surface.blit(image, image.get_rect(center=at))

    def building(self, hotel: bool, size: float, centre: tuple[float, float]) -> None:
        """Set a house or a hotel."""
        image = building(hotel, size * self.k)
        at = (round(centre[0] * self.k), round(centre[1] * self.k))
        self.surface.blit(image, image.get_rect(center=at))

    def width(self, words: str, face: str, size: float) -> float:
        """Width of a line in units."""
        return assets.width_of(words, face, size * self.k) / self.k


def break_name(
    face: Face, name: str, width: float, sizes: Sequence[float], most: int = 2
) -> tuple[tuple[str, ...], float]:
    """Return lines and size of a name, as large as it fits; broken at spaces only."""
    short = name
    for way in WAYS:
        if name.startswith(way) and len(name) > len(way):
            short = name[len(way) :]
            break
    for candidate in dict.fromkeys((name, short)):
        for size in sizes:
            if size * face.k < SMALLEST and candidate == name and short != name:
                break
            lines = _lines(face, candidate, width, size, most)
            if lines:
                return lines, size
    lowest = sizes[-1]
    size = lowest
    while size > 10:
        lines = _lines(face, short, width, size, most)
        if lines:
            return lines, size
        size -= 0.5
    if face.width(short, assets.NARROW, lowest) <= width * SQUEEZE:
        return (short,), lowest
    cut = assets.shorten(short, assets.NARROW, lowest * face.k, width * face.k)
    return (cut,), lowest


def _lines(face: Face, name: str, width: float, size: float, most: int) -> tuple[str, ...] | None:
    words = name.split(" ")
    best: tuple[str, ...] | None = None
    narrowest = width + 0.001
    splits: list[tuple[str, ...]] = [(name,)]
    if most > 1:
        splits += [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    for lines in splits:
        widest = max(face.width(line, assets.NARROW, size) for line in lines)
        if widest <= width and len(lines) == 1:
            return lines
        if widest < narrowest:
            narrowest, best = widest, lines
    return best


def vertical_text(face: Face, area: Area, name: str, price: str) -> None:
    """Set name and price of an upright tile."""
    x, y, w, h = area
    left, room = x + INDENT, w - INDENT
    first = 20.0 if len(name) <= 18 else 18.5
    lines, size = break_name(face, name, room, (first, 19, 18.5, 17.5, 17, 16))
    baseline = y + (31 if len(lines) == 1 else 25)
    for line in lines:
        face.text(line, assets.NARROW, size, face.theme.ink, (left, baseline), "start", room)
        baseline += 20.5
    if price:
        at = (left, y + h - 11)
        face.text(price, assets.NARROW_BOLD, 24, face.theme.ink, at, "start")


def side_text(face: Face, area: Area, name: str, price: str) -> None:
    """Set name and price of a lying tile."""
    x, y, w, h = area
    lines, size = break_name(face, name, w, (22, 20.5, 19, 18, 16.6, 16))
    baseline = y + (36 if len(lines) == 1 else 27)
    for line in lines:
        face.text(line, assets.NARROW, size, face.theme.ink, (x, baseline), "start", w)
        baseline += 21.5
    if price:
        face.text(price, assets.NARROW_BOLD, 25, face.theme.ink, (x, y + h - 11), "start")


def band(face: Face, area: Area, server: bool, group: int, level: int, color: Color) -> None:
    """Set the group's mark and the buildings on the colour band."""
    x, y, w, h = area
    upright = h > w
    if server:
        face.picture(pictures.SERVER, 21, (x + w / 2, y + h / 2), color)
        return
    mark = GROUP_MARKS[group - 1] if group else ""
    centre = (x + w / 2, y + h / 2 + 6.2)
    if level <= 0:
        face.text(mark, assets.NARROW_BOLD, 18, color, centre)
        return
    count = min(level, 4)
    if upright:
        face.text(mark, assets.NARROW_BOLD, 16, color, (x + w / 2, y + 19))
    else:
        face.text(mark, assets.NARROW_BOLD, 18, color, (x + 17, centre[1]))
    if level == 5:
        at = (x + w / 2, y + h - 25) if upright else (x + w - 28, y + h / 2)
        face.building(True, 30, at)
        return
    for i in range(count):
        if upright:
            face.building(False, 18, (x + w / 2, y + 33 + 17 * i))
        else:
            start = x + 38 - max(0, count - 3) * 2
            face.building(False, 18, (start + 17 * i, y + h / 2))


UPRIGHT_PILL: Final = 86.0
"""So wide is the word of a mortgaged deed that stands, at most."""


def pill(face: Face, centre: tuple[float, float], word: str, most: float = UPRIGHT_PILL) -> None:
    """Set the word of a mortgaged deed in a dark pill, no wider than `most` if it can be read so.

    What is wider reaches over the tile's left edge strip, and is drawn narrower still there.
    """
    size = 15.0
    while size > 10 and face.width(word, assets.NARROW_BOLD, size) > most - 4:
        size -= 0.5
    right = round((centre[0] + most / 2) * face.k)
    w = max(min(70.0, most), face.width(word, assets.NARROW_BOLD, size) + 4) * face.k
    h = (21.0 if most < UPRIGHT_PILL else 18.5) * face.k
    rect = pygame.Rect(0, 0, min(round(w), right - 1), round(h))
    rect.center = (round(centre[0] * face.k), round(centre[1] * face.k))
    rect.right = min(rect.right, right)
    pygame.draw.rect(face.surface, face.theme.ink, rect, border_radius=round(5 * face.k))
    image = assets.render(word, assets.NARROW_BOLD, size * face.k, face.theme.on_ink)
    if image.get_width() > rect.w - 2:
        image = pygame.transform.smoothscale(image, (rect.w - 2, image.get_height()))
    face.surface.blit(image, image.get_rect(center=rect.center))


def fantasy(face: Face, w: float, h: float, name: str) -> None:
    """Set wand and title of a fantasy square, clear of the corner where tokens stand."""
    theme = face.theme
    size = 19.0
    if h > w:
        while size > 14 and face.width(name, assets.NARROW_BOLD, size) > w - 10:
            size -= 0.5
        face.text(name, assets.NARROW_BOLD, size, theme.fantasy_ink, (w / 2, 34))
        face.picture(pictures.FANTASY, 46, (w / 2, h / 2 + 1))
        return
    middle = w / 2 - 20
    while size > 14 and face.width(name, assets.NARROW_BOLD, size) > 2 * middle - 16:
        size -= 0.5
    face.picture(pictures.FANTASY, 42, (middle, h / 2 - 14))
    face.text(name, assets.NARROW_BOLD, size, theme.fantasy_ink, (middle, h / 2 + 32))


def special(face: Face, kind: str, w: float, h: float, name: str, note: str) -> None:
    """Set picture, name and note of a square nobody can own."""
    theme = face.theme
    if kind == "start":
        _start(face, w, h, name, note)
        return
    if kind == "jail":
        size = _fitting(face, note, w - 12, 20)
        at = (w / 2, h - 9)
        face.text(note, assets.NARROW_BOLD, size, theme.white, at, room=w - 8)
        return
    icon = {
        "tram": pictures.TRAM,
        "go_to_jail": pictures.CARDS["goToJail"],
        "visiting": pictures.VISITING,
    }.get(kind)
    if icon is not None:
        face.picture(icon, 60, (w / 2, 47))
    else:
        face.picture(pictures.PARKING, 62, (w / 2, 48))
    lines, size = break_name(face, name, w - 8, (21, 20, 19, 18, 17, 16), 1)
    face.text(lines[0], assets.NARROW_BOLD, size, theme.ink, (w / 2, 103))
    if kind == "parking":
        _coin_pill(face, (w / 2, 124), note)
    else:
        size = _fitting(face, note, w - 8, 18)
        face.text(note, assets.NARROW, size, theme.muted, (w / 2, 125), room=w - 8)


def _start(face: Face, w: float, h: float, name: str, note: str) -> None:
    theme = face.theme
    size = 36.0
    while size > 20 and face.width(name, assets.DISPLAY, size) > w - 18:
        size -= 1
    face.text(name, assets.DISPLAY, size, theme.accent_text, (w / 2, 44))
    k = face.k
    y = h / 2 + 4
    arrow = [
        (24, y - 8),
        (78, y - 8),
        (78, y - 24),
        (122, y),
        (78, y + 24),
        (78, y + 8),
        (24, y + 8),
    ]
    color = hexed(theme.accent_text)
    points = " ".join(f"{px},{py}" for px, py in arrow)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">'
        f'<polygon points="{points}" fill="{color}" stroke="{color}" stroke-width="3" '
        'stroke-linejoin="round"/></svg>'
    )
    face.surface.blit(assets.svg(svg, round(w * k), round(h * k)), (0, 0))
    size = _fitting(face, note, w - 14, 18)
    face.text(note, assets.NARROW_BOLD, size, theme.accent_text, (w / 2, h - 18))


def _fitting(face: Face, words: str, width: float, size: float) -> float:
    while size > 12 and face.width(words, assets.NARROW_BOLD, size) > width:
        size -= 0.5
    return size


def _coin_pill(face: Face, centre: tuple[float, float], words: str) -> None:
    theme = face.theme
    k = face.k
    w = (face.width(words, assets.NARROW_BOLD, 18) + 40) * k
    rect = pygame.Rect(0, 0, round(w), round(27 * k))
    rect.center = (round(centre[0] * k), round(centre[1] * k))
    fill = mix(theme.special, theme.group(6).fill, 0.28 if not theme.night else 0.18)
    pygame.draw.rect(face.surface, fill, rect, border_radius=rect.height // 2)
    coin = assets.icon(pictures.COIN, 20 * k)
    face.surface.blit(coin, coin.get_rect(midleft=(rect.left + round(6 * k), rect.centery)))
    image = assets.render(words, assets.NARROW_BOLD, 18 * k, theme.ink)
    face.surface.blit(image, image.get_rect(midright=(rect.right - round(9 * k), rect.centery)))


def bridge_svg(w: float, h: float, side: str, ink: Ink) -> str:
    """Draw deck, parapet and the two plates of a bridge."""
    outer, inner = bridge_plates(w, side)
    posts = "".join(f"M{x} 0v9M{x} {h - 9}v9" for x in range(8, int(w), 16))
    dark = ink("stone_dark")
    return (
        f'<path d="M0 9h{w}M0 {h - 9}h{w}" stroke="{dark}" stroke-width="3"/>'
        f'<path d="{posts}" stroke="{dark}" stroke-width="2"/>'
        + "".join(
            f'<rect x="{x}" y="0" width="{width}" height="{h}" fill="{ink("tile")}"/>'
            f'<path d="M{x} 0v{h}M{x + width} 0v{h}" stroke="{dark}" stroke-width="2"/>'
            for x, width in (outer, inner)
        )
    )


def bridge_plates(w: float, side: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return x and width of the outer and the inner plate."""
    if side == "bridge_right":
        return (w - 17 - 152, 152), (0, 108)
    return (17, 152), (w - 108, 108)


def bridge_text(
    face: Face,
    w: float,
    h: float,
    side: str,
    name: str,
    price: str,
    even: str,
    odd: str,
) -> None:
    """Set name, price and the two ways on of a bridge."""
    theme = face.theme
    (ox, ow), (ix, iw) = bridge_plates(w, side)
    up = side == "bridge_right"
    left, right = (ix + iw, ox) if up else (ox + ow, ix)
    centre = (left + right) / 2
    words = name.rsplit(" ", 1)
    for line, largest, baseline in zip(words, (25.0, 29.0), (46.0, 76.0), strict=False):
        size = largest
        while size > 15 and face.width(line, assets.DISPLAY, size) > right - left - 8:
            size -= 0.5
        face.text(line, assets.DISPLAY, size, theme.ink, (centre, baseline))
    sign = ox + ow - 42 if up else ox + 42
    figure = ox + 48 if up else ox + ow - 48
    if price:
        face.text(price, assets.NARROW_BOLD, 27, theme.ink, (figure, h / 2 + 9))
    for x, word in ((sign, even), (ix + iw / 2, odd)):
        _arrow(face, x, 30, up)
        face.text(word, assets.NARROW_BOLD, 20, theme.ink, (x, 70))


def _arrow(face: Face, x: float, y: float, up: bool) -> None:
    theme, k = face.theme, face.k
    tint = hexed(mix(theme.tile, theme.accent, 0.16))
    sign = -1 if up else 1
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="36" height="36" viewBox="-18 -18 36 36">'
        f'<circle r="17" fill="{tint}"/><path d="M0 {-8 * sign}V{7 * sign}M-7 {1 * sign}L0 '
        f'{8 * sign}L7 {1 * sign}" fill="none" stroke="{hexed(theme.accent)}" stroke-width="4" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
    size = round(36 * k)
    image = assets.svg_cached(svg, size, size)
    face.surface.blit(image, image.get_rect(center=(round(x * k), round(y * k))))


def jail_svg(w: float, h: float, theme: Theme) -> str:
    """Draw the bars and the dark foot of the jail."""
    bar = hexed(mix(theme.stone_dark, theme.ink, 0.35))
    bars = "".join(f"M{x} 0V{h}" for x in range(17, int(w), 25))
    foot = h - 32
    r = 7
    return (
        f'<path d="{bars}M0 18H{w}M0 {foot - 16}H{w}" stroke="{bar}" stroke-width="4.5"/>'
        f'<path d="M0 {foot}H{w}V{h - r}A{r} {r} 0 0 1 {w - r} {h}H{r}A{r} {r} 0 0 1 0 {h - r}Z" '
        f'fill="{hexed(theme.frame)}"/>'
    )
