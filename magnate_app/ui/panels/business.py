"""The bar of one's own business: end the turn, build, trade, mortgage."""

from __future__ import annotations

from collections.abc import Callable

from magnate_app.protocol.messages_game import ActionNextPhase
from magnate_app.ui.geometry import Box
from magnate_app.ui.panels.common import facts, frame, main_button, main_row, plain_button
from magnate_app.ui.strings import code_words, tr
from magnate_app.ui.table_context import BUILD, BUSINESS, MORTGAGE, TRADE, Table
from magnate_app.ui.widgets.base import Widget

LEAST_ROWS = 118.0
"""Height of the figures and the tools together where there is no room to spare."""


def business(table: Table, box: Box) -> list[Widget]:
    """Offer everything that is possible before the turn ends."""
    view, me = table.model.view, table.model.me
    back, inner = frame(
        table,
        box,
        "fill/buildings",
        tr("table.business.title"),
        tr("table.business.hint"),
        clock=True,
    )
    row, _ = main_row(inner, 0, 64)
    main = main_button(
        table,
        row,
        tr("table.business.end"),
        "fill/check-circle",
        lambda: table.send(ActionNextPhase()),
        enabled=table.one("ActionNextPhase") is not None,
    )
    above = inner.cut_bottom(row.h, 12)
    spare = max(0.0, above.h - LEAST_ROWS) / 2
    tools = above.bottom_part(min(66.0, 52 + spare))
    buttons: list[Widget] = []
    offers = tool_offers(table)
    if offers:
        for (mode, icon, key, detail), place in zip(
            offers, tools.columns(max(2, len(offers)), 10), strict=False
        ):
            buttons.append(
                plain_button(
                    table,
                    f"table.action.{mode}",
                    place,
                    tr(f"table.business.{mode}"),
                    opener(table, mode),
                    icon=icon,
                    key=key,
                    detail=detail,
                )
            )
    widgets: list[Widget] = [back, *buttons, main]
    room = above.cut_bottom(tools.h + 12 if offers else 0)
    if me is not None and room.h >= 46:
        player = view.players[me]
        deeds = sum(1 for deed in view.deeds if deed.seat == me)
        widgets.append(
            facts(
                "table.facts",
                room.top_part(min(72.0 if offers else 92.0, room.h)),
                [
                    ("fill/coins", tr("table.fact.cash"), table.money(player.cash)),
                    ("fill/trophy", tr("table.fact.worth"), table.money(player.worth)),
                    ("fill/stack", tr("table.fact.deeds"), str(deeds)),
                ],
            )
        )
    return widgets


def tool_offers(table: Table) -> list[tuple[str, str, str, str]]:
    """Return mode, icon, key and a small line of every tool that is possible now."""
    result: list[tuple[str, str, str, str]] = []
    builds = {*table.squares_of("ActionBuild")}
    sells = {*table.squares_of("ActionDemolish")}
    if builds or sells:
        prices = [table.atlas.build_price(square) for square in builds]
        detail = (
            tr("table.business.from", amount=table.money(min(prices)))
            if prices
            else tr("table.business.sell_only")
        )
        result.append((BUILD, "fill/house", "b", detail))
    if table.one("ActionTradeProposal") is not None:
        result.append((TRADE, "fill/handshake", "t", tr("table.business.trade_hint")))
    lends = {*table.squares_of("ActionMortgageSet")}
    lifts = {*table.squares_of("ActionMortgageUnset")}
    if lends or lifts:
        detail = tr("table.business.lift", n=len(lifts)) if lifts else tr("table.business.lend")
        result.append((MORTGAGE, "fill/bank", "m", detail))
    return result


def opener(table: Table, mode: str) -> Callable[[], None]:
    """Return what opens a tool."""

    def open_tool() -> None:
        table.draft.mode = mode
        table.draft.plan = {}
        table.rebuild()

    return open_tool


def closer(table: Table) -> Callable[[], None]:
    """Return what closes the tool that is open."""
    return opener(table, BUSINESS)


def waiting(table: Table, box: Box) -> list[Widget]:
    """Say for whom and for what the table waits."""
    model = table.model
    view = model.view
    decision = view.decision
    seats = [seat for seat in decision.seats if seat != model.me]
    kind = type(decision).__name__.lower()
    names = ", ".join(table.seat_name(seat) for seat in seats) or table.seat_name(view.turn.seat)
    if table.waiting():
        title, hint = tr("table.wait.sent"), tr("table.wait.sent_hint")
    elif model.busy:
        title = tr("table.wait.turn", who=table.seat_name(view.turn.seat))
        hint = tr("table.wait.skip")
    else:
        title = tr("table.wait.for", who=names)
        hint = code_words("table.wait", kind)
    back, _ = frame(table, box, "fill/hourglass-medium", title, hint, mine=False, clock=True)
    return [back]
