#!/usr/bin/env python3
"""Measure the ladder of bots and print it as a page: who wins how often, and how long they think.

    python build/bench/ladder.py --games 400 --expert-games 80 --seed 1

Standard preset, each seed played with the first bot in every seat, 95 % intervals. Games
are played one after another in one process; the wins depend on the seed alone.
"""

from __future__ import annotations

import argparse
import itertools
import platform
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from magnate_app.bots import levels
from magnate_app.bots.arena import Match, Tally, Tournament, interval, play_numbers
from magnate_app.bots.base import Bot
from magnate_app.content import load_board
from magnate_app.rules import engine
from magnate_app.rules.chance import Seeded
from magnate_app.rules.settings import Settings
from magnate_app.rules.views import view_for

BOARD = load_board().board
REFERENCE = levels.REFERENCE
TIMED_GAMES = 8


def main() -> None:
    """Play everything and print the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--games", type=int, default=400, help="of pairings without an expert")
    parser.add_argument("--expert-games", type=int, default=80, help="of pairings with one")
    parser.add_argument("--seed", default="1")
    arguments = parser.parse_args()
    print("# The ladder of bots\n")
    words = f"--games {arguments.games} --expert-games {arguments.expert_games}"
    print(f"`python build/bench/ladder.py {words} --seed {arguments.seed}`, Standard preset,")
    print(f"Python {platform.python_version()}. Each seed is played with the first bot in every")
    print("seat; shares of games won with the 95 % interval of Wilson.\n")
    print("| first | against | games | won | interval |\n|---|---|---:|---:|---|")
    for names in pairings():
        games = arguments.expert_games if levels.EXPERT in names else arguments.games
        games -= games % len(names)
        settings = Settings(seats=len(names))
        tally = play_numbers(BOARD, Tournament(names, arguments.seed, settings), range(games))
        print(row(names, tally), flush=True)
    print("\nA mixed table, games won by each:\n")
    print("| bot | games | won | interval |\n|---|---:|---:|---|")
    mixed = ("expert", "very_hard", "hard", "medium")
    games = arguments.expert_games - arguments.expert_games % 4
    tally = play_numbers(
        BOARD, Tournament(mixed, f"{arguments.seed}/mixed", Settings()), range(games)
    )
    for name, wins in zip(mixed, tally.wins, strict=True):
        print(f"| `{name}` | {games} | {shares(wins, games)} |", flush=True)
    print(
        "\nTime of a decision in milliseconds, three Reference bots at the table. The ratio is to"
    )
    print("the median of the Reference bot in the same run.\n")
    print("| bot | median | mean | p99 | ratio |\n|---|---:|---:|---:|---:|")
    base = times(REFERENCE, TIMED_GAMES)
    for name in (REFERENCE, *levels.LEVELS):
        found = base if name == REFERENCE else times(name, TIMED_GAMES)
        middle = found[len(found) // 2]
        mean, late = sum(found) / len(found), found[int(0.99 * len(found))]
        ratio = middle / base[len(base) // 2]
        print(f"| `{name}` | {middle:.3f} | {mean:.3f} | {late:.2f} | {ratio:.1f} |", flush=True)


def pairings() -> list[tuple[str, ...]]:
    """Return the tables of the ladder, the measured bot first."""
    tables = [(name, *[REFERENCE] * 3) for name in levels.LEVELS]
    tables += [(strong, *[weak] * 3) for weak, strong in itertools.pairwise(levels.LEVELS)]
    return [*tables, ("very_hard", REFERENCE), (levels.EXPERT, REFERENCE)]


def row(names: Sequence[str], tally: Tally) -> str:
    """Return one line of the table."""
    others = f"{len(names) - 1} × `{names[1]}`"
    return f"| `{names[0]}` | {others} | {tally.games} | {shares(tally.wins[0], tally.games)} |"


def shares(wins: int, games: int) -> str:
    """Return a share with its interval."""
    low, high = interval(wins, games)
    return f"{100 * wins / games:.1f} % | {100 * low:.1f}–{100 * high:.1f}"


def times(name: str, games: int) -> list[float]:
    """Return how long `name` took for its decisions, in milliseconds, ascending."""
    found: list[float] = []
    for game in range(games):
        place = game % 4
        names = [REFERENCE] * 4
        names[place] = name
        bots: list[Bot] = [levels.make(one, f"times/{game}/{at}") for at, one in enumerate(names)]
        chance = Seeded(f"times/{game}")
        state = Match(BOARD, Settings(), bots, chance).state
        while seats := engine.acting(state):
            seat = seats[0]
            view = view_for(state, seat)
            began = time.perf_counter()
            action = bots[state.order[seat]].decide(view, seat)
            if state.order[seat] == place:
                found.append(1000 * (time.perf_counter() - began))
            engine.apply(state, seat, action, chance)
    return sorted(found)


if __name__ == "__main__":
    main()
