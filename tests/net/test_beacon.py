from __future__ import annotations

import asyncio
import json
import socket
import typing
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import ifaddr
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from magnate_app.net import beacon, discovery
from magnate_app.net.announcement import Announcement
from magnate_app.net.beacon import Beacon, QueueAnswer, Seeker
from magnate_app.net.discovery import Search
from tests.kit.answering import ROOM, health_answer, raw_server
from tests.kit.networks import LOCAL, until

HIDDEN = msgspec.structs.replace(ROOM, room_code="TNF6Y5", old=(), code_only=True)


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((LOCAL, 0))
        port = probe.getsockname()[1]
        assert isinstance(port, int)
        return port


@asynccontextmanager
async def _pair() -> AsyncIterator[tuple[Seeker, int, list[tuple[Announcement, str, int]]]]:
    heard: list[tuple[Announcement, str, int]] = []
    port = _free_port()
    ear = Beacon(47800, "9f3c")
    assert await ear.start(LOCAL, port)
    ear.update([ROOM, HIDDEN])
    seeker = Seeker(lambda said, address, at: heard.append((said, address, at)))
    assert await seeker.start(LOCAL)
    try:
        yield seeker, port, heard
    finally:
        ear.close()
        seeker.close()
        await asyncio.sleep(0.01)


async def test_a_host_that_is_asked_answers() -> None:
    async with _pair() as (seeker, port, heard):
        seeker.ask([LOCAL], port=port)
        await until(lambda: heard)
        await asyncio.sleep(0.15)
        ((said, address, at),) = heard
        assert (said.room_code, said.host_id, said.players) == ("014M0P", "9f3c", 2)
        assert (address, at) == (LOCAL, 47800)


async def test_a_code_is_answered_even_for_a_hidden_room() -> None:
    async with _pair() as (seeker, port, heard):
        for code in ("tnf-6y5", "5J08DZ", "222222"):
            seeker.ask([LOCAL], code, port)
        await until(lambda: len(heard) == 2)
        await asyncio.sleep(0.15)
        assert sorted(said.room_code for said, _, _ in heard) == ["014M0P", "TNF6Y5"]


async def test_only_a_host_with_a_queue_answers_the_question_for_one() -> None:
    heard: list[tuple[QueueAnswer, str]] = []
    tables: list[Announcement] = []
    port = _free_port()
    ear = Beacon(47801, "9f3c")
    ear.update([ROOM])
    assert await ear.start(LOCAL, port)
    seeker = Seeker(
        lambda said, _, __: tables.append(said), lambda said, at: heard.append((said, at))
    )
    assert await seeker.start(LOCAL)
    seeker.ask_queue([LOCAL], port)
    await asyncio.sleep(0.2)
    assert (heard, tables) == ([], [])
    ear.queue = 1
    seeker.ask_queue([LOCAL], port)
    await until(lambda: heard)
    ((said, address),) = heard
    assert (said.queue, said.port, said.id, address) == (1, 47801, "9f3c", LOCAL)
    seeker.ask([LOCAL], port=port)
    await until(lambda: tables)
    assert len(heard) == 1
    ear.close()
    seeker.close()
    await asyncio.sleep(0.01)


def test_answers_about_queues_nobody_asked_for_are_dropped() -> None:
    heard: list[QueueAnswer] = []
    seeker = Seeker(lambda _, __, ___: None, lambda said, _: heard.append(said))
    seeker.datagram_received(beacon.write_queue(1, 47800, "9f3c", "00000000"), (LOCAL, 1))
    assert heard == []


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b'{"magnate":1,"queue":1,"port":47800,"id":"a","nonce":"5f1c9a20"}',
        b'{"magnate":2,"queue":1,"port":0,"id":"a","nonce":"5f1c9a20"}',
        b'{"magnate":2,"queue":1,"port":47800,"id":"","nonce":"5f1c9a20"}',
        b'{"magnate":2,"queue":1,"port":47800,"id":"' + b"x" * 500 + b'","nonce":"5f1c9a20"}',
    ],
)
def test_malformed_answers_about_queues_are_ignored(data: bytes) -> None:
    assert beacon.read_queue(data) is None


async def test_floods_are_answered_a_little() -> None:
    async with _pair() as (seeker, port, heard):
        for _ in range(60):
            seeker.ask([LOCAL], port=port)
        await asyncio.sleep(0.3)
        assert 3 <= len(heard) <= 8


async def test_a_host_with_many_tables_answers_no_more_than_others() -> None:
    class Transport:
        def sendto(self, text: bytes, addr: tuple[str, int]) -> None:
            sent.append((addr[0], json.loads(text)["room"]))

    sent: list[tuple[str, str]] = []
    ear = Beacon(47800, "9f3c")
    ear._transport = typing.cast(asyncio.DatagramTransport, Transport())
    ear.update([msgspec.structs.replace(ROOM, room_code=f"CODE{n}") for n in range(40)])
    question = b'{"magnate":2,"ask":"rooms","nonce":"5f1c9a20"}'
    for n in range(60):
        ear.datagram_received(question, (f"192.168.1.{n}", 5000))
    await asyncio.sleep(0.2)
    counts = Counter(address for address, _ in sent)
    assert max(counts.values()) <= 6
    assert 50 <= len(sent) <= 100
    # Not always the same ones, so that whoever asks again hears of them all.
    assert len({room for _, room in sent}) > 15


