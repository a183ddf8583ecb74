"""The queue socket (PROTOCOL.md section 5, dialogue 12.1)."""

from __future__ import annotations

from magnate_app.server.config import ServerConfig
from tests.kit.hub import Client, FakeHost, token


def host_of(size: int) -> FakeHost:
    return FakeHost(ServerConfig(queue_size=size))


def wait_in(host: FakeHost, name: str) -> Client:
    return host.connect("/ws/queue/", token(name), name=name)


def test_12_1_a_quick_match() -> None:
    host = host_of(2)
    ana = wait_in(host, "ana")
    assert ana.take() == []
    bea = host.connect("/api/ws/queue/public", token("bea"), name="bea")
    assert ana.take() == bea.take() == [{"action": "match_found", "game_id": 1}]
    assert ana.closed == bea.closed == (4001, "moved_on")
    game = host.connect("/ws/game/1/", token("ana"))
    (message,) = game.take()
    state = message["game_state"]
    assert state["host"] is None
    assert state["has_bots"] is False
    assert sorted(state["players"]) == [1, 2]
    assert state["settings"]["seats"] == 2
    assert state["settings"]["preset"] == "standard"
    assert state["settings"]["visibility"] == "code_only"
    assert host.announced == ()


def test_first_come_first_served() -> None:
    host = host_of(2)
    people = [wait_in(host, name) for name in ("ana", "bea", "eva", "leo", "teo")]
    assert [person.still_open() for person in people] == [False] * 4 + [True]
    assert host.headers.keys() == {1, 2}
    assert {seat.name for seat in host.headers[1].seats} == {"ana", "bea"}


def test_cancel_closes_4000() -> None:
    host = host_of(2)
    ana = wait_in(host, "ana")
    assert ana.send({"action": "cancel"}) == []
    assert ana.closed == (4000, "cancelled")
    assert wait_in(host, "bea").still_open()


def test_leaving_the_socket_leaves_the_queue() -> None:
    host = host_of(2)
    wait_in(host, "ana").drop()
    assert wait_in(host, "bea").still_open()


def test_a_newer_connection_takes_the_place_in_line() -> None:
    host = host_of(3)
    first = wait_in(host, "ana")
    wait_in(host, "bea")
    second = wait_in(host, "ana")
    assert first.closed == (4005, "replaced")
    assert second.still_open()
    first.drop()
    wait_in(host, "eva")
    assert second.closed == (4001, "moved_on")


def test_extended_connections_see_the_queue() -> None:
    host = host_of(3)
    ana = host.extended("/ws/queue/", token("ana"), name="ana")
    assert ana.take()[1:] == [{"action": "queue_status", "waiting": 1, "needed": 3, "fill": 0}]
    bea = wait_in(host, "bea")
    assert ana.take() == [{"action": "queue_status", "waiting": 2, "needed": 3, "fill": 0}]
    assert bea.take() == []
    bea.drop()
    assert ana.take() == [{"action": "queue_status", "waiting": 1, "needed": 3, "fill": 0}]


def test_bots_fill_the_chairs_once_everybody_has_asked() -> None:
    host = host_of(4)
    ana = host.extended("/ws/queue/", token("ana"), name="ana")
    bea = host.extended("/ws/queue/", token("bea"), name="Cierzo")
    ana.send({"action": "fill", "fill": True})
    assert bea.take()[-1] == {"action": "queue_status", "waiting": 2, "needed": 4, "fill": 1}
    ana.send({"action": "fill", "fill": False})
    bea.send({"action": "fill", "fill": True})
    assert bea.still_open()
    assert ana.send({"action": "fill", "fill": True})[-1]["action"] == "match_found"
    assert ana.closed == bea.closed == (4001, "moved_on")
    seats = host.headers[1].seats
    assert sorted(seat.name for seat in seats) == ["Cierzo", "Cierzo 2", "Moncayo", "ana"]
    assert sorted(seat.piece for seat in seats) == [1, 2, 3, 4]
    assert sorted(seat.color for seat in seats) == [0, 1, 2, 3]
    assert {seat.bot_level for seat in seats if seat.is_bot} == {"medium"}


def test_who_leaves_no_longer_holds_the_others_up() -> None:
    host = host_of(4)
    ana = host.extended("/ws/queue/", token("ana"), name="ana")
    bea = wait_in(host, "bea")
    ana.send({"action": "fill", "fill": True})
    assert ana.still_open()
    bea.drop()
    assert ana.closed == (4001, "moved_on")
