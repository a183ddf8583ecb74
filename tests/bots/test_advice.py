"""Advice in positions where the right move is known: it is the planner's, with true figures."""

from __future__ import annotations

from typing import Any

import pytest

from magnate_app.bots.advice import ADVISER, Choice, advise
from magnate_app.bots.advice_business import mortgage_reasons
from magnate_app.bots.advice_deals import answers, deal_reasons
from magnate_app.bots.bonuses import Bonuses
from magnate_app.bots.incomes import income
from magnate_app.bots.landing import landing_of
from magnate_app.bots.planner import Planner, Temper
from magnate_app.protocol.explaining import ADVISED, Why
from magnate_app.rules import engine, ids
from magnate_app.rules.actions import (
    Action,
    AnswerTrade,
    Bid,
    Build,
    ChooseSquare,
    Mortgage,
    PayBail,
    ProposeTrade,
    RideTram,
    SellHouse,
    StayInJail,
)
from magnate_app.rules.chance import Seeded
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import COUNTERS, NO_BID, OPEN, SEALED, GameState
from magnate_app.rules.views import view_for
from tests.kit.games import BOARD, A, B, C, D, buy, decline, offer, square, squares
from tests.kit.positions import position

EARLY: dict[str, Any] = {"turn_number": 9, "round_number": 3}
HOTELS = {11: 5, 13: 5, 14: 5, 16: 5, 18: 5, 19: 5, 105: 5, 106: 5}
TOWERS: dict[str, Any] = {"deeds": {B: list(HOTELS)}, "levels": HOTELS}


def best(state: GameState, seat: int = A) -> Choice:
    return advise(view_for(state, seat), seat)[0]


def codes(choice: Choice) -> list[str]:
    return [why.code for why in choice.whys]


def figures(choice: Choice, code: str) -> dict[str, int]:
    return next(why.params for why in choice.whys if why.code == code)


# ------------------------------------------------------------------ buying and bidding


def test_a_street_that_completes_a_set_is_bought() -> None:
    state = position(deeds={A: [11, 13]}, at=14, cash=600, phase=ids.MANAGEMENT, **EARLY)
    choice = best(state)
    assert choice.actions == (buy(14),)
    assert codes(choice)[0] == "completes"
    assert figures(choice, "completes") == {"group": 3}
    told = figures(choice, "income_built")
    houses = 3 * sum(BOARD.build_price[one] for one in squares(11, 13, 14))
    assert told["houses"] == 3
    assert told["income"] > 10
    price = BOARD.price[square(14)]
    assert told["rounds"] == pytest.approx((price + houses) / told["income"], abs=1)
    assert figures(choice, "worth")["worth"] > price


def test_income_is_what_visits_bring_on_average() -> None:
    state = position(deeds={A: [5]}, at=25, cash=900, phase=ids.MANAGEMENT, **EARLY)
    told = figures(best(state), "income")
    rents, arrivals = BOARD.rents[square(25)], landing_of(BOARD).arrivals
    before = 3 * rents[0] * arrivals[square(5)]
    after = 3 * rents[1] * (arrivals[square(5)] + arrivals[square(25)])
    assert told["income"] == round(after - before)
    assert told["rounds"] == round(BOARD.price[square(25)] / (after - before))


def test_income_is_told_for_the_settings_of_the_table() -> None:
    state = position(deeds={A: [25]}, **EARLY)
    for jail_turns, full_deck in ((3, False), (1, False), (3, True)):
        state.terms = state.terms._replace(jail_turns=jail_turns, full_deck=full_deck)
        landing = landing_of(BOARD, jail_turns, full_deck)
        told = income(state, A, {square(5): A})
        rents, arrivals = BOARD.rents[square(25)], landing.arrivals
        both = rents[1] * (arrivals[square(5)] + arrivals[square(25)])
        assert told == pytest.approx(3 * (both - rents[0] * arrivals[square(25)]))


def test_a_street_alone_is_bought_for_what_it_is_worth() -> None:
    choice = best(position(at=39, cash=900, phase=ids.MANAGEMENT, **EARLY))
    assert codes(choice) == ["little_income", "worth"]


def test_what_risks_a_forced_sale_is_not_bought() -> None:
    state = position(at=9, cash=130, phase=ids.MANAGEMENT, **TOWERS, **EARLY)
    choice = best(state)
    assert choice.actions == (decline(9),)
    told = figures(choice, "risk")
    assert told["rent"] > told["cash"] == 130 - BOARD.price[square(9)]


