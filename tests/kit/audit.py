"""What must be true of every single action, whatever it was: the book-keeping.

The table is R17.4 once more, written down independently of the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from magnate_app.rules import ids
from magnate_app.rules.events import AnyEvent, CashMoved, Purse
from magnate_app.rules.invariants import problems
from magnate_app.rules.state import GameState

PLAYER = "player"
BANK = "bank"
POT = "pot"

MOVEMENTS: Final[dict[str, tuple[str, str, bool, str]]] = {
    # code: payer, payee, may fall below 0, statistics
    "start_money": (BANK, PLAYER, False, ""),
    "pot_start": (BANK, POT, False, ""),
    "go_money": (BANK, PLAYER, False, "won"),
    "rent": (PLAYER, PLAYER, True, "lost won"),
    "parking_pot": (POT, PLAYER, False, "won"),
    "purchase": (PLAYER, BANK, False, "lost"),
    "tram_fare": (PLAYER, BANK, False, "lost"),
    "auction_price": (PLAYER, BANK, False, "lost"),
    "build": (PLAYER, BANK, False, "lost"),
    "sell_building": (BANK, PLAYER, False, "won"),
    "mortgage": (BANK, PLAYER, False, "won"),
    "mortgage_lift": (PLAYER, BANK, False, "lost"),
    "mortgage_interest": (PLAYER, BANK, False, "lost"),
    "bail": (PLAYER, POT, False, "lost"),
    "bail_forced": (PLAYER, POT, True, "lost"),
    "trade": (PLAYER, PLAYER, False, "lost won"),
    "card_cost": (PLAYER, POT, False, "lost"),
    "card_win": (BANK, PLAYER, False, "won"),
    "card_win_ratio": (BANK, PLAYER, False, "won"),
    "card_lose": (PLAYER, POT, True, "lost"),
    "card_lose_ratio": (PLAYER, POT, False, "lost"),
    "card_share": (PLAYER, PLAYER, True, "lost won"),
    "card_collect": (PLAYER, PLAYER, True, "lost won"),
    "card_double": (BANK, PLAYER, False, "won"),
    "card_nothing": (PLAYER, POT, False, "lost"),
    "card_pot": (POT, PLAYER, False, "won"),
    "card_pot_fill": (BANK, POT, False, ""),
    "card_go": (BANK, PLAYER, False, "won"),
    "estate_cash": (PLAYER, BANK, False, ""),
    "debt_written_off": (BANK, PLAYER, False, ""),
    "end_bonus": (BANK, PLAYER, False, ""),
}


def kind_of(purse: Purse) -> str:
    """Tell a purse's kind."""
    return PLAYER if isinstance(purse, int) else purse


def movements(events: Sequence[AnyEvent]) -> list[tuple[Purse, Purse, int, str]]:
    """The money that moved: payer, payee, amount, code."""
    return [(e.payer, e.payee, e.amount, e.reason) for e in events if isinstance(e, CashMoved)]


def purses(state: GameState) -> dict[Purse, int]:
    """Every purse and what it holds."""
    held: dict[Purse, int] = {seat: state.cash[seat] for seat in range(state.seats)}
    held[BANK] = state.bank
    held[POT] = state.pot
    return held


def statistic(state: GameState, seat: int, name: str) -> int:
    """One counter of R18.1."""
    return stats_of(state, seat)[ids.STATISTICS.index(name)]


def stats_of(state: GameState, seat: int) -> list[int]:
    """All counters of one seat."""
    return [state.stat(seat, counter) for counter in range(len(ids.STATISTICS))]


def audit(before: GameState, after: GameState, events: Sequence[AnyEvent]) -> None:
    """Fail unless the movements explain every purse and counter, and nothing is corrupt."""
    assert problems(after) == []
    held = purses(before)
    assert sum(held.values()) == 0, "the books were wrong before"
    won = [0] * after.seats
    lost = [0] * after.seats
    for payer, payee, amount, reason in movements(events):
        wanted_payer, wanted_payee, below, counted = MOVEMENTS[str(reason)]
        assert (kind_of(payer), kind_of(payee)) == (wanted_payer, wanted_payee), reason
        assert payer != payee, reason
        assert amount > 0, reason
        held[payer] -= amount
        held[payee] += amount
        if payer != BANK and not below:
            assert held[payer] >= 0, f"{reason} pushed {payer} below 0"
        if "lost" in counted and isinstance(payer, int):
            lost[payer] += amount
        if "won" in counted and isinstance(payee, int):
            won[payee] += amount
    assert held == purses(after), "a purse changed without a movement, or the reverse"
    assert after.pot >= 0
    for seat in range(after.seats):
        old, new = stats_of(before, seat), stats_of(after, seat)
        assert all(n >= o >= 0 for o, n in zip(old, new, strict=True)), "a counter fell"
        assert new[ids.WON_MONEY] - old[ids.WON_MONEY] == won[seat]
        assert new[ids.LOST_MONEY] - old[ids.LOST_MONEY] == lost[seat]
