"""What one seat, or a spectator, may know of a game. Rules 12.4 and 21.2.

Only amounts of sealed bids are secret in a state; chance never lies in it.
"""

from __future__ import annotations

from magnate_app.rules.ids import AUCTION, Seat
from magnate_app.rules.state import HIDDEN_BID, OPEN, RUN_OFF, GameState


def view_for(state: GameState, seat: Seat | None) -> GameState:
    """Return a copy in which the sealed bids of others read `HIDDEN_BID`."""
    view = state.copy()
    if state.phase != AUCTION or state.auction_kind == OPEN:
        return view
    # a pass at the opening, for want of money, is hidden as well: it looks like any bid
    view.bids = _hide(state.bids, seat)
    if state.auction_kind == RUN_OFF:
        view.first_bids = tuple(
            state.minimum if state.eligible[other] and bid == state.minimum else hidden
            for other, (bid, hidden) in enumerate(
                zip(state.first_bids, _hide(state.first_bids, seat), strict=True)
            )
        )
    return view


def _hide(bids: tuple[int, ...], seat: Seat | None) -> tuple[int, ...]:
    return tuple(bid if other == seat or bid < 0 else HIDDEN_BID for other, bid in enumerate(bids))
