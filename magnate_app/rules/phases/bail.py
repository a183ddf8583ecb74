"""Answering the bail decision after a throw without a double. Rules 5.6 to 5.9.

Freedom by a double or on the last turn is decided in `roll`; this module only pays or
stays. Its legal actions are listed there too, since the phase is the same.
"""

from __future__ import annotations

from magnate_app.errors import IllegalActionError
from magnate_app.rules.actions import PayBail, StayInJail
from magnate_app.rules.cash import POT, move
from magnate_app.rules.chance import Chance
from magnate_app.rules.events import EventSink, JailTurnServed
from magnate_app.rules.ids import BUSINESS, TURNS_IN_JAIL, Seat
from magnate_app.rules.movement import clear_targets, free, walk
from magnate_app.rules.phases.afford import require
from magnate_app.rules.reasons import CashReason, Reason
from magnate_app.rules.state import COUNTERS, GameState
from magnate_app.rules.turns import enter


def check_pay(state: GameState, seat: Seat, action: PayBail) -> None:
    """Raise `IllegalActionError` if `seat` may not pay bail now."""
    check_stay(state, seat, action)
    require(state, seat, state.terms.bail)


def check_stay(state: GameState, seat: Seat, action: PayBail | StayInJail) -> None:
    """Raise `IllegalActionError` if `seat` has no bail decision open."""
    if not state.jail_turns[seat]:
        raise IllegalActionError(Reason.NOT_IN_JAIL)
    if not state.bail_total:
        raise IllegalActionError(Reason.NO_BAIL_DECISION)


def apply_pay(
    state: GameState, seat: Seat, action: PayBail, chance: Chance, log: EventSink | None
) -> None:
    """Free the seat against the bail and let it walk its pending throw (R5.7)."""
    move(state, seat, POT, state.terms.bail, CashReason.BAIL, log)
    free(state, seat, "bail", log)
    walk(state, seat, state.bail_total, chance, log)


def apply_stay(
    state: GameState, seat: Seat, action: StayInJail, chance: Chance, log: EventSink | None
) -> None:
    """Serve the turn and go to business (R5.8)."""
    state.stats[seat * COUNTERS + TURNS_IN_JAIL] += 1
    clear_targets(state)
    if log is not None:
        log(JailTurnServed(seat, state.jail_turns[seat]))
    enter(state, BUSINESS, seat)
