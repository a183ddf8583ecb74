"""Rules 16.x: how a game ends and who wins."""

from __future__ import annotations

from fractions import Fraction

import pytest

from magnate_app.rules import engine, ids
from magnate_app.rules.actions import Bid, Surrender
from magnate_app.rules.events import BonusAwarded, GameEnded, TurnStarted
from magnate_app.rules.state import COUNTERS, GameState, Outcome
from tests.kit.games import (
    A,
    B,
    C,
    D,
    accept,
    decline,
    end,
    every,
    game_at,
    jump,
    money,
    offer,
    only,
    phase,
    play,
    show,
)
from tests.kit.odds import branches


def count(state: GameState, **figures: tuple[int, ...]) -> None:
    """Set counters: statistic=(A's, B's, …)."""
    for name, values in figures.items():
        for seat, value in enumerate(values):
            state.stats[seat * COUNTERS + ids.STATISTICS.index(name)] = value


def last_turn(players: int = 3, **more: object) -> GameState:
    """The last player of the last round is in business."""
    known = {"turn": players - 1, "phase": ids.BUSINESS, "max_rounds": 5, "round_number": 5}
    return game_at(players=players, **{**known, **more})  # type: ignore[arg-type]


def result(state: GameState) -> Outcome:
    outcome = engine.outcome(state)
    assert outcome is not None
    return outcome


def test_r16_1_a_one_survivor_is_left() -> None:
    state = game_at(players=3, max_rounds=0)
    assert engine.outcome(state) is None
    play(state, B, Surrender())
    assert phase(state) != "end_game"
    events = play(state, A, Surrender())
    assert only(events, GameEnded).cause == "last_player"
    assert (phase(state), result(state).ranking) == ("end_game", (C, A, B))


def test_r16_1_b_the_last_round_is_over() -> None:
    state = last_turn()
    events = play(state, C, end())
    assert only(events, GameEnded).cause == "rounds"
    assert every(events, TurnStarted) == []
    state = last_turn(round_number=4)
    play(state, C, end())
    assert (phase(state), state.round) == ("roll_the_dices", 5)


def test_r16_1_b_never_without_a_limit() -> None:
    state = last_turn(max_rounds=0, round_number=900)
    play(state, C, end())
    assert (phase(state), state.round) == ("roll_the_dices", 901)


def test_r16_1_b_the_last_player_of_the_last_round_leaves() -> None:
    state = last_turn(players=4)
    events = play(state, D, Surrender())
    assert only(events, GameEnded).cause == "rounds"
    assert result(state).ranking[-1] == D


def test_r16_1_c_the_last_human_leaves() -> None:
    for seats, ends in (([True, False, False], True), ([True, True, False], False)):
        state = game_at(humans=seats)
        human = list(state.humans).index(True)
        events = play(state, human, Surrender())
        assert (len(every(events, GameEnded)) == 1) == ends
        if ends:
            assert only(events, GameEnded).cause == "no_humans"


def test_r16_1_c_only_when_a_human_took_part_and_the_setting_is_on() -> None:
    state = game_at(humans=[False] * 3)
    play(state, A, Surrender())
    assert phase(state) != "end_game"
    state = game_at(humans=[True, False, False], end_without_humans=False)
    play(state, list(state.humans).index(True), Surrender())
    assert phase(state) != "end_game"


def test_r16_2_whatever_is_pending_is_void() -> None:
    state = game_at(players=2, deeds={1: A}, phase=ids.BUSINESS)
    play(state, A, offer(B, give=[1], ask=50))
    play(state, B, Surrender())
    assert (phase(state), state.offer) == ("end_game", None)
    state = game_at(players=2)
    show(state, A, "goToStart")
    play(state, B, Surrender())
    assert (phase(state), state.card) == ("end_game", -1)
    state = game_at(players=3, humans=[True, False, False])
    human = list(state.humans).index(True)
    state.turn_seat = state.actor = (human + 1) % 3
    jump(state, state.turn_seat, 6)
    play(state, state.turn_seat, decline(6))
    play(state, human, Surrender())
    assert (phase(state), state.auction_square) == ("end_game", -1)
    assert list(engine.acting(state)) == []


PENDING = (
    *("targets", "steps", "bail_total", "card", "card_value", "debt", "resume", "estates"),
    *("auction_square", "auction_by", "auction_estate", "bids", "first_bids", "eligible"),
    *("withdrawn", "minimum", "highest", "offer", "offer_number"),
)


