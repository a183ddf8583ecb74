"""What a seat or a spectator may know (R12.4, R21.2)."""

from __future__ import annotations

import pytest

from magnate_app.rules import engine
from magnate_app.rules.actions import Bid, Surrender
from magnate_app.rules.hashing import state_hash
from magnate_app.rules.state import HIDDEN_BID, NO_BID, GameState
from magnate_app.rules.views import view_for
from tests.kit.games import A, B, C, D, decline, game_at, jump, play


def auction(**more: object) -> GameState:
    state = game_at(players=4, **more)  # type: ignore[arg-type]  # passed through
    jump(state, A, 6)
    play(state, A, decline(6))
    return state


@pytest.mark.parametrize("seat", [A, B, C, D, None])
def test_r12_4_only_the_own_bid_is_seen(seat: int | None) -> None:
    state = auction()
    play(state, B, Bid(200))
    play(state, C, Bid(0))
    bids = view_for(state, seat).bids
    assert bids[B] == (200 if seat == B else HIDDEN_BID)
    assert bids[C] == (0 if seat == C else HIDDEN_BID)
    assert bids[D] == NO_BID


def test_r12_4_views_of_games_that_differ_in_secrets_only_are_the_same() -> None:
    one, two = auction(), auction()
    play(one, B, Bid(200))
    play(two, B, Bid(900))
    for seat in (A, C, D, None):
        assert state_hash(view_for(one, seat)) == state_hash(view_for(two, seat))
    assert state_hash(view_for(one, B)) != state_hash(view_for(two, B))


def test_r12_4_a_run_off_reveals_the_tied_amount_and_no_more() -> None:
    state = auction()
    for seat, amount in ((B, 200), (C, 200), (D, 150)):
        play(state, seat, Bid(amount))
    play(state, B, Bid(260))
    seen = view_for(state, A)
    assert seen.minimum == 200
    assert (seen.first_bids[B], seen.first_bids[C]) == (200, 200)
    assert seen.first_bids[D] == HIDDEN_BID
    assert seen.bids[B] == HIDDEN_BID
    assert view_for(state, D).first_bids[D] == 150


def test_r12_13_open_bids_are_public() -> None:
    state = auction(house_rules=["open_auction"])
    play(state, B, Bid(200))
    assert view_for(state, None).bids[B] == 200


def test_a_view_is_a_copy() -> None:
    state = game_at()
    before = state_hash(state)
    view = view_for(state, A)
    view.cash[A] = 7
    view.owner[1] = 0
    assert state_hash(state) == before


def test_a_view_serves_legality_and_worth() -> None:
    state = auction()
    play(state, B, Bid(200))
    view = view_for(state, C)
    assert engine.legal(view, C) == engine.legal(state, C)
    assert engine.bid_range(view, C) == engine.bid_range(state, C)
    assert engine.net_worth(view, B) == engine.net_worth(state, B)
    assert engine.acting(view) == engine.acting(state)


def test_nothing_is_hidden_outside_auctions() -> None:
    state = game_at()
    play(state, B, Surrender())
    assert state_hash(view_for(state, C)) == state_hash(state)
