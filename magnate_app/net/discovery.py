"""Announcing tables on the local network and finding those of others.

Over mDNS, and by asking with `beacon` where multicast is blocked. Runs in the background
and is never fatal: there is still the room code. A table is shown only after its host
has answered `GET /health` at one of its addresses.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import Callable, Container, Coroutine, Sequence
from typing import Final

import msgspec
from zeroconf import IPVersion, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from magnate_app.net import announcement, beacon, http, tasks
from magnate_app.net.addresses import own_addresses
from magnate_app.net.announcement import Announcement
from magnate_app.net.beacon import Seeker, broadcast_addresses
from magnate_app.net.multicast import FAULTS, close_net, open_net
from magnate_app.protocol.diagnosis import BY_BROADCAST, BY_MULTICAST
from magnate_app.server.commands import RoomListing

LIFETIME: Final = 60
AT_MOST_EVERY: Final = 1.0
CONFIRM_EVERY: Final = 2.0
FORGET_AFTER: Final = 60.0
ASK_EVERY: Final = 10.0
RESOLVE_MS: Final = 3000
ASK_AT: Final = (0.0, 1.0, 2.0)
TRY_AGAIN: Final = 30.0

log = logging.getLogger(__name__)

_BY_BEACON: Final = "beacon "


class Found(msgspec.Struct, frozen=True):
    """A table that answers, and where."""

    announcement: Announcement
    address: str
    port: int


class Announcer:
    """Announces the rooms of one host until it is closed."""

    def __init__(self, port: int, host_id: str, interfaces: Sequence[str] | None = None) -> None:
        self._port = port
        self._host_id = host_id
        self._interfaces = interfaces
        self._wanted: dict[str, RoomListing] = {}
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._net: AsyncZeroconf | None = None
        self._told: dict[str, AsyncServiceInfo] = {}
        self._stale = False

    def start(self) -> None:
        """Begin in the background; announcing takes almost two seconds."""
        self._task = tasks.spawn(self._run(), name="announce tables")

    def update(self, rooms: Sequence[RoomListing]) -> None:
        """Announce these rooms and no others; hidden ones are left out."""
        self._wanted = {room.room_code: room for room in rooms if not room.code_only}
        self._changed.set()

    def moved(self) -> None:
        """Announce everything anew: this computer is on other networks now."""
        self._stale = self._interfaces is None
        self._changed.set()

    async def close(self) -> None:
        """Say goodbye and stop."""
        await tasks.stop(self._task)
        if self._net is not None:
            with contextlib.suppress(*FAULTS):
                await self._net.async_unregister_all_services()
            await close_net(self._net)
            self._net = None
        self._told.clear()

    async def _run(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            try:
                await self._reconcile()
            except FAULTS as error:
                log.info("tables cannot be announced: %s", error)
                await asyncio.sleep(TRY_AGAIN)
                self._changed.set()
            await asyncio.sleep(AT_MOST_EVERY)

    async def _reconcile(self) -> None:
        if self._stale and self._net is not None:
            stale, self._net = self._net, None
            self._told.clear()
            await close_net(stale)
        self._stale = False
        if self._net is None:
            if not self._wanted:
                return
            self._net = open_net(self._interfaces)
        for code in [code for code in self._told if code not in self._wanted]:
            await (await self._net.async_unregister_service(self._told.pop(code)))
        for code, room in list(self._wanted.items()):
            info = self._describe(room)
            known = self._told.get(code)
            if known is None:
                await (await self._net.async_register_service(info, allow_name_change=True))
                self._told[code] = info
            elif known.text != info.text:
                info.name = known.name
                await (await self._net.async_update_service(info))
                self._told[code] = info

    def _describe(self, room: RoomListing) -> AsyncServiceInfo:
        addresses = self._interfaces or own_addresses()
        return AsyncServiceInfo(
            announcement.SERVICE,
            f"Magnate {room.room_code}.{announcement.SERVICE}",
            port=self._port,
            properties=dict(announcement.properties(room, self._host_id)),
            server=f"magnate-{self._host_id}.local.",
            addresses=[socket.inet_aton(address) for address in addresses],
            host_ttl=LIFETIME,
            other_ttl=LIFETIME,
        )


class Search:
    """A running search for tables; `found` are those that answer now.

    `asked` are the addresses the beacon's question goes to; by default the broadcast
    address of each own network, unless the search is restricted to `interfaces`.
    """

    def __init__(
        self,
        interfaces: Sequence[str] | None = None,
        asked: Callable[[], Sequence[str]] = broadcast_addresses,
        beacon_port: int = beacon.PORT,
    ) -> None:
        self._interfaces = interfaces
        self._asked = asked
        self._beacon_port = beacon_port
        self._seeker: Seeker | None = None
        self._net: AsyncZeroconf | None = None
        self._browser: AsyncServiceBrowser | None = None
        self._tables: dict[str, Found] = {}
        self._silent: dict[str, float] = {}
        self._networks: tuple[str, ...] = ()
        self._working: dict[str, asyncio.Task[None]] = {}
        self._changed = asyncio.Event()

    @property
    def found(self) -> tuple[Found, ...]:
        """The tables that answer; open ones first, then by name."""
        unique: dict[tuple[str, str], Found] = {}
        # An announcement says more than an answer of a beacon, so it comes last and stays.
        for name in sorted(self._tables, key=lambda name: not name.startswith(_BY_BEACON)):
            if name in self._silent:
                continue
            table = self._tables[name]
            said = table.announcement
            unique[(said.host_id or table.address, said.room_code)] = table
        return tuple(
            sorted(unique.values(), key=lambda t: (not t.announcement.open, t.announcement.name))
        )

    def ways(self, own: Container[str]) -> frozenset[str]:
        """Return how tables of other computers than `own` have been heard of."""
        return frozenset(
            BY_BROADCAST if name.startswith(_BY_BEACON) else BY_MULTICAST
            for name, table in self._tables.items()
            if table.address not in own
        )

    def start(self) -> None:
        """Begin to look; a network that cannot be searched finds nothing."""
        self._networks = own_addresses()
        self._listen()
        self._work("confirm tables", self._confirm())
        if self._interfaces is None or self._asked is not broadcast_addresses:
            self._work("ask for tables", self._ask(None))

    async def lookup(self, code: str, timeout: float) -> Found | None:  # noqa: ASYNC109 - said to the person
        """Return the table that has, or once had, this code; None after `timeout`."""
        if self._seeker is not None or self._interfaces is None:
            self._work(f"ask for {code}", self._ask(code))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                while True:
                    for table in self._tables.values():
                        said = table.announcement
                        if code == said.room_code or code in said.old:
                            return table
                    self._changed.clear()
                    await self._changed.wait()
        return None

    async def close(self) -> None:
        """Stop looking."""
        await tasks.stop(*self._working.values())
        self._tables.clear()
        if self._seeker is not None:
            self._seeker.close()
            self._seeker = None
        await self._deafen()

    def _listen(self) -> None:
        try:
            self._net = open_net(self._interfaces)
            self._browser = AsyncServiceBrowser(
                self._net.zeroconf, announcement.SERVICE, handlers=[self._heard], delay=2000
            )
        except FAULTS as error:
            log.info("tables cannot be searched: %s", error)

    async def _deafen(self) -> None:
        browser, self._browser = self._browser, None
        if browser is not None:
            await browser.async_cancel()
        net, self._net = self._net, None
        if net is not None:
            await close_net(net)

    async def _follow(self) -> None:
        """Listen anew when this computer is on other networks than before."""
        networks = own_addresses()
        if self._interfaces is None and networks != self._networks:
            self._networks = networks
            await self._deafen()
            self._listen()

    def _heard(
        self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange
    ) -> None:
        if state_change is ServiceStateChange.Removed:
            self._set(name, None)
        else:
            self._work(f"resolve {name}", self._resolve(zeroconf, service_type, name))

    def _work(self, name: str, coroutine: Coroutine[object, object, None]) -> None:
        """Run a task of this search; a newer one of the same name replaces it."""
        older = self._working.get(name)
        if older is not None:
            older.cancel()
        task = tasks.spawn(coroutine, name=name)
        self._working[name] = task
        task.add_done_callback(lambda done: self._forget(name, done))

    def _forget(self, name: str, task: asyncio.Task[None]) -> None:
        if self._working.get(name) is task:
            del self._working[name]

    async def _ask(self, room: str | None) -> None:
        """Ask by broadcast, three times at first, then now and then."""
        if self._seeker is None:
            seeker = Seeker(self._answered)
            if not await seeker.start():
                return
            self._seeker = seeker
        waits = iter(ASK_AT)
        while True:
            await asyncio.sleep(next(waits, ASK_EVERY))
            self._seeker.ask(self._asked(), room, self._beacon_port)

    def _answered(self, said: Announcement, address: str, port: int) -> None:
        async def confirm() -> None:
            if await first_answering([address], port, said.host_id) is not None:
                self._set(name, Found(said, address, port))

        name = f"{_BY_BEACON}{said.host_id} {said.room_code}"
        self._work(f"confirm {name}", confirm())

    async def _resolve(self, zeroconf: Zeroconf, service_type: str, name: str) -> None:
        info = AsyncServiceInfo(service_type, name)
        try:
            known = await info.async_request(zeroconf, RESOLVE_MS)
        except FAULTS as error:
            log.debug("%s cannot be resolved: %s", name, error)
            return
        said = announcement.read(info.properties) if known else None
        if said is None or not info.port:
            return
        addresses = info.parsed_addresses(IPVersion.V4Only)
        address = await first_answering(addresses, info.port, said.host_id)
        if address is not None:
            self._set(name, Found(said, address, info.port))

    async def _confirm(self) -> None:
        """Hide tables that are gone without a goodbye, and show them when they are back."""
        while True:
            await asyncio.sleep(CONFIRM_EVERY)
            await self._follow()
            hosts: dict[tuple[str, int], list[str]] = {}
            for name, table in self._tables.items():
                hosts.setdefault((table.address, table.port), []).append(name)
            asking = [
                tasks.spawn(self._ask_again(*host, names), name=f"confirm {host[0]}")
                for host, names in hosts.items()
            ]
            try:
                for asked in asking:
                    await asked
            finally:
                await tasks.stop(*asking)

    async def _ask_again(self, address: str, port: int, names: Sequence[str]) -> None:
        """Ask one host for itself and its tables, and believe it."""
        health = await http.ask_health(address, port)
        listed = await http.list_rooms(address, port) if health is not None else None
        rooms = {room.room_code: room for room in listed or ()}
        now = asyncio.get_running_loop().time()
        for name in names:
            table = self._tables.get(name)
            if table is None or (table.address, table.port) != (address, port):
                continue
            code = table.announcement.room_code
            there = health is not None and table.announcement.host_id in ("", health.id)
            if there and code in rooms:
                self._set(name, Found(_as_listed(table.announcement, rooms[code]), address, port))
            elif there and listed is None:
                self._silent.pop(name, None)
            elif there or now - self._silent.setdefault(name, now) > FORGET_AFTER:
                self._set(name, None)
        self._changed.set()

    def _set(self, name: str, table: Found | None) -> None:
        self._silent.pop(name, None)
        if table is None:
            self._tables.pop(name, None)
        else:
            self._tables[name] = table
        self._changed.set()


async def first_answering(addresses: Sequence[str], port: int, host_id: str) -> str | None:
    """Ask all addresses at once; return the first where the host of that id answers."""

    async def ask(address: str) -> str | None:
        health = await http.ask_health(address, port)
        return address if health and host_id in ("", health.id) else None

    asking = [tasks.spawn(ask(address), name=f"probe {address}") for address in addresses]
    try:
        for answer in asyncio.as_completed(asking):
            address = await answer
            if address is not None:
                return address
        return None
    finally:
        await tasks.stop(*asking)


def _as_listed(said: Announcement, room: http.ListedRoom) -> Announcement:
    """Return an announcement brought up to date with what its host lists."""
    return msgspec.structs.replace(
        said,
        name=room.name,
        host=room.owner,
        players=room.players,
        seats=room.seats,
        bots=room.bots,
        state=room.state,
        open=room.open,
        watch=room.watch,
        preset=room.preset,
    )
