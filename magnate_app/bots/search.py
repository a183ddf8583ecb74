"""The expert: the planner's choice, unless playing on shows that another is better.

Rollouts are gated: few candidates of a few phases, compared on the same luck with quick
habits for everybody. In the last rounds games are played to their end, bonuses and all,
and it counts who wins. Before that the planner is trusted, because its value model sees
further than some turns of quick habits do; only in games without a last round does it
judge positions some turns away, and more evidence is asked for. The planner is overruled
only by a significant difference. The budget counts rollouts, so that a decision depends
on nothing but the view, the seed and what was decided before; whoever must keep time
passes `hurry`, which is asked between rollouts.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Final

from magnate_app.bots import quick
from magnate_app.bots.bonuses import rounds_left
from magnate_app.bots.planner import Candidate, Planner, Temper
from magnate_app.bots.taste import NONE, Taste
from magnate_app.bots.value import Appraisal
from magnate_app.bots.weights import Weights
from magnate_app.rules import engine
from magnate_app.rules.actions import K_PROPOSE_TRADE, Action, Surrender
from magnate_app.rules.ids import (
    AUCTION,
    BUSINESS,
    CHOOSE_FANTASY,
    CHOOSE_SQUARE,
    END,
    MANAGEMENT,
    ROLL,
    Seat,
)
from magnate_app.rules.state import GameState

CANDIDATES: Final = 4
ROLLOUTS: Final = 60
FIRST: Final = 12
"""After so many rollouts, what is clearly no better is dropped."""

SIGNIFICANT: Final = 2.0
"""Standard errors by which a candidate must be better when games are played to their end."""

DOUBTFUL: Final = 3.0
"""The same when the value model judges."""

HOPELESS: Final = -0.3
TURNS: Final = 16
"""Turns played on when the end is further away than that."""

LAST_ROUNDS: Final = 4.0
"""So many rounds before the last one is over games are played to their end."""

MOST_STEPS: Final = 600

WIDTH: Final = 400.0
"""What the planner thinks worse by more coins is not tried."""

_NEVER: Final[frozenset[int]] = frozenset()
_GATED: Final = frozenset((CHOOSE_SQUARE, MANAGEMENT, BUSINESS))
_GATED_LATE: Final = _GATED | {CHOOSE_FANTASY, ROLL}


class Expert:
    """Plays one seat: a planner that looks before it leaps."""

    __slots__ = ("_hurry", "_planner", "_random", "_weights")

    def __init__(
        self,
        seed: int | str,
        temper: Temper,
        stand_in: bool = False,
        hurry: Callable[[], bool] | None = None,
        taste: Taste = NONE,
    ) -> None:
        self._planner = Planner(seed, temper, stand_in, taste)
        self._random = random.Random(f"{seed}/search")
        self._weights = temper.weights
        self._hurry = hurry

    @property
    def deals(self) -> Weights:
        """What it judges deals with."""
        return self._planner.deals

    def decide(self, view: GameState, seat: Seat, /) -> Action:
        """Return the planner's choice, or what has proved better."""
        if self._planner.gives_up(view, seat):
            return Surrender()
        found = sorted(self._planner.tempted(view, seat), key=lambda one: -one[0])
        action = found[0][1]
        late = rounds_left(view) <= LAST_ROUNDS
        gated = _GATED_LATE if late else _NEVER if view.terms.max_rounds else _GATED
        if view.phase in gated:
            tried = _tried(found)
            if len(tried) > 1:
                action = self._search(tried, view, seat, late=late)
        self._planner.note(action, view, seat)
        return action

    def _search(self, tried: list[Action], view: GameState, seat: Seat, *, late: bool) -> Action:
        """Return the first of `tried`, or another that is significantly better."""
        last = view.turn_number + (MOST_STEPS if late else TURNS)
        rivals = list(range(1, len(tried)))
        differences: dict[int, list[float]] = {index: [] for index in rivals}
        for count in range(1, ROLLOUTS + 1):
            luck = _Luck(self._random)
            base = self._play(view, tried[0], seat, luck, last)
            for index in rivals:
                luck.rewind()
                other = self._play(view, tried[index], seat, luck, last)
                differences[index].append(other - base)
            if count >= FIRST and count % 4 == 0:
                rivals = [index for index in rivals if _z(differences[index]) > HOPELESS]
            if not rivals or (self._hurry is not None and self._hurry()):
                break
        best, chosen = SIGNIFICANT if late else DOUBTFUL, tried[0]
        for index in rivals:
            if len(differences[index]) >= FIRST and _z(differences[index]) > best:
                best, chosen = _z(differences[index]), tried[index]
        return chosen

    def _play(self, start: GameState, action: Action, seat: Seat, luck: _Luck, last: int) -> float:
        """Return how well `seat` stands at turn `last`, or at the end, after `action`."""
        state = start.copy()
        engine.apply(state, seat, action, luck)
        steps = 0
        while state.phase != END and state.turn_number < last and steps < MOST_STEPS:
            steps += 1
            actor = state.actor if state.phase != AUCTION else engine.acting(state)[0]
            engine.apply(state, actor, quick.act(state, actor), luck)
        return standing(state, seat, self._weights)


class _Luck:
    """Luck that can be had again from the start, one stream each for dice, cards and setup."""

    __slots__ = ("_drawn", "_next", "_random")

    def __init__(self, source: random.Random) -> None:
        self._random = source.random
        self._drawn: tuple[list[float], ...] = ([], [], [])
        self._next = [0, 0, 0]

    def rewind(self) -> None:
        """Begin again."""
        self._next = [0, 0, 0]

    def draw(self, stream: int, sides: int, /) -> int:
        """Return the next number of `stream`."""
        drawn = self._drawn[stream]
        index = self._next[stream]
        self._next[stream] = index + 1
        while index >= len(drawn):
            drawn.append(self._random())
        return int(drawn[index] * sides)


def standing(state: GameState, seat: Seat, weights: Weights) -> float:
    """Return the share of all wealth that is the seat's, from 0 to 1; the winner has more."""
    if state.out[seat]:
        return 0.0
    if state.outcome is not None:
        final = state.outcome.final
        won = state.outcome.ranking[0] == seat
        return 0.5 * won + 0.5 * max(0, final[seat]) / max(1, sum(max(0, one) for one in final))
    appraisal = Appraisal(state, seat, weights)
    mine = total = 0.0
    for other in (seat, *appraisal.rivals):
        wealth = appraisal.wealth(other)
        total += wealth
        if other == seat:
            mine = wealth
    return mine / total


def _tried(found: list[Candidate]) -> list[Action]:
    """Return what is worth rollouts, the planner's choice first.

    While there is a deal to propose, the planner's order of things is left alone: habits
    know no deals, so that ending the turn would look better than it is.
    """
    best, first = found[0]
    if any(action.kind == K_PROPOSE_TRADE for _, action in found):
        return [first]
    actions = [action for value, action in found if value >= best - WIDTH]
    return actions[:CANDIDATES]


def _z(differences: list[float]) -> float:
    """Return the mean of paired differences in standard errors."""
    count = len(differences)
    mean = sum(differences) / count
    spread = sum((one - mean) ** 2 for one in differences)
    if spread <= 1e-12:
        return 0.0 if abs(mean) < 1e-9 else math.copysign(99.0, mean)
    return mean / math.sqrt(spread / (count - 1) / count)
