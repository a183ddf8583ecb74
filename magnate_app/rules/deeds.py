"""Who owns what, complete groups, levels and the bank's stock of buildings. Rules 3.2, 8.2, 20.3.

Changes of deeds go through here, so that groups are re-examined and watchers told.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from magnate_app.rules.board import HOTEL
from magnate_app.rules.events import DeedChanged, EventSink
from magnate_app.rules.ids import NOBODY, STREET, WAITING, Seat, Square
from magnate_app.rules.state import GameState

HOUSE_STOCK: Final = 32
HOTEL_STOCK: Final = 12


def reported_level(state: GameState, square: Square) -> int:
    """Return −1 for streets of incomplete groups, bridges and servers, else the level (R3.2)."""
    group = state.board.group[square]
    if group == 0 or state.group_owner[group] == NOBODY:
        return -1
    return state.level[square]


def owned(state: GameState, seat: Seat) -> list[Square]:
    """Return the deeds of a seat in ascending order."""
    deeds: list[Square] = []
    owner = state.owner
    square = owner.find(seat)
    while square >= 0:
        deeds.append(square)
        square = owner.find(seat, square + 1)
    return deeds


def transfer(
    state: GameState,
    squares: Iterable[Square],
    owner: int,
    reason: str,
    log: EventSink | None,
) -> None:
    """Give deeds to `owner` (a seat, `NOBODY` or `WAITING`) and re-examine their groups (R8.2)."""
    exchange(state, tuple((square, owner) for square in squares), reason, log)


def exchange(
    state: GameState,
    deeds: tuple[tuple[Square, int], ...],
    reason: str,
    log: EventSink | None,
) -> None:
    """Give each deed to its new owner, all at the same moment (R8.2, R13.11)."""
    board = state.board
    groups: list[int] = []
    for square, owner in deeds:
        state.owner[square] = owner
        group = board.group[square]
        if group and group not in groups:
            groups.append(group)
    changed = [group for group in groups if _examine(state, group)]
    if log is None:
        return
    moved = [square for square, _ in deeds]
    for square in moved:
        tell(state, square, reason, log)
    for group in changed:
        for square in board.group_members[group]:
            if square not in moved and state.owner[square] < WAITING:
                tell(state, square, "group", log)


def set_level(state: GameState, square: Square, level: int) -> None:
    """Put `level` on a street."""
    group = state.board.group[square]
    state.built[group] += level - state.level[square]
    state.level[square] = level


def tell(state: GameState, square: Square, reason: str, log: EventSink | None) -> None:
    """Report what is true of a deed now."""
    if log is None:
        return
    owner = state.owner[square]
    log(
        DeedChanged(
            square=state.board.ids[square],
            owner=owner if owner < WAITING else None,
            houses=reported_level(state, square),
            mortgaged=bool(state.mortgaged[square]),
            reason=reason,
        )
    )


def houses_left(state: GameState) -> int:
    """Return the bank's stock of houses with `limited_houses`; hotels hold none (R20.3)."""
    level = state.level
    return HOUSE_STOCK - sum(houses * level.count(houses) for houses in range(1, HOTEL))


def hotels_left(state: GameState) -> int:
    """Return the bank's stock of hotels with `limited_houses` (R20.3)."""
    return HOTEL_STOCK - state.level.count(HOTEL)


def houses_needed(before: int, after: int) -> int:
    """Return how many houses a step takes out of the stock; negative if it hands some back."""
    return (after if after < HOTEL else 0) - (before if before < HOTEL else 0)


def in_stock(state: GameState, before: int, after: int) -> bool:
    """Return whether the stock has the buildings for a step upwards (R20.3)."""
    if not state.terms.limited_houses:
        return True
    houses = houses_needed(before, after)
    if houses > 0 and houses > houses_left(state):
        return False
    return after < HOTEL or before == HOTEL or hotels_left(state) > 0


def lowest_level(state: GameState, group: int) -> int:
    """Return the lowest level in a group."""
    level = state.level
    return min(level[square] for square in state.board.group_members[group])


def highest_level(state: GameState, group: int) -> int:
    """Return the highest level in a group."""
    level = state.level
    return max(level[square] for square in state.board.group_members[group])


def stays_even(state: GameState, square: Square, level: int) -> bool:
    """Return whether the group is even with `level` on this street (R8.4)."""
    low = high = level
    levels = state.level
    for member in state.board.group_members[state.board.group[square]]:
        if member != square:
            other = levels[member]
            if other < low:
                low = other
            elif other > high:
                high = other
    return high - low <= 1


def is_street(state: GameState, square: Square) -> bool:
    """Return whether buildings can stand here at all."""
    return state.board.kind[square] == STREET


def _examine(state: GameState, group: int) -> bool:
    """Recompute who has the group; return whether that changed."""
    owner = state.owner
    members = state.board.group_members[group]
    first = owner[members[0]]
    for square in members:
        if owner[square] != first:
            first = NOBODY
            break
    if first == WAITING:
        first = NOBODY
    changed = state.group_owner[group] != first
    if changed:
        state.group_owner[group] = first
        if state.built[group]:
            for square in members:
                state.level[square] = 0
            state.built[group] = 0
    return changed
