"""Building and selling levels, in business and in debt. Rules 8.1 to 8.6 and 20.3."""

from __future__ import annotations

from magnate_app.errors import IllegalActionError
from magnate_app.rules.actions import Action, Build, SellHouse
from magnate_app.rules.board import HOTEL
from magnate_app.rules.cash import BANK, move
from magnate_app.rules.chance import Chance
from magnate_app.rules.deeds import (
    hotels_left,
    houses_left,
    houses_needed,
    in_stock,
    is_street,
    set_level,
    stays_even,
    tell,
)
from magnate_app.rules.events import EventSink
from magnate_app.rules.ids import BUILT_HOUSES, DEMOLISHED_HOUSES, Seat, Square
from magnate_app.rules.phases.afford import require
from magnate_app.rules.phases.liquidation import settle_debt
from magnate_app.rules.reasons import CashReason, Reason
from magnate_app.rules.state import COUNTERS, GameState


def builds(state: GameState, seat: Seat, actions: list[Action]) -> None:
    """Add every legal `Build` of a seat, all counts."""
    board = state.board
    group = state.group_owner.find(seat)
    cash = state.cash[seat]
    levels, mortgaged = state.level, state.mortgaged
    while group >= 0:
        members = board.group_members[group]
        for square in members:
            if mortgaged[square]:
                break
        else:
            for square in members:
                level = levels[square]
                price = board.build_price[square]
                low, high = _others(state, members, square)
                for new in range(max(level + 1, high - 1), min(HOTEL, low + 1) + 1):
                    if (new - level) * price > cash:
                        break
                    if in_stock(state, level, new):
                        actions.append(board.act_build[square][new - level - 1])
        group = state.group_owner.find(seat, group + 1)


def sales(state: GameState, seat: Seat, actions: list[Action]) -> None:
    """Add every legal `SellHouse` of a seat, all counts."""
    board = state.board
    group = state.group_owner.find(seat)
    levels = state.level
    while group >= 0:
        if state.built[group]:
            members = board.group_members[group]
            for square in members:
                level = levels[square]
                low, high = _others(state, members, square)
                for new in range(min(level - 1, low + 1), max(0, high - 1) - 1, -1):
                    actions.append(board.act_sell[square][level - new - 1])
        group = state.group_owner.find(seat, group + 1)


def check_build(state: GameState, seat: Seat, action: Build) -> None:
    """Raise `IllegalActionError` if the levels may not be built (R8.3)."""
    board = state.board
    square = action.square
    _check_street(state, seat, square)
    group = board.group[square]
    if state.group_owner[group] != seat:
        raise IllegalActionError(Reason.GROUP_INCOMPLETE, group=group)
    if any(state.mortgaged[member] for member in board.group_members[group]):
        raise IllegalActionError(Reason.GROUP_MORTGAGED, group=group)
    level = state.level[square]
    new = level + action.houses
    if new > HOTEL:
        raise IllegalActionError(Reason.LEVEL_LIMIT, square=square, level=level)
    if not stays_even(state, square, new):
        raise IllegalActionError(Reason.UNEVEN_BUILDING, group=group)
    if state.terms.limited_houses:
        _check_stock(state, level, new)
    require(state, seat, action.houses * board.build_price[square])


def check_sell(state: GameState, seat: Seat, action: SellHouse) -> None:
    """Raise `IllegalActionError` if the levels may not be sold (R8.5)."""
    square = action.square
    _check_street(state, seat, square)
    level = state.level[square]
    if action.houses > level:
        raise IllegalActionError(Reason.NOT_ENOUGH_BUILDINGS, square=square, level=level)
    if not stays_even(state, square, level - action.houses):
        raise IllegalActionError(Reason.UNEVEN_BUILDING, group=state.board.group[square])


def apply_build(
    state: GameState, seat: Seat, action: Build, chance: Chance, log: EventSink | None
) -> None:
    """Pay and build."""
    square, houses = action.square, action.houses
    cost = houses * state.board.build_price[square]
    move(state, seat, BANK, cost, CashReason.BUILD, log, square)
    set_level(state, square, state.level[square] + houses)
    state.stats[seat * COUNTERS + BUILT_HOUSES] += houses
    tell(state, square, "built", log)


def apply_sell(
    state: GameState, seat: Seat, action: SellHouse, chance: Chance, log: EventSink | None
) -> None:
    """Take levels down for half their price; go on if that was the end of a debt."""
    square, houses = action.square, action.houses
    gain = houses * state.board.refund[square]
    move(state, BANK, seat, gain, CashReason.SELL_BUILDING, log, square)
    set_level(state, square, state.level[square] - houses)
    state.stats[seat * COUNTERS + DEMOLISHED_HOUSES] += houses
    tell(state, square, "sold", log)
    settle_debt(state, seat, chance, log)


def _others(state: GameState, members: tuple[Square, ...], square: Square) -> tuple[int, int]:
    """Return the lowest and the highest level of the group's other streets."""
    levels = [state.level[member] for member in members if member != square]
    return min(levels), max(levels)


def _check_street(state: GameState, seat: Seat, square: Square) -> None:
    if not is_street(state, square):
        raise IllegalActionError(Reason.NOT_A_STREET, square=square)
    if state.owner[square] != seat:
        raise IllegalActionError(Reason.NOT_OWNER, square=square)


def _check_stock(state: GameState, before: int, after: int) -> None:
    houses = houses_left(state)
    needed = houses_needed(before, after)
    if needed > 0 and needed > houses:
        raise IllegalActionError(Reason.NO_HOUSES_LEFT, left=max(0, houses))
    if after == HOTEL and hotels_left(state) <= 0:
        raise IllegalActionError(Reason.NO_HOTELS_LEFT, left=0)
