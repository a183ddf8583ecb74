"""Anything from anybody: the host stands, and a refused message changes nobody's view."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from magnate_app.protocol.messages import BOT_LEVELS, EMOTES, Socket
from magnate_app.protocol.wire import CLIENT_KEY, CLIENT_NAMES
from magnate_app.rules.invariants import problems
from magnate_app.server import events as e
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
    st.tuples(st.just("open"), st.sampled_from(PEOPLE), st.integers(0, 5)),
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
        ][choice]
        query: dict[str, Any] = {"name": name, "takeover": "1" if choice == 3 else "0"}
        if choice == 5:
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
        for room in hub._lobby.rooms:
            seats = [place.seat for place in room.seating.places.values()]
            assert len(set(seats)) == len(seats) == len(room.members)
            assert all(0 <= seat < room.settings.seats for seat in seats)
            assert all(member.line.peer in hub._lines for member in room.members)
        assert set(hub._timers._then) == set(self.host.timers)
        for client, _ in self.open_lines():
            assert client.peer in hub._lines


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
