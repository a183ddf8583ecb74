"""Options several commands share, with their sentences for bad values."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from magnate_app.bots.levels import LEVELS
from magnate_app.protocol import password
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


def add_door(parser: argparse.ArgumentParser) -> None:
    """Add who may come in: `--password-file FILE`, `--ask-me` and `--code-only`."""
    parser.add_argument(
        "--password-file",
        type=_password_in,
        default=None,
        dest="password",
        metavar="FILE",
        help="the first line of FILE (- for standard input) is the password of the table",
    )
    parser.add_argument(
        "--ask-me", action="store_true", help="let nobody new in whom the host has not accepted"
    )
    parser.add_argument(
        "--code-only", action="store_true", help="show the table nowhere; its code leads to it"
    )


def _password_in(name: str) -> str:
    # Never an argument of its own: other people on this computer can read those.
    try:
        text = sys.stdin.readline() if name == "-" else Path(name).read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise argparse.ArgumentTypeError(f"{name!r} cannot be read") from error
    typed = password.clean(text.partition("\n")[0])
    if typed is None:
        raise argparse.ArgumentTypeError(
            f"the first line of {name!r} has not {password.SHORTEST} to"
            f" {password.LONGEST} characters"
        )
    return typed


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
