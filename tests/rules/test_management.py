"""Rules 7.x: buying, declining and riding."""

from __future__ import annotations

import pytest

from magnate_app.rules import engine, ids
from magnate_app.rules.actions import Bid, RideTram
from magnate_app.rules.events import AuctionOpened, DeedChanged, PurchaseDeclined, TokenMoved
from magnate_app.rules.reasons import Reason
from tests.kit.games import (
    BOARD,
    A,
    B,
    C,
    acting,
    buy,
    decline,
    end,
    game_at,
    houses,
    jump,
    may,
    money,
    only,
    owner,
    phase,
    place,
    play,
    refused,
    ride,
    squares,
    throw,
)


def test_r7_1_buying_pays_the_bank_and_completes_groups() -> None:
    state = game_at(deeds={1: A}, cash={A: 60})
    jump(state, A, 3)
    events = play(state, A, buy(3))
    assert money(events) == [(A, "bank", 60, "purchase")]
    assert (owner(state, 3), houses(state, 3), houses(state, 1)) == (A, 0, 0)
    changed = [e.square for e in events if isinstance(e, DeedChanged)]
    assert set(changed) >= {3}


def test_r7_1_every_buyable_square_can_be_bought() -> None:
    for dense in BOARD.buyable:
        state = game_at()
        jump(state, A, BOARD.ids[dense])
        events = play(state, A, buy(BOARD.ids[dense]))
        assert money(events) == [(A, "bank", BOARD.price[dense], "purchase")]


def test_r7_1_what_cannot_be_bought() -> None:
    state = game_at(deeds={8: B}, cash={A: 99})
    jump(state, A, 6)
    assert refused(state, A, buy(7)) == Reason.NOT_BUYABLE
    assert refused(state, A, buy(8)) == Reason.ALREADY_OWNED
    assert refused(state, A, buy(9)) == Reason.NOT_CURRENT_SQUARE
    assert refused(state, A, buy(6)) == Reason.CANNOT_AFFORD


def test_r7_2_declining_starts_an_auction() -> None:
    state = game_at(deeds={8: B})
    jump(state, A, 6)
    assert refused(state, A, decline(7)) == Reason.NOT_BUYABLE
    assert refused(state, A, decline(8)) == Reason.ALREADY_OWNED
    assert refused(state, A, decline(9)) == Reason.NOT_CURRENT_SQUARE
    events = play(state, A, decline(6))
    assert only(events, PurchaseDeclined) == PurchaseDeclined(seat=A, square=6)
    opened = only(events, AuctionOpened)
    assert (opened.square, opened.mode, opened.eligible, opened.declined_by) == (
        *(6, "sealed", (B, C), A),
    )
    assert acting(state) == [B, C]


def test_r7_3_staying_is_free() -> None:
    state = game_at(cash={A: 0})
    jump(state, A, 10)
    assert money(play(state, A, ride(10))) == []
    assert (place(state, A), phase(state)) == (10, "business")


@pytest.mark.parametrize("to", [30, 100, 107])
def test_r7_3_riding_costs_30_and_teleports(to: int) -> None:
    state = game_at(cash={A: 30})
    jump(state, A, 10)
    events = play(state, A, ride(to))
    assert money(events) == [(A, "bank", 30, "tram_fare")]
    assert only(events, TokenMoved).by == "tram"
    assert (place(state, A), state.cash[A], phase(state)) == (to, 0, "business")


def test_r7_3_refused_rides() -> None:
    state = game_at(cash={A: 29})
    jump(state, A, 10)
    assert refused(state, A, ride(30)) == Reason.CANNOT_AFFORD
    assert refused(state, A, ride(11)) == Reason.NOT_A_TRAM
    assert refused(state, A, buy(10)) == Reason.NOT_BUYABLE
    state = game_at()
    jump(state, A, 6)
    assert refused(state, A, ride(10)) == Reason.NOT_ON_TRAM
    assert refused(state, A, ride(6)) == Reason.NOT_ON_TRAM


def test_r7_4_going_on_declines_or_stays() -> None:
    state = game_at()
    jump(state, A, 6)
    events = play(state, A, end())
    assert only(events, AuctionOpened).square == 6
    state = game_at()
    jump(state, A, 10)
    assert money(play(state, A, end())) == []
    assert (place(state, A), phase(state)) == (10, "business")


def test_r7_5_the_turn_continues() -> None:
    for action in (buy(8), end()):
        state = game_at(players=2)
        throw(state, A, 3, 3, 2)
        play(state, A, action)
        if phase(state) == "auction":
            assert not may(state, A, end())
            play(state, B, Bid(0))
        assert phase(state) == "roll_the_dices"
    for to in (10, 107):
        state = game_at(at={A: 2})
        throw(state, A, 3, 3, 2)
        play(state, A, ride(to))
        assert phase(state) == "roll_the_dices"


def test_r7_6_trams_have_no_owner_and_the_poor_can_only_decline() -> None:
    assert not set(BOARD.trams) & set(BOARD.buyable)
    state = game_at(cash={A: 99})
    jump(state, A, 6)
    kinds = {type(action).__name__ for action in engine.legal(state, A)}
    assert kinds == {"Decline", "Surrender"}


def test_r7_6_a_poor_rider_may_only_stay() -> None:
    state = game_at(cash={A: 20})
    jump(state, A, 107)
    rides = [a for a in engine.legal(state, A) if isinstance(a, RideTram)]
    assert [ride.square for ride in rides] == list(squares(107))
    assert state.phase == ids.MANAGEMENT
