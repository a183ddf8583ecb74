"""A raw client of the wire: JSON objects over WebSockets, and plain HTTP.

Made from the public description alone: it knows paths, keys and close codes, and nothing
of the program that answers.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import socket
import time
from typing import Any, TypeAlias
from urllib.parse import quote, urlencode, urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

Json: TypeAlias = dict[str, Any]

PATIENCE = 10.0
BURST, REFILL = 50.0, 19.0
QUIET = 0.25


class ContractError(Exception):
    """The host did something the contract does not say."""


class ClosedError(ContractError):
    """The host closed the connection."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"closed {code} {reason!r}")
        self.code = code
        self.reason = reason


class StatusError(ContractError):
    """The host answered the upgrade with a status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


def ensure(condition: object, *found: object) -> None:
    """Fail with what was found unless the condition holds."""
    if not condition:
        raise ContractError(" ".join(str(part) for part in found)[:600])


def same(found: object, wanted: object, what: str = "") -> None:
    """Fail unless the two are equal."""
    ensure(found == wanted, what, "found", repr(found), "instead of", repr(wanted))


def new_token() -> str:
    """Return the secret of a new device."""
    return secrets.token_urlsafe(32)


def new_name() -> str:
    """Return a name nobody has."""
    return "c" + secrets.token_hex(4)


class Connection:
    """One open WebSocket."""

    def __init__(self, socket: ClientConnection, token: str, name: str) -> None:
        self.socket = socket
        self._spare, self._at = BURST, time.monotonic()
        self.token = token
        self.name = name

    @property
    def subprotocol(self) -> str | None:
        """What the host chose."""
        return self.socket.subprotocol

    async def send(self, message: object) -> None:
        """Send a value as JSON, no faster than the contract allows."""
        while True:
            now = time.monotonic()
            self._spare = min(BURST, self._spare + (now - self._at) * REFILL)
            self._at = now
            if self._spare >= 1:
                break
            await asyncio.sleep((1 - self._spare) / REFILL)
        self._spare -= 1
        await self.send_text(json.dumps(message))

    async def send_text(self, text: str | bytes) -> None:
        """Send a text or binary frame as it is."""
        try:
            await self.socket.send(text)
        except ConnectionClosed as error:
            raise _closed(error) from error

    async def text(self, patience: float = PATIENCE) -> str:
        """Return the next frame."""
        try:
            async with asyncio.timeout(patience):
                frame = await self.socket.recv()
        except TimeoutError:
            raise ContractError("nothing came") from None
        except ConnectionClosed as error:
            raise _closed(error) from error
        ensure(isinstance(frame, str), "a binary frame came")
        return str(frame)

    async def next(self, patience: float = PATIENCE) -> Json:
        """Return the next message."""
        text = await self.text(patience)
        ensure("\n" not in text or text.lstrip().startswith("{"), "no object:", text)
        message = json.loads(text, parse_constant=_no_constant)
        ensure(isinstance(message, dict), "no object:", text)
        return dict(message)

    async def named(self, name: str, patience: float = PATIENCE) -> Json:
        """Return the next message, which must have this name."""
        message = await self.next(patience)
        found = message.get("event_type", message.get("action"))
        ensure(found == name, "found", json.dumps(message), "instead of", name)
        return message

    async def until(self, name: str, patience: float = PATIENCE) -> Json:
        """Return the next message of this name and leave out others before it."""
        deadline = time.monotonic() + patience
        while True:
            message = await self.next(max(0.01, deadline - time.monotonic()))
            if message.get("event_type", message.get("action")) == name:
                return message

    async def ask(self, message: object) -> Json:
        """Send a message and return the next one that comes."""
        await self.send(message)
        return await self.next()

    async def refused(self, message: object, code: str, **params: object) -> Json:
        """Send something that must be answered by this error; keys given must match."""
        if isinstance(message, (str, bytes)):
            await self.send_text(message)
        else:
            await self.send(message)
        answer = await self.named("error")
        same(answer.get("code"), code, f"error for {message!r}:")
        ensure(isinstance(answer.get("message"), str) and answer["message"], "no sentence", answer)
        ensure(isinstance(answer.get("params"), dict), "no params", answer)
        for key, value in params.items():
            same(answer["params"].get(key), value, f"{code}.{key}:")
        return answer

    async def silent(self, seconds: float = QUIET) -> None:
        """Fail if anything comes within the time."""
        try:
            async with asyncio.timeout(seconds):
                frame = await self.socket.recv()
        except TimeoutError:
            return
        except ConnectionClosed as error:
            raise _closed(error) from error
        raise ContractError(f"something came: {frame!r}")

    async def closed(
        self, code: int, reason: str | None = None, patience: float = PATIENCE
    ) -> None:
        """Wait for the close, which must come next and have this code and reason."""
        try:
            frame = await self.text(patience)
        except ClosedError as closed:
            same(closed.code, code, f"close code (reason {closed.reason!r}):")
            if reason is not None:
                same(closed.reason, reason, "close reason:")
            return
        raise ContractError(f"not closed, but {frame!r}")

    async def leave(self) -> None:
        """Close from this side."""
        await self.socket.close()

    def cut(self) -> None:
        """Let the line go dead without a word."""
        self.socket.transport.abort()


class Host:
    """The address of a host."""

    def __init__(self, url: str, code: str | None = None) -> None:
        parts = urlsplit(url if "//" in url else f"ws://{url}")
        self.address = parts.hostname or "127.0.0.1"
        self.port = parts.port or 47800
        self.code = code
        self._opened: list[tuple[str, Connection]] = []

    async def open(
        self,
        path: str,
        *,
        token: str | None = None,
        name: str | None = None,
        extended: bool = False,
        header: str | None = None,
        subprotocols: list[str] | None = None,
        small: bool = False,
        **query: str,
    ) -> Connection:
        """Open a WebSocket; a token of None is a new one, an empty one is left out.

        A small one takes few bytes before it has to be read.
        """
        token = new_token() if token is None else token
        name = new_name() if name is None else name
        if token:
            query["token"] = token
        if name:
            query["name"] = name
        if extended:
            query["v"] = "2"
        uri = f"ws://{self.address}:{self.port}{path}?{urlencode(query, quote_via=quote)}"
        try:
            socket = await connect(
                uri,
                proxy=None,
                compression=None,
                max_size=2**20,
                ping_interval=None,
                sock=await self._small_socket() if small else None,
                additional_headers={"Authorization": header} if header else None,
                subprotocols=subprotocols,  # type: ignore[arg-type] # a NewType of str
            )
        except InvalidStatus as error:
            raise StatusError(error.response.status_code) from error
        connection = Connection(socket, token, name)
        self._opened.append((path, connection))
        return connection

    async def tidy(self) -> None:
        """Give up all games and leave: nobody is left for a stand-in to play for."""
        for path, connection in self._opened:
            with contextlib.suppress(ConnectionClosed):
                if "/ws/game/" in path:
                    await connection.socket.send('{"type":"ActionSurrender"}')
        await asyncio.gather(*(one.leave() for _, one in self._opened))
        self._opened.clear()

    async def _small_socket(self) -> socket.socket:
        made = socket.socket()
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        made.setblocking(False)
        await asyncio.get_running_loop().sock_connect(made, (self.address, self.port))
        return made

    async def room(self, code: str, **options: Any) -> Connection:
        """Open the socket of a room."""
        return await self.open(f"/ws/room/{code}/", **options)

    async def queue(self, **options: Any) -> Connection:
        """Open the public queue."""
        return await self.open("/ws/queue/", **options)

    async def game(self, game: int | str, **options: Any) -> Connection:
        """Open the socket of a game."""
        return await self.open(f"/ws/game/{game}/", **options)

    async def http(
        self, method: str, path: str, sent: str = ""
    ) -> tuple[int, dict[str, str], bytes]:
        """Ask over plain HTTP; return status, headers with lower-case names, and body."""
        reader, writer = await asyncio.open_connection(self.address, self.port)
        try:
            async with asyncio.timeout(PATIENCE):
                size = (f"Content-Length: {len(sent)}",) if sent else ()
                lines = (f"{method} {path} HTTP/1.1", f"Host: {self.address}", *size, "", sent)
                writer.write("\r\n".join(lines).encode())
                raw = await reader.read()
        finally:
            writer.close()
        head, _, body = raw.partition(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        ensure(first.startswith("HTTP/1.1 "), "no HTTP answer:", first)
        headers = {key.lower(): value.strip() for key, _, value in (x.partition(":") for x in rest)}
        return int(first.split(" ")[1]), headers, body


async def hello(connection: Connection, key: str, **more: object) -> Json:
    """Say hello on an extended connection and return the welcome."""
    await connection.send({key: "hello", "protocol": 2, "app": "conformance", **more})
    return await connection.named("welcome")


def _closed(error: ConnectionClosed) -> ClosedError:
    if error.rcvd is None:
        return ClosedError(1006, "")
    return ClosedError(error.rcvd.code, error.rcvd.reason)


def _no_constant(text: str) -> None:
    raise ContractError(f"{text} is no JSON")
