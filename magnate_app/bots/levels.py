"""The single door to bots: from the name of a level to a bot that plays it."""

from __future__ import annotations

import random
from typing import Final

from magnate_app.bots.base import Bot
from magnate_app.bots.random_legal import RandomLegal
from magnate_app.bots.reference import Reference

LEVELS: Final = ("very_easy", "easy", "medium", "hard", "very_hard", "expert")
"""What people choose from, weakest first."""

REFERENCE: Final = "reference"
RANDOM: Final = "random"

NAMES: Final = (*LEVELS, REFERENCE, RANDOM)
"""Everything `make` knows: the levels, and two yardsticks."""

CHARACTERS: Final = (
    "Cierzo",
    "Pilar",
    "Leo",
    "Ana",
    "Baturro",
    "Moncayo",
    "Ebro",
    "Jota",
    "Goya",
    "Adelina",
    "Braulio",
    "Torrero",
)
"""Names bots answer to at a table."""

_SLIPS: Final = {
    "very_easy": 1.0,
    "easy": 0.8,
    "medium": 0.6,
    "hard": 0.4,
    "very_hard": 0.2,
    "expert": 0.0,
    REFERENCE: 0.0,
}
"""ε of RC.1."""


def make(name: str, seed: int | str, *, stand_in: bool = False) -> Bot:
    """Return a bot of level `name`, one of `NAMES`, whose luck comes from `seed`.

    A `stand_in` proposes no trades and rejects all offers (R15.6).
    """
    if name == RANDOM:
        return RandomLegal(seed, stand_in=stand_in)
    return Reference(seed, _SLIPS[name], stand_in)


def characters(count: int, seed: int | str) -> tuple[str, ...]:
    """Return `count` different names for the bots of one table, at most 12."""
    return tuple(random.Random(seed).sample(CHARACTERS, count))
