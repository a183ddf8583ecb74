"""`magnate join`: open the game at somebody's table."""

from __future__ import annotations

import argparse

from magnate_app.commands.options import Commands, add_pilot


def add_parser(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("join", help="open the game at somebody's table")
    parser.add_argument("target", metavar="CODE|ADDRESS", help="room code, address or link")
    add_pilot(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Open the window, join, and stay until it closes."""
    from magnate_app import app

    return app.run(app.JoinTable(target=args.target), pilot=args.pilot)
