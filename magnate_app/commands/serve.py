"""`magnate serve`: the server without a window."""

from __future__ import annotations

import argparse
import logging
import secrets
import sys

from magnate_app import __version__
from magnate_app.commands.options import Commands, add_door, whole
from magnate_app.protocol import password
from magnate_app.protocol.gamelog import TableOptions
from magnate_app.rules.settings import PACES, Settings
from magnate_app.server.config import ServerConfig
from magnate_app.server.setup import Setup


def add_parser(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("serve", help="run the server without a window")
    parser.add_argument("--host", default="0.0.0.0", help="address to listen on")  # noqa: S104 - meant
    parser.add_argument(
        "--port", type=whole(0, 65535), default=47800, help="port; 0 takes any free one"
    )
    parser.add_argument("--name", default="Magnate", help="name of the first room")
    parser.add_argument(
        "--rooms", type=whole(1, 1000), default=64, help="most open rooms and running games"
    )
    parser.add_argument(
        "--queue-size", type=whole(2, 6), default=4, help="people for a game of the public queue"
    )
    parser.add_argument(
        "--min-players", type=whole(2, 6), default=2, help="people and bots a room needs to start"
    )
    parser.add_argument("--bot-delay", type=_seconds, default=1.0, help="least seconds a bot takes")
    parser.add_argument("--pace", choices=PACES, default="normal", help="clocks of the first room")
    add_door(parser)
    parser.add_argument(
        "--resume", action="store_true", help="open the unfinished games of the last run again"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM, then close everybody and save."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s"
    )
    from magnate_app.net.serving import serve

    config = ServerConfig(
        app=__version__,
        queue_size=args.queue_size,
        min_players=args.min_players,
        max_rooms=args.rooms,
        remote_rooms=True,
        bot_delay=args.bot_delay,
    )
    lock = None
    if args.password:
        lock = password.make_lock(args.password, secrets.token_bytes(password.SALT_BYTES))
    setup = Setup(
        settings=Settings(pace=args.pace),
        options=TableOptions(
            name=args.name[:40],
            approval=args.ask_me,
            visibility="code_only" if args.code_only else "listed",
        ),
        lock=lock,
    )
    serve(
        config,
        setup,
        address=args.host,
        port=args.port,
        resume=args.resume,
        ready=lambda host, port, code: print(
            f"listening ws://{host}:{port}/ code {code}", flush=True
        ),
    )
    return 0


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 60:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds from 0 to 60")
    return value
