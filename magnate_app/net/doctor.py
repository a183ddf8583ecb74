"""Connection help: measures what hosting and joining need, all at once.

Opens a host that announces nothing, joins it over every own address, listens for its own
multicast and broadcast, looks for tables, and tries the host somebody wants to reach.
Needs no rights, changes nothing, and is over within six seconds. What the measurements
mean is judged by `protocol.diagnosis`.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import secrets
import socket
import ssl
import tempfile
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from magnate_app.content import BoardContent
from magnate_app.errors import DecodeError, LinkError
from magnate_app.net import beacon, echo, http, tasks, websocket
from magnate_app.net.addresses import adapters as own_adapters
from magnate_app.net.background import Background
from magnate_app.net.beacon import Seeker, broadcast_address
from magnate_app.net.channel import ChannelClosedError
from magnate_app.net.discovery import Found, Search
from magnate_app.net.host import EVERYWHERE, Host
from magnate_app.protocol import diagnosis, room_code
from magnate_app.protocol.diagnosis import (
    BY_BROADCAST,
    BY_MULTICAST,
    LOOPBACK,
    Adapter,
    Contact,
    Diagnosis,
    Listening,
    Measured,
    Reach,
)
from magnate_app.protocol.gamelog import TableOptions
from magnate_app.protocol.link import LinkFailure
from magnate_app.protocol.messages import Hello, Joined, Socket, decode_server, encode
from magnate_app.protocol.messages_common import OLDEST_VERSION, PROTOCOL_VERSION
from magnate_app.protocol.room_code import Target
from magnate_app.server.config import ServerConfig
from magnate_app.server.setup import Setup

PATIENCE: Final = 5.0
"""Seconds after which whatever is still open stays unknown."""

JOIN_WITHIN: Final = 2.0
SEARCH_AT_LEAST: Final = 1.2
LOOKS: Final = 20
LOOK_EVERY: Final = 0.1
CONTACT_WITHIN: Final = 4.0
ASK_AT: Final = (0.0, 0.3, 0.6)

log = logging.getLogger(__name__)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where to look: `chosen` limits Magnate to one address, `port` is the host's wish.

    `adapters` and `beacon_port` are replaced by tests.
    """

    chosen: str = ""
    port: int | None = None
    adapters: Callable[[], Sequence[Adapter]] = own_adapters
    beacon_port: int = beacon.PORT


