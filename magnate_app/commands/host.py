"""`magnate host`: open the game in the lobby of a new table."""

from __future__ import annotations

import argparse

from magnate_app.commands.options import (
    Commands,
    add_door,
    add_level,
    add_pilot,
    add_preset,
    whole,
)
from magnate_app.rules.settings import Settings, with_preset


def add_parser(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("host", help="open the game in the lobby of a new table")
    parser.add_argument("--name", default="", help="name of the table, at most 40 characters")
    parser.add_argument(
        "--port", type=whole(0, 65535), help="port to listen on; by default the first free one"
    )
    parser.add_argument("--seats", type=whole(2, 6), default=4, help="chairs, 2 to 6")
    add_preset(parser)
    add_level(parser)
    add_door(parser)
    add_pilot(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Open the window in the lobby and stay until it closes."""
    from magnate_app import app

    settings = with_preset(Settings(seats=args.seats), args.preset)
    levels = (args.bots,) * (args.seats - 1) if args.bots else ()
    opening = app.HostTable(
        settings=settings,
        levels=levels,
        name=args.name[:40],
        port=args.port,
        password=args.password or "",
        approval=args.ask_me,
        code_only=args.code_only,
    )
    return app.run(opening, pilot=args.pilot)
