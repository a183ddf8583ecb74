"""What a visitor owes. Rules 9.1 to 9.3."""

from __future__ import annotations

from magnate_app.rules.ids import STREET, WAITING, Square
from magnate_app.rules.state import GameState


def rent(state: GameState, square: Square) -> int:
    """Return the rent a visitor of another seat pays here now; 0 where none is due (R9.1)."""
    owner = state.owner[square]
    if owner >= WAITING or state.mortgaged[square]:
        return 0
    if state.terms.no_rent_in_jail and state.jail_turns[owner]:
        return 0
    return earning(state, square)


def earning(state: GameState, square: Square) -> int:
    """Return the rent figure of an owned, unmortgaged deed, whoever sits in jail."""
    board = state.board
    owners = state.owner
    owner = owners[square]
    if board.kind[square] == STREET:
        if state.group_owner[board.group[square]] == owner:
            return board.ladder[square][1 + state.level[square]]
        return board.ladder[square][0]
    mortgaged = state.mortgaged
    step = 0
    for other in board.same_kind[square]:
        if owners[other] == owner and not mortgaged[other]:
            step += 1
    return board.rents[square][step - 1]
