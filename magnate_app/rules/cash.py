"""Moving cash: the only place where a purse changes. Rules 17.

Purses are the seats, the bank and the pot; whether a payer may fall below 0 has been
decided before (R17.4).
"""

from __future__ import annotations

from typing import Final

from magnate_app.rules.events import CashMoved, EventSink, Purse
from magnate_app.rules.ids import LOST_MONEY, WON_MONEY, Square
from magnate_app.rules.reasons import CashReason
from magnate_app.rules.state import COUNTERS, GameState

BANK: Final = -1
POT: Final = -2

_UNCOUNTED: Final = (
    CashReason.START_MONEY,
    CashReason.ESTATE_CASH,
    CashReason.DEBT_WRITTEN_OFF,
    CashReason.END_BONUS,
)


def move(
    state: GameState,
    payer: int,
    payee: int,
    amount: int,
    reason: CashReason,
    log: EventSink | None,
    square: Square | None = None,
) -> None:
    """Move `amount` between two purses, count it, and tell of it; nothing at 0 (R17.1)."""
    if amount == 0:
        return
    counted = reason not in _UNCOUNTED
    if payer >= 0:
        state.cash[payer] -= amount
        if counted:
            state.stats[payer * COUNTERS + LOST_MONEY] += amount
    elif payer == BANK:
        state.bank -= amount
    else:
        state.pot -= amount
    if payee >= 0:
        state.cash[payee] += amount
        if counted:
            state.stats[payee * COUNTERS + WON_MONEY] += amount
    elif payee == BANK:
        state.bank += amount
    else:
        state.pot += amount
    if log is not None:
        log(
            CashMoved(
                payer=_purse(payer),
                payee=_purse(payee),
                amount=amount,
                reason=reason.value,
                square=None if square is None else state.board.ids[square],
            )
        )


def _purse(purse: int) -> Purse:
    return "bank" if purse == BANK else "pot" if purse == POT else purse
