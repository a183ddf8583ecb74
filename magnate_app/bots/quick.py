"""Very quick habits, for playing a position on a thousand times.

Everybody buys, builds and pays in a plain way and makes no deals. A decision costs about
as much as the engine needs to carry it out; counterpart of `planner`, which thinks.
"""

from __future__ import annotations

from typing import Final

from magnate_app.rules.actions import (
    Action,
    AnswerTrade,
    Bid,
    EndPhase,
    PayBail,
    PickCard,
    Roll,
    StayInJail,
)
from magnate_app.rules.board import HOTEL, Board
from magnate_app.rules.ids import (
    ANSWER,
    AUCTION,
    BUSINESS,
    CHOOSE_FANTASY,
    CHOOSE_SQUARE,
    MANAGEMENT,
    NOBODY,
    PARKING,
    ROLL,
    SERVER,
    TRAM,
    WAITING,
    Seat,
    Square,
)
from magnate_app.rules.phases.liquidation import next_sale
from magnate_app.rules.rent import rent
from magnate_app.rules.state import OPEN, RUN_OFF, GameState

RESERVE: Final = 150
"""Cash kept when building."""

SMALL_RESERVE: Final = 60
"""Cash kept when buying."""

_ROLL: Final = Roll()
_PAY: Final = PayBail()
_STAY: Final = StayInJail()
_UNKNOWN: Final = PickCard(False)
_REJECT: Final = AnswerTrade(False)
_END: Final = EndPhase()
_PASS: Final = Bid(0)


def act(state: GameState, seat: Seat) -> Action:
    """Return a legal action of `seat`, for which the game waits."""
    phase = state.phase
    if phase == ROLL:
        return _roll(state, seat)
    if phase == BUSINESS:
        return _business(state, seat)
    if phase == MANAGEMENT:
        return _management(state, seat)
    if phase == CHOOSE_SQUARE:
        return _target(state, seat)
    if phase == CHOOSE_FANTASY:
        return _UNKNOWN
    if phase == AUCTION:
        return _bid(state, seat)
    if phase == ANSWER:
        return _REJECT
    return next_sale(state, seat)


def _roll(state: GameState, seat: Seat) -> Action:
    if not state.bail_total:
        return _ROLL
    # out while there is something to buy, safe behind bars when the board is built
    if state.cash[seat] < state.terms.bail + RESERVE or any(
        built and owner != seat for built, owner in zip(state.built, state.group_owner, strict=True)
    ):
        return _STAY
    return _PAY


def _management(state: GameState, seat: Seat) -> Action:
    board = state.board
    square = state.position[seat]
    if board.kind[square] == TRAM:
        return board.act_ride[square]
    if state.cash[seat] >= board.price[square] + SMALL_RESERVE:
        return board.act_buy[square]
    return board.act_decline[square]


def _target(state: GameState, seat: Seat) -> Action:
    board = state.board
    best, chosen = -1_000_000.0, state.targets[0]
    for square in state.targets:
        worth = 0.0
        kind = board.kind[square]
        if kind <= SERVER:
            owner = state.owner[square]
            if owner == NOBODY:
                worth = 0.5 * board.price[square] if state.cash[seat] > board.price[square] else -5
            elif owner != seat and owner < WAITING:
                worth = -rent(state, square)
        elif kind == PARKING:
            worth = state.pot
        elif square == board.go_to_jail:
            worth = -50
        if worth > best:
            best, chosen = worth, square
    return board.act_choose[chosen]


def _bid(state: GameState, seat: Seat) -> Action:
    cash = state.cash[seat] - SMALL_RESERVE
    price = state.board.price[state.auction_square]
    # a coin or two apart, so that run-offs stay rare
    most = min(cash, price * (4 if _completes(state.board, state, seat) else 2) // 3 - 3 * seat)
    if state.auction_kind == RUN_OFF:
        return Bid(state.minimum)
    if state.auction_kind == OPEN:
        return Bid(state.minimum) if state.minimum <= most else _PASS
    return Bid(most) if most > 0 else _PASS


def _completes(board: Board, state: GameState, seat: Seat) -> bool:
    square = state.auction_square
    kin = board.group_members[board.group[square]] or board.same_kind[square]
    return all(state.owner[other] == seat for other in kin if other != square)


def _business(state: GameState, seat: Seat) -> Action:
    if seat in state.group_owner:
        cash = state.cash[seat] - RESERVE
        if cash >= 0:
            square = _site(state, seat, cash)
            if square >= 0:
                return state.board.act_build[square][0]
    if state.cash[seat] > 4 * RESERVE and 1 in state.mortgaged:
        return _lift(state, seat)
    return _END


def _site(state: GameState, seat: Seat, cash: int) -> Square:
    """Return where to build next: the dearest group that is affordable, evenly."""
    if state.terms.limited_houses:
        return -1
    board = state.board
    level = state.level
    groups = state.group_owner
    for group in range(len(groups) - 1, 0, -1):
        if groups[group] != seat:
            continue
        members = board.group_members[group]
        chosen = -1
        low = HOTEL
        for square in members:
            if state.mortgaged[square]:
                chosen = -1
                break
            if level[square] <= low and level[square] < HOTEL:
                low, chosen = level[square], square
        if chosen >= 0 and board.build_price[chosen] <= cash:
            return chosen
    return -1


def _lift(state: GameState, seat: Seat) -> Action:
    board = state.board
    square = state.owner.find(seat)
    while square >= 0:
        if state.mortgaged[square] and state.cash[seat] >= board.lift_cost[square] + RESERVE:
            return board.act_redeem[square]
        square = state.owner.find(seat, square + 1)
    return _END