class Doctor:
    """One examination, on the running loop."""

    def __init__(
        self,
        content: BoardContent,
        target: str = "",
        place: Place | None = None,
        told: Callable[[Diagnosis], None] = lambda _: None,
    ) -> None:
        self._content = content
        self._target = target.strip()
        self._place = place or Place()
        self._told = told
        self._search: Search | None = None
        self.measured = Measured(chosen=self._place.chosen, asked=bool(self._target))

    async def examine(self) -> Diagnosis:
        """Measure everything; return what it means. Raises nothing."""
        adapters = tuple(self._place.adapters())
        self._note(adapters=adapters)
        search = self._search = self._open_search(adapters)
        steps: list[tuple[str, Coroutine[object, object, None]]] = [
            ("host", self._host(adapters)),
            ("multicast", self._multicast(adapters)),
            ("broadcast", self._broadcast(adapters)),
            ("tables", self._tables(search, adapters)),
        ]
        if self._target:
            steps.append(("contact", self._contact(search)))
        running = [tasks.spawn(work, name=f"examine {name}") for name, work in steps]
        try:
            await asyncio.wait(running, timeout=PATIENCE)
        finally:
            await tasks.stop(*running)
            await search.close()
        if self._target and self.measured.contact is None:
            silent = Contact(text=self._target, address=self._target, reach=Reach.SILENT)
            self._note(contact=silent)
        result = diagnosis.judge(self.measured, done=True)
        self._told(result)
        return result

    def _note(self, **found: object) -> None:
        self.measured = msgspec.structs.replace(self.measured, **found)
        self._told(diagnosis.judge(self.measured, done=False))

    def _limits(self) -> list[str] | None:
        return [self._place.chosen] if self._place.chosen else None

    # Hosting

    async def _host(self, adapters: Sequence[Adapter]) -> None:
        """Open a host nobody hears of, and join it over each address."""
        wanted = room_code.FIRST_PORT if self._place.port is None else self._place.port
        addresses = tuple(adapter.address for adapter in adapters)
        running = await _answering((LOOPBACK, *addresses), wanted)
        with tempfile.TemporaryDirectory(prefix="magnate-") as folder:
            host = Host(ServerConfig(), self._content, data=Path(folder), saves=Path(folder))
            try:
                found = await self._listen(host, wanted, running)
                self._note(listening=found)
                if host.port is not None:
                    setup = Setup(options=TableOptions(visibility="code_only"))
                    rooms = {address: host.make_room(setup) for address in addresses}
                    self._note(joined=await _join_all(rooms, host.port))
                else:
                    self._note(joined=dict.fromkeys(running, Reach.REACHED))
            finally:
                await host.close()

    async def _listen(self, host: Host, wanted: int, running: tuple[str, ...]) -> Listening:
        address = self._place.chosen or EVERYWHERE
        try:
            port = await host.listen(self._place.port, address, announce=False)
        except LinkError as error:
            if running:
                return Listening(wanted=wanted, port=wanted, running=running)
            return Listening(wanted=wanted, problem=_problem(error))
        return Listening(wanted=wanted, port=port, running=running)

    # Finding

    async def _multicast(self, adapters: Sequence[Adapter]) -> None:
        self._note(multicast=await echo.by_multicast(adapters))

    async def _broadcast(self, adapters: Sequence[Adapter]) -> None:
        pairs = [(adapter, broadcast_address(adapter)) for adapter in adapters]
        usable = [(adapter, target) for adapter, target in pairs if target is not None]
        self._note(broadcast=await echo.by_broadcast(usable))

    def _open_search(self, adapters: Sequence[Adapter]) -> Search:
        targets = [broadcast_address(adapter) for adapter in adapters]
        asked = [target for target in targets if target is not None]
        search = Search(self._limits(), lambda: asked, self._place.beacon_port)
        search.start()
        return search

    async def _tables(self, search: Search, adapters: Sequence[Adapter]) -> None:
        """Look for tables of others; own ones say nothing about the network."""
        own = {LOOPBACK, *(adapter.address for adapter in adapters)}
        both = frozenset({BY_MULTICAST, BY_BROADCAST})
        if adapters:
            await asyncio.sleep(SEARCH_AT_LEAST)
        for _ in range(LOOKS if adapters else 0):
            if self.measured.contact is not None or search.ways(own) == both:
                break
            await asyncio.sleep(LOOK_EVERY)
        else:
            # Only who has listened long enough may say that a way does not work.
            self._note(sought=both)
        self._note(tables=len(search.found), ways=search.ways(own))

    # Reaching

    async def _contact(self, search: Search) -> None:
        try:
            target = room_code.parse_target(self._target)
        except LinkError as error:
            failure = LinkFailure(error.failure)
            self._note(contact=Contact(text=self._target, failure=failure))
            return
        address, port, code = target.address, target.port, target.code
        if address is None:
            known = room_code.parse(code or "")
            address, port = known.address, known.port or target.port
        if not self.measured.adapters:
            where = address or self._target
            self._note(contact=Contact(text=self._target, address=where, reach=Reach.NO_WAY))
            return
        looking: asyncio.Task[Found | None] | None = None
        if code is not None and target.address is None:
            # The host of a code may have moved: whoever has it now counts.
            looking = tasks.spawn(search.lookup(code, CONTACT_WITHIN), name=f"look for {code}")
        try:
            contact = None
            if address is not None:
                contact = await self._reach(address, port, code, target)
            if looking is not None and (contact is None or contact.reach is not Reach.REACHED):
                found = await looking
                if found is not None:
                    contact = await self._reach(found.address, found.port, code, target)
        finally:
            await tasks.stop(looking)
        if contact is None:
            contact = Contact(text=self._target, failure=LinkFailure.NOT_FOUND)
        self._note(contact=contact)

    async def _reach(self, address: str, port: int, code: str | None, target: Target) -> Contact:
        contact = Contact(text=self._target, address=address, port=port)
        try:
            health = await http.probe(address, port, CONTACT_WITHIN, secure=target.secure)
        except LinkError as error:
            return msgspec.structs.replace(contact, reach=_reach(error))
        fits = OLDEST_VERSION <= health.protocol <= PROTOCOL_VERSION
        room = None
        if code is not None and fits:
            room = await self._has_room(address, port, code, target.secure)
        return msgspec.structs.replace(
            contact, reach=Reach.REACHED, app=health.version, protocol=health.protocol, room=room
        )

    async def _has_room(self, address: str, port: int, code: str, secure: bool) -> bool | None:
        """Tell whether the host has a table of this code; None where it cannot be known."""
        listed = await http.ask_rooms(address, port, secure=secure)
        if code in [room_code.normalise(room.room_code) for room in listed]:
            return True
        if secure:
            return None
        answered = asyncio.Event()
        seeker = Seeker(lambda *_: answered.set())
        if not await seeker.start():
            return None
        try:
            for wait in ASK_AT:
                with contextlib.suppress(OSError):
                    seeker.ask([address], code, self._place.beacon_port)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait + beacon.SLOWEST):
                        await answered.wait()
                        return True
        finally:
            seeker.close()
        return False


