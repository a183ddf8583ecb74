"""Pictures that take longer than a frame: painted a little with each step, then kept.

Knows surfaces and steps; nothing of what is painted or of who waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Final, Generic, TypeAlias, TypeVar, TypeVarTuple

import pygame

from magnate_app.ui import assets
from magnate_app.ui.still import Ration

Key = TypeVarTuple("Key")
T = TypeVar("T")

Steps: TypeAlias = Generator[None, None, pygame.Surface]
"""Paints a part with each step and returns the whole picture."""

BAND: Final = 90_000
"""So many pixels of a large SVG are rasterised at once."""

AHEAD: Final = 0.006
"""Seconds between two frames in which something is made ready."""


def banded(document: Callable[[float, float], str], width: int, height: int) -> Steps:
    """Rasterise an SVG in bands; `document` writes it below one share of its height for another."""
    sheet = pygame.Surface((width, height), pygame.SRCALPHA)
    yield
    rows = max(8, BAND // width)
    for top in range(0, height, rows):
        high = min(rows, height - top)
        band = assets.svg(document(top / height, high / height), width, high)
        band.set_alpha(None)
        sheet.blit(band, (0, top))
        yield
    return sheet


class Gradual(Generic[*Key]):
    """Pictures of one kind; whoever needs one goes on where its painting was left off."""

    def __init__(self, paint: Callable[[*Key], Steps], kept: int) -> None:
        self._paint = paint
        self._most = kept
        self._whole: dict[tuple[*Key], pygame.Surface] = {}
        self._begun: dict[tuple[*Key], Steps] = {}

    def ready(self, *key: *Key) -> bool:
        """Whether the picture is whole."""
        return key in self._whole

    def steps(self, *key: *Key) -> Iterator[None]:
        """Paint until the picture is whole, a part with each step."""
        while key not in self._whole:
            painting = self._begun.pop(key, None) or self._paint(*key)
            try:
                next(painting)
            except StopIteration as end:
                _keep(self._whole, key, end.value, self._most)
            else:
                _keep(self._begun, key, painting, self._most)
                yield

    def get(self, *key: *Key) -> pygame.Surface:
        """Return the picture, finished at once if it is not whole; do not draw on it."""
        for _ in self.steps(*key):
            pass
        _keep(self._whole, key, self._whole.pop(key), self._most)
        return self._whole[key]

    def last(self, like: Callable[[tuple[*Key]], bool]) -> pygame.Surface | None:
        """Return the picture made or used last whose key is `like` what is wanted."""
        return next((self._whole[key] for key in reversed(self._whole) if like(key)), None)


class Ahead:
    """What is made ready while nothing else happens, a little between two frames."""

    def __init__(self) -> None:
        self._for: object = None
        self._steps: Iterator[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether there is something left."""
        return self._steps is not None

    def aim(self, purpose: object, steps: Callable[[], Iterator[None]]) -> None:
        """Begin anew when the purpose is another one."""
        if purpose != self._for:
            self._for, self._steps = purpose, steps()

    def go_on(self) -> None:
        """Make a part ready."""
        ration = Ration(AHEAD)
        while self._steps is not None:
            if next(self._steps, self) is self:
                self._steps = None
            if ration.spent:
                break


def _keep(where: dict[tuple[*Key], T], key: tuple[*Key], what: T, most: int) -> None:
    where[key] = what
    while len(where) > most:
        del where[next(iter(where))]
