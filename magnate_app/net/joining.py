"""From what a person typed to a line to the right host (PROTOCOL.md 10.3, 11.3).

A code with an address is tried there and, unless that answers at once, looked up on the
local network at the same time, in two ways. Nothing is connected to before it has said
that it is a Magnate host.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Final

from magnate_app.errors import LinkError
from magnate_app.net import http, tasks, websocket
from magnate_app.net.channel import Channel
from magnate_app.net.discovery import Search
from magnate_app.net.goal import ANY_ROOM, NEW, Goal, Route
from magnate_app.protocol import room_code, seat_code
from magnate_app.protocol.link import LinkFailure
from magnate_app.protocol.messages import OLDEST_VERSION, Socket
from magnate_app.protocol.room_code import RoomCode, Target
from magnate_app.saves.last_table import LastTable

DIRECT: Final = 2.0
HEAD_START: Final = 0.3
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
        """Where the host is, as one can type it."""
        where = f"{self._address}:{self._port}"
        return f"wss://{where}" if self._secure else where

    @property
    def at_home(self) -> bool:
        """Whether the host is in this process: never."""
        return False

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

    async def look_elsewhere(self) -> None:
        """Look the code up: the host has moved, or will be back."""
        if self._code is not None:
            await self._look()

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


async def find_seat(target: Target, typed: str, interfaces: Sequence[str] | None = None) -> Route:
    """Return the way to the seat of a seat code at the host that `target` names.

    Raises `LinkError`, before anybody is asked where the code is mistyped.
    """
    code = seat_code.parse(typed)
    if code is None:
        raise LinkError(LinkFailure.SEAT_CODE_FORM)
    address, port, room = await _locate(target, interfaces)
    host = RemoteHost(address, port, secure=target.secure, code=room, interfaces=interfaces)
    return host, Goal(socket=Socket.ROOM, name=room or ANY_ROOM, seat_code=code)


async def find_again(last: LastTable, interfaces: Sequence[str] | None = None) -> Route:
    """Return the way back to a seat: where its host was last, else where its code is now.

    Raises `LinkError`.
    """
    target = room_code.parse_target(last.address)
    address, port, code = target.address or "", target.port, last.room_code
    host = RemoteHost(address, port, secure=target.secure, code=code, interfaces=interfaces)
    try:
        await http.probe(address, port, DIRECT, secure=target.secure)
    except LinkError as error:
        if code is None:
            raise
        log.info("nobody at the address of the last table: %s", error)
    else:
        if code is None:
            return host, Goal(socket=Socket.GAME, name=str(last.game))
        rooms = await http.ask_rooms(address, port, secure=target.secure)
        if any(room.room_code == code for room in rooms):
            return host, Goal(socket=Socket.ROOM, name=code)
        # Hidden, or under a newer code, or another host has the address now.
        found = await look_up(code, LOOKUP_AGAIN, interfaces)
        if found is None or found == (address, port):
            return host, Goal(socket=Socket.ROOM, name=code)
        return RemoteHost(*found, code=code, interfaces=interfaces), Goal(
            socket=Socket.ROOM, name=code
        )
    return await find_table(Target(code=code), interfaces)


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
        health = await http.probe(target.address, target.port, DIRECT, secure=target.secure)
        if health.protocol < OLDEST_VERSION:
            raise LinkError(LinkFailure.UPDATE_HOST, health.version)
        return target.address, target.port, target.code
    return await _race(room_code.parse(target.code or ""), interfaces)


async def _race(known: RoomCode, interfaces: Sequence[str] | None) -> tuple[str, int, str | None]:
    """Try the address in the code, mDNS and the beacon; the first that answers wins.

    The address has a head start, which saves the others the trouble almost always.
    """
    failure = LinkFailure.NOT_FOUND
    direct: asyncio.Task[LinkError | None] | None = None
    if known.address is not None and known.port is not None:
        direct = tasks.spawn(_try(known.address, known.port), name="try the code")
        await asyncio.wait([direct], timeout=HEAD_START)
    looking: asyncio.Task[tuple[str, int] | None] | None = None
    try:
        while True:
            if direct is not None and direct.done():
                error = direct.result()
                if error is None:
                    return str(known.address), known.port or 0, known.text
                log.info("nobody at the address of the code: %s", error)
                failure, direct = LinkFailure(error.failure), None
            if looking is not None and looking.done():
                found = looking.result()
                if found is not None:
                    return *found, known.text
                if direct is None:
                    raise LinkError(failure, known.text)
            elif looking is None:
                looking = tasks.spawn(look_up(known.text, LOOKUP, interfaces), name="look up")
            open_ways = [way for way in (direct, looking) if way is not None and not way.done()]
            await asyncio.wait(open_ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await tasks.stop(*(way for way in (direct, looking) if way is not None))


async def _try(address: str, port: int) -> LinkError | None:
    """Return why nobody of ours answers there, None when somebody does."""
    try:
        health = await http.probe(address, port, DIRECT)
    except LinkError as error:
        return error
    too_old = health.protocol < OLDEST_VERSION
    return LinkError(LinkFailure.UPDATE_HOST, health.version) if too_old else None


async def _open_room(address: str, port: int, secure: bool) -> str:
    """Return the code of the only sensible room of a host: the first open one."""
    rooms = await http.ask_rooms(address, port, secure=secure)
    for room in sorted(rooms, key=lambda room: (not room.open, not room.watch)):
        return room.room_code
    raise LinkError(LinkFailure.ROOM_NOT_FOUND, f"{address}:{port}")