class Examination:
    """An examination on the network's thread, seen from another one."""

    def __init__(
        self, background: Background, content: BoardContent, target: str, place: Place
    ) -> None:
        self._diagnosis = diagnosis.judge(Measured(asked=bool(target.strip())), done=False)
        self._background = background
        self._doctor = Doctor(content, target, place, self._tell)
        self._task: asyncio.Task[Diagnosis] | None = None
        self._closed = False
        background.post(self._start)

    @property
    def diagnosis(self) -> Diagnosis:
        """What is known by now."""
        return self._diagnosis

    def close(self) -> None:
        """Stop examining."""
        self._background.call(self.closed())

    async def closed(self) -> None:
        """Stop examining, on the loop."""
        self._closed = True
        await tasks.stop(self._task)

    def _start(self) -> None:
        if not self._closed:
            self._task = tasks.spawn(self._doctor.examine(), name="examine the connection")

    def _tell(self, now: Diagnosis) -> None:
        self._diagnosis = now


def examine(content: BoardContent, target: str = "", place: Place | None = None) -> Diagnosis:
    """Examine from a thread without a loop; for the command line."""
    return asyncio.run(Doctor(content, target, place).examine())


async def _answering(addresses: Sequence[str], port: int) -> tuple[str, ...]:
    """Return the addresses at which a Magnate host is open."""
    if not port:
        return ()
    asked = [
        tasks.spawn(http.ask_health(address, port), name=f"probe {address}")
        for address in addresses
    ]
    try:
        answers = [await asked_one for asked_one in asked]
    finally:
        await tasks.stop(*asked)
    return tuple(
        address for address, health in zip(addresses, answers, strict=True) if health is not None
    )


async def _join_all(rooms: Mapping[str, str], port: int) -> dict[str, Reach]:
    """Join one room over each address; `rooms` has their codes."""
    joining = {
        address: tasks.spawn(_join(address, port, code), name=f"join {address}")
        for address, code in rooms.items()
    }
    try:
        return {address: await one for address, one in joining.items()}
    finally:
        await tasks.stop(*joining.values())


async def _join(address: str, port: int, code: str) -> Reach:
    """Sit down at our own table as a stranger would."""
    stranger = secrets.token_urlsafe(32)
    try:
        async with asyncio.timeout(JOIN_WITHIN):
            query = {"v": str(PROTOCOL_VERSION), "lang": "en"}
            channel = await websocket.dial(
                address, port, f"/ws/{Socket.ROOM}/{code}/", query, stranger
            )
            try:
                hello = Hello(protocol=PROTOCOL_VERSION, oldest=OLDEST_VERSION, app="")
                await channel.send(encode(Socket.ROOM, hello))
                while not isinstance(decode_server(Socket.ROOM, await channel.receive()), Joined):
                    pass
            finally:
                await channel.close()
    except LinkError as error:
        return _reach(error)
    except TimeoutError:
        return Reach.SILENT
    except (ChannelClosedError, DecodeError):
        return Reach.STRANGER
    return Reach.REACHED


def _reach(error: LinkError) -> Reach:
    """Say how the attempt behind a failure ended."""
    if error.failure == LinkFailure.NOT_MAGNATE:
        return Reach.STRANGER
    match error.__cause__:
        case ConnectionRefusedError():
            return Reach.REFUSED
        case PermissionError():
            return Reach.FORBIDDEN
        case TimeoutError():
            return Reach.SILENT
        case ssl.SSLError():
            return Reach.STRANGER
        case socket.gaierror():
            return Reach.NO_NAME
        case _:
            return Reach.NO_WAY


def _problem(error: LinkError) -> str:
    """Say why no port could be opened: `taken`, `no_address` or `forbidden`."""
    cause = error.__cause__
    if isinstance(cause, PermissionError):
        return "forbidden"
    if isinstance(cause, OSError) and cause.errno == errno.EADDRNOTAVAIL:
        return "no_address"
    return "taken"