def test_r16_2_nothing_is_left_of_what_was_pending() -> None:
    waiting: list[GameState] = []
    for rules in ((), ("open_auction",)):
        state = game_at(players=4, out=[D], house_rules=rules)
        jump(state, A, 6)
        play(state, A, decline(6))
        play(state, B, Bid(40))
        waiting.append(state)
    run_off = waiting[0].copy()
    play(run_off, C, Bid(40))
    state = game_at(deeds={1: A}, phase=ids.BUSINESS)
    play(state, A, offer(B, give=[1], ask=50))
    waiting += [run_off, state]
    state = game_at(cash={A: 0}, deeds={39: B, 5: A})
    jump(state, A, 39)
    waiting.append(state)
    state = game_at()
    show(state, A, "winPlainMoney", 20)
    waiting.append(state)
    for state in waiting:
        for seat in (B, C):
            if not state.out[seat] and state.alive > 1:
                play(state, seat, Surrender())
        assert phase(state) == "end_game"
        fresh = game_at()
        assert {n: getattr(state, n) for n in PENDING} == {n: getattr(fresh, n) for n in PENDING}


def test_r16_2_balances_stay_as_they_are() -> None:
    state = last_turn(cash={A: -70, B: 10, C: 20}, phase=ids.BUSINESS)
    play(state, C, end())
    assert list(state.cash) == [-70, 10, 20]


def test_r16_3_three_of_the_eligible_statistics_are_drawn() -> None:
    state = last_turn(players=4, out=[D], turn=C)
    count(
        state,
        walked_squares=(9, 0, 0, 0),
        won_money=(1, 2, 3, 0),
        num_trades=(0, 0, 0, 7),
        num_mortgages=(0, 5, 0, 0),
        turns_in_jail=(1, 1, 1, 1),
    )
    count(state, lost_money=(0, 0, 0, 0), times_in_jail=(0, 0, 0, 0))
    drawn: dict[tuple[str, ...], Fraction] = {}
    for branch in branches(state, C, end()):
        names = tuple(sorted(event.category for event in every(branch.events, BonusAwarded)))
        drawn[names] = drawn.get(names, Fraction(0)) + branch.chance
    eligible = {"walked_squares", "won_money", "num_mortgages", "turns_in_jail"}
    assert set(drawn) == {tuple(sorted(eligible - {left})) for left in eligible}
    assert set(drawn.values()) == {Fraction(1, 4)}


def test_r16_3_fewer_if_fewer_are_eligible() -> None:
    state = last_turn()
    assert every(play(state.copy(), C, end()), BonusAwarded) == []
    count(state, built_houses=(0, 2, 1))
    events = play(state, C, end())
    awarded = only(events, BonusAwarded)
    assert (awarded.category, awarded.seats, awarded.amount, awarded.value) == (
        *("built_houses", (B,), 200, 2),
    )


def test_r16_4_a_tie_pays_each_the_full_200() -> None:
    state = last_turn()
    count(state, built_houses=(2, 2, 1), num_trades=(0, 0, 4), walked_squares=(8, 1, 1))
    events = play(state, C, end())
    paid = money(events)
    assert {entry[0] for entry in paid} == {"bank"}
    assert {entry[3] for entry in paid} == {"end_bonus"}
    assert sorted(entry[1:3] for entry in paid) == [(A, 200), (A, 200), (B, 200), (C, 200)]
    assert result(state).bonuses == {
        "built_houses": (200, (A, B)),
        "num_trades": (200, (C,)),
        "walked_squares": (200, (A,)),
    }


def test_r16_5_final_worth_with_and_without_bonuses() -> None:
    state = last_turn(
        players=4, out=[D], cash={A: 100, B: -50, C: 0}, deeds={39: A, 1: (B, "mortgaged")}, turn=C
    )
    count(state, built_houses=(1, 0, 0))
    play(state, C, end())
    assert result(state).final == (700, -20, 0, 0)
    assert result(state).last == (500, -20, 0, 0)


def test_r16_6_survivors_rank_by_worth() -> None:
    state = last_turn(cash={A: 300, B: 500, C: 400})
    play(state, C, end())
    assert result(state).ranking == (B, C, A)


