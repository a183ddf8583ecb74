"""From what a person typed to a line to the right host (PROTOCOL.md 10.3, 11.3).

A code with an address is tried there first; a code that is not answered, or that has no
address, is looked up on the local network. Nothing is connected to before it has said
that it is a Magnate host.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final

from magnate_app.errors import LinkError
from magnate_app.net import http, websocket
from magnate_app.net.channel import Channel
from magnate_app.net.client import NEW, Goal, Route
from magnate_app.net.discovery import Search
from magnate_app.protocol import room_code
from magnate_app.protocol.link import LinkFailure
from magnate_app.protocol.messages import Socket
from magnate_app.protocol.room_code import Target

DIRECT: Final = 2.0
LOOKUP: Final = 5.0
LOOKUP_AGAIN: Final = 3.0
LOOK_EVERY: Final = 3

log = logging.getLogger(__name__)


class RemoteHost:
    """A host on another computer; when it falls silent its code is looked up again."""

    def __init__(
        self,
        address: str,
        port: int,
        *,
        secure: bool = False,
        code: str | None = None,
        interfaces: Sequence[str] | None = None,
    ) -> None:
        self._address = address
        self._port = port
        self._secure = secure
        self._code = code
        self._interfaces = interfaces
        self._failures = 0

    @property
    def address(self) -> str:
        """Where the host is."""
        return f"{self._address}:{self._port}"

    async def dial(self, path: str, query: dict[str, str], token: str) -> Channel:
        """Open a WebSocket; every third failure looks whether the host has moved."""
        try:
            channel = await websocket.dial(
                self._address, self._port, path, query, token, secure=self._secure
            )
        except LinkError:
            self._failures += 1
            if self._code is not None and self._failures % LOOK_EVERY == 0:
                await self._look()
            raise
        self._failures = 0
        return channel

    async def close(self) -> None:
        """Do nothing: the host lives on."""

    async def _look(self) -> None:
        found = await look_up(self._code or "", LOOKUP_AGAIN, self._interfaces)
        if found is not None:
            self._address, self._port = found
            log.info("the host is now at %s", self.address)


async def find_table(target: Target, interfaces: Sequence[str] | None = None) -> Route:
    """Return the way into the room that `target` names. Raises `LinkError`."""
    address, port, code = await _locate(target, interfaces)
    if code is None:
        code = await _open_room(address, port, target.secure)
    host = RemoteHost(address, port, secure=target.secure, code=code, interfaces=interfaces)
    return host, Goal(socket=Socket.ROOM, name=code)


async def find_queue(target: Target, interfaces: Sequence[str] | None = None) -> Route:
    """Return the way into the queue of the host that `target` names. Raises `LinkError`."""
    address, port, _ = await _locate(target, interfaces)
    return RemoteHost(address, port, secure=target.secure), Goal(socket=Socket.QUEUE)


async def find_new_room(target: Target, interfaces: Sequence[str] | None = None) -> Route:
    """Return the way into a new room on the host that `target` names. Raises `LinkError`."""
    address, port, _ = await _locate(target, interfaces)
    return RemoteHost(address, port, secure=target.secure), Goal(socket=Socket.ROOM, name=NEW)


async def look_up(
    code: str,
    timeout: float,  # noqa: ASYNC109 - said to the person
    interfaces: Sequence[str] | None = None,
) -> tuple[str, int] | None:
    """Return where on this network the table of `code` is, None when nobody says so."""
    search = Search(interfaces)
    search.start()
    try:
        found = await search.lookup(code, timeout)
    finally:
        await search.close()
    return None if found is None else (found.address, found.port)


async def _locate(target: Target, interfaces: Sequence[str] | None) -> tuple[str, int, str | None]:
    if target.address is not None:
        await http.probe(target.address, target.port, DIRECT, secure=target.secure)
        return target.address, target.port, target.code
    known = room_code.parse(target.code or "")
    failure = LinkFailure.NOT_FOUND
    if known.address is not None and known.port is not None:
        try:
            await http.probe(known.address, known.port, DIRECT)
        except LinkError as error:
            log.info("nobody at the address of the code: %s", error)
            failure = LinkFailure(error.failure)
        else:
            return known.address, known.port, known.text
    found = await look_up(known.text, LOOKUP, interfaces)
    if found is None:
        raise LinkError(failure, known.text)
    return *found, known.text


async def _open_room(address: str, port: int, secure: bool) -> str:
    """Return the code of the only sensible room of a host: the first open one."""
    rooms = await http.ask_rooms(address, port, secure=secure)
    for room in sorted(rooms, key=lambda room: (not room.open, not room.watch)):
        return room.room_code
    raise LinkError(LinkFailure.ROOM_NOT_FOUND, f"{address}:{port}")
