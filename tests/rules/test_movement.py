"""Rules 2.x: the board's rings, walks, and the four ways a token changes its square."""

from __future__ import annotations

import itertools

import pytest

from magnate_app.rules import engine, ids
from magnate_app.rules.actions import PayBail, RideTram, StayInJail
from magnate_app.rules.events import BailOffered, PlayerJailed, TokenMoved
from tests.kit.audit import statistic
from tests.kit.games import (
    BOARD,
    BUS,
    UNKNOWN,
    A,
    B,
    buy,
    end,
    every,
    game_at,
    go,
    jump,
    money,
    only,
    phase,
    place,
    play,
    plays,
    ride,
    show,
    square,
    squares,
    targets,
    throw,
)

OUTER = list(range(40))


def follow(start: int, total: int) -> list[int]:
    """The path of a walk, straight from R2.2 to R2.5."""
    path = [start]
    for _ in range(total):
        here = path[-1]
        if here == 15:
            path.append(16 if total % 2 == 0 else 106)
        elif here == 35:
            path.append(36 if total % 2 == 0 else 113)
        elif here in (105, 201):
            path.append(15 if here == 105 else 105)
        elif here == 112:
            path.append(35)
        elif here == 113:
            path.append(100)
        elif here >= 100:
            path.append(here + 1)
        else:
            path.append((here + 1) % 40)
    return path


def walked(start: int, total: int) -> tuple[list[int], bool]:
    destination, passes_go, path = BOARD.walk(square(start), total)
    ids_of_path = [BOARD.ids[step] for step in path]
    assert ids_of_path[-1] == BOARD.ids[destination]
    return ids_of_path, bool(passes_go)


def test_r2_1_the_kinds_of_the_55_squares() -> None:
    kinds = {BOARD.ids[n]: ids.KIND_NAMES[BOARD.kind[n]] for n in range(55)}
    assert len(kinds) == 55

    def of(kind: str) -> list[int]:
        return sorted(one for one, its in kinds.items() if its == kind)

    assert len(of("street")) == 30
    assert of("bridge") == [15, 35]
    assert of("server") == [5, 25]
    assert of("tram") == [10, 30, 100, 107]
    assert of("fantasy") == [2, 4, 7, 12, 17, 22, 28, 33, 36, 38, 102, 109]
    assert of("start") == [0]
    assert of("go_to_jail") == [20]
    assert of("visiting") == [104]
    assert of("jail") == [201]
    assert of("parking") == [111]


@pytest.mark.parametrize("total", range(1, 16))
def test_r2_2_rings_and_r2_4_steps_and_r2_5_parity_from_everywhere(total: int) -> None:
    for start in BOARD.ids:
        assert walked(start, total)[0] == follow(start, total)


def test_r2_3_a_walk_counts_steps_and_pays_go_and_arrives() -> None:
    state = game_at(at={A: 37})
    events = throw(state, A, 2, 3, 1)
    moved = only(events, TokenMoved)
    assert (moved.seat, moved.path, moved.by) == (A, (37, 38, 39, 0, 1, 2, 3), "walk")
    assert statistic(state, A, "walked_squares") == 6
    assert ("bank", A, 200, "go_money") in money(events)


def test_r2_3_a_jump_does_not_count_and_pays_nothing_but_arrives() -> None:
    state = game_at(at={A: 37}, deeds={6: B})
    events = jump(state, A, 6)
    assert only(events, TokenMoved).by == "jump"
    assert statistic(state, A, "walked_squares") == 0
    assert money(events) == [(A, B, 6, "rent")]


def test_r2_3_a_teleport_does_none_of_it() -> None:
    state = game_at(at={A: 37})
    show(state, A, "goToStart")
    events = play(
        state,
        A,
        UNKNOWN,
        plays("moveAnywhereRandom", then=lambda b: place(b.state, A) == 20),
    )
    moved = only(events, TokenMoved)
    assert (moved.seat, moved.by) == (A, "card")
    assert statistic(state, A, "walked_squares") == 0
    assert money(events) == []
    assert state.jail_turns[A] == 0
    assert phase(state) == "business"


def test_r2_3_a_jailing_does_not_count_either() -> None:
    state = game_at(at={A: 38}, streak=2)
    events = throw(state, A, 4, 4, 1)
    assert money(events) == []
    assert statistic(state, A, "walked_squares") == 0
    assert place(state, A) == 201


def test_r2_4_the_total_is_fixed_before_the_first_step() -> None:
    """From 14 with 2 the bridge is passed outwards, with 3 inwards, whatever is left there."""
    assert walked(14, 2)[0] == [14, 15, 16]
    assert walked(14, 3)[0] == [14, 15, 106, 107]


