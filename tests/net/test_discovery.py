"""Real multicast between two processes, on the loopback interface alone."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable

import msgspec
import pytest

from magnate_app.net import announcement, discovery
from magnate_app.net.discovery import Announcer, Found, Search, first_answering
from magnate_app.protocol.diagnosis import BY_BROADCAST
from tests.kit.answering import (
    ROOM,
    announcement_of,
    changing_host,
    health_answer,
    raw_server,
)

HERE = ["127.0.0.1"]


def _of(search: Search, host_id: str) -> list[Found]:
    """What was found of one host, silent ones left out."""
    return [found for found in search.found if found.announcement.host_id == host_id]


def _all(search: Search) -> list[Found]:
    """The silent ones too."""
    return list(search._tables.values())


async def until(condition: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.02)


async def test_a_table_of_another_process_is_found_and_says_goodbye() -> None:
    other = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.kit.announcing",
        "127.0.0.1",
        "a1b2",
        announcement.SERVICE,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert other.stdout is not None
    port = int(await other.stdout.readline())
    search = Search(HERE)
    search.start()
    try:
        table = await search.lookup("5J08DZ", 10)
        assert table is not None
        assert (table.address, table.port) == ("127.0.0.1", port)
        assert table.announcement.name == "Mesa de ana"
        assert [found.announcement.room_code for found in _of(search, "a1b2")] == ["014M0P"]
        assert await search.lookup("TNF6Y5", 0.05) is None
    finally:
        await other.communicate(b"")
    await until(lambda: not _of(search, "a1b2"))
    await search.close()


async def test_changes_are_told_and_dead_hosts_are_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(discovery, "CONFIRM_EVERY", 0.2)
    monkeypatch.setattr(discovery, "AT_MOST_EVERY", 0.1)
    search = Search(HERE)
    search.start()
    async with raw_server(health_answer("c3d4")) as port:
        announcer = Announcer(port, "c3d4", HERE)
        announcer.start()
        hidden = msgspec.structs.replace(ROOM, room_code="TNF6Y5", code_only=True)
        announcer.update([ROOM, hidden])
        assert await search.lookup("014M0P", 10) is not None
        announcer.update([msgspec.structs.replace(ROOM, players=4, open=False), hidden])
        await until(lambda: [f.announcement.open for f in _of(search, "c3d4")] == [False])
        assert [f.announcement.players for f in _of(search, "c3d4")] == [4]
    await until(lambda: not _of(search, "c3d4"))
    await announcer.close()
    await search.close()


async def test_a_lie_about_the_host_is_not_shown() -> None:
    search = Search(HERE)
    search.start()
    async with raw_server(health_answer("somebody else")) as port:
        announcer = Announcer(port, "e5f6", HERE)
        announcer.start()
        announcer.update([ROOM])
        assert await search.lookup("014M0P", 3) is None
        await announcer.close()
    await search.close()


async def test_the_first_address_that_answers_wins() -> None:
    async with raw_server(health_answer("c3d4")) as port:
        begun = time.monotonic()
        # 192.0.2.1 is reserved for examples and never answers.
        addresses = ["192.0.2.1", "127.0.0.1", "127.0.0.2"]
        assert await first_answering(addresses, port, "c3d4") == "127.0.0.1"
        assert time.monotonic() - begun < 0.9
        assert await first_answering(["127.0.0.1"], port, "other") is None
    assert await first_answering([], port, "") is None


async def test_a_network_without_multicast_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(interfaces: object) -> None:
        raise RuntimeError("No interfaces")

    monkeypatch.setattr(discovery, "open_net", fail)
    search = Search(HERE)
    search.start()
    assert search.found == ()
    assert await search.lookup("014M0P", 0.05) is None
    announcer = Announcer(1, "x", HERE)
    announcer.start()
    announcer.update([ROOM])
    await asyncio.sleep(0.05)
    await announcer.close()
    await search.close()


async def test_a_host_that_falls_silent_disappears_and_comes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(discovery, "CONFIRM_EVERY", 0.1)
    search = Search(HERE)
    search.start()
    answers = {"/health": True}
    async with changing_host("a7b8", answers) as port:
        announcer = Announcer(port, "a7b8", HERE)
        announcer.start()
        announcer.update([ROOM])
        await until(lambda: _of(search, "a7b8"))
        answers["/health"] = False
        await until(lambda: not _of(search, "a7b8"), 3)
        answers["/health"] = True
        await until(lambda: _of(search, "a7b8"), 3)
        monkeypatch.setattr(discovery, "FORGET_AFTER", 0.0)
        answers["/health"] = False
        await until(lambda: "a7b8" not in [t.announcement.host_id for t in _all(search)], 3)
        await announcer.close()
    await search.close()


async def test_a_table_its_host_no_longer_lists_disappears(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(discovery, "CONFIRM_EVERY", 0.1)
    search = Search(HERE, list)
    search.start()
    rooms = [msgspec.structs.replace(ROOM, players=3)]
    async with changing_host("c9d0", {}, rooms) as port:
        said = announcement_of(ROOM, "c9d0")
        search._answered(said, "127.0.0.1", port)
        await until(lambda: [f.announcement.players for f in _of(search, "c9d0")] == [3])
        assert BY_BROADCAST in search.ways(())
        assert BY_BROADCAST not in search.ways(("127.0.0.1",))
        rooms.clear()
        await until(lambda: not _of(search, "c9d0"), 3)
    await search.close()
