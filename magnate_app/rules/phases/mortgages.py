"""Mortgaging and lifting, in business and in debt. Rules 8.7 to 8.10."""

from __future__ import annotations

from magnate_app.errors import IllegalActionError
from magnate_app.rules.actions import Action, Mortgage, Redeem
from magnate_app.rules.cash import BANK, move
from magnate_app.rules.chance import Chance
from magnate_app.rules.deeds import tell
from magnate_app.rules.events import EventSink
from magnate_app.rules.ids import NUM_MORTGAGES, SERVER, Seat, Square
from magnate_app.rules.phases.afford import require
from magnate_app.rules.phases.liquidation import settle_debt
from magnate_app.rules.reasons import CashReason, Reason
from magnate_app.rules.state import COUNTERS, GameState


def mortgages(state: GameState, seat: Seat, actions: list[Action]) -> None:
    """Add every legal `Mortgage` of a seat."""
    board = state.board
    group, mortgage = board.group, board.act_mortgage
    owner, mortgaged, built = state.owner, state.mortgaged, state.built
    square = owner.find(seat)
    while square >= 0:
        if not mortgaged[square] and not built[group[square]]:
            actions.append(mortgage[square])
        square = owner.find(seat, square + 1)


def mortgages_and_lifts(state: GameState, seat: Seat, actions: list[Action]) -> None:
    """Add every legal `Mortgage` and `Redeem` of a seat."""
    board = state.board
    group, cost = board.group, board.lift_cost
    mortgage, redeem = board.act_mortgage, board.act_redeem
    owner, mortgaged, built = state.owner, state.mortgaged, state.built
    cash = state.cash[seat]
    square = owner.find(seat)
    while square >= 0:
        if mortgaged[square]:
            if cash >= cost[square]:
                actions.append(redeem[square])
        elif not built[group[square]]:
            actions.append(mortgage[square])
        square = owner.find(seat, square + 1)


def check_mortgage(state: GameState, seat: Seat, action: Mortgage) -> None:
    """Raise `IllegalActionError` if the deed may not be mortgaged (R8.7)."""
    square = action.square
    _check_deed(state, seat, square)
    if state.mortgaged[square]:
        raise IllegalActionError(Reason.ALREADY_MORTGAGED, square=square)
    group = state.board.group[square]
    if state.built[group]:
        raise IllegalActionError(Reason.GROUP_HAS_BUILDINGS, group=group)


def check_redeem(state: GameState, seat: Seat, action: Redeem) -> None:
    """Raise `IllegalActionError` if the mortgage may not be lifted (R8.8)."""
    square = action.square
    _check_deed(state, seat, square)
    if not state.mortgaged[square]:
        raise IllegalActionError(Reason.NOT_MORTGAGED, square=square)
    require(state, seat, state.board.lift_cost[square])


def apply_mortgage(
    state: GameState, seat: Seat, action: Mortgage, chance: Chance, log: EventSink | None
) -> None:
    """Take half the price; go on if that was the end of a debt."""
    square = action.square
    value = state.board.mortgage_value[square]
    move(state, BANK, seat, value, CashReason.MORTGAGE, log, square)
    state.mortgaged[square] = 1
    state.stats[seat * COUNTERS + NUM_MORTGAGES] += 1
    tell(state, square, "mortgaged", log)
    settle_debt(state, seat, chance, log)


def apply_redeem(
    state: GameState, seat: Seat, action: Redeem, chance: Chance, log: EventSink | None
) -> None:
    """Pay the mortgage value and the interest (R8.8)."""
    square = action.square
    value, interest = state.board.mortgage_value[square], state.board.mortgage_interest[square]
    move(state, seat, BANK, value, CashReason.MORTGAGE_LIFT, log, square)
    move(state, seat, BANK, interest, CashReason.MORTGAGE_INTEREST, log, square)
    state.mortgaged[square] = 0
    tell(state, square, "lifted", log)


def _check_deed(state: GameState, seat: Seat, square: Square) -> None:
    if state.board.kind[square] > SERVER:
        raise IllegalActionError(Reason.NOT_BUYABLE, square=square)
    if state.owner[square] != seat:
        raise IllegalActionError(Reason.NOT_OWNER, square=square)
