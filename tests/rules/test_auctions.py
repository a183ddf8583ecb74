"""Rules 12.x: sealed auctions, run-offs, open auctions and estates."""

from __future__ import annotations

from magnate_app.rules import engine, ids
from magnate_app.rules.actions import Bid, Surrender
from magnate_app.rules.events import (
    AnyEvent,
    AuctionEnded,
    AuctionOpened,
    AuctionTied,
    BidPlaced,
    DeedChanged,
    GameEnded,
    TurnStarted,
)
from magnate_app.rules.reasons import Reason
from magnate_app.rules.state import HIDDEN_BID, GameState
from magnate_app.rules.views import view_for
from tests.kit.audit import statistic
from tests.kit.games import (
    A,
    B,
    C,
    D,
    acting,
    auctioned,
    decline,
    defaults,
    end,
    every,
    game_at,
    houses,
    jump,
    money,
    only,
    owner,
    phase,
    play,
    refused,
    throw,
    time_out,
)


def auction(
    square_id: int = 24, players: int = 4, by: int = A, rules: tuple[str, ...] = (), **more: object
) -> GameState:
    """An auction of this square has just begun."""
    state = game_at(players=players, turn=by, house_rules=rules, **more)  # type: ignore[arg-type]
    jump(state, by, square_id)
    play(state, by, decline(square_id))
    return state


def bids(state: GameState, **amounts: int) -> list[AnyEvent]:
    """Bid in this order; return all events."""
    seats = {"a": A, "b": B, "c": C, "d": D}
    events: list[AnyEvent] = []
    for name, amount in amounts.items():
        events += play(state, seats[name], Bid(amount))
    return events


def test_r12_1_an_auction_starts_when_a_square_is_declined() -> None:
    for action in (decline(24), end()):
        state = game_at(players=4)
        jump(state, A, 24)
        opened = only(play(state, A, action), AuctionOpened)
        assert (opened.square, opened.mode, opened.declined_by) == (24, "sealed", A)
        assert phase(state) == "auction"
    state = game_at(players=4)
    jump(state, A, 24)
    assert only(time_out(state), AuctionOpened).square == 24


def test_r12_2_all_but_the_one_who_declined_are_eligible() -> None:
    state = auction(jail={C: 2})
    assert acting(state) == [B, C, D]
    assert refused(state, A, Bid(10)) == Reason.NOT_ELIGIBLE
    bids(state, b=0, c=0, d=0)
    play(state, A, end())
    jump(state, B, 26)
    play(state, B, decline(26))
    assert acting(state) == [A, C, D]


def test_r12_3_each_bids_once_up_to_the_own_balance() -> None:
    state = auction(cash={B: 300})
    assert refused(state, B, Bid(301)) == Reason.BID_TOO_HIGH
    assert refused(state, B, Bid(-1)) == Reason.INVALID_FIELD
    assert engine.bid_range(state, B) == (1, 300)
    play(state, B, Bid(300))
    assert refused(state, B, Bid(0)) == Reason.ALREADY_BID
    play(state, C, Bid(0))
    assert refused(state, C, Bid(50)) == Reason.ALREADY_BID


def test_r12_3_the_penniless_pass_at_once_and_closing_is_tested() -> None:
    state = auction(cash={B: 0, C: -10})
    assert acting(state) == [D]
    state = game_at(players=4, cash={B: 0, C: -10, D: 0})
    jump(state, A, 24)
    ended = auctioned(play(state, A, decline(24)))
    assert (ended.winner, ended.amount, ended.run_off) == (None, 0, False)
    assert phase(state) == "business"


def test_r12_4_amounts_are_secret_until_the_end() -> None:
    state = auction()
    events = play(state, B, Bid(200))
    assert only(events, BidPlaced).seat == B
    for seat in (A, C, D, None):
        seen = view_for(state, seat)
        assert seen.bids[B] == HIDDEN_BID
    assert view_for(state, B).bids[B] == 200
    events = bids(state, c=200, d=10)
    tied = only(events, AuctionTied)
    assert (tied.square, tied.amount, tied.seats) == (24, 200, (B, C))


