"""Rules 8.x: building, selling, mortgaging."""

from __future__ import annotations

import pytest

from magnate_app.rules import engine, ids
from magnate_app.rules.actions import Build, SellHouse, Surrender
from magnate_app.rules.events import DeedChanged
from magnate_app.rules.reasons import Reason
from magnate_app.rules.state import GameState
from tests.kit.audit import statistic
from tests.kit.games import (
    BOARD,
    A,
    B,
    C,
    accept,
    build,
    buy,
    every,
    game_at,
    houses,
    is_mortgaged,
    jump,
    may,
    money,
    mortgage,
    offer,
    owner,
    play,
    redeem,
    refused,
    sell,
    square,
)


def owning(levels: dict[int, int], **more: object) -> GameState:
    """A in business with these streets at these levels."""
    return game_at(
        deeds={one: (A, level) for one, level in levels.items()},
        phase=ids.BUSINESS,
        **more,  # type: ignore[arg-type]  # passed through
    )


def test_r8_1_levels_go_from_0_to_5_at_the_streets_own_price() -> None:
    state = owning({112: 0, 113: 0}, cash={A: 10_000})
    paid = []
    for _ in range(5):
        for one in (112, 113):
            paid += [amount for *_, amount, _ in money(play(state, A, build(one)))]
    assert paid == [200, 220] * 5
    assert (houses(state, 112), houses(state, 113)) == (5, 5)
    assert refused(state, A, build(112)) == Reason.LEVEL_LIMIT


def test_r8_2_a_group_is_complete_when_one_hand_has_all_of_it() -> None:
    state = game_at(deeds={6: A, 8: A})
    assert houses(state, 6) == -1
    jump(state, A, 9)
    play(state, A, buy(9))
    assert [houses(state, one) for one in (6, 8, 9)] == [0, 0, 0]
    assert state.group_owner[2] == A
    play(state, A, offer(B, give=[6], ask=10))
    play(state, B, accept())
    assert [houses(state, one) for one in (6, 8, 9)] == [-1, -1, -1]
    assert state.group_owner[2] == ids.NOBODY


def test_r8_2_by_elimination_too() -> None:
    state = game_at(deeds={6: (B, 2), 8: (B, 1), 9: (B, 2), 1: B})
    play(state, B, Surrender())
    assert [owner(state, one) for one in (6, 8, 9, 1)] == [None] * 4
    assert not any(state.level)
    assert state.group_owner[2] == ids.NOBODY
    assert state.built[2] == 0


def test_r8_3_every_condition_of_building() -> None:
    state = owning({1: 0, 3: 0, 6: 0, 8: 0})
    assert refused(state, A, build(0)) == Reason.NOT_A_STREET
    assert refused(state, A, build(15)) == Reason.NOT_A_STREET
    assert refused(state, A, build(9)) == Reason.NOT_OWNER
    assert refused(state, A, build(6)) == Reason.GROUP_INCOMPLETE
    play(state, A, mortgage(3))
    assert refused(state, A, build(1)) == Reason.GROUP_MORTGAGED
    play(state, A, redeem(3))
    assert refused(state, A, Build(square(1), 0)) == Reason.INVALID_FIELD
    assert refused(state, A, build(1, 6)) == Reason.LEVEL_LIMIT
    assert refused(state, A, build(1, 2)) == Reason.UNEVEN_BUILDING
    state = owning({1: 0, 3: 0}, cash={A: 49})
    assert refused(state, A, build(1)) == Reason.CANNOT_AFFORD


def test_r8_3_several_levels_at_once() -> None:
    state = owning({1: 2, 3: 1}, cash={A: 100})
    events = play(state, A, build(3, 2))
    assert money(events) == [(A, "bank", 100, "build")]
    assert statistic(state, A, "built_houses") == 2
    assert [(e.square, e.houses) for e in every(events, DeedChanged)] == [(3, 3)]


def test_r8_4_the_even_rule_for_every_position_of_a_group() -> None:
    for first in range(6):
        for second in range(6):
            if abs(first - second) > 1:
                continue
            state = owning({1: first, 3: second}, cash={A: 10_000})
            for n in range(1, 6):
                up = first + n <= 5 and abs(first + n - second) <= 1
                assert may(state, A, build(1, n)) == up
                down = first >= n and abs(first - n - second) <= 1
                assert may(state, A, sell(1, n)) == down


def test_r8_4_the_even_rule_over_three_streets() -> None:
    state = owning({6: 1, 8: 1, 9: 2}, cash={A: 10_000})
    assert refused(state, A, build(9)) == Reason.UNEVEN_BUILDING
    assert refused(state, A, sell(6)) == Reason.UNEVEN_BUILDING
    legal = [a for a in engine.legal(state, A) if isinstance(a, Build | SellHouse)]
    assert {(type(a).__name__, BOARD.ids[a.square], a.houses) for a in legal} == {
        ("Build", 6, 1),
        ("Build", 8, 1),
        ("SellHouse", 9, 1),
        ("SellHouse", 9, 2),
    }


