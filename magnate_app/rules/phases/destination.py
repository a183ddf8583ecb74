"""Choosing one of the squares a throw offers. Rules 4.4, 4.8 and 4.9."""

from __future__ import annotations

from magnate_app.errors import IllegalActionError
from magnate_app.rules.actions import Action, ChooseSquare, Surrender
from magnate_app.rules.chance import Chance
from magnate_app.rules.events import EventSink
from magnate_app.rules.ids import Seat
from magnate_app.rules.movement import jump, walk
from magnate_app.rules.reasons import Reason
from magnate_app.rules.state import GameState

_SURRENDER = Surrender()


def legal(state: GameState, seat: Seat) -> list[Action]:
    """List the open targets."""
    choose = state.board.act_choose
    actions: list[Action] = [choose[square] for square in state.targets]
    actions.append(_SURRENDER)
    return actions


def check(state: GameState, seat: Seat, action: ChooseSquare) -> None:
    """Raise `IllegalActionError` unless the square is an open target."""
    if action.square not in state.targets:
        raise IllegalActionError(Reason.ILLEGAL_TARGET, square=action.square)


def apply(
    state: GameState, seat: Seat, action: ChooseSquare, chance: Chance, log: EventSink | None
) -> None:
    """Walk to the square, or jump there after a triple."""
    steps = state.steps[state.targets.index(action.square)]
    if steps:
        walk(state, seat, steps, chance, log)
    else:
        jump(state, seat, action.square, chance, log)
