"""What cards are worth to their drawer."""

from __future__ import annotations

from typing import Any

import pytest

from magnate_app.bots import card_values
from magnate_app.bots.value import Appraisal
from magnate_app.bots.weights import TUNED
from magnate_app.rules.cards import CARDS, KIND_OF
from magnate_app.rules.state import GameState
from tests.kit.games import A, B
from tests.kit.positions import position

EARLY: dict[str, Any] = {"turn_number": 9, "round_number": 3}


def worth(state: GameState, name: str, value: int = 0) -> float:
    judged = Appraisal(state, A, TUNED)
    return card_values.worth(state, judged, TUNED, KIND_OF[name], value, state.cash[A])


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("winPlainMoney", 150, 150),
        ("winRatioMoney", 10, 150),
        ("loseRatioMoney", 10, -150),
        ("losePlainMoney", 120, -120),
        ("goToStart", 0, 200),
        ("shufflePositions", 0, 0),
        ("breakOwnHouse", 0, 0),
        ("getParkingMoney", 0, 0),
    ],
)
def test_plain_cards_are_worth_their_money(name: str, value: int, expected: float) -> None:
    assert worth(position(**EARLY), name, value) == pytest.approx(expected)


def test_buildings_make_the_difference() -> None:
    state = position(deeds={A: [37, 39], B: [6, 8, 9]}, levels={37: 3, 39: 3}, **EARLY)
    assert worth(state, "breakOwnHouse") < -200
    assert worth(state, "earthquake") < 2 * worth(state, "breakOwnHouse") + 1
    assert worth(state, "freeHouse") > 200
    state = position(deeds={B: [37, 39]}, levels={37: 3, 39: 3}, **EARLY)
    assert worth(state, "earthquake") > 0
    assert worth(state, "breakOpponentHouse") > 0
    assert worth(state, "freeHouse") == 0


def test_a_mortgage_that_ends_is_worth_what_lifting_costs() -> None:
    assert worth(position(deeds={A: [39]}, mortgaged=[39], **EARLY), "reviveProperty") > 200
    assert worth(position(deeds={A: [39]}, **EARLY), "reviveProperty") == 0


def test_every_kind_has_a_value_and_the_unknown_card_is_near_nothing() -> None:
    for state in (position(**EARLY), position(house_rules=["full_deck"], **EARLY)):
        judged = Appraisal(state, A, TUNED)
        for kind, card in enumerate(CARDS):
            for value in card.values or (0,):
                assert -2000 < card_values.worth(state, judged, TUNED, kind, value, 1500) < 2000
        assert -80 < card_values.unknown(state, judged, TUNED) < 80
    state.pot = 700
    assert worth(state, "getParkingMoney") == 200
