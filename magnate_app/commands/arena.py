"""`magnate arena`: bots against bots, with intervals, ratings and decision times."""

from __future__ import annotations

import argparse
import itertools
import shlex
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from magnate_app.bots.levels import EXPERT, LEVELS, NAMES, REFERENCE
from magnate_app.commands import options, seating
from magnate_app.commands.options import Commands
from magnate_app.errors import MagnateError

if TYPE_CHECKING:
    from magnate_app.commands.standings import Aim, Report
    from magnate_app.net.executors import Workers

MOST_GAMES: Final = 1_000_000

CHUNK: Final = 4
"""Games of one job; an expert takes so long for one that it is a job of its own."""

TABLE: Final = 4
"""Seats of a table, unless somebody asks for another number."""

MIXED: Final = ("expert", "very_hard", "hard", "medium")
"""The mixed table of the ladder."""

AGAINST_REFERENCE: Final = {"hard": 0.60, "very_hard": 0.72, "expert": 0.85}
"""What a level should win against three Reference bots."""

LOWER_BOUND: Final = {"expert": 0.82}
DUEL: Final = 0.85
"""What the expert should win against one Reference bot."""

AGAINST_BELOW: Final = (0.45, 0.38, 0.35, 0.33, 0.32)
"""What each level should win against three of the one below it, from the bottom up."""

Table = tuple[tuple[str, ...], "Aim | None"]


