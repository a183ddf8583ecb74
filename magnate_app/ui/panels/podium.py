"""The podium of a result: three blocks in the seats' colours, the best in the light."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import pygame

from magnate_app.protocol.views import OutcomeView
from magnate_app.ui import assets
from magnate_app.ui.assets import DISPLAY
from magnate_app.ui.draw import CENTER, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.pictures import MEDALS
from magnate_app.ui.shapes import hex_of, svg_frame
from magnate_app.ui.strings import number
from magnate_app.ui.table_context import Table
from magnate_app.ui.theme import Theme, mix, theme_of

RISE_SECONDS: Final = 0.7
"""So long a block takes to come up; the third comes first."""

RISE_DELAY: Final = 0.35
RISEN: Final = RISE_SECONDS + 2 * RISE_DELAY

_STEPS: Final = (0.86, 0.62, 0.46)
_DECK: Final = 18.0
"""Logical pixels of a block's upper side, seen from above."""

_FLOOR: Final = 26.0
_HEAD_ROOM: Final = 128.0
_CROWN: Final = 44.0
_RAYS: Final = 14
_CONFETTI: Final = 46
SPREAD: Final = (0.7548777, 0.5698403)
"""Steps that lay points evenly over a square."""


def draw_podium(
    canvas: Canvas, table: Table, outcome: OutcomeView, box: Box, age: float = RISEN
) -> None:
    """Draw the first three; `age` is how many seconds they have been coming up."""
    theme = canvas.theme
    order = (1, 0, 2) if len(outcome.ranking) > 2 else (1, 0)
    gap = 10.0
    width = min(230.0, (box.w - 28) / 3 - gap)
    left = box.center[0] - (width * len(order) + gap * (len(order) - 1)) / 2
    ground = box.bottom - _FLOOR
    best = left + (width + gap) * order.index(0) + width / 2
    top = ground - (box.h - _FLOOR - _HEAD_ROOM) * _STEPS[0]
    _draw_rays(canvas, (best, top - 50), min(box.w * 0.44, box.h * 0.5))
    _draw_confetti(canvas, box, age)
    _draw_floor(canvas, Box(box.x, ground - 14, box.w, 40))
    for slot in sorted(range(len(order)), key=lambda slot: -order[slot]):
        place = order[slot]
        seat = outcome.ranking[place]
        full = (box.h - _FLOOR - _HEAD_ROOM) * _STEPS[place]
        x = left + slot * (width + gap)
        hidden = full + _HEAD_ROOM + _CROWN
        sunk = (1 - _risen(age - (2 - place) * RISE_DELAY)) * hidden
        block = Box(x, ground - full + sunk, width, full)
        with canvas.clip(Box(x - 40, box.y - 60, width + 80, ground + 1 - box.y + 60)):
            _draw_block(canvas, block, table.color(seat), place)
            _draw_winner(canvas, table, seat, place, block, outcome.final[seat])
    canvas.box(Box(box.x + 10, ground, box.w - 20, 6), mix(theme.stone_dark, theme.ink, 0.12), 3)


def _draw_winner(
    canvas: Canvas, table: Table, seat: int, place: int, block: Box, worth: int
) -> None:
    theme = canvas.theme
    radius = 40.0 if place == 0 else 31.0
    middle = block.center[0]
    token = (middle, block.y - 50 - radius)
    if place == 0:
        crown = (middle, token[1] - radius - 12)
        canvas.icon("fill/crown-simple", (crown[0], crown[1] + 2), 40, theme.foot)
        canvas.icon("fill/crown-simple", crown, 40, theme.groups[5].fill)
    canvas.token(table.piece(seat), table.color(seat), token, radius)
    name = Box(block.x - 6, block.y - 48, block.w + 12, 25)
    size = 22 if place == 0 else 19
    canvas.text(table.seat_name(seat), name, DISPLAY, size, theme.ink, CENTER, lowest=12)
    figure = Box(block.x, block.y - 24, block.w, 21)
    canvas.text(number(worth), figure, DISPLAY, 17, theme.muted, CENTER)


def _draw_block(canvas: Canvas, block: Box, color: int, place: int) -> None:
    rect = canvas.rect(Box(block.x, block.y, block.w, block.h))
    deck = canvas.px(_DECK)
    picture = _block(rect.w, rect.h, deck, color, canvas.theme.name)
    canvas.surface.blit(picture, rect)
    room = block.h - _DECK - 12
    size = min(78.0 if place == 0 else 64.0, room)
    gap = min(12.0, (room - size) / 2 + 6)
    canvas.icon(MEDALS[place], (block.center[0], block.y + _DECK + gap + size / 2), size)


