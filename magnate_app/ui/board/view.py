"""The whole board: the still ground, and what moves, glows and speaks on it.

Draws a `BoardShow`; decides nothing and knows no rules.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pygame

from magnate_app.ui import assets, pictures, shapes
from magnate_app.ui.board import marks
from magnate_app.ui.board.atlas import Atlas
from magnate_app.ui.board.camera import Camera
from magnate_app.ui.board.geometry import BoardGeometry
from magnate_app.ui.board.ground import Ground, Printed, Say, Stock
from magnate_app.ui.board.layout import BoardLayout, Point
from magnate_app.ui.board.motion import (
    draw_coins,
    draw_dice,
    draw_places,
    draw_stamp,
    draw_token_shadow,
    flying,
)
from magnate_app.ui.board.open_card import draw_open_card
from magnate_app.ui.draw import Canvas
from magnate_app.ui.effects.playfield import FLOAT_SECONDS, Playfield
from magnate_app.ui.theme import Color, Theme

_BREATH: Final = 0.8


@dataclass(slots=True)
class Light:
    """A tile that glows; `strong` when the pointer or the choice is on it."""

    square: int
    color: Color
    strong: bool = False
    faint: bool = False


@dataclass(slots=True)
class Tag:
    """A label beside a tile."""

    square: int
    text: str
    key: str = ""
    color: Color | None = None
    filled: bool = False


@dataclass(slots=True)
class BoardShow:
    """All that is on the board for one frame."""

    field: Playfield
    colors: dict[int, int]
    pieces: dict[int, int]
    stock: Stock
    lights: list[Light] = dataclasses.field(default_factory=list)
    tags: list[Tag] = dataclasses.field(default_factory=list)
    route: tuple[int, ...] = ()
    others: tuple[tuple[int, ...], ...] = ()
    caption: str = ""
    subcaption: str = ""
    wordmark: str = ""
    turn_seat: int | None = None
    card_title: str = ""
    card_figure: str = ""
    reactions: dict[int, str] = dataclasses.field(default_factory=dict)
    clock: float = 0.0
    still: bool = False


class BoardView:
    """Draws the board inside a square window and says what lies under the pointer."""

    def __init__(self, atlas: Atlas, layout: BoardLayout, say: Say) -> None:
        self.atlas = atlas
        self.layout = layout
        self.camera = Camera()
        self.ground = Ground(atlas, layout, say)
        self._prepared: tuple[int, str, str] | None = None

    @property
    def geometry(self) -> BoardGeometry:
        """Where the units fall now."""
        return self.camera.geometry(self.layout)

    def square_at(self, px: float, py: float) -> int | None:
        """Return the square under a pixel of the window."""
        if not self.camera.holds(px, py):
            return None
        return self.geometry.square_at(px, py)

    def prepare(self, canvas: Canvas, show: BoardShow) -> Iterator[None]:
        """Paint what a first picture of this size needs, a little with each step."""
        printed = self._printed(show, canvas.theme)
        yield from self.ground.prepare(printed)
        size = printed.side, canvas.theme.name, self.atlas.lang
        if self._prepared == size:
            return
        self._prepared = size
        self.ground.surface(printed)
        yield
        nowhere = Canvas(pygame.Surface((1, 1)), canvas.theme, canvas.scale)
        for draw in (self._tray, self._tokens, self._tags):
            draw(nowhere, self.geometry, show)
            yield

    def _printed(self, show: BoardShow, theme: Theme) -> Printed:
        side = round(self.geometry.side)
        return Printed(side, theme, show.field.deeds, show.colors, show.stock)

    def draw(self, canvas: Canvas, show: BoardShow) -> None:
        """Draw one frame."""
        camera = self.camera
        window = pygame.Rect(camera.left, camera.top, camera.side, camera.side)
        before = canvas.surface.get_clip()
        canvas.surface.set_clip(window.clip(before))
        geometry = self.geometry
        theme = canvas.theme
        still = self.ground.surface(self._printed(show, theme))
        canvas.surface.blit(still, (round(geometry.left), round(geometry.top)))
        self._lights(canvas, geometry, show)
        self._paths(canvas.surface, geometry, show, theme)
        self._tray(canvas, geometry, show)
        self._tokens(canvas, geometry, show)
        self._tags(canvas, geometry, show)
        if not show.still:
            self._happenings(canvas, geometry, show)
        self._floats(canvas, geometry, show)
        canvas.surface.set_clip(before)

    def token_point(self, show: BoardShow, seat: int) -> Point:
        """Return the pixel where the token of `seat` is now."""
        geometry = self.geometry
        flight = show.field.flights.get(seat)
        if flight is not None and len(flight.path) > 1:
            (x, y), height = flying(geometry, flight)
            return x, y - height
        square = show.field.positions[seat]
        crowd = _crowd(show.field, square)
        places = geometry.tokens(square, len(crowd))
        index = crowd.index(seat) if seat in crowd else 0
        return places[min(index, len(places) - 1)][0] if places else geometry.at(0, 0)

    def _lights(self, canvas: Canvas, geometry: BoardGeometry, show: BoardShow) -> None:
        breath = 1.0
        if not show.still:
            breath = 0.78 + 0.22 * math.sin(show.clock * 2 * math.pi / _BREATH / 2)
        for light in show.lights:
            marks.draw_glow(
                canvas.surface,
                geometry,
                light.square,
                light.color,
                light.strong,
                1.0 if light.strong else breath * (0.4 if light.faint else 1.0),
            )
        for square, left in show.field.flashes.items():
            deed = show.field.deeds.get(square)
            color = canvas.theme.accent
            if deed is not None:
                color = canvas.theme.seat(show.colors.get(deed.seat, deed.seat))
            marks.draw_glow(canvas.surface, geometry, square, color, True, min(1.0, left * 2))

    def _paths(
        self, surface: pygame.Surface, geometry: BoardGeometry, show: BoardShow, theme: Theme
    ) -> None:
        for other in show.others:
            marks.draw_dots(surface, geometry, geometry.route(other), theme)
        if len(show.route) > 1:
            marks.draw_route(surface, geometry, geometry.route(show.route), theme)
            stops = geometry.stops(show.route)
            for number, stop in enumerate(stops[1:], 1):
                last = number == len(stops) - 1
                marks.draw_step(surface, geometry, stop, number, theme, last)

    def _tray(self, canvas: Canvas, geometry: BoardGeometry, show: BoardShow) -> None:
        theme, k, surface = canvas.theme, geometry.k, canvas.surface
        x, y, w, h = self.layout.tray
        cx, cy = geometry.at(x + w / 2, y + h / 2)
        field = show.field
        title = assets.render(show.wordmark, assets.DISPLAY, 25 * k, theme.tray_text)
        surface.blit(title, title.get_rect(center=(cx, cy - 86 * k)))
        if field.card is not None:
            words = show.card_title, show.card_figure
            draw_open_card(surface, geometry, self.layout, field.card, words, theme)
            return
        if field.dice is not None:
            draw_dice(surface, geometry, self.layout, field, theme, show.still)
        elif show.caption:
            draw_places(surface, geometry, self.layout, theme)
        if show.caption:
            self._caption(canvas, geometry, show)

    def _caption(self, canvas: Canvas, geometry: BoardGeometry, show: BoardShow) -> None:
        theme, k, surface = canvas.theme, geometry.k, canvas.surface
        x, y, w, h = self.layout.tray
        left, top = geometry.at(x + 20, y + h - 72)
        rect = pygame.Rect(round(left), round(top), round((w - 40) * k), round(54 * k))
        plate = shapes.rounded(rect.w, rect.h, round(10 * k), (0, 0, 0), None, 0.0, 0.22)
        surface.blit(plate, rect)
        lines = [line for line in (show.caption, show.subcaption) if line]
        step = rect.h / (len(lines) + 0.35)
        for i, line in enumerate(lines):
            color = theme.tray_text if i == 0 else theme.groups[5].fill
            shown, size = assets.fit(
                line, assets.NARROW_BOLD, 20 * k, rect.w - 8 * k, max(10.0, 14 * k)
            )
            image = assets.render(shown, assets.NARROW_BOLD, size, color)
            at = (rect.centerx, round(rect.y + step * (i + 0.68)))
            surface.blit(image, image.get_rect(center=at))

    def _tokens(self, canvas: Canvas, geometry: BoardGeometry, show: BoardShow) -> None:
        field = show.field
        for square in sorted({field.positions[s] for s in range(len(field.positions))}):
            crowd = _crowd(field, square)
            places = geometry.tokens(square, len(crowd))
            for seat, (point, radius) in zip(crowd, places, strict=False):
                self._token(canvas, show, seat, point, radius)
        for seat, flight in field.flights.items():
            if len(flight.path) < 2:
                continue
            radius = 24.5 * geometry.k
            if show.still:
                point = geometry.tokens(flight.path[-1], 1)[0][0]
                self._token(canvas, show, seat, point, radius, flight.share)
            else:
                ground, height = flying(geometry, flight)
                draw_token_shadow(canvas.surface, ground, radius, height, canvas.theme)
                at = (ground[0], ground[1] - height)
                self._token(canvas, show, seat, at, radius)

    def _token(
        self,
        canvas: Canvas,
        show: BoardShow,
        seat: int,
        point: Point,
        radius: float,
        alpha: float = 1.0,
    ) -> None:
        color = show.colors.get(seat, seat)
        if seat == show.turn_seat and not show.field.flights:
            gap = max(2.0, radius * 0.17)
            ring = shapes.arc(
                round(2 * (radius + gap) + 6),
                radius + gap,
                max(2.0, radius * 0.16),
                canvas.theme.accent,
                1.0,
                0,
            )
            canvas.surface.blit(ring, ring.get_rect(center=(round(point[0]), round(point[1]))))
        picture = shapes.token(
            pictures.piece_icon(show.pieces.get(seat)),
            color,
            round(2 * radius),
            True,
            canvas.theme.name,
        )
        if alpha < 1:
            picture = picture.copy()
            picture.set_alpha(round(255 * alpha))
        at = picture.get_rect(center=(round(point[0]), round(point[1])))
        canvas.surface.blit(picture, at)

    def _tags(self, canvas: Canvas, geometry: BoardGeometry, show: BoardShow) -> None:
        taken: list[pygame.Rect] = []
        window = pygame.Rect(self.camera.left, self.camera.top, self.camera.side, self.camera.side)
        for tag in show.tags:
            w, h = marks.tag_size(geometry.k, tag.text, tag.key, 12.0)
            cx, cy = geometry.tag(tag.square, w, h)
            rect = pygame.Rect(0, 0, w, h)
            rect.center = (round(cx), round(cy))
            rect.clamp_ip(window)
            while any(rect.colliderect(other) for other in taken):
                rect.y += h // 3
            taken.append(rect)
            color = tag.color or canvas.theme.accent
            marks.draw_tag(canvas.surface, rect, tag.text, tag.key, canvas.theme, color, tag.filled)

    def _happenings(self, canvas: Canvas, geometry: BoardGeometry, show: BoardShow) -> None:
        for stamp in show.field.stamps:
            color = 0 if stamp.seat is None else show.colors.get(stamp.seat, stamp.seat)
            draw_stamp(canvas.surface, geometry, stamp, color, canvas.theme)
        for coins in show.field.coins:
            start, end = (self._purse(geometry, show, s) for s in (coins.payer, coins.payee))
            draw_coins(canvas.surface, geometry, start, end, coins)

    def _purse(self, geometry: BoardGeometry, show: BoardShow, seat: int | None) -> Point:
        """Return the pixel where a seat's money comes from or goes to; the pot's without one."""
        if seat is not None:
            return self.token_point(show, seat)
        square = next(s for s in self.atlas.squares if self.atlas.kind(s) == "parking")
        x, y, w, h = geometry.tile(square)
        return x + w / 2, y + h / 2

    def _floats(self, canvas: Canvas, geometry: BoardGeometry, show: BoardShow) -> None:
        theme, k = canvas.theme, geometry.k
        window = pygame.Rect(self.camera.left, self.camera.top, self.camera.side, self.camera.side)
        placed: list[pygame.Rect] = []
        # The newest stands at its token; what is there longer gives way, each above the other.
        for item in reversed(show.field.floats):
            if item.age < 0 or item.seat >= len(show.field.positions):
                continue
            share = item.age / FLOAT_SECONDS
            x, y = self.token_point(show, item.seat)
            rise = 0.0 if show.still else share * 46 * k
            color = theme.gain if item.amount > 0 else theme.loss
            text = f"{item.amount:+d}".replace("-", "\u2212")
            plate = _plate(text, max(15.0, 27 * k), theme.raised, color)
            w, h = plate.get_size()
            rect = pygame.Rect(round(x - w / 2), round(y - rise - h - 22 * k), w, h)
            rect.clamp_ip(window)
            apart(rect, placed, window)
            placed.append(rect)
            plate.set_alpha(round(255 * min(1.0, 3 * (1 - share))))
            canvas.surface.blit(plate, rect)
        for seat, emote in show.reactions.items():
            x, y = self.token_point(show, seat)
            icon = assets.icon(pictures.REACTIONS.get(emote, pictures.FANTASY), 46 * geometry.k)
            disc = shapes.rounded(
                icon.get_width() + 12,
                icon.get_height() + 12,
                icon.get_width(),
                theme.raised,
                theme.line,
                2.0,
            )
            at = (round(x), round(y - 58 * geometry.k))
            canvas.surface.blit(disc, disc.get_rect(center=at))
            canvas.surface.blit(icon, icon.get_rect(center=at))


def apart(rect: pygame.Rect, placed: list[pygame.Rect], window: pygame.Rect) -> None:
    """Move `rect` up, or down near the upper edge, until it covers none of `placed`."""
    room = rect.top - window.top
    step = rect.height + 2 if room < len(placed) * (rect.height + 2) else -rect.height - 2
    for _ in placed:
        hit = rect.collidelist(placed)
        if hit < 0:
            return
        other = placed[hit]
        rect.top = other.bottom + 2 if step > 0 else other.top - rect.height - 2


@lru_cache(maxsize=96)
def _plate(text: str, size: float, fill: Color, color: Color) -> pygame.Surface:
    """Return an amount on its plate; whoever blits it sets its alpha first."""
    image = assets.render(text, assets.DISPLAY, size, color)
    w, h = image.get_width() + round(size * 0.7), round(size * 1.35)
    plate = pygame.Surface((w, h), pygame.SRCALPHA)
    plate.blit(shapes.rounded(w, h, h // 2, fill, color, 2.0), (0, 0))
    plate.blit(image, image.get_rect(center=(w // 2, h // 2)))
    return plate


def _crowd(field: Playfield, square: int) -> list[int]:
    return [
        seat
        for seat, where in enumerate(field.positions)
        if where == square and not field.out[seat] and seat not in field.flights
    ]
