"""Raising money for a debt, and giving up. Rules 10.

Selling and mortgaging themselves lie in `building` and `mortgages`; both call
`settle_debt`, which leaves the phase as soon as the balance allows it.
"""

from __future__ import annotations

from magnate_app.errors import IllegalActionError
from magnate_app.rules.actions import EndPhase, Mortgage, SellHouse
from magnate_app.rules.bankruptcy import BANKRUPT, eliminate
from magnate_app.rules.chance import Chance
from magnate_app.rules.deeds import owned, stays_even
from magnate_app.rules.events import DebtSettled, EventSink
from magnate_app.rules.ids import LIQUIDATION, ROLL, Seat
from magnate_app.rules.movement import look_around
from magnate_app.rules.reasons import Reason
from magnate_app.rules.scoring import raisable
from magnate_app.rules.state import RESUME_ARRIVAL, RESUME_NOWHERE, RESUME_TURN, GameState
from magnate_app.rules.turns import continue_turn, enter


def settle_debt(state: GameState, seat: Seat, chance: Chance, log: EventSink | None) -> None:
    """Resume where the debt interrupted the game, once it is paid (R10.4)."""
    if state.phase != LIQUIDATION or state.cash[seat] < 0:
        return
    resume, amount = state.resume, state.debt
    state.resume = RESUME_NOWHERE
    state.debt = 0
    if log is not None:
        log(DebtSettled(seat, amount))
    if resume == RESUME_TURN:
        enter(state, ROLL, seat)
    elif resume == RESUME_ARRIVAL:
        look_around(state, seat, chance, log)
    else:
        continue_turn(state)


def check_end(state: GameState, seat: Seat, action: EndPhase) -> None:
    """Raise `IllegalActionError` while enough could be raised (R10.5)."""
    value = raisable(state, seat)
    if value >= 0:
        raise IllegalActionError(Reason.DEBT_NOT_CLEARED, debt=-state.cash[seat], raisable=value)


def apply_end(
    state: GameState, seat: Seat, action: EndPhase, chance: Chance, log: EventSink | None
) -> None:
    """Go bankrupt (R10.5)."""
    eliminate(state, seat, BANKRUPT, chance, log)


def next_sale(state: GameState, seat: Seat) -> Mortgage | SellHouse | EndPhase:
    """Return what the bank does next for a debtor, or suggests (R10.6)."""
    if raisable(state, seat) < 0:
        return EndPhase()
    board = state.board
    deeds = owned(state, seat)
    free = [
        square
        for square in deeds
        if not state.mortgaged[square] and not state.built[board.group[square]]
    ]
    if free:
        return board.act_mortgage[min(free, key=lambda square: (board.price[square], square))]
    built = [
        square
        for square in deeds
        if state.level[square] and stays_even(state, square, state.level[square] - 1)
    ]
    return board.act_sell[min(built, key=lambda square: (board.refund[square], square))][0]
