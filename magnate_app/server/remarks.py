"""What bots' characters remark on: seldom, and never while a person has to think hard.

Everything comes out of the game and its log: the same game makes the same remarks. They
are flavor: nothing depends on them and nobody is told them twice.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from typing import Final

from magnate_app.protocol.messages import Remark
from magnate_app.rules import ids
from magnate_app.rules.board import HOTEL
from magnate_app.rules.events import (
    AnyEvent,
    AuctionEnded,
    CashMoved,
    DeedChanged,
    GameEnded,
    PlayerEliminated,
    PlayerJailed,
    TradeAccepted,
    TradeRefused,
    TurnStarted,
)
from magnate_app.rules.ids import Seat
from magnate_app.rules.state import GameState
from magnate_app.server.table import Table

ONE_IN: Final = {
    "greets": 2,
    "completes": 2,
    "pays": 2,
    "collects": 3,
    "wins_auction": 8,
    "loses_auction": 10,
    "refused": 2,
    "deals": 2,
    "jailed": 3,
    "hotel": 2,
    "bankrupt": 1,
    "wins": 1,
}
"""How many of the occasions of each kind pass for one remark."""

QUIET: Final = 2
"""Turns without a word after a remark; last words apart."""

RESTRAINT: Final = 6
"""Turns before the same bot speaks again."""

HIGH_RENT: Final = 100
VARIANTS: Final = 1000
_LAST_WORDS: Final = ("bankrupt", "wins")
_THINKING: Final = (ids.AUCTION, ids.ANSWER, ids.LIQUIDATION)


class Remarks:
    """The remarks of one table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._quiet_until = 0
        self._spoke: dict[Seat, int] = {}
        self._characters = [table.character(seat) for seat in table.seats]

    def hear(self, events: Iterable[AnyEvent]) -> None:
        """Let a bot say something about what has just happened, perhaps."""
        if not any(self._characters):
            return
        table = self._table
        luck: random.Random | None = None
        for seat, occasion in occasions(table.state, events):
            character = self._characters[seat]
            if not character or not self._may(seat, occasion):
                continue
            luck = luck or random.Random(f"{table.header.hash}/{table.game.seq}")
            if luck.randrange(ONE_IN[occasion]):
                continue
            self._say(seat, character, occasion, luck.randrange(VARIANTS))
            return

    def _may(self, seat: Seat, occasion: str) -> bool:
        if occasion in _LAST_WORDS:
            return True
        table = self._table
        turn = table.state.turn_number
        if turn < self._quiet_until or turn < self._spoke.get(seat, -RESTRAINT) + RESTRAINT:
            return False
        thinking = table.state.phase in _THINKING
        return not (thinking and any(not one.automatic for one in table.acting()))

    def _say(self, seat: Seat, character: str, occasion: str, variant: int) -> None:
        table = self._table
        self._quiet_until = table.state.turn_number + QUIET
        self._spoke[seat] = table.state.turn_number
        remark = Remark(
            game=table.id, seat=seat, character=character, occasion=occasion, variant=variant
        )
        for line, _ in table.audience.lines():
            if line.extended:
                line.send(remark)


def occasions(state: GameState, events: Iterable[AnyEvent]) -> Iterator[tuple[Seat, str]]:
    """Find what somebody might remark on, and who, in the order of the events."""
    sets: set[Seat] = set()
    for event in events:
        match event:
            case TurnStarted(seat=seat, round=1):
                yield seat, "greets"
            case CashMoved(payer=int(payer), payee=int(payee), reason="rent", amount=amount):
                if amount >= HIGH_RENT:
                    yield payer, "pays"
                    yield payee, "collects"
            case DeedChanged(owner=int(owner), reason="group", houses=0) if owner not in sets:
                sets.add(owner)
                yield owner, "completes"
            case DeedChanged(owner=int(owner), reason="built", houses=houses) if houses == HOTEL:
                yield owner, "hotel"
            case AuctionEnded(winner=int(winner), bids=bids):
                yield winner, "wins_auction"
                for other, bid in bids.items():
                    if int(other) != winner and bid:
                        yield int(other), "loses_auction"
            case TradeAccepted():
                yield event.from_, "deals"
            case TradeRefused(cause="answer"):
                yield event.from_, "refused"
            case PlayerJailed(seat=seat):
                yield seat, "jailed"
            case PlayerEliminated(seat=seat, cause="bankrupt"):
                yield seat, "bankrupt"
            case GameEnded(ranking=ranking):
                yield ranking[0], "wins"
            case _:
                pass
