"""Connecting: tokens, versions, hello, limits (PROTOCOL.md 1.3, 2, 3, 8.1)."""

from __future__ import annotations

import pytest

from magnate_app.server import events as e
from magnate_app.server.config import ServerConfig
from tests.kit.hub import FakeHost, token

PATHS = ["/ws/queue/", "/ws/room/new/", "/ws/room/014M0P/", "/ws/game/1/"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("bad", ["", "short", "x" * 129, "with blanks in the middle", "ñ" * 20])
def test_no_usable_token_is_4002_and_nothing_sent(path: str, bad: str) -> None:
    client = FakeHost().connect(path, bad)
    assert client.closed == (4002, "unauthorized")
    assert client.take() == []


@pytest.mark.parametrize("path", PATHS)
def test_an_unknown_version_is_4010(path: str) -> None:
    client = FakeHost().connect(path, token("ana"), v="3")
    assert client.closed == (4010, "version")
    assert client.take() == []


def test_the_token_comes_before_the_version_and_the_version_before_the_room() -> None:
    host = FakeHost()
    assert host.connect("/ws/game/1", "short", v="9").closed == (4002, "unauthorized")
    assert host.connect("/ws/game/1", token("ana"), v="9").closed == (4010, "version")
    assert host.connect("/ws/game/1", token("ana")).closed == (4003, "game_not_found")


def test_the_header_wins_and_the_digest_is_all_the_host_keeps() -> None:
    host = FakeHost()
    host.open("/ws/queue/", f"token={token('ana')}&name=ana")
    host.open("/ws/queue/", "token=bad", authorization=f"Bearer {token('ana')}")
    assert len(host.identities) == 1
    (digest,) = host.identities
    assert len(digest) == 64
    assert token("ana") not in repr(host.commands)


@pytest.mark.parametrize("name", ["v", "subprotocol"])
def test_extended_connections_wait_for_their_hello(name: str) -> None:
    host = FakeHost()
    query = f"token={token('ana')}&name=ana"
    if name == "v":
        client = host.open("/ws/queue/", query + "&v=2")
    else:
        client = host.open("/ws/queue/", query, subprotocols=("magnate.v2",))
    assert client.send({"action": "ping", "t": 1}) == []
    assert client.send("no json") == []
    assert client.send({"action": "fill", "fill": True}) == []
    host.wait(4.9)
    assert client.still_open()
    host.wait(0.2)
    assert client.closed == (4010, "no_hello")
    assert client.take() == []


def test_hello_is_welcomed() -> None:
    host = FakeHost()
    client = host.connect("/ws/queue/", token("ana"), name="ana", v="2")
    welcome, status = client.send(
        {"action": "hello", "protocol": 9, "oldest": 2, "app": "9.0", "lang": "en"}
    )
    assert welcome == {
        "action": "welcome",
        "protocol": 2,
        "app": "1.0.0",
        "you": 1,
        "username": "ana",
        "server_time": round(host.now),
    }
    assert status["action"] == "queue_status"
    assert host.timers == {}
    code, params = client.error({"action": "hello", "protocol": 2})
    assert (code, params) == ("unknown_command", {"name": "hello"})


@pytest.mark.parametrize(
    ("path", "key", "told"),
    [
        ("/ws/queue/", "action", "action"),
        ("/ws/room/new/", "command", "action"),
        ("/ws/game/1/", "type", "event_type"),
    ],
)
def test_without_a_common_version_the_error_comes_first(path: str, key: str, told: str) -> None:
    host = FakeHost()
    client = host.connect(path, token("ana"), v="2", lang="en")
    (error,) = client.send({key: "hello", "protocol": 1, "app": "0.1"})
    assert error[told] == "error"
    assert error["code"] == "version_mismatch"
    assert error["message"] == "This version does not match the host's."
    assert error["params"] == {"server": 2, "server_oldest": 2, "client": 1, "app": "1.0.0"}
    assert client.closed == (4010, "version")
    assert host.timers == {}


def test_a_full_host_says_1013() -> None:
    host = FakeHost(ServerConfig(max_peers=2))
    host.connect("/ws/queue/", token("ana"))
    bea = host.connect("/ws/queue/", token("bea"))
    assert host.connect("/ws/queue/", token("eva")).closed == (1013, "try_again_later")
    bea.drop()
    assert host.connect("/ws/queue/", token("eva")).still_open()


def test_bad_input_is_answered_and_the_socket_stays() -> None:
    client = FakeHost().connect("/ws/queue/", token("ana"))
    assert client.send("{") == [
        {"action": "error", "message": "Datos invalidos.", "code": "invalid_json", "params": {}}
    ]
    assert client.error("[1]")[0] == "not_an_object"
    assert client.error(b"{}")[0] == "binary_frame"
    assert client.error({"action": "dance"}) == ("unknown_command", {"name": "dance"})
    assert client.error({}) == ("unknown_command", {"name": None})
    assert client.error({"action": "fill", "fill": True}) == ("not_extended", {"name": "fill"})
    assert client.error({"action": "host_offer"}) == ("reserved", {"name": "host_offer"})
    assert client.still_open()


def test_errors_echo_the_ref_of_extended_clients() -> None:
    host = FakeHost()
    client = host.extended("/ws/queue/", token("ana"), lang="en")
    client.take()
    (error,) = client.send({"action": "dance", "ref": "r1"})
    assert error["ref"] == "r1"
    assert error["message"] == "Unknown command."
    (error,) = client.send({"action": "fill", "fill": 3, "ref": "r2"})
    assert (error["code"], error["ref"]) == ("invalid_field", "r2")


def test_a_flood_is_told_once_a_second_and_then_closed_4008() -> None:
    host = FakeHost()
    client = host.extended("/ws/room/new/", token("ana"))
    bea = host.extended(f"/ws/room/{host.announced[0].room_code}", token("bea"))
    client.take()
    for _ in range(59):
        client.send({"command": "ping", "t": 1})
    client.take()
    answers = [client.send({"command": "ping"}) for _ in range(39)]
    assert [a[0]["code"] for a in answers if a] == ["rate_limited"]
    assert client.still_open()
    bea.take()
    client.send({"command": "ping"})
    assert client.closed == (4008, "rate_limited")
    assert [message["action"] for message in bea.take()] == ["player_left"]


def test_pong() -> None:
    host = FakeHost()
    client = host.extended("/ws/queue/", token("ana"))
    client.take()
    assert client.send({"action": "ping", "t": 17}) == [
        {"action": "pong", "t": 17, "server_time": round(host.now)}
    ]


def test_what_is_gone_is_not_heard() -> None:
    host = FakeHost()
    client = host.connect("/ws/queue/", token("ana"))
    client.drop()
    client.drop()
    assert client.send({"action": "cancel"}) == []
    host.tell(e.Pinged(client.peer, 5))
    host.tell(e.TimerFired("nobody/1"))
    host.tell(e.BotAnswered(9, 0, 1, None))
    assert client.still_open()


def test_stopping_tells_everybody_and_ends_it() -> None:
    host = FakeHost()
    ana = host.extended("/ws/room/new/", token("ana"))
    bea = host.connect("/ws/queue/", token("bea"), v="2")
    host.tell(e.Stopping())
    assert ana.closed == bea.closed == (4011, "host_closing")
    assert host.timers == {}
    assert host.connect("/ws/queue/", token("eva")).still_open()
    assert host.commands == []


def test_a_flood_before_hello_is_not_answered_but_closed() -> None:
    host = FakeHost()
    client = host.connect("/ws/queue/", token("ana"), v="2")
    for _ in range(60 + 39):
        assert client.send({"action": "ping"}) == []
    assert client.still_open()
    client.send({"action": "ping"})
    assert client.closed == (4008, "rate_limited")
    assert host.timers == {}


def test_a_line_can_be_lost_before_its_hello() -> None:
    host = FakeHost()
    client = host.connect("/ws/queue/", token("ana"), v="2")
    client.drop()
    assert host.timers == {}
    host.wait(10)
    assert client.still_open()


def test_pings_outside_a_room_are_nobodys_business() -> None:
    host = FakeHost()
    client = host.connect("/ws/queue/", token("ana"))
    host.tell(e.Pinged(client.peer, 12))
    assert host.commands == []
