"""Clients that read too slowly, on real sockets (PROTOCOL.md 1.3)."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from magnate_app.content import load_board
from magnate_app.net import outbox as outboxes
from magnate_app.net import websocket
from magnate_app.net.host import Host
from magnate_app.net.outbox import Outbox
from magnate_app.server.config import ServerConfig

SMALL = 4096
TEXT = "x" * 4000


@contextlib.asynccontextmanager
async def somebody(folder: Path) -> AsyncIterator[tuple[ClientConnection, Outbox]]:
    """A host and one person in a room there; the line between them holds little."""
    for name in ("data", "saves"):
        (folder / name).mkdir()
    host = Host(ServerConfig(), load_board(), data=folder / "data", saves=folder / "saves")
    port = await host.listen(0, "127.0.0.1", announce=False)
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
    narrow.setblocking(False)
    await asyncio.get_running_loop().sock_connect(narrow, ("127.0.0.1", port))
    uri = f"ws://127.0.0.1:{port}/ws/room/new/?token=somebody-who-is-slow"
    try:
        async with connect(uri, sock=narrow, compression=None, proxy=None) as person:
            await person.recv()
            await person.recv()
            (box,) = host._outboxes.values()
            wire = box.transport._socket.transport  # type: ignore[attr-defined] # the real one
            wire.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL)
            yield person, box
    finally:
        await host.close()


async def code_of(person: ClientConnection) -> int:
    """Read to the end and return the code the person finds there."""
    try:
        async with asyncio.timeout(10):
            while True:
                await person.recv()
    except ConnectionClosed as error:
        return 1006 if error.rcvd is None else error.rcvd.code


async def test_who_lets_too_much_pile_up_and_reads_on_sees_4006(tmp_path: Path) -> None:
    async with somebody(tmp_path) as (person, box):
        person.transport.pause_reading()
        for _ in range(outboxes.ROOM + 40):
            box.put([TEXT])
            await asyncio.sleep(0)
        person.transport.resume_reading()
        assert await code_of(person) == 4006


async def test_who_reads_nothing_for_three_seconds_is_cut_off(tmp_path: Path) -> None:
    async with somebody(tmp_path) as (person, box):
        person.transport.pause_reading()
        for _ in range(outboxes.ROOM // 2):
            box.put([TEXT])
        async with asyncio.timeout(websocket.LONGEST_SEND + 2):
            await box.finished()
        person.transport.resume_reading()
        assert await code_of(person) == 1006


async def test_who_sends_pings_and_reads_nothing_is_cut_off(tmp_path: Path) -> None:
    async with somebody(tmp_path) as (person, box):
        wire = box.transport._socket.transport  # type: ignore[attr-defined] # the real one
        person.transport.pause_reading()
        ping = b"\x89\xfd\0\0\0\0" + bytes(125)
        largest = 0
        async with asyncio.timeout(websocket.LONGEST_SEND + 3):
            while not box.done:
                if person.transport.get_write_buffer_size() < 100_000:
                    person.transport.write(ping * 500)
                largest = max(largest, wire.get_write_buffer_size())
                await asyncio.sleep(0.01)
        assert 32 * 1024 < largest < 512 * 1024
        person.transport.resume_reading()
        assert await code_of(person) == 1006


async def test_frames_sent_at_once_and_frames_that_waited_keep_their_order(tmp_path: Path) -> None:
    async with somebody(tmp_path) as (person, box):
        heard: list[str] = []

        async def read() -> None:
            while len(heard) < 300:
                heard.append(str(await person.recv()))
                await asyncio.sleep(0.001 if len(heard) % 7 else 0.01)

        reading = asyncio.create_task(read())
        for number in range(300):
            box.put([f"{number:04}{TEXT[:1000]}"])
            await asyncio.sleep(0.002)
        async with asyncio.timeout(10):
            await reading
        assert [int(text[:4]) for text in heard] == list(range(300))
