"""Rules 9.x: rent, net worth, raisable value."""

from __future__ import annotations

import pytest

from magnate_app.rules import engine, ids
from magnate_app.rules.state import GameState
from tests.kit.audit import statistic
from tests.kit.games import (
    BOARD,
    A,
    B,
    build,
    game_at,
    jump,
    money,
    mortgage,
    play,
    redeem,
    sell,
    throw,
)


def rent(state: GameState, place: int) -> int:
    """What A pays for landing on `place`."""
    paid = money(jump(state.copy(), A, place))
    assert all(entry[0] == A and entry[3] == "rent" for entry in paid)
    return sum(entry[2] for entry in paid)


@pytest.mark.parametrize("dense", BOARD.streets)
def test_r9_1_the_rent_of_every_street_at_every_level(dense: int) -> None:
    place = BOARD.ids[dense]
    group = [BOARD.ids[one] for one in BOARD.group_members[BOARD.group[dense]]]
    figures = BOARD.rents[dense]
    assert rent(game_at(deeds={place: B}), place) == figures[0]
    for level in range(6):
        state = game_at(deeds=dict.fromkeys(group, (B, level)))
        assert rent(state, place) == (figures[level] if level else 2 * figures[0])


@pytest.mark.parametrize(("pair", "figures"), [((15, 35), (50, 250)), ((5, 25), (60, 300))])
def test_r9_1_bridges_and_servers_by_number(
    pair: tuple[int, int], figures: tuple[int, int]
) -> None:
    one, two = pair
    assert rent(game_at(deeds={one: B}), one) == figures[0]
    assert rent(game_at(deeds={one: B, two: B}), two) == figures[1]
    assert rent(game_at(players=3, deeds={one: B, two: 2}), two) == figures[0]


def test_r9_1_mortgaged_deeds_and_no_rent_in_jail() -> None:
    assert rent(game_at(deeds={39: (B, "mortgaged")}), 39) == 0
    assert rent(game_at(deeds={39: B}, jail={B: 2}), 39) == 50
    assert rent(game_at(deeds={39: B}, jail={B: 2}, house_rules=["no_rent_in_jail"]), 39) == 0
    assert rent(game_at(deeds={39: B}, house_rules=["no_rent_in_jail"]), 39) == 50


def test_r9_2_mortgaged_bridges_do_not_count_but_mortgaged_streets_do() -> None:
    state = game_at(deeds={15: B, 35: (B, "mortgaged"), 5: (B, "mortgaged"), 25: B})
    assert [rent(state, one) for one in (15, 35, 5, 25)] == [50, 0, 0, 60]
    state = game_at(deeds={6: (B, "mortgaged"), 8: B, 9: B})
    assert [rent(state, one) for one in (6, 8, 9)] == [0, 12, 16]


def test_r9_3_rent_does_not_depend_on_the_dice_and_crossing_is_free() -> None:
    state = game_at(at={A: 4}, deeds={5: B, 15: B, 35: B, 25: B})
    for one, two, bus in ((3, 6, 3), (4, 6, 2)):
        assert money(throw(state.copy(), A, one, two, bus)) == []
    for dice, start in (((1, 2, 1), 11), ((2, 4, 3), 6), ((6, 4, 2), 3)):
        twin = game_at(at={A: start}, deeds={15: B})
        assert money(throw(twin, A, *dice)) == [(A, B, 50, "rent")]


def test_r9_4_rent_is_paid_at_once_and_in_full() -> None:
    state = game_at(cash={A: 3, B: -20}, deeds={39: B})
    assert money(jump(state, A, 39)) == [(A, B, 50, "rent")]
    assert (state.cash[A], state.cash[B]) == (-47, 30)
    assert statistic(state, A, "lost_money") == 50
    assert statistic(state, A, "num_paid_rents") == 1
    assert statistic(state, B, "won_money") == 50
    assert statistic(state, B, "num_paid_rents") == 0


def test_r9_5_net_worth() -> None:
    state = game_at(cash={A: -70}, deeds={101: (A, "mortgaged"), 5: A, 112: (A, 2), 113: (A, 3)})
    assert engine.net_worth(state, A) == -70 + 45 + 300 + 340 + 450 + 2 * 200 + 3 * 220
    assert engine.net_worth(state, B) == 1500


def test_r9_6_raisable_value_is_what_selling_everything_gives() -> None:
    state = game_at(
        cash={A: 10},
        deeds={101: (A, "mortgaged"), 5: A, 112: (A, 2), 113: (A, 2)},
        phase=ids.BUSINESS,
    )
    promised = engine.raisable(state, A)
    assert promised == 10 + 150 + 170 + 225 + 2 * 100 + 2 * 110
    for action in (sell(112), sell(113, 2), sell(112), mortgage(112), mortgage(113), mortgage(5)):
        play(state, A, action)
    assert state.cash[A] == promised == engine.raisable(state, A)


# ------------------------------------------------------------------ worked examples


def test_e23_r9_1_r9_2_street_39() -> None:
    assert rent(game_at(deeds={39: B}), 39) == 50
    assert rent(game_at(deeds={39: B, 37: B}), 39) == 100
    state = game_at(deeds={39: B, 37: (B, "mortgaged")})
    assert (rent(state, 39), rent(state, 37)) == (100, 0)
    assert rent(game_at(deeds={39: (B, 3), 37: (B, 3)}), 39) == 1400
    assert rent(game_at(deeds={39: (B, 5), 37: (B, 5)}), 39) == 2000


def test_e24_r9_2_bridges_and_servers() -> None:
    both = game_at(deeds={15: B, 35: B})
    assert (rent(both, 15), rent(both, 35)) == (250, 250)
    one = game_at(deeds={15: B, 35: (B, "mortgaged")})
    assert (rent(one, 15), rent(one, 35)) == (50, 0)
    assert rent(game_at(deeds={5: B, 25: B}), 5) == 300
    assert rent(game_at(deeds={5: (B, "mortgaged"), 25: B}), 25) == 60


def test_e28_r9_5_r9_6_worth_and_raisable() -> None:
    state = game_at(
        cash={A: 310},
        deeds={6: (A, 2), 8: (A, 2), 9: (A, 1), 35: (A, "mortgaged")},
        phase=ids.BUSINESS,
    )
    assert engine.net_worth(state, A) == 1005
    assert engine.raisable(state, A) == 595
    state = game_at(cash={A: 310}, deeds={25: A}, phase=ids.BUSINESS)
    worth = engine.net_worth(state, A)
    play(state, A, mortgage(25))
    assert engine.net_worth(state, A) == worth
    play(state, A, redeem(25))
    assert engine.net_worth(state, A) == worth - 15


def test_building_keeps_the_net_worth() -> None:
    state = game_at(deeds={1: A, 3: A}, phase=ids.BUSINESS)
    worth = engine.net_worth(state, A)
    play(state, A, build(1))
    assert engine.net_worth(state, A) == worth
