"""Plain HTTP beside the sockets (PROTOCOL.md 1.2): what a host answers, and asking it.

`answer` is pure: it makes the few pages of a host out of values. `get` is the small
client that confirms a table before it is shown.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

import msgspec
from websockets.datastructures import Headers
from websockets.http11 import Response

from magnate_app import __version__
from magnate_app.errors import LinkError
from magnate_app.protocol.link import LinkFailure
from magnate_app.protocol.messages_common import PROTOCOL_VERSION
from magnate_app.server import routes
from magnate_app.server.commands import RoomListing

ASK_TIMEOUT: Final = 1.0
LARGEST_ANSWER: Final = 256 * 1024

OFFER: Final = frozenset({"GET", "HEAD"})


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of `/health`; `id` is random per start of a host."""

    app: str
    version: str
    protocol: int
    rooms_open: int
    id: str


class ListedRoom(msgspec.Struct, frozen=True, kw_only=True):
    """One room of `/api/rooms`."""

    room_code: str
    name: str
    owner: str
    players: int
    bots: int
    seats: int
    state: str
    open: bool
    watch: bool
    locked: bool = False
    preset: str


class RoomList(msgspec.Struct, frozen=True):
    """The answer of `/api/rooms`."""

    rooms: tuple[ListedRoom, ...]


def answer(
    method: str,
    target: str,
    upgrade: bool,
    host_id: str,
    rooms: Callable[[], tuple[RoomListing, ...]],
) -> Response | None:
    """Return the answer to a request, or None to go on with the WebSocket handshake."""
    path = target.partition("?")[0].partition("#")[0]
    if routes.parse(path) is not None:
        if upgrade and method == "GET":
            return None
        if method not in OFFER:
            return _not_allowed()
        body = "This address takes WebSocket connections only.\n"
        return _response(
            HTTPStatus.UPGRADE_REQUIRED, "text/plain", body, method, Upgrade="websocket"
        )
    if path not in ("/", "/health", "/api/rooms"):
        return _response(HTTPStatus.NOT_FOUND, "text/plain", "There is nothing here.\n", method)
    if method not in OFFER:
        return _not_allowed()
    listed = tuple(room for room in rooms() if not room.code_only)
    if path == "/health":
        health = Health(
            app="magnate",
            version=__version__,
            protocol=PROTOCOL_VERSION,
            rooms_open=sum(room.open for room in listed),
            id=host_id,
        )
        return _json(health, method)
    if path == "/api/rooms":
        return _json(RoomList(tuple(_listed(room) for room in listed)), method)
    return _response(HTTPStatus.OK, "text/html", invitation(listed), method)


def invitation(rooms: tuple[RoomListing, ...]) -> str:
    """Return the page a browser shows: which tables are here and how to join."""
    if rooms:
        tables = "".join(_table(room) for room in rooms)
    else:
        tables = "<p>No table is open here now. · Ahora no hay ninguna mesa abierta.</p>"
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Magnate</title>'
        '<meta name="viewport" content="width=device-width">'
        "<style>body{font:1.1em sans-serif;max-width:34em;margin:2em auto;padding:0 1em;"
        "background:#f4ecdc;color:#2b2418}h1{color:#8a2b1e}code{font-size:1.6em}</style>"
        f"<h1>Magnate</h1>{tables}"
        "<p>Open Magnate, choose <b>Join</b> and type the code. · "
        "Abre Magnate, elige <b>Unirse</b> y escribe el código.</p></html>\n"
    )


