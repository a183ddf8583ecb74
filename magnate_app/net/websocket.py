"""WebSockets as lines of text frames: the host's end, the person's end, and dialling.

The one module that knows how the library likes to be used (PROTOCOL.md 1.3): no
compression, no proxy, pings every 5 s, and errors told by us instead of its logger.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import weakref
from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache
from socket import AF_INET, AF_INET6, IPPROTO_TCP, TCP_NODELAY, create_server
from typing import Final, TypedDict
from urllib.parse import urlencode

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI
from websockets.frames import Frame, Opcode
from websockets.http11 import Request, Response
from websockets.protocol import State
from websockets.typing import Subprotocol

from magnate_app.errors import LinkError
from magnate_app.net import tasks
from magnate_app.net.channel import LOST, ChannelClosedError
from magnate_app.protocol.connection import MAX_FRAME, SUBPROTOCOL
from magnate_app.protocol.link import LinkFailure

PING_EVERY: Final = 5.0
PONG_WITHIN: Final = 5.0
CLOSE_WITHIN: Final = 1.0
OPEN_WITHIN: Final = 5.0
LARGEST_FROM_HOST: Final = 4 * 1024 * 1024
BUSY: Final = 16 * 1024
"""Bytes on their way to a client from which on the next frames wait in its outbox."""

LONGEST_SEND: Final = 3.0
"""Seconds after which somebody who reads nothing of what was sent is cut off."""

LONGEST_REASON: Final = 123

LARGEST_HEAD: Final = 64 * 1024

_BODY: Final = re.compile(
    rb"^(content-length|transfer-encoding)[ \t]*:.*\n", re.IGNORECASE | re.MULTILINE
)
"""The headers of a request that has a body."""

_DATA: Final = (Opcode.TEXT, Opcode.BINARY, Opcode.CONT)


class _Manners(TypedDict):
    compression: None
    ping_interval: float
    ping_timeout: float
    close_timeout: float
    logger: logging.Logger


def _quiet() -> logging.Logger:
    logger = logging.getLogger("websockets.magnate")
    logger.setLevel(logging.CRITICAL + 1)
    logger.propagate = False
    return logger


def _manners() -> _Manners:
    return _Manners(
        compression=None,
        ping_interval=PING_EVERY,
        ping_timeout=PONG_WITHIN,
        close_timeout=CLOSE_WITHIN,
        logger=_quiet(),
    )


class HostSocket(ServerConnection):
    """A WebSocket whose messages are heard as they arrive, without a task to fetch them.

    What is no text comes out of `recv`, as the library has it.
    """

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]  # passed on as they are
        _alive.add(self)
        self._heard: Callable[[str | bytes], None] | None = None
        self._early: list[str | bytes] = []
        self._parts: list[Frame] = []
        self._head: bytes | None = b""
        self._deaf = False
        self._stuck: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; what is sent must not wait until what went before is acknowledged.

        asyncio sees to that only where the listening socket names its protocol, and for 40 ms
        the other side is in no hurry.
        """
        with contextlib.suppress(OSError):
            transport.get_extra_info("socket").setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        super().connection_made(transport)

    def listen(self, heard: Callable[[str | bytes], None]) -> None:
        """Call `heard` with every message, those that have come already first."""
        early, self._early = self._early, []
        self._heard = heard
        for message in early:
            heard(message)

    def data_received(self, data: bytes) -> None:
        """Take bytes in.

        The library hangs up on requests that have a body, so they lose theirs and are told
        like the others what this port is for.
        """
        if self._deaf:
            return
        if self._head is not None:
            data, self._head = self._head + data, None
            if data[:1].isupper() and not data.startswith(b"G"):
                head, end, _ = data.partition(b"\r\n\r\n")
                if not end and len(data) <= LARGEST_HEAD:
                    self._head = data
                    return
                data = _BODY.sub(b"", head + b"\r\n") + b"\r\n"
                self._deaf = True
        super().data_received(data)

    def pause_writing(self) -> None:
        """Hear no more of somebody who does not read, and cut them off when that lasts.

        Whoever sends pings alone wants an answer to each, which would pile up without end,
        and the library's own ping waits behind them for ever.
        """
        super().pause_writing()
        self.transport.pause_reading()
        self._stuck = self.loop.call_later(LONGEST_SEND, self.transport.abort)

    def resume_writing(self) -> None:
        """Listen again: what was sent is being read."""
        self._go_on()
        self.transport.resume_reading()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._go_on()
        super().connection_lost(exc)

    def _go_on(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None

    def process_event(self, event: object) -> None:
        """Take one event of the protocol."""
        if isinstance(event, Frame) and event.opcode in _DATA:
            if event.fin:
                parts, self._parts = [*self._parts, event], []
                self._whole(parts)
            elif event.data or not self._parts:
                # Empty ones count for no limit, so they must not pile up.
                self._parts.append(event)
        else:
            super().process_event(event)  # type: ignore[arg-type]  # as the library has it

    def _whole(self, parts: list[Frame]) -> None:
        message: str | bytes = b"".join([part.data for part in parts])
        if parts[0].opcode is Opcode.TEXT:
            try:
                message = bytes(message).decode()  # type: ignore[arg-type]  # still bytes
            except UnicodeDecodeError:
                for part in parts:
                    super().process_event(part)
                return
        if self._heard is None:
            self._early.append(message)
        else:
            self._heard(message)


_alive: Final[weakref.WeakSet[HostSocket]] = weakref.WeakSet()


class SocketTransport:
    """The host's end of a WebSocket."""

    def __init__(self, socket: ServerConnection) -> None:
        self._socket = socket
        self._protocol = socket.protocol
        self._wire = socket.transport

    @property
    def latency(self) -> float:
        """Seconds the newest ping took, 0 before the first."""
        return self._socket.latency

    async def send(self, text: str) -> None:
        """Send one frame; waits while the other side does not read."""
        try:
            await self._socket.send(text)
        except ConnectionClosed as error:
            raise _closed(error) from error

    def send_now(self, texts: Sequence[str]) -> bool:
        """Send frames in one go if the line takes them without waiting."""
        wire = self._wire
        if self._protocol.state is not State.OPEN or wire.is_closing():
            return False
        if wire.get_write_buffer_size() > BUSY:
            return False
        wire.write(frames_of(tuple(texts)))
        return True

    async def close(self, code: int, reason: str) -> None:
        """Close with a code; who does not answer within a second is cut off."""
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_WITHIN + 0.5):
                    await self._socket.close(code, reason[:LONGEST_REASON])
        finally:
            self.abort()

    def abort(self) -> None:
        """Cut the line."""
        self._socket.transport.abort()


