"""A driver of the hub without a network: values in, values out, time by hand."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from typing import Any
from urllib.parse import urlencode

from magnate_app.bots import levels
from magnate_app.content import BoardContent, load_board
from magnate_app.protocol.gamelog import GameHeader, LogEnd, LogRecord, SavedLog
from magnate_app.rules.chance import Chance, Seeded
from magnate_app.server import commands as c
from magnate_app.server import events as e
from magnate_app.server.config import ServerConfig
from magnate_app.server.hub import Hub
from magnate_app.server.identities import Identities
from magnate_app.server.setup import Setup

START = 1_795_370_400_000.0

Message = dict[str, Any]


@cache
def content() -> BoardContent:
    return load_board()


class Client:
    """One connection as its person sees it."""

    def __init__(self, host: FakeHost, peer: int) -> None:
        self.host = host
        self.peer = peer
        self.inbox: list[Message] = []
        self.closed: tuple[int, str] | None = None

    def send(self, message: Message | str | bytes) -> list[Message]:
        """Say something and return what has arrived since the last look."""
        data = json.dumps(message) if isinstance(message, dict) else message
        self.host.tell(e.Received(self.peer, data))
        return self.take()

    def take(self) -> list[Message]:
        inbox, self.inbox = self.inbox, []
        return inbox

    def still_open(self) -> bool:
        return self.closed is None

    def drop(self) -> None:
        """Lose the line."""
        self.host.tell(e.Disconnected(self.peer))

    def error(self, message: Message | str | bytes) -> tuple[str, Message]:
        """Say something that is refused; return the code and its parameters."""
        (answer,) = self.send(message)
        assert "error" in (answer.get("action"), answer.get("event_type")), answer
        return answer["code"], answer["params"]


class FakeHost:
    """Carries commands out in memory; time passes with `wait`."""

    def __init__(
        self,
        config: ServerConfig | None = None,
        *,
        seed: int = 1,
        people: dict[str, int] | None = None,
        bots: bool = True,
    ) -> None:
        self.now = START
        self.config = config or ServerConfig(remote_rooms=True)
        self.seed = seed
        self.bots = bots
        self.clients: dict[int, Client] = {}
        self.timers: dict[str, float] = {}
        self.asks: list[c.AskBot] = []
        self.headers: dict[int, GameHeader] = {}
        self.records: dict[int, list[LogRecord]] = defaultdict(list)
        self.ends: dict[int, LogEnd] = {}
        self.identities: dict[str, int] = dict(people or {})
        self.counters = (1, 1)
        self.announced: tuple[c.RoomListing, ...] = ()
        self.commands: list[c.Command] = []
        self._bots: dict[tuple[int, int, bool], Any] = {}
        self._codes = 0
        self._peers = 0
        self._games = 0
        self.hub = Hub(
            self.config,
            content(),
            Identities(people),
            codes=self._new_codes,
            chance_factory=self._chance,
            host_id="9f3c51d07ab2e846",
        )

    def connect(self, path: str, token: str = "", **query: str) -> Client:
        """Open a connection; extended ones with `v="2"`."""
        return self.open(path, urlencode({"token": token, **query} if token else query))

    def open(
        self,
        path: str,
        query: str = "",
        *,
        authorization: str = "",
        subprotocols: tuple[str, ...] = (),
        local: bool = False,
    ) -> Client:
        self._peers += 1
        client = self.clients[self._peers] = Client(self, self._peers)
        self.tell(
            e.Connected(
                peer=client.peer,
                path=path,
                query=query,
                authorization=authorization,
                subprotocols=subprotocols,
                local=local,
            )
        )
        return client

    def extended(self, path: str, token: str, **query: Any) -> Client:
        """Open an extended connection and say hello; `seq` goes into the hello."""
        hello: Message = {"protocol": 2, "app": "1.0.0", hello_key(path): "hello"}
        if "seq" in query:
            hello["seq"] = query.pop("seq")
        client = self.connect(path, token, v="2", **query)
        client.host.tell(e.Received(client.peer, json.dumps(hello)))
        return client

    def make_room(self, setup: Setup | None = None, **more: Any) -> str:
        code, commands = self.hub.make_room(setup or Setup(), **more)
        self._carry_out(commands)
        return code

    def tell(self, event: e.Event) -> None:
        self._carry_out(self.hub.handle(event, self.now))

    def wait(self, seconds: float) -> None:
        """Let time pass; timers fire in their order."""
        until = self.now + seconds * 1000
        while self.timers:
            key = min(self.timers, key=lambda k: self.timers[k])
            if self.timers[key] > until:
                break
            self.now = max(self.now, self.timers.pop(key))
            self.tell(e.TimerFired(key))
        self.now = until

    def answer(self) -> bool:
        """Answer the oldest question to a bot."""
        if not self.asks:
            return False
        ask = self.asks.pop(0)
        bot = self._bots.get((ask.game, ask.seat, ask.stand_in))
        if bot is None:
            bot = levels.make(ask.level, ask.seat, stand_in=ask.stand_in)
            self._bots[ask.game, ask.seat, ask.stand_in] = bot
        self.tell(e.BotAnswered(ask.game, ask.seat, ask.question, bot.decide(ask.view, ask.seat)))
        return True

    def saved(self, game: int) -> SavedLog:
        """Return what a disk would hold of a game now."""
        return SavedLog(
            header=self.headers[game],
            records=tuple(self.records[game]),
            end=self.ends.get(game),
        )

    def resume(self, saved: SavedLog) -> int:
        game, commands = self.hub.resume(saved, self.now)
        self._carry_out(commands)
        return game

    def _carry_out(self, commands: list[c.Command]) -> None:
        self.commands = commands
        for command in commands:
            match command:
                case c.Send(peer, text):
                    client = self.clients[peer]
                    assert client.closed is None, "nothing is sent after a close"
                    message = json.loads(text)
                    self._check_durable(message)
                    client.inbox.append(message)
                case c.Close(peer, code, reason):
                    assert self.clients[peer].closed is None, "closed twice"
                    self.clients[peer].closed = (code, reason)
                case c.StartTimer(key, seconds):
                    assert key not in self.timers, "a key is never used twice"
                    self.timers[key] = self.now + seconds * 1000
                case c.CancelTimer(key):
                    del self.timers[key]
                case c.AskBot():
                    self.asks.append(command)
                case c.OpenLog(game, header):
                    self.headers[game] = header
                case c.AppendLog(game, record):
                    self.records[game].append(record)
                case c.CloseLog(game, end):
                    assert game not in self.ends
                    self.ends[game] = end
                case c.KeepIdentity(digest, user):
                    self.identities[digest] = user
                case c.KeepCounters(next_user, next_game):
                    self.counters = (next_user, next_game)
                case c.Announce(rooms):
                    assert rooms != self.announced
                    self.announced = rooms

    def _check_durable(self, message: Message) -> None:
        update = message.get("update")
        if update and message.get("event_type") == "game_response":
            assert any(
                records and records[-1].seq >= update["seq"] for records in self.records.values()
            ), "shown before it is durable"

    def _new_codes(self) -> list[str]:
        self._codes += 1
        return [f"01{self._codes:02}M0P"[:6], f"8000{self._codes:02}M"]

    def _chance(self) -> Chance:
        self._games += 1
        return Seeded(f"{self.seed}/{self._games}")


def hello_key(path: str) -> str:
    if "/game/" in path:
        return "type"
    return "action" if path.rstrip("/").endswith(("queue", "public")) else "command"


def token(name: str) -> str:
    """A token of 16 characters or more."""
    return f"token-of-{name}-0123456789"