async def get(
    address: str,
    port: int,
    path: str,
    timeout: float = ASK_TIMEOUT,  # noqa: ASYNC109 - part of what is asked
    *,
    secure: bool = False,
) -> bytes:
    """Return the body of a successful answer.

    Raises `LinkError`: `unreachable`, or `not_magnate` for an answer that is not ours.
    """
    where = f"{address}:{port}"
    try:
        async with asyncio.timeout(timeout):
            reader, writer = await asyncio.open_connection(
                address, port, limit=LARGEST_ANSWER, ssl=secure or None
            )
            try:
                lines = (f"GET {path} HTTP/1.1", f"Host: {where}", "Connection: close", "", "")
                writer.write("\r\n".join(lines).encode("ascii"))
                head = await reader.readuntil(b"\r\n\r\n")
                if not head.startswith(b"HTTP/1.") or head.split(b" ", 2)[1:2] != [b"200"]:
                    raise LinkError(LinkFailure.NOT_MAGNATE, where)
                return await _body(reader, head)
            finally:
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError) as error:
        raise LinkError(LinkFailure.NOT_MAGNATE, where) from error
    except (OSError, TimeoutError) as error:
        raise LinkError(LinkFailure.UNREACHABLE, where) from error


async def probe(
    address: str,
    port: int,
    timeout: float = ASK_TIMEOUT,  # noqa: ASYNC109 - part of what is asked
    *,
    secure: bool = False,
) -> Health:
    """Return what the Magnate host at this address says about itself.

    Raises `LinkError` when nobody, or somebody else, is there.
    """
    body = await get(address, port, "/health", timeout, secure=secure)
    try:
        health = msgspec.json.decode(body, type=Health)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise LinkError(LinkFailure.NOT_MAGNATE, f"{address}:{port}") from error
    if health.app != "magnate":
        raise LinkError(LinkFailure.NOT_MAGNATE, f"{address}:{port}")
    return health


async def ask_health(
    address: str,
    port: int,
    timeout: float = ASK_TIMEOUT,  # noqa: ASYNC109 - part of what is asked
) -> Health | None:
    """Return what `probe` does, None where it raises."""
    try:
        return await probe(address, port, timeout)
    except LinkError:
        return None


async def ask_rooms(address: str, port: int, *, secure: bool = False) -> tuple[ListedRoom, ...]:
    """Return the rooms a host lists, none when it does not answer."""
    return await list_rooms(address, port, secure=secure) or ()


async def list_rooms(
    address: str, port: int, *, secure: bool = False
) -> tuple[ListedRoom, ...] | None:
    """Return the rooms a host lists, None when it does not say."""
    try:
        body = await get(address, port, "/api/rooms", secure=secure)
        return msgspec.json.decode(body, type=RoomList).rooms
    except (LinkError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


async def _body(reader: asyncio.StreamReader, head: bytes) -> bytes:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return await reader.readexactly(min(int(value), LARGEST_ANSWER))
    return await reader.read(LARGEST_ANSWER)


def _listed(room: RoomListing) -> ListedRoom:
    return ListedRoom(
        room_code=room.room_code,
        name=room.name,
        owner=room.owner,
        players=room.players,
        bots=room.bots,
        seats=room.seats,
        state=room.state,
        open=room.open,
        watch=room.watch,
        locked=room.locked,
        preset=room.preset,
    )


def _table(room: RoomListing) -> str:
    link = f"magnate://join/{quote(room.room_code, safe='')}"
    code, name = html.escape(room.room_code), html.escape(room.name)
    return f'<h2>{name}</h2><p><code><a href="{link}">{code}</a></code></p>'


def _json(value: msgspec.Struct, method: str) -> Response:
    return _response(HTTPStatus.OK, "application/json", msgspec.json.encode(value).decode(), method)


def _not_allowed() -> Response:
    body = "Only GET and HEAD are answered here.\n"
    return _response(HTTPStatus.METHOD_NOT_ALLOWED, "text/plain", body, Allow="GET, HEAD")


def _response(
    status: HTTPStatus, kind: str, text: str, method: str = "GET", **more: str
) -> Response:
    body = text.encode()
    headers = Headers(more)
    headers["Content-Type"] = f"{kind}; charset=utf-8"
    headers["Content-Length"] = str(len(body))
    headers["Cache-Control"] = "no-store"
    headers["Connection"] = "close"
    return Response(status.value, status.phrase, headers, b"" if method == "HEAD" else body)
