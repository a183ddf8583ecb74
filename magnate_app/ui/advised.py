"""Putting advice into a person's drafts: chosen, planned or offered, but never sent."""

from __future__ import annotations

from collections.abc import Callable

from magnate_app.protocol.messages import AdviceChoice, ToldAction
from magnate_app.ui.table_context import BUILD, MORTGAGE, TRADE, Table, TradeDraft

Preparation = Callable[[], None]


def preparation(table: Table, choice: AdviceChoice) -> Preparation | None:
    """Return what puts a choice into the drafts, None where there is nothing to prepare."""
    first = choice.actions[0]
    match first.type:
        case "ActionMoveTo":
            return lambda: _choose_square(table, first)
        case "ActionBid" if first.amount:
            return lambda: _bid(table, first)
        case "ActionBuild":
            return lambda: _plan(table, choice)
        case "ActionMortgageSet" | "ActionMortgageUnset" if table.model.view.phase == "business":
            return lambda: _open(table, MORTGAGE)
        case "ActionTradeProposal":
            return lambda: _offer(table, first)
        case _:
            return None


def _choose_square(table: Table, action: ToldAction) -> None:
    if isinstance(action.square, int):
        table.draft.square = action.square
    table.rebuild()


def _bid(table: Table, action: ToldAction) -> None:
    if isinstance(action.amount, int):
        table.draft.bid, table.draft.typed = action.amount, None
    table.rebuild()


def _plan(table: Table, choice: AdviceChoice) -> None:
    plan: dict[int, int] = {}
    for action in choice.actions:
        if isinstance(action.square, int) and isinstance(action.houses, int):
            plan[action.square] = plan.get(action.square, 0) + action.houses
    _open(table, BUILD)
    table.draft.plan = plan


def _offer(table: Table, action: ToldAction) -> None:
    partner = action.destination_user if isinstance(action.destination_user, int) else None
    seat = table.model.seat_of(partner)
    if seat is None:
        return
    _open(table, TRADE)
    table.draft.trade = TradeDraft(
        seat,
        _squares(action.offered_properties),
        _squares(action.asked_properties),
        action.offered_money if isinstance(action.offered_money, int) else 0,
        action.asked_money if isinstance(action.asked_money, int) else 0,
    )


def _open(table: Table, mode: str) -> None:
    table.draft.mode = mode
    table.draft.plan = {}
    table.rebuild()


def _squares(squares: object) -> set[int]:
    return set(squares) if isinstance(squares, tuple) else set()
