"""Buying, declining and riding the tram. Rules 7."""

from __future__ import annotations

from magnate_app.errors import IllegalActionError
from magnate_app.rules.actions import Action, Buy, Decline, EndPhase, RideTram, Surrender
from magnate_app.rules.auctions import open_declined
from magnate_app.rules.cash import BANK, move
from magnate_app.rules.chance import Chance
from magnate_app.rules.deeds import transfer
from magnate_app.rules.events import EventSink, PurchaseDeclined
from magnate_app.rules.ids import NOBODY, SERVER, TRAM, WAITING, Seat, Square
from magnate_app.rules.movement import teleport
from magnate_app.rules.phases.afford import require
from magnate_app.rules.reasons import CashReason, Reason
from magnate_app.rules.state import GameState
from magnate_app.rules.turns import continue_turn

_SURRENDER = Surrender()


def legal(state: GameState, seat: Seat) -> list[Action]:
    """List buying and declining, or the tram stops within reach, the current one first."""
    board = state.board
    square = state.position[seat]
    cash = state.cash[seat]
    if board.kind[square] == TRAM:
        actions: list[Action] = [board.act_ride[square]]
        if cash >= board.fare:
            actions += [board.act_ride[stop] for stop in board.trams if stop != square]
        actions.append(_SURRENDER)
        return actions
    if cash >= board.price[square]:
        return [board.act_buy[square], board.act_decline[square], _SURRENDER]
    return [board.act_decline[square], _SURRENDER]


def explicit(state: GameState, seat: Seat) -> Decline | RideTram:
    """Return what `EndPhase` means here: decline the square, or stay on the tram (R7.4)."""
    square = state.position[seat]
    if state.board.kind[square] == TRAM:
        return state.board.act_ride[square]
    return state.board.act_decline[square]


def check_buy(state: GameState, seat: Seat, action: Buy) -> None:
    """Raise `IllegalActionError` if `seat` may not buy the square."""
    _check_for_sale(state, seat, action.square)
    require(state, seat, state.board.price[action.square])


def check_decline(state: GameState, seat: Seat, action: Decline) -> None:
    """Raise `IllegalActionError` if `seat` may not decline the square."""
    _check_for_sale(state, seat, action.square)


def check_ride(state: GameState, seat: Seat, action: RideTram) -> None:
    """Raise `IllegalActionError` if `seat` may not ride there."""
    kind = state.board.kind
    here = state.position[seat]
    if kind[here] != TRAM:
        raise IllegalActionError(Reason.NOT_ON_TRAM)
    if kind[action.square] != TRAM:
        raise IllegalActionError(Reason.NOT_A_TRAM, square=action.square)
    if action.square != here:
        require(state, seat, state.board.fare)


def apply_buy(
    state: GameState, seat: Seat, action: Buy, chance: Chance, log: EventSink | None
) -> None:
    """Take the deed for its price (R7.1)."""
    square = action.square
    move(state, seat, BANK, state.board.price[square], CashReason.PURCHASE, log, square)
    transfer(state, (square,), seat, "bought", log)
    continue_turn(state)


def apply_decline(
    state: GameState, seat: Seat, action: Decline, chance: Chance, log: EventSink | None
) -> None:
    """Start the auction (R7.2)."""
    if log is not None:
        log(PurchaseDeclined(seat, state.board.ids[action.square]))
    open_declined(state, seat, action.square, log)


def apply_ride(
    state: GameState, seat: Seat, action: RideTram, chance: Chance, log: EventSink | None
) -> None:
    """Ride for the fare, or stay for nothing (R7.3)."""
    if action.square != state.position[seat]:
        move(state, seat, BANK, state.board.fare, CashReason.TRAM_FARE, log)
        teleport(state, seat, action.square, "tram", log)
    continue_turn(state)


def apply_end(
    state: GameState, seat: Seat, action: EndPhase, chance: Chance, log: EventSink | None
) -> None:
    """Decline or stay (R7.4)."""
    meant = explicit(state, seat)
    if isinstance(meant, Decline):
        apply_decline(state, seat, meant, chance, log)
    else:
        apply_ride(state, seat, meant, chance, log)


def _check_for_sale(state: GameState, seat: Seat, square: Square) -> None:
    if state.board.kind[square] > SERVER:
        raise IllegalActionError(Reason.NOT_BUYABLE, square=square)
    owner = state.owner[square]
    if owner != NOBODY:
        # a waiting deed is held by the bank (R12.16)
        raise IllegalActionError(
            Reason.ALREADY_OWNED, square=square, owner=None if owner == WAITING else owner
        )
    current = state.position[seat]
    if square != current:
        raise IllegalActionError(Reason.NOT_CURRENT_SQUARE, square=square, current=current)
