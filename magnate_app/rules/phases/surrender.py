"""Giving up, in or out of turn. Rules 11.1 and 11.2."""

from __future__ import annotations

from magnate_app.rules.actions import Surrender
from magnate_app.rules.bankruptcy import SURRENDER, eliminate
from magnate_app.rules.chance import Chance
from magnate_app.rules.events import EventSink
from magnate_app.rules.ids import Seat
from magnate_app.rules.state import GameState


def apply(
    state: GameState, seat: Seat, action: Surrender, chance: Chance, log: EventSink | None
) -> None:
    """Leave the game."""
    eliminate(state, seat, SURRENDER, chance, log)