def test_a_deed_is_worth_the_same_to_who_buys_and_to_who_leaves_it() -> None:
    state = position(deeds={B: [11, 13, 14]}, levels={11: 2, 13: 2, 14: 2}, at=9, cash=275)
    state.phase, state.turn_number, state.round = ids.MANAGEMENT, 9, 3
    leaving, buying = advise(view_for(state, A), A)
    assert leaving.actions == (decline(9),)
    told = figures(leaving, "over")
    assert told["worth"] < told["price"]
    assert figures(buying, "over") == told
    assert "worth" not in codes(buying)


def test_what_cannot_be_paid_says_how_much_is_missing() -> None:
    state = position(at=39, cash=100, phase=ids.MANAGEMENT, **EARLY)
    choice = best(state)
    assert choice.actions == (decline(39),)
    assert figures(choice, "no_cash") == {"amount": BOARD.price[square(39)] - 100}


def test_a_rival_s_last_street_is_bought_to_block() -> None:
    state = position(deeds={B: [16, 18]}, at=19, cash=900, phase=ids.MANAGEMENT, **EARLY)
    choice = best(state)
    assert choice.actions == (buy(19),)
    assert figures(choice, "blocks") == {"seat": B, "group": 4}


def bidding(kind: int, minimum: int = 0) -> GameState:
    state = position(deeds={A: [16, 18]}, **EARLY)
    state.phase, state.actor = ids.AUCTION, -1
    state.auction_square = square(19)
    state.auction_kind, state.minimum = kind, minimum
    state.auction_by = C
    state.eligible = (True, True, False, True)
    state.bids = (NO_BID,) * 4
    state.withdrawn = (False,) * 4
    return state


@pytest.mark.parametrize(("kind", "minimum"), [(SEALED, 0), (OPEN, 60)])
def test_a_bid_never_tops_its_limit(kind: int, minimum: int) -> None:
    choice = best(bidding(kind, minimum))
    (action,) = choice.actions
    assert isinstance(action, Bid)
    assert 0 < action.amount <= figures(choice, "limit")["worth"]
    assert "completes" in codes(choice)


def test_too_high_an_auction_is_left() -> None:
    assert best(bidding(OPEN, 1450)).actions == (Bid(0),)


# ------------------------------------------------------------------ where to go


def test_every_target_tells_what_waits_there() -> None:
    state = position(deeds={B: [6], A: [8]}, at=0, cash=900, **EARLY)
    state.phase = ids.CHOOSE_SQUARE
    state.targets = squares(6, 9, 10)
    state.steps = (6, 9, 10)
    told = {c.actions[0]: c for c in advise(view_for(state, A), A)}
    by_place = {BOARD.ids[a.square]: c for a, c in told.items() if isinstance(a, ChooseSquare)}
    assert figures(by_place[6], "pays_rent")["seat"] == B
    free = figures(by_place[9], "free_deed")
    assert (free["square"], free["price"]) == (9, BOARD.price[square(9)])
    assert free["worth"] > free["price"]
    assert codes(by_place[10]) == ["safe_square", "next_turn"]


# ------------------------------------------------------------------ building


def test_a_set_is_built_as_far_as_the_model_would_go() -> None:
    state = position(deeds={A: [37, 39]}, cash=1200, **EARLY)
    choice = best(state)
    assert len(choice.actions) >= 3
    told = figures(choice, "build")
    assert told["houses"] == len(choice.actions)
    step, first = max(Planner(0, ADVISER).candidates(state.copy(), A), key=lambda one: one[0])
    assert isinstance(first, Build)
    assert first == choice.actions[0]
    assert choice.value > 2 * step * BOARD.build_price[first.square] / 100
    price = sum(BOARD.build_price[a.square] for a in choice.actions if isinstance(a, Build))
    assert told["price"] == price
    assert told["rounds"] == max(1, round(price / told["income"]))
    after = state.copy()
    for action in choice.actions:
        engine.check(after, A, action)
        engine.apply(after, A, action, Seeded(1))


def test_in_the_last_round_only_the_worth_counts() -> None:
    state = position(deeds={C: [37, 39]}, cash=210, round_number=30, turn=C, turn_number=119)
    choice = best(state, C)
    assert isinstance(choice.actions[0], Build)
    assert codes(choice)[0] == "build_last"


def test_lone_deeds_are_mortgaged_to_build() -> None:
    choice = best(position(deeds={A: [26, 27, 29, 1, 6]}, cash=100, **EARLY))
    assert isinstance(choice.actions[0], Mortgage)
    assert figures(choice, "raises")["amount"] > 0


