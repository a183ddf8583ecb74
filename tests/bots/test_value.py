"""The value model: groups above single deeds, time, money, danger."""

from __future__ import annotations

from typing import Any

import pytest

from magnate_app.bots.bidding import limit
from magnate_app.bots.model import model_of
from magnate_app.bots.value import Appraisal, horizon, turns_left
from magnate_app.bots.weights import TUNED
from magnate_app.rules.state import GameState
from tests.kit.games import BOARD, A, B, C, D, square
from tests.kit.positions import position

EARLY: dict[str, Any] = {"turn_number": 9, "round_number": 3}


def appraise(state: GameState, seat: int = A) -> Appraisal:
    return Appraisal(state, seat, TUNED)


def test_the_model_knows_every_deed_of_the_board() -> None:
    model = model_of(BOARD)
    assert model_of(BOARD) is model
    assert sorted(one for family in model.families for one in family) == list(BOARD.buyable)
    assert model.full[3][7] > model.full[1][7] > model.full[0][7]


def test_a_missing_street_is_worth_more_than_a_first_one() -> None:
    first = appraise(position(**EARLY)).gain(square(39), A)
    last = appraise(position(deeds={A: [37]}, **EARLY)).gain(square(39), A)
    assert last > first + 500 > 500


def test_what_is_given_back_is_lost_again() -> None:
    state = position(deeds={A: [37, 39]}, **EARLY)
    without = position(deeds={A: [37]}, **EARLY)
    assert appraise(state).loss(square(39), A) == pytest.approx(
        appraise(without).gain(square(39), A)
    )


def test_time_is_money() -> None:
    worth = []
    for round_ in (2, 15, 29):
        state = position(deeds={A: [37, 39]}, turn_number=4 * round_, round_number=round_)
        worth.append(appraise(state).wealth(A))
    assert worth == sorted(worth, reverse=True)
    last = position(deeds={A: [37, 39]}, turn_number=117, round_number=30, turn=D)
    assert appraise(last, D).visits == 0
    assert horizon(position(max_rounds=0), TUNED) > 20
    assert turns_left(position(max_rounds=0), A) > 30
    assert turns_left(position(round_number=30), B) == 1


def test_buildings_earn_and_danger_costs() -> None:
    few = position(deeds={A: [37, 39]}, levels={37: 1, 39: 1}, **EARLY)
    many = position(deeds={A: [37, 39]}, levels={37: 3, 39: 3}, **EARLY)
    assert appraise(many).wealth(A) > appraise(few).wealth(A)
    # B walks into it: little money is dangerous, much is not
    judged = appraise(many, B)
    assert judged.danger(B, 50) > judged.danger(B, 500) > 0
    assert judged.danger(B, 5000) == 0
    assert judged.spending(B, 450) > 450


def test_money_is_worth_more_while_a_group_waits_to_be_built() -> None:
    waiting = position(deeds={A: [37, 39]}, cash=300, **EARLY)
    assert appraise(waiting).coin(A) > 1
    assert appraise(waiting).coin(C) == 1


def test_a_deed_is_kept_from_those_who_need_it() -> None:
    needed = position(deeds={B: [37]}, **EARLY)
    plain = position(**EARLY)
    assert appraise(needed).keenest(square(39)) > 0
    assert (
        appraise(needed).purchase(square(39), 400) > appraise(plain).purchase(square(39), 400) - 60
    )


def test_landing_on_hotels_is_worse_than_on_anything() -> None:
    state = position(deeds={B: [37, 39]}, levels={37: 5, 39: 5}, **EARLY)
    judged = appraise(state)
    worst = min(range(BOARD.size), key=judged.arrival)
    assert worst == square(39)
    state.pot = 400
    assert appraise(state).arrival(square(111)) == 400


def test_a_limit_is_a_price_at_which_nothing_is_lost() -> None:
    judged = appraise(position(deeds={A: [37]}, **EARLY))
    most = limit(judged, position(deeds={A: [37]}, **EARLY), square(39), 1500)
    assert judged.purchase(square(39), most) >= 0
    assert most == 1500 or judged.purchase(square(39), most + 1) < 0


def test_bridges_and_servers_hope_for_their_like() -> None:
    both = appraise(position(deeds={A: [5, 25]}, **EARLY))
    one = appraise(position(deeds={A: [5]}, **EARLY))
    assert both.wealth(A) > one.wealth(A) + 300
    half = appraise(position(deeds={A: [5, 25]}, mortgaged=[25], **EARLY))
    assert one.wealth(A) < half.wealth(A) < both.wealth(A)
