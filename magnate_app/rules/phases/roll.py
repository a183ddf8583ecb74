"""Throwing the dice, free or in jail. Rules 4 and 5.3 to 5.6."""

from __future__ import annotations

from magnate_app.errors import IllegalActionError
from magnate_app.rules.actions import Action, PayBail, Roll, StayInJail, Surrender
from magnate_app.rules.cash import POT, move
from magnate_app.rules.chance import DICE, Chance
from magnate_app.rules.events import (
    BailOffered,
    DestinationsOffered,
    DiceThrown,
    EventSink,
    Option,
)
from magnate_app.rules.ids import BUSINESS, CHOOSE_SQUARE, ROLL, TURNS_IN_JAIL, Seat
from magnate_app.rules.movement import free, jail, walk
from magnate_app.rules.reasons import CashReason, Reason
from magnate_app.rules.state import COUNTERS, GameState
from magnate_app.rules.turns import enter

_BUS = 3
_DOUBLES_TO_JAIL = 2

_ROLL = Roll()
_PAY = PayBail()
_STAY = StayInJail()
_SURRENDER = Surrender()


def legal(state: GameState, seat: Seat) -> list[Action]:
    """Throw; while a bail decision is open pay or stay instead (R5.6)."""
    if not state.bail_total:
        return [_ROLL, _SURRENDER]
    if state.cash[seat] >= state.terms.bail:
        return [_PAY, _STAY, _SURRENDER]
    return [_STAY, _SURRENDER]


def check(state: GameState, seat: Seat, action: Roll) -> None:
    """Raise `IllegalActionError` while a bail decision is open."""
    if state.bail_total:
        raise IllegalActionError(Reason.BAIL_DECISION_PENDING)


def apply(
    state: GameState, seat: Seat, action: Roll, chance: Chance, log: EventSink | None
) -> None:
    """Throw three dice, or two in jail."""
    if state.jail_turns[seat]:
        _throw_in_jail(state, seat, chance, log)
    else:
        _throw(state, seat, chance, log)


def _throw(state: GameState, seat: Seat, chance: Chance, log: EventSink | None) -> None:
    """Judge the throw as triple, third double, double or plain, then move (R4.3)."""
    first = chance.draw(DICE, 6) + 1
    second = chance.draw(DICE, 6) + 1
    bus = chance.draw(DICE, 6) + 1
    state.dice = (first, second, bus)
    double = first == second
    triple = double and first == bus and bus <= _BUS
    caught = double and not triple and state.streak == _DOUBLES_TO_JAIL
    state.streak = state.streak + 1 if double and not triple and not caught else 0
    if log is not None:
        log(DiceThrown(seat, state.dice, triple, state.streak))
    if triple:
        _offer(state, seat, dict.fromkeys(state.board.triple_targets, 0), log)
    elif caught:
        jail(state, seat, "doubles", log)
        enter(state, BUSINESS, seat)
    elif bus <= _BUS:
        walk(state, seat, first + second + bus, chance, log)
    else:
        walks = state.board.walks[state.position[seat]]
        totals = (first + second, second, first)
        _offer(state, seat, {walks[total][0]: total for total in totals}, log)


def _offer(state: GameState, seat: Seat, ends: dict[int, int], log: EventSink | None) -> None:
    """Leave the player the choice among squares, with the steps each takes (R4.4, R4.8)."""
    state.targets = tuple(sorted(ends))
    state.steps = tuple(ends[square] for square in state.targets)
    enter(state, CHOOSE_SQUARE, seat)
    if log is not None:
        ids = state.board.ids
        log(
            DestinationsOffered(
                seat,
                tuple(
                    Option(ids[square], steps)
                    for square, steps in zip(state.targets, state.steps, strict=True)
                ),
            )
        )


def _throw_in_jail(state: GameState, seat: Seat, chance: Chance, log: EventSink | None) -> None:
    """Free the prisoner by a double or the last turn, else open the bail decision (R5.3–R5.6)."""
    first = chance.draw(DICE, 6) + 1
    second = chance.draw(DICE, 6) + 1
    total = first + second
    state.dice = (first, second, 0)
    if log is not None:
        log(DiceThrown(seat, state.dice, False, state.streak))
    if first == second:
        free(state, seat, "double", log)
        walk(state, seat, total, chance, log)
    elif state.jail_turns[seat] == 1:
        move(state, seat, POT, state.terms.bail, CashReason.BAIL_FORCED, log)
        state.stats[seat * COUNTERS + TURNS_IN_JAIL] += 1
        free(state, seat, "bail_forced", log)
        walk(state, seat, total, chance, log)
    else:
        _offer_bail(state, seat, total, log)


def _offer_bail(state: GameState, seat: Seat, total: int, log: EventSink | None) -> None:
    board = state.board
    end = board.walks[state.position[seat]][total][0]
    state.jail_turns[seat] -= 1
    state.bail_total = total
    state.targets = (end, board.jail)
    state.steps = (total, 0)
    enter(state, ROLL, seat)
    if log is not None and state.dice is not None:
        log(
            BailOffered(
                seat=seat,
                dice=state.dice[:2],
                target=board.ids[end],
                price=state.terms.bail,
                turns_left=state.jail_turns[seat],
            )
        )
