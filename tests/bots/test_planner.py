"""Positions in which the right move is known, and what a planner never does."""

from __future__ import annotations

from typing import Any

import pytest

from magnate_app.bots.arena import Match
from magnate_app.bots.planner import MOST_ACTIONS, Planner, Temper
from magnate_app.rules import engine, ids
from magnate_app.rules.actions import (
    Action,
    AnswerTrade,
    Bid,
    Build,
    EndPhase,
    Mortgage,
    PayBail,
    ProposeTrade,
    Redeem,
    Roll,
    SellHouse,
    StayInJail,
)
from magnate_app.rules.cards import KIND_OF
from magnate_app.rules.chance import Seeded
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import NO_BID, OPEN, RUN_OFF, SEALED, GameState, Offer
from magnate_app.rules.views import view_for
from tests.kit.games import BOARD, SHOWN, UNKNOWN, A, B, C, buy, decline, square
from tests.kit.positions import position

EARLY: dict[str, Any] = {"turn_number": 9, "round_number": 3}
ALL_BUILT = {11: 5, 13: 5, 14: 5, 16: 5, 18: 5, 19: 5, 105: 5, 106: 5}


def decide(state: GameState, seat: int = A, *, seed: int = 1, **temper: Any) -> Action:
    action = Planner(seed, Temper(**temper)).decide(view_for(state, seat), seat)
    engine.check(state, seat, action)
    return action


def built(owner: int) -> dict[str, Any]:
    return {"deeds": {owner: list(ALL_BUILT)}, "levels": ALL_BUILT}


# ------------------------------------------------------------------ buying


@pytest.mark.parametrize("place", [1, 6, 15, 25, 31, 39])
def test_an_open_board_is_bought(place: int) -> None:
    assert decide(position(at=place, phase=ids.MANAGEMENT, **EARLY)) == buy(place)


def test_the_last_street_of_a_group_is_bought_with_the_last_coins() -> None:
    state = position(deeds={A: [37]}, at=39, cash=420, phase=ids.MANAGEMENT, **EARLY)
    assert decide(state) == buy(39)


def test_hotels_ahead_matter_more_than_a_cheap_street() -> None:
    state = position(at=9, cash=130, phase=ids.MANAGEMENT, **built(B), **EARLY)
    assert decide(state) == decline(9)


# ------------------------------------------------------------------ building


def test_a_complete_group_is_built_evenly() -> None:
    state = position(deeds={A: [37, 39]}, cash=1500, **EARLY)
    planner = Planner(1, Temper())
    levels = []
    for _ in range(20):
        action = planner.decide(view_for(state, A), A)
        if not isinstance(action, Build):
            break
        engine.apply(state, A, action, Seeded(1))
        levels.append((state.level[square(37)], state.level[square(39)]))
    assert max(map(sum, levels)) >= 4
    assert all(abs(one - other) <= 1 for one, other in levels)


def test_what_would_ruin_is_not_built() -> None:
    threat = built(B)
    state = position(
        deeds={A: [37, 39], **threat["deeds"]}, levels=threat["levels"], at=8, cash=260, **EARLY
    )
    assert not isinstance(decide(state), Build)


def test_in_the_last_turn_everything_is_built() -> None:
    state = position(deeds={C: [37, 39]}, cash=210, round_number=30, turn=C, turn_number=119)
    assert isinstance(decide(state, C), Build)


def test_lone_deeds_are_mortgaged_for_a_group_that_earns() -> None:
    state = position(deeds={A: [26, 27, 29, 1, 6]}, cash=100, **EARLY)
    action = decide(state)
    assert isinstance(action, Mortgage)
    assert BOARD.ids[action.square] in (1, 6)
    assert isinstance(decide(state, funds=False), EndPhase)


def test_a_mortgage_that_hinders_building_is_lifted() -> None:
    state = position(deeds={A: [26, 27, 29]}, mortgaged=[26], cash=1200, **EARLY)
    assert decide(state) == Redeem(square(26))


