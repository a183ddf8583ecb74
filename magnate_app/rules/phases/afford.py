"""Whether a seat can pay. Rule 17.4."""

from __future__ import annotations

from magnate_app.errors import IllegalActionError
from magnate_app.rules.ids import Seat
from magnate_app.rules.reasons import Reason
from magnate_app.rules.state import GameState


def require(state: GameState, seat: Seat, price: int) -> None:
    """Raise `IllegalActionError` if the balance does not cover `price`."""
    short = price - state.cash[seat]
    if short > 0:
        raise IllegalActionError(Reason.CANNOT_AFFORD, price=price, short=short)
