#!/usr/bin/env python3
"""Tune the figures of `magnate_app/bots/weights.py` by self-play.

    python build/tune_bots.py --minutes 10 --seed 1 [--deals]

Every step changes a few figures at random. Two bots with the changed figures and two with
the current ones play the same games in both seatings; what wins clearly more becomes
current, provided that it does not do worse against the Reference bot. Prints the changed
lines of the table whenever something was kept. The same seed and enough minutes give the
same steps on every machine.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import msgspec

from magnate_app.bots.arena import Match
from magnate_app.bots.base import Bot
from magnate_app.bots.planner import Planner, Temper
from magnate_app.bots.reference import Reference
from magnate_app.bots.weights import DEALING, TUNED, Weights
from magnate_app.content import load_board
from magnate_app.rules.chance import Seeded
from magnate_app.rules.engine import outcome
from magnate_app.rules.settings import Settings

BOARD = load_board().board
SETTINGS = Settings()
FIXED = {"target", "endless"}
BOUNDS = {"patience": (0.9, 0.999), "held": (0.1, 1.0), "share": (0.05, 0.8), "shade": (0.3, 1.0)}
CHANGED = 3
STEP = 0.3
LEAST = 48
MOST = 240
REFERENCE_GAMES = 80
SIGNIFICANT = 1.8
NOISE = 0.06


def main() -> None:
    """Climb until the time is over, then print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--deals", action="store_true", help="tune the figures of deals instead")
    arguments = parser.parse_args()
    deals = arguments.deals
    end = time.monotonic() + 60 * arguments.minutes
    luck = random.Random(arguments.seed)
    current = DEALING if deals else TUNED
    strength = against_reference(temper(current, deals), arguments.seed)
    print(f"against three Reference bots: {strength:.3f}", flush=True)
    step = kept = 0
    while time.monotonic() < end:
        step += 1
        changed = neighbor(current, luck)
        share, games, z = duel(
            temper(changed, deals), temper(current, deals), f"{arguments.seed}/{step}", end
        )
        values = {
            name: getattr(changed, name)
            for name in changed.__struct_fields__
            if getattr(changed, name) != getattr(current, name)
        }
        print(f"{step}: {share:.3f} of {games}, z {z:+.2f} {values}", flush=True)
        if z < SIGNIFICANT:
            continue
        new = against_reference(temper(changed, deals), arguments.seed)
        if new < strength - NOISE:
            continue
        kept += 1
        current, strength = changed, max(new, strength - 0.01)
        print(f"kept, {new:.3f} against Reference bots\n{table(current)}", flush=True)
    print(f"{step} steps, {kept} kept\n{table(current)}")


def neighbor(weights: Weights, luck: random.Random) -> Weights:
    """Return `weights` with a few figures changed."""
    names = [name for name in weights.__struct_fields__ if name not in FIXED]
    values: dict[str, float] = {}
    for name in luck.sample(names, CHANGED):
        old = getattr(weights, name)
        low, high = BOUNDS.get(name, (0.0, math.inf))
        if name == "patience":
            new = 1 - (1 - old) * math.exp(luck.gauss(0, STEP))
        else:
            new = old * math.exp(luck.gauss(0, STEP))
        values[name] = round(min(high, max(low, new)), 4)
    return msgspec.structs.replace(weights, **values)


def temper(weights: Weights, deals: bool) -> Temper:
    """Return how a bot thinks that judges deals, or all the rest, with `weights`."""
    return Temper(deals=weights) if deals else Temper(weights=weights)


def duel(new: Temper, old: Temper, seed: str, end: float) -> tuple[float, int, float]:
    """Play two against two, both seatings of each seed; return share, games and z of `new`."""
    wins = games = 0
    z = 0.0
    while games < MOST and time.monotonic() < end:
        for first in (0, 1):
            bots: list[Bot] = [
                Planner(f"{seed}/{games}/{place}", new if place % 2 == first else old)
                for place in range(4)
            ]
            wins += play(bots, f"{seed}/{games // 2}") % 2 == first
            games += 1
        z = (wins - games / 2) / math.sqrt(games / 4)
        if games >= LEAST and (z < 0.2 or z > 2.6):
            break
    return wins / max(1, games), games, z


def against_reference(new: Temper, seed: str) -> float:
    """Return the share of games `new` wins against three Reference bots."""
    wins = 0
    for game in range(REFERENCE_GAMES):
        place = game % 4
        bots: list[Bot] = [Reference(f"{seed}/{game}/{seat}") for seat in range(4)]
        bots[place] = Planner(f"{seed}/{game}", new)
        wins += play(bots, f"{seed}/reference/{game // 4}") == place
    return wins / REFERENCE_GAMES


def play(bots: Sequence[Bot], seed: str) -> int:
    """Play one game and return the place of the winner."""
    match = Match(BOARD, SETTINGS, bots, Seeded(seed))
    while not match.over:
        match.step()
    result = outcome(match.state)
    assert result is not None
    return match.state.order[result.ranking[0]]


def table(weights: Weights) -> str:
    """Return the figures as lines of `weights.py`."""
    return "\n".join(
        f"    {name}={getattr(weights, name)!r}," for name in weights.__struct_fields__
    )


if __name__ == "__main__":
    main()