def test_r12_5_it_closes_when_all_have_bid_or_on_timeout() -> None:
    state = auction()
    assert every(bids(state, b=5, c=7), AuctionEnded) == []
    assert len(every(bids(state, d=0), AuctionEnded)) == 1
    state = auction()
    play(state, C, Bid(9))
    assert defaults(state) == [(B, Bid(0))]
    time_out(state)
    assert defaults(state) == [(D, Bid(0))]
    assert auctioned(time_out(state)).winner == C


def test_r12_6_all_passed() -> None:
    state = auction()
    ended = auctioned(bids(state, b=0, c=0, d=0))
    assert (ended.winner, ended.amount) == (None, 0)
    assert owner(state, 24) is None


def test_r12_7_one_highest_bid_wins() -> None:
    state = auction()
    events = bids(state, b=1, c=2, d=1)
    assert auctioned(events).winner == C
    assert money(events) == [(C, "bank", 2, "auction_price")]


def test_r12_8_a_run_off_among_the_tied() -> None:
    state = auction(cash={C: 250})
    bids(state, b=200, c=200, d=150)
    assert acting(state) == [B, C]
    assert refused(state, B, Bid(0)) == Reason.BID_TOO_LOW
    assert refused(state, B, Bid(199)) == Reason.BID_TOO_LOW
    assert refused(state, C, Bid(251)) == Reason.BID_TOO_HIGH
    assert refused(state, D, Bid(300)) == Reason.NOT_ELIGIBLE
    assert refused(state, A, Bid(300)) == Reason.NOT_ELIGIBLE
    assert engine.bid_range(state, C) == (200, 250)
    play(state, B, Bid(201))
    assert refused(state, B, Bid(300)) == Reason.ALREADY_BID
    assert defaults(state) == [(C, Bid(200))]
    assert auctioned(time_out(state)).winner == B


def test_r12_9_a_shared_run_off_goes_by_turn_order_after_the_decliner() -> None:
    for by, winner in ((A, B), (B, C), (C, D)):
        state = auction(by=by)
        bidders = [seat for seat in (A, B, C, D) if seat != by]
        for _ in range(2):
            for seat in bidders:
                events = play(state, seat, Bid(77))
        assert auctioned(events).winner == winner
    assert auctioned(events).run_off


def test_r12_10_the_winner_pays_the_own_bid_and_the_group_is_recomputed() -> None:
    state = auction(24, deeds={21: B, 23: B})
    events = bids(state, b=300, c=299, d=0)
    assert money(events) == [(B, "bank", 300, "auction_price")]
    assert statistic(state, B, "lost_money") == 300
    assert [houses(state, one) for one in (21, 23, 24)] == [0, 0, 0]


def test_r12_11_the_result_lists_everything() -> None:
    state = auction()
    assert auctioned(bids(state, b=20, c=10, d=0)) == AuctionEnded(
        square=24, winner=B, amount=20, run_off=False, bids={"1": 20, "2": 10, "3": 0}
    )
    state = auction()
    bids(state, b=20, c=20, d=0)
    ended = auctioned(bids(state, b=30, c=20))
    assert (ended.winner, ended.amount, ended.run_off) == (B, 30, True)
    assert (ended.bids["1"], ended.bids["2"]) == (30, 20)


def test_r12_12_afterwards_the_turn_continues() -> None:
    state = game_at(players=2)
    throw(state, A, 3, 3, 2)
    play(state, A, decline(8))
    play(state, B, Bid(10))
    assert (phase(state), acting(state)) == ("roll_the_dices", [A])
    state = auction()
    bids(state, b=0, c=0, d=9)
    assert (phase(state), acting(state)) == ("business", [A])