@lru_cache(maxsize=24)
def _block(width: int, height: int, deck: int, color: int, theme_name: str) -> pygame.Surface:
    """Return a block seen from the front and a little from above, lit from the upper left."""
    theme = theme_of(theme_name)
    seat = theme.seat(color)
    front, low = hex_of(mix(seat, theme.white, 0.06)), hex_of(mix(seat, theme.dark, 0.22))
    lid, edge = hex_of(mix(seat, theme.white, 0.42)), hex_of(mix(seat, theme.white, 0.62))
    lean = deck * 0.7
    light = max(2.0, width * 0.025)
    body = (
        f'<defs><linearGradient id="f" gradientUnits="userSpaceOnUse" x1="0" y1="{deck}" x2="0" '
        f'y2="{height}">'
        f'<stop offset="0" stop-color="{front}"/><stop offset="1" stop-color="{low}"/>'
        f"</linearGradient></defs>"
        f'<path d="M0 {deck}H{width}V{height}H0Z" fill="url(#f)"/>'
        f'<path d="M0 {deck}H{light}V{height}H0Z" fill="{edge}" fill-opacity="0.35"/>'
        f'<path d="M{width - 2 * light} {deck}H{width}V{height}H{width - 2 * light}Z" '
        f'fill="{hex_of(theme.dark)}" fill-opacity="0.14"/>'
        f'<path d="M{lean} 0H{width - lean}L{width} {deck}H0Z" fill="{lid}"/>'
        f'<path d="M0 {deck}H{width}" stroke="{edge}" stroke-width="{max(1.5, deck * 0.12)}"/>'
        f'<path d="M0 {deck + 1}H{width}V{deck * 1.5}H0Z" fill="{hex_of(theme.dark)}" '
        f'fill-opacity="0.1"/>'
    )
    return assets.svg(svg_frame(width, height, body), width, height)


def _draw_rays(canvas: Canvas, centre: tuple[float, float], reach: float) -> None:
    side = canvas.px(2 * reach)
    picture = _rays(side, canvas.theme.name)
    canvas.image(picture, (centre[0] - reach, centre[1] - reach))


@lru_cache(maxsize=4)
def _rays(side: int, theme_name: str) -> pygame.Surface:
    """Return light behind the winner: rays that fade outwards."""
    theme = theme_of(theme_name)
    middle = side / 2
    color = hex_of(theme.groups[5].fill)
    strength = 0.34 if not theme.night else 0.2
    wedges = []
    for ray in range(_RAYS):
        start = (ray - 0.24) * 2 * math.pi / _RAYS
        end = (ray + 0.24) * 2 * math.pi / _RAYS
        points = " ".join(
            f"{middle + middle * math.sin(turn):.1f},{middle - middle * math.cos(turn):.1f}"
            for turn in (start, end)
        )
        wedges.append(f'<polygon points="{middle},{middle} {points}" fill="url(#r)"/>')
    body = (
        f'<defs><radialGradient id="r" gradientUnits="userSpaceOnUse" cx="{middle}" cy="{middle}" '
        f'r="{middle}"><stop offset="0.12" stop-color="{color}" stop-opacity="{strength}"/>'
        f'<stop offset="1" stop-color="{color}" stop-opacity="0"/></radialGradient></defs>'
        f'<circle cx="{middle}" cy="{middle}" r="{middle}" fill="url(#r)" fill-opacity="0.6"/>'
        + "".join(wedges)
    )
    return assets.svg(svg_frame(side, side, body), side, side)


def _draw_confetti(canvas: Canvas, box: Box, age: float) -> None:
    """Let paper snow over the podium; it hangs where the last look finds it."""
    theme = canvas.theme
    fallen = min(1.0, age / RISEN)
    for i in range(_CONFETTI):
        across, depth = i * SPREAD[0] % 1.0, i * SPREAD[1] % 1.0
        x = box.x + across * (box.w - 16)
        y = box.y + depth * box.h * 0.66 - (1 - fallen) * (90 + 60 * (i % 3))
        slant = (i * 37 % 60 - 30) / 8
        size = 9 + i % 4 * 2
        paper = [(x, y), (x + size, y + slant), (x + size - 1, y + 7 + slant), (x - 1, y + 7)]
        canvas.polygon(paper, theme.seat(i % 6), round(0.85 - 0.5 * depth, 1))


def _draw_floor(canvas: Canvas, box: Box) -> None:
    rect = canvas.rect(box)
    canvas.surface.blit(_floor(rect.w, rect.h, canvas.theme.name), rect)


@lru_cache(maxsize=4)
def _floor(width: int, height: int, theme_name: str) -> pygame.Surface:
    theme: Theme = theme_of(theme_name)
    top, foot = hex_of(mix(theme.stone, theme.white, 0.15)), hex_of(theme.stone_dark)
    lean = width * 0.03
    half = height * 0.46
    body = (
        f'<ellipse cx="{width / 2}" cy="{height * 0.84}" rx="{width * 0.49}" ry="{height * 0.16}" '
        f'fill="{hex_of(theme.shadow)}" fill-opacity="0.22"/>'
        f'<path d="M{lean} 0H{width - lean}L{width} {half}V{height * 0.74}H0V{half}Z" '
        f'fill="{foot}"/>'
        f'<path d="M{lean} 0H{width - lean}L{width} {half}H0Z" fill="{top}"/>'
    )
    return assets.svg(svg_frame(width, height, body), width, height)


def _risen(seconds: float) -> float:
    """Return how far up a block is: quick at first, a little too far, then at rest."""
    t = min(1.0, max(0.0, seconds / RISE_SECONDS)) - 1
    return 1 + t * t * (1.9 * t + 0.9)
