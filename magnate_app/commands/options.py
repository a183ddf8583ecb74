"""Options several commands share, with their sentences for bad values."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from magnate_app.bots.levels import LEVELS
from magnate_app.rules.settings import PRESETS

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = object

MOST_WORKERS: Final = 61
"""Processes Windows can wait for."""


def whole(low: int, high: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from `low` to `high`."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit()) or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {low} to {high}")
        return int(text)

    return read


def add_pilot(parser: argparse.ArgumentParser) -> None:
    """Let a program work the window: JSON lines on standard input, answers on output."""
    parser.add_argument("--pilot", action="store_true", help=argparse.SUPPRESS)


def add_preset(parser: argparse.ArgumentParser) -> None:
    """Add `--preset`."""
    parser.add_argument(
        "--preset", choices=sorted(PRESETS), default="standard", help="rounds and start money"
    )


def add_level(parser: argparse.ArgumentParser) -> None:
    """Add `--bots LEVEL`."""
    parser.add_argument(
        "--bots", choices=LEVELS, metavar="LEVEL", help="fill the other chairs with bots"
    )


def add_workers(parser: argparse.ArgumentParser, name: str, default: int | None = None) -> None:
    """Add the option for how many processes work; without a `default` it may stay None."""
    parser.add_argument(
        name,
        type=whole(1, MOST_WORKERS),
        default=default,
        metavar="N",
        help=f"processes, default {'one for each core' if default is None else default}",
    )