def add_parser(commands: Commands) -> None:
    """Add the options of `arena`."""
    parser = commands.add_parser(
        "arena",
        help="measure bots against each other",
        description="Let bots play many games and print how often each wins, with intervals, "
        "ratings and the time their decisions took. Every shuffle of the seats is played in every "
        "rotation. The same seed gives the same games, whoever plays them.",
    )
    parser.add_argument(
        "bots",
        nargs="*",
        type=contestant,
        metavar="BOT",
        help=f"one for each seat: {', '.join(NAMES)}, or MODULE:FUNCTION that makes one of a seed",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--ladder", action="store_true", help="every level against Reference bots and the one below"
    )
    what.add_argument(
        "--mixed", action="store_true", help="all tables of different bots, of all levels or BOTs"
    )
    parser.add_argument(
        "--seats",
        type=options.whole(*seating.RANGE),
        metavar="N",
        help="seats of a table; the last BOT fills those that are left",
    )
    games = options.whole(1, MOST_GAMES)
    parser.add_argument(
        "--games", type=games, default=400, metavar="N", help="of each table, default 400"
    )
    parser.add_argument(
        "--expert-games", type=games, metavar="N", help="of each table with an expert"
    )
    parser.add_argument("--seed", default="1", metavar="S", help="1 when not given")
    options.add_preset(parser)
    options.add_workers(parser, "--workers")
    parser.add_argument(
        "--cluster", metavar="ADDRESS", help="let a Dask cluster play, for example tcp://desk:8786"
    )
    parser.add_argument(
        "--clock",
        choices=("wall", "cpu"),
        default="wall",
        help="time decisions by the wall, or by the processor, which other programs disturb less",
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="keep every game in FILE")
    parser.add_argument(
        "--resume", action="store_true", help="go on where FILE ends; --games may have grown"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def contestant(name: str) -> str:
    """Return the name of a bot, which may be somebody's own."""
    return name if ":" in name else seating.bot(name)


def run(arguments: argparse.Namespace) -> int:
    """Play what was asked for and print it. Raises `MagnateError`."""
    from magnate_app.codec import write_json
    from magnate_app.commands.standings import page

    tables = _tables(arguments)
    if arguments.resume and arguments.out is None:
        raise MagnateError("--resume needs the file to go on with: --out FILE.")
    found = measure(arguments, tables)
    print(write_json(found) if arguments.json else page(found))
    return 0


def measure(arguments: argparse.Namespace, tables: Sequence[Table]) -> Report:
    """Play all games that are missing and return the figures."""
    from magnate_app.bots.arena import Tournament
    from magnate_app.commands import matches
    from magnate_app.commands.results import Results
    from magnate_app.commands.standings import Played, report
    from magnate_app.rules.settings import Settings, with_preset

    tournaments = [
        Tournament(names, arguments.seed, with_preset(Settings(seats=len(names)), arguments.preset))
        for names, _ in tables
    ]
    games = [_games(arguments, names) for names, _ in tables]
    results = Results(tournaments)
    if arguments.out is not None:
        results.keep_in(arguments.out, resume=arguments.resume)
    known = results.numbers()
    chunks = [1 if EXPERT in names else CHUNK for names, _ in tables]
    jobs = matches.jobs_of(tournaments, games, chunks, clock=arguments.clock, without=known)
    done = sum(len([n for n in one if n < count]) for one, count in zip(known, games, strict=True))
    bar = matches.Bar(sys.stderr, sum(games))
    try:
        with _workers(arguments) as workers:
            for part in matches.play_all(jobs, workers):
                results.add(part.table, part.results)
                done += len(part.results)
                bar.show(done)
    finally:
        bar.clear()
    played = [
        Played(tournament, results.games(table, games[table]), tables[table][1])
        for table, tournament in enumerate(tournaments)
    ]
    return report(command_of(arguments), arguments.preset, arguments.clock, played)


def command_of(arguments: argparse.Namespace) -> str:
    """Return the command that makes these figures again."""
    words = ["magnate arena", *arguments.bots]
    words += [f"--{name}" for name in ("ladder", "mixed") if getattr(arguments, name)]
    for name in ("seats", "games", "expert_games", "seed", "preset", "clock"):
        if (value := getattr(arguments, name)) is not None:
            words.append(f"--{name.replace('_', '-')} {shlex.quote(str(value))}")
    return " ".join(words)


def ladder() -> list[Table]:
    """Return the tables of the ladder, the measured bot first."""
    from magnate_app.commands.standings import Aim

    tables: list[Table] = []
    for name in LEVELS:
        share = AGAINST_REFERENCE.get(name)
        aim = None if share is None else Aim(share, LOWER_BOUND.get(name, 0.0))
        tables.append(((name, *[REFERENCE] * 3), aim))
    for (weak, strong), share in zip(itertools.pairwise(LEVELS), AGAINST_BELOW, strict=True):
        tables.append(((strong, *[weak] * 3), Aim(share)))
    tables.append((("very_hard", REFERENCE), None))
    tables.append(((EXPERT, REFERENCE), Aim(DUEL)))
    tables.append((MIXED, None))
    return tables


def mixed(names: Sequence[str], seats: int) -> list[Table]:
    """Return every table of `seats` different bots."""
    return [(one, None) for one in itertools.combinations(names, min(seats, len(names)))]


def _tables(arguments: argparse.Namespace) -> list[Table]:
    names: list[str] = arguments.bots
    if arguments.ladder:
        if names or arguments.seats:
            raise MagnateError("The ladder has its own bots and seats.")
        return ladder()
    if arguments.mixed:
        names = list(dict.fromkeys(names)) or list(LEVELS)
        if len(names) == 1:
            raise MagnateError("A mixed table needs different bots.")
        return mixed(names, arguments.seats or TABLE)
    seats = arguments.seats or len(names)
    fewest, most = seating.RANGE
    if not names or len(names) > seats or not fewest <= seats <= most:
        raise MagnateError(
            f"Name the bots of one table, {fewest} to {most}, or ask for --ladder or --mixed."
        )
    return [((*names, *names[-1:] * (seats - len(names))), None)]


def _games(arguments: argparse.Namespace, names: Sequence[str]) -> int:
    """Return how many games a table plays: whole rotations, so that every seat is fair."""
    games: int = arguments.games
    if EXPERT in names and arguments.expert_games is not None:
        games = arguments.expert_games
    return -(-games // len(names)) * len(names)


def _workers(arguments: argparse.Namespace) -> AbstractContextManager[Workers]:
    from magnate_app.net import executors

    if arguments.cluster is not None:
        return executors.cluster(arguments.cluster)
    count = min(executors.cores(), options.MOST_WORKERS)
    return executors.local(arguments.workers or count)
