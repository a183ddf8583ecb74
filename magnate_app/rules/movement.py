"""Moving tokens: walks, jumps, teleports, jailing, and the arrival. Rules 2, 5.1 and 6."""

from __future__ import annotations

from magnate_app.rules.cards import draw_card, show_card
from magnate_app.rules.cash import BANK, POT, move
from magnate_app.rules.chance import Chance
from magnate_app.rules.events import EventSink, PlayerFreed, PlayerJailed, TokenMoved
from magnate_app.rules.ids import (
    BUSINESS,
    CHOOSE_FANTASY,
    FANTASY,
    GO_TO_JAIL,
    MANAGEMENT,
    NOBODY,
    NUM_PAID_RENTS,
    PARKING,
    SERVER,
    TIMES_IN_JAIL,
    TRAM,
    WALKED_SQUARES,
    Seat,
    Square,
)
from magnate_app.rules.reasons import CashReason
from magnate_app.rules.rent import rent
from magnate_app.rules.state import COUNTERS, RESUME_ARRIVAL, GameState
from magnate_app.rules.turns import continue_turn, enter, incur_debt


def walk(state: GameState, seat: Seat, total: int, chance: Chance, log: EventSink | None) -> None:
    """Walk `total` steps and arrive (R2.3–R2.6)."""
    board = state.board
    end, earns, path = board.walks[state.position[seat]][total]
    state.position[seat] = end
    state.stats[seat * COUNTERS + WALKED_SQUARES] += total
    clear_targets(state)
    if log is not None:
        ids = board.ids
        squares = [ids[square] for square in path]
        if end == board.go_to_jail:
            squares.append(ids[board.jail])
        log(TokenMoved(seat, tuple(squares), "walk"))
    if earns:
        amount = state.terms.go_money
        if end == board.start and state.terms.double_go:
            amount *= 2
        move(state, BANK, seat, amount, CashReason.GO_MONEY, log, board.start)
    arrive(state, seat, chance, log)


def jump(
    state: GameState, seat: Seat, square: Square, chance: Chance, log: EventSink | None
) -> None:
    """Jump to `square` after a triple and arrive, without GO money (R4.4)."""
    board = state.board
    if log is not None:
        path = [board.ids[state.position[seat]], board.ids[square]]
        if square == board.go_to_jail:
            path.append(board.ids[board.jail])
        log(TokenMoved(seat, tuple(path), "jump"))
    state.position[seat] = square
    clear_targets(state)
    arrive(state, seat, chance, log)


def teleport(state: GameState, seat: Seat, square: Square, by: str, log: EventSink | None) -> None:
    """Put a token elsewhere; nothing happens there (R6.3)."""
    before = state.position[seat]
    state.position[seat] = square
    if log is not None and before != square:
        ids = state.board.ids
        log(TokenMoved(seat, (ids[before], ids[square]), by))


def jail(state: GameState, seat: Seat, cause: str, log: EventSink | None) -> None:
    """Jail a seat; the turn player's streak is over (R5.1)."""
    if log is not None and cause != "square":
        # ending on the square that jails is told as one path together with the walk (R2.8)
        teleport(state, seat, state.board.jail, "jail", log)
    state.position[seat] = state.board.jail
    state.jail_turns[seat] = state.terms.jail_turns
    state.stats[seat * COUNTERS + TIMES_IN_JAIL] += 1
    if seat == state.turn_seat:
        state.streak = 0
    if log is not None:
        log(PlayerJailed(seat, cause, state.jail_turns[seat]))


def free(state: GameState, seat: Seat, by: str, log: EventSink | None) -> None:
    """Let a prisoner go; the walk out follows."""
    state.jail_turns[seat] = 0
    if log is not None:
        log(PlayerFreed(seat, by))


def clear_targets(state: GameState) -> None:
    """Close the open targets and the bail decision (R4.9)."""
    state.targets = state.steps = ()
    state.bail_total = 0


def arrive(state: GameState, seat: Seat, chance: Chance, log: EventSink | None) -> None:
    """Take the steps of R6.1 after a walk or a jump; GO money has been paid."""
    board = state.board
    square = state.position[seat]
    kind = board.kind[square]
    if kind <= SERVER:
        if state.owner[square] != seat:
            _pay_rent(state, seat, square, log)
    elif kind == GO_TO_JAIL:
        jail(state, seat, "square", log)
        enter(state, BUSINESS, seat)
        return
    elif kind == PARKING and state.pot:
        move(state, POT, seat, state.pot, CashReason.PARKING_POT, log, square)
    if state.cash[seat] < 0:
        incur_debt(state, seat, RESUME_ARRIVAL, log)
    else:
        look_around(state, seat, chance, log)


def look_around(state: GameState, seat: Seat, chance: Chance, log: EventSink | None) -> None:
    """Take the arrival from its sixth step on: card, management, or the turn goes on (R6.1)."""
    square = state.position[seat]
    kind = state.board.kind[square]
    if kind == FANTASY:
        show_card(state, seat, square, *draw_card(state, chance), log)
        enter(state, CHOOSE_FANTASY, seat)
    elif kind == TRAM or (kind <= SERVER and state.owner[square] == NOBODY):
        enter(state, MANAGEMENT, seat)
    else:
        continue_turn(state)


def _pay_rent(state: GameState, seat: Seat, square: Square, log: EventSink | None) -> None:
    amount = rent(state, square)
    if amount:
        move(state, seat, state.owner[square], amount, CashReason.RENT, log, square)
        state.stats[seat * COUNTERS + NUM_PAID_RENTS] += 1
