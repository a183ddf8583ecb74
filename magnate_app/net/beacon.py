"""Finding tables by directed UDP broadcast, where multicast is blocked (PROTOCOL.md 10.2).

A host speaks only when asked, and only to its own networks; an answer is a hint, whose
sender is the address to connect to. `discovery` confirms every hint.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import random
import secrets
import socket
import sys
from collections.abc import Callable, Sequence
from typing import Final

import ifaddr
import msgspec

from magnate_app import __version__
from magnate_app.net.announcement import Announcement
from magnate_app.protocol.connection import Bucket
from magnate_app.protocol.diagnosis import Adapter
from magnate_app.protocol.messages_common import PROTOCOL_VERSION
from magnate_app.protocol.room_code import normalise
from magnate_app.server.commands import RoomListing

PORT: Final = 47799
ROOMS, QUEUE = "rooms", "queue"
"""What can be asked for."""
LARGEST: Final = 512
SLOWEST: Final = 0.1
PER_ADDRESS: Final = 5.0
IN_ALL: Final = 50.0
NAME_BYTES: Final = (60, 40, 20, 8)

log = logging.getLogger(__name__)


class Ask(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a seeker sends; with `room` only the host of that code answers."""

    magnate: int
    ask: str
    nonce: str
    room: str | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One room of a host that was asked."""

    magnate: int
    room: str
    old: tuple[str, ...] = msgspec.field(default_factory=tuple)
    name: str = ""
    host: str = ""
    app: str = ""
    port: int
    players: int = 0
    seats: int = 0
    bots: int = 0
    state: str = ""
    open: bool = False
    watch: bool = False
    locked: bool = False
    id: str = ""
    nonce: str


class QueueAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The public queue of a host that was asked; `queue` is its rank (`meeting`)."""

    magnate: int
    queue: int
    app: str = ""
    port: int
    id: str
    nonce: str


class Beacon(asyncio.DatagramProtocol):
    """The ear of one host; silent until somebody asks.

    `queue` is the rank of a public queue that others may come to.
    """

    def __init__(self, port: int, host_id: str) -> None:
        self._port = port
        self._host_id = host_id
        self.queue: int | None = None
        self._rooms: tuple[RoomListing, ...] = ()
        self._transport: asyncio.DatagramTransport | None = None
        self._late: set[asyncio.TimerHandle] = set()
        self._all = Bucket(IN_ALL, IN_ALL)
        self._each: dict[str, Bucket] = {}

    async def start(self, address: str = "", port: int = PORT) -> bool:
        """Begin to listen; False when the port cannot be had."""
        loop = asyncio.get_running_loop()
        try:
            ear = _socket(address, port)
        except OSError as error:
            log.info("no beacon: %s", error)
            return False
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, sock=ear)
        return True

    def update(self, rooms: Sequence[RoomListing]) -> None:
        """Answer with these rooms from now on."""
        self._rooms = tuple(rooms)

    def close(self) -> None:
        """Stop listening."""
        for late in self._late:
            late.cancel()
        self._late.clear()
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Answer a seeker, a little later; anything malformed is ignored."""
        ask = read_ask(data)
        if ask is None or not _near(addr[0]):
            return
        if ask.ask == QUEUE:
            if self.queue is not None and self._may(addr[0]):
                self._answer(write_queue(self.queue, self._port, self._host_id, ask.nonce), addr)
            return
        wanted = [room for room in self._rooms if _wanted(room, ask.room)]
        # Of very many tables each question hears of others.
        random.shuffle(wanted)
        for room in wanted:
            if not self._may(addr[0]):
                return
            self._answer(write_answer(room, self._port, self._host_id, ask.nonce), addr)

    def error_received(self, exc: Exception) -> None:
        """Ignore that an answer could not be delivered."""

    def _answer(self, text: bytes, addr: tuple[str, int]) -> None:
        loop = asyncio.get_running_loop()
        late = loop.call_later(random.uniform(0, SLOWEST), self._send, text, addr)
        self._late = {timer for timer in self._late if timer.when() > loop.time()}
        self._late.add(late)

    def _send(self, text: bytes, addr: tuple[str, int]) -> None:
        if self._transport is not None:
            self._transport.sendto(text, addr)

    def _may(self, address: str) -> bool:
        now = asyncio.get_running_loop().time()
        if len(self._each) > 1000:
            self._each.clear()
        bucket = self._each.setdefault(address, Bucket(PER_ADDRESS, PER_ADDRESS))
        return bucket.take(now) and self._all.take(now)


class Seeker(asyncio.DatagramProtocol):
    """Asks the hosts of all own networks and reports their answers."""

    def __init__(
        self,
        heard: Callable[[Announcement, str, int], None],
        heard_queue: Callable[[QueueAnswer, str], None] = lambda _, __: None,
    ) -> None:
        self._heard = heard
        self._heard_queue = heard_queue
        self._transport: asyncio.DatagramTransport | None = None
        self._nonces: set[str] = set()

    async def start(self, address: str = "") -> bool:
        """Open the socket; False when there is none to be had."""
        loop = asyncio.get_running_loop()
        try:
            mouth = _socket(address, 0)
        except OSError as error:
            log.info("nobody can be asked: %s", error)
            return False
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, sock=mouth)
        return True

    def ask(self, targets: Sequence[str], room: str | None = None, port: int = PORT) -> None:
        """Ask each target for its tables, or for one of them."""
        self._ask(
            Ask(magnate=PROTOCOL_VERSION, ask=ROOMS, nonce=_nonce(), room=room), targets, port
        )

    def ask_queue(self, targets: Sequence[str], port: int = PORT) -> None:
        """Ask each target for a public queue."""
        self._ask(Ask(magnate=PROTOCOL_VERSION, ask=QUEUE, nonce=_nonce()), targets, port)

    def _ask(self, ask: Ask, targets: Sequence[str], port: int) -> None:
        self._nonces.add(ask.nonce)
        for target in targets:
            if self._transport is not None:
                self._transport.sendto(msgspec.json.encode(ask), (target, port))

    def close(self) -> None:
        """Stop listening."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Report an answer to a question of ours."""
        queue = read_queue(data)
        if queue is not None:
            if queue.nonce in self._nonces:
                self._heard_queue(queue, addr[0])
            return
        answer = read_answer(data)
        if answer is not None and answer.nonce in self._nonces:
            self._heard(_announcement(answer), addr[0], answer.port)

    def error_received(self, exc: Exception) -> None:
        """Ignore networks that cannot be asked."""


