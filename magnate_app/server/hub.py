"""The whole host as one state machine: every connection, room and game of it.

Events in, commands out (`events`, `commands`); `net.host` is its only driver. Knows who
is connected where; what happens there is the business of `queue`, `lobby`, `tables` and
what lies in those. Times are milliseconds since 1970.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from typing import Final, assert_never

from magnate_app.content import BoardContent
from magnate_app.protocol.connection import Verdict, negotiate, read_handshake
from magnate_app.protocol.gamelog import SavedLog
from magnate_app.protocol.messages import (
    ErrorCode,
    FromClient,
    Hello,
    Ping,
    Pong,
    Proof,
    RefusedError,
    Socket,
    Welcome,
    decode_client,
)
from magnate_app.rules.chance import Chance, Unpredictable
from magnate_app.rules.reasons import Reason
from magnate_app.server import listing, routes
from magnate_app.server.closing import REASONS, CloseCode
from magnate_app.server.commands import Announce, AskBot, Close, Command, RoomListing
from magnate_app.server.config import ServerConfig
from magnate_app.server.door import Door, fresh_secret
from magnate_app.server.events import (
    Advised,
    BotAnswered,
    Connected,
    Disconnected,
    Event,
    Peer,
    Pinged,
    Received,
    Stopping,
    Stored,
    TimerFired,
)
from magnate_app.server.identities import Identities
from magnate_app.server.line import Line
from magnate_app.server.lobby import Lobby
from magnate_app.server.moving import Moving
from magnate_app.server.outbox import Outbox
from magnate_app.server.queue import Queue
from magnate_app.server.room import Room
from magnate_app.server.seat_codes import SeatCodes
from magnate_app.server.session import Session
from magnate_app.server.setup import Setup
from magnate_app.server.table import Surroundings
from magnate_app.server.tables import Tables
from magnate_app.server.timers import Timers
from magnate_app.server.tries import Tries

GAME_NOT_FOUND: Final = "game_not_found"

_log = logging.getLogger(__name__)


class Hub:
    """All of one host.

    `codes` is asked for the codes of a new room, best first, none of them taken
    (`has_code`). `chance_factory` gives each game luck of its own, `draw` numbers nobody
    can foresee.
    """

    def __init__(
        self,
        config: ServerConfig,
        content: BoardContent,
        identities: Identities,
        *,
        codes: Callable[[], list[str]],
        chance_factory: Callable[[], Chance] = Unpredictable,
        draw: Callable[[int], int] = secrets.randbelow,
    ) -> None:
        self._config = config
        self._identities = identities
        self._out = Outbox()
        self._timers = Timers(self._out)
        self._lines: dict[Peer, Line] = {}
        around = Surroundings(
            config,
            identities,
            self._out,
            self._timers,
            self._tidied,
            Tries(),
            fresh_secret,
            SeatCodes(draw),
        )
        self._tables = Tables(around, content, chance_factory)
        self._lobby = Lobby(around, self._tables, codes)
        self._moving = Moving(around, self._tables, self._lobby, self._lines)
        self._queue = Queue(config.queue_size, self._tables.of_queue)
        self._announced: tuple[RoomListing, ...] = ()
        self._told: dict[int, tuple[bool, bool, bool]] = {}
        self._stopped = False

    def handle(self, event: Event, now: float) -> list[Command]:
        """Take one event in and return what is to be done about it, in order."""
        if not self._stopped:
            self._dispatch(event, now)
        return self._commands() if self._may_be_told(event) else self._out.take()

    def make_room(
        self,
        setup: Setup,
        *,
        codes: list[str] | None = None,
        solo: bool = False,
        again: bool = False,
    ) -> tuple[str, list[Command]]:
        """Open a room for the app that hosts; whoever enters first owns it.

        Returns its best code. `codes` are those of an earlier room; a rematch, `again`,
        keeps the password of its people and whom they let in.
        """
        room = self._lobby.open(setup, codes, solo=solo, again=again)
        return room.codes[0], self._commands()

    def readdress(self, code: str, codes: list[str]) -> list[Command]:
        """Give a room or a game new codes, best first; the older ones stay valid."""
        holder = self._lobby.find(code) or self._tables.of_code(code)
        if holder is not None:
            known = (*holder.codes, *holder.old_codes)
            holder.codes = tuple(codes)
            holder.old_codes = tuple(old for old in known if old not in codes)
        return self._commands()

    def resume(self, saved: SavedLog, now: float) -> tuple[int, list[Command]]:
        """Open a saved game again; return its id. It goes on when somebody is back.

        Nothing is written to its log but what comes next. Raises `DecodeError` when the
        log does not fit this program.
        """
        session = self._tables.resume(saved, now)
        self._lobby.remember(session.codes, session.door)
        return session.id, self._commands()

    def has_code(self, code: str) -> bool:
        """Whether a room or a running game here has this code or had it before."""
        return self._lobby.find(code) is not None or self._tables.of_code(code) is not None

    def room_listing(self) -> tuple[RoomListing, ...]:
        """Rooms and running games that can be found, the `code_only` ones too."""
        rooms = [listing.of_room(room) for room in self._lobby.rooms if not room.solo]
        sessions = self._tables.sessions.values()
        return (*rooms, *(listing.of_session(one) for one in sessions if one.findable))

    def waits_for(self, ask: AskBot) -> bool:
        """Whether the answer of a bot that was asked would still be taken."""
        session = self._tables.sessions.get(ask.game)
        if session is None:
            return False
        question = session.table.seats[ask.seat].question
        return (
            question is not None
            and question.number == ask.question
            and question.decision == session.table.state.decision
        )

    def _may_be_told(self, event: Event) -> bool:
        """Whether an event may have changed what others can find; most moves do not."""
        session: Session | None = None
        match event:
            case Received(peer):
                line = self._lines.get(peer)
                if line is not None and isinstance(line.place, Session):
                    session = line.place
            case BotAnswered(game):
                session = self._tables.sessions.get(game)
            case Pinged() | Advised():
                return False
        return session is None or self._told.get(session.id) != session.standing

    def _commands(self) -> list[Command]:
        self._told = {game: one.standing for game, one in self._tables.sessions.items()}
        found = self.room_listing()
        if found != self._announced:
            self._announced = found
            self._out.add(Announce(found))
        return self._out.take()

    def _dispatch(self, event: Event, now: float) -> None:
        match event:
            case Connected():
                self._connected(event, now)
            case Received(peer, data):
                if peer in self._lines:
                    self._received(self._lines[peer], data, now)
            case Disconnected(peer):
                if peer in self._lines:
                    self._lost(self._lines[peer], now)
            case Pinged(peer, ms):
                if peer in self._lines:
                    self._pinged(self._lines[peer], ms)
            case TimerFired(key):
                self._timers.fire(key, now)
            case BotAnswered(game):
                if game in self._tables.sessions:
                    self._tables.sessions[game].answered(event, now)
            case Advised(game, seat, decision, choices):
                if game in self._tables.sessions:
                    self._tables.sessions[game].adviser.answered(seat, decision, choices, now)
            case Stored(well):
                self._tables.stored(well)
            case Stopping():
                self._stop()
            case _:
                assert_never(event)

    def _connected(self, event: Connected, now: float) -> None:
        route = routes.parse(event.path)
        assert route is not None, "the driver answers other paths with 404"
        handshake = read_handshake(event.query, event.authorization, event.subprotocols)
        refused: CloseCode | None = None
        if len(self._lines) >= self._config.max_peers:
            refused = CloseCode.FULL
        elif handshake.digest is None:
            refused = CloseCode.UNAUTHORIZED
        elif handshake.bad_version:
            refused = CloseCode.VERSION
        if refused is not None or handshake.digest is None:
            code = refused or CloseCode.UNAUTHORIZED
            self._out.add(Close(event.peer, int(code), REASONS[code]))
            return
        person = self._identities.enter(handshake.digest, handshake.name, handshake.lang, self._out)
        line = Line(
            event.peer,
            route,
            handshake,
            person,
            self._out,
            self._forget,
            local=event.local,
            address=event.address,
        )
        self._lines[event.peer] = line
        _log.info("%s: opens %s %s", person.name, route.socket, route.name)
        if line.extended:
            line.hello_timer = self._timers.start(
                f"hello/{line.peer}",
                self._config.hello_within,
                lambda _: line.close(CloseCode.VERSION, "no_hello"),
            )
        else:
            self._arrive(line, None, now)

    def _received(self, line: Line, data: str | bytes, now: float) -> None:
        verdict = line.limit.judge(now / 1000)
        if verdict is Verdict.CLOSE:
            place = line.place
            line.close(CloseCode.RATE_LIMITED)
            if place is not None:
                place.leave(line, now)
        elif verdict is Verdict.ANSWER and _is_answered(line):
            line.refuse(line.limit.refusal())
        if verdict is not Verdict.PASS:
            return
        message: FromClient | None = None
        try:
            message = decode_client(line.route.socket, data, extended=line.extended)
            _log.debug("%s: %s", line.person.name, type(message).__name__)
            self._heard(line, message, now)
        except RefusedError as error:
            if _is_answered(line):
                error.ref = error.ref or (message.ref if message is not None else None)
                line.refuse(error)

    def _heard(self, line: Line, message: FromClient, now: float) -> None:
        match message:
            case Hello() if line.place is None:
                self._greeted(line, message, now)
            case Hello() if line.route.socket is Socket.GAME:
                raise RefusedError(Reason.UNKNOWN_ACTION, type="hello")
            case Hello():
                raise RefusedError(ErrorCode.UNKNOWN_COMMAND, name="hello")
            case Ping(t=t) if line.place is not None:
                line.send(Pong(t=t, server_time=round(now)))
            case Proof() if line.place is not None and not isinstance(line.place, Door):
                raise RefusedError(ErrorCode.UNKNOWN_COMMAND, name="proof")
            case _ if line.place is not None:
                line.place.handle(line, message, now)
            case _:
                _log.debug("%s: says something before hello", line.person.name)

    def _greeted(self, line: Line, hello: Hello, now: float) -> None:
        line.lang = hello.lang or line.lang
        try:
            negotiate(hello, self._config.app)
        except RefusedError as error:
            error.ref = hello.ref
            line.refuse(error)
            line.close(CloseCode.VERSION)
            return
        self._timers.cancel(line.hello_timer)
        self._arrive(line, hello, now)

    def _arrive(self, line: Line, hello: Hello | None, now: float) -> None:
        match line.route.socket:
            case Socket.QUEUE:
                self._welcome(line, hello, now)
                line.place = self._queue
                self._queue.enter(line, now)
            case Socket.ROOM:
                try:
                    if hello is not None and hello.seat_code is not None:
                        session = self._moving.claim(line, hello.seat_code, now)
                        if session is not None:
                            self._welcome(line, hello, now)
                            self._lobby.move_on(line, session)
                            return
                    self._lobby.enter(
                        line,
                        lambda: self._welcome(line, hello, now),
                        lambda later: self._arrive(line, hello, later),
                        now,
                    )
                except RefusedError as error:
                    error.ref = None if hello is None else hello.ref
                    line.refuse(error, twice=True)
                    line.close(CloseCode.REFUSED, error.code.value)
            case Socket.GAME:
                self._enter_game(line, hello, now)
            case _:
                assert_never(line.route.socket)

    def _enter_game(self, line: Line, hello: Hello | None, now: float) -> None:
        session = self._tables.find(line.route.name)
        if session is None:
            line.close(CloseCode.REFUSED, GAME_NOT_FOUND)
            return
        line.log = session.id
        if not session.admits(line):
            line.close(CloseCode.REFUSED, Reason.NOT_A_PARTICIPANT.value)
            return
        if not session.seats(line):
            try:
                if session.door.stops(line, lambda later: self._arrive(line, hello, later), now):
                    return
            except RefusedError as error:
                line.close(CloseCode.REFUSED, error.code.value)
                return
        seq = None if hello is None else hello.seq
        role, resumed = session.role(line), session.knows_since(seq)
        self._welcome(line, hello, now, role=role, resumed=resumed)
        line.place = session
        session.enter(line, seq, now)

    def _welcome(
        self,
        line: Line,
        hello: Hello | None,
        now: float,
        *,
        role: str | None = None,
        resumed: bool | None = None,
    ) -> None:
        if hello is not None:
            line.send(
                Welcome(
                    protocol=negotiate(hello, self._config.app),
                    app=self._config.app,
                    you=line.person.user,
                    username=line.person.name,
                    role=role,
                    server_time=round(now),
                    resumed=resumed,
                )
            )

    def _lost(self, line: Line, now: float) -> None:
        place, line.place = line.place, None
        self._forget(line)
        if place is not None:
            place.leave(line, now)

    def _pinged(self, line: Line, ms: int) -> None:
        line.ping = ms
        if isinstance(line.place, Room):
            line.place.pinged()

    def _forget(self, line: Line) -> None:
        self._timers.cancel(line.hello_timer)
        del self._lines[line.peer]
        self._identities.leave(line.person)

    def _tidied(self, game: int) -> None:
        del self._tables.sessions[game]

    def _stop(self) -> None:
        self._stopped = True
        for line in list(self._lines.values()):
            line.close(CloseCode.HOST_CLOSING)
        self._timers.cancel_all()


def _is_answered(line: Line) -> bool:
    """Whether errors are told: not before a hello, nor to a classic client at a door."""
    return line.place is not None and (line.extended or not isinstance(line.place, Door))
