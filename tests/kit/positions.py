"""Positions for valuing: deeds by their owner, at a turn that makes V a whole number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from magnate_app.rules.ids import BUSINESS
from magnate_app.rules.state import GameState
from tests.kit.games import BOARD, Deed, game_at

TURN: Final = 446
"""54 of the 500 turns of RC.2 are left: V is the number of rivals."""

ALL_DEEDS: Final = tuple(BOARD.ids[square] for square in BOARD.buyable)


def position(
    *,
    players: int = 4,
    turn_number: int = TURN,
    deeds: Mapping[int, Sequence[int]] | None = None,
    levels: Mapping[int, int] | None = None,
    mortgaged: Sequence[int] = (),
    at: int = 0,
    cash: int = 1500,
    phase: int = BUSINESS,
    **more: Any,
) -> GameState:
    """Return a position of seat 0, who stands on `at`; `deeds` by seat, everybody has `cash`."""
    given: dict[int, Deed] = {}
    for seat, places in (deeds or {}).items():
        for place in places:
            level = (levels or {}).get(place, 0)
            given[place] = (seat, level, "mortgaged") if place in mortgaged else (seat, level)
    return game_at(
        players=players,
        turn_number=turn_number,
        deeds=given,
        at={0: at},
        cash=dict.fromkeys(range(players), cash),
        phase=phase,
        humans=[False] * players,
        **more,
    )


def rest_of(*kept: int) -> list[int]:
    """Return all deeds but `kept`."""
    return [place for place in ALL_DEEDS if place not in kept]
