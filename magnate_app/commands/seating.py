"""Naming bots, for the commands that let them play among themselves."""

from __future__ import annotations

import argparse
from typing import Final

from magnate_app.bots.levels import NAMES
from magnate_app.rules.settings import RANGES

RANGE: Final = RANGES["seats"]
FEWEST, MOST = RANGE
HELP: Final = f"the level of each seat: {', '.join(NAMES[:-1])} or {NAMES[-1]}"


def add_seats(parser: argparse.ArgumentParser, default: tuple[str, ...] | None = None) -> None:
    """Add `--seats`, which is required without a `default`."""
    parser.add_argument(
        "--seats",
        type=read,
        required=default is None,
        default=default,
        metavar="LEVEL,LEVEL,…",
        help=HELP,
    )


def read(text: str) -> tuple[str, ...]:
    """Return the levels named in `text`, one for each seat."""
    names = tuple(bot(name.strip()) for name in text.split(","))
    if not FEWEST <= len(names) <= MOST:
        seats = "1 seat is" if len(names) == 1 else f"{len(names)} seats are"
        raise argparse.ArgumentTypeError(f"{seats} named; a game has {FEWEST} to {MOST}")
    return names


def bot(name: str) -> str:
    """Return the name of a bot as it is known."""
    if name not in NAMES:
        known = f"{', '.join(NAMES[:-1])} and {NAMES[-1]}"
        raise argparse.ArgumentTypeError(f"{name!r} is no level; there are {known}")
    return name
