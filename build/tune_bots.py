#!/usr/bin/env python3
"""Tune the figures of `magnate_app/bots/weights.py` by self-play.

    python build/tune_bots.py --steps 7 --games 300 --patience 0.72 --seed 1

Every step plays some games of two bots against two. Each game draws a random direction in
the space of all figures, those of deals included; two bots play with figures moved that
way, two with figures moved the opposite way. Winning, and a larger share of all worth, is
evidence for the direction; the step follows the mean of all evidence. No game decides
anything by itself, so that luck averages out. Prints the figures after each step and
finally plays them against those it began with, and against Reference bots. The same
command gives the same figures on every machine as long as bots and rules stay the same; those
of `weights.py` come from such a run with earlier bots, and this one ends near them in strength,
not in figures.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import msgspec

from magnate_app.bots.arena import Match
from magnate_app.bots.base import Bot
from magnate_app.bots.planner import Planner, Temper
from magnate_app.bots.ratings import interval
from magnate_app.bots.reference import Reference
from magnate_app.bots.weights import DEALING, SHARP, SHARP_DEALS, TUNED, Weights
from magnate_app.content import load_board
from magnate_app.rules.chance import Seeded
from magnate_app.rules.engine import outcome
from magnate_app.rules.settings import Settings

BOARD = load_board().board
SETTINGS = Settings()

FIXED: Final = frozenset(("target", "endless"))
"""Figures that stay as they are."""

OF_DEALS: Final = (
    "patience",
    "undeveloped",
    "developed",
    "pair_one",
    "trio_two",
    "trio_one",
)
"""Figures that deals may judge differently."""

STARTS: Final = {"tuned": (TUNED, DEALING), "sharp": (SHARP, SHARP_DEALS)}

SPREAD: Final = 0.3
"""How far games try figures, in logarithms."""

PACE: Final = 0.12
"""How far a step goes along a typical figure."""

FARTHEST: Final = 0.3
MOMENTUM: Final = 0.7
STEADINESS: Final = 0.9

WORTH: Final = 0.2
"""So large a lead in the share of all worth is as much evidence as a win."""

TESTED: Final = 240
"""Games of each final comparison."""


class Outcome(NamedTuple):
    """How a game went for the two bots under test."""

    won: bool
    lead: float
    """Their share of all worth, above one half."""


def main() -> None:
    """Follow the evidence, then compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=7)
    parser.add_argument("--games", type=int, default=300, help="of each step")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--start", choices=STARTS, default="tuned")
    parser.add_argument("--patience", type=float, help="begin with this instead")
    parser.add_argument("--out", type=Path, help="where to write the figures after each step")
    arguments = parser.parse_args()
    weights, deals = STARTS[arguments.start]
    if arguments.patience is not None:
        weights = msgspec.structs.replace(weights, patience=arguments.patience)
        deals = msgspec.structs.replace(deals, patience=arguments.patience)
    names = figures()
    place = position(weights, deals, names)
    climber = Climber(len(place))
    luck = random.Random(arguments.seed)
    for step in range(1, arguments.steps + 1):
        evidence = explore(place, names, arguments.games, f"{arguments.seed}/{step}", luck)
        place = climber.step(place, evidence)
        page = table(temper(place, names))
        print(f"after {step} steps\n{page}", flush=True)
        if arguments.out is not None:
            arguments.out.write_text(page + "\n", encoding="utf-8")
    old, new = Temper(weights=STARTS[arguments.start][0]), temper(place, names)
    old = msgspec.structs.replace(old, deals=STARTS[arguments.start][1])
    games = range(TESTED)
    wins = sum(duel(new, old, f"{arguments.seed}/test/{game // 2}", game).won for game in games)
    print(f"against the figures at the start, two against two: {shares(wins)}")
    wins = sum(against_reference(new, arguments.seed, game) for game in games)
    print(f"against three Reference bots: {shares(wins)}")


def figures() -> list[tuple[bool, str]]:
    """Return what is tuned: names, with whether it is the figure of deals."""
    general = [(False, name) for name in Weights.__struct_fields__ if name not in FIXED]
    return general + [(True, name) for name in OF_DEALS]


def position(weights: Weights, deals: Weights, names: Sequence[tuple[bool, str]]) -> list[float]:
    """Return figures as a point; patience by what is lost each round."""
    point = []
    for of_deals, name in names:
        value = float(getattr(deals if of_deals else weights, name))
        point.append(math.log(max(1e-3, 1 - value if name == "patience" else value)))
    return point