def test_r12_13_open_bids_rise_by_10() -> None:
    state = auction(rules=("open_auction",), cash={B: 25})
    assert acting(state) == [A, B, C, D]
    assert refused(state, A, Bid(9)) == Reason.BID_TOO_LOW
    events = play(state, A, Bid(10))
    assert only(events, BidPlaced) == BidPlaced(seat=A, amount=10)
    assert refused(state, A, Bid(40)) == Reason.ALREADY_HIGHEST
    assert refused(state, A, Bid(0)) == Reason.ALREADY_HIGHEST
    assert refused(state, B, Bid(19)) == Reason.BID_TOO_LOW
    assert refused(state, B, Bid(26)) == Reason.BID_TOO_HIGH
    assert engine.bid_range(state, B) == (20, 25)
    play(state, B, Bid(25))
    assert view_for(state, C).bids[B] == 25
    assert engine.bid_range(state, C) == (35, 1500)


def test_r12_13_when_the_clock_runs_out_the_highest_bidder_wins() -> None:
    state = auction(rules=("open_auction",))
    play(state, C, Bid(15))
    assert defaults(state) == [(A, Bid(0))]
    events: list[AnyEvent] = []
    while phase(state) == "auction":
        events += time_out(state)
    assert auctioned(events) == AuctionEnded(
        square=24, winner=C, amount=15, run_off=False, bids=auctioned(events).bids
    )
    assert money(events) == [(C, "bank", 15, "auction_price")]


def test_r12_13_without_any_bid_nobody_wins() -> None:
    state = auction(rules=("open_auction",))
    events: list[AnyEvent] = []
    while phase(state) == "auction":
        events += time_out(state)
    assert (auctioned(events).winner, auctioned(events).amount) == (None, 0)


def test_r12_14_withdrawing() -> None:
    state = auction(rules=("open_auction",))
    play(state, B, Bid(0))
    assert refused(state, B, Bid(50)) == Reason.ALREADY_BID
    assert refused(state, B, Bid(0)) == Reason.ALREADY_BID
    play(state, A, Bid(10))
    play(state, C, Bid(0))
    ended = auctioned(play(state, D, Bid(0)))
    assert (ended.winner, ended.amount) == (A, 10)


def test_r12_14_who_cannot_afford_the_next_minimum_counts_as_withdrawn() -> None:
    state = auction(rules=("open_auction",), cash={B: 9, C: 19, D: 100})
    assert acting(state) == [A, C, D]
    play(state, A, Bid(10))
    assert acting(state) == [D]
    ended = auctioned(play(state, D, Bid(0)))
    assert (ended.winner, ended.amount) == (A, 10)
    state = auction(rules=("open_auction",), cash={A: 9, B: 9, C: 9, D: 100})
    ended = auctioned(play(state, D, Bid(50)))
    assert (ended.winner, ended.amount) == (D, 50)


def test_r12_15_a_leavers_bid_vanishes_and_closing_is_tested() -> None:
    state = auction()
    bids(state, b=300, c=200)
    events = play(state, B, Surrender())
    assert every(events, AuctionEnded) == []
    events = play(state, D, Surrender())
    ended = auctioned(events)
    assert (ended.winner, ended.amount) == (C, 200)


def test_r12_15_in_a_run_off_the_remaining_tied_go_on() -> None:
    state = auction(players=4)
    bids(state, b=200, c=200, d=200)
    play(state, B, Surrender())
    assert acting(state) == [C, D]
    events = play(state, C, Surrender())
    ended = auctioned(events)
    assert (ended.winner, ended.amount) == (D, 200)
    assert (D, "bank", 200, "auction_price") in money(events)


def test_r12_15_in_an_open_auction_the_highest_survivor_leads() -> None:
    state = auction(rules=("open_auction",))
    bids(state, a=10, b=20, c=40)
    play(state, C, Surrender())
    assert phase(state) == "auction"
    assert state.highest == B
    assert refused(state, B, Bid(60)) == Reason.ALREADY_HIGHEST
    play(state, A, Bid(30))
    assert state.highest == A


def test_r12_15_the_decliner_leaves_and_nobody_wins() -> None:
    for rules in ((), ("open_auction",)):
        state = auction(rules=rules)
        play(state, B, Bid(100))
        ended = auctioned(play(state, A, Surrender()))
        assert (ended.winner, ended.amount) == (None, 0)
        assert owner(state, 24) is None
        assert state.cash[B] == 1500


