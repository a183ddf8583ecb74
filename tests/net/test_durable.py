"""What a host shows is durable, and a slow disk holds up nobody but the game it is about."""

from __future__ import annotations

import asyncio
import errno
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from magnate_app.net import tasks
from magnate_app.net.host import Host
from magnate_app.protocol.gamelog import SavedLog
from magnate_app.saves import gamelog, store
from magnate_app.server.config import ServerConfig
from magnate_app.server.setup import Setup
from tests.kit.networks import Classic, Message, classic, hosting

QUIET = 0.2
"""Seconds in which something that is not held back would have come."""


class Disk:
    """Syncs at once, until `hold`; then not before `go`."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._open = threading.Event()
        self._open.set()
        self._real = store.sync
        self.broken = False
        patch.setattr(store, "sync", self._fsync)

    def _fsync(self, handle: int) -> None:
        self._open.wait(20)
        if self.broken:
            raise OSError(errno.EIO, "Input/output error")
        self._real(handle)

    def hold(self) -> None:
        self._open.clear()

    def go(self) -> None:
        self._open.set()


@pytest.fixture
async def disk(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Disk]:
    disk = Disk(monkeypatch)
    yield disk
    disk.go()


async def _silent(*people: Classic) -> None:
    """Nobody hears anything for a while."""
    waiting = [asyncio.create_task(person.socket.recv()) for person in people]
    done, late = await asyncio.wait(waiting, timeout=QUIET)
    assert not done
    await tasks.stop(*late)


async def _start(port: int, *names: str, bots: int = 0) -> int:
    """Start a game; return its number."""
    async with classic(port, "/ws/room/new/", names[0]) as first:
        code = (await first.hear_until("action", "room_created"))["room_code"]
        seats = {"command": "update_settings", "target_players": len(names) + bots}
        await first.say(**seats)
        rest = [classic(port, f"/ws/room/{code}/", name) for name in names[1:]]
        others = [await one.__aenter__() for one in rest]
        for person in (first, *others):
            await person.say(command="ready_status", is_ready=True)
            await person.hear_until("action", "ready_status")
        for _ in others:
            await first.hear_until("action", "ready_status")
        await first.say(command="start_game")
        game = (await first.hear_until("action", "game_start"))["game_id"]
        for one in rest:
            await one.__aexit__(None, None, None)
    assert isinstance(game, int)
    return game


def _turn(state: Message, *people: Classic) -> Classic:
    """Return whose turn it is; the first of `people` got `state`."""
    mine = state["active_phase_player"] == state["you"]
    return people[0] if mine else people[1]


def _saved(folder: Path, game: int) -> SavedLog:
    (path,) = (folder / "saves").glob(f"*-{game}.jsonl")
    return gamelog.read_game(path)


async def test_a_slow_disk_holds_back_one_game_and_no_other(tmp_path: Path, disk: Disk) -> None:
    async with hosting(tmp_path, ServerConfig(remote_rooms=True)) as host:
        port = host.port or 0
        slow, other = await _start(port, "ana", "bea"), await _start(port, "eva", "ivo")
        async with (
            classic(port, f"/ws/game/{slow}/", "ana") as ana,
            classic(port, f"/ws/game/{slow}/", "bea") as bea,
            classic(port, f"/ws/game/{other}/", "eva") as eva,
            classic(port, f"/ws/game/{other}/", "ivo") as ivo,
        ):
            state = (await ana.hear())["game_state"]
            for person in (bea, eva, ivo):
                await person.hear()
            first = _turn(state, ana, bea)
            disk.hold()
            await first.say(type="ActionThrowDices")
            await first.say(type="Nonsense")
            await first.say(type="ChatMessage", msg="did you see that?")
            await eva.say(type="ChatMessage", msg="how quiet it is")
            for person in (eva, ivo):
                assert (await person.hear())["msg"] == "how quiet it is"
            async with classic(port, f"/ws/game/{slow}/", "teo", "&spectate=1") as teo:
                await _silent(ana, bea, teo)
                disk.go()
                seen = (await teo.hear())["game_state"]
                assert seen["seq"] == 1
            second = bea if first is ana else ana
            kinds = ["game_action", "game_response", "error", "chat_message"]
            assert [(await first.hear())["event_type"] for _ in kinds] == kinds
            kinds.remove("error")
            assert [(await second.hear())["event_type"] for _ in kinds] == kinds


async def test_bots_do_not_run_ahead_of_the_disk(tmp_path: Path, disk: Disk) -> None:
    async with hosting(tmp_path, ServerConfig(remote_rooms=True, bot_delay=0.0)) as host:
        port = host.port or 0
        disk.hold()
        starting = asyncio.ensure_future(_start(port, "ana", bots=3))
        await asyncio.sleep(QUIET)
        assert list((tmp_path / "saves").glob("*.jsonl")) == [], "not even the room was told"
        disk.go()
        game = await starting
        disk.hold()
        await asyncio.sleep(QUIET)
        table = host._hub._tables.sessions[game].table
        before = table.game.seq
        await asyncio.sleep(QUIET)
        assert table.game.seq == before, "a bot's answer waits for what it answers to"
        disk.go()


@pytest.mark.logs_warnings
async def test_a_game_goes_on_though_the_disk_refuses(tmp_path: Path, disk: Disk) -> None:
    async with hosting(tmp_path, ServerConfig(remote_rooms=True)) as host:
        port = host.port or 0
        game = await _start(port, "ana", "bea")
        async with (
            classic(port, f"/ws/game/{game}/", "ana") as ana,
            classic(port, f"/ws/game/{game}/", "bea") as bea,
        ):
            state = (await ana.hear())["game_state"]
            await bea.hear()
            disk.broken = True
            await _turn(state, ana, bea).say(type="ActionThrowDices")
            for person in (ana, bea):
                assert (await person.hear())["event_type"] == "game_action"
                assert (await person.hear())["event_type"] == "game_response"
            disk.broken = False


async def test_a_host_that_closes_tells_what_it_still_holds_back(
    tmp_path: Path, disk: Disk
) -> None:
    async with hosting(tmp_path, ServerConfig(remote_rooms=True)) as host:
        port = host.port or 0
        game = await _start(port, "ana", "bea")
        async with (
            classic(port, f"/ws/game/{game}/", "ana") as ana,
            classic(port, f"/ws/game/{game}/", "bea") as bea,
        ):
            state = (await ana.hear())["game_state"]
            await bea.hear()
            disk.hold()
            await _turn(state, ana, bea).say(type="ActionThrowDices")
            await _silent(ana, bea)
            closing = asyncio.ensure_future(host.close())
            await _silent(ana, bea)
            disk.go()
            for person in (ana, bea):
                assert (await person.hear())["event_type"] == "game_action"
                assert (await person.hear())["event_type"] == "game_response"
                assert await person.closed() == (4011, "host_closing")
            await closing
    (rest,) = (tmp_path / "saves").iterdir()
    assert len(gamelog.read_game(rest).records) == 1


async def test_a_line_in_this_process_waits_as_well(tmp_path: Path, disk: Disk) -> None:
    async with hosting(tmp_path) as host:
        await _hears_late(host, disk)


async def _hears_late(host: Host, disk: Disk) -> None:
    disk.hold()
    code = host.make_room(Setup())
    channel = host.connect(f"/ws/room/{code}/", "token=ana-secret-of-a-test", "")
    hearing = asyncio.ensure_future(channel.receive())
    await asyncio.wait([hearing], timeout=QUIET)
    assert not hearing.done(), "the user id is not kept yet"
    disk.go()
    assert '"joined"' in await hearing
    await channel.close()
