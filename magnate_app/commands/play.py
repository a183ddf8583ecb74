"""`magnate play`: open the game on its title screen."""

from __future__ import annotations

import argparse

from magnate_app.commands.options import Commands, add_pilot


def add_parser(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("play", help="open the game (the default)")
    add_pilot(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Open the window and stay until it closes."""
    from magnate_app import app

    return app.run(pilot=args.pilot)
