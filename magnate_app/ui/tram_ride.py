"""The tram that now and then rides over the board of the title.

Everything else on the title keeps still, so a picture of the whole costs little; with
reduced motion the tram stays where it is.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import pygame

from magnate_app.saves.preferences import Preferences
from magnate_app.ui.board.art import tram_picture
from magnate_app.ui.board.layout import load_layout
from magnate_app.ui.closeup import TILT, TRAM_REACH, closeup, look_of, spot
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.theme import theme_of
from magnate_app.ui.widgets import Widget

STOPS: Final = (590.0, 440.0, 715.0)
"""Where on its line the tram stands, in units of the board; it begins at the first."""
REST: Final = 20.0
SPEED: Final = 36.0
"""Units a second."""
STEP: Final = 1.0
"""Real pixels it must have moved to be drawn anew."""


def place(clock: float) -> float:
    """Return where on its line the tram is after so many seconds."""
    legs = [(a, b, abs(b - a) / SPEED) for a, b in zip(STOPS, (*STOPS[1:], STOPS[0]), strict=True)]
    left = clock % sum(REST + seconds for _, _, seconds in legs)
    for start, end, seconds in legs:
        if left < REST:
            return start
        left -= REST
        if left < seconds:
            share = (1 - math.cos(left / seconds * math.pi)) / 2
            return start + (end - start) * share
        left -= seconds
    return STOPS[0]


class TramRide(Widget):
    """The strip of the board the tram rides on."""

    focusable = False
    moving = True

    def __init__(self, board: Box, scale: float, preferences: Preferences, clock: float) -> None:
        super().__init__("title.tram")
        self.board = board
        self.preferences = preferences
        self.clock = clock
        self._drawn = -1.0
        self._spot = spot(board, scale)
        ends = [self._spot.at(x, load_layout().art.tram[1]) for x in (min(STOPS), max(STOPS))]
        room = TRAM_REACH * self._spot.k
        left, right = ends[0][0] - room, ends[1][0] + room
        top, bottom = ends[1][1] - room, ends[0][1] + room
        self.place(Box(left / scale, top / scale, (right - left) / scale, (bottom - top) / scale))

    @property
    def riding(self) -> bool:
        """Whether it is under way."""
        return not self.preferences.reduced_motion and place(self.clock) not in STOPS

    def ride(self, dt: float) -> bool:
        """Ride on; return whether that can be seen."""
        if self.preferences.reduced_motion:
            return False
        self.clock += dt
        return abs(place(self.clock) - self._drawn) * self._spot.k >= STEP

    def draw(self, canvas: Canvas) -> None:
        """Draw the strip and the tram on it."""
        with canvas.clip(self.box):
            look = look_of(self.board, canvas.scale, canvas.theme, self.preferences)
            canvas.surface.blit(closeup(look), canvas.rect(self.board))
            self._drawn = place(self.clock)
            x, y = self._spot.at(self._drawn, load_layout().art.tram[1])
            picture = _picture(canvas.theme.name, round(self._spot.k, 3))
            canvas.surface.blit(picture, picture.get_rect(center=(round(x), round(y))))


@lru_cache(maxsize=2)
def _picture(theme_name: str, k: float) -> pygame.Surface:
    return tram_picture(theme_of(theme_name), k, TILT)
