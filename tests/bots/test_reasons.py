"""What bots say with offers and answers: the reason fits the position, whatever chose the act."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from magnate_app.bots import levels
from magnate_app.bots.planner import Planner, Temper
from magnate_app.bots.reasons import reason, spoken
from magnate_app.bots.weights import DEALING
from magnate_app.protocol.explaining import SAID, Why
from magnate_app.rules import engine
from magnate_app.rules.actions import AnswerTrade, EndPhase, ProposeTrade
from magnate_app.rules.chance import Seeded
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import GameState
from magnate_app.rules.views import view_for
from tests.kit.games import BOARD, A, B, offer
from tests.kit.positions import position

EARLY: dict[str, Any] = {"turn_number": 9, "round_number": 3}


def says(state: GameState, proposal: ProposeTrade) -> Why | None:
    engine.check(state, A, proposal)
    return reason(view_for(state, A), A, proposal)


def answers(state: GameState, proposal: ProposeTrade, *, accept: bool, **more: Any) -> Why | None:
    engine.check(state, A, proposal)
    engine.apply(state, A, proposal, Seeded(1))
    return reason(view_for(state, B), B, AnswerTrade(accept), **more)


# ------------------------------------------------------------------ offers


def test_a_swap_that_completes_both_says_so() -> None:
    state = position(deeds={A: [16, 18, 11], B: [13, 14, 19]}, **EARLY)
    told = says(state, offer(B, give=[11], get=[19]))
    assert told == Why("swap_completes_both", {"group": 4, "other": 3, "seat": B})


def test_money_for_the_last_street_says_what_it_is_for() -> None:
    state = position(deeds={A: [16, 18], B: [19]}, **EARLY)
    told = says(state, offer(B, pay=300, get=[19]))
    assert told == Why("pays_for_group", {"group": 4, "amount": 300})


def test_a_deed_for_the_last_street_says_what_it_is_for() -> None:
    state = position(deeds={A: [16, 18, 1], B: [19]}, **EARLY)
    assert says(state, offer(B, give=[1], get=[19])) == Why("completes_mine", {"group": 4})


def test_a_sold_street_completes_theirs_and_brings_cash() -> None:
    state = position(deeds={A: [19], B: [16, 18]}, **EARLY)
    told = says(state, offer(B, give=[19], ask=500))
    assert told == Why("completes_theirs", {"other": 4, "seat": B, "amount": 500})


def test_one_street_more_of_a_group_brings_closer() -> None:
    state = position(deeds={A: [16], B: [18]}, **EARLY)
    assert says(state, offer(B, pay=200, get=[18])) == Why("closer", {"group": 4})


def test_a_lone_deed_is_sold_for_cash() -> None:
    state = position(deeds={A: [16], B: [1]}, **EARLY)
    assert says(state, offer(B, give=[16], ask=200)) == Why("sells_for_cash", {"amount": 200})


def test_anything_else_is_good_for_both() -> None:
    state = position(deeds={B: [18]}, **EARLY)
    told = says(state, offer(B, pay=400, get=[18]))
    assert told is not None
    assert told.code == "both_gain"
    assert told.params["amount"] > 0
    assert told.params["seat"] == B


def test_what_helps_only_one_is_not_called_good_for_both() -> None:
    state = position(deeds={A: [1], B: [18]}, **EARLY)
    assert says(state, offer(B, give=[1], get=[18])) == Why("for_me")


def test_a_counter_names_the_price_or_the_group() -> None:
    state = position(deeds={A: [37, 3], B: [39, 6]}, **EARLY)
    engine.apply(state, A, offer(B, give=[3], get=[39]), Seeded(1))
    dear = reason(view_for(state, B), B, offer(A, give=[39], get=[3], ask=700))
    assert dear == Why("counter_completes", {"other": 8, "seat": A})
    plain = reason(view_for(state, B), B, offer(A, give=[6], get=[3], ask=70))
    assert plain == Why("counter_price", {"amount": 70})


# ------------------------------------------------------------------ answers


def test_a_refusal_says_what_the_other_would_complete() -> None:
    state = position(deeds={A: [37], B: [39]}, **EARLY)
    told = answers(state, offer(B, pay=400, get=[39]), accept=False)
    assert told == Why("would_complete", {"group": 8, "seat": A})


def test_a_refusal_says_what_it_would_break() -> None:
    state = position(deeds={A: [1], B: [37, 39]}, **EARLY)
    told = answers(state, offer(B, give=[1], get=[39]), accept=False)
    assert told == Why("would_break", {"group": 8})


def test_a_refusal_says_how_much_is_missing() -> None:
    state = position(deeds={A: [1], B: [31]}, **EARLY)
    told = answers(state, offer(B, pay=10, get=[31]), accept=False)
    assert told is not None
    assert told.code == "too_little"
    assert told.params["amount"] > 0


def test_a_good_deal_is_refused_by_who_has_had_enough() -> None:
    state = position(deeds={A: [1, 6], B: [31]}, **EARLY)
    told = answers(state, offer(B, pay=1200, get=[31]), accept=False)
    assert told == Why("enough_deals")


def test_cash_is_kept_for_rents_that_lie_ahead() -> None:
    towers = {11: 5, 13: 5, 14: 5}
    state = position(deeds={A: [*towers, 31], B: [1]}, levels=towers, cash=500, **EARLY)
    state.position[B] = BOARD.index[5]
    told = answers(state, offer(B, give=[31], ask=400), accept=False)
    assert told is not None
    assert told.code == "needs_cash"
    assert told.params["rent"] > 100


def test_an_acceptance_names_the_group() -> None:
    state = position(deeds={A: [19], B: [16, 18]}, **EARLY)
    told = answers(state, offer(B, give=[19], ask=200), accept=True)
    assert told == Why("accepts_group", {"group": 4})
    state = position(deeds={A: [19], B: [1]}, **EARLY)
    assert answers(state, offer(B, give=[19], ask=20), accept=True) == Why("accepts")


@pytest.mark.parametrize("accept", [True, False])
def test_a_stand_in_makes_no_deals(accept: bool) -> None:
    state = position(deeds={A: [19], B: [1]}, **EARLY)
    told = answers(state, offer(B, give=[19], ask=20), accept=accept, stand_in=True)
    assert told == Why("stand_in")


def test_nothing_else_has_a_reason() -> None:
    assert reason(view_for(position(**EARLY), A), A, EndPhase()) is None


def test_a_bot_speaks_by_what_it_judges_deals_with_itself() -> None:
    state = position(deeds={A: [1, 6], B: [31]}, **EARLY)
    engine.apply(state, A, offer(B, pay=1200, get=[31]), Seeded(1))
    view = view_for(state, B)
    greedy = msgspec.structs.replace(DEALING, margin=5000.0)
    told = [
        spoken(Planner(1, Temper(deals=weights)), view, B, AnswerTrade(False))
        for weights in (DEALING, greedy)
    ]
    assert {why.code for why in told if why is not None} == {"enough_deals", "too_little"}
    for name in levels.NAMES:
        bot = levels.make(name, 1)
        assert spoken(bot, view, B, AnswerTrade(False)) is not None


# ------------------------------------------------------------------ whole games


def test_every_offer_and_answer_of_a_game_has_its_reason() -> None:
    chance = Seeded(5)
    state = engine.new_game(BOARD, Settings(seats=4), [True] * 4, chance)
    bots = [Planner(f"5/{seat}", Temper(slip=30.0)) for seat in range(4)]
    said: list[str] = []
    for _ in range(900):
        if engine.outcome(state) is not None:
            break
        seat = engine.acting(state)[0]
        view = view_for(state, seat)
        action = bots[seat].decide(view, seat)
        told = reason(view, seat, action)
        assert (told is not None) == isinstance(action, ProposeTrade | AnswerTrade)
        if told is not None:
            assert tuple(told.params) == SAID[told.code]
            said.append(told.code)
        engine.apply(state, seat, action, chance)
    assert len(said) > 4
