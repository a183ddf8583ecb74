"""A driver of the hub without a network: values in, values out, time by hand."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from random import Random
from typing import Any
from urllib.parse import urlencode

from magnate_app.bots import levels
from magnate_app.content import BoardContent, load_board
from magnate_app.protocol.gamelog import (
    GameHeader,
    LogEnd,
    LogNote,
    LogRecord,
    SavedLog,
    TableOptions,
)
from magnate_app.rules.chance import DICE, Chance, Seeded
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import GameState
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
    """Carries commands out in memory; time passes with `wait`.

    New connections come from `address`.
    """

    def __init__(
        self,
        config: ServerConfig | None = None,
        *,
        seed: int = 1,
        people: dict[str, int] | None = None,
        next_user: int = 1,
        next_game: int = 1,
        dice: tuple[int, ...] = (),
    ) -> None:
        self.now = START
        self.address = "192.168.1.20"
        self.config = config or ServerConfig(remote_rooms=True)
        self.seed = seed
        self.dice = list(dice)
        self.clients: dict[int, Client] = {}
        self.timers: dict[str, float] = {}
        self.asks: list[c.AskBot] = []
        self.advice_asks: list[c.AskAdviser] = []
        self.headers: dict[int, GameHeader] = {}
        self.records: dict[int, list[LogRecord]] = defaultdict(list)
        self.notes: dict[int, list[LogNote]] = defaultdict(list)
        self.ends: dict[int, LogEnd] = {}
        self.shelved: list[int] = []
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
            Identities(people, next_user, next_game),
            codes=self._new_codes,
            chance_factory=self._chance,
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
        address: str = "",
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
                address=address or self.address,
            )
        )
        return client

    def extended(self, path: str, token: str, **query: Any) -> Client:
        """Open an extended connection and say hello; `seq` and `seat_code` go into it."""
        hello: Message = {"protocol": 2, "app": "1.0.0", hello_key(path): "hello"}
        for key in ("seq", "seat_code"):
            if key in query:
                hello[key] = query.pop(key)
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
            notes=tuple(self.notes[game]),
            end=self.ends.get(game),
        )

    def state(self, game: int = 1) -> GameState:
        """Return the truth about a game; tests may bend it."""
        return self.hub._tables.sessions[game].table.state

    def resume(self, saved: SavedLog) -> int:
        game, commands = self.hub.resume(saved, self.now)
        self._carry_out(commands)
        return game

    def _carry_out(self, commands: list[c.Command]) -> None:
        self.commands = commands
        for command in commands:
            match command:
                case c.Send(peers, texts, log):
                    for peer in peers:
                        client = self.clients[peer]
                        assert client.closed is None, "nothing is sent after a close"
                        for text in texts:
                            message = json.loads(text)
                            self._check_durable(message, log)
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
                case c.AskAdviser():
                    self.advice_asks.append(command)
                case c.OpenLog(game, header):
                    self.headers[game] = header
                case c.AppendLog(game, record):
                    self.records[game].append(record)
                case c.AppendNote(game, note):
                    assert game not in self.ends, "nothing follows the end"
                    self.notes[game].append(note)
                case c.CloseLog(game, None):
                    self.shelved.append(game)
                case c.CloseLog(game, end):
                    assert game not in self.ends
                    assert end is not None
                    self.ends[game] = end
                case c.KeepIdentity(digest, user):
                    self.identities[digest] = user
                case c.KeepCounters(next_user, next_game):
                    self.counters = (next_user, next_game)
                case c.Announce(rooms):
                    assert rooms != self.announced
                    self.announced = rooms

    def _check_durable(self, message: Message, log: int) -> None:
        waits = log or message.get("event_type") in (None, "error")
        assert waits, "what is told in a game waits for its log"
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
        return Loaded(f"{self.seed}/{self._games}", self.dice)


class Loaded:
    """Seeded luck whose dice can be laid down beforehand: 1–6, in the order thrown."""

    def __init__(self, seed: str, dice: list[int]) -> None:
        self._seeded = Seeded(seed)
        self._dice = dice

    def draw(self, stream: int, sides: int, /) -> int:
        if stream == DICE and self._dice:
            return self._dice.pop(0) - 1
        return self._seeded.draw(stream, sides)


def hello_key(path: str) -> str:
    if "/game/" in path:
        return "type"
    return "action" if path.rstrip("/").endswith(("queue", "public")) else "command"


def token(name: str) -> str:
    """A token of 16 characters or more."""
    return f"token-of-{name}-0123456789"


class Player:
    """Somebody at a table: keeps the newest view and can act on it."""

    def __init__(self, client: Client, *, extended: bool = True) -> None:
        self.client = client
        self.extended = extended
        self.state: Message = {}
        self.update: Message = {}
        self.seen: list[Message] = []
        self.remarks: list[Message] = []
        self.look()

    def look(self) -> list[Message]:
        """Take in what arrived and check what holds for every connection (0, 8.2).

        Remarks are kept apart: they may come at any moment.
        """
        arrived = self.client.take()
        self.seen += arrived
        self.remarks += [message for message in arrived if message["event_type"] == "remark"]
        for before, message in zip([None, *arrived], arrived, strict=False):
            kind = message["event_type"]
            follows = before is not None and before["event_type"] == "game_action"
            assert follows == (kind == "game_response"), "an action and its response adjoin"
            if not self.extended:
                assert kind in CLASSIC, kind
                assert "update" not in message
            if kind == "game_state":
                self.state = message["game_state"]
            self._check_secrets(message)
            if "update" in message:
                if kind == "game_response":
                    assert message["update"]["seq"] == self.update["seq"] + 1
                self.update = message["update"]
        assert not arrived or arrived[-1]["event_type"] != "game_action"
        return [message for message in arrived if message["event_type"] != "remark"]

    def _check_secrets(self, message: Message) -> None:
        """Nobody sees a sealed bid of somebody else (R12.4)."""
        if "open_auction" in self.state.get("settings", {}).get("house_rules", ()):
            return
        data = message.get("data", {})
        if data.get("type") == "ActionBid" and data["player"] != self.state["you"]:
            assert data["amount"] is None
        update = message.get("update", {"events": ()})
        for event in update["events"]:
            if event["type"] == "BidPlaced" and event["seat"] != update["view"]["seat"]:
                assert event["amount"] is None

    def act(self, type_: str, **fields: Any) -> list[Message]:
        self.client.host.tell(e.Received(self.client.peer, json.dumps({"type": type_, **fields})))
        return self.look()

    def error(self, type_: str, **fields: Any) -> tuple[str, Message]:
        (answer,) = self.act(type_, **fields)
        assert answer["event_type"] == "error", answer
        return answer["code"], answer["params"]

    def legal(self) -> list[Message]:
        """What this seat may do, surrendering aside."""
        return [a for a in self.update["legal"] if a["type"] != "ActionSurrender"]


class Table:
    """A started game and those of its people who are connected."""

    def __init__(self, host: FakeHost, game: int = 1) -> None:
        self.host = host
        self.game = game
        self.players: dict[str, Player] = {}

    @property
    def names(self) -> list[str]:
        """The names in turn order."""
        return [seat.name for seat in self.host.headers[self.game].seats]

    def seat(self, name: str) -> int:
        return self.names.index(name)

    def user(self, name: str) -> int:
        return self.host.headers[self.game].seats[self.seat(name)].user

    def of(self, name: str) -> Player:
        return self.players[name]

    def at(self, seat: int) -> Player:
        """The connection of a seat."""
        return self.players[self.names[seat]]

    def connect(self, name: str, *, extended: bool = True, **query: Any) -> Player:
        connect = self.host.extended if extended else self.host.connect
        client = connect(f"/ws/game/{self.game}/", token(name), name=name, **query)
        player = self.players[name] = Player(client, extended=extended)
        for other in self.players.values():
            if other.client.still_open():
                other.look()
        return player

    def look(self) -> None:
        """Let everybody take in what has arrived, so that the next look shows news only."""
        for player in self.players.values():
            player.look()


def start(
    people: tuple[str, ...],
    bots: tuple[str, ...] = (),
    *,
    seed: int = 1,
    classic: tuple[str, ...] = (),
    away: tuple[str, ...] = (),
    settings: Settings | None = None,
    options: TableOptions | None = None,
    config: ServerConfig | None = None,
    solo: bool = False,
) -> Table:
    """Start a game of some people, the first being the host, and bots."""
    host = FakeHost(config, seed=seed)
    setup = Setup(
        settings=settings or Settings(),
        options=options or TableOptions(),
        target=len(people) + len(bots),
        levels=("",) * (len(people) - 1) + bots,
    )
    path = f"/ws/room/{host.make_room(setup, solo=solo)}"
    ways = [host.connect if name in classic else host.extended for name in people]
    clients = [way(path, token(name), name=name) for way, name in zip(ways, people, strict=True)]
    for client in clients:
        client.send({"command": "ready_status", "is_ready": True})
    clients[0].send({"command": "start_game"})
    table = Table(host)
    for name in people:
        if name not in away:
            table.connect(name, extended=name not in classic)
    return table


CLASSIC = ("game_state", "game_action", "game_response", "chat_message", "error")


def fill_in(entry: Message, rng: Random) -> Message:
    """Make an entry of `legal` an action ready to be sent."""
    action: Message = {}
    for name, value in entry.items():
        match value:
            case {"min": low, "max": high}:
                action[name] = rng.choice((low, high, rng.randint(low, high)))
            case {"in": choices}:
                action[name] = rng.choice(choices)
            case {"subset": choices}:
                action[name] = [choice for choice in choices if rng.random() < 0.3]
            case _ if name != "info":
                action[name] = value
    return action
