"""Worth, the end of the game, bonuses and ranks. Rules 9.5, 9.6 and 16."""

from __future__ import annotations

from typing import Final

from magnate_app.rules.cash import BANK, move
from magnate_app.rules.chance import SETUP, Chance
from magnate_app.rules.deeds import owned
from magnate_app.rules.events import BonusAwarded, EventSink, GameEnded
from magnate_app.rules.ids import END, NOBODY, STATISTICS, WAITING, Seat
from magnate_app.rules.reasons import CashReason
from magnate_app.rules.state import (
    COUNTERS,
    NO_CARD,
    NO_SEAT,
    NO_SQUARE,
    RESUME_NOWHERE,
    GameState,
    Outcome,
)

LAST_PLAYER: Final = "last_player"
ROUNDS: Final = "rounds"
NO_HUMANS: Final = "no_humans"

BONUS: Final = 200
BONUSES: Final = 3


def net_worth(state: GameState, seat: Seat) -> int:
    """Return balance, deeds and buildings of a seat (R9.5)."""
    board = state.board
    price, build_price = board.price, board.build_price
    owner, level, mortgaged = state.owner, state.level, state.mortgaged
    worth = state.cash[seat]
    square = owner.find(seat)
    while square >= 0:
        if mortgaged[square]:
            worth += board.mortgage_value[square]
        else:
            worth += price[square] + level[square] * build_price[square]
        square = owner.find(seat, square + 1)
    return worth


def raisable(state: GameState, seat: Seat) -> int:
    """Return the balance after selling all buildings and mortgaging everything (R9.6)."""
    board = state.board
    owner, level, mortgaged = state.owner, state.level, state.mortgaged
    value = state.cash[seat]
    square = owner.find(seat)
    while square >= 0:
        if not mortgaged[square]:
            value += board.mortgage_value[square] + level[square] * board.refund[square]
        square = owner.find(seat, square + 1)
    return value


def ranking(state: GameState) -> tuple[Seat, ...]:
    """Return the seats, best first: survivors by worth, then the eliminated (R16.6–R16.9)."""
    survivors = [seat for seat in range(state.seats) if not state.out[seat]]
    survivors.sort(
        key=lambda seat: (
            -net_worth(state, seat),
            -len(owned(state, seat)),
            -state.cash[seat],
            seat,
        )
    )
    return (*survivors, *reversed(state.left))


def finish(state: GameState, cause: str, chance: Chance, log: EventSink | None) -> None:
    """End the game: void what is pending, pay the bonuses, rank everybody (R16.2–R16.9)."""
    _drop_pending(state)
    last = _worths(state)
    bonuses = _pay_bonuses(state, chance, log)
    state.outcome = Outcome(
        cause=cause,
        ranking=ranking(state),
        final=_worths(state),
        last=last,
        bonuses=bonuses,
        stats=tuple(
            tuple(state.stats[seat * COUNTERS : (seat + 1) * COUNTERS])
            for seat in range(state.seats)
        ),
    )
    state.phase = END
    state.actor = NO_SEAT
    state.decision += 1
    if log is not None:
        log(GameEnded(cause=cause, ranking=state.outcome.ranking))


def _drop_pending(state: GameState) -> None:
    state.targets = state.steps = ()
    state.bail_total = 0
    state.card = NO_CARD
    state.card_value = 0
    state.debt = 0
    state.resume = RESUME_NOWHERE
    state.auction_square = NO_SQUARE
    state.auction_by = state.highest = NO_SEAT
    state.auction_estate = False
    state.bids = state.first_bids = ()
    state.eligible = state.withdrawn = ()
    state.minimum = 0
    state.offer = None
    state.offer_number = 0
    state.estates = ()
    for square in state.board.buyable:
        if state.owner[square] == WAITING:
            state.owner[square] = NOBODY


def _worths(state: GameState) -> tuple[int, ...]:
    return tuple(0 if state.out[s] else net_worth(state, s) for s in range(state.seats))


def _pay_bonuses(
    state: GameState, chance: Chance, log: EventSink | None
) -> dict[str, tuple[int, tuple[Seat, ...]]]:
    survivors = [seat for seat in range(state.seats) if not state.out[seat]]
    best = [max(state.stat(seat, counter) for seat in survivors) for counter in range(COUNTERS)]
    eligible = [counter for counter in range(COUNTERS) if best[counter] > 0]
    drawn = [
        eligible.pop(chance.draw(SETUP, len(eligible))) for _ in range(min(BONUSES, len(eligible)))
    ]
    # all figures are read before the first payment: bonuses count nowhere anyway (R18.2)
    bonuses: dict[str, tuple[int, tuple[Seat, ...]]] = {}
    for counter in drawn:
        winners = tuple(s for s in survivors if state.stat(s, counter) == best[counter])
        for seat in winners:
            move(state, BANK, seat, BONUS, CashReason.END_BONUS, log)
        bonuses[STATISTICS[counter]] = (BONUS, winners)
        if log is not None:
            log(BonusAwarded(STATISTICS[counter], BONUS, winners, best[counter]))
    return bonuses
