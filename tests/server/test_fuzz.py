"""Anything from anybody: the host stands, and a refused message changes nobody's view."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from magnate_app.protocol.messages import BOT_LEVELS, EMOTES, Socket
from magnate_app.protocol.wire import CLIENT_KEY, CLIENT_NAMES
from magnate_app.rules.invariants import problems
from magnate_app.server import events as e
from magnate_app.server.absence import STAND_IN
from magnate_app.server.hub import Hub
from magnate_app.server.session import Session
from tests.kit.hub import Client, FakeHost, hello_key, token

PEOPLE = ("ana", "bea", "eva", "leo")

scraps = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 45),
    st.sampled_from((100, 106, 113, 201, 1500, 2**31, 1e9, 6.0, 6.5, "6", "", "x" * 300)),
    st.sampled_from((*EMOTES[:2], *BOT_LEVELS[:2], *PEOPLE)),
    st.lists(st.integers(0, 40), max_size=3),
)
fields = st.sampled_from(
    (
        "square", "houses", "to_pay", "chosen_revealed_card", "amount", "destination_user",
        "offered_money", "asked_money", "offered_properties", "asked_properties", "choose",
        "counter", "decision", "msg", "message", "emote", "on", "pace", "player", "is_ready",
        "target_players", "bot_level", "settings", "seat", "locked", "piece", "user", "fill",
        "ref", "t", "protocol", "replica_x",
    )
)  # fmt: skip


def messages(socket: Socket) -> st.SearchStrategy[str | bytes]:
    names = st.sampled_from(sorted(CLIENT_NAMES[socket]))
    objects = st.builds(
        lambda name, more: json.dumps({**more, CLIENT_KEY[socket]: name}),
        names,
        st.dictionaries(fields, scraps, max_size=4),
    )
    return st.one_of(
        objects, objects, objects, st.sampled_from(("{", "[]", "7", '{"type":null}', b"{}"))
    )


steps = st.one_of(
    st.tuples(st.just("say"), st.integers(0, 7), st.none()),
    st.tuples(st.just("wait"), st.sampled_from((0.1, 1, 8, 21, 51)), st.none()),
    st.tuples(st.just("bot"), st.none(), st.none()),
    st.tuples(st.just("drop"), st.integers(0, 7), st.none()),
    st.tuples(st.just("open"), st.sampled_from(PEOPLE), st.integers(0, 6)),
)


class Crowd:
    """Several people on several sockets of one host."""

    def __init__(self, seed: int) -> None:
        self.host = FakeHost(seed=seed)
        self.lines: list[tuple[Client, Socket]] = []

    def open(self, name: str, choice: int) -> None:
        codes = [room.room_code for room in self.host.announced]
        path, socket = [
            ("/ws/queue/", Socket.QUEUE),
            ("/ws/room/new/", Socket.ROOM),
            (f"/ws/room/{codes[0] if codes else 'X'}/", Socket.ROOM),
            (f"/ws/room/{codes[-1] if codes else 'X'}/", Socket.ROOM),
            ("/ws/game/1/", Socket.GAME),
            (f"/ws/game/{max(self.host.headers, default=1)}/", Socket.GAME),
            ("/ws/game/1/", Socket.GAME),
        ][choice]
        query: dict[str, Any] = {"name": name, "takeover": "1" if choice == 3 else "0"}
        if choice >= 5:
            query["spectate"] = "1"
        connect = self.host.connect if choice % 2 else self.host.extended
        client = connect(path, token(name), **query)
        if client.still_open():
            self.lines.append((client, socket))

    def open_lines(self) -> list[tuple[Client, Socket]]:
        self.lines = [line for line in self.lines if line[0].still_open()]
        return self.lines

    def check(self) -> None:
        """Everything that must hold whatever was said."""
        hub = self.host.hub
        for session in hub._tables.sessions.values():
            assert problems(session.table.state) == []
            assert session.table.game.seq == len(self.host.records[session.id])
            for seat in session.table.seats:
                assert seat.line is None or seat.line.peer in hub._lines
            self._check_seats(session)
        for room in hub._lobby.rooms:
            seats = [place.seat for place in room.seating.places.values()]
            assert len(set(seats)) == len(seats) == len(room.members)
            assert all(0 <= seat < room.settings.seats for seat in seats)
            assert all(member.line.peer in hub._lines for member in room.members)
        self._check_people(hub)
        assert set(hub._timers._then) == set(self.host.timers)
        for client, _ in self.open_lines():
            assert client.peer in hub._lines

    def _check_seats(self, session: Session) -> None:
        """Who may play sits on the seat, and nobody who is away is waited for without end."""
        table = session.table
        for line, seat in table.audience.lines():
            assert session._playing(line) is seat
        for seat in table.seats:
            gone = not (seat.is_bot or seat.kicked or table.state.out[seat.number] or seat.line)
            if gone and not table.still and session._absence.policy == STAND_IN:
                assert seat.away is not None or (seat.stand_in and not seat.holds_back)

    def _check_people(self, hub: Hub) -> None:
        """Everybody is present once, for as long as there is a line or a running game."""
        holds = Counter(line.person for line in hub._lines.values())
        for session in hub._tables.sessions.values():
            holds.update([] if session.over else session._people)
        assert {person.digest: person for person in holds} == hub._identities._present
        assert all(person.holds == count for person, count in holds.items())


def refused(answers: list[dict[str, Any]]) -> bool:
    return len(answers) == 1 and "error" in (
        answers[0].get("action"),
        answers[0].get("event_type"),
    )


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 1000), st.lists(steps, min_size=10, max_size=60), st.data())
def test_anything_from_anybody(
    seed: int, story: list[tuple[str, Any, Any]], data: st.DataObject
) -> None:
    crowd = Crowd(seed)
    for name in PEOPLE[:3]:
        crowd.open(name, 1 if name == "ana" else 2)
    for client, socket in crowd.open_lines():
        client.send({CLIENT_KEY[socket]: "ready_status", "is_ready": True})
    if seed % 2:
        crowd.lines[0][0].send({"command": "start_game"})
        for name in PEOPLE[:3]:
            crowd.open(name, 4)
    for kind, first, second in story:
        crowd.host.wait(0.05)
        lines = crowd.open_lines()
        match kind:
            case "say" if lines:
                client, socket = lines[first % len(lines)]
                for other, _ in lines:
                    other.take()
                answers = client.send(data.draw(messages(socket)))
                if refused(answers):
                    told = [m for other, _ in lines for m in other.take()]
                    assert all(m.get("event_type") == "presence" for m in told)
            case "wait":
                crowd.host.wait(first)
            case "bot":
                crowd.host.answer()
            case "drop" if lines:
                lines[first % len(lines)][0].drop()
                del lines[first % len(lines)]
            case "open":
                crowd.open(first, second)
        crowd.check()


class Comings(Crowd):
    """Ana, who hosts, and Bea, who changes lines and devices, in a room and its game."""

    def __init__(self) -> None:
        super().__init__(1)
        self.code = "0" * 8
        self.room = self.host.make_room()
        self.named: dict[str, list[Client]] = {}
        for name in ("ana", "bea"):
            self.come(name, "room")

    def come(self, name: str, where: str) -> None:
        query: dict[str, Any] = {"name": name}
        # Whoever guesses codes has to wait, which is not the matter here.
        self.host.address = f"10.0.0.{len(self.host.clients)}"
        path = f"/ws/room/{self.room}/"
        if where in ("game", "watch"):
            path = "/ws/game/1/"
        if where == "watch":
            query["spectate"] = "1"
        if where == "claim":
            query["seat_code"] = self.code
        socket = Socket.GAME if "game" in path else Socket.ROOM
        client = self.host.extended(path, token(name), **query)
        if client.still_open():
            self.lines.append((client, socket))
            self.named.setdefault(name, []).append(client)

    def say(self, name: str, **fields: Any) -> None:
        """Let the newest line of somebody say something; remember a seat code."""
        for client, socket in reversed(self.open_lines()):
            if client in self.named.get(name, ()):
                known = [fields.pop(key) for key in ("room", "game")]
                said = known[socket is Socket.GAME]
                for told in client.send({CLIENT_KEY[socket]: said, **fields}) if said else ():
                    if "seat_code" in (told.get("action"), told.get("event_type")):
                        self.code = told["code"]
                return

    def drop(self, name: str) -> None:
        for line in reversed(self.open_lines()):
            if line[0] in self.named.get(name, ()):
                self.lines.remove(line)
                line[0].drop()
                return


comings = st.sampled_from(
    [
        *[("come", name, where) for name in ("bea", "laptop") for where in ("game", "watch")],
        *[("come", name, "room") for name in ("ana", "bea")],
        *[("drop", name, "") for name in ("ana", "bea", "bea", "laptop")],
        *[("come", name, "claim") for name in ("laptop", "laptop", "bea")],
        *[("code", name, "") for name in ("bea", "bea", "laptop")],
        ("start", "", ""),
        ("start", "", ""),
        *[("rule", rule, "") for rule in ("TableKick", "TableUnkick", "TableUnkick", "SeatCode")],
        ("stand in", "bea", ""),
        ("stand in", "laptop", ""),
        ("surrender", "ana", ""),
        ("wait", "", ""),
    ]
)


@settings(max_examples=1500, suppress_health_check=list(HealthCheck))
@given(st.lists(comings, min_size=8, max_size=40))
def test_whoever_comes_and_goes_and_moves(story: list[tuple[str, str, str]]) -> None:
    crowd = Comings()
    for kind, name, where in story:
        match kind:
            case "come":
                crowd.come(name, where)
            case "drop":
                crowd.drop(name)
            case "code":
                crowd.say(name, room="seat_code", game="SeatCode")
            case "start":
                for who in ("ana", "bea", "laptop"):
                    crowd.say(who, room="ready_status", game="", is_ready=True)
                crowd.say("ana", room="start_game", game="")
                for who in ("ana", "bea"):
                    crowd.come(who, "game")
            case "rule":
                crowd.say("ana", room="", game=name, player=2)
            case "stand in":
                crowd.say(name, room="", game="StandIn", on=False)
            case "surrender":
                crowd.say(name, room="", game="ActionSurrender")
            case "wait":
                crowd.host.wait(21)
        crowd.check()


@settings(max_examples=100)
@given(st.one_of(st.text(max_size=80), st.binary(max_size=40)), st.sampled_from(range(3)))
def test_any_frame_on_any_socket(frame: str | bytes, which: int) -> None:
    host = FakeHost()
    path = ("/ws/queue/", "/ws/room/new/", "/ws/game/1/")[which]
    client = host.connect(path, token("ana"), v="2")
    host.tell(e.Received(client.peer, frame))
    assert client.take() == []
    client.send({hello_key(path): "hello", "protocol": 2})
    if client.still_open():
        (answer,) = client.send(frame)
        assert answer["action"] == "error"
