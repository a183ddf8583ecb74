"""`magnate open`: open a link or a saved game, in the running game if there is one.

Desktops start this command for `magnate://` links, double-clicked saves and the icon.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from magnate_app.commands.options import Commands, add_pilot

SCHEMES: Final = ("magnate://", "file://")
SUFFIXES: Final = (".magnate.json", ".jsonl")


def add_parser(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("open", help="open a link or a saved game in the running game")
    parser.add_argument(
        "target", nargs="?", default="", metavar="LINK|FILE", help="what was clicked, if anything"
    )
    add_pilot(parser)
    parser.set_defaults(run=run)


def claims(argument: str) -> bool:
    """Whether an argument without a command is a link or a saved game, as macOS gives it."""
    return argument.lower().startswith(SCHEMES) or argument.lower().endswith(SUFFIXES)


def run(args: argparse.Namespace) -> int:
    """Hand the target to the running game, or open the window with it."""
    from magnate_app import app

    target: str = args.target
    if target and not target.lower().startswith(SCHEMES):
        target = str(Path(target).absolute())
    if app.hand_over(target):
        return 0
    return app.run(app.Arrive(target=target) if target else None, pilot=args.pilot)
