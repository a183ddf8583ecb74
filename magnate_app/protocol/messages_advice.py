"""Messages about what bots think: advice for a person, remarks of a character (ext).

Squares are the board's ids and players seat numbers, as in `update`; the actions of a
choice are told as `game_action` tells them.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from magnate_app.protocol.explaining import Why
from magnate_app.protocol.messages_common import FromClient
from magnate_app.protocol.messages_told import ToldAction


class AskAdvice(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Ask what a thinking bot would do in one's place."""


class AdviceChoice(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do: actions in their order, worth in coins, reasons."""

    actions: tuple[ToldAction, ...]
    value: int
    whys: tuple[Why, ...]


class AdviceGiven(msgspec.Struct, frozen=True, kw_only=True):
    """The answer, best choice first, for the decision of that id; told to one alone."""

    game: int
    decision: int
    choices: tuple[AdviceChoice, ...]


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """A bot remarks on something; `variant` chooses among the sentences a reader has."""

    game: int
    seat: int
    character: str
    occasion: str
    variant: int


AdviceServer: TypeAlias = AdviceGiven | Remark
