"""Reasons for advice about building, mortgages and debts. Part of `advice`."""

from __future__ import annotations

from typing import Final

from magnate_app.bots.advice_arrival import LITTLE, payback, risk
from magnate_app.bots.incomes import income
from magnate_app.bots.planner import MOST_ACTIONS, Candidate, Planner
from magnate_app.bots.value import Appraisal, turns_left
from magnate_app.protocol.explaining import Why
from magnate_app.rules import engine
from magnate_app.rules.actions import Action, Build, Mortgage, SellHouse
from magnate_app.rules.chance import Scripted
from magnate_app.rules.ids import BUSINESS, Seat, Square
from magnate_app.rules.state import GameState

_NO_LUCK: Final = Scripted(())


def plan(planner: Planner, view: GameState, seat: Seat) -> list[Candidate]:
    """Return all that would be built in a row now, level by level."""
    state = view.copy()
    built: list[Candidate] = []
    while state.phase == BUSINESS and len(built) < MOST_ACTIONS:
        value, best = max(planner.candidates(state, seat), key=lambda one: one[0])
        if not isinstance(best, Build):
            break
        built.append((value, best))
        planner.note(best, state, seat)
        engine.apply(state, seat, best, _NO_LUCK)
    return built


def plan_reasons(view: GameState, seat: Seat, actions: tuple[Action, ...]) -> tuple[Why, ...]:
    """Return what a series of buildings costs and brings."""
    levels: dict[Square, int] = {}
    price = 0
    for action in actions:
        if isinstance(action, Build):
            levels[action.square] = levels.get(action.square, 0) + action.houses
            price += action.houses * view.board.build_price[action.square]
    earned = income(view, seat, {}, built=levels)
    houses = sum(levels.values())
    if earned < LITTLE or (view.terms.max_rounds and view.round >= view.terms.max_rounds):
        first = Why("build_last", {"houses": houses, "price": price})
    else:
        rounds = payback(price, earned)
        figures = {"houses": houses, "price": price, "income": round(earned), "rounds": rounds}
        first = Why("build", figures)
    return (first, *risk(view, seat, view.cash[seat] - price))


def mortgage_reasons(view: GameState, seat: Seat, square: Square) -> tuple[Why, ...]:
    """Return what a mortgage raises for building and the rent it costs, or what it may win."""
    lost = _rent(view, seat, square)
    raised = view.board.mortgage_value[square]
    if turns_left(view, seat) <= 0:
        return (Why("last_mortgage", {"amount": raised}),)
    return (Why("raises", {"amount": raised, "income": round(lost)}),)


def lift_reasons(view: GameState, seat: Seat, square: Square) -> tuple[Why, ...]:
    """Return what lifting a mortgage costs and brings."""
    board = view.board
    group = board.group[square]
    found = []
    if group and view.group_owner[group] == seat:
        found.append(Why("lifts_group", {"group": group}))
    earned = round(income(view, seat, {}, lifted=square))
    found.append(Why("lifts", {"price": board.lift_cost[square], "income": earned}))
    return tuple(found)


def end_reasons(view: GameState, seat: Seat) -> tuple[Why, ...]:
    """Return why to leave everything as it is."""
    if view.phase != BUSINESS:
        return (Why("gives_up"),)
    return (Why("nothing_better"), *risk(view, seat, view.cash[seat]))


def debt_reasons(appraisal: Appraisal, view: GameState, action: Action) -> tuple[Why, ...]:
    """Return what a sale brings, and the rent to come that it costs."""
    board = view.board
    match action:
        case Mortgage(square):
            lost = appraisal.rent_to_come(square)
            return (Why("sells", {"amount": board.mortgage_value[square], "worth": round(lost)}),)
        case SellHouse(square):
            lost = appraisal.building(square, view.level[square] - 1)
            return (Why("sells", {"amount": board.refund[square], "worth": round(lost)}),)
        case _:
            return (Why("gives_up"),)


def _rent(view: GameState, seat: Seat, square: Square) -> float:
    """Return what an unmortgaged deed brings in a round."""
    without = view.copy()
    without.mortgaged[square] = 1
    return income(without, seat, {}, lifted=square)