def test_r12_16_estates_wait_for_the_end_of_the_turn() -> None:
    state = game_at(
        players=4, house_rules=["estate_auction"], deeds={6: (C, "mortgaged"), 1: (C, 1), 3: C}
    )
    events = play(state, C, Surrender())
    assert every(events, AuctionOpened) == []
    assert phase(state) == "roll_the_dices"
    assert [state.owner[state.board.index[one]] for one in (1, 3, 6)] == [ids.WAITING] * 3
    jumped = jump(state, A, 3)
    assert money(jumped) == []
    assert phase(state) == "business"
    events = play(state, A, end())
    opened = only(events, AuctionOpened)
    assert (opened.square, opened.eligible, opened.declined_by) == (1, (A, B, D), None)
    assert state.turn_seat == B
    bids(state, a=10, b=0)
    events = play(state, D, Bid(0))
    assert only(events, AuctionEnded).winner == A
    assert only(events, AuctionOpened).square == 3
    bids(state, a=0, b=30, d=30)
    events = bids(state, b=30, d=30)
    assert auctioned(events).winner == D
    assert only(events, AuctionOpened).square == 6
    events = bids(state, a=0, b=0, d=0)
    assert auctioned(events).winner is None
    assert only(events, TurnStarted).seat == B
    assert phase(state) == "roll_the_dices"
    assert [owner(state, one) for one in (1, 3, 6)] == [A, D, None]
    assert not any(state.mortgaged)
    assert not any(state.level)


def test_r12_16_the_new_turn_player_leaves_meanwhile() -> None:
    state = game_at(players=4, house_rules=["estate_auction"], deeds={6: A, 9: A})
    play(state, A, Surrender())
    assert (phase(state), state.turn_seat) == ("auction", B)
    play(state, B, Surrender())
    assert (phase(state), state.turn_seat, acting(state)) == ("auction", C, [C, D])
    bids(state, c=5, d=0)
    bids(state, c=0, d=5)
    assert (phase(state), acting(state)) == ("roll_the_dices", [C])
    assert (owner(state, 6), owner(state, 9)) == (C, D)


def test_r12_16_waiting_deeds_stay_unowned_when_the_game_ends_first() -> None:
    state = game_at(players=3, house_rules=["estate_auction"], deeds={6: B})
    play(state, B, Surrender())
    play(state, C, Surrender())
    assert phase(state) == "end_game"
    assert owner(state, 6) is None


def test_r12_16_estates_may_be_open_too_r20_1() -> None:
    state = game_at(players=3, house_rules=["estate_auction", "open_auction"], deeds={6: A})
    opened = only(play(state, A, Surrender()), AuctionOpened)
    assert (opened.mode, opened.eligible, opened.minimum) == ("open", (B, C), 10)


def test_r12_16_a_turn_that_starts_in_debt_after_estates() -> None:
    state = game_at(players=3, house_rules=["estate_auction"], deeds={6: A, 5: B}, cash={B: -20})
    play(state, A, Surrender())
    assert acting(state) == [C]
    play(state, C, Bid(0))
    assert (phase(state), acting(state)) == ("liquidation", [B])


def test_r12_16_the_last_of_the_last_round_leaves_during_the_estates_r16_1() -> None:
    state = game_at(
        players=4,
        turn=C,
        phase=ids.BUSINESS,
        deeds={6: C},
        max_rounds=5,
        round_number=5,
        house_rules=["estate_auction"],
    )
    play(state, C, Surrender())
    assert (phase(state), state.turn_seat) == ("auction", D)
    play(state, A, Bid(50))
    events = play(state, D, Surrender())
    assert only(events, GameEnded).cause == "rounds"
    assert owner(state, 6) is None
    assert state.cash[A] == 1500


