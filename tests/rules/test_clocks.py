"""Rules 15.x as far as the engine goes: the default of every decision.

The clocks themselves and stand-ins belong to the server and are tested there.
"""

from __future__ import annotations

from magnate_app.rules import engine
from magnate_app.rules.actions import AnswerTrade, Bid, EndPhase, PickCard, Roll, StayInJail
from magnate_app.rules.chance import Seeded
from magnate_app.rules.events import CardPlayed, TradeRefused
from magnate_app.rules.state import GameState
from tests.kit.games import (
    BOARD,
    BUS,
    UNKNOWN,
    A,
    B,
    C,
    acting,
    buy,
    decline,
    defaults,
    end,
    game_at,
    go,
    jump,
    offer,
    only,
    phase,
    place,
    play,
    ride,
    show,
    square,
    throw,
    time_out,
)


def test_r15_2_every_phase_that_begins_is_a_new_decision() -> None:
    state = game_at(players=2)
    seen = [state.decision]
    throw(state, A, 3, 3, 2)
    seen.append(state.decision)
    play(state, A, buy(8))
    seen.append(state.decision)
    throw(state, A, 1, 2, BUS)
    seen.append(state.decision)
    assert seen == sorted(set(seen))


def test_r15_2_bids_do_not_restart_the_clock_of_a_sealed_auction() -> None:
    state = game_at(players=4)
    jump(state, A, 6)
    play(state, A, decline(6))
    decision = state.decision
    play(state, B, Bid(10))
    assert state.decision == decision
    play(state, C, Bid(10))
    play(state, 3, Bid(0))
    run_off = state.decision
    assert run_off > decision
    play(state, B, Bid(12))
    assert state.decision == run_off


def test_r15_3_the_default_of_every_decision() -> None:
    state = game_at(deeds={1: A})
    assert defaults(state) == [(A, Roll())]
    state = game_at(jail={A: 3})
    throw(state, A, 1, 2)
    assert defaults(state) == [(A, StayInJail())]
    state = game_at()
    show(state, A, "goToStart")
    assert defaults(state) == [(A, PickCard(False))]
    state = game_at()
    jump(state, A, 6)
    assert defaults(state) == [(A, decline(6))]  # what `EndPhase` means there (R7.4)
    state = game_at()
    jump(state, A, 10)
    assert defaults(state) == [(A, ride(10))]
    time_out(state)
    assert (place(state, A), phase(state)) == (10, "business")
    assert defaults(state) == [(A, EndPhase())]


def test_r15_3_a_target_is_drawn_uniformly_r21_1() -> None:
    state = game_at()
    throw(state, A, 1, 3, BUS)
    found = defaults(state)
    assert sorted(BOARD.ids[a.square] for _, a in found if isinstance(a, type(go(1)))) == [1, 3, 4]
    throw_again = game_at()
    throw(throw_again, A, 1, 1, 1)
    assert len(defaults(throw_again)) == 54


def test_r15_3_an_offer_is_rejected() -> None:
    state = game_at(deeds={6: A}, phase=4)
    play(state, A, offer(B, give=[6], ask=100))
    assert defaults(state) == [(B, AnswerTrade(False))]
    assert only(time_out(state), TradeRefused).to == B


def test_r15_3_missing_bids_are_passes() -> None:
    state = game_at(players=4)
    jump(state, A, 6)
    play(state, A, decline(6))
    seats = []
    while phase(state) == "auction":
        ((seat, action),) = defaults(state)
        assert action == Bid(0)
        seats.append(seat)
        time_out(state)
    assert seats == [B, C, 3]


def test_r15_3_there_is_no_default_at_the_end() -> None:
    state = game_at(players=2, max_rounds=1, turn=B, phase=4)
    play(state, B, end())
    assert phase(state) == "end_game"
    assert engine.default_action(state, Seeded(1)) is None


def test_r15_4_a_timeout_never_eliminates_who_could_pay() -> None:
    state = game_at(cash={A: 0}, deeds={39: B, 1: A, 3: A})
    jump(state, A, 39)
    while phase(state) == "liquidation":
        time_out(state)
    assert not state.out[A]
    assert state.cash[A] == 10


def idle(state: GameState, limit: int) -> None:
    """Let every clock run out."""
    chance = Seeded(5)
    for _ in range(limit):
        answer = engine.default_action(state, chance)
        if answer is None:
            return
        seat, action = answer
        assert seat in engine.acting(state)
        engine.check(state, seat, action)
        engine.apply(state, seat, action, chance)


def test_r15_3_a_game_of_sleepers_comes_to_its_end() -> None:
    state = game_at(players=4, max_rounds=20)
    idle(state, 5000)
    assert phase(state) == "end_game"


# ------------------------------------------------------------------ worked example


def test_e56_r15_3_r15_5_sleeping_through_a_throw() -> None:
    state = game_at(at={A: 2})
    assert defaults(state) == [(A, Roll())]
    play(state, A, Roll(), draws=[2 - 1, 4 - 1, BUS - 1])
    assert phase(state) == "choose_square"
    chosen = {action for _, action in defaults(state)}
    assert chosen == {go(4), go(6), go(8)}
    play(state, A, go(6))
    assert acting(state) == [A]
    play(state, A, buy(6))
    assert state.owner[square(6)] == A


def test_the_unknown_card_is_the_default() -> None:
    state = game_at()
    show(state, A, "goToStart")
    assert PickCard(False) == UNKNOWN
    assert only(time_out(state), CardPlayed).shown is False
