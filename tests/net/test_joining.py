from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from magnate_app.errors import LinkError
from magnate_app.net import joining
from magnate_app.net.joining import RemoteHost, find_new_room, find_queue, find_table
from magnate_app.protocol import room_code
from magnate_app.protocol.link import LinkFailure
from magnate_app.protocol.messages import Socket
from magnate_app.protocol.room_code import RoomCode, Target
from magnate_app.server.setup import Setup
from tests.kit.answering import raw_server
from tests.kit.networks import LOCAL, hosting, token

Place = tuple[str, int] | None


def _network(monkeypatch: pytest.MonkeyPatch, place: Place) -> list[str]:
    """Let looking up a code lead to one place; return the codes asked for."""
    asked: list[str] = []

    async def look_up(code: str, timeout: float, interfaces: Sequence[str] | None = None) -> Place:  # noqa: ASYNC109 - as the real one
        asked.append(code)
        return place

    monkeypatch.setattr(joining, "look_up", look_up)
    return asked


def _code_leads_to(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    monkeypatch.setattr(room_code, "parse", lambda text: RoomCode(text, LOCAL, port))


async def test_a_code_leads_straight_to_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _network(monkeypatch, None)
    async with hosting(tmp_path) as host:
        _code_leads_to(monkeypatch, host.port or 0)
        dialer, goal = await find_table(Target(code="014M0P"))
        assert dialer.address == f"{LOCAL}:{host.port}"
        assert (goal.socket, goal.name) == (Socket.ROOM, "014M0P")
        assert asked == []


async def test_a_code_whose_host_has_moved_is_looked_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with raw_server(b"") as port:
        _code_leads_to(monkeypatch, port)
        asked = _network(monkeypatch, ("10.0.0.5", 47801))
        dialer, _ = await find_table(Target(code="014M0P"))
        assert dialer.address == "10.0.0.5:47801"
        assert asked == ["014M0P"]
        _network(monkeypatch, None)
        with pytest.raises(LinkError) as refused:
            await find_table(Target(code="014M0P"))
        assert refused.value.failure is LinkFailure.NOT_MAGNATE


async def test_an_address_without_a_room_is_told(tmp_path: Path) -> None:
    async with hosting(tmp_path) as host:
        target = Target(address=LOCAL, port=host.port or 0)
        with pytest.raises(LinkError) as refused:
            await find_table(target)
        assert refused.value.failure is LinkFailure.ROOM_NOT_FOUND
        host.make_room(Setup())
        assert (await find_table(target))[1].socket is Socket.ROOM
        assert (await find_queue(target))[1].path == "/ws/queue/"
        assert (await find_new_room(target))[1].path == "/ws/room/new/"


async def test_a_host_that_falls_silent_is_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hosting(tmp_path / "old") as old:
        dead = old.port or 0
    async with hosting(tmp_path / "new") as host:
        _network(monkeypatch, (LOCAL, host.port or 0))
        remote = RemoteHost(LOCAL, dead, code="014M0P")
        for _ in range(3):
            with pytest.raises(LinkError):
                await remote.dial("/ws/queue/", {}, token("ana"))
        assert remote.address == f"{LOCAL}:{host.port}"
        channel = await remote.dial("/ws/queue/", {}, token("ana"))
        await channel.close()
        await remote.close()


async def test_a_host_nobody_knows_of_stays_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hosting(tmp_path) as old:
        dead = old.port or 0
    asked = _network(monkeypatch, None)
    remote = RemoteHost(LOCAL, dead, code="014M0P")
    for _ in range(4):
        with pytest.raises(LinkError):
            await remote.dial("/ws/queue/", {}, token("ana"))
    assert (remote.address, asked) == (f"{LOCAL}:{dead}", ["014M0P"])


async def test_a_silent_address_is_not_waited_for_when_others_know_better(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with raw_server(None) as silent:
        _code_leads_to(monkeypatch, silent)
        _network(monkeypatch, ("10.0.0.5", 47801))
        begun = time.monotonic()
        dialer, goal = await find_table(Target(code="014M0P"))
        assert (dialer.address, goal.name) == ("10.0.0.5:47801", "014M0P")
        assert time.monotonic() - begun < 1.0


async def test_a_slow_address_wins_over_a_search_without_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "HEAD_START", 0.0)
    _network(monkeypatch, None)
    async with hosting(tmp_path) as host:
        _code_leads_to(monkeypatch, host.port or 0)
        dialer, _ = await find_table(Target(code="014M0P"))
        assert dialer.address == f"{LOCAL}:{host.port}"


async def test_a_code_without_an_address_is_only_looked_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = room_code.lookup_code(7)
    asked = _network(monkeypatch, None)
    with pytest.raises(LinkError) as refused:
        await find_table(Target(code=code))
    assert (refused.value.failure, asked) == (LinkFailure.NOT_FOUND, [code])


def _old_host() -> bytes:
    body = b'{"app":"magnate","version":"0.9.0","protocol":1,"rooms_open":1,"id":"9f3c"}'
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


async def test_a_host_that_is_too_old_is_told_before_anything_is_joined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with raw_server(_old_host()) as port:
        with pytest.raises(LinkError) as by_address:
            await find_table(Target(address=LOCAL, port=port))
        _code_leads_to(monkeypatch, port)
        _network(monkeypatch, None)
        with pytest.raises(LinkError) as by_code:
            await find_table(Target(code="014M0P"))
    assert by_address.value.failure == by_code.value.failure == LinkFailure.UPDATE_HOST
