"""What every bot is: one seat of one game, its own luck, and a view to decide on.

A bot sees what a person in its seat could see (R1.1): the redacted states of
`rules.views`. It must neither change them nor keep them beyond the decision.
"""

from __future__ import annotations

from typing import Protocol

from magnate_app.rules.actions import Action
from magnate_app.rules.ids import Seat
from magnate_app.rules.state import GameState


class Bot(Protocol):
    """Plays one seat for one game."""

    def decide(self, view: GameState, seat: Seat, /) -> Action:
        """Return a legal action of `seat`, for which the game of `view` waits."""
        ...