def broadcast_addresses() -> tuple[str, ...]:
    """Return the directed broadcast address of each own IPv4 network."""
    found = []
    try:
        adapters = list(ifaddr.get_adapters())
    except OSError:
        return ()
    for adapter in adapters:
        for ip in adapter.ips:
            if isinstance(ip.ip, str) and 8 <= ip.network_prefix < 31:
                network = ipaddress.IPv4Network(f"{ip.ip}/{ip.network_prefix}", strict=False)
                if not network.is_loopback:
                    found.append(str(network.broadcast_address))
    return tuple(dict.fromkeys(found))


def broadcast_address(adapter: Adapter) -> str | None:
    """Return the directed broadcast address of one network; None where there is none."""
    if not 8 <= adapter.prefix < 31:
        return None
    network = ipaddress.IPv4Network(f"{adapter.address}/{adapter.prefix}", strict=False)
    return str(network.broadcast_address)


def read_ask(data: bytes) -> Ask | None:
    """Return a well-formed question, None for anything else."""
    if len(data) > LARGEST:
        return None
    try:
        ask = msgspec.json.decode(data, type=Ask)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    good = ask.magnate == PROTOCOL_VERSION and ask.ask in (ROOMS, QUEUE) and _is_nonce(ask.nonce)
    return ask if good else None


def read_answer(data: bytes) -> Answer | None:
    """Return a well-formed answer, None for anything else."""
    if len(data) > LARGEST:
        return None
    try:
        answer = msgspec.json.decode(data, type=Answer)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return answer if answer.room and 0 < answer.port < 65536 else None


def read_queue(data: bytes) -> QueueAnswer | None:
    """Return a well-formed answer about a queue, None for anything else."""
    if len(data) > LARGEST:
        return None
    try:
        answer = msgspec.json.decode(data, type=QueueAnswer)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    good = answer.magnate == PROTOCOL_VERSION and answer.id and 0 < answer.port < 65536
    return answer if good else None


def write_queue(rank: int, port: int, host_id: str, nonce: str) -> bytes:
    """Return the datagram about the public queue of a host."""
    return msgspec.json.encode(
        QueueAnswer(
            magnate=PROTOCOL_VERSION,
            queue=rank,
            app=__version__,
            port=port,
            id=host_id,
            nonce=nonce,
        )
    )


def write_answer(room: RoomListing, port: int, host_id: str, nonce: str) -> bytes:
    """Return one datagram about `room`; names are cut until it fits."""
    text = b""
    for size in NAME_BYTES:
        answer = Answer(
            magnate=PROTOCOL_VERSION,
            room=room.room_code,
            old=room.old[:4],
            name=_cut(room.name, size),
            host=_cut(room.owner, size),
            app=__version__,
            port=port,
            players=room.players,
            seats=room.seats,
            bots=room.bots,
            state=room.state,
            open=room.open,
            watch=room.watch,
            locked=room.locked,
            id=host_id,
            nonce=nonce,
        )
        text = msgspec.json.encode(answer)
        if len(text) <= LARGEST:
            break
    return text


def _wanted(room: RoomListing, code: str | None) -> bool:
    if code is None:
        return not room.code_only
    codes = (room.room_code, *room.old)
    return normalise(code) in [normalise(known) for known in codes]


def _announcement(answer: Answer) -> Announcement:
    return Announcement(
        room_code=answer.room,
        old=answer.old,
        name=answer.name,
        host=answer.host,
        app=answer.app,
        protocol=answer.magnate,
        players=answer.players,
        seats=answer.seats,
        bots=answer.bots,
        state=answer.state,
        open=answer.open,
        watch=answer.watch,
        locked=answer.locked,
        host_id=answer.id,
    )


def _near(address: str) -> bool:
    """Tell whether a sender is on a network of ours rather than on the internet."""
    try:
        sender = ipaddress.IPv4Address(address)
    except ValueError:
        return False
    return sender.is_private or sender.is_link_local or sender.is_loopback


def _nonce() -> str:
    return secrets.token_hex(4)


def _is_nonce(text: str) -> bool:
    return len(text) == 8 and all(letter in "0123456789abcdef" for letter in text.lower())


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")


def _socket(address: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        made.setblocking(False)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        if port:
            # Several hosts on one computer hear the same question.
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if sys.platform == "darwin":
                made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.bind((address, port))
    except OSError:
        made.close()
        raise
    return made
