"""How far a saved game has come, found by playing its log again.

Kept in files at rest, so that the list of saved games need not play them. Whether every
step comes out as recorded is checked when the game is really opened.
"""

from __future__ import annotations

from functools import cache

import msgspec

from magnate_app.content import load_board
from magnate_app.errors import MagnateError
from magnate_app.protocol.gamelog import SavedLog
from magnate_app.rules import engine
from magnate_app.rules.board import Board
from magnate_app.rules.chance import Scripted
from magnate_app.rules.ids import Seat
from magnate_app.rules.transcript import parse_action


class Summary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a game stands; `acting` are the seats it waits for."""

    round: int
    acting: tuple[Seat, ...]
    over: bool


UNKNOWN = Summary(0, (), over=False)


def summarize(saved: SavedLog) -> Summary:
    """Return where a saved game stands, `UNKNOWN` where its log makes no sense here."""
    header = saved.header
    if not header.humans:
        return UNKNOWN
    try:
        board = _board(header.board)
        chance = Scripted(header.draws)
        state = engine.new_game(board, header.settings, header.humans, chance)
        for record in saved.records:
            action = parse_action(board, record.action)
            engine.check(state, record.seat, action)
            engine.apply(state, record.seat, action, Scripted(record.draws))
    except MagnateError:
        return UNKNOWN
    return Summary(state.round, engine.acting(state), engine.outcome(state) is not None)


@cache
def _board(name: str) -> Board:
    return load_board(name).board
