"""`magnate simulate`: many games between bots, counted and timed.

The games are those of `bots.arena`; this module has the processes and the clock.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import TYPE_CHECKING, Final, TextIO

from magnate_app.commands import options, seating
from magnate_app.commands.options import Commands

if TYPE_CHECKING:
    from magnate_app.bots.arena import Tally, Tournament

MOST_GAMES: Final = 10_000_000

CHUNK: Final = 10
"""Games one process plays at most before it reports."""

MOST_JOBS: Final = 61
"""What Windows can wait for."""

BAR: Final = 30


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
    parser.add_argument(
        "--jobs",
        type=options.whole(1, MOST_JOBS),
        default=1,
        metavar="J",
        help="processes, default 1",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Play the games and print the result."""
    from magnate_app.bots.arena import Tournament, add
    from magnate_app.rules.settings import Settings, with_preset

    names: tuple[str, ...] = arguments.seats
    settings = with_preset(Settings(seats=len(names)), arguments.preset)
    tournament = Tournament(names, arguments.seed, settings)
    bar = Bar(sys.stderr, arguments.games)
    began = time.perf_counter()
    tallies: list[Tally] = []
    busy = 0.0
    try:
        for tally, seconds in simulate(tournament, arguments.games, arguments.jobs):
            tallies.append(tally)
            busy += seconds
            bar.show(sum(tally.games for tally in tallies))
    finally:
        bar.clear()
    report = summary(names, add(tallies), time.perf_counter() - began, busy)
    if arguments.json:
        print(json.dumps(report))
    else:
        print(table(report))
    return 0


def simulate(tournament: Tournament, games: int, jobs: int) -> Iterator[tuple[Tally, float]]:
    """Play `games` in `jobs` processes; yield counts and the seconds each took, as they come."""
    size = max(1, min(CHUNK, -(-games // jobs)))
    chunks = [range(start, min(start + size, games)) for start in range(0, games, size)]
    if jobs == 1:
        for chunk in chunks:
            yield play_chunk(tournament, chunk)
        return
    # Started afresh rather than forked: the same on every system, whatever runs here.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(chunks)), mp_context=context) as pool:
        try:
            futures = [pool.submit(play_chunk, tournament, chunk) for chunk in chunks]
            for future in as_completed(futures):
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)


def play_chunk(tournament: Tournament, numbers: Sequence[int]) -> tuple[Tally, float]:
    """Play some games here; return their count and the seconds they took."""
    from magnate_app.bots.arena import play_numbers
    from magnate_app.content import load_board

    board = load_board().board
    began = time.perf_counter()
    tally = play_numbers(board, tournament, numbers)
    return tally, time.perf_counter() - began


def summary(names: Sequence[str], tally: Tally, seconds: float, busy: float) -> dict[str, object]:
    """Return the figures of `--json`; `busy` are the seconds spent playing in all processes."""
    from magnate_app.bots.arena import interval

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


class Bar:
    """A progress bar, on a terminal only."""

    def __init__(self, stream: TextIO, total: int) -> None:
        self._stream = stream if stream.isatty() and os.environ.get("TERM") != "dumb" else None
        self._total = total

    def show(self, done: int) -> None:
        """Draw the bar for `done` games."""
        if self._stream is not None:
            filled = BAR * done // self._total
            bar = "█" * filled + "░" * (BAR - filled)
            self._stream.write(f"\r{bar} {done}/{self._total} games")
            self._stream.flush()

    def clear(self) -> None:
        """Take the bar away."""
        if self._stream is not None:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
