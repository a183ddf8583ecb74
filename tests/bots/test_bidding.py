"""Bids: within purse and worth, and near what it takes when the others can be read."""

from __future__ import annotations

from typing import Any

import msgspec

from magnate_app.bots.bidding import limit
from magnate_app.bots.planner import Planner, Temper
from magnate_app.bots.value import Appraisal
from magnate_app.bots.weights import TUNED
from magnate_app.rules import engine, ids
from magnate_app.rules.actions import Bid
from magnate_app.rules.state import NO_BID, SEALED, GameState
from magnate_app.rules.views import view_for
from tests.kit.games import A, B, C, D, square
from tests.kit.positions import position

EARLY: dict[str, Any] = {"turn_number": 9, "round_number": 3}


def auction(place: int, **more: Any) -> GameState:
    state = position(**more, **EARLY)
    state.phase, state.actor = ids.AUCTION, -1
    state.auction_square, state.auction_kind, state.auction_by = square(place), SEALED, B
    state.bids = (NO_BID,) * state.seats
    state.eligible = tuple(seat != B for seat in range(state.seats))
    state.withdrawn = (False,) * state.seats
    return state


def bid(state: GameState, seat: int = A, **temper: Any) -> int:
    view = view_for(state, seat)
    action = Planner(1, Temper(**temper)).decide(view, seat)
    engine.check(state, seat, action)
    assert isinstance(action, Bid)
    return action.amount


def test_who_wants_a_deed_most_need_not_pay_all_it_is_worth() -> None:
    state = auction(39, deeds={A: [37]})
    read, plain = bid(state, reads=True), bid(state)
    assert 0 < read < plain
    # and still more than those who want it less
    assert read > bid(state, C) or read > bid(state, D)


def test_no_bid_is_above_purse_or_worth() -> None:
    for cash in (1, 40, 90, 400, 3000):
        for place in (1, 15, 25, 39):
            state = auction(place, deeds={C: [37]}, cash=cash)
            amount = bid(state, reads=True)
            worth = limit(Appraisal(state, A, TUNED), state, square(place), cash)
            assert 0 <= amount <= worth <= cash


def test_nobody_else_can_bid() -> None:
    state = auction(39, deeds={A: [37]})
    state.cash[C] = state.cash[D] = 0
    assert bid(state, reads=True) == 1


def test_r12_4_hidden_bids_are_not_read() -> None:
    amounts = set()
    for hidden in (1, 900):
        state = auction(39, deeds={A: [37]})
        state.bids = (NO_BID, NO_BID, hidden, NO_BID)
        amounts.add(bid(state, reads=True))
    assert len(amounts) == 1


def test_eager_figures_bid_no_more_than_there_is() -> None:
    eager = msgspec.structs.replace(TUNED, shade=1.5)
    assert bid(auction(39, deeds={A: [37]}, cash=90), weights=eager) <= 90
