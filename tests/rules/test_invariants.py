"""`problems` must notice every kind of corruption."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from magnate_app.rules import ids
from magnate_app.rules.invariants import problems
from magnate_app.rules.state import GameState, Offer
from tests.kit.games import A, B, C, decline, game_at, jump, play, square


def base() -> GameState:
    return game_at(
        players=4,
        out=[3],
        jail={C: 2},
        deeds={1: (A, 1), 3: (A, 0), 6: (B, "mortgaged"), 8: B, 9: B, 15: A},
        pot=50,
    )


def give(place: int, seat: int) -> Callable[[GameState], None]:
    return lambda state: state.owner.__setitem__(square(place), seat)


def level(place: int, value: int) -> Callable[[GameState], None]:
    def change(state: GameState) -> None:
        state.built[state.board.group[square(place)]] += value - state.level[square(place)]
        state.level[square(place)] = value

    return change


def put(name: str, value: object) -> Callable[[GameState], None]:
    return lambda state: setattr(state, name, value)


def item(name: str, index: int, value: int) -> Callable[[GameState], None]:
    return lambda state: getattr(state, name).__setitem__(index, value)


def pot_below_0(state: GameState) -> None:
    state.bank += state.pot + 1
    state.pot = -1


def debtor_in_business(state: GameState) -> None:
    state.bank += state.cash[A] + 1
    state.cash[A] = -1
    state.phase = ids.BUSINESS


CORRUPTIONS: dict[str, Callable[[GameState], None]] = {
    "money from nowhere": item("cash", A, 1501),
    "a bank that forgot": put("bank", 0),
    "a pot below 0": pot_below_0,
    "a prisoner without turns": item("jail_turns", C, 0),
    "a free player with jail turns": item("jail_turns", A, 1),
    "turns of somebody eliminated": item("jail_turns", 3, 1),
    "cash of the eliminated": lambda s: (
        item("cash", 3, 10)(s),
        put("bank", s.bank - 10)(s),
    )[0],
    "an elimination nobody listed": put("left", ()),
    "a wrong number of survivors": put("alive", 4),
    "a counter below 0": item("stats", 5, -1),
    "a streak of 3": put("streak", 3),
    "a streak below 0": put("streak", -1),
    "an owner of GO": give(0, A),
    "an owner of a tram": give(10, A),
    "an owner who is out": give(21, 3),
    "an owner who never was": give(21, 6),
    "a mortgage of the bank": item("mortgaged", square(21), 1),
    "a deed mortgaged twice": item("mortgaged", square(15), 2),
    "buildings of the bank": level(21, 1),
    "buildings on a bridge": item("level", square(15), 1),
    "buildings and a mortgage on one street": item("mortgaged", square(1), 1),
    "buildings and a mortgage in one group": item("mortgaged", square(3), 1),
    "buildings in an incomplete group": lambda s: (give(21, A)(s), level(21, 1)(s))[0],
    "a group with a forgotten owner": item("group_owner", 1, ids.NOBODY),
    "an incomplete group with an owner": item("group_owner", 5, A),
    "levels miscounted": item("built", 1, 2),
    "an uneven group": level(1, 2),
    "a sixth level": lambda s: (level(1, 6)(s), level(3, 6)(s))[0],
    "a deed that waits for nothing": give(21, ids.WAITING),
    "an estate that does not wait": put("estates", ((square(21), 3),)),
    "nobody to act": put("actor", -1),
    "somebody else to act": put("actor", B),
    "somebody eliminated to act": lambda s: (put("actor", 3)(s), put("turn_seat", 3)(s))[0],
    "an offer outside its phase": put("offer", Offer(A, B, 1, 0, (), (square(8),))),
    "an answer without an offer": put("phase", ids.ANSWER),
    "an auction without a square": lambda s: (put("phase", ids.AUCTION)(s), put("actor", -1)(s))[0],
    "a square without an auction": put("auction_square", square(21)),
    "a card without its phase": put("card", 4),
    "a phase without its card": put("phase", ids.CHOOSE_FANTASY),
    "a debt outside its phase": put("resume", 1),
    "liquidation without a debt": put("phase", ids.LIQUIDATION),
    "a choice without targets": put("phase", ids.CHOOSE_SQUARE),
    "targets without a choice": put("targets", (3,)),
    "a bail decision without targets": put("bail_total", 5),
    "an end without an outcome": lambda s: (put("phase", ids.END)(s), put("actor", -1)(s))[0],
    "business in debt": debtor_in_business,
}


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_every_corruption_is_noticed(name: str) -> None:
    state = base()
    assert problems(state) == []
    CORRUPTIONS[name](state)
    assert problems(state) != []


def test_r17_3_is_named_where_money_is_missing() -> None:
    state = base()
    state.cash[A] += 1
    assert "R17.3" in problems(state)[0]


def test_a_liquidation_that_should_be_over_is_noticed() -> None:
    state = game_at(cash={A: 0}, deeds={39: B, 5: A})
    jump(state, A, 39)
    assert problems(state) == []
    state.cash[A] += 100
    state.bank -= 100
    assert problems(state) != []


def test_an_auction_of_an_owned_deed_in_a_running_auction_is_noticed() -> None:
    state = game_at()
    jump(state, A, 6)
    play(state, A, decline(6))
    assert problems(state) == []
    state.actor = A
    assert problems(state) != []