async def test_answers_nobody_asked_for_are_dropped() -> None:
    heard: list[Announcement] = []
    seeker = Seeker(lambda said, address, at: heard.append(said))
    text = beacon.write_answer(ROOM, 47800, "9f3c", "00000000")
    seeker.datagram_received(text, (LOCAL, 1))
    seeker.datagram_received(b"{", (LOCAL, 1))
    seeker.ask([LOCAL])
    assert heard == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff",
        b'{"magnate":1,"ask":"rooms","nonce":"5f1c9a20"}',
        b'{"magnate":2,"ask":"people","nonce":"5f1c9a20"}',
        b'{"magnate":2,"ask":"rooms","nonce":"5f1c9a2"}',
        b'{"magnate":2,"ask":"rooms","nonce":"5f1c9a2x"}',
        b'{"magnate":2,"ask":"rooms","nonce":"5f1c9a20","x":"' + b"x" * 500 + b'"}',
    ],
)
def test_malformed_questions_are_ignored(data: bytes) -> None:
    assert beacon.read_ask(data) is None


@given(st.binary(max_size=600))
def test_any_bytes_are_survived(data: bytes) -> None:
    beacon.read_ask(data)
    beacon.read_answer(data)


def test_an_answer_says_no_and_nothing_too() -> None:
    room = msgspec.structs.replace(ROOM, old=(), bots=0, open=False, watch=False)
    told = json.loads(beacon.write_answer(room, 47800, "9f3c", "00000000"))
    assert (told["old"], told["bots"], told["open"], told["watch"]) == ([], 0, False, False)


def test_long_names_are_cut_to_one_datagram() -> None:
    room = msgspec.structs.replace(ROOM, name="ñ" * 40, owner="\x01" * 20, old=("A" * 32,) * 4)
    text = beacon.write_answer(room, 47800, "9f3c" * 4, "00000000")
    assert len(text) <= beacon.LARGEST
    assert json.loads(text)["room"] == "014M0P"


def test_only_near_senders_are_answered() -> None:
    near = [
        beacon._near(sender) for sender in ("192.168.1.3", "10.1.1.1", "169.254.1.1", "127.0.0.1")
    ]
    assert all(near)
    assert not beacon._near("8.8.8.8")
    assert not beacon._near("x")


async def test_a_port_that_cannot_be_had_is_no_misfortune(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(address: str, port: int) -> None:
        raise OSError("no")

    monkeypatch.setattr(beacon, "_socket", fail)
    ear = Beacon(47800, "9f3c")
    assert not await ear.start()
    ear.close()
    seeker = Seeker(lambda said, address, at: None)
    assert not await seeker.start()
    seeker.close()


def test_each_network_has_its_broadcast_address(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ip:
        def __init__(self, ip: str | tuple[str, int, int], prefix: int) -> None:
            self.ip = ip
            self.network_prefix = prefix

    class Adapter:
        ips = (
            Ip("192.168.1.37", 24),
            Ip("10.77.3.4", 16),
            Ip("127.0.0.1", 8),
            Ip("100.64.0.1", 32),
            Ip(("::1", 0, 0), 128),
        )

    monkeypatch.setattr(ifaddr, "get_adapters", lambda: [Adapter()])
    assert beacon.broadcast_addresses() == ("192.168.1.255", "10.77.255.255")

    def fail() -> None:
        raise OSError("no interfaces")

    monkeypatch.setattr(ifaddr, "get_adapters", fail)
    assert beacon.broadcast_addresses() == ()


async def test_a_search_asks_where_multicast_is_blocked(monkeypatch: pytest.MonkeyPatch) -> None:
    def blocked(interfaces: object) -> None:
        raise OSError("no multicast")

    monkeypatch.setattr(discovery, "open_net", blocked)
    monkeypatch.setattr(discovery, "CONFIRM_EVERY", 0.1)
    port = _free_port()
    async with raw_server(health_answer("9f3c")) as game_port:
        ear = Beacon(game_port, "9f3c")
        assert await ear.start(LOCAL, port)
        ear.update([ROOM, HIDDEN])
        search = Search([LOCAL], asked=lambda: [LOCAL], beacon_port=port)
        search.start()
        await until(lambda: search.found)
        assert [found.announcement.room_code for found in search.found] == ["014M0P"]
        hidden = await search.lookup("TNF6Y5", 5)
        assert hidden is not None
        assert hidden.port == game_port
        ear.close()
    await until(lambda: not search.found)
    await search.close()