def test_r12_16_a_tie_over_an_estate_goes_by_the_order_after_the_leaver_r12_9() -> None:
    for tied, winner in (((A, B), A), ((A, D), D), ((B, D), D), ((A, B, D), D)):
        state = game_at(players=4, turn=C, deeds={6: C}, house_rules=["estate_auction"])
        play(state, C, Surrender())
        for seat in (A, B, D):
            play(state, seat, Bid(50 if seat in tied else 0))
        for seat in tied:
            play(state, seat, Bid(70))
        assert owner(state, 6) == winner
        assert state.cash[winner] == 1430


def test_r12_16_a_waiting_deed_is_told_as_nobodys() -> None:
    state = game_at(players=3, deeds={6: C, 8: C, 9: C}, house_rules=["estate_auction"])
    told = every(play(state, C, Surrender()), DeedChanged)
    assert [(e.square, e.owner, e.houses) for e in told] == [
        *((6, None, -1), (8, None, -1), (9, None, -1)),
    ]


def test_r12_16_two_leavers_in_one_turn_leave_two_estates() -> None:
    state = game_at(players=5, deeds={9: C, 6: C, 8: B}, house_rules=["estate_auction"])
    play(state, C, Surrender())
    play(state, B, Surrender())
    sold: list[int] = []
    events = play(state, A, Surrender())
    while phase(state) == "auction":
        sold += [event.square for event in every(events, AuctionOpened)]
        events = play(state, acting(state)[0], Bid(0))
    assert sold == [6, 9, 8]
    assert (state.turn_seat, phase(state)) == (D, "roll_the_dices")


# ------------------------------------------------------------------ worked examples


def test_e34_r12_5_r12_7_the_highest_bid() -> None:
    state = auction()
    events = bids(state, b=200, c=150, d=0)
    assert money(events) == [(B, "bank", 200, "auction_price")]
    assert state.cash[C] == 1500
    assert owner(state, 24) == B


def test_e35_r12_8_the_run_off() -> None:
    state = auction()
    bids(state, b=200, c=200, d=150)
    assert refused(state, B, Bid(199)) == Reason.BID_TOO_LOW
    assert refused(state, D, Bid(210)) == Reason.NOT_ELIGIBLE
    play(state, B, Bid(210))
    events = time_out(state)
    assert money(events) == [(B, "bank", 210, "auction_price")]


def test_e36_r12_9_second_tie() -> None:
    state = auction(by=C)
    bids(state, a=0, b=200, d=200)
    events = bids(state, b=230, d=230)
    assert auctioned(events).winner == D
    assert money(events) == [(D, "bank", 230, "auction_price")]


def test_e37_r12_3_r12_6_passing() -> None:
    state = auction(cash={D: -30})
    assert refused(state, A, Bid(5)) == Reason.NOT_ELIGIBLE
    assert refused(state, B, Bid(1501)) == Reason.BID_TOO_HIGH
    play(state, B, Bid(0))
    assert refused(state, B, Bid(5)) == Reason.ALREADY_BID
    ended = auctioned(play(state, C, Bid(0)))
    assert (ended.winner, ended.amount) == (None, 0)
    assert owner(state, 24) is None


def test_e38_r12_15_a_tied_bidder_surrenders() -> None:
    start = auction()
    bids(start, b=200, c=200, d=0)
    state = start.copy()
    assert (auctioned(play(state, C, Surrender())).winner, state.cash[B]) == (B, 1300)
    state = start.copy()
    play(state, B, Bid(222))
    assert (auctioned(play(state, C, Surrender())).winner, state.cash[B]) == (B, 1278)


def test_e39_r12_13_open() -> None:
    state = auction(6, rules=("open_auction",))
    play(state, A, Bid(10))
    assert refused(state, B, Bid(15)) == Reason.BID_TOO_LOW
    play(state, B, Bid(20))
    play(state, A, Bid(30))
    events: list[AnyEvent] = []
    while phase(state) == "auction":
        events += time_out(state)
    assert money(events) == [(A, "bank", 30, "auction_price")]


def test_e40_r7_4_r15_3_no_answer_in_management() -> None:
    state = game_at(players=4)
    jump(state, A, 18)
    opened = only(time_out(state), AuctionOpened)
    assert (opened.square, opened.declined_by) == (18, A)
