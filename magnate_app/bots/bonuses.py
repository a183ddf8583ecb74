"""What the bonuses at the end of the game are worth. Rules 16.3 and 16.4.

Three of the statistics are drawn, and whoever leads one of them is paid. Nobody knows
which, but who leads can be guessed: by what has been counted, and by how much may still
be added in the rounds that are left.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from magnate_app.rules.ids import BUILT_HOUSES, LOST_MONEY, NUM_MORTGAGES, Seat
from magnate_app.rules.scoring import BONUS, BONUSES
from magnate_app.rules.state import COUNTERS, GameState

Counts = Mapping[int, float]
"""By statistic: how much is added to it."""

_SWAY: Final = (4.0, 180.0, 180.0, 0.5, 0.8, 0.4, 0.3, 0.4, 0.6, 0.5, 0.5)
"""By statistic: how far the counts of two seats drift apart in one round, roughly."""

_SHARP: Final = 0.05
"""Rounds left when everything is counted: small, for a bonus is all or nothing then."""


class Bonuses:
    """The bonuses in sight of one seat, for one position."""

    __slots__ = ("_ahead", "_each", "_me", "_rivals", "_view")

    def __init__(self, view: GameState, me: Seat) -> None:
        self._view = view
        self._me = me
        self._rivals = [s for s in range(view.seats) if s != me and not view.out[s]]
        counted = sum(
            any(view.stats[s * COUNTERS + counter] for s in (me, *self._rivals))
            for counter in range(COUNTERS)
        )
        self._each = BONUS * min(BONUSES, counted) / max(1, counted)
        left = max(_SHARP, rounds_left(view))
        self._ahead = 1.7 / math.sqrt(2 * left)

    def gain(self, counts: Counts) -> float:
        """Return what adding `counts` to one's own statistics is worth."""
        if not self._view.terms.max_rounds:
            return 0.0
        total = 0.0
        for counter, more in counts.items():
            total += self._leads(counter, more) - self._leads(counter, 0.0)
        return self._each * total

    def building(self, levels: int, cost: int) -> float:
        """Return what counts for building so many levels."""
        return self.gain({BUILT_HOUSES: levels, LOST_MONEY: cost})

    def mortgaging(self, deeds: int) -> float:
        """Return what counts for taking so many mortgages."""
        return self.gain({NUM_MORTGAGES: deeds})

    def _leads(self, counter: int, more: float) -> float:
        """Return the chance that nobody has more of a statistic in the end."""
        stats, me = self._view.stats, self._me
        mine = stats[me * COUNTERS + counter] + more
        scale = self._ahead / _SWAY[counter]
        tie = 0.25 * _SWAY[counter]
        chance = 1.0
        for rival in self._rivals:
            ahead = (mine - stats[rival * COUNTERS + counter] + tie) * scale
            if ahead < 30:
                chance /= 1 + math.exp(-max(-30.0, ahead))
        return chance


def rounds_left(view: GameState) -> float:
    """Return the rounds still to be played, the running one in parts; endless ones are many."""
    if not view.terms.max_rounds:
        return 99.0
    later = sum(not view.out[s] for s in range(view.turn_seat + 1, view.seats))
    return view.terms.max_rounds - view.round + later / max(1, view.alive)