def test_in_the_last_turn_a_mortgage_is_for_the_bonus() -> None:
    state = position(deeds={C: [1, 6]}, turn=C, turn_number=119, round_number=30)
    told = mortgage_reasons(view_for(state, C), C, square(6))
    assert told == (Why("last_mortgage", {"amount": BOARD.mortgage_value[square(6)]}),)


def test_the_last_mortgages_share_the_bonus_they_may_win() -> None:
    state = position(deeds={D: [1, 6, 11]}, turn=D, turn_number=120, round_number=30)
    state.stats[A * COUNTERS + ids.NUM_MORTGAGES] = 2
    view = view_for(state, D)
    choice = best(state, D)
    assert isinstance(choice.actions[0], Mortgage)
    assert choice.value == round(Bonuses(view, D).mortgaging(3) / 3)


def test_a_mortgage_in_a_set_is_lifted_first() -> None:
    choice = best(position(deeds={A: [26, 27, 29]}, mortgaged=[26], cash=1200, **EARLY))
    assert codes(choice) == ["lifts_group", "lifts"]


def test_without_anything_to_do_the_turn_ends() -> None:
    choice = best(position(cash=300, **EARLY))
    assert codes(choice)[0] == "nothing_better"


# ------------------------------------------------------------------ debts


def test_a_debt_takes_what_costs_least() -> None:
    state = position(deeds={A: [37, 39, 1, 6]}, levels={37: 3, 39: 3}, cash=0, **EARLY)
    state.cash[A] = -45
    state.bank += 45
    state.phase = ids.LIQUIDATION
    found = advise(view_for(state, A), A)
    assert found[0].actions[0] in (Mortgage(square(1)), Mortgage(square(6)))
    assert not isinstance(found[0].actions[0], SellHouse)
    assert figures(found[0], "sells")["amount"] > 0
    assert [choice.value for choice in found] == sorted((c.value for c in found), reverse=True)


def test_a_debt_beyond_all_deeds_is_given_up() -> None:
    state = position(deeds={A: [1]}, cash=0, **EARLY)
    state.cash[A] = -900
    state.bank += 900
    state.phase = ids.LIQUIDATION
    assert codes(best(state)) == ["gives_up"]


def test_a_house_is_sold_where_only_houses_are_left() -> None:
    state = position(deeds={A: [37, 39]}, levels={37: 3, 39: 3}, cash=0, **EARLY)
    state.cash[A] = -45
    state.bank += 45
    state.phase = ids.LIQUIDATION
    choice = best(state)
    assert isinstance(choice.actions[0], SellHouse)
    assert figures(choice, "sells")["amount"] == BOARD.refund[square(39)]


# ------------------------------------------------------------------ jail


def jailed(**more: Any) -> GameState:
    state = position(cash=900, phase=ids.ROLL, **more)
    state.position[A], state.jail_turns[A] = square(201), 2
    state.dice = (3, 4, 0)
    state.bail_total = 7
    return state


def test_early_one_leaves_the_jail() -> None:
    choice = best(jailed(**EARLY))
    assert choice.actions == (PayBail(),)
    assert figures(choice, "bail_early")["n"] > 20


def test_late_one_stays_where_no_rent_is_due() -> None:
    taken = {B: [s for s in map(int, BOARD.ids) if BOARD.price[square(s)]]}
    streets = {s: 4 for s in taken[B] if BOARD.build_price[square(s)]}
    choice = best(jailed(deeds=taken, levels=streets, turn_number=90, round_number=23))
    assert choice.actions == (StayInJail(),)
    assert figures(choice, "bail_rents")["amount"] > 100


# ------------------------------------------------------------------ deals


def offered(state: GameState, proposal: ProposeTrade) -> GameState:
    engine.check(state, A, proposal)
    engine.apply(state, A, proposal, Seeded(1))
    return state


def test_what_completes_the_rival_s_set_is_refused() -> None:
    state = position(deeds={A: [37], B: [39]}, **EARLY)
    found = advise(view_for(offered(state, offer(B, pay=400, get=[39])), B), B)
    assert AnswerTrade(True) not in found[0].actions
    accepting = next(c for c in found if c.actions == (AnswerTrade(True),))
    assert figures(accepting, "deal_completes") == {"seat": A, "group": 8}
    refusing = next(c for c in found if c.actions == (AnswerTrade(False),))
    assert "deal_completes" in codes(refusing)


