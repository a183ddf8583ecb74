"""Luck of the dice: what each walk brought or cost, against the average throw.

Counts rent, the pot and GO money of the square a walk ended on, with the deeds as they
were before the throw; on a bus the best square counts as the one an average throw gives.
Only for telling after the game; nothing here decides anything.
"""

from __future__ import annotations

import itertools
from typing import Final

from magnate_app.protocol.views import DeedView, GameView, Update
from magnate_app.rules.events import DiceThrown, TokenMoved
from magnate_app.ui.board.atlas import Atlas

_FACES: Final = range(1, 7)
_BUS: Final = 4


class Luck:
    """Sums up, by seat, how much better than average the dice were."""

    def __init__(self, atlas: Atlas, go_money: int) -> None:
        self.atlas = atlas
        self.go_money = go_money
        self.sums: dict[int, float] = {}
        self._expected: dict[int, float] = {}

    def note(self, before: GameView, update: Update) -> None:
        """Take an update and the view it began from."""
        for event in update.events:
            if isinstance(event, DiceThrown):
                self._expected.pop(event.seat, None)
                if event.dice[2] and not event.triple:
                    self._expected[event.seat] = self.expected(before, event.seat)
            elif isinstance(event, TokenMoved) and event.by == "walk":
                expected = self._expected.pop(event.seat, None)
                if expected is not None:
                    deeds = {deed.square: deed for deed in before.deeds}
                    value = self.value(event.path, event.seat, deeds, before.pot)
                    self.sums[event.seat] = self.sums.get(event.seat, 0.0) + value - expected

    def expected(self, view: GameView, seat: int) -> float:
        """Return what an average throw of `seat` brings."""
        deeds = {deed.square: deed for deed in view.deeds}
        here = view.players[seat].square
        worth = {
            steps: self.value(self.atlas.walk(here, steps), seat, deeds, view.pot)
            for steps in range(1, 16)
        }
        total = 0.0
        for first, second, bus in itertools.product(_FACES, repeat=3):
            if bus >= _BUS:
                total += max(worth[first], worth[second], worth[first + second])
            else:
                total += worth[first + second + bus]
        return total / 216

    def value(
        self, path: tuple[int, ...], seat: int, deeds: dict[int, DeedView], pot: int
    ) -> float:
        """Return what ending a walk along `path` brings or costs at once."""
        kinds = [self.atlas.kind(square) for square in path[1:]]
        total = self.go_money if "start" in kinds else 0
        end = path[-1]
        deed = deeds.get(end)
        if deed is not None and deed.seat != seat:
            total -= self.atlas.rent(end, deeds)
        elif kinds and kinds[-1] == "parking":
            total += pot
        return float(total)
