"""From one screen to the next: the old picture fades over the new one.

Both pictures are kept for that moment only; the scenes are not drawn meanwhile. Knows
surfaces and seconds, nothing of scenes.
"""

from __future__ import annotations

from typing import Final

import pygame

from magnate_app.ui.still import ALMOST

SECONDS: Final = 0.14
"""So long one picture fades over another."""


class Passage:
    """The picture that goes, the one that comes, and how far they are."""

    def __init__(self, allowed: bool = True) -> None:
        self.allowed = allowed
        self._top: object = None
        self._old: pygame.Surface | None = None
        self._new: pygame.Surface | None = None
        self._age = 0.0

    @property
    def running(self) -> bool:
        """Whether the pictures fade now."""
        return self._new is not None

    def before(self, top: object, screen: pygame.Surface, moving: bool) -> None:
        """Keep what is seen, if what lies on top is about to be another thing."""
        if top is self._top:
            return
        if self._top is not None and self.allowed and moving and self._old is None:
            self._old = screen.copy()
        self._top = top

    def after(self, screen: pygame.Surface) -> None:
        """Begin to fade to what has been drawn, if something else was seen before."""
        if self._old is None or self._new is not None:
            return
        if self._old.get_size() != screen.get_size():
            self.stop()
            return
        self._new, self._age = screen.copy(), 0.0
        self._show(screen)

    def go_on(self, screen: pygame.Surface, dt: float) -> bool:
        """Show the next step; return whether it was the last."""
        if self._new is None or self._new.get_size() != screen.get_size():
            self.stop()
            return True
        self._age += dt
        if self._age >= SECONDS:
            self.finish(screen)
            return True
        self._show(screen)
        return False

    def finish(self, screen: pygame.Surface) -> None:
        """Show the new picture at once."""
        if self._new is not None and self._new.get_size() == screen.get_size():
            screen.blit(self._new, (0, 0))
        self.stop()

    def stop(self) -> None:
        """Let both pictures go."""
        self._old = self._new = None

    def _show(self, screen: pygame.Surface) -> None:
        assert self._old is not None
        assert self._new is not None
        share = self._age / SECONDS
        screen.blit(self._new, (0, 0))
        self._old.set_alpha(round(ALMOST * (1 - share) ** 2))
        screen.blit(self._old, (0, 0))
