"""What tells a network of a public queue: an mDNS service apart from the tables'."""

from __future__ import annotations

import contextlib
import logging
import socket
from collections.abc import Sequence
from typing import Final

from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from magnate_app import __version__
from magnate_app.net.addresses import own_addresses
from magnate_app.net.multicast import FAULTS, close_net, open_net
from magnate_app.protocol.messages import PROTOCOL_VERSION

SERVICE: Final = "_magnate-queue._tcp.local."
STANDING: Final = 0
"""The rank of a server that stays."""
OPENED: Final = 1
"""The rank of a host that somebody's wish for a match has opened."""

log = logging.getLogger(__name__)


class Sign:
    """Tells the network of the queue of one host until it is taken down."""

    def __init__(self, net: AsyncZeroconf, port: int, host_id: str, rank: int) -> None:
        self._net = net
        self._info = AsyncServiceInfo(
            SERVICE,
            f"Magnate {host_id}.{SERVICE}",
            port=port,
            properties={
                "v": str(PROTOCOL_VERSION),
                "app": __version__,
                "id": host_id,
                "rank": str(rank),
            },
            server=f"magnate-{host_id}.local.",
            addresses=[],
            host_ttl=60,
            other_ttl=60,
        )
        self._up = False

    async def put_up(self, addresses: Sequence[str]) -> None:
        """Announce; a network that cannot be told is no reason to stop."""
        self._info.addresses = [socket.inet_aton(address) for address in addresses]
        try:
            # The name holds the random id of the host: nobody else can have it.
            done = await self._net.async_register_service(self._info, cooperating_responders=True)
            self._up = True
            await done
        except FAULTS as error:
            log.info("the queue cannot be announced: %s", error)

    async def take_down(self) -> None:
        """Say goodbye."""
        if self._up:
            self._up = False
            with contextlib.suppress(*FAULTS):
                await (await self._net.async_unregister_service(self._info))


class StandingSign:
    """The sign of a server that stays, with a network access of its own."""

    def __init__(self, port: int, host_id: str, interfaces: Sequence[str] | None = None) -> None:
        self._interfaces = interfaces
        self._port = port
        self._host_id = host_id
        self._net: AsyncZeroconf | None = None
        self._sign: Sign | None = None

    async def put_up(self) -> None:
        """Announce the queue where the network allows it."""
        try:
            self._net = open_net(self._interfaces)
        except FAULTS as error:
            log.info("the queue cannot be announced: %s", error)
            return
        self._sign = Sign(self._net, self._port, self._host_id, STANDING)
        await self._sign.put_up(self._interfaces or own_addresses())

    async def take_down(self) -> None:
        """Say goodbye and let go of the network."""
        if self._sign is not None:
            await self._sign.take_down()
        if self._net is not None:
            await close_net(self._net)
