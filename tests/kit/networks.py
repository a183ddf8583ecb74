"""Hosts and people for network tests: everything on the loopback interface, no waiting."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable
from functools import cache
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from magnate_app.content import BoardContent, load_board
from magnate_app.net.host import Host
from magnate_app.rules.chance import Seeded
from magnate_app.server.config import ServerConfig

LOCAL = "127.0.0.1"

Message = dict[str, Any]


@cache
def content() -> BoardContent:
    """Return the board, read once."""
    return load_board("zaragoza")


def token(name: str) -> str:
    """Return the secret of a made-up person."""
    return f"{name}-secret-of-a-test"


@contextlib.asynccontextmanager
async def hosting(
    folder: Path, config: ServerConfig | None = None, *, port: int | None = 0, seed: str = "net"
) -> AsyncIterator[Host]:
    """Run a host that listens on the loopback interface; port 0 is any."""
    games = iter(range(1000))
    host = Host(
        config or ServerConfig(bot_delay=0.0),
        content(),
        data=made(folder / "data"),
        saves=made(folder / "saves"),
        chance_factory=lambda: Seeded(f"{seed}/{next(games)}"),
    )
    try:
        await host.listen(port, LOCAL, announce=False)
        yield host
    finally:
        await host.close()


def made(folder: Path) -> Path:
    """Return `folder`, made when missing."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Classic:
    """A plain WebSocket client that speaks the classic protocol."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def say(self, **message: object) -> None:
        await self.socket.send(json.dumps(message))

    async def hear(self, seconds: float = 20) -> Message:
        async with asyncio.timeout(seconds):
            told = json.loads(await self.socket.recv())
        assert isinstance(told, dict)
        return told

    async def hear_until(self, key: str, value: object, seconds: float = 20) -> Message:
        async with asyncio.timeout(seconds):
            while True:
                told = await self.hear(seconds)
                if told.get(key) == value:
                    return told

    async def closed(self, seconds: float = 20) -> tuple[int | None, str | None]:
        """Wait for the end; return its code and reason."""
        async with asyncio.timeout(seconds):
            async for _ in self.socket_to_end():
                pass
        return self.socket.close_code, self.socket.close_reason

    async def socket_to_end(self) -> AsyncIterator[str | bytes]:
        try:
            while True:
                yield await self.socket.recv()
        except ConnectionClosed:
            return


@contextlib.asynccontextmanager
async def classic(port: int, path: str, name: str, more: str = "") -> AsyncIterator[Classic]:
    """Open a classic connection as a made-up person."""
    uri = f"ws://{LOCAL}:{port}{path}?token={token(name)}&name={name}{more}"
    async with connect(uri, proxy=None, close_timeout=1) as socket:
        yield Classic(socket)


async def until(condition: Callable[[], object], seconds: float = 30) -> None:
    """Wait until `condition` holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.01)
