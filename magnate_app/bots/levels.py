"""The single door to bots: from the name of a level to a bot that plays it.

The ladder is one value model, used less and less well from the top down: `expert` plays
on from its candidates, `very_hard` only judges them, `hard` opens no negotiations, and
the levels below look less far ahead, hope less for groups and build more timidly. All but
the expert slip softly among what they think nearly as good.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from magnate_app.bots.base import Bot
from magnate_app.bots.planner import Planner, Temper
from magnate_app.bots.random_legal import RandomLegal
from magnate_app.bots.reference import Reference
from magnate_app.bots.search import Expert
from magnate_app.bots.taste import taste_of
from magnate_app.bots.weights import TUNED

LEVELS: Final = ("very_easy", "easy", "medium", "hard", "very_hard", "expert")
"""What people choose from, weakest first."""

EXPERT: Final = "expert"
REFERENCE: Final = "reference"
RANDOM: Final = "random"

_SLIPS: Final = {
    REFERENCE: 0.0,
    "reference_0.2": 0.2,
    "reference_0.4": 0.4,
    "reference_0.6": 0.6,
    "reference_0.8": 0.8,
    "reference_1.0": 1.0,
}
"""ε of RC.1."""

NAMES: Final = (*LEVELS, REFERENCE, RANDOM)
"""What people may name: the levels, and two yardsticks. `make` knows slipping references too."""

_CHILDLIKE: Final = msgspec.structs.replace(
    TUNED,
    patience=0.8,
    block=0.0,
    pair_one=0.0,
    trio_two=0.0,
    trio_one=0.0,
    developed=0.3,
    turns=1.0,
    shade=0.15,
)
"""Sees a few rounds ahead and hopes for nothing."""

_CASUAL: Final = msgspec.structs.replace(
    TUNED,
    patience=0.88,
    block=0.0,
    pair_one=0.05,
    trio_two=0.08,
    trio_one=0.0,
    developed=0.5,
    turns=1.0,
    shade=0.5,
)
"""Sees half of a game ahead, hopes for little and keeps nothing from anybody."""

TEMPERS: Final = {
    "very_easy": Temper(
        weights=_CHILDLIKE,
        deals=_CHILDLIKE,
        slip=4000.0,
        offers=False,
        counters=False,
        looks_ahead=False,
        funds=False,
        builds=1,
        thrift=2500,
    ),
    "easy": Temper(
        weights=_CASUAL,
        deals=_CASUAL,
        slip=490.0,
        offers=False,
        counters=False,
        looks_ahead=False,
        funds=False,
        builds=1,
        thrift=400,
    ),
    "medium": Temper(
        weights=msgspec.structs.replace(TUNED, patience=0.93, block=0.05, shade=0.6),
        slip=170.0,
        offers=False,
        looks_ahead=False,
        funds=False,
        builds=2,
        thrift=200,
    ),
    "hard": Temper(slip=50.0, offers=False, funds=False),
    "very_hard": Temper(slip=20.0),
    EXPERT: Temper(),
}
"""How each level thinks."""


def make(
    name: str,
    seed: int | str,
    *,
    stand_in: bool = False,
    hurry: Callable[[], bool] | None = None,
    character: str = "",
) -> Bot:
    """Return a bot of level `name`, whose luck comes from `seed`.

    Those that think have the slight taste of their `character`, if any.

    A `stand_in` proposes no trades and rejects all offers (R15.6). A bot that searches asks
    `hurry` now and then, and decides at once when it is true.
    """
    if name == RANDOM:
        return RandomLegal(seed, stand_in=stand_in)
    if name in _SLIPS:
        return Reference(seed, _SLIPS[name], stand_in)
    taste = taste_of(character)
    if name == EXPERT:
        return Expert(seed, TEMPERS[name], stand_in, hurry, taste)
    return Planner(seed, TEMPERS[name], stand_in, taste)
