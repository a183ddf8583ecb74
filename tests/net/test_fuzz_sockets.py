"""Any bytes on any socket: the end is a documented one, and nobody else notices."""

from __future__ import annotations

import asyncio
import random
import secrets
from pathlib import Path

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from magnate_app.content import load_board
from magnate_app.net.host import Host
from magnate_app.server.closing import CloseCode
from magnate_app.server.config import ServerConfig

LIBRARY = {1000, 1002, 1006, 1007, 1009}
DOCUMENTED = {*map(int, CloseCode), 4006, *LIBRARY}
PATHS = ("/ws/queue/", "/ws/room/new/", "/ws/game/1/")
ROUNDS = 60


def scrap(luck: random.Random) -> bytes:
    """Return bytes that may or may not be frames."""
    body = luck.randbytes(luck.choice((0, 1, 5, 125, 126, 300, 70_000)))
    kind = luck.randrange(9)
    if kind == 0:
        return body
    first = luck.choice((0x81, 0x81, 0x81, 0x82, 0x01, 0x80, 0x88, 0x89, 0x83))
    if luck.random() < 0.5:
        texts = (b'{"command":"start_game"}', b'{"action":"cancel"}', b"[]", b'{"type":7}')
        body = luck.choice(texts)
    size = len(body)
    mask = luck.choice((0x80,) * 7 + (0,))
    if size < 126:
        head = bytes((first, mask | size))
    elif size < 65_536:
        head = bytes((first, mask | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((first, mask | 127)) + size.to_bytes(8, "big")
    return head + (b"\0" * 4 if mask else b"") + body


async def upgraded(port: int, path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    version = random.Random(path).choice(("", "&v=2"))
    lines = (
        f"GET {path}?token={secrets.token_hex(16)}{version} HTTP/1.1",
        "Host: x",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        "",
        "",
    )
    writer.write("\r\n".join(lines).encode())
    assert b" 101 " in await reader.readuntil(b"\r\n\r\n")
    return reader, writer


def close_code(data: bytes) -> int | None:
    """Return the code of the close frame among frames of a host, if there is one."""
    at = 0
    while len(data) - at >= 2:
        opcode, size, head = data[at] & 15, data[at + 1], 2
        if size == 126:
            size, head = int.from_bytes(data[at + 2 : at + 4], "big"), 4
        if opcode == 8:
            return int.from_bytes(data[at + 2 : at + 4], "big") if size >= 2 else 1000
        at += head + size
    return None


async def attack(port: int, seed: int) -> int | None:
    luck = random.Random(seed)
    reader, writer = await upgraded(port, luck.choice(PATHS))
    data = b""
    try:
        for _ in range(luck.randrange(1, 6)):
            writer.write(scrap(luck))
        if luck.random() < 0.3:
            writer.transport.abort()
            return None
        if luck.random() < 0.5:
            writer.write_eof()
        async with asyncio.timeout(0.5):
            while chunk := await reader.read(65_536):
                data += chunk
    except (ConnectionError, TimeoutError):
        pass
    finally:
        writer.close()
    return close_code(data)


async def test_any_bytes_end_as_documented_and_disturb_nobody(tmp_path: Path) -> None:
    for folder in ("data", "saves"):
        (tmp_path / folder).mkdir()
    host = Host(
        ServerConfig(remote_rooms=True, max_rooms=500),
        load_board(),
        data=tmp_path / "data",
        saves=tmp_path / "saves",
    )
    port = await host.listen(0, "127.0.0.1", announce=False)
    try:
        uri = f"ws://127.0.0.1:{port}/ws/room/new/?token=the-one-who-is-there"
        async with connect(uri, compression=None, proxy=None) as there:
            await there.recv()
            await there.recv()
            codes = [await attack(port, seed) for seed in range(ROUNDS)]
            assert {code for code in codes if code is not None} <= DOCUMENTED
            assert len({*codes}) > 3
            # The one who was there has heard nothing, and is answered at once.
            await there.send('{"command":"chat_message","message":"still here"}')
            async with asyncio.timeout(2):
                assert '"message":"still here"' in str(await there.recv())
    except ConnectionClosed as error:
        raise AssertionError("somebody else was disturbed") from error
    finally:
        await host.close()
