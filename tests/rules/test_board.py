"""The compiled board: tables the engine looks things up in."""

from __future__ import annotations

import pytest

from magnate_app.rules import actions as act
from magnate_app.rules.board import HOTEL, MAX_TOTAL, Board, SquareSpec
from magnate_app.rules.ids import (
    BRIDGE,
    FANTASY,
    GO_TO_JAIL,
    JAIL,
    PARKING,
    SERVER,
    START,
    STREET,
    TRAM,
    VISITING,
)
from tests.kit.games import BOARD, square


def little() -> Board:
    """A ring of ten squares around one bridge, with ids as sparse as on the real board."""
    specs = [
        SquareSpec(0, START, 1, 1),
        SquareSpec(1, STREET, 2, 2, 1, 61, 51, (2, 3, 4, 5, 6, 7)),
        SquareSpec(2, STREET, 3, 3, 1, 90, 50, (2, 3, 4, 5, 6, 7)),
        SquareSpec(3, BRIDGE, 4, 100, 0, 250, 0, (50, 250)),
        SquareSpec(4, GO_TO_JAIL, 5, 5),
        SquareSpec(5, SERVER, 6, 6, 0, 300, 0, (60, 300)),
        SquareSpec(6, TRAM, 7, 7),
        SquareSpec(7, FANTASY, 8, 8),
        SquareSpec(8, VISITING, 9, 9),
        SquareSpec(9, PARKING, 0, 0),
        SquareSpec(100, FANTASY, 0, 0),
        SquareSpec(201, JAIL, 8, 8),
    ]
    return Board("little", list(reversed(specs)), 7)


def test_dense_squares_ascend_by_id_whatever_the_order_of_the_file() -> None:
    board = little()
    assert board.ids == (*range(10), 100, 201)
    assert [board.index[one] for one in board.ids] == list(range(12))
    assert (board.size, board.fare, board.name) == (12, 7, "little")


def test_the_places_of_the_single_squares() -> None:
    board = little()
    places = (board.start, board.go_to_jail, board.visiting, board.parking, board.jail)
    assert [board.ids[one] for one in places] == [0, 4, 8, 9, 201]
    assert (board.bridges, board.servers, board.trams) == ((3,), (5,), (6,))
    assert board.buyable == (1, 2, 3, 5)
    assert board.group_members[1] == (1, 2)


def test_r8_7_and_r8_8_half_prices_are_rounded() -> None:
    board = little()
    assert (board.mortgage_value[1], board.lift_cost[1]) == (30, 33)
    assert (board.mortgage_value[2], board.lift_cost[2]) == (45, 50)
    assert board.refund[1] == 25


def test_r2_5_walks_are_looked_up_with_their_parity() -> None:
    board = little()
    assert board.walk(2, 2) == (4, False, (2, 3, 4))
    end, passes, path = board.walk(2, 3)
    assert ([board.ids[one] for one in path], passes, board.ids[end]) == ([2, 3, 100, 0], True, 0)


def test_r4_4_a_triple_may_go_anywhere_but_into_jail() -> None:
    assert BOARD.triple_targets == tuple(
        dense for dense in range(BOARD.size) if dense != BOARD.jail
    )


def test_r14_5_a_card_blows_to_a_square_that_is_neither_jail_nor_the_own() -> None:
    for here in range(BOARD.size):
        assert set(BOARD.elsewhere[here]) == set(range(BOARD.size)) - {BOARD.jail, here}


def test_the_tables_reach_as_far_as_any_throw() -> None:
    assert MAX_TOTAL >= 15
    assert all(len(walks) > 15 for walks in BOARD.walks)


def test_actions_are_made_once_and_equal_fresh_ones() -> None:
    six = square(6)
    assert BOARD.act_buy[six] == act.Buy(six)
    assert BOARD.act_build[six][HOTEL - 1] == act.Build(six, HOTEL)
    assert BOARD.act_sell[six][0] == act.SellHouse(six)
    assert hash(BOARD.act_choose[six]) == hash(act.ChooseSquare(six))


@pytest.mark.parametrize("dense", BOARD.streets)
def test_the_ladder_holds_bare_doubled_and_built_rents(dense: int) -> None:
    base, *built = BOARD.rents[dense]
    assert BOARD.ladder[dense] == (base, 2 * base, *built)
