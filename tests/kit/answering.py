"""A bare HTTP server that answers as a host does, or with whatever bytes a test wants."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from magnate_app.net import http
from magnate_app.server.commands import RoomListing

ROOM = RoomListing(
    room_code="014M0P",
    old=("5J08DZ",),
    name="Mesa de ana",
    owner="ana",
    players=2,
    bots=1,
    seats=4,
    state="lobby",
    open=True,
    watch=True,
    preset="standard",
    code_only=False,
)


@contextlib.asynccontextmanager
async def raw_server(content: bytes | None) -> AsyncIterator[int]:
    """Answer everything with `content`; with nothing, never answer."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            if content is None:
                await reader.read()
            else:
                writer.write(content)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


def health_answer(host_id: str) -> bytes:
    """Return the bytes of a good answer to `GET /health`."""
    response = http.answer("GET", "/health", False, host_id, lambda: (ROOM,))
    assert response is not None
    return (
        b"HTTP/1.1 "
        + str(response.status_code).encode()
        + b" OK\r\n"
        + response.headers.serialize()
        + response.body
    )
