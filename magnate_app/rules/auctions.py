"""Auctions: opening, closing, run-offs, estates, leavers. Rules 12.

What one bidder may do lies in `phases.auction`; this module runs the hammer.
"""

from __future__ import annotations

from typing import Final, TypeVar

from magnate_app.rules.cash import BANK, move
from magnate_app.rules.deeds import transfer
from magnate_app.rules.events import AuctionEnded, AuctionOpened, AuctionTied, EventSink
from magnate_app.rules.ids import AUCTION, NOBODY, WAITING, Seat, Square
from magnate_app.rules.reasons import CashReason
from magnate_app.rules.state import (
    AUCTION_NAMES,
    NO_BID,
    NO_SEAT,
    NO_SQUARE,
    OPEN,
    RUN_OFF,
    SEALED,
    GameState,
)
from magnate_app.rules.turns import continue_turn, enter, start_turn

OPENING_BID: Final = 10
STEP: Final = 10

_T = TypeVar("_T")


def open_declined(state: GameState, seat: Seat, square: Square, log: EventSink | None) -> None:
    """Auction the square the turn player has declined (R12.1, R12.13)."""
    bidders = tuple(
        not gone and (state.terms.open_auction or other != seat)
        for other, gone in enumerate(state.out)
    )
    _open(state, square, seat, bidders, estate=False, log=log)


def go_on(state: GameState, log: EventSink | None) -> None:
    """Auction the next waiting deed, or begin the turn when none is left (R12.16)."""
    if not state.estates:
        start_turn(state, log)
        return
    (square, leaver), *rest = state.estates
    state.estates = tuple(rest)
    bidders = tuple(not gone for gone in state.out)
    _open(state, square, leaver, bidders, estate=True, log=log)


def may_bid(state: GameState, seat: Seat) -> bool:
    """Return whether the auction still waits for a seat (R12.5, R12.14)."""
    if not state.eligible[seat]:
        return False
    if state.auction_kind != OPEN:
        return state.bids[seat] == NO_BID
    return seat != state.highest and not state.withdrawn[seat] and state.cash[seat] >= state.minimum


def close_if_done(state: GameState, log: EventSink | None) -> None:
    """Let the hammer fall once nobody is left who could still bid (R12.5, R12.14)."""
    for seat in range(state.seats):
        if may_bid(state, seat):
            return
    if state.auction_kind == OPEN:
        _end(state, state.highest, _last_bid(state, state.highest), log)
    elif state.auction_kind == RUN_OFF:
        _close_run_off(state, log)
    else:
        _close_sealed(state, log)


def drop_bidder(state: GameState, seat: Seat, log: EventSink | None) -> None:
    """Void bid and eligibility of a leaver, then test closing again (R12.15)."""
    state.eligible = with_value(state.eligible, seat, False)
    state.bids = with_value(state.bids, seat, NO_BID)
    if state.auction_kind == OPEN and state.highest == seat:
        _fall_back(state)
    if state.auction_kind == RUN_OFF and state.eligible.count(True) == 1:
        winner = state.eligible.index(True)
        _end(state, winner, max(state.bids[winner], state.minimum), log)
        return
    close_if_done(state, log)


def cancel(state: GameState, seat: Seat, log: EventSink | None) -> None:
    """Break off what the leaving `seat` began; what comes next is the caller's (R11.2)."""
    state.eligible = with_value(state.eligible, seat, False)
    state.bids = with_value(state.bids, seat, NO_BID)
    _report(state, NO_SEAT, 0, log)
    _clear(state)


def _open(
    state: GameState,
    square: Square,
    by: Seat,
    bidders: tuple[bool, ...],
    *,
    estate: bool,
    log: EventSink | None,
) -> None:
    is_open = state.terms.open_auction
    state.auction_id += 1
    state.auction_square = square
    state.auction_kind = OPEN if is_open else SEALED
    state.auction_by = by
    state.auction_estate = estate
    state.eligible = bidders
    state.withdrawn = (False,) * state.seats
    state.minimum = OPENING_BID if is_open else 0
    state.highest = NO_SEAT
    state.first_bids = ()
    # who has nothing to bid passes at once (R12.3)
    state.bids = tuple(
        0 if bidder and not is_open and state.cash[seat] <= 0 else NO_BID
        for seat, bidder in enumerate(bidders)
    )
    enter(state, AUCTION, NO_SEAT)
    if log is not None:
        log(
            AuctionOpened(
                square=state.board.ids[square],
                mode=AUCTION_NAMES[state.auction_kind],
                eligible=tuple(seat for seat, bidder in enumerate(bidders) if bidder),
                minimum=state.minimum,
                declined_by=None if estate else by,
            )
        )
    close_if_done(state, log)


