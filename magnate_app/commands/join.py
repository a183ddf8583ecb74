"""`magnate join`: open the game at somebody's table."""

from __future__ import annotations

import argparse
from typing import Final

from magnate_app.commands.options import Commands, add_pilot

LINK: Final = "magnate://"


def add_parser(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("join", help="open the game at somebody's table")
    parser.add_argument("target", metavar="CODE|ADDRESS", help="room code, address or link")
    parser.add_argument(
        "--seat-code",
        default="",
        metavar="SEATCODE",
        help="take over the seat you have there on another computer",
    )
    add_pilot(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Open the window, join, and stay until it closes; a link goes to an open window."""
    from magnate_app import app

    plain = args.target.lower().startswith(LINK) and not args.seat_code
    if plain and app.hand_over(args.target):
        return 0
    return app.run(app.JoinTable(target=args.target, seat_code=args.seat_code), pilot=args.pilot)
