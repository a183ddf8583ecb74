"""A host: the driver of `server.hub.Hub`, with everything the hub must not know.

Events go in, commands are carried out in their order: frames into outboxes, timers on
the loop, bots beside the loop, lines into logs; what would show a line waits at
the gate until that is durable. A host without a port serves a table in this process alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, assert_never

import msgspec
from websockets.asyncio.server import Server, ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from magnate_app.content import BoardContent
from magnate_app.errors import LinkError
from magnate_app.net import http, room_codes, tasks, websocket
from magnate_app.net.addresses import is_own, own_addresses
from magnate_app.net.beacon import Beacon
from magnate_app.net.discovery import Announcer
from magnate_app.net.gate import Gate, Kept
from magnate_app.net.loopback import Loopback, PersonEnd
from magnate_app.net.outbox import Outbox
from magnate_app.net.shelf import Shelf
from magnate_app.net.thinkers import Thinkers
from magnate_app.net.websocket import HostSocket, SocketTransport
from magnate_app.protocol import room_code
from magnate_app.protocol.explaining import Why
from magnate_app.protocol.gamelog import SavedLog
from magnate_app.protocol.link import LinkFailure
from magnate_app.rules.actions import Action
from magnate_app.rules.chance import Chance, Unpredictable
from magnate_app.server.advisor import Choices
from magnate_app.server.commands import (
    Announce,
    AppendLog,
    AppendNote,
    AskAdviser,
    AskBot,
    CancelTimer,
    Close,
    CloseLog,
    Command,
    KeepCounters,
    KeepIdentity,
    OpenLog,
    RoomListing,
    Send,
    StartTimer,
)
from magnate_app.server.config import ServerConfig
from magnate_app.server.events import (
    Advised,
    BotAnswered,
    Connected,
    Disconnected,
    Event,
    Pinged,
    Received,
    Stopping,
    Stored,
    TimerFired,
)
from magnate_app.server.hub import Hub
from magnate_app.server.identities import Identities
from magnate_app.server.setup import Setup

EVERYWHERE: Final = "0.0.0.0"  # noqa: S104 - friends are on other computers
PORTS: Final = range(room_code.FIRST_PORT, room_code.LAST_PORT + 1)
UNKNOWN: Final = "unknown"
"""The address of a connection that is gone already."""

LOOK_EVERY: Final = 5.0
FAREWELL: Final = 3.0

log = logging.getLogger(__name__)


class Host:
    """One host, living on the running loop from `Host(…)` to `close`."""

    def __init__(
        self,
        config: ServerConfig,
        content: BoardContent,
        *,
        data: Path,
        saves: Path,
        chance_factory: Callable[[], Chance] = Unpredictable,
        interfaces: Sequence[str] | None = None,
    ) -> None:
        self.id = secrets.token_hex(8)
        self.port: int | None = None
        self._gate = Gate(self._let_out)
        self._shelf = Shelf(data, saves, self._gate, self._stored)
        known = self._shelf.identities
        self._hub = Hub(
            config,
            content,
            Identities(known.users, known.next_user, known.next_game),
            codes=self._codes,
            chance_factory=chance_factory,
        )
        self._loop = asyncio.get_running_loop()
        self._interfaces = interfaces
        self._addresses: tuple[str, ...] = ()
        self._families: dict[str, list[str]] = {}
        self._peers = 0
        self._outboxes: dict[int, Outbox] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._thinkers = Thinkers(content.board, self._hub.waits_for)
        self._server: Server | None = None
        self._announcer: Announcer | None = None
        self._beacon: Beacon | None = None
        self._looking: asyncio.Task[None] | None = None
        self._closed = False

    # Tables

    def make_room(
        self,
        setup: Setup,
        *,
        codes: list[str] | None = None,
        solo: bool = False,
        again: bool = False,
    ) -> str:
        """Open a room and return its best code; whoever enters first owns it.

        `codes` begin with that of an earlier room; a rematch, `again`, keeps its password.
        """
        wanted = self._codes() if codes is None else self._families.get(codes[0], codes)
        self._families[wanted[0]] = wanted
        code, commands = self._hub.make_room(setup, codes=wanted, solo=solo, again=again)
        self._carry_out(commands)
        return code

    def resume(self, saved: SavedLog) -> int:
        """Open a saved game again and return its id.

        Raises `DecodeError` when it does not fit this program, `SaveError` when its
        log cannot be continued, or somebody continues it already.
        """
        if self.port is not None and not saved.header.room_codes:
            # A public game had none; now friends come back to this computer.
            header = msgspec.structs.replace(saved.header, room_codes=tuple(self._codes()))
            saved = msgspec.structs.replace(saved, header=header)
        with self._shelf.claiming(saved):
            game, commands = self._hub.resume(saved, _now())
            self._shelf.reopen(game, saved)
        self._carry_out(commands)
        codes = saved.header.room_codes
        found = bool(codes) and room_codes.lead_to(codes[0], self._addresses, self.port)
        if self.port is not None and codes and not found:
            self._carry_out(self._hub.readdress(codes[0], self._codes()))
        return game

    def code_of(self, game: int) -> str | None:
        """Return the best code of a running game that others can find."""
        for listed in self._hub.room_listing():
            if listed.game == game:
                return listed.room_code
        return None

    def has_code(self, code: str) -> bool:
        """Whether a room or a running game here has this code or had it before."""
        return self._hub.has_code(code)

    # Lines

    def connect(self, path: str, query: str, authorization: str) -> PersonEnd:
        """Open a line from this process, as a WebSocket would be opened."""
        peer = self._next_peer()

        def heard(text: str) -> None:
            self._handle(Received(peer, text))

        def left() -> None:
            self._gone(peer)

        line = Loopback(heard, left)
        self._outboxes[peer] = Outbox(peer, line.transport)
        self._handle(
            Connected(peer=peer, path=path, query=query, authorization=authorization, local=True)
        )
        return line.channel

    async def listen(
        self, port: int | None = None, address: str = EVERYWHERE, *, announce: bool = True
    ) -> int:
        """Serve on `port`, or on the first free one of 47800–47815; return it.

        Raises `LinkError` `port_busy`.
        """
        self._server = await self._bind(address, PORTS if port is None else (port,))
        self.port = self._server.sockets[0].getsockname()[1]
        loopback = address not in (EVERYWHERE, "")
        self._addresses = (address,) if loopback else own_addresses()
        if announce:
            self._announcer = Announcer(self.port, self.id, self._interfaces)
            self._announcer.start()
            if self._interfaces is None:
                self._beacon = Beacon(self.port, self.id)
                await self._beacon.start()
            self._announce(self._hub.room_listing())
        self._looking = tasks.spawn(self._look(follow=not loopback), name="look after lines")
        log.info("listening on %s:%d", address, self.port)
        return self.port

    def offer_queue(self, rank: int) -> None:
        """Tell whoever asks by broadcast of the public queue here."""
        if self._beacon is not None:
            self._beacon.queue = rank

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses friends can try, best first."""
        return self._addresses

    async def close(self) -> None:
        """Tell everybody, save running games, and leave nothing behind, cancelled or not."""
        if not self._closed:
            self._handle(Stopping())
            self._closed = True
            await tasks.finish(self._wind_down(), name="close the host")

    async def _wind_down(self) -> None:
        settling = tasks.spawn(self._shelf.settled(), name="settle")
        await asyncio.wait([settling], timeout=FAREWELL)
        self._gate.open()
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        farewells = [tasks.spawn(o.finished(), name="farewell") for o in self._outboxes.values()]
        if farewells:
            await asyncio.wait(farewells, timeout=FAREWELL)
        await tasks.stop(*farewells, self._looking)
        for outbox in list(self._outboxes.values()):
            await outbox.stop()
        await self._thinkers.close()
        if self._beacon is not None:
            self._beacon.close()
        if self._announcer is not None:
            await self._announcer.close()
        if self._server is not None:
            await websocket.shut(self._server)
        await settling
        await self._shelf.close()

    # The hub

    def _handle(self, event: Event) -> None:
        if not self._closed:
            self._carry_out(self._hub.handle(event, _now()))

    def _carry_out(self, commands: Sequence[Command]) -> None:
        for command in commands:
            if isinstance(command, Send | Close):
                self._gate.put(command.log, command)
            else:
                self._obey(command)

    def _let_out(self, kept: Kept) -> None:
        """Do what may be seen now."""
        match kept:
            case Send(peers, texts):
                for peer in peers:
                    if outbox := self._outboxes.get(peer):
                        outbox.put(texts)
            case Close(peer, code, reason):
                if outbox := self._outboxes.get(peer):
                    outbox.close(code, reason)
            case BotAnswered():
                self._handle(kept)
            case _:
                assert_never(kept)

    def _obey(self, command: Command) -> None:
        match command:
            case StartTimer(key, seconds):
                self._cancel(key)
                self._timers[key] = self._loop.call_later(seconds, self._fire, key)
            case CancelTimer(key):
                self._cancel(key)
            case AskBot():
                self._thinkers.ask(command, self._answered)
            case AskAdviser():
                self._thinkers.advise(command, self._advised)
            case OpenLog(game, header):
                self._shelf.open(game, header)
            case AppendLog(game, record):
                self._shelf.append(game, record)
            case AppendNote(game, note):
                self._shelf.append_note(game, note)
            case CloseLog(game, end):
                self._shelf.finish(game, end)
                self._thinkers.forget(game)
            case KeepIdentity(digest, user):
                self._shelf.keep_identity(digest, user)
            case KeepCounters(next_user, next_game):
                self._shelf.keep_counters(next_user, next_game)
            case Announce(rooms):
                self._announce(rooms)
            case Send() | Close():
                self._gate.put(command.log, command)
            case _:
                assert_never(command)

    def _announce(self, rooms: Sequence[RoomListing]) -> None:
        if self._announcer is not None:
            self._announcer.update(rooms)
        if self._beacon is not None:
            self._beacon.update(rooms)

    def _fire(self, key: str) -> None:
        self._timers.pop(key, None)
        self._handle(TimerFired(key))

    def _cancel(self, key: str) -> None:
        timer = self._timers.pop(key, None)
        if timer is not None:
            timer.cancel()

    def _answered(self, ask: AskBot, action: Action | None, why: Why | None) -> None:
        self._gate.put(ask.game, BotAnswered(ask.game, ask.seat, ask.question, action, why))

    def _advised(self, ask: AskAdviser, choices: Choices) -> None:
        self._handle(Advised(ask.game, ask.seat, ask.decision, choices))

    def _stored(self, well: bool) -> None:
        """Tell the hub, after what it has just said, whether games are being saved."""
        self._loop.call_soon(self._handle, Stored(well))

    def _next_peer(self) -> int:
        self._peers += 1
        return self._peers

    def _gone(self, peer: int) -> None:
        outbox = self._outboxes.pop(peer, None)
        if outbox is not None:
            self._handle(Disconnected(peer))
            if not outbox.done:
                tasks.spawn(outbox.stop(), name=f"stop outbox {peer}")

    # WebSockets

    async def _bind(self, address: str, ports: Sequence[int]) -> Server:
        cause: OSError | None = None
        for port in ports:
            try:
                return await websocket.listen(self._accept, self._answer, address, port)
            except OSError as error:
                cause = error
        raise LinkError(LinkFailure.PORT_BUSY, f"{ports[0]}") from cause

    def _answer(self, socket: ServerConnection, request: Request) -> Response | None:
        upgrade = any("websocket" in v.lower() for v in request.headers.get_all("Upgrade"))
        return http.answer(request.method, request.path, upgrade, self.id, self._hub.room_listing)

    async def _accept(self, socket: ServerConnection) -> None:
        """Serve one WebSocket as a task of ours, so that its faults are told."""
        peer = self._next_peer()
        with contextlib.suppress(ConnectionClosed):
            await tasks.spawn(self._serve(peer, socket), name=f"peer {peer}")

    async def _serve(self, peer: int, socket: ServerConnection) -> None:
        request = socket.request
        assert request is not None, "the handshake is over"
        path, _, query = request.path.partition("?")
        authorization = request.headers.get_all("Authorization")
        remote = socket.remote_address
        self._outboxes[peer] = Outbox(peer, SocketTransport(socket))
        try:
            self._handle(
                Connected(
                    peer=peer,
                    path=path,
                    query=query,
                    authorization=authorization[0] if authorization else "",
                    subprotocols=_offered(request),
                    local=bool(remote) and is_own(remote[0]),
                    address=remote[0] if remote else UNKNOWN,
                )
            )
            assert isinstance(socket, HostSocket), "made by our own server"
            socket.listen(lambda data: self._handle(Received(peer, data)))
            while True:
                # Nothing comes out of here but what is no text, and the end of the line.
                self._handle(Received(peer, await socket.recv()))
        except ConnectionClosed:
            pass
        finally:
            self._gone(peer)

    async def _look(self, *, follow: bool) -> None:
        """Report pings, and new codes when this computer has changed its address."""
        told: dict[int, float] = {}
        while True:
            await asyncio.sleep(LOOK_EVERY)
            for peer, outbox in list(self._outboxes.items()):
                latency = outbox.transport.latency
                if latency and told.get(peer) != latency:
                    told[peer] = latency
                    self._handle(Pinged(peer, max(1, round(latency * 1000))))
            if follow and (now := own_addresses()) != self._addresses:
                self._addresses = now
                if self._announcer is not None:
                    self._announcer.moved()
                for listed in self._hub.room_listing():
                    fresh = self._codes()
                    self._carry_out(self._hub.readdress(listed.room_code, fresh))

    def _codes(self) -> list[str]:
        return room_codes.fresh(self._addresses, self.port, self._hub.has_code)


def _offered(request: Request) -> tuple[str, ...]:
    lines = request.headers.get_all("Sec-WebSocket-Protocol")
    return tuple(name.strip() for line in lines for name in line.split(","))


def _now() -> float:
    """Return milliseconds since 1970."""
    return time.time() * 1000
