"""`magnate serve`: the server without a window."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
from typing import TYPE_CHECKING

from magnate_app import __version__, paths
from magnate_app.commands.options import Commands, whole
from magnate_app.content import load_board
from magnate_app.errors import LinkError, MagnateError
from magnate_app.protocol.gamelog import TableOptions
from magnate_app.rules.settings import PACES, Settings
from magnate_app.saves import catalog, gamelog
from magnate_app.server.config import ServerConfig
from magnate_app.server.setup import Setup

if TYPE_CHECKING:
    from magnate_app.net.host import Host

LOOK_EVERY = 1.0

log = logging.getLogger(__name__)


def add_parser(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("serve", help="run the server without a window")
    parser.add_argument("--host", default="0.0.0.0", help="address to listen on")  # noqa: S104 - meant
    parser.add_argument(
        "--port", type=whole(0, 65535), default=47800, help="port; 0 takes any free one"
    )
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
    parser.add_argument(
        "--resume", action="store_true", help="open the unfinished games of the last run again"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM, then close everybody and save."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s"
    )
    return asyncio.run(_serve(args))


async def _serve(args: argparse.Namespace) -> int:
    from magnate_app.net.host import Host

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        if sys.platform == "win32":  # its loop has no signal handlers
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
        else:
            loop.add_signal_handler(number, stop.set)
    config = ServerConfig(
        app=__version__,
        queue_size=args.queue_size,
        min_players=args.min_players,
        max_rooms=args.rooms,
        remote_rooms=True,
        bot_delay=args.bot_delay,
    )
    host = Host(config, load_board(), data=paths.data_dir(), saves=paths.saves_dir())
    try:
        port = await host.listen(args.port, args.host)
        if args.resume:
            _resume(host)
        setup = Setup(settings=Settings(pace=args.pace), options=TableOptions(name="Magnate"))
        code = host.make_room(setup)
    except LinkError as error:
        await host.close()
        raise MagnateError(
            f"Port {args.port} of {args.host} cannot be used; choose another with --port."
        ) from error
    print(f"listening ws://{args.host}:{port}/ code {code}", flush=True)
    while not stop.is_set():
        if not host.has_code(code):
            # The first room has closed or its game is over: its code stays good.
            host.make_room(setup, codes=[code])
        try:
            async with asyncio.timeout(LOOK_EVERY):
                await stop.wait()
        except TimeoutError:
            continue
    log.info("closing")
    await host.close()
    return 0


def _resume(host: Host) -> None:
    for game in catalog.saved_games(paths.saves_dir()):
        if game.finished:
            continue
        try:
            saved = gamelog.read_game(game.path)
            if not saved.header.solo:
                log.info("game %d goes on", host.resume(saved))
        except MagnateError as error:
            log.warning("%s stays closed: %s", game.path.name, error)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 60:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds from 0 to 60")
    return value
