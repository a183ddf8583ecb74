"""`magnate simulate`: many games between bots, counted and timed.

The short sister of `arena`: one table, nothing kept, no ratings.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from magnate_app.commands import options, seating
from magnate_app.commands.options import Commands

if TYPE_CHECKING:
    from magnate_app.bots.arena import GameResult, Tally

MOST_GAMES: Final = 10_000_000

CHUNK: Final = 10
"""Games one process plays at most before it reports."""


def add_parser(commands: Commands) -> None:
    """Add the options of `simulate`."""
    parser = commands.add_parser(
        "simulate",
        help="play many games between bots and count who wins",
        description="Play many games between bots and count who wins. The same seed gives the "
        "same wins, whatever the number of jobs.",
    )
    parser.add_argument("--games", type=options.whole(1, MOST_GAMES), required=True, metavar="N")
    seating.add_seats(parser)
    parser.add_argument("--seed", default="1", metavar="S", help="1 when not given")
    options.add_preset(parser)
    options.add_workers(parser, "--jobs", 1)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Play the games and print the result. Raises `MagnateError`."""
    from magnate_app.bots.arena import Tournament, count_games
    from magnate_app.commands import matches
    from magnate_app.net import executors
    from magnate_app.rules.settings import Settings, with_preset

    names: tuple[str, ...] = arguments.seats
    settings = with_preset(Settings(seats=len(names)), arguments.preset)
    tournament = Tournament(names, arguments.seed, settings)
    games: int = arguments.games
    chunk = max(1, min(CHUNK, -(-games // arguments.jobs)))
    jobs = matches.jobs_of([tournament], [games], [chunk])
    bar = matches.Bar(sys.stderr, games)
    began = time.perf_counter()
    results: list[GameResult] = []
    busy = 0.0
    try:
        with executors.local(arguments.jobs) as workers:
            for done in matches.play_all(jobs, workers):
                results += done.results
                busy += done.seconds
                bar.show(len(results))
    finally:
        bar.clear()
    tally = count_games(len(names), results)
    report = summary(names, tally, time.perf_counter() - began, busy)
    if arguments.json:
        print(json.dumps(report))
    else:
        print(table(report))
    return 0


def summary(names: Sequence[str], tally: Tally, seconds: float, busy: float) -> dict[str, object]:
    """Return the figures of `--json`; `busy` are the seconds spent playing in all processes."""
    from magnate_app.bots.ratings import interval

    seats = []
    for name, wins in zip(names, tally.wins, strict=True):
        low, high = interval(wins, tally.games)
        seats.append(
            {
                "name": name,
                "wins": wins,
                "share": round(wins / tally.games, 4),
                "low": round(low, 4),
                "high": round(high, 4),
            }
        )
    return {
        "games": tally.games,
        "seats": seats,
        "games_per_s": round(tally.games / seconds, 2),
        "actions_per_s": round(tally.actions / seconds, 1),
        "us_per_action": round(1e6 * busy / tally.actions, 2),
        "mean_rounds": round(tally.rounds / tally.games, 2),
    }


def table(report: dict[str, object]) -> str:
    """Return the figures as lines for a person."""
    seats = report["seats"]
    assert isinstance(seats, list)
    lines = [f"{'seat':<16}{'wins':>7}{'share':>9}   95 % interval"]
    for number, seat in enumerate(seats, 1):
        name = f"{number} {seat['name']}"
        share, low, high = (f"{100 * seat[key]:.1f} %" for key in ("share", "low", "high"))
        lines.append(f"{name:<16}{seat['wins']:>7}{share:>9}   {low} – {high}")
    lines.append("")
    lines.append(f"{report['games']} games, {report['mean_rounds']} rounds in the mean")
    lines.append(
        f"{report['games_per_s']} games/s, {report['actions_per_s']} actions/s, "
        f"{report['us_per_action']} µs/action"
    )
    return "\n".join(lines)