def test_what_completes_both_is_taken() -> None:
    state = position(deeds={A: [16, 18, 11], B: [13, 14, 19]}, **EARLY)
    found = advise(view_for(offered(state, offer(B, give=[11], pay=300, get=[19])), B), B)
    assert found[0].actions == (AnswerTrade(True),)
    assert codes(found[0])[0] == "completes"


def test_a_counter_offer_comes_before_accepting_and_refusing() -> None:
    state = position(deeds={A: [37, 3], B: [39, 6]}, **EARLY)
    view = view_for(offered(state, offer(B, give=[3], get=[39])), B)
    counter = offer(A, give=[39], get=[3], ask=700)
    first, *others = answers(view, B, (55.0, counter), ADVISER.deals)
    assert first[:2] == (55.0, counter)
    assert [why.code for why in first[2]] == ["counters", "deal_completes"]
    assert [action for _, action, _ in others] == [AnswerTrade(True), AnswerTrade(False)]


def test_an_offer_that_costs_the_other_side_is_said_to_be_doubtful() -> None:
    state = position(deeds={A: [1], B: [18]}, **EARLY)
    good = deal_reasons(state, A, offer(B, give=[1], pay=300, get=[18]), 20.0, ADVISER.deals)
    assert good[-1].code == "deal_theirs"
    assert good[-1].params["amount"] > 0
    poor = deal_reasons(state, A, offer(B, give=[1], get=[18]), 20.0, ADVISER.deals)
    assert poor[-1] == Why("deal_doubtful", {"seat": B})


def test_an_offer_is_advised_to_somebody_not_yet_asked_this_turn() -> None:
    state = position(deeds={A: [16, 18, 11], B: [13, 14, 19]}, cash=900, **EARLY)
    first = best(state).actions[0]
    assert isinstance(first, ProposeTrade)
    assert first.to == B
    engine.apply(state, A, first, Seeded(1))
    engine.apply(state, B, AnswerTrade(False), Seeded(1))
    again = [action for choice in advise(view_for(state, A), A) for action in choice.actions]
    assert not [one for one in again if isinstance(one, ProposeTrade) and one.to == B]


# ------------------------------------------------------------------ whole games


def seen(seed: int, most: int = 500) -> list[tuple[GameState, int]]:
    """Return decisions of one game among planners, as the seats saw them."""
    chance = Seeded(seed)
    state = engine.new_game(BOARD, Settings(seats=4, max_rounds=20), [True] * 4, chance)
    bots = [Planner(f"{seed}/{seat}", Temper(slip=60.0)) for seat in range(4)]
    found: list[tuple[GameState, int]] = []
    while engine.outcome(state) is None and len(found) < most:
        seat = engine.acting(state)[0]
        view = view_for(state, seat)
        found.append((view.copy(), seat))
        engine.apply(state, seat, bots[seat].decide(view, seat), chance)
    return found


@pytest.mark.parametrize("seed", [3, 4])
def test_advice_is_what_the_planner_would_do_and_legal(seed: int) -> None:
    said: set[str] = set()
    for view, seat in seen(seed):
        before = engine.state_hash(view)
        found = advise(view, seat)
        assert engine.state_hash(view) == before
        engine.check(view, seat, found[0].actions[0])
        if not view.offers_made:
            expected: Action = Planner(9, ADVISER).decide(view, seat)
            assert found[0].actions[0] == expected
        for choice in found:
            assert choice.whys
            for why in choice.whys:
                assert tuple(why.params) == ADVISED[why.code]
                said.add(why.code)
    assert {"only_choice", "income", "limit", "nothing_better"} <= said


def test_only_who_must_act_is_advised() -> None:
    state = position(**EARLY)
    assert advise(view_for(state, B), B) == ()


def test_sealed_bids_of_others_change_nothing() -> None:
    one, other = bidding(SEALED), bidding(SEALED)
    other.bids = (NO_BID, 900, NO_BID, NO_BID)
    one.bids = (NO_BID, 1, NO_BID, NO_BID)
    assert advise(view_for(one, A), A) == advise(view_for(other, A), A)


def test_the_stop_is_chosen_with_its_fare() -> None:
    state = position(at=10, phase=ids.MANAGEMENT, **EARLY)
    found = advise(view_for(state, A), A)
    rides = [c for c in found if c.actions != (RideTram(square(10)),)]
    assert rides
    assert all(figures(c, "fare") == {"amount": BOARD.fare} for c in rides)
