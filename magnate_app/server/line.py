"""One live connection as the machines see it: whose it is, and how to speak to it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from magnate_app.protocol.classic import error_message
from magnate_app.protocol.connection import Bucket, Handshake, RateLimit, reaction_bucket
from magnate_app.protocol.messages import (
    ErrorCode,
    FromClient,
    RefusedError,
    ServerMessage,
    encode,
)
from magnate_app.server.closing import REASONS, CloseCode
from magnate_app.server.commands import IDENTITIES, Close, Send
from magnate_app.server.events import Peer
from magnate_app.server.identities import Person
from magnate_app.server.outbox import Outbox
from magnate_app.server.routes import Route

_log = logging.getLogger(__name__)


class Place(Protocol):
    """Where a connection has arrived: the queue, a room, a game."""

    def handle(self, line: Line, message: FromClient, now: float) -> None:
        """Do what the person asks. Raises `RefusedError`."""
        ...

    def leave(self, line: Line, now: float) -> None:
        """Notice that the connection is gone."""
        ...


class Line:
    """One open connection; `place` is set once it has arrived somewhere.

    `log` is the game whose log has to be durable before this connection is told anything.

    `claimed` tells that its person has just come from another device.

    Whoever closes a line makes sure that its place knows; `forget` tells the hub.
    """

    def __init__(
        self,
        peer: Peer,
        route: Route,
        handshake: Handshake,
        person: Person,
        out: Outbox,
        forget: Callable[[Line], None],
        *,
        local: bool,
        address: str = "",
    ) -> None:
        self.peer = peer
        self.route = route
        self.person = person
        self.extended = handshake.extended
        self.lang = handshake.lang
        self.spectate = handshake.spectate
        self.takeover = handshake.takeover
        self.local = local
        self.address = address
        self.claimed = False
        self.place: Place | None = None
        self.log = IDENTITIES
        self.limit = RateLimit()
        self.ping: int | None = None
        self.hello_timer: str | None = None
        self._reactions: Bucket = reaction_bucket()
        self._out = out
        self._forget = forget

    def send(self, message: ServerMessage) -> None:
        """Tell this connection something."""
        self.send_text(encode(self.route.socket, message))

    def send_text(self, text: str) -> None:
        """Tell this connection something that is text already."""
        self._out.add(Send((self.peer,), (text,), self.log))

    def refuse(self, error: RefusedError, *, twice: bool = False) -> None:
        """Answer with an error; `twice` repeats the sentence as a room's door does (6.2)."""
        self.send(error_message(error, self.lang, twice=twice))

    def close(self, code: CloseCode, reason: str = "") -> None:
        """End this connection; nothing it sends is heard any more."""
        _log.info("%s: closed %d %s", self.person.name, code, reason or REASONS.get(code, ""))
        self._out.add(Close(self.peer, int(code), reason or REASONS[code], self.log))
        self.place = None
        self._forget(self)

    def spend_reaction(self, now: float) -> None:
        """Count one reaction. Raises `RefusedError` when they come too fast (8.8)."""
        if not self._reactions.take(now / 1000):
            raise RefusedError(ErrorCode.RATE_LIMITED, retry_ms=self._reactions.wait_ms())
