"""The characters of bots: who they are and what they may remark on, as codes.

A character is a name, a face, a way of talking and a slight taste in play. A bot's name
tells which it is; the host says when it has something to say. Words and pictures are the
reader's: `character.CODE` and `remark.CODE.OCCASION.N` in the catalogs.
"""

from __future__ import annotations

import random
from typing import Final

import msgspec


class Character(msgspec.Struct, frozen=True):
    """One character; `name` is what its bot is called at a table."""

    code: str
    name: str


CHARACTERS: Final = (
    Character("gambler", "Cierzo"),
    Character("landlord", "Moncayo"),
    Character("saver", "Ebro"),
    Character("trader", "Huerva"),
    Character("builder", "Gállego"),
    Character("collector", "Jalón"),
    Character("performer", "Jota"),
    Character("haggler", "Baturro"),
    Character("gardener", "Borraja"),
    Character("joker", "Adoquín"),
)
"""All of them, in the order in which they sit down where nobody shuffles."""

CODES: Final = tuple(character.code for character in CHARACTERS)

OCCASIONS: Final = (
    "greets",
    "completes",
    "pays",
    "collects",
    "wins_auction",
    "loses_auction",
    "refused",
    "deals",
    "jailed",
    "hotel",
    "bankrupt",
    "wins",
)
"""What a bot may remark on."""


def character_of(name: str) -> str:
    """Return the code of the character a bot of that name is, empty for none.

    A number behind the name only tells apart two bots of one host.
    """
    first, _, last = name.rpartition(" ")
    return _NAMED.get(first if last.isdecimal() else name, "")


def cast(seed: int | str) -> tuple[Character, ...]:
    """Return all characters in the order in which they sit down at a table; 0 is no shuffle."""
    if not seed:
        return CHARACTERS
    return tuple(random.Random(seed).sample(CHARACTERS, len(CHARACTERS)))


_NAMED: Final = {character.name: character.code for character in CHARACTERS}
