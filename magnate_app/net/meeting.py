"""Where people who want a quick match meet: one public queue on the local network.

A host with a queue puts up a sign (`sign`). A `Meeting` looks for signs; when there is none
after a moment it opens a host of its own. Apps that do so at the same time see each
other's signs, and everybody goes to the first of them by rank and host id, so that they
agree without asking anybody. `Meeting` is the dialer of such a link.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Final
from urllib.parse import urlencode

import msgspec
from zeroconf import IPVersion, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from magnate_app.errors import LinkError
from magnate_app.net import tasks, websocket
from magnate_app.net.beacon import PORT, Beacon, QueueAnswer, Seeker, broadcast_addresses
from magnate_app.net.channel import Channel, ChannelClosedError
from magnate_app.net.discovery import first_answering
from magnate_app.net.host import Host
from magnate_app.net.multicast import FAULTS, close_net, open_net
from magnate_app.net.sign import OPENED, SERVICE, STANDING, Sign
from magnate_app.protocol.messages import PROTOCOL_VERSION, Cancel, Socket, encode

LOOK_FIRST: Final = 1.2
"""Seconds to look for a queue before opening one."""

RESOLVE_MS: Final = 3000
CONFIRM_EVERY: Final = 5.0
CANCELLED: Final = 4000
LOOPBACK: Final = "127.0.0.1"
ASK_AT: Final = (0.0, 0.4, 0.5, 0.6, 1.0)
ASK_EVERY: Final = 3.0
SILENT_AFTER: Final = 10.0
_BY_BEACON: Final = "beacon "


log = logging.getLogger(__name__)


class Place(msgspec.Struct, frozen=True, order=True):
    """A queue somebody has put a sign up for; the smallest one is where all go."""

    rank: int
    host_id: str
    address: str
    port: int


class Broadcast(msgspec.Struct, frozen=True):
    """Whom to ask by UDP, and from where; for tests and odd networks."""

    targets: Callable[[], Sequence[str]] = broadcast_addresses
    port: int = PORT
    address: str = ""


class Meeting:
    """The way into the one queue of this network; opens a host when there is none.

    `open_host` returns a listening host. Whoever waits elsewhere than at the first place
    is moved there, until a match is made. `broadcast` says whom to ask where multicast is
    blocked; by default nobody while `interfaces` restrict the search.
    """

    def __init__(
        self,
        open_host: Callable[[], Awaitable[Host]],
        interfaces: Sequence[str] | None = None,
        look_first: float = LOOK_FIRST,
        broadcast: Broadcast | None = None,
    ) -> None:
        self._open_host = open_host
        self._interfaces = interfaces
        self._look_first = look_first
        if broadcast is None and interfaces is None:
            broadcast = Broadcast()
        self._broadcast = broadcast
        self._seeker: Seeker | None = None
        self._beacon: Beacon | None = None
        self._heard_at: dict[str, float] = {}
        self._net: AsyncZeroconf | None = None
        self._browser: AsyncServiceBrowser | None = None
        self._places: dict[str, Place] = {}
        self._working: dict[str, asyncio.Task[None]] = {}
        self._changed = asyncio.Event()
        self._own: Host | None = None
        self._sign: Sign | None = None
        self._at: Place | None = None
        self._waiting: _Waiting | None = None
        self._looked = False
        self._matched = False

    # Dialer

    @property
    def address(self) -> str | None:
        """Where the host is that one waits or plays at."""
        return None if self._at is None else f"{self._at.address}:{self._at.port}"

    @property
    def at_home(self) -> bool:
        """Whether the place is in this process."""
        return self._own is not None and self._at == self._home()

    async def dial(self, path: str, query: dict[str, str], token: str) -> Channel:
        """Open a line: to the best queue, or to the game it led to."""
        if "/queue" not in path:
            await self._match()
            return await self._line(path, query, token)
        self._look()
        if not self._looked:
            self._looked = True
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._look_first):
                    while not self._places:
                        self._changed.clear()
                        await self._changed.wait()
        while True:
            best = self._best()
            if best is None:
                await self._open()
                continue
            self._at = best
            try:
                channel = await self._line(path, query, token)
            except LinkError as error:
                log.info("the queue at %s does not answer: %s", self.address, error)
                self._drop(best)
                continue
            self._waiting = _Waiting(channel)
            self._reconsider()
            return self._waiting

    async def look_elsewhere(self) -> None:
        """Do nothing: a game of the queue has no code to look for."""

    async def close(self) -> None:
        """Take the sign down, close the own host, and stop looking."""
        await self._look_no_more()
        if self._own is not None:
            await self._own.close()

    # Looking

    def _look(self) -> None:
        if self._net is not None or self._matched:
            return
        try:
            self._net = open_net(self._interfaces)
            self._browser = AsyncServiceBrowser(
                self._net.zeroconf, SERVICE, handlers=[self._heard], delay=1000
            )
        except FAULTS as error:
            log.info("queues cannot be searched: %s", error)
        if self._broadcast is not None:
            self._work("ask for queues", self._ask(self._broadcast))
        self._work("confirm queues", self._confirm())

    async def _ask(self, way: Broadcast) -> None:
        """Ask by broadcast, often at first: others may be about to open a queue."""
        seeker = Seeker(lambda _, __, ___: None, self._answered)
        if not await seeker.start(way.address):
            return
        self._seeker = seeker
        waits = iter(ASK_AT)
        while True:
            await asyncio.sleep(next(waits, ASK_EVERY))
            seeker.ask_queue(way.targets(), way.port)

    def _answered(self, said: QueueAnswer, address: str) -> None:
        if self._own is not None and said.id == self._own.id:
            return
        name = f"{_BY_BEACON}{said.id}"
        self._heard_at[name] = asyncio.get_running_loop().time()

        async def confirm() -> None:
            if await first_answering([address], said.port, said.id) is not None:
                rank = STANDING if said.queue == STANDING else OPENED
                self._set(name, Place(rank, said.id, address, said.port))

        if name not in self._places:
            self._work(f"confirm {name}", confirm())

    async def _look_no_more(self) -> None:
        await tasks.stop(*self._working.values())
        sign, self._sign = self._sign, None
        if sign is not None:
            await sign.take_down()
        for end in (self._seeker, self._beacon):
            if end is not None:
                end.close()
        self._seeker = self._beacon = None
        browser, self._browser = self._browser, None
        if browser is not None:
            await browser.async_cancel()
        net, self._net = self._net, None
        if net is not None:
            await close_net(net)

    async def _match(self) -> None:
        """Stay where the game is; nobody else needs to come."""
        if not self._matched:
            self._matched = True
            self._waiting = None
            await self._look_no_more()

    def _heard(
        self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange
    ) -> None:
        if state_change is ServiceStateChange.Removed:
            self._set(name, None)
        else:
            self._work(f"resolve {name}", self._resolve(zeroconf, service_type, name))

    async def _resolve(self, zeroconf: Zeroconf, service_type: str, name: str) -> None:
        info = AsyncServiceInfo(service_type, name)
        try:
            known = await info.async_request(zeroconf, RESOLVE_MS)
        except FAULTS as error:
            log.debug("%s cannot be resolved: %s", name, error)
            return
        said = {key: value or b"" for key, value in info.properties.items()} if known else {}
        host_id = said.get(b"id", b"").decode(errors="replace")
        if not info.port or not host_id or said.get(b"v") != str(PROTOCOL_VERSION).encode():
            return
        if self._own is not None and host_id == self._own.id:
            return
        rank = STANDING if said.get(b"rank") == b"0" else OPENED
        addresses = info.parsed_addresses(IPVersion.V4Only)
        address = await first_answering(addresses, info.port, host_id)
        if address is not None:
            self._set(name, Place(rank, host_id, address, info.port))

    async def _confirm(self) -> None:
        """Forget queues whose host has gone without a goodbye."""
        while True:
            await asyncio.sleep(CONFIRM_EVERY)
            now = asyncio.get_running_loop().time()
            for name, place in list(self._places.items()):
                heard = self._heard_at.get(name)
                if heard is not None and now - heard > SILENT_AFTER:
                    # Its sign is down: the host plays, and says nothing more about a queue.
                    self._set(name, None)
                elif await first_answering([place.address], place.port, place.host_id) is None:
                    self._set(name, None)

    def _work(self, name: str, coroutine: Coroutine[object, object, None]) -> None:
        """Run a task of this meeting; a newer one of the same name replaces it."""
        older = self._working.get(name)
        if older is not None:
            older.cancel()
        self._working[name] = tasks.spawn(coroutine, name=name)

    def _set(self, name: str, place: Place | None) -> None:
        if place is None:
            self._places.pop(name, None)
        else:
            self._places[name] = place
        self._changed.set()
        self._reconsider()

    # Choosing

    def _best(self) -> Place | None:
        home = self._home()
        return min([*self._places.values(), *([] if home is None else [home])], default=None)

    def _home(self) -> Place | None:
        own = self._own
        if own is None or own.port is None:
            return None
        address = own.addresses[0] if own.addresses else LOOPBACK
        return Place(OPENED, own.id, address, own.port)

    def _drop(self, place: Place) -> None:
        self._places = {name: one for name, one in self._places.items() if one != place}

    def _reconsider(self) -> None:
        """Move on if there is a better place than the one we wait at, or its sign is gone."""
        best = self._best()
        waiting, here = self._waiting, self._at
        if waiting is None or here is None or best is None or self._matched:
            return
        if best.host_id == here.host_id:
            return
        signs = {place.host_id for place in self._places.values()}
        gone = here.host_id not in signs and not self.at_home
        if gone or best < here:
            log.info("the queue at %s:%d comes first", best.address, best.port)
            self._work("move", waiting.leave())

    async def _open(self) -> None:
        """Open a host here and tell the others."""
        self._own = await self._open_host()
        if self._net is not None and self._own.port is not None:
            self._sign = Sign(self._net, self._own.port, self._own.id, OPENED)
            self._work("put the sign up", self._sign.put_up(self._own.addresses))
        if self._broadcast is not None and self._own.port is not None:
            self._beacon = Beacon(self._own.port, self._own.id)
            self._beacon.queue = OPENED
            await self._beacon.start(self._broadcast.address, self._broadcast.port)

    async def _line(self, path: str, query: dict[str, str], token: str) -> Channel:
        assert self._at is not None, "a place was chosen"
        if self._own is not None and self.at_home:
            return self._own.connect(path, urlencode(query), f"Bearer {token}")
        return await websocket.dial(self._at.address, self._at.port, path, query, token)


class _Waiting:
    """A line to a queue that one may have to leave for a better one."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._heard = asyncio.Event()
        self._leaving = False

    async def send(self, text: str) -> None:
        """Send one frame."""
        await self._channel.send(text)

    async def receive(self) -> str:
        """Return the next frame; a line that was left on purpose counts as lost."""
        try:
            text = await self._channel.receive()
        except ChannelClosedError as error:
            if self._leaving and error.code == CANCELLED:
                raise ChannelClosedError from error
            raise
        self._heard.set()
        return text

    async def close(self) -> None:
        """Leave."""
        await self._channel.close()

    async def leave(self) -> None:
        """Give the place in line up; a match that was made meanwhile counts."""
        await self._heard.wait()
        self._leaving = True
        with contextlib.suppress(ChannelClosedError):
            await self._channel.send(encode(Socket.QUEUE, Cancel()))
