"""Who is away from a table, and how much longer it waits for them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from magnate_app.protocol.views import SeatInfo

STAND_IN: Final = "stand_in"
WAIT: Final = "wait"

PLAYS_AFTER: Final = 40.0
"""Seconds until a bot plays for somebody who is away; it sits down a while before."""


class Absences:
    """The seats whose line was lost while we looked, with the seconds that are left."""

    def __init__(self) -> None:
        self._left: dict[int, float] = {}

    def note(self, seats: Iterable[SeatInfo], policy: str) -> None:
        """Take in how the seats are now."""
        for seat in seats:
            if policy != STAND_IN or not is_away(seat):
                self.end(seat.seat)
            elif not seat.stand_in:
                self._left.setdefault(seat.seat, PLAYS_AFTER)

    def end(self, seat: int | None) -> None:
        """Count no longer: the person is back, or the stand-in has begun."""
        if seat is not None:
            self._left.pop(seat, None)

    def age(self, dt: float) -> bool:
        """Let time pass; return whether a shown second changed."""
        changed = False
        for seat, left in self._left.items():
            self._left[seat] = max(0.0, left - dt)
            changed = changed or int(left) != int(self._left[seat])
        return changed

    def plays(self, seat: SeatInfo) -> bool:
        """Whether a stand-in plays for that seat, as far as we know, and not only sits there."""
        return seat.stand_in and not self._left.get(seat.seat)

    def left(self, seat: int) -> int | None:
        """Return the seconds until a stand-in plays for that seat, None where none is due."""
        left = self._left.get(seat)
        return None if left is None else round(left)


def is_away(seat: SeatInfo) -> bool:
    """Whether a person still in the game has no line."""
    return not (seat.is_bot or seat.connected or seat.eliminated)