def _close_sealed(state: GameState, log: EventSink | None) -> None:
    highest = max(state.bids)
    if highest <= 0:
        _end(state, NO_SEAT, 0, log)
        return
    tied = tuple(seat for seat, bid in enumerate(state.bids) if bid == highest)
    if len(tied) == 1:
        _end(state, tied[0], highest, log)
        return
    state.auction_kind = RUN_OFF
    state.minimum = highest
    state.first_bids = state.bids
    state.eligible = tuple(seat in tied for seat in range(state.seats))
    state.bids = (NO_BID,) * state.seats
    enter(state, AUCTION, NO_SEAT)
    if log is not None:
        log(AuctionTied(state.board.ids[state.auction_square], highest, tied))


def _close_run_off(state: GameState, log: EventSink | None) -> None:
    highest = max(state.bids)
    # turn order after the one who declined; that one comes last, and cannot be tied (R12.9)
    order = ((state.auction_by + step) % state.seats for step in range(1, state.seats + 1))
    _end(state, next(seat for seat in order if state.bids[seat] == highest), highest, log)


def _fall_back(state: GameState) -> None:
    """Make the highest bid of a survivor the highest; equal bids cannot be (R12.15)."""
    best = max(state.bids)
    state.highest = state.bids.index(best) if best > 0 else NO_SEAT
    state.minimum = best + STEP if best > 0 else OPENING_BID


def _last_bid(state: GameState, seat: Seat) -> int:
    return state.bids[seat] if seat != NO_SEAT else 0


def _end(state: GameState, winner: Seat, amount: int, log: EventSink | None) -> None:
    """Report, sell and go on (R12.6, R12.10–R12.12)."""
    square, estate = state.auction_square, state.auction_estate
    _report(state, winner, amount, log)
    _clear(state)
    if winner != NO_SEAT:
        move(state, winner, BANK, amount, CashReason.AUCTION_PRICE, log, square)
        transfer(state, (square,), winner, "auctioned", log)
    elif state.owner[square] == WAITING:
        state.owner[square] = NOBODY
    if estate:
        go_on(state, log)
    else:
        continue_turn(state)


def _report(state: GameState, winner: Seat, amount: int, log: EventSink | None) -> None:
    if log is None:
        return
    log(
        AuctionEnded(
            square=state.board.ids[state.auction_square],
            winner=None if winner == NO_SEAT else winner,
            amount=amount,
            run_off=state.auction_kind == RUN_OFF,
            bids=final_bids(state),
        )
    )


def final_bids(state: GameState) -> dict[str, int]:
    """Return everybody's last bid, 0 for a pass; a run-off bid replaces the first (R12.11)."""
    bids: dict[str, int] = {}
    for seat, gone in enumerate(state.out):
        first = state.first_bids[seat] if state.first_bids else NO_BID
        last = state.bids[seat]
        if gone or (last == NO_BID and first == NO_BID and not state.eligible[seat]):
            continue
        bids[str(seat)] = max(last, first, 0)
    return bids


def _clear(state: GameState) -> None:
    state.auction_square = NO_SQUARE
    state.auction_by = state.highest = NO_SEAT
    state.auction_kind = SEALED
    state.auction_estate = False
    state.bids = state.first_bids = ()
    state.eligible = state.withdrawn = ()
    state.minimum = 0


def with_value(values: tuple[_T, ...], seat: Seat, value: _T) -> tuple[_T, ...]:
    """Return `values` with the one of `seat` replaced."""
    return (*values[:seat], value, *values[seat + 1 :])
