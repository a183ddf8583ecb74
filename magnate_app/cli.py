"""The command line: finds the command, runs it, turns errors into one sentence.

Each module of `commands` adds its options and brings its `run`; what a command needs
is imported when it runs, so that `magnate watch` never loads a window.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import NoReturn

from magnate_app import __version__
from magnate_app.commands import (
    arena,
    doctor,
    gallery,
    host,
    join,
    play,
    replay,
    selfcheck,
    serve,
    simulate,
    watch,
)
from magnate_app.commands import (
    open as opening,
)
from magnate_app.errors import MagnateError

COMMANDS: tuple[ModuleType, ...] = (
    play,
    host,
    join,
    opening,
    serve,
    watch,
    simulate,
    arena,
    replay,
    doctor,
    gallery,
    selfcheck,
)

_GLOBAL = ("-h", "--help", "--version")


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one sentence."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line and exit with status 2."""
        sentence = message[:1].upper() + message[1:]
        print(f"{sentence}. See {self.prog} --help.", file=sys.stderr)
        sys.exit(2)


def make_parser() -> Parser:
    """Return the parser with every command."""
    parser = Parser(
        prog="magnate",
        description="Magnate, a property-trading board game. Without a command it opens the game.",
    )
    parser.add_argument("--version", action="version", version=f"magnate {__version__}")
    commands = parser.add_subparsers(metavar="command", parser_class=Parser)
    for module in COMMANDS:
        module.add_parser(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command of `argv` and return its exit status.

    0 is success, 1 a failure told in one sentence, 2 a wrong command line.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in _GLOBAL):
        arguments.insert(0, "play")
    elif opening.claims(arguments[0]):
        arguments.insert(0, "open")
    parsed = make_parser().parse_args(arguments)
    try:
        status: int = parsed.run(parsed)
    except MagnateError as error:
        print(f"{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has had enough; a second failure at exit says nothing new.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status