def test_r8_5_selling_pays_half() -> None:
    state = owning({1: 1, 3: 2})
    assert refused(state, A, sell(5)) == Reason.NOT_A_STREET
    assert refused(state, A, sell(6)) == Reason.NOT_OWNER
    assert refused(state, A, sell(1, 2)) == Reason.NOT_ENOUGH_BUILDINGS
    assert refused(state, A, SellHouse(square(3), 0)) == Reason.INVALID_FIELD
    assert refused(state, A, sell(1)) == Reason.UNEVEN_BUILDING
    assert money(play(state, A, sell(3, 2))) == [("bank", A, 50, "sell_building")]
    assert statistic(state, A, "demolished_houses") == 2


def test_r8_6_buildings_are_unlimited() -> None:
    deeds = dict.fromkeys(map(BOARD.ids.__getitem__, BOARD.streets), (A, 4))
    state = game_at(deeds={**deeds, 1: (A, 3)}, cash={A: 50_000}, phase=ids.BUSINESS)
    play(state, A, build(1))
    for one in deeds:
        play(state, A, build(one))
    assert all(houses(state, one) == 5 for one in deeds)


def test_r8_7_mortgaging() -> None:
    state = owning({1: 0, 3: 1, 6: 0})
    assert refused(state, A, mortgage(10)) == Reason.NOT_BUYABLE
    assert refused(state, A, mortgage(8)) == Reason.NOT_OWNER
    assert refused(state, A, mortgage(1)) == Reason.GROUP_HAS_BUILDINGS
    assert money(play(state, A, mortgage(6))) == [("bank", A, 50, "mortgage")]
    assert is_mortgaged(state, 6)
    assert statistic(state, A, "num_mortgages") == 1
    assert refused(state, A, mortgage(6)) == Reason.ALREADY_MORTGAGED


@pytest.mark.parametrize("dense", BOARD.buyable)
def test_r8_7_and_r8_8_the_figures_of_every_deed(dense: int) -> None:
    place = BOARD.ids[dense]
    value = BOARD.price[dense] // 2
    interest = (value + 9) // 10
    state = game_at(deeds={place: A}, cash={A: interest}, phase=ids.BUSINESS)
    play(state, A, mortgage(place))
    assert state.cash[A] == value + interest
    assert money(play(state, A, redeem(place))) == [
        (A, "bank", value, "mortgage_lift"),
        (A, "bank", interest, "mortgage_interest"),
    ]
    assert state.cash[A] == 0


def test_r8_8_lifting() -> None:
    state = game_at(deeds={6: (A, "mortgaged"), 8: A, 9: B}, cash={A: 54}, phase=ids.BUSINESS)
    assert refused(state, A, redeem(7)) == Reason.NOT_BUYABLE
    assert refused(state, A, redeem(9)) == Reason.NOT_OWNER
    assert refused(state, A, redeem(8)) == Reason.NOT_MORTGAGED
    assert refused(state, A, redeem(6)) == Reason.CANNOT_AFFORD


def test_r8_9_a_mortgaged_deed_earns_nothing_but_belongs_to_its_group() -> None:
    state = game_at(deeds={1: (B, "mortgaged"), 3: B})
    assert houses(state, 1) == houses(state, 3) == 0
    assert money(jump(state.copy(), A, 1)) == []
    assert money(jump(state, A, 3)) == [(A, B, 8, "rent")]


def test_r8_9_no_limit_within_a_turn() -> None:
    state = game_at(deeds={6: A}, phase=ids.BUSINESS)
    for _ in range(4):
        play(state, A, mortgage(6))
        play(state, A, redeem(6))
    assert statistic(state, A, "num_mortgages") == 4


def test_r8_10_a_mortgage_travels_and_ends_with_the_bank() -> None:
    state = game_at(deeds={6: (A, "mortgaged")}, phase=ids.BUSINESS)
    play(state, A, offer(B, give=[6], ask=30))
    assert money(play(state, B, accept())) == [(B, A, 30, "trade")]
    assert is_mortgaged(state, 6)
    assert owner(state, 6) == B
    assert all(reason == "estate_cash" for *_, reason in money(play(state, B, Surrender())))
    assert not is_mortgaged(state, 6)
    assert owner(state, 6) is None
    assert C == 2


# ------------------------------------------------------------------ worked examples


def test_e25_r8_3_r8_4_building_evenly() -> None:
    state = owning({1: 0, 3: 0})
    assert refused(state, A, build(1, 2)) == Reason.UNEVEN_BUILDING
    assert money(play(state, A, build(1))) == [(A, "bank", 50, "build")]
    assert money(play(state, A, build(3, 2))) == [(A, "bank", 100, "build")]
    assert (houses(state, 1), houses(state, 3)) == (1, 2)
    assert [BOARD.build_price[square(one)] for one in (112, 113)] == [200, 220]


def test_e26_r8_5_selling_evenly() -> None:
    state = owning({1: 1, 3: 2})
    assert refused(state, A, sell(1)) == Reason.UNEVEN_BUILDING
    assert money(play(state, A, sell(3, 2))) == [("bank", A, 50, "sell_building")]
    assert (houses(state, 1), houses(state, 3)) == (1, 0)


@pytest.mark.parametrize(("place", "value", "interest"), [(101, 45, 5), (113, 225, 23), (6, 50, 5)])
def test_e27_r8_7_r8_8_rounding(place: int, value: int, interest: int) -> None:
    state = game_at(deeds={place: A}, phase=ids.BUSINESS)
    assert money(play(state, A, mortgage(place))) == [("bank", A, value, "mortgage")]
    amounts = [amount for _, _, amount, _ in money(play(state, A, redeem(place)))]
    assert amounts == [value, interest]
