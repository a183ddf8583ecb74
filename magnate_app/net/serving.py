"""The server without a window: one host with a standing room, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from magnate_app import paths
from magnate_app.content import load_board
from magnate_app.errors import LinkError, MagnateError
from magnate_app.net import tasks
from magnate_app.net.host import EVERYWHERE, Host
from magnate_app.net.sign import STANDING, StandingSign
from magnate_app.saves import catalog, gamelog
from magnate_app.server.config import ServerConfig
from magnate_app.server.setup import Setup

if sys.platform != "win32":
    import resource

LOOK_EVERY: Final = 1.0

FILES: Final = 8192
"""Files a server may have open: each connection is one, each game two."""

log = logging.getLogger(__name__)


def serve(
    config: ServerConfig,
    setup: Setup,
    *,
    address: str,
    port: int,
    resume: bool,
    ready: Callable[[str, int, str], None],
) -> None:
    """Serve until SIGINT or SIGTERM, then close everybody and save.

    `ready` is told address, port and room code once people can come. Raises
    `MagnateError` when the port cannot be used.
    """
    allow_many_files()
    asyncio.run(_serve(config, setup, address, port, resume, ready))


async def _serve(
    config: ServerConfig,
    setup: Setup,
    address: str,
    port: int,
    resume: bool,
    ready: Callable[[str, int, str], None],
) -> None:
    stop = asyncio.Event()
    _on_signals(stop)
    host = Host(
        config,
        load_board(),
        data=paths.data_dir(),
        saves=paths.saves_dir(),
        interfaces=None if address == EVERYWHERE else [address],
    )
    try:
        taken = await host.listen(port, address)
        if resume:
            _reopen(host, paths.saves_dir())
        code = host.make_room(setup)
    except LinkError as error:
        await host.close()
        raise MagnateError(
            f"Port {port} of {address} cannot be used; choose another with --port."
        ) from error
    sign = StandingSign(taken, host.id, None if address == EVERYWHERE else [address])
    host.offer_queue(STANDING)
    announcing = tasks.spawn(sign.put_up(), name="announce the queue")
    ready(address, taken, code)
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
    await tasks.stop(announcing)
    await sign.take_down()
    await host.close()


def allow_many_files() -> None:
    """Ask the system for as many open files as it lets us have; some begin with 256."""
    if sys.platform != "win32":
        few, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
        if few != resource.RLIM_INFINITY and few < wanted:
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        if sys.platform == "win32":  # its loop has no signal handlers
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
        else:
            loop.add_signal_handler(number, stop.set)


def _reopen(host: Host, folder: Path) -> None:
    for game in catalog.saved_games(folder):
        if game.finished:
            continue
        try:
            saved = gamelog.read_game(game.path)
            if not saved.header.solo:
                log.info("game %d goes on", host.resume(saved))
        except MagnateError as error:
            log.warning("%s stays closed: %s", game.path.name, error)
