"""What does not move on a screen, kept as one picture while the rest moves over it.

The picture is painted widget by widget, over several frames if it takes long, and shown
once it is whole; until then the one before it stays. Knows only the widgets' places.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

import pygame

from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box

CORNER: Final = 28.0
"""Logical pixels of the moving box's round corners, where the picture shows through."""

Paint: TypeAlias = Callable[[Canvas], Iterator[None]]
"""Paints everything, a part with each step."""

Look: TypeAlias = tuple[Box, object]
"""A widget's place and what it shows there, if that changes by itself."""

FADE: Final = 0.16
"""So long the next picture comes over the one before it, where that is asked for."""

ALMOST: Final = 254
"""Opacity a picture that goes begins with; SDL blends a full 255 ten times as slowly."""

Frame: TypeAlias = tuple[object, ...]


class Ration:
    """How long drawing may take in one frame before the rest waits for the next."""

    def __init__(self, seconds: float | None = None) -> None:
        self._until = None if seconds is None else time.perf_counter() + seconds

    @property
    def limited(self) -> bool:
        """Whether there is an end to it at all."""
        return self._until is not None

    @property
    def spent(self) -> bool:
        """Whether the time is over."""
        return self._until is not None and time.perf_counter() >= self._until


UNLIMITED: Final = Ration()

AS_SEEN: Final = Ration(math.inf)
"""Enough for the picture a window would show next, and not for what it adds when it is painted."""


class StillLayer:
    """One picture of a whole window, without what moves."""

    def __init__(self) -> None:
        self._picture: pygame.Surface | None = None
        self._frame: Frame = ()
        self._key: Frame = ()
        self._looks: tuple[Look, ...] = ()
        self._back: pygame.Surface | None = None
        self._work: _Work | None = None
        self._behind = False
        self._skipped = False
        self._part: Box | None = None
        self._asked = False
        self._left = 0.0

    @property
    def fading(self) -> bool:
        """Whether one picture comes over another now."""
        return self._left > 0 and self._back is not None

    def fade(self, part: Box) -> None:
        """Let the next picture come little by little within `part`."""
        self._part, self._asked, self._left = part, True, 0.0

    def let_pass(self, dt: float) -> bool:
        """Let time pass for the picture that goes; return whether one was going."""
        going, self._left = self._left > 0, max(0.0, self._left - dt)
        return going

    @property
    def behind(self) -> bool:
        """Whether what was drawn last is older than what was asked for."""
        return self._behind

    def draw(
        self,
        canvas: Canvas,
        moving: Box | None,
        key: Frame,
        looks: tuple[Look, ...],
        paint: Paint,
        ration: Ration,
    ) -> bool:
        """Draw all but `moving`; return whether there is a picture to draw already.

        `paint` is asked for the whole when `key` is new, and for the places of those
        `looks` that are. A picture of another size or with another hole is not shown.
        A frame whose time is over already lets every second of them wait, and a first
        picture that took all of its time is shown in the next frame.
        """
        frame = (canvas.surface.get_size(), canvas.scale, canvas.theme.name, moving)
        if self._work is not None and self._work.frame != frame:
            self._work = None
        shown = self._picture is not None and self._frame == frame
        self._skipped = ration.spent and shown and not self._skipped
        while (self._frame, self._key) != (frame, key) and not self._skipped:
            if self._work is None:
                self._work = self._begin(canvas, frame, key, looks, paint)
            if not self._work.go_on(ration):
                break
            self._show(self._work)
            if self._work.key == key and self._asked:
                self._left = FADE if ration.limited and self._back is not None else 0.0
                self._asked = False
            self._work = None
            if ration.spent:
                if not shown:
                    return False
                break
        picture = self._picture
        if picture is None or self._frame != frame:
            return False
        self._behind = self._key != key
        if not self._behind:
            self._renew(canvas, looks, paint)
        for part in _around(canvas, moving):
            canvas.surface.blit(picture, part, part)
        self._draw_going(canvas)
        return True

    def patch(
        self,
        canvas: Canvas,
        moving: Box | None,
        key: Frame,
        looks: tuple[Look, ...],
        paint: Paint,
    ) -> list[pygame.Rect] | None:
        """Draw only what looks different on a surface drawn before, and return where that is.

        None when the rest has changed as well.
        """
        frame = (canvas.surface.get_size(), canvas.scale, canvas.theme.name, moving)
        if (
            self._picture is None
            or self._work is not None
            or (self._frame, self._key) != (frame, key)
        ):
            return None
        pairs = zip(self._looks, looks, strict=False)
        rects = [canvas.rect(now[0]) for before, now in pairs if before != now]
        self._renew(canvas, looks, paint)
        for rect in rects:
            canvas.surface.blit(self._picture, rect, rect)
        return rects

    def forget(self) -> None:
        """Give the memory back; the next picture is painted anew."""
        self._picture = self._back = self._work = None
        self._frame = ()

    def _draw_going(self, canvas: Canvas) -> None:
        """Draw what is left of the picture before this one."""
        if not self.fading or self._back is None or self._part is None:
            return
        rect = canvas.rect(self._part)
        self._back.set_alpha(round(ALMOST * (self._left / FADE) ** 2))
        canvas.surface.blit(self._back, rect, rect)
        self._back.set_alpha(None)

    def _begin(
        self, canvas: Canvas, frame: Frame, key: Frame, looks: tuple[Look, ...], paint: Paint
    ) -> _Work:
        size = canvas.surface.get_size()
        sheet, self._back = self._back, None
        if sheet is None or sheet.get_size() != size:
            sheet = pygame.Surface(size, 0, canvas.surface)
        steps = paint(Canvas(sheet, canvas.theme, canvas.scale))
        return _Work(sheet, frame, key, looks, steps)

    def _show(self, work: _Work) -> None:
        self._back, self._picture = self._picture, work.sheet
        self._frame, self._key, self._looks = work.frame, work.key, work.looks

    def _renew(self, canvas: Canvas, looks: tuple[Look, ...], paint: Paint) -> None:
        """Paint the places of what looks different now."""
        if looks == self._looks or self._picture is None:
            return
        picture = Canvas(self._picture, canvas.theme, canvas.scale)
        for before, now in zip(self._looks, looks, strict=False):
            if before != now:
                with picture.clip(now[0]):
                    for _ in paint(picture):
                        pass
        self._looks = looks