class SocketChannel:
    """The person's end of a WebSocket."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def send(self, text: str) -> None:
        """Send one frame."""
        try:
            await self._socket.send(text)
        except ConnectionClosed as error:
            raise _closed(error) from error

    async def receive(self) -> str:
        """Return the next text frame; a host sends no binary ones."""
        try:
            while True:
                frame = await self._socket.recv()
                if isinstance(frame, str):
                    return frame
        except ConnectionClosed as error:
            raise _closed(error) from error

    async def close(self) -> None:
        """Leave; a host that does not answer within a second is not waited for."""
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_WITHIN + 0.5):
                    await self._socket.close()
        finally:
            self._socket.transport.abort()


async def dial(
    address: str,
    port: int,
    path: str,
    query: dict[str, str],
    token: str,
    *,
    secure: bool = False,
    within: float = OPEN_WITHIN,
) -> SocketChannel:
    """Open a WebSocket to a host.

    Raises `LinkError`: `unreachable`, or `not_magnate` when somebody else answers.
    """
    host = f"[{address}]" if ":" in address else address
    uri = f"{'wss' if secure else 'ws'}://{host}:{port}{path}?{urlencode(query)}"
    try:
        socket = await connect(
            uri,
            proxy=None,
            open_timeout=within,
            max_size=LARGEST_FROM_HOST,
            additional_headers={"Authorization": f"Bearer {token}"},
            **_manners(),
        )
    except (InvalidHandshake, InvalidURI, EOFError) as error:
        raise LinkError(LinkFailure.NOT_MAGNATE, f"{address}:{port}") from error
    except (OSError, TimeoutError) as error:
        raise LinkError(LinkFailure.UNREACHABLE, f"{address}:{port}") from error
    return SocketChannel(socket)


async def listen(
    handler: Callable[[ServerConnection], Awaitable[None]],
    answer: Callable[[ServerConnection, Request], Response | None],
    address: str,
    port: int,
) -> Server:
    """Begin to serve; port 0 takes any free one. Raises `OSError`."""
    # Two hosts may bind one port at the same moment; only one of them can listen there.
    family = AF_INET6 if ":" in address else AF_INET
    listening = create_server((address, port), family=family)

    async def start() -> Server | OSError:
        try:
            return await serve(
                handler,
                sock=listening,
                create_connection=HostSocket,
                process_request=answer,
                select_subprotocol=_select,
                max_size=MAX_FRAME,
                open_timeout=OPEN_WITHIN,
                server_header=None,
                **_manners(),
            )
        except OSError as error:
            listening.close()
            return error

    starting = tasks.keep(start(), name=f"listen on {port}")
    try:
        started = await asyncio.shield(starting)
    except asyncio.CancelledError:
        # Whoever wanted the server has left meanwhile; its socket must not stay open.
        if not isinstance(unwanted := await starting, OSError):
            await shut(unwanted)
        raise
    if isinstance(started, OSError):
        raise started
    return started


async def shut(server: Server) -> None:
    """Stop serving and wait until every connection is gone; who is slow is cut off."""
    server.close()
    try:
        async with asyncio.timeout(2 * CLOSE_WITHIN + 1):
            await server.wait_closed()
    except TimeoutError:
        # The server itself forgets those who have never asked for anything.
        for line in [line for line in _alive if line.server is server]:
            line.transport.abort()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_WITHIN):
                await server.wait_closed()


@lru_cache(maxsize=4)
def frames_of(texts: tuple[str, ...]) -> bytes:
    """Return the bytes of text frames from a host; most go to several people at once."""
    frames: list[bytes] = []
    for text in texts:
        payload = text.encode()
        size = len(payload)
        if size < 126:
            head = bytes((0x81, size))
        elif size < 65536:
            head = b"\x81\x7e" + size.to_bytes(2, "big")
        else:
            head = b"\x81\x7f" + size.to_bytes(8, "big")
        frames += (head, payload)
    return b"".join(frames)


def _select(_: ServerConnection, offered: object) -> Subprotocol | None:
    """Echo ours if it is offered; other ones are no reason to refuse."""
    known = Subprotocol(SUBPROTOCOL)
    return known if isinstance(offered, (list, tuple)) and known in offered else None


def _closed(error: ConnectionClosed) -> ChannelClosedError:
    received = error.rcvd
    if received is None:
        return ChannelClosedError(LOST)
    return ChannelClosedError(received.code, received.reason)
