"""Rules 6.x: what happens at the end of a walk or jump, and in which order."""

from __future__ import annotations

from magnate_app.rules.events import CardShown, CashMoved, PlayerJailed, TokenMoved
from tests.kit.games import (
    BUS,
    UNKNOWN,
    A,
    B,
    C,
    every,
    game_at,
    go,
    jump,
    money,
    mortgage,
    phase,
    place,
    play,
    plays,
    ride,
    show,
    throw,
)


def test_r6_1_step_1_go_money_comes_before_rent() -> None:
    state = game_at(at={A: 37}, deeds={3: B}, cash={A: 0})
    assert money(throw(state, A, 2, 3, 1)) == [("bank", A, 200, "go_money"), (A, B, 4, "rent")]
    assert (state.cash[A], phase(state)) == (196, "business")


def test_r6_1_step_2_jail_ends_the_arrival() -> None:
    state = game_at(at={A: 16})
    events = throw(state, A, 1, 2, 1)
    assert len(every(events, PlayerJailed)) == 1
    assert phase(state) == "business"


def test_r6_1_step_3_rent_in_full_into_the_negative() -> None:
    state = game_at(cash={A: 30}, deeds={5: B})
    assert money(jump(state, A, 5)) == [(A, B, 60, "rent")]
    assert state.cash[A] == -30


def test_r6_1_step_4_the_whole_pot() -> None:
    state = game_at(pot=333)
    assert money(jump(state, A, 111)) == [("pot", A, 333, "parking_pot")]
    assert (state.pot, phase(state)) == (0, "business")


def test_r6_1_step_4_an_empty_pot_moves_nothing_r17_1() -> None:
    state = game_at(pot=0)
    assert money(jump(state, A, 111)) == []
    assert phase(state) == "business"


def test_r6_1_step_5_debt_comes_before_management() -> None:
    state = game_at(jail={A: 1}, cash={A: 10}, deeds={101: A})
    throw(state, A, 1, 4)
    assert (place(state, A), phase(state)) == (108, "liquidation")
    play(state, A, mortgage(101))
    assert phase(state) == "management"


def test_r6_1_step_6_a_card_waits_until_the_debt_is_over() -> None:
    state = game_at(jail={A: 1}, cash={A: 10}, deeds={5: A})
    events = throw(state, A, 1, 3)
    assert (place(state, A), phase(state)) == (17, "liquidation")
    assert every(events, CardShown) == []
    events = play(state, A, mortgage(5))
    assert len(every(events, CardShown)) == 1
    assert phase(state) == "choose_fantasy"


def test_r6_1_step_6_a_card_is_drawn_and_shown() -> None:
    for target in (2, 4, 7, 12, 17, 22, 28, 33, 36, 38, 102, 109):
        state = game_at()
        assert len(every(jump(state, A, target), CardShown)) == 1
        assert phase(state) == "choose_fantasy"


def test_r6_1_step_7_management_on_trams_and_unowned_squares() -> None:
    for target in (10, 30, 100, 107, 1, 15, 5, 113):
        state = game_at()
        jump(state, A, target)
        assert phase(state) == "management"


def test_r6_1_step_8_otherwise_the_turn_continues() -> None:
    for target in (6, 8, 0, 104):
        state = game_at(deeds={6: A, 8: (B, "mortgaged")})
        assert money(jump(state, A, target)) == []
        assert phase(state) == "business"


def test_r6_2_one_square_demands_one_thing() -> None:
    state = game_at(deeds=dict.fromkeys((5, 6), B), pot=100)
    for target in state.board.ids:
        if target == 201:
            continue
        twin = state.copy()
        events = jump(twin, A, target)
        demands = [
            any(isinstance(e, CashMoved) and e.reason == "rent" for e in events),
            any(isinstance(e, CashMoved) and e.reason == "parking_pot" for e in events),
            any(isinstance(e, PlayerJailed) for e in events),
            phase(twin) == "choose_fantasy",
            phase(twin) == "management",
        ]
        assert sum(demands) <= 1


def test_r6_3_a_teleport_runs_no_step() -> None:
    for target in (111, 25, 6, 4, 20, 10):
        state = game_at(players=2, deeds={25: B}, pot=50)
        show(state, A, "magnetism")
        events = play(
            state,
            A,
            UNKNOWN,
            plays("moveAnywhereRandom", then=lambda b, t=target: place(b.state, A) == t),  # type: ignore[misc]
        )
        assert money(events) == []
        assert every(events, CardShown) == []
        assert phase(state) == "business"
        assert state.jail_turns[A] == 0


def test_r6_3_the_next_throw_starts_from_the_new_square() -> None:
    state = game_at(at={A: 0})
    throw(state, A, 5, 5, BUS)
    play(state, A, go(10))
    play(state, A, ride(107))
    assert phase(state) == "roll_the_dices"
    events = throw(state, A, 1, 2, 1)
    assert every(events, TokenMoved)[0].path == (107, 108, 109, 110, 111)


def test_r6_3_a_ride_past_or_onto_nothing_pays_no_go() -> None:
    state = game_at(at={A: 0}, turn=C)
    jump(state, C, 30)
    assert money(play(state, C, ride(10))) == [(C, "bank", 30, "tram_fare")]
