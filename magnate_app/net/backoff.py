"""How long to wait before the next attempt (PROTOCOL.md 8.6). Knows no clock."""

from __future__ import annotations

import random
from typing import Final

WAITS: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
SPREAD: Final = 0.2


class Backoff:
    """Waits that grow, each a little at random so that a room does not return at once."""

    def __init__(self, rng: random.Random | None = None) -> None:
        self._rng = rng or random.Random()
        self.attempt = 0

    def next(self) -> float:
        """Return the seconds before the next attempt and count it."""
        wait = WAITS[min(self.attempt, len(WAITS) - 1)]
        self.attempt += 1
        return wait * self._rng.uniform(1 - SPREAD, 1 + SPREAD)

    def reset(self) -> None:
        """Begin anew: an attempt succeeded."""
        self.attempt = 0
