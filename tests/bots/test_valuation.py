"""The quantities of RC.2, against figures worked out by hand.

On turn 446 with four seats n = 3, V = 3 and V ÷ n = 1.
"""

from __future__ import annotations

import pytest

from magnate_app.bots.valuation import Figures, Valuation
from magnate_app.rules.state import GameState
from tests.kit.games import BOARD, square
from tests.kit.positions import position, rest_of


def valued(state: GameState, me: int = 0) -> Valuation:
    return Valuation(Figures(state.board), state, me)


def coins(worth: Valuation, value: int) -> float:
    return value / worth.unit


def test_rc_2_visits() -> None:
    worth = valued(position(turn_number=446))
    assert worth.n == 3
    assert coins(worth, worth.visits) == 3
    assert coins(
        valued(position(turn_number=1)), valued(position(turn_number=1)).visits
    ) == pytest.approx(3 * 499 / 54)
    late = valued(position(turn_number=900, players=2))
    assert coins(late, late.visits) == pytest.approx(1 / 54)


def test_rc_2_the_eliminated_do_not_count() -> None:
    state = position()
    state.out[2] = True
    worth = valued(state)
    assert worth.rivals == (1, 3)
    assert worth.n == 2


def test_rc_2_rent_of_a_street() -> None:
    dense = square(39)
    assert valued(position(deeds={1: [39]})).rent(dense) == 0
    assert valued(position(deeds={1: [37, 39]})).rent(dense) == 50
    assert valued(position(deeds={1: [37, 39]}, levels={37: 4, 39: 5})).rent(dense) == 2000
    assert valued(position(deeds={1: [37, 39]}, mortgaged=[39])).rent(dense) == 0
    assert valued(position(deeds={1: [37, 39]}, mortgaged=[37])).rent(dense) == 50


def test_rc_2_rent_of_bridges_and_servers_counts_mortgaged_ones() -> None:
    assert valued(position(deeds={1: [15]})).rent(square(15)) == 50
    assert valued(position(deeds={1: [15, 35]}, mortgaged=[35])).rent(square(15)) == 250
    assert valued(position(deeds={1: [5, 25]})).rent(square(25)) == 300


@pytest.mark.parametrize(
    ("own", "place", "gain"),
    [
        ([], 39, 50),
        ([37], 39, 100),
        ([6], 9, 8),
        ([6, 8], 9, 24),
        ([], 15, 50),
        ([35], 15, 200),
        ([], 5, 60),
        ([25], 5, 240),
    ],
)
def test_rc_2_gain(own: list[int], place: int, gain: int) -> None:
    assert valued(position(deeds={0: own})).gain(square(place), 0) == gain


@pytest.mark.parametrize(
    ("own", "place", "loss"),
    [
        ([39], 39, 50),
        ([37, 39], 39, 150),
        ([6, 9], 9, 8),
        ([6, 8, 9], 9, 32),
        ([15], 15, 50),
        ([15, 35], 15, 200),
        ([5, 25], 5, 240),
    ],
)
def test_rc_2_loss(own: list[int], place: int, loss: int) -> None:
    assert valued(position(deeds={0: own})).loss(square(place), 0) == loss


def test_rc_2_block_is_the_keenest_rival() -> None:
    dense = square(9)
    assert valued(position()).block(dense) == 0
    worth = valued(position(deeds={1: [6], 2: [8]}))
    assert coins(worth, worth.block(dense)) == 8
    worth = valued(position(deeds={2: [6, 8]}))
    assert coins(worth, worth.block(dense)) == 24
    # V ÷ n of turn 392 is 2.
    worth = valued(position(deeds={2: [6, 8]}, turn_number=392))
    assert coins(worth, worth.block(dense)) == 48


@pytest.mark.parametrize(
    ("deeds", "place", "value"),
    [
        ({}, 39, 50 * 3 - 400 + 200),
        ({0: [37]}, 39, 100 * 3 - 200),
        ({1: [37]}, 39, 50 * 3 + 100 - 200),
        ({}, 15, 50 * 3 - 125),
        ({0: [35]}, 15, 200 * 3 - 125),
        ({1: [35]}, 15, 50 * 3 + 200 - 125),
        ({}, 5, 60 * 3 - 150),
    ],
)
def test_rc_2_buy(deeds: dict[int, list[int]], place: int, value: int) -> None:
    worth = valued(position(deeds=deeds))
    assert coins(worth, worth.buy(square(place))) == value


def test_rc_2_land() -> None:
    worth = valued(position(deeds={0: [39], 1: [15, 35], 2: [5]}, mortgaged=[35]))
    assert coins(worth, worth.land(square(39))) == 0
    assert coins(worth, worth.land(square(15))) == -250
    assert coins(worth, worth.land(square(35))) == 0
    assert coins(worth, worth.land(square(5))) == -60
    assert worth.land(square(25)) == worth.buy(square(25))


