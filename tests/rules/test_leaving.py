"""Rules 11.x: bankruptcy and surrender."""

from __future__ import annotations

from magnate_app.rules import engine, ids
from magnate_app.rules.actions import Bid, Roll, Surrender
from magnate_app.rules.events import (
    AuctionEnded,
    DeedChanged,
    GameEnded,
    PlayerEliminated,
    TradeRefused,
    TurnStarted,
)
from magnate_app.rules.reasons import Reason
from tests.kit.games import (
    BUS,
    A,
    B,
    C,
    D,
    accept,
    acting,
    decline,
    end,
    every,
    game_at,
    houses,
    jump,
    money,
    offer,
    only,
    owner,
    phase,
    play,
    refused,
    show,
    targets,
    throw,
)


def test_r11_1_bankruptcy_and_surrender_have_the_same_effects() -> None:
    broke = game_at(cash={A: 0}, deeds={39: B, 1: A})
    jump(broke, A, 39)
    left = broke.copy()
    bankrupt = play(broke, A, end())
    surrendered = play(left, A, Surrender())
    assert only(bankrupt, PlayerEliminated).cause == "bankrupt"
    assert only(surrendered, PlayerEliminated).cause == "surrender"
    assert money(bankrupt) == money(surrendered) == [("bank", A, 50, "debt_written_off")]
    for field in ("cash", "owner", "phase", "turn_seat", "out", "left", "round", "bank"):
        assert getattr(broke, field) == getattr(left, field)


def test_r11_2_1_a_trade_of_the_leaver_is_cancelled() -> None:
    for leaver in (A, B):
        state = game_at(players=4, deeds={1: A}, phase=ids.BUSINESS)
        play(state, A, offer(B, give=[1], ask=50))
        events = play(state, leaver, Surrender())
        assert only(events, TradeRefused).cause == "left"
        assert state.offer is None


def test_r11_2_1_an_auction_the_leaver_started_is_cancelled() -> None:
    state = game_at(players=4)
    jump(state, A, 6)
    play(state, A, decline(6))
    play(state, B, Bid(100))
    events = play(state, A, Surrender())
    ended = only(events, AuctionEnded)
    assert (ended.winner, ended.amount) == (None, 0)
    assert owner(state, 6) is None
    assert (state.turn_seat, phase(state)) == (B, "roll_the_dices")


def test_r11_2_1_pending_decisions_are_dropped() -> None:
    state = game_at(jail={A: 2})
    throw(state, A, 1, 2)
    play(state, A, Surrender())
    assert (state.turn_seat, phase(state), state.targets, state.bail_total) == (
        *(B, "roll_the_dices", (), 0),
    )
    state = game_at()
    throw(state, A, 1, 2, BUS)
    play(state, A, Surrender())
    assert targets(state, B) == []
    state = game_at()
    show(state, A, "goToStart")
    play(state, A, Surrender())
    assert (state.card, phase(state), state.turn_seat) == (-1, "roll_the_dices", B)


def test_r11_2_2_balances_go_to_the_bank_or_are_written_off() -> None:
    state = game_at(cash={B: 77})
    assert money(play(state, B, Surrender())) == [(B, "bank", 77, "estate_cash")]
    state = game_at(cash={B: -77})
    assert money(play(state, B, Surrender())) == [("bank", B, 77, "debt_written_off")]
    state = game_at(cash={B: 0})
    assert money(play(state, B, Surrender())) == []


def test_r11_2_3_deeds_return_and_buildings_vanish() -> None:
    state = game_at(deeds={1: (B, 2), 3: (B, 1), 5: (B, "mortgaged"), 6: A})
    events = play(state, B, Surrender())
    assert [owner(state, one) for one in (1, 3, 5, 6)] == [None, None, None, A]
    assert not any(state.level)
    assert not any(state.mortgaged)
    assert houses(state, 1) == -1
    changed = every(events, DeedChanged)
    assert sorted((e.square, e.owner) for e in changed) == [(1, None), (3, None), (5, None)]


def test_r11_2_4_the_rank_is_fixed_and_r11_2_6_the_turn_passes() -> None:
    state = game_at(players=4)
    events = play(state, C, Surrender())
    assert only(events, PlayerEliminated) == PlayerEliminated(seat=C, cause="surrender", rank=4)
    assert every(events, TurnStarted) == []
    events = play(state, A, Surrender())
    assert only(events, PlayerEliminated).rank == 3
    assert only(events, TurnStarted).seat == B
    assert list(state.out) == [True, False, True, False]


def test_r11_2_5_the_end_is_tested() -> None:
    state = game_at(players=2)
    events = play(state, B, Surrender())
    assert only(events, GameEnded) == GameEnded(cause="last_player", ranking=(A, B))
    assert every(events, TurnStarted) == []


def test_r11_3_creditors_get_nothing_more() -> None:
    state = game_at(cash={A: 0}, deeds={39: B})
    jump(state, A, 39)
    assert state.cash[B] == 1550
    play(state, A, end())
    assert state.cash[B] == 1550


def test_r11_4_the_partner_leaves_and_business_goes_on() -> None:
    state = game_at(players=4, deeds={1: A}, phase=ids.BUSINESS)
    play(state, A, offer(C, give=[1], ask=50))
    before = state.decision
    play(state, C, Surrender())
    assert (phase(state), acting(state), state.proposals) == ("business", [A], 1)
    assert state.decision > before


def test_r11_4_somebody_else_leaves_and_the_offer_stays() -> None:
    state = game_at(players=4, deeds={1: A}, phase=ids.BUSINESS)
    play(state, A, offer(C, give=[1], ask=50))
    play(state, D, Surrender())
    assert (phase(state), acting(state)) == ("proposal_acceptance", [C])
    play(state, C, accept())
    assert owner(state, 1) == C


def test_r11_5_the_eliminated_watch() -> None:
    state = game_at(players=4, deeds={1: A}, phase=ids.BUSINESS)
    play(state, C, Surrender())
    assert engine.legal(state, C) == []
    for action in (Roll(), end(), Bid(1), Surrender(), offer(A, pay=5, get=[1])):
        assert refused(state, C, action) == Reason.ELIMINATED
    assert C not in acting(state)


# ------------------------------------------------------------------ worked examples


def test_e30_r10_5_r11_2_bankruptcy() -> None:
    state = game_at(
        cash={A: 120},
        deeds={21: A, 6: (A, 1), 8: (A, 1), 9: (A, 1), 37: (B, 2), 39: (B, 2)},
    )
    assert money(jump(state, A, 37)) == [(A, B, 500, "rent")]
    assert (state.cash[A], engine.raisable(state, A)) == (-380, -35)
    events = play(state, A, end())
    assert money(events) == [("bank", A, 380, "debt_written_off")]
    assert [owner(state, one) for one in (6, 8, 9, 21)] == [None] * 4
    assert state.cash[B] == 2000
    assert refused(state, A, Roll()) == Reason.ELIMINATED


def test_e33_r11_2_r11_4_leaving_a_trade() -> None:
    start = game_at(deeds={1: A}, phase=ids.BUSINESS)
    play(start, A, offer(C, give=[1], ask=50))
    state = start.copy()
    play(state, C, Surrender())
    assert (state.offer, phase(state), acting(state)) == (None, "business", [A])
    state = start.copy()
    play(state, A, Surrender())
    assert (state.offer, phase(state), acting(state)) == (None, "roll_the_dices", [B])
