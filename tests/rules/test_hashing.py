"""One text per state: equal states agree, and everything that matters makes a difference."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from magnate_app.rules.hashing import canonical, state_hash
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import GameState, Offer, Terms
from tests.kit.games import A, game_at


def base() -> GameState:
    return game_at(deeds={1: (A, 1), 3: (A, 0)}, cash={A: 77})


def test_equal_states_have_equal_hashes() -> None:
    assert state_hash(base()) == state_hash(base())
    assert state_hash(base().copy()) == state_hash(base())
    assert set(state_hash(base())) <= set("0123456789abcdef")


def changed(name: str, value: object) -> Callable[[GameState], None]:
    return lambda state: setattr(state, name, value)


def nudge(name: str, index: int) -> Callable[[GameState], None]:
    def change(state: GameState) -> None:
        getattr(state, name)[index] += 1

    return change


CHANGES: dict[str, Callable[[GameState], None]] = {
    **{name: nudge(name, 1) for name in ("cash", "position", "jail_turns", "stats")},
    "owner": lambda state: state.owner.__setitem__(1, 1),
    "level": nudge("level", 1),
    "mortgaged": nudge("mortgaged", 1),
    **{
        name: changed(name, 3)
        for name in (
            *("bank", "pot", "turn_seat", "turn_number", "round", "streak", "phase", "actor"),
            *("decision", "bail_total", "card", "card_value", "debt", "resume", "auction_id"),
            *("auction_square", "auction_kind", "auction_by", "minimum", "highest"),
            *("offer_number", "proposals"),
        )
    },
    "out": changed("out", [True, False, False]),
    "left": changed("left", (2,)),
    "order": changed("order", (9, 9, 9)),
    "humans": changed("humans", (False, True, True)),
    "dice": changed("dice", (1, 2, 3)),
    "targets": changed("targets", (4,)),
    "steps": changed("steps", (4,)),
    "auction_estate": changed("auction_estate", True),
    "bids": changed("bids", (4,)),
    "first_bids": changed("first_bids", (4,)),
    "eligible": changed("eligible", (True,)),
    "withdrawn": changed("withdrawn", (True,)),
    "estates": changed("estates", ((1, 2),)),
    "offer": changed("offer", Offer(0, 1, 2, 3, (), ())),
    "offers_made": changed("offers_made", ((0, 1, (), (), 5),)),
}

DERIVED = {"alive", "group_owner", "built", "seats", "terms", "outcome", "board", "settings"}
"""Follows from the others, or is tested apart."""


@pytest.mark.parametrize("name", CHANGES)
def test_every_field_makes_a_difference(name: str) -> None:
    state = base()
    CHANGES[name](state)
    assert state_hash(state) != state_hash(base())


def test_no_field_is_left_out() -> None:
    assert set(CHANGES) | DERIVED == set(GameState.__annotations__)


def test_settings_make_a_difference_except_for_the_pace() -> None:
    first = state_hash(base())
    for agreed in (Settings(bail=41), Settings(house_rules=frozenset({"full_deck"}))):
        state = base()
        state.settings, state.terms = agreed, Terms.of(agreed)
        assert state_hash(state) != first
    state = base()
    state.settings = Settings(seats=state.settings.seats, pace="brisk")
    assert state_hash(state) == first


def test_the_canonical_form_is_made_of_plain_things() -> None:
    def plain(value: object) -> bool:
        if isinstance(value, list | tuple):
            return all(plain(one) for one in value)
        return value is None or isinstance(value, int | str)

    assert plain(canonical(base()))