class _Work:
    """A picture that is being painted."""

    def __init__(
        self,
        sheet: pygame.Surface,
        frame: Frame,
        key: Frame,
        looks: tuple[Look, ...],
        steps: Iterator[None],
    ) -> None:
        self.sheet = sheet
        self.frame = frame
        self.key = key
        self.looks = looks
        self._steps = steps

    def go_on(self, ration: Ration) -> bool:
        """Paint at least one part; return whether the picture is whole."""
        return all(not ration.spent for _ in self._steps)


def _around(canvas: Canvas, moving: Box | None) -> list[pygame.Rect]:
    """Return what lies around a box, and its corners."""
    width, height = canvas.surface.get_size()
    if moving is None:
        return [pygame.Rect(0, 0, width, height)]
    # The box may be drawn a pixel smaller than its rounded edges say.
    inner = canvas.rect(moving).inflate(-4, -4).clip(pygame.Rect(0, 0, width, height))
    parts = [
        pygame.Rect(0, 0, width, inner.top),
        pygame.Rect(0, inner.bottom, width, height - inner.bottom),
        pygame.Rect(0, inner.top, inner.left, inner.h),
        pygame.Rect(inner.right, inner.top, width - inner.right, inner.h),
    ]
    side = canvas.px(CORNER)
    for x in (inner.left, inner.right - side):
        parts += [pygame.Rect(x, y, side, side) for y in (inner.top, inner.bottom - side)]
    return parts
