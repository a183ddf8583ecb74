"""When a bot gives an endless game up.

Without a last round money grows faster than rents can take it, and games would go on for
thousands of rounds between players of whom none can ruin the other. People would have
agreed on a winner long before; so bots ask for a larger share of the leader's wealth the
longer it takes.
"""

from __future__ import annotations

from typing import Final

from magnate_app.rules import engine
from magnate_app.rules.ids import BUSINESS, Seat
from magnate_app.rules.state import GameState

PATIENT: Final = 100
"""Rounds in which nobody gives up."""

WEARY: Final = 500
"""The round from which on everybody but the richest gives up."""


def gives_up(view: GameState, seat: Seat) -> bool:
    """Tell whether a bot about to do business leaves a game without a last round."""
    if view.terms.max_rounds or view.round <= PATIENT or view.phase != BUSINESS:
        return False
    best = max(engine.net_worth(view, rival) for rival in range(view.seats) if rival != seat)
    asked = min(view.round, WEARY) - PATIENT
    return engine.net_worth(view, seat) * (WEARY - PATIENT) < asked * best
