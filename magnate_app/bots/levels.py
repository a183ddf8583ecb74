"""The single door to bots: from the name of a level to a bot that plays it.

The ladder is one value model, used less and less well from the top down. `expert` judges
soberly, guesses what others will bid, counts the bonuses and plays the last rounds out
before it decides. `very_hard` judges and deals, but counts on more rents than the others
can pay. `hard` opens no negotiations and looks at one throw only. The levels below see
fewer rounds ahead, hope less for groups, fear no rents, bid low and build timidly. All
but the expert slip: what they think worse they take now and then, the more often the
lower the level. `very_easy` chooses almost freely among what its model considers at all.
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
from magnate_app.bots.weights import SHARP, SHARP_DEALS, TUNED

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
    forced=0.0,
    ruin=0.0,
    shade=0.15,
)
"""Sees a few rounds ahead, hopes for nothing and fears nothing."""

_CASUAL: Final = msgspec.structs.replace(
    TUNED,
    patience=0.88,
    block=0.0,
    pair_one=0.05,
    trio_two=0.08,
    trio_one=0.0,
    developed=0.5,
    turns=1.0,
    forced=0.0,
    ruin=0.0,
    shade=0.25,
)
"""Sees half of a game ahead, hopes for little and keeps nothing from anybody."""

_STEADY: Final = msgspec.structs.replace(
    TUNED, patience=0.93, block=0.05, turns=1.0, forced=0.0, ruin=0.0, shade=0.35
)
"""Knows what groups are worth, but bids low and does not think of the rents that wait."""

TEMPERS: Final = {
    "very_easy": Temper(
        weights=_CHILDLIKE,
        deals=_CHILDLIKE,
        slip=6000.0,
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
        slip=670.0,
        offers=False,
        counters=False,
        looks_ahead=False,
        funds=False,
        builds=1,
        thrift=400,
    ),
    "medium": Temper(
        weights=_STEADY,
        slip=290.0,
        offers=False,
        counters=False,
        looks_ahead=False,
        funds=False,
        builds=1,
        thrift=300,
    ),
    "hard": Temper(slip=60.0, offers=False, funds=False, looks_ahead=False),
    "very_hard": Temper(slip=35.0),
    EXPERT: Temper(weights=SHARP, deals=SHARP_DEALS, bonuses=True, reads=True),
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
