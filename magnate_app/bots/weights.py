"""The figures the thinking bots judge with, all in one place.

How `TUNED` and `DEALING` were made: rules of thumb first; then self-play, two bots with
changed figures against two with the current ones, keeping what won significantly; 57.8 % of
400 fresh games, z 3.1. The figures of complete groups (developed, undeveloped, pair_one,
trio_one) were set back by hand, so that the last street of a group is worth more than its
first. That search never tried a patience below 0.9: these bots count on more rents than
the others can pay, and pay too much for deeds.

How `SHARP` and `SHARP_DEALS` were made: `build/tune_bots.py` follows the evidence of many
games at once. Seven steps of 300 games each, begun at the figures above with a patience of
0.72, gave them: 62.3 % of 300 fresh games of two against two with the old ones (z 4.3), and
59.0 % of all worth (z 7.8); 62.3 % of 400 others later. More steps, with two further figures,
gained nothing more.

No command gives exactly these figures again: the seed of that run was not kept, and bots have
changed since. The one in `build/tune_bots.py` ends elsewhere, at a patience of 0.76, with
58.3 % (52.0–64.4) of 240 games against the old figures and 89.6 % (85.1–92.8) of 240 against
Reference bots: many figures are about as good, and 300 games a step tell them apart poorly.

Everything is in coins or shares of coins, unless said otherwise.
"""

from __future__ import annotations

from typing import Final

import msgspec


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """What the value model takes for granted."""

    patience: float = 0.9609
    """What income one round later is worth against income now."""
    endless: float = 40.0
    """Rounds looked ahead when the game has no last round."""
    target: int = 3
    """The level a complete group is expected to be built to."""
    undeveloped: float = 0.25
    """Share of a complete group's future rent that counts without any money to build."""
    developed: float = 0.6
    """The same when all the money to build is at hand."""
    pair_one: float = 0.18
    """Share of a two-street group's future rent that one of its streets counts for."""
    trio_two: float = 0.3
    """The same for two streets of three."""
    trio_one: float = 0.07
    """The same for one street of three."""
    held: float = 0.62
    """What is left of such a hope for each missing street that a rival holds."""
    block: float = 0.15
    """How much of what a rival would gain by a deed counts for keeping it away."""
    rivalry: float = 0.3653
    """How much of a rival's gain in a deal counts against it."""
    premium: float = 0.5327
    """Least own gain, as a share of the rival's, for a deal that completes a rival's group."""
    margin: float = 12.0
    """Least own gain of any deal."""
    share: float = 0.3473
    """Share of a deal's gain offered to the other side at first."""
    patience_in_deals: float = 0.1347
    """How much more of it is offered after each refusal."""
    forced: float = 0.5737
    """Loss by each coin that has to be raised in a hurry."""
    ruin: float = 3.0
    """Loss by each coin that could not be raised at all."""
    turns: float = 2.0
    """Turns whose rents a reserve is kept for."""
    shade: float = 0.6826
    """Share of a deed's full value that is bid in a sealed auction."""
    hurry: float = 2.6462
    """Most that a coin is worth while a complete group waits to be built."""


TUNED: Final = Weights()
"""What `hard` and `very_hard` judge everything with but deals."""

DEALING: Final = Weights(developed=0.3883, undeveloped=0.1279, pair_one=0.2217, trio_one=0.0841)
"""What deals are judged with. In self-play those win more who set less store by a complete
group in a deal and more by what may still come of it: they deal more often."""

SHARP: Final = Weights(
    patience=0.4153,
    undeveloped=0.2374,
    developed=0.8388,
    pair_one=0.1696,
    trio_two=0.3179,
    trio_one=0.0607,
    held=0.4252,
    block=0.1275,
    rivalry=0.2957,
    premium=0.6171,
    margin=10.65,
    share=0.4168,
    forced=0.8962,
    ruin=1.4358,
    turns=2.76,
    shade=0.5697,
    hurry=1.5957,
)
"""What the expert judges with. Rents count for little: nobody can pay for long what built
groups ask, while deeds and buildings keep their price to the end."""

SHARP_DEALS: Final = msgspec.structs.replace(
    SHARP,
    patience=0.6461,
    undeveloped=0.1241,
    developed=0.2132,
    pair_one=0.1383,
    trio_two=0.2176,
    trio_one=0.0818,
)
"""What the expert judges deals with."""