# ------------------------------------------------------------------ debt


def test_r10_lone_deeds_go_before_buildings() -> None:
    state = position(
        deeds={A: [37, 39, 1, 6]}, levels={37: 3, 39: 3}, cash=0, phase=ids.BUSINESS, **EARLY
    )
    state.cash[A] = -45
    state.bank += 45
    state.phase = ids.LIQUIDATION
    assert decide(state) in (Mortgage(square(1)), Mortgage(square(6)))


def test_r10_buildings_go_when_nothing_else_is_left() -> None:
    state = position(deeds={A: [1, 3, 37, 39]}, levels={1: 1, 3: 1, 37: 3, 39: 3}, **EARLY)
    state.cash[A] = -20
    state.phase = ids.LIQUIDATION
    assert isinstance(decide(state), SellHouse)


def test_r10_5_a_hopeless_debt_is_given_up() -> None:
    state = position(deeds={A: [1]}, **EARLY)
    state.cash[A] = -500
    state.phase = ids.LIQUIDATION
    assert isinstance(decide(state), EndPhase)


# ------------------------------------------------------------------ jail, cards, squares


def in_jail(total: int, **more: Any) -> GameState:
    state = position(phase=ids.ROLL, jail={A: 2}, **more)
    state.position[A] = BOARD.jail
    state.bail_total = total
    state.targets = tuple(sorted((BOARD.walk(BOARD.jail, total)[0], BOARD.jail)))
    return state


def test_jail_is_left_while_there_is_something_to_buy() -> None:
    assert isinstance(decide(in_jail(5, **EARLY)), PayBail)


def test_jail_is_safe_when_hotels_wait() -> None:
    # the throw of 4 leads onto a hotel
    assert isinstance(decide(in_jail(4, **built(B), **EARLY)), StayInJail)


def test_a_throw_needs_no_thought() -> None:
    assert isinstance(decide(position(phase=ids.ROLL)), Roll)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("winPlainMoney", 200, SHOWN),
        ("winRatioMoney", 50, SHOWN),
        ("goToStart", 0, SHOWN),
        ("winPlainMoney", 20, UNKNOWN),
        ("losePlainMoney", 200, UNKNOWN),
        ("loseRatioMoney", 50, UNKNOWN),
        ("breakOwnHouse", 0, UNKNOWN),
    ],
)
def test_r14_cards_are_taken_when_they_are_worth_it(
    kind: str, value: int, expected: Action
) -> None:
    state = position(at=2, **EARLY)
    state.phase = ids.CHOOSE_FANTASY
    state.card, state.card_value = KIND_OF[kind], value
    assert decide(state) == expected


def test_a_hotel_is_avoided_where_the_bus_leaves_a_choice() -> None:
    state = position(deeds={B: [6, 8, 9]}, levels={6: 5, 8: 5, 9: 5}, at=4, **EARLY)
    state.phase = ids.CHOOSE_SQUARE
    state.targets, state.steps = (square(5), square(6), square(8)), (1, 2, 4)
    action = decide(state)
    assert action == BOARD.act_choose[square(5)]


def test_a_triple_takes_the_missing_street() -> None:
    state = position(deeds={A: [37], B: [1, 6]}, at=10, **EARLY)
    state.phase = ids.CHOOSE_SQUARE
    state.targets, state.steps = BOARD.triple_targets, (0,) * len(BOARD.triple_targets)
    assert decide(state) == BOARD.act_choose[square(39)]


# ------------------------------------------------------------------ auctions


def auction(place: int, kind: int = SEALED, minimum: int = 0, **more: Any) -> GameState:
    state = position(**more)
    state.phase, state.actor = ids.AUCTION, -1
    state.auction_square, state.auction_kind, state.auction_by = square(place), kind, B
    state.bids = (NO_BID,) * state.seats
    state.eligible = tuple(seat != B for seat in range(state.seats))
    state.withdrawn = (False,) * state.seats
    state.minimum = minimum
    return state


