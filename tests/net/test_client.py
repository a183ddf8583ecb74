"""The link against scripted hosts: where it goes, and when it gives up."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator

import pytest

from magnate_app.errors import LinkError
from magnate_app.net import backoff, client
from magnate_app.net.background import Background
from magnate_app.net.client import TableLink
from magnate_app.net.goal import Goal, Person, Route
from magnate_app.protocol.link import LinkFailure, LinkState, LinkStatus
from magnate_app.protocol.messages import (
    PROTOCOL_VERSION,
    Fill,
    GameStart,
    ReadyStatus,
    Socket,
    StartGame,
    TablePause,
    Welcome,
)
from tests.kit.lines import ScriptedHost, welcome

ANA = Person(token="ana-secret-of-a-test", name="ana", lang="en")
ROOM = Goal(socket=Socket.ROOM, name="014M0P")


@pytest.fixture
def background(monkeypatch: pytest.MonkeyPatch) -> Iterator[Background]:
    monkeypatch.setattr(backoff, "WAITS", (0.01, 0.02))
    thread = Background()
    yield thread
    thread.stop()


def _until(condition: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.005)


def _link(background: Background, host: ScriptedHost, goal: Goal = ROOM) -> TableLink:
    async def find() -> Route:
        return host, goal

    return TableLink(background, ANA, find)


def _end(link: TableLink, host: ScriptedHost) -> list[object]:
    link.close()
    _until(lambda: link.over)
    assert host.closed
    assert all(channel.left for channel in host.channels)
    return list(link.poll())


def test_it_says_hello_and_enters(background: Background) -> None:
    host = ScriptedHost([welcome()])
    link = _link(background, host)
    _until(lambda: link.status.state is LinkState.ROOM)
    channel = host.channels[0]
    assert channel.path == "/ws/room/014M0P/"
    assert channel.query == {"v": "2", "lang": "en", "name": "ana", "takeover": "1"}
    assert channel.heard[0]["command"] == "hello"
    assert channel.heard[0]["protocol"] == 2
    assert link.status == LinkStatus(
        LinkState.ROOM, room_code="014M0P", address="192.168.1.37:47800"
    )
    arrived = _end(link, host)
    assert isinstance(arrived[0], LinkStatus)
    assert isinstance(arrived[1], Welcome)
    assert arrived[-1] == link.status
    assert link.status.failure is LinkFailure.LEFT


def test_what_is_said_is_sent_in_order(background: Background) -> None:
    host = ScriptedHost([welcome()])
    link = _link(background, host)
    _until(lambda: link.status.state is LinkState.ROOM)
    link.send(ReadyStatus(is_ready=True))
    link.send(TablePause())
    link.send(StartGame())
    _until(lambda: len(host.channels[0].heard) == 3)
    assert host.channels[0].heard[1:] == [
        {"command": "ready_status", "is_ready": True},
        {"command": "start_game"},
    ]
    _end(link, host)


def test_it_moves_from_the_room_to_the_game(background: Background) -> None:
    host = ScriptedHost(
        [welcome(), '{"action":"game_start","game_id":42}', (4001, "moved_on")],
        [welcome("event_type")],
    )
    link = _link(background, host)
    _until(lambda: link.status.state is LinkState.GAME)
    assert host.channels[1].path == "/ws/game/42/"
    assert host.channels[1].heard[0] == {
        "type": "hello",
        "protocol": 2,
        "oldest": 2,
        "app": host.channels[1].heard[0]["app"],
        "lang": "en",
        "seq": 0,
    }
    assert link.status.game_id == 42
    assert any(isinstance(message, GameStart) for message in link.poll())
    _end(link, host)


def test_it_moves_from_the_queue_to_the_game(background: Background) -> None:
    host = ScriptedHost(
        [welcome(), '{"action":"match_found","game_id":5}', (4001, "moved_on")],
        [welcome("event_type")],
    )
    link = _link(background, host, Goal(socket=Socket.QUEUE))
    _until(lambda: link.status.state is LinkState.GAME)
    assert host.channels[0].path == "/ws/queue/"
    assert host.channels[1].path == "/ws/game/5/"
    link.send(Fill(fill=True))
    _end(link, host)


def test_a_new_room_is_found_again_under_its_code(background: Background) -> None:
    host = ScriptedHost(
        [welcome(), '{"action":"room_created","room_code":"TNF6Y5"}', (1006, "")], [welcome()]
    )
    link = _link(background, host, Goal(socket=Socket.ROOM, name="new"))
    _until(lambda: len(host.channels) == 2)
    assert [channel.path for channel in host.channels] == ["/ws/room/new/", "/ws/room/TNF6Y5/"]
    _end(link, host)


def test_a_lost_line_is_opened_again(background: Background) -> None:
    host = ScriptedHost([welcome(), (1006, "")], None, None, [welcome(), (4006, "")], [welcome()])
    link = _link(background, host)
    _until(lambda: host.dialled == 5 and link.status.state is LinkState.ROOM)
    assert host.channels[1].query["takeover"] == "1"
    states = [m.attempt for m in link.poll() if isinstance(m, LinkStatus) and m.attempt]
    assert states == [1, 2, 3, 1]
    _end(link, host)


@pytest.mark.parametrize(
    ("code", "reason", "failure"),
    [
        (1000, "", LinkFailure.LEFT),
        (4002, "unauthorized", LinkFailure.UNAUTHORIZED),
        (4003, "not_a_participant", LinkFailure.NOT_A_PARTICIPANT),
        (4003, "a_new_reason", LinkFailure.NOT_FOUND),
        (4005, "replaced", LinkFailure.REPLACED),
        (4005, "seat_moved", LinkFailure.SEAT_MOVED),
        (4009, "kicked", LinkFailure.KICKED),
        (4010, "version", LinkFailure.VERSION),
    ],
)
def test_some_endings_are_final(
    background: Background, code: int, reason: str, failure: LinkFailure
) -> None:
    host = ScriptedHost([welcome(), (code, reason)])
    link = _link(background, host)
    _until(lambda: link.over)
    assert link.status == LinkStatus(
        LinkState.CLOSED, failure, room_code="014M0P", address=host.address
    )
    assert host.dialled == 1
    assert host.closed


@pytest.mark.parametrize(
    ("oldest", "failure"),
    [(PROTOCOL_VERSION + 1, LinkFailure.UPDATE_US), (1, LinkFailure.UPDATE_HOST)],
)
def test_it_is_told_which_side_must_update(
    background: Background, oldest: int, failure: LinkFailure
) -> None:
    params = {"server": oldest, "server_oldest": oldest, "client": 2, "app": "9.0.0"}
    refusal = {"action": "error", "message": "", "code": "version_mismatch", "params": params}
    host = ScriptedHost([json.dumps(refusal), (4010, "version")])
    link = _link(background, host)
    _until(lambda: link.over)
    assert link.status.failure is failure


@pytest.mark.parametrize(
    ("code", "reason", "failure"),
    [
        (4003, "room_full", LinkFailure.ROOM_FULL),
        (1013, "try_again_later", LinkFailure.HOST_FULL),
        (4011, "host_closing", LinkFailure.HOST_CLOSING),
        (1006, "", LinkFailure.UNREACHABLE),
    ],
)
def test_who_never_got_in_does_not_try_again(
    background: Background, code: int, reason: str, failure: LinkFailure
) -> None:
    host = ScriptedHost([(code, reason)])
    link = _link(background, host)
    _until(lambda: link.over)
    assert link.status.failure is failure


def test_a_table_that_cannot_be_found_closes_the_link(background: Background) -> None:
    async def find() -> Route:
        raise LinkError(LinkFailure.BAD_CHECK)

    link = TableLink(background, ANA, find)
    _until(lambda: link.over)
    assert link.status == LinkStatus(LinkState.CLOSED, LinkFailure.BAD_CHECK)
    assert link.poll() == [link.status]


def test_a_closing_host_is_looked_for_a_while(
    background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "LOOK_FOR_HOST", 0.1)
    host = ScriptedHost([welcome(), (4011, "host_closing")], *[None] * 100)
    link = _link(background, host)
    _until(lambda: link.over)
    assert link.status.failure is LinkFailure.HOST_CLOSING
    assert host.dialled > 2


def test_silence_is_a_lost_line(background: Background, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "SILENCE", 0.1)
    monkeypatch.setattr(client, "PING_EVERY", 0.02)
    host = ScriptedHost([welcome(), 60.0], [welcome(), '{"action":"pong","t":1,"server_time":1}'])
    link = _link(background, host)
    _until(lambda: host.dialled == 2)
    pings = [message for message in host.channels[0].heard if message.get("command") == "ping"]
    assert len(pings) >= 2
    _end(link, host)


@pytest.mark.logs_warnings
def test_nonsense_of_the_host_is_skipped(background: Background) -> None:
    host = ScriptedHost(
        [welcome(), "{", '{"action":"news","x":1}', '{"action":"game_start","game_id":"x"}']
    )
    link = _link(background, host)
    _until(lambda: link.status.state is LinkState.ROOM)
    time.sleep(0.05)
    assert link.status.state is LinkState.ROOM
    assert not any(isinstance(message, GameStart) for message in link.poll())
    _end(link, host)


def test_leaving_before_anything_happened(background: Background) -> None:
    host = ScriptedHost([60.0, welcome()])
    link = _link(background, host)
    assert link.status.state is LinkState.CONNECTING
    link.close()
    link.close()
    _until(lambda: link.over)
    assert link.status.failure is LinkFailure.LEFT


def test_a_person_does_not_show_the_token() -> None:
    assert "secret" not in repr(ANA)