def test_r16_7_ties_go_by_deeds_then_balance_then_order() -> None:
    state = last_turn(cash={A: 560, B: 500, C: 560}, deeds={1: B})
    play(state, C, end())
    assert result(state).ranking == (B, A, C)
    state = last_turn(cash={A: 400, B: 440, C: 440}, deeds={6: A, 1: B, 3: C})
    play(state, C, end())
    assert result(state).ranking == (B, C, A)


def test_r16_8_rank_1_wins_however_the_game_ended() -> None:
    state = game_at(players=3, cash={A: 10, B: 5000, C: 20}, humans=[True, False, False])
    human = list(state.humans).index(True)
    play(state, human, Surrender())
    richest = max((seat for seat in range(3) if seat != human), key=lambda seat: state.cash[seat])
    assert result(state).ranking[0] == richest


def test_r16_9_the_eliminated_rank_last_out_first() -> None:
    state = game_at(players=5)
    for seat in (D, A, 4):
        play(state, seat, Surrender())
    play(state, B, Surrender())
    assert result(state).ranking == (C, B, 4, A, D)
    assert result(state).final[0] == 0


def test_r16_1_an_end_in_an_auction_or_by_bankruptcy() -> None:
    state = game_at(players=2, cash={A: 0}, deeds={39: B})
    jump(state, A, 39)
    events = play(state, A, end())
    assert only(events, GameEnded).ranking == (B, A)


@pytest.mark.parametrize("field", Outcome._fields)
def test_r16_2_the_final_result_is_complete(field: str) -> None:
    state = last_turn()
    play(state, C, end())
    assert getattr(result(state), field) is not None
    assert len(result(state).stats) == 3


# ------------------------------------------------------------------ worked examples


def test_e57_r3_11_r16_1_the_last_round() -> None:
    state = game_at(players=3, round_number=30, phase=ids.BUSINESS)
    play(state, B, Surrender())
    play(state, A, end())
    assert state.turn_seat == C
    state.phase = ids.BUSINESS
    events = play(state, C, end())
    assert only(events, GameEnded).cause == "rounds"


def test_e58_r16_3_r16_4_r16_5_r16_6_r16_7_bonuses_and_ties() -> None:
    # 8 deeds for A, 9 for B
    deeds = dict.fromkeys((1, 3, 6, 8, 101, 11, 13, 16), A) | dict.fromkeys(
        (9, 103, 14, 18, 19, 105, 21, 23, 106), B
    )
    state = game_at(players=4, out=[D], turn=C, phase=ids.BUSINESS, round_number=30, deeds=deeds)
    for seat, worth in ((A, 3310), (B, 3310), (C, 3100)):
        change = worth - engine.net_worth(state, seat)
        state.cash[seat] += change
        state.bank -= change
    count(
        state,
        walked_squares=(612, 588, 612, 0),
        built_houses=(4, 7, 0, 9),
        num_paid_rents=(11, 9, 15, 0),
    )
    events = play(state, C, end())
    assert {e.category for e in every(events, BonusAwarded)} == {
        *("walked_squares", "built_houses", "num_paid_rents")
    }
    gained = {A: 0, B: 0, C: 0}
    for _, payee, amount, _ in money(events):
        assert isinstance(payee, int)
        gained[payee] += amount
    assert gained == {A: 200, B: 200, C: 400}
    assert result(state).last == (3310, 3310, 3100, 0)
    assert result(state).final == (3510, 3510, 3500, 0)
    assert result(state).ranking == (B, A, C, D)


def test_e59_r16_1_the_only_human_leaves() -> None:
    state = game_at(humans=[True, False, False])
    human = list(state.humans).index(True)
    twin = game_at(humans=[True, False, False], end_without_humans=False)
    count(state, walked_squares=(5, 5, 5))
    events = play(state, human, Surrender())
    assert only(events, GameEnded).cause == "no_humans"
    assert len(only(events, BonusAwarded).seats) == 2
    assert result(state).ranking[2] == human
    play(twin, human, Surrender())
    assert engine.outcome(twin) is None


def test_a_trade_made_in_time_counts() -> None:
    state = last_turn(deeds={1: C})
    play(state, C, offer(A, give=[1], ask=60))
    play(state, A, accept())
    play(state, C, end())
    assert result(state).stats[A][ids.NUM_TRADES] == 1
    assert Bid(0) not in engine.legal(state, A)
