"""How a turn begins, goes on and is left. Rules 3.6 to 3.11, 10.2 and 10.4.

Who follows whom, and what an elimination does, lies in `succession` and `bankruptcy`.
"""

from __future__ import annotations

from magnate_app.rules.chance import Chance
from magnate_app.rules.events import DebtIncurred, EventSink, TurnStarted
from magnate_app.rules.ids import BUSINESS, LIQUIDATION, ROLL, Seat
from magnate_app.rules.scoring import ROUNDS, finish
from magnate_app.rules.state import RESUME_TURN, GameState


def enter(state: GameState, phase: int, actor: Seat) -> None:
    """Wait for a new decision of `actor`."""
    state.phase = phase
    state.actor = actor
    state.decision += 1


def continue_turn(state: GameState) -> None:
    """Throw again after a double, else go to business (R3.7)."""
    enter(state, ROLL if state.streak else BUSINESS, state.turn_seat)


def incur_debt(state: GameState, seat: Seat, resume: int, log: EventSink | None) -> None:
    """Let the turn player raise money before the game goes on at `resume` (R10.2)."""
    state.debt = -state.cash[seat]
    state.resume = resume
    enter(state, LIQUIDATION, seat)
    if log is not None:
        log(DebtIncurred(seat, state.debt))


def start_turn(state: GameState, log: EventSink | None) -> None:
    """Begin the turn of the turn player, with the debt check first (R10.2a)."""
    seat = state.turn_seat
    if log is not None:
        log(TurnStarted(seat, state.turn_number, state.round))
    if state.cash[seat] < 0:
        incur_debt(state, seat, RESUME_TURN, log)
    else:
        enter(state, ROLL, seat)


def advance(state: GameState, chance: Chance, log: EventSink | None) -> bool:
    """Pass the turn to the next survivor; return False if that ends the game (R3.10, R3.11)."""
    leaving = state.turn_seat
    out = state.out
    seat = leaving + 1
    while seat < state.seats and out[seat]:
        seat += 1
    if seat >= state.seats:
        rounds = state.terms.max_rounds
        if rounds and state.round >= rounds:
            finish(state, ROUNDS, chance, log)
            return False
        state.round += 1
        seat = 0
        while out[seat]:
            seat += 1
    state.turn_seat = seat
    state.turn_number += 1
    state.streak = 0
    state.proposals = 0
    state.offers_made = ()
    state.dice = None
    return True
