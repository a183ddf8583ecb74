"""The business phase: what it offers, and ending the turn. Rules 3.6 and 3.9.

Building, mortgages and trades have modules of their own.
"""

from __future__ import annotations

from magnate_app.rules.actions import Action, EndPhase, Surrender
from magnate_app.rules.chance import Chance
from magnate_app.rules.events import EventSink
from magnate_app.rules.ids import Seat
from magnate_app.rules.phases.building import builds, sales
from magnate_app.rules.phases.mortgages import mortgages_and_lifts
from magnate_app.rules.state import GameState
from magnate_app.rules.succession import pass_turn

_END = EndPhase()
_SURRENDER = Surrender()


def legal(state: GameState, seat: Seat) -> list[Action]:
    """List building, selling, mortgaging, lifting and ending the turn; trades have bounds."""
    actions: list[Action] = []
    if seat in state.group_owner:
        builds(state, seat, actions)
        sales(state, seat, actions)
    mortgages_and_lifts(state, seat, actions)
    actions.append(_END)
    actions.append(_SURRENDER)
    return actions


def apply_end(
    state: GameState, seat: Seat, action: EndPhase, chance: Chance, log: EventSink | None
) -> None:
    """End the turn (R3.9)."""
    pass_turn(state, chance, log)
