"""What the liquidation phase offers. Rule 10.3; the rest lies in `liquidation`."""

from __future__ import annotations

from magnate_app.rules.actions import Action, EndPhase, Surrender
from magnate_app.rules.ids import Seat
from magnate_app.rules.phases.building import sales
from magnate_app.rules.phases.mortgages import mortgages
from magnate_app.rules.scoring import raisable
from magnate_app.rules.state import GameState

_END = EndPhase()
_SURRENDER = Surrender()


def legal(state: GameState, seat: Seat) -> list[Action]:
    """List selling and mortgaging, and going bankrupt if the debt is hopeless (R10.5)."""
    actions: list[Action] = []
    sales(state, seat, actions)
    mortgages(state, seat, actions)
    if raisable(state, seat) < 0:
        actions.append(_END)
    actions.append(_SURRENDER)
    return actions
