from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.http11 import Request, Response

from magnate_app.errors import LinkError
from magnate_app.net import websocket
from magnate_app.net.channel import LOST, ChannelClosedError
from magnate_app.protocol.link import LinkFailure
from tests.kit.answering import raw_server
from tests.kit.networks import LOCAL, until


@pytest.mark.parametrize(
    "content", [b"", b"SSH-2.0\r\n\r\n", b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"]
)
async def test_somebody_else_is_no_magnate(content: bytes) -> None:
    async with raw_server(content) as port:
        with pytest.raises(LinkError) as refused:
            await websocket.dial(LOCAL, port, "/ws/queue/", {}, "t" * 16)
        assert refused.value.failure is LinkFailure.NOT_MAGNATE


@pytest.mark.parametrize("turns", range(6))
async def test_a_listener_nobody_waits_for_is_closed(turns: int) -> None:
    async def handler(line: ServerConnection) -> None:
        await line.wait_closed()

    def answer(line: ServerConnection, request: Request) -> Response | None:
        return None

    with socket.create_server((LOCAL, 0)) as free:
        port = free.getsockname()[1]
    waiting = asyncio.create_task(websocket.listen(handler, answer, LOCAL, port))
    for _ in range(turns):
        await asyncio.sleep(0)
    waiting.cancel()
    try:
        server = await waiting
    except asyncio.CancelledError:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((LOCAL, port), 2)
    else:
        await websocket.shut(server)


async def test_nobody_is_unreachable() -> None:
    async with raw_server(None) as port:
        with pytest.raises(LinkError) as refused:
            await websocket.dial(LOCAL, port, "/ws/queue/", {}, "t" * 16, within=0.1)
        assert refused.value.failure is LinkFailure.UNREACHABLE
    with pytest.raises(LinkError) as refused:
        await websocket.dial("::1", port, "/ws/queue/", {}, "t" * 16, within=0.5)
    assert refused.value.failure is LinkFailure.UNREACHABLE


async def test_frames_codes_and_lost_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = asyncio.Event()

    async def talk(socket: ServerConnection) -> None:
        if socket.request is not None and "lost" in socket.request.path:
            await cut.wait()
            socket.transport.abort()
            return
        await socket.send(b"binary")
        await socket.send("text")
        assert await socket.recv() == "heard"
        await socket.close(4001, "moved_on")

    async with serve(talk, LOCAL, 0) as server:
        port = server.sockets[0].getsockname()[1]
        channel = await websocket.dial(LOCAL, port, "/x/", {"name": "ñ &"}, "t" * 16)
        assert await channel.receive() == "text"
        await channel.send("heard")
        with pytest.raises(ChannelClosedError) as closed:
            await channel.receive()
        assert (closed.value.code, closed.value.reason) == (4001, "moved_on")
        with pytest.raises(ChannelClosedError):
            await channel.send("too late")
        await channel.close()
        lost = await websocket.dial(LOCAL, port, "/lost/", {}, "t" * 16)
        cut.set()
        with pytest.raises(ChannelClosedError) as closed:
            await lost.receive()
        assert closed.value.code == LOST
        await lost.close()


async def test_leaving_does_not_wait_for_a_dead_host() -> None:
    async def sleep(socket: ServerConnection) -> None:
        await asyncio.sleep(60)

    async with serve(sleep, LOCAL, 0, close_timeout=0.1) as server:
        port = server.sockets[0].getsockname()[1]
        channel = await websocket.dial(LOCAL, port, "/x/", {}, "t" * 16)
        begun = asyncio.get_running_loop().time()
        await channel.close()
        assert asyncio.get_running_loop().time() - begun < 2
        for task in list(server.handler_tasks):
            task.cancel()


async def test_fragments_and_early_messages_are_heard_whole_and_in_order() -> None:
    heard: list[str | bytes] = []
    met: asyncio.Event = asyncio.Event()
    go: asyncio.Event = asyncio.Event()

    async def serve(socket: ServerConnection) -> None:
        assert isinstance(socket, websocket.HostSocket)
        met.set()
        await go.wait()
        socket.listen(heard.append)
        with contextlib.suppress(ConnectionClosed):
            await socket.recv()

    server = await websocket.listen(serve, lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with connect(f"ws://127.0.0.1:{port}/", proxy=None) as person:
        await met.wait()
        await person.send("early")
        await person.send(["in ", "three ", "parts"])
        await person.send([b"as ", b"bytes"])
        await (await person.ping())
        go.set()
        await person.send("late")
        await (await person.ping())
        assert heard == ["early", "in three parts", b"as bytes", "late"]
        await person.send(b"\xff", text=True)
        await person.wait_closed()
        assert person.close_code == 1007
    await websocket.shut(server)


async def test_fragments_without_content_take_no_memory() -> None:
    heard: list[str | bytes] = []
    sockets: list[websocket.HostSocket] = []
    more: asyncio.Event = asyncio.Event()

    async def serve(socket: ServerConnection) -> None:
        assert isinstance(socket, websocket.HostSocket)
        sockets.append(socket)
        socket.listen(heard.append)
        with contextlib.suppress(ConnectionClosed):
            await socket.recv()

    async def pieces() -> AsyncIterator[str]:
        for piece in ("", *[""] * 300, "in", *[""] * 300):
            yield piece
        await more.wait()
        yield " parts"

    server = await websocket.listen(serve, lambda *_: None, LOCAL, 0)
    port = server.sockets[0].getsockname()[1]
    async with connect(f"ws://{LOCAL}:{port}/", proxy=None) as person:
        sending = asyncio.create_task(person.send(pieces()))
        await until(lambda: sockets and any(part.data for part in sockets[0]._parts))
        await (await person.ping())
        assert len(sockets[0]._parts) == 2
        more.set()
        await sending
        await (await person.ping())
    assert heard == ["in parts"]
    await websocket.shut(server)


@pytest.mark.parametrize("size", [0, 125, 126, 65535, 65536])
def test_frames_are_those_of_the_library(size: int) -> None:
    texts = ("x" * size, "ñ")
    expected = b"".join(Frame(Opcode.TEXT, text.encode()).serialize(mask=False) for text in texts)
    assert websocket.frames_of(texts) == expected


async def test_a_second_message_does_not_wait_until_the_first_is_acknowledged() -> None:
    there: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def at_once(transport: asyncio.BaseTransport) -> bool:
        wire = transport.get_extra_info("socket")
        return bool(wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    async def handler(line: ServerConnection) -> None:
        there.set_result(at_once(line.transport))
        await line.wait_closed()

    server = await websocket.listen(handler, lambda _, __: None, LOCAL, 0)
    port = next(iter(server.sockets)).getsockname()[1]
    channel = await websocket.dial(LOCAL, port, "/x/", {}, "t" * 16)
    assert [await there, at_once(channel._socket.transport)] == [True, True]
    await channel.close()
    await websocket.shut(server)


async def test_who_says_nothing_is_cut_off_when_the_host_closes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(websocket, "CLOSE_WITHIN", 0.1)

    async def handler(line: ServerConnection) -> None:
        raise AssertionError("nobody has asked for anything")

    with socket.create_server((LOCAL, 0)) as free:
        port = free.getsockname()[1]
    server = await websocket.listen(handler, lambda _, __: None, LOCAL, port)
    reader, writer = await asyncio.open_connection(LOCAL, port)
    await until(lambda: [line for line in websocket._alive if line.server is server])
    await websocket.shut(server)
    async with asyncio.timeout(5):
        with contextlib.suppress(ConnectionResetError):
            assert await reader.read() == b""
    writer.close()
    with contextlib.suppress(ConnectionResetError):
        await writer.wait_closed()


async def test_a_leaving_that_is_broken_off_leaves_no_line_behind() -> None:
    async def stay(socket: ServerConnection) -> None:
        await socket.wait_closed()

    async with serve(stay, LOCAL, 0, close_timeout=0.1) as server:
        port = server.sockets[0].getsockname()[1]
        channel = await websocket.dial(LOCAL, port, "/x/", {}, "t" * 16)
        channel._socket.transport.pause_reading()
        leaving = asyncio.create_task(channel.close())
        await asyncio.sleep(0.01)
        assert not leaving.done()
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        await until(lambda: channel._socket.transport.get_extra_info("socket").fileno() == -1)
