"""A bare HTTP server that answers as a host does, or with whatever bytes a test wants."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

from magnate_app.net import announcement, http
from magnate_app.net.announcement import Announcement
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


@contextlib.asynccontextmanager
async def changing_host(
    host_id: str, answers: dict[str, bool], rooms: Sequence[RoomListing] = (ROOM,)
) -> AsyncIterator[int]:
    """Answer as a host does, but not the paths of which `answers` says no."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            path = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode()
            if answers.get(path, True):
                writer.write(page(path, host_id, rooms))
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


def announcement_of(room: RoomListing, host_id: str) -> Announcement:
    """Return what a table says about itself."""
    texts = announcement.properties(room, host_id)
    said = announcement.read({key.encode(): text.encode() for key, text in texts.items()})
    assert said is not None
    return said


def health_answer(host_id: str) -> bytes:
    """Return the bytes of a good answer to `GET /health`."""
    return page("/health", host_id, (ROOM,))


def page(path: str, host_id: str, rooms: Sequence[RoomListing]) -> bytes:
    """Return the bytes of a host's answer to `GET`."""
    response = http.answer("GET", path, False, host_id, lambda: tuple(rooms))
    assert response is not None
    return (
        b"HTTP/1.1 "
        + str(response.status_code).encode()
        + b" OK\r\n"
        + response.headers.serialize()
        + response.body
    )