def test_r2_5_both_bridges_of_one_walk_follow_one_parity() -> None:
    odd, _ = walked(14, 15)
    assert odd == [14, 15, 106, 107, 108, 109, 110, 111, 112, 35, 113, 100, 101, 102, 103, 104]
    even, _ = walked(106, 8)
    assert even == [106, 107, 108, 109, 110, 111, 112, 35, 36]


@pytest.mark.parametrize("total", range(1, 16))
def test_r2_6_go_money_is_due_if_a_step_lands_on_0(total: int) -> None:
    for start in BOARD.ids:
        assert walked(start, total)[1] == (0 in follow(start, total)[1:])


def test_r2_6_starting_on_0_does_not_count() -> None:
    state = game_at(at={A: 0})
    assert money(throw(state, A, 1, 2, 1)) == []


def test_r2_7_passing_20_or_standing_on_it_does_nothing() -> None:
    state = game_at(at={A: 18})
    throw(state, A, 1, 2, 1)
    assert place(state, A) == 22
    state = game_at(at={A: 20})
    throw(state, A, 1, 2, 1)
    assert place(state, A) == 24
    assert state.jail_turns[A] == 0


def test_r2_7_a_jump_to_20_jails() -> None:
    state = game_at(at={A: 3})
    throw(state, A, 2, 2, 2)
    events = play(state, A, go(20))
    assert only(events, PlayerJailed).cause == "square"
    assert place(state, A) == 201


def test_r2_8_the_reported_paths() -> None:
    state = game_at(at={A: 14})
    assert every(throw(state, A, 2, 3, BUS), TokenMoved) == []
    assert only(play(state, A, go(16)), TokenMoved).path == (14, 15, 16)
    state = game_at(at={A: 21})
    assert only(jump(state, A, 111), TokenMoved).path == (21, 111)
    state = game_at(at={A: 16})
    path = [e.path for e in every(throw(state, A, 1, 2, 1), TokenMoved)]
    assert joined(path) == (16, 17, 18, 19, 20, 201)
    state = game_at(at={A: 33}, streak=2)
    assert only(throw(state, A, 5, 5, 1), TokenMoved).path == (33, 201)


def joined(parts: list[tuple[int, ...]]) -> tuple[int, ...]:
    """Paths that follow one another, as one."""
    whole = list(parts[0])
    for part in parts[1:]:
        whole.extend(part[1:] if part[0] == whole[-1] else part)
    return tuple(whole)


def test_r2_8_no_path_while_the_bail_decision_is_open_or_for_staying_or_teleports() -> None:
    state = game_at(jail={A: 3})
    events = throw(state, A, 2, 5)
    assert every(events, TokenMoved) == []
    assert only(events, BailOffered).target == 110
    events = play(state, A, StayInJail())
    assert every(events, TokenMoved) == []
    assert place(state, A) == 201


def test_r2_8_the_walk_out_of_jail_starts_on_201() -> None:
    state = game_at(jail={A: 3})
    throw(state, A, 2, 5)
    path = only(play(state, A, PayBail()), TokenMoved).path
    assert path == (201, 105, 15, 106, 107, 108, 109, 110)


def test_r2_9_consequences() -> None:
    longest = max(6 + 6 + 3, 6 + 6)
    assert longest == 15
    for start, total in itertools.product(BOARD.ids, range(1, 16)):
        path = follow(start, total)
        assert path[1:].count(0) <= 1
        assert not (0 in path[1:] and path[-1] == 20)
    for start in BOARD.ids:
        for one, two in itertools.product(range(1, 7), repeat=2):
            totals = {one, two, one + two}
            assert len({follow(start, total)[-1] for total in totals}) == len(totals)
    assert all(follow(201, total)[-1] != 20 for total in range(2, 13))


def test_r2_10_squares_may_be_shared_and_0_and_104_do_nothing() -> None:
    state = game_at(at={A: 100, B: 104})
    assert money(throw(state, A, 1, 2, 1)) == []
    assert place(state, A) == place(state, B) == 104
    assert phase(state) == "business"
    state = game_at(at={A: 30})
    assert money(jump(state, A, 0)) == []
    assert phase(state) == "business"


# ------------------------------------------------------------------ worked examples


def test_e1_r4_7_r6_1_r7_1_the_first_walk_and_purchase() -> None:
    state = game_at()
    moved = only(throw(state, A, 1, 2, 3), TokenMoved)
    assert moved.path == (0, 1, 2, 3, 4, 5, 6)
    assert phase(state) == "management"
    assert money(play(state, A, buy(6))) == [(A, "bank", 100, "purchase")]
    assert state.cash[A] == 1400
    assert phase(state) == "business"
    assert statistic(state, A, "walked_squares") == 6
    assert statistic(state, A, "lost_money") == 100


