"""Bidding. Rules 12.3, 12.8, 12.13 and 12.14; the hammer is in `auctions`."""

from __future__ import annotations

from magnate_app.errors import IllegalActionError
from magnate_app.rules.actions import Action, Bid, Surrender
from magnate_app.rules.auctions import STEP, close_if_done, may_bid, with_value
from magnate_app.rules.chance import Chance
from magnate_app.rules.events import BidPlaced, EventSink
from magnate_app.rules.ids import Seat
from magnate_app.rules.reasons import Reason
from magnate_app.rules.state import OPEN, RUN_OFF, GameState

_PASS = Bid(0)
_SURRENDER = Surrender()


def legal(state: GameState, seat: Seat) -> list[Action]:
    """List passing, where it is possible, and the lowest bid."""
    limits = bid_range(state, seat)
    if limits is None:
        return [_SURRENDER]
    lowest = Bid(limits[0])
    if state.auction_kind == RUN_OFF:
        return [lowest, _SURRENDER]
    return [_PASS, lowest, _SURRENDER]


def bid_range(state: GameState, seat: Seat) -> tuple[int, int] | None:
    """Return the lowest and the highest bid above 0 a seat may make now."""
    if not may_bid(state, seat):
        return None
    return max(1, state.minimum), state.cash[seat]


def check(state: GameState, seat: Seat, action: Bid) -> None:
    """Raise `IllegalActionError` if the bid may not be made."""
    if not state.eligible[seat]:
        raise IllegalActionError(Reason.NOT_ELIGIBLE)
    highest = state.auction_kind == OPEN and seat == state.highest
    if state.withdrawn[seat] or not (highest or may_bid(state, seat)):
        raise IllegalActionError(Reason.ALREADY_BID)
    if highest:
        raise IllegalActionError(Reason.ALREADY_HIGHEST)
    if action.amount > state.cash[seat]:
        raise IllegalActionError(Reason.BID_TOO_HIGH, max=state.cash[seat])
    passes = action.amount == 0 and state.auction_kind != RUN_OFF
    if action.amount < state.minimum and not passes:
        raise IllegalActionError(Reason.BID_TOO_LOW, min=state.minimum)


def apply(state: GameState, seat: Seat, action: Bid, chance: Chance, log: EventSink | None) -> None:
    """Take the bid; the hammer falls if it was the last."""
    amount = action.amount
    is_open = state.auction_kind == OPEN
    if log is not None:
        log(BidPlaced(seat, amount))
    if not is_open:
        state.bids = with_value(state.bids, seat, amount)
    elif amount:
        state.bids = with_value(state.bids, seat, amount)
        state.highest = seat
        state.minimum = amount + STEP
    else:
        state.withdrawn = with_value(state.withdrawn, seat, True)
    close_if_done(state, log)
