"""What deeds bring in a round, and what rents lie ahead: the figures people are told.

Counterpart of `value`, which turns the same landing distribution into coins at the end of
the game; here nothing is discounted or hoped for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from magnate_app.bots.landing import Landing
from magnate_app.bots.model import model_of
from magnate_app.bots.value import Change
from magnate_app.rules.board import Board
from magnate_app.rules.ids import STREET, WAITING, Seat, Square
from magnate_app.rules.rent import earning
from magnate_app.rules.state import GameState

_NOTHING: Final[Mapping[Square, int]] = {}

NOTABLE: Final = 0.02
"""Rents less likely than this in the next turns are not spoken of."""


def group_of(board: Board, square: Square) -> int:
    """Return the number of a deed's family, as people are told it."""
    return model_of(board).family[square] + 1


def members_of(board: Board, square: Square) -> tuple[Square, ...]:
    """Return a deed's family, the deed included."""
    model = model_of(board)
    return model.families[model.family[square]]


def completed(view: GameState, seat: Seat, change: Change) -> list[int]:
    """Return the families `change` would make complete for `seat`."""
    model = model_of(view.board)
    found = []
    for family in sorted({model.family[square] for square in change}):
        members = model.families[family]
        after = all(change.get(s, view.owner[s]) == seat for s in members)
        if after and any(view.owner[s] != seat for s in members):
            found.append(family + 1)
    return found


def broken(view: GameState, seat: Seat, change: Change) -> list[int]:
    """Return the complete families of `seat` that `change` would take apart."""
    model = model_of(view.board)
    found = []
    for family in sorted({model.family[square] for square in change}):
        members = model.families[family]
        after = all(change.get(s, view.owner[s]) == seat for s in members)
        if not after and all(view.owner[s] == seat for s in members):
            found.append(family + 1)
    return found


def income(
    view: GameState,
    seat: Seat,
    change: Change,
    *,
    built: Mapping[Square, int] = _NOTHING,
    lifted: Square | None = None,
) -> float:
    """Return how much more a round brings to `seat` after `change`, `built` and `lifted`."""
    model = model_of(view.board)
    squares = {*change, *built} if lifted is None else {*change, *built, lifted}
    rivals = sum(not out for other, out in enumerate(view.out) if other != seat)
    total = 0.0
    for family in {model.family[square] for square in squares}:
        members = model.families[family]
        total += _brings(view, seat, members, change, built, lifted)
        total -= _brings(view, seat, members, {}, _NOTHING, None)
    return total * rivals


def rents_ahead(view: GameState, seat: Seat) -> float:
    """Return what a turn out on the board costs `seat` in rents, on average."""
    arrivals = _landing(view).arrivals
    return sum(
        arrivals[square] * earning(view, square)
        for square in view.board.buyable
        if view.owner[square] not in (seat,)
        and view.owner[square] < WAITING
        and not view.mortgaged[square]
    )


def threat(view: GameState, seat: Seat, cash: int) -> int | None:
    """Return the highest rent of the next turn that `cash` would not pay, if one is likely."""
    near = _landing(view).ahead[view.position[seat]]
    rents = [
        earning(view, square)
        for square, chance in near
        if chance >= NOTABLE
        and view.board.price[square]
        and view.owner[square] < WAITING
        and view.owner[square] != seat
        and not view.mortgaged[square]
    ]
    worst = max(rents, default=0)
    return worst if worst > cash else None


def _landing(view: GameState) -> Landing:
    """Return where tokens end up under the settings of this table."""
    return model_of(view.board, view.terms.jail_turns, view.terms.full_deck).landing


def _brings(
    view: GameState,
    seat: Seat,
    members: tuple[Square, ...],
    change: Change,
    built: Mapping[Square, int],
    lifted: Square | None,
) -> float:
    """Return what a family brings to `seat` for each turn of another seat."""
    board = view.board
    arrivals = _landing(view).arrivals
    mine = [s for s in members if change.get(s, view.owner[s]) == seat]
    active = [s for s in mine if not view.mortgaged[s] or s == lifted]
    if not active:
        return 0.0
    if board.kind[members[0]] != STREET:
        ladder = board.rents[members[0]]
        return sum(ladder[len(active) - 1] * arrivals[s] for s in active)
    if len(mine) < len(members):
        return sum(board.ladder[s][0] * arrivals[s] for s in active)
    levels = {s: view.level[s] + built.get(s, 0) for s in active}
    return sum(board.ladder[s][1 + levels[s]] * arrivals[s] for s in active)
