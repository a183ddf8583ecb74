"""One person's line to one table: from the lobby to the result, through lost lines.

`TableLink` implements `protocol.link.Link` over any `Channel`: it says hello, moves
from the room or the queue to the game when told so, asks for what it missed after a
break, and knows after which endings trying again makes sense. The window's thread sends
and polls; everything else happens on the network's loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Final

import msgspec

from magnate_app import __version__
from magnate_app.errors import DecodeError, LinkError
from magnate_app.net import endings, keyhole, tasks
from magnate_app.net.background import Background
from magnate_app.net.backoff import Backoff
from magnate_app.net.channel import Channel, ChannelClosedError
from magnate_app.net.goal import ANY_ROOM, NEW, Dialer, Goal, Person, Route
from magnate_app.net.keyhole import Keyhole
from magnate_app.protocol.link import Incoming, LinkFailure, LinkState, LinkStatus
from magnate_app.protocol.messages import (
    OLDEST_VERSION,
    PROTOCOL_VERSION,
    ChoosePiece,
    ClientMessage,
    ErrorCode,
    ErrorMessage,
    GameResponse,
    GameStart,
    GameStateMessage,
    Hello,
    MatchFound,
    Ping,
    RoomCreated,
    ServerMessage,
    Socket,
    StartGame,
    Welcome,
    decode_server,
    encode,
)

PING_EVERY: Final = 10.0
SILENCE: Final = 12.0
AFTER_FLOOD: Final = 10.0
LOOK_FOR_HOST: Final = 60.0
ASK_AGAIN: Final = 1.0

_WISH: Final = "wish"
"""The `ref` of what nobody has asked for in so many words."""

log = logging.getLogger(__name__)


class TableLink:
    """A link that is being found, then lives until it is closed.

    `find` tells where to go and how; it may take its time, and raises `LinkError`.
    `greet` holds messages sent once on entering the room. A room that is not there yet
    is waited for during `patience` seconds; a game that runs without us is watched.
    `seen` counts the events of the game that were told in an earlier run; `witness`
    sees whatever is polled.
    """

    def __init__(
        self,
        background: Background,
        person: Person,
        find: Callable[[], Awaitable[Route]],
        greet: tuple[ClientMessage, ...] = (),
        patience: float = 0.0,
        seen: int = 0,
        witness: Callable[[Incoming], None] | None = None,
    ) -> None:
        self.person = person
        self._seen = seen
        self._witness = witness
        self.dialer: Dialer | None = None
        self.alone = StartGame() in greet
        self._background = background
        self._patience = patience
        self._find = find
        self._greet = greet
        if person.piece:
            self._greet = (ChoosePiece(piece=person.piece, ref=_WISH), *greet)
        self._incoming: SimpleQueue[Incoming] = SimpleQueue()
        self._status = LinkStatus(LinkState.CONNECTING)
        self._socket = Socket.ROOM
        self._outgoing: asyncio.Queue[str] | None = None
        self._seq: int | None = None
        self._game: int | None = None
        self._code: str | None = None
        self._watchable: int | None = None
        self._older: LinkFailure | None = None
        self._backoff = Backoff()
        self._keyhole = Keyhole(person.token)
        self._task: asyncio.Task[object] | None = None
        self._closing = False
        self._entered = False
        self._seated = False
        self._done = background.call(self._live())
        self._done.add_done_callback(_report)

    # The window's thread

    @property
    def status(self) -> LinkStatus:
        """The newest status."""
        return self._status

    def send(self, message: ClientMessage) -> None:
        """Send to the socket that is open now; dropped while none is."""
        self._background.post(self._put, message)

    def unlock(self, typed: str) -> None:
        """Answer the password the table asks for; it is not kept."""
        self._background.call(self._unlock(typed)).add_done_callback(_report)

    def lock(self, typed: str) -> None:
        """Set the password of the room one owns; an empty one takes it away."""
        self._background.call(self._lock(typed)).add_done_callback(_report)

    def poll(self) -> list[Incoming]:
        """Return what arrived since the last call, in order."""
        arrived: list[Incoming] = []
        try:
            while True:
                arrived.append(self._incoming.get_nowait())
        except Empty:
            pass
        if self._witness is not None:
            for message in arrived:
                self._witness(message)
        return arrived

    def close(self) -> None:
        """Leave; a running game keeps the seat."""
        self._background.post(self._leave)

    @property
    def over(self) -> bool:
        """Whether the link is closed for good."""
        return self._done.done()

    # The network's loop

    async def finished(self) -> None:
        """Wait until the link is closed for good."""
        await asyncio.wait([asyncio.wrap_future(self._done)])

    async def _live(self) -> None:
        self._task = asyncio.current_task()
        failure: LinkFailure | None = None
        try:
            if self._closing:
                raise asyncio.CancelledError
            self.dialer, goal = await self._find()
            failure = await self._follow(self.dialer, goal)
        except LinkError as error:
            failure = LinkFailure(error.failure)
        except asyncio.CancelledError:
            failure = LinkFailure.LEFT
        finally:
            if self.dialer is not None:
                await self.dialer.close()
            self._tell(LinkState.CLOSED, failure or LinkFailure.LEFT)

    def _leave(self) -> None:
        if not self._closing and self._task is not None:
            self._task.cancel()
        self._closing = True

    async def _follow(self, dialer: Dialer, goal: Goal) -> LinkFailure:
        """Go where the host sends us, until there is nowhere left; return why."""
        self._code = goal.code
        if goal.socket is Socket.ROOM and goal.name not in (NEW, ANY_ROOM):
            self._code = goal.name
        self._game = int(goal.name) if goal.socket is Socket.GAME else None
        if goal.socket is Socket.GAME:
            self._seq = 0
        entered = False
        gone_since: float | None = None
        loop = asyncio.get_running_loop()
        patient_until = loop.time() + self._patience
        while True:
            try:
                closed = await self._visit(dialer, goal)
            except LinkError as error:
                if not entered or error.failure == LinkFailure.WRONG_HOST:
                    raise
                closed = None
                log.info("the table does not answer: %s", error)
            entered = entered or self._entered
            if self._entered:
                gone_since = None
                goal = msgspec.structs.replace(goal, seat_code="")
            if closed is not None:
                if closed.code == endings.MOVED_ON and self._game is not None:
                    goal = Goal(socket=Socket.GAME, name=str(self._game))
                    self._seq = 0 if self._seq is None else self._seq
                    continue
                final = endings.final(closed, entered)
                if final is LinkFailure.VERSION and self._older is not None:
                    final = self._older
                if final in endings.SEAT_LOST and dialer.at_home and self._game is not None:
                    # The table of the others is here: it goes on, and one watches it.
                    goal = Goal(socket=Socket.GAME, name=str(self._game), spectate=True)
                    continue
                if final is LinkFailure.GAME_RUNNING and self._watchable is not None:
                    self._game, self._watchable = self._watchable, None
                    goal = Goal(socket=Socket.GAME, name=str(self._game), spectate=True)
                    self._seq = 0 if self._seq is None else self._seq
                    continue
                if final is LinkFailure.ROOM_NOT_FOUND and loop.time() < patient_until:
                    await asyncio.sleep(ASK_AGAIN)
                    continue
                if final in endings.ELSEWHERE and self._seated:
                    gone_since = gone_since or loop.time()
                    await dialer.look_elsewhere()
                elif final is not None:
                    return final
                if goal.name == NEW and self._code is not None:
                    goal = Goal(socket=Socket.ROOM, name=self._code)
                if closed.code == endings.HOST_CLOSING and gone_since is None:
                    gone_since = loop.time()
            if gone_since is not None and loop.time() - gone_since > LOOK_FOR_HOST:
                return LinkFailure.HOST_CLOSING
            wait = self._backoff.next()
            if closed is not None and closed.code == endings.FLOODED:
                wait = AFTER_FLOOD
            self._tell(LinkState.RECONNECTING)
            await asyncio.sleep(wait)

    async def _visit(self, dialer: Dialer, goal: Goal) -> ChannelClosedError:
        """Open one socket, stay until it closes, and return how it did."""
        self._entered = False
        query = {"v": str(PROTOCOL_VERSION), "lang": self.person.lang, "name": self.person.name}
        if goal.socket is Socket.ROOM:
            # Whoever is there as the same person, in another window or before a crash, goes.
            query["takeover"] = "1"
        if goal.spectate:
            query["spectate"] = "1"
        channel = await dialer.dial(goal.path, query, self.person.token)
        self._socket = goal.socket
        self._keyhole.approach(goal.socket, goal.name)
        self._outgoing = asyncio.Queue()
        writer = tasks.spawn(self._write(channel, self._outgoing), name="link writer")
        try:
            hello = Hello(
                protocol=PROTOCOL_VERSION,
                oldest=OLDEST_VERSION,
                app=__version__,
                lang=self.person.lang,
                seq=self._seq if goal.socket is Socket.GAME else None,
                seat_code=goal.seat_code or None,
            )
            await channel.send(encode(goal.socket, hello))
            while True:
                async with asyncio.timeout(SILENCE):
                    text = await channel.receive()
                self._hear(text, dialer.address)
        except ChannelClosedError as error:
            return error
        except TimeoutError:
            return ChannelClosedError()
        finally:
            self._outgoing = None
            try:
                await tasks.stop(writer)
            finally:
                await channel.close()

    async def _write(self, channel: Channel, outgoing: asyncio.Queue[str]) -> None:
        """Send what the person says, and a ping where nothing else was said."""
        loop = asyncio.get_running_loop()
        try:
            while True:
                try:
                    async with asyncio.timeout(PING_EVERY):
                        text = await outgoing.get()
                except TimeoutError:
                    text = encode(self._socket, Ping(t=round(loop.time() * 1000) % 2**31))
                await channel.send(text)
        except ChannelClosedError:
            return

    def _hear(self, text: str, address: str | None) -> None:
        try:
            message = decode_server(self._socket, text)
        except DecodeError as error:
            log.warning("the host sent something unreadable: %s", error)
            return
        if message is None:
            return
        self._note(message)
        if isinstance(message, ErrorMessage) and self._settles(message):
            return
        if (before := self._keyhole.hear(message)) is not None:
            self._tell(before, address=address)
        if isinstance(message, Welcome):
            self._entered = True
            self._seated = self._socket is Socket.GAME
            self._backoff.reset()
            self._tell(_STATES[self._socket], address=address)
        self._incoming.put(message)
        if isinstance(message, Welcome) and self._socket is Socket.ROOM:
            for greeting in self._greet:
                self._put(greeting)
            self._greet = ()

    async def _unlock(self, typed: str) -> None:
        proof = await self._keyhole.answer(typed)
        if proof is not None:
            self._put(proof)

    async def _lock(self, typed: str) -> None:
        self._put(await keyhole.lock(typed))

    def _settles(self, error: ErrorMessage) -> bool:
        """Deal with errors that are no news to the person."""
        if error.code == LinkFailure.GAME_RUNNING and error.params.get("watch"):
            game = error.params.get("game_id")
            self._watchable = game if isinstance(game, int) else None
            return self._watchable is not None
        waiting = self._patience and error.code == LinkFailure.ROOM_NOT_FOUND
        return bool(waiting) or error.ref == _WISH

    def _note(self, message: ServerMessage) -> None:
        match message:
            case GameStart(game_id=game) | MatchFound(game_id=game):
                self._game = game
            case RoomCreated(room_code=code):
                self._code = code
            case ErrorMessage(code=ErrorCode.VERSION_MISMATCH, params=params):
                self._older = endings.older(params)
            case GameStateMessage(update=update) | GameResponse(update=update):
                if update is not None:
                    self._seq = update.seq
            case _:
                pass

    def _put(self, message: ClientMessage) -> None:
        if self._outgoing is None:
            return
        try:
            self._outgoing.put_nowait(encode(self._socket, message))
        except KeyError:
            log.debug("%s does not belong to this socket", type(message).__name__)

    def _tell(
        self, state: LinkState, failure: LinkFailure | None = None, *, address: str | None = None
    ) -> None:
        self._status = LinkStatus(
            state,
            failure=failure,
            attempt=self._backoff.attempt,
            room_code=self._code,
            address=address or self._status.address,
            game_id=self._game,
            seen=self._seen,
        )
        self._incoming.put(self._status)


_STATES: Final = {
    Socket.ROOM: LinkState.ROOM,
    Socket.GAME: LinkState.GAME,
    Socket.QUEUE: LinkState.QUEUE,
}


def _report(done: Future[None]) -> None:
    """Say in the log what nobody expected."""
    error = None if done.cancelled() else done.exception()
    if error is not None:
        log.error("a link ended with an error", exc_info=error)
