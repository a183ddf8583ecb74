"""Whether multicast and broadcast work at all: whether one hears what one sends.

What is sent is a question every network knows: an mDNS query for tables, and the
beacon's. The own copy comes back through the system's network stack, whatever the router
does, so silence here means this very computer; the router shows when others are heard.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import socket
import struct
import sys
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from magnate_app.net.announcement import SERVICE
from magnate_app.protocol.diagnosis import Adapter

GROUP: Final = "224.0.0.251"
GROUP_PORT: Final = 5353
ROUNDS: Final = 3
ROUND: Final = 0.3
"""Seconds between the rounds; an echo takes a thousandth of that."""

log = logging.getLogger(__name__)

_Send: TypeAlias = Callable[[Adapter], None]

_POINTER: Final = 12
_INTERNET: Final = 1


class _Ear(asyncio.DatagramProtocol):
    """Notes from which own addresses a datagram of ours came back."""

    def __init__(self, mark: bytes) -> None:
        self._mark = mark
        self.heard: set[str] = set()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Take note of our own words."""
        if data.startswith(self._mark):
            self.heard.add(addr[0])

    def error_received(self, exc: Exception) -> None:
        """Ignore it: a datagram that could not be delivered is simply not heard."""


async def by_multicast(adapters: Sequence[Adapter]) -> dict[str, bool]:
    """Return for each address whether mDNS sent from it is heard."""
    mark = secrets.token_bytes(2)
    question = struct.pack("!2s5H", mark, 0, 1, 0, 0, 0) + _query(SERVICE)
    try:
        ear = _socket(GROUP_PORT)
    except OSError as error:
        log.info("no ear for multicast: %s", error)
        return {adapter.address: False for adapter in adapters}
    for adapter in adapters:
        member = socket.inet_aton(GROUP) + socket.inet_aton(adapter.address)
        try:
            ear.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
        except OSError as error:
            log.info("%s hears no multicast: %s", adapter.address, error)

    def send(adapter: Adapter) -> None:
        source = socket.inet_aton(adapter.address)
        ear.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, source)
        ear.sendto(question, (GROUP, GROUP_PORT))

    return await _echoes(ear, _Ear(mark), [(a, send) for a in adapters])


async def by_broadcast(adapters: Sequence[tuple[Adapter, str]]) -> dict[str, bool]:
    """Return for each address whether what is sent to its broadcast address is heard."""
    mark = secrets.token_bytes(8)
    try:
        ear = _socket(0)
    except OSError as error:
        log.info("no ear for broadcast: %s", error)
        return {adapter.address: False for adapter, _ in adapters}
    port = ear.getsockname()[1]
    targets = {adapter.address: target for adapter, target in adapters}

    def send(adapter: Adapter) -> None:
        ear.sendto(mark, (targets[adapter.address], port))

    return await _echoes(ear, _Ear(mark), [(adapter, send) for adapter, _ in adapters])


async def _echoes(
    ear: socket.socket, heard: _Ear, wanted: Sequence[tuple[Adapter, _Send]]
) -> dict[str, bool]:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: heard, sock=ear)
    try:
        for _ in range(ROUNDS):
            missing = [(a, send) for a, send in wanted if a.address not in heard.heard]
            if not missing:
                break
            for adapter, send in missing:
                try:
                    send(adapter)
                except OSError as error:
                    log.info("nothing can be sent from %s: %s", adapter.address, error)
            await asyncio.sleep(ROUND)
    finally:
        transport.close()
    return {adapter.address: adapter.address in heard.heard for adapter, _ in wanted}


def _query(service: str) -> bytes:
    name = b"".join(
        bytes([len(label)]) + label.encode("ascii") for label in service.rstrip(".").split(".")
    )
    return name + struct.pack("!B2H", 0, _POINTER, _INTERNET)


def _socket(port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        made.setblocking(False)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if port and sys.platform != "win32":
            # The system's own mDNS and ours listen on the same port.
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.bind(("", port))
    except OSError:
        made.close()
        raise
    return made