def test_sealed_bids_stay_within_purse_and_worth() -> None:
    lone = decide(auction(39, **EARLY))
    wanted = decide(auction(39, deeds={A: [37]}, **EARLY))
    poor = decide(auction(39, deeds={A: [37]}, cash=90, **EARLY))
    assert isinstance(lone, Bid)
    assert isinstance(wanted, Bid)
    assert isinstance(poor, Bid)
    assert 0 < lone.amount < wanted.amount <= 1500
    assert poor.amount <= 90


def test_no_more_is_bid_than_others_can_pay() -> None:
    state = auction(39, deeds={A: [37]}, **EARLY)
    state.cash[C], state.cash[3] = 40, 60
    action = decide(state)
    assert isinstance(action, Bid)
    assert action.amount <= 61


def test_open_auctions_end_where_the_worth_ends() -> None:
    more: dict[str, Any] = {"house_rules": ["open_auction"], **EARLY}
    assert decide(auction(1, OPEN, 20, **more)) == Bid(20)
    assert decide(auction(1, OPEN, 700, **more)) == Bid(0)


def test_r12_8_a_run_off_cannot_be_left() -> None:
    state = auction(39, RUN_OFF, 200, **EARLY)
    action = decide(state)
    assert isinstance(action, Bid)
    assert action.amount >= 200


# ------------------------------------------------------------------ manners


def test_a_stand_in_makes_no_offers_and_takes_none() -> None:
    state = position(deeds={A: [37, 1], B: [39, 3]}, **EARLY)
    assert isinstance(decide(state), ProposeTrade)
    stand_in = Planner(1, Temper(), stand_in=True)
    assert not isinstance(stand_in.decide(state, A), ProposeTrade)
    state.phase, state.actor = ids.ANSWER, A
    state.offer, state.offer_number = Offer(B, A, 1000, 0, (square(39),), (square(1),)), 1
    assert stand_in.decide(state, A) == AnswerTrade(False)


def test_r21_2_what_chance_holds_changes_nothing() -> None:
    """The same view and the same past give the same move, whatever comes next."""
    for seed in range(3):
        match = Match(BOARD, Settings(max_rounds=6), planners("peek"), Seeded(seed))
        again = planners("peek")
        while not match.over:
            seat, action = match.decide()
            view = view_for(match.state, seat)
            # other luck, other state: nothing of the engine's is within reach of the bot
            other = match.state.copy()
            engine.apply(other, seat, action, Seeded("other"))
            assert again[match.state.order[seat]].decide(view, seat) == action
            engine.apply(match.state, seat, action, Seeded(f"{seed}/{match.state.decision}"))


def test_no_turn_goes_in_circles() -> None:
    for seed in range(6):
        match = Match(BOARD, Settings(), planners(seed), Seeded(seed))
        turn, actions = -1, 0
        offers: set[tuple[int, int, int]] = set()
        while not match.over:
            state = match.state
            if state.turn_number != turn:
                turn, actions = state.turn_number, 0
            asked = state.phase == ids.BUSINESS
            round_ = state.round
            seat, action = match.step()
            actions += asked
            assert actions <= MOST_ACTIONS + 1
            if asked and isinstance(action, ProposeTrade):
                # one unasked offer per person and round
                assert (round_, seat, action.to) not in offers
                offers.add((round_, seat, action.to))


def test_views_are_left_alone() -> None:
    state = position(deeds={A: [37, 1], B: [39, 3]}, **EARLY)
    before = state.copy()
    decide(state)
    assert state.owner == before.owner
    assert state.cash == before.cash


def planners(seed: int | str) -> list[Planner]:
    return [Planner(f"{seed}/{place}", Temper(slip=3.0 * place)) for place in range(4)]