def test_e2_r2_6_passing_go() -> None:
    state = game_at(at={A: 37}, cash={A: 1000})
    throw(state, A, 2, 3, 1)
    assert state.cash[A] == 1200
    assert place(state, A) == 3
    assert phase(state) == "management"


@pytest.mark.parametrize(("rules", "paid"), [((), 200), (("double_go",), 400)])
def test_e3_r2_6_r20_2_ending_on_go(rules: tuple[str, ...], paid: int) -> None:
    state = game_at(players=2, at={A: 36}, house_rules=rules)
    events = throw(state, A, 1, 2, 1)
    assert only(events, TokenMoved).path == (36, 37, 38, 39, 0)
    assert sum(amount for _, _, amount, _ in money(events)) == paid
    assert {code for *_, code in money(events)} == {"go_money"}
    assert phase(state) == "business"
    play(state, A, end())
    throw(state, B, 1, 2, 3)
    play(state, B, buy(6))
    play(state, B, end())
    assert money(throw(state, A, 1, 2, 2)) == []


def test_e4_r2_5_r4_8_the_totals_of_a_bus() -> None:
    state = game_at(at={A: 14})
    throw(state, A, 2, 3, BUS)
    assert targets(state, A) == [16, 107, 109]


@pytest.mark.parametrize(
    ("dice", "path"),
    [((1, 3, 1), (12, 13, 14, 15, 106, 107)), ((1, 3, 2), (12, 13, 14, 15, 16, 17, 18))],
)
def test_e5_r2_5_the_total_decides(dice: tuple[int, int, int], path: tuple[int, ...]) -> None:
    state = game_at(at={A: 12})
    assert only(throw(state, A, *dice), TokenMoved).path == path


@pytest.mark.parametrize(
    ("dice", "path"),
    [((1, 2, 1), (35, 36, 37, 38, 39)), ((1, 2, 2), (35, 113, 100, 101, 102, 103))],
)
def test_e6_r2_5_start_on_a_bridge(dice: tuple[int, int, int], path: tuple[int, ...]) -> None:
    state = game_at(at={A: 35})
    assert only(throw(state, A, *dice), TokenMoved).path == path


def test_e7_r2_5_both_bridges_in_one_walk() -> None:
    state = game_at(at={A: 105})
    moved = only(throw(state, A, 6, 6, 3), TokenMoved)
    assert moved.path == (
        *(105, 15, 106, 107, 108, 109, 110, 111),
        *(112, 35, 113, 100, 101, 102, 103, 104),
    )
    assert phase(state) == "roll_the_dices"
    assert state.streak == 1
    assert statistic(state, A, "walked_squares") == 15


def test_e8_r2_5_leaving_the_inner_ring() -> None:
    state = game_at(at={A: 113})
    moved = only(throw(state, A, 1, 5, 2), TokenMoved)
    assert moved.path == (113, 100, 101, 102, 103, 104, 105, 15, 16)


def test_e9_r2_7_ending_on_20_and_passing_it() -> None:
    state = game_at(at={A: 16})
    events = throw(state, A, 1, 2, 1)
    assert joined([e.path for e in every(events, TokenMoved)]) == (16, 17, 18, 19, 20, 201)
    assert state.jail_turns[A] == 3
    assert phase(state) == "business"
    state = game_at(at={A: 16})
    assert only(throw(state, A, 1, 2, 3), TokenMoved).path == (16, 17, 18, 19, 20, 21, 22)
    assert phase(state) == "choose_fantasy"


def test_e10_r4_8_r4_10_a_double_with_the_bus() -> None:
    state = game_at()
    throw(state, A, 4, 4, BUS)
    assert state.streak == 1
    assert targets(state, A) == [4, 8]
    play(state, A, go(8))
    assert money(play(state, A, buy(8))) == [(A, "bank", 100, "purchase")]
    assert phase(state) == "roll_the_dices"
    throw(state, A, 1, 2, 3)
    play(state, A, buy(14))
    assert phase(state) == "business"


def test_e11_r7_3_r6_3_a_tram_ride() -> None:
    state = game_at(at={A: 4, B: 4}, cash={B: 20})
    throw(state, A, 1, 2, 3)
    assert phase(state) == "management"
    assert money(play(state, A, ride(107))) == [(A, "bank", 30, "tram_fare")]
    assert place(state, A) == 107
    assert phase(state) == "business"
    play(state, A, end())
    throw(state, B, 1, 2, 3)
    stops = [a.square for a in engine.legal(state, B) if isinstance(a, RideTram)]
    assert stops == list(squares(10))
