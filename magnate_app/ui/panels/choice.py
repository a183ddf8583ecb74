"""Which panel a decision gets, and how much room."""

from __future__ import annotations

from typing import Final

from magnate_app.protocol.views import Auction, Throw
from magnate_app.ui.geometry import Box
from magnate_app.ui.panels import arrival, movement
from magnate_app.ui.panels.advice import lamp
from magnate_app.ui.panels.auction import auction
from magnate_app.ui.panels.building import building, building_height
from magnate_app.ui.panels.business import business, tool_offers, waiting
from magnate_app.ui.panels.mortgage import debt, debt_height, mortgage, mortgage_height
from magnate_app.ui.panels.trade import trade, trade_height
from magnate_app.ui.panels.trade_answer import answer, answer_height
from magnate_app.ui.table_context import BUILD, MORTGAGE, TRADE, Table
from magnate_app.ui.widgets.base import Widget

_COLUMN_MODES: Final = (BUILD, MORTGAGE, TRADE)


def wanted_height(table: Table) -> float:
    """Return how high the panel of the present decision would like to be."""
    if not has_choice(table):
        decision = table.model.view.decision
        return 400.0 if isinstance(decision, Auction) and not table.model.busy else 84.0
    match table.model.view.phase:
        case "auction":
            return 470.0
        case "choose_fantasy":
            return 344.0
        case "choose_square":
            options = len(table.squares_of("ActionMoveTo"))
            return 262.0 if options <= movement.FEW else 430.0
        case "business":
            return 276.0 if tool_offers(table) else 226.0
        case _:
            return 236.0


def fills_column(table: Table) -> bool:
    """Whether the present decision takes the whole right column."""
    if not has_choice(table):
        return False
    if table.model.view.phase in ("liquidation", "proposal_acceptance"):
        return True
    return table.draft.mode in _COLUMN_MODES and table.model.view.phase == "business"


def column_height(table: Table) -> float:
    """Return how high a panel of the whole column is when all of it is shown at ease."""
    if table.model.view.phase == "liquidation":
        return debt_height(table)
    if table.draft.mode == TRADE:
        return trade_height(table)
    if table.model.view.phase == "proposal_acceptance":
        return answer_height(table)
    return building_height(table) if table.draft.mode == BUILD else mortgage_height(table)


def panel_kind(table: Table) -> tuple[object, ...]:
    """Return what tells one panel from the next."""
    view = table.model.view
    return view.phase, type(view.decision), has_choice(table), table.draft.mode, table.chat_open


def has_choice(table: Table) -> bool:
    """Whether there is something to do but surrender."""
    return any(entry.type != "ActionSurrender" for entry in table.model.legal)


def action_panel(table: Table, box: Box) -> list[Widget]:
    """Return the panel of the present decision, or who is waited for, with the lamp."""
    table.lamp = None
    return [*_panel(table, box), *lamp(table)]


def _panel(table: Table, box: Box) -> list[Widget]:
    view = table.model.view
    watching = isinstance(view.decision, Auction) and not table.model.busy
    if watching:
        return auction(table, box)
    if not has_choice(table):
        return waiting(table, box)
    match view.phase:
        case "roll_the_dices":
            return (
                movement.throw(table, box)
                if isinstance(view.decision, Throw)
                else movement.bail(table, box)
            )
        case "choose_square":
            return movement.destination(table, box)
        case "choose_fantasy":
            return arrival.card(table, box)
        case "management":
            if table.one("ActionTakeTram") is not None:
                return movement.tram(table, box)
            return arrival.purchase(table, box)
        case "liquidation":
            return debt(table, box)
        case "proposal_acceptance":
            return trade(table, box) if table.draft.mode == TRADE else answer(table, box)
        case _:
            return _business(table, box)


def _business(table: Table, box: Box) -> list[Widget]:
    match table.draft.mode:
        case "build":
            return building(table, box)
        case "mortgage":
            return mortgage(table, box)
        case "trade":
            return trade(table, box)
        case _:
            return business(table, box)
