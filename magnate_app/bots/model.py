"""What a board means for values, under the settings of a table: worked out once."""

from __future__ import annotations

from functools import lru_cache

from magnate_app.bots.landing import JAIL_TURNS, Landing, landing_of
from magnate_app.rules.board import HOTEL, Board
from magnate_app.rules.ids import Square


class Model:
    """What a board means for values, worked out once."""

    __slots__ = ("board", "families", "family", "full", "landing", "streets")

    def __init__(self, board: Board, landing: Landing) -> None:
        self.board = board
        self.landing = landing
        groups = [members for members in board.group_members if members]
        kinds = [kind for kind in (board.bridges, board.servers) if kind]
        self.families: tuple[tuple[Square, ...], ...] = (*groups, *kinds)
        self.streets = len(groups)
        family = [-1] * board.size
        for number, members in enumerate(self.families):
            for square in members:
                family[square] = number
        self.family = tuple(family)
        arrivals = landing.arrivals
        self.full = tuple(
            tuple(
                sum(board.ladder[square][1 + level] * arrivals[square] for square in members)
                for members in groups
            )
            for level in range(HOTEL + 1)
        )
        """By level, then by group: the rent one turn of another seat brings on average."""


@lru_cache(maxsize=8)
def model_of(board: Board, jail_turns: int = JAIL_TURNS, full_deck: bool = False) -> Model:
    """Return the model of `board` under these settings, worked out once."""
    return Model(board, landing_of(board, jail_turns, full_deck))