def temper(point: Sequence[float], names: Sequence[tuple[bool, str]]) -> Temper:
    """Return how a bot thinks that judges with the figures of a point."""
    general: dict[str, float] = {}
    special: dict[str, float] = {}
    for (of_deals, name), logarithm in zip(names, point, strict=True):
        value = math.exp(logarithm)
        if name == "patience":
            value = min(0.999, max(0.01, 1 - value))
        elif name in ("held", "share", "shade"):
            value = min(1.0, value)
        (special if of_deals else general)[name] = round(value, 4)
    weights = msgspec.structs.replace(TUNED, **general)
    return Temper(weights=weights, deals=msgspec.structs.replace(weights, **special))


def explore(
    place: Sequence[float],
    names: Sequence[tuple[bool, str]],
    games: int,
    seed: str,
    luck: random.Random,
) -> list[float]:
    """Return the evidence of some games for each figure being higher."""
    directions: list[list[float]] = []
    results: list[float] = []
    for game in range(games):
        direction = [luck.gauss(0, 1) for _ in place]
        ahead, back = (
            temper([a + sign * SPREAD * b for a, b in zip(place, direction, strict=True)], names)
            for sign in (1, -1)
        )
        found = duel(ahead, back, f"{seed}/{game}", game)
        directions.append(direction)
        results.append((1.0 if found.won else -1.0) + found.lead / WORTH)
    mean = sum(results) / games
    return [
        sum((result - mean) * one[at] for result, one in zip(results, directions, strict=True))
        / games
        for at in range(len(place))
    ]


class Climber:
    """Remembers evidence, so that steps wander less."""

    def __init__(self, size: int) -> None:
        self._mean = [0.0] * size
        self._square = [0.0] * size
        self._steps = 0

    def step(self, place: Sequence[float], evidence: Sequence[float]) -> list[float]:
        """Return the next place."""
        self._steps += 1
        for at, one in enumerate(evidence):
            self._mean[at] = MOMENTUM * self._mean[at] + (1 - MOMENTUM) * one
            self._square[at] = STEADINESS * self._square[at] + (1 - STEADINESS) * one * one
        grown = 1 - MOMENTUM**self._steps
        steady = 1 - STEADINESS**self._steps
        typical = math.sqrt(sum(self._square) / len(self._square) / steady)
        return [
            value + min(FARTHEST, max(-FARTHEST, PACE * mean / grown / (typical + 1e-6)))
            for value, mean in zip(place, self._mean, strict=True)
        ]


def duel(new: Temper, old: Temper, seed: str, game: int) -> Outcome:
    """Play two against two; who begins changes from game to game."""
    bots: list[Bot] = [
        Planner(f"{seed}/{seat}", new if seat % 2 == game % 2 else old) for seat in range(4)
    ]
    match = play(bots, seed)
    result = outcome(match.state)
    assert result is not None
    worth = [max(0, one) for one in result.final]
    mine = [match.state.order[seat] % 2 == game % 2 for seat in range(4)]
    share = sum(one for one, ours in zip(worth, mine, strict=True) if ours) / max(1, sum(worth))
    return Outcome(mine[result.ranking[0]], share - 0.5)


def against_reference(new: Temper, seed: str, game: int) -> bool:
    """Play one against three Reference bots and return whether it won."""
    bots: list[Bot] = [Reference(f"{seed}/{game}/{seat}") for seat in range(4)]
    bots[game % 4] = Planner(f"{seed}/{game}", new)
    match = play(bots, f"{seed}/reference/{game // 4}")
    result = outcome(match.state)
    assert result is not None
    return match.state.order[result.ranking[0]] == game % 4


def play(bots: Sequence[Bot], seed: str) -> Match:
    """Play one game to its end."""
    match = Match(BOARD, SETTINGS, bots, Seeded(seed))
    while not match.over:
        match.step()
    return match


def shares(wins: int) -> str:
    """Return a share of the final games with its interval."""
    low, high = interval(wins, TESTED)
    return f"{100 * wins / TESTED:.1f} % ({100 * low:.1f}–{100 * high:.1f}) of {TESTED} games"


def table(found: Temper) -> str:
    """Return figures as lines of `weights.py`."""
    lines = ["    # everything but deals"]
    lines += [f"    {name}={getattr(found.weights, name)!r}," for name in Weights.__struct_fields__]
    lines += ["    # deals, where they differ"]
    lines += [f"    {name}={getattr(found.deals, name)!r}," for name in OF_DEALS]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