def test_rc_2_exit_jail_and_the_square_that_jails() -> None:
    state = position(deeds={0: rest_of(39, 15), 1: [15]})
    worth = valued(state)
    # Buy(39) = 100 × 3 − 200; one bridge of another: 50 a visit.
    assert coins(worth, worth.exit_jail()) == 100 - 3 * 50
    assert coins(worth, worth.square(square(20))) == 50


def test_rc_2_other_squares() -> None:
    worth = valued(position(pot=170))
    assert coins(worth, worth.square(square(111))) == 170
    assert coins(worth, worth.square(square(0))) == 200
    for place in (2, 10, 104, 201):
        assert worth.square(square(place)) == 0


def test_rc_2_next_twelve_leaves_bridges_inwards() -> None:
    figures = Figures(BOARD)
    ids = [BOARD.ids[number] for number in figures.following[square(10)]]
    assert ids == [11, 12, 13, 14, 15, 106, 107, 108, 109, 110, 111, 112]
    ids = [BOARD.ids[number] for number in figures.following[square(30)]]
    assert ids == [31, 32, 33, 34, 35, 113, 100, 101, 102, 103, 104, 105]
    state = position(deeds={0: rest_of()}, pot=240)
    worth = valued(state)
    assert coins(worth, worth.next_twelve(square(10))) == 20
    assert coins(worth, worth.next_twelve(square(30))) == 0


def test_rc_2_reserve_and_max_bid() -> None:
    worth = valued(position(deeds={0: [37]}, cash=1000))
    assert worth.reserve() == 0
    assert worth.max_bid(square(39)) == 375
    worth = valued(position(deeds={0: [37], 1: [15, 35]}, cash=500))
    assert worth.reserve() == 250
    assert worth.max_bid(square(39)) == 250
    worth = valued(position(deeds={1: [15, 35]}, cash=200))
    assert worth.max_bid(square(39)) == 0
    # Buy(1) = 2 × 3 − 30; 0.75 × 36 is 27.
    assert valued(position()).max_bid(square(1)) == 27


def test_rc_2_max_bid_cuts_towards_zero() -> None:
    # Buy(6) = 6 × 3 − 50 = −32; 0.75 × 68 is 51. Buy(101) = 7 × 3 − 45; 0.75 × 66 = 49.5.
    assert valued(position()).max_bid(square(6)) == 51
    assert valued(position()).max_bid(square(101)) == 49


def test_rc_2_net_benefit_of_an_offer() -> None:
    worth = valued(position(deeds={0: [37], 1: [39]}))
    wanted = (square(39),)
    assert coins(worth, worth.net_benefit(0, wanted, (), -350)) == -350 + 100 * 3 + 200
    assert coins(worth, worth.net_benefit(1, (), wanted, 350)) == 350 - 50 * 3 - 200
    assert coins(worth, worth.offer(1, wanted, (), -350)) == 150
    # Ten coins more for the other side cost the bot ten and count a third against it.
    assert coins(worth, worth.offer(1, wanted, (), -360)) == pytest.approx(140 - 10 / 3)


def test_rc_3_lifting_counts_the_deed_itself() -> None:
    worth = valued(position(deeds={0: [37, 39]}, mortgaged=[39]))
    assert coins(worth, worth.lift(square(39))) == 50 * 3 - 220
    worth = valued(position(deeds={0: [39]}, mortgaged=[39]))
    assert coins(worth, worth.lift(square(39))) == 100 * 3 - 220
    worth = valued(position(deeds={0: [15, 35]}, mortgaged=[15]))
    assert coins(worth, worth.lift(square(15))) == 0 - 138


def test_rc_5_building_and_selling_use_the_table() -> None:
    worth = valued(position(deeds={0: [37, 39]}))
    assert coins(worth, worth.build(square(39))) == (200 - 50) * 3 - 200
    worth = valued(position(deeds={0: [37, 39]}, levels={37: 1, 39: 1}))
    assert coins(worth, worth.sell(square(39))) == 100 - (200 - 50) * 3
    assert coins(worth, worth.build(square(37))) == (500 - 175) * 3 - 200


def test_rc_4_mortgaging() -> None:
    worth = valued(position(deeds={0: [39]}))
    assert coins(worth, worth.mortgage(square(39))) == 200 - 50 * 3
    worth = valued(position(deeds={0: [37, 39]}))
    assert coins(worth, worth.mortgage(square(39))) == 200 - 150 * 3


def test_rc_7_cap_of_money_offers() -> None:
    # Buy of a rival's 39 with 37 in hand: 100 × 3 + Block 100 − 200; the owner counts as rival.
    worth = valued(position(deeds={0: [37], 1: [39]}))
    assert coins(worth, worth.buy(square(39))) == 200
    assert worth.money_cap(square(39)) == 160
    assert valued(position(deeds={0: [37], 1: [39]}, cash=90)).money_cap(square(39)) == 90
