"""Passing the turn, with the estates that are auctioned in between. Rules 3.10, 12.16."""

from __future__ import annotations

from magnate_app.rules.auctions import go_on
from magnate_app.rules.chance import Chance
from magnate_app.rules.events import EventSink
from magnate_app.rules.state import GameState
from magnate_app.rules.turns import advance


def pass_turn(state: GameState, chance: Chance, log: EventSink | None) -> None:
    """End the turn: the next survivor begins once all waiting deeds are auctioned."""
    if advance(state, chance, log):
        go_on(state, log)
