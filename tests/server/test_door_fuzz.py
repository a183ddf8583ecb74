"""A crowd at a door: whatever they do, only those are inside who may be."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from magnate_app.protocol import password
from magnate_app.protocol.messages import Socket
from magnate_app.protocol.password import Lock
from magnate_app.server import events as e
from magnate_app.server.door import MOST_GUESTS, Door
from magnate_app.server.room import Room
from tests.kit.hub import Client, FakeHost, token
from tests.server.test_door import SECRET, locked, proof

PEOPLE = ("ana", "bea", "cai", "dario", "eva")
SMALL = 2**61 - 1
"""A prime that is quick to reckon with; what the real one proves is tested elsewhere."""

steps = st.one_of(
    st.tuples(st.just("open"), st.sampled_from(PEOPLE), st.booleans()),
    st.tuples(st.just("watch"), st.sampled_from(PEOPLE), st.booleans()),
    st.tuples(st.just("prove"), st.integers(0, 9), st.sampled_from((SECRET, "otra cosa", "nope"))),
    st.tuples(st.just("admit"), st.integers(0, 9), st.sampled_from(((1, 0), (0, 0), (0, 1)))),
    st.tuples(st.just("lock"), st.sampled_from((0, 1, None)), st.none()),
    st.tuples(st.just("ask"), st.booleans(), st.none()),
    st.tuples(st.just("drop"), st.integers(0, 9), st.none()),
    st.tuples(st.just("wait"), st.sampled_from((1, 25, 181)), st.none()),
    st.tuples(st.just("start"), st.none(), st.none()),
    st.tuples(st.just("again"), st.none(), st.none()),
)


class Crowd:
    """Several people who come and go at one table."""

    def __init__(self, lock: Lock) -> None:
        self.host = FakeHost()
        self.code = locked(self.host, lock=lock)
        self.lines: list[tuple[str, Client]] = []
        self.open("ana", True)

    def open(self, name: str, extended: bool) -> None:
        connect = self.host.extended if extended else self.host.connect
        self.keep(name, connect(f"/ws/room/{self.code}", token(name), name=name))

    def watch(self, name: str, extended: bool) -> None:
        connect = self.host.extended if extended else self.host.connect
        game = max(self.host.headers, default=1)
        self.keep(name, connect(f"/ws/game/{game}", token(name), name=name, spectate="1"))

    def keep(self, name: str, client: Client) -> None:
        if client.still_open():
            self.lines.append((name, client))

    def line(self, number: int) -> tuple[str, Client] | None:
        self.lines = [line for line in self.lines if line[1].still_open()]
        return self.lines[number % len(self.lines)] if self.lines else None

    def owner(self) -> Client | None:
        """The line of whoever runs the room, or plays the game as its host."""
        rooms = self.host.hub._lobby.rooms
        if rooms and rooms[0].owner is not None:
            return self.host.clients[rooms[0].owner.line.peer]
        return None

    def say(self, client: Client | None, **message: Any) -> None:
        if client is not None:
            self.host.tell(e.Received(client.peer, json.dumps(message)))

    def prove(self, number: int, word: str) -> None:
        found = self.line(number)
        if found is None:
            return
        name, client = found
        asked = [m for m in client.inbox if "challenge" in (m.get("action"), m.get("event_type"))]
        if not asked:
            return
        line = self.host.hub._lines[client.peer]
        in_room = line.route.socket is Socket.ROOM
        place = f"room/{self.code}" if in_room else f"game/{line.route.name}"
        key = "command" if in_room else "type"
        self.say(client, **proof(asked[-1], name, place, word=word, key=key))

    def check(self) -> None:
        hub = self.host.hub
        assert set(hub._timers._then) == set(self.host.timers)
        doors = [room.door for room in hub._lobby.rooms]
        doors += [session.door for session in hub._tables.sessions.values()]
        for door in doors:
            assert len(door._guests) <= MOST_GUESTS
            for user, guest in door._guests.items():
                assert guest.line.place is door
                assert guest.line.peer in hub._lines
                assert guest.line.person.user == user
                assert guest.line.person.digest not in door.known
        for line in hub._lines.values():
            if isinstance(line.place, Door):
                assert line.person.user in line.place._guests
            elif isinstance(line.place, Room):
                assert line.person.digest in line.place.door.known


def quick(word: str, salt: bytes) -> int:
    return int.from_bytes(hashlib.sha256(word.encode() + salt).digest()) % SMALL


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(steps, min_size=5, max_size=60))
def test_a_crowd_at_the_door(story: list[tuple[str, Any, Any]]) -> None:
    with patch.multiple(password, PRIME=SMALL, GENERATOR=37, _exponent=quick):
        locks = [password.make_lock(word, bytes(16)) for word in (SECRET, "otra cosa")]
        crowd = Crowd(locks[0])
        for kind, first, second in story:
            match kind:
                case "open":
                    crowd.open(first, second)
                case "watch":
                    crowd.watch(first, second)
                case "prove":
                    crowd.prove(first, second)
                case "admit":
                    accept, block = (bool(part) for part in second)
                    crowd.say(
                        crowd.owner(), command="admit", user_id=first, accept=accept, block=block
                    )
                case "lock":
                    lock = None if first is None else locks[first]
                    fields = {} if lock is None else {"salt": lock.salt, "verifier": lock.verifier}
                    crowd.say(crowd.owner(), command="set_password", **fields)
                case "ask":
                    crowd.say(
                        crowd.owner(), command="update_settings", settings={"approval": first}
                    )
                case "drop" if (found := crowd.line(first)) is not None:
                    crowd.lines.remove(found)
                    found[1].drop()
                case "wait":
                    crowd.host.wait(first)
                case "start":
                    for room in crowd.host.hub._lobby.rooms[:1]:
                        for member in list(room.members):
                            client = crowd.host.clients[member.line.peer]
                            crowd.say(client, command="ready_status", is_ready=True)
                        crowd.say(crowd.owner(), command="start_game")
                case "again" if not crowd.host.hub.has_code(crowd.code):
                    crowd.host.make_room(codes=[crowd.code], again=True)
            crowd.check()
