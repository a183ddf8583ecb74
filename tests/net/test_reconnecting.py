"""Lines that break: cut, stalled, refused, taken over; the game goes on where it was."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from magnate_app.net import backoff, client, joining
from magnate_app.net.background import Background
from magnate_app.net.client import TableLink
from magnate_app.net.goal import Person, Route
from magnate_app.net.host import Host
from magnate_app.net.joining import find_table
from magnate_app.protocol.link import LinkFailure, LinkState
from magnate_app.protocol.messages import (
    GameActionMessage,
    GameStateMessage,
    Joined,
    PlayerLeft,
    Presence,
    ReadyStatus,
    ReadyStatusChanged,
    StandIn,
    StartGame,
    Welcome,
)
from magnate_app.protocol.room_code import parse_target
from magnate_app.rules.settings import Settings
from magnate_app.server.config import ServerConfig
from magnate_app.server.setup import Setup
from tests.kit.networks import LOCAL, hosting, token
from tests.kit.players import Player, play_to_the_end, until
from tests.kit.proxy import Proxy, proxy_to

T = TypeVar("T")

ANA = Person(token=token("ana"), name="ana")
BEA = Person(token=token("bea"), name="bea")


class Ground:
    """A host, a proxy in front of it, and a thread on which both live."""

    def __init__(self, folder: Path, patience: float = 0.2) -> None:
        self._config = ServerConfig(bot_delay=0.0, stand_in_after=0.2, stand_in_patience=patience)
        self.background = Background()
        self._folder = folder
        self._ending = asyncio.Event()
        self._ready: asyncio.Event = asyncio.Event()
        self.host: Host
        self.proxy: Proxy
        self._life = self.background.call(self._live())
        self.run(self._ready.wait())
        self.code = self.call(self._make_room)

    def run(self, coroutine: Coroutine[object, object, T]) -> T:
        return self.background.call(coroutine).result(30)

    def call(self, function: object) -> str:
        async def called() -> str:
            assert callable(function)
            return str(function())

        return self.run(called())

    def link(self, person: Person, *, proxied: bool = True) -> TableLink:
        port = self.proxy.port if proxied else self.host.port

        async def find() -> Route:
            return await find_table(parse_target(f"{LOCAL}:{port}/{self.code}"), [LOCAL])

        return TableLink(self.background, person, find)

    def tell(self, function: object) -> None:
        """Call something of the proxy on its own thread."""
        self.call(function)

    def close(self) -> None:
        self.background.post(self._ending.set)
        self._life.result(30)
        self.background.stop()

    def _make_room(self) -> str:
        return self.host.make_room(Setup(settings=Settings(seats=3, max_rounds=6), target=3))

    async def _live(self) -> None:
        async with (
            hosting(self._folder, self._config) as self.host,
            proxy_to(self.host.port or 0) as self.proxy,
        ):
            self._ready.set()
            await self._ending.wait()


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backoff, "WAITS", (0.05,))
    monkeypatch.setattr(joining, "LOOKUP_AGAIN", 0.1)


@pytest.fixture
def ground(tmp_path: Path, no_waiting: None) -> Iterator[Ground]:
    made = Ground(tmp_path)
    yield made
    made.close()


@pytest.fixture
def patient_ground(tmp_path: Path, no_waiting: None) -> Iterator[Ground]:
    """One where stand-ins sit down but have all the time in the world."""
    made = Ground(tmp_path, patience=600)
    yield made
    made.close()


def _enter(link: TableLink) -> Player:
    player = Player(link)
    until(lambda: player.heard(Joined))
    return player


def _start(ana: Player, bea: Player) -> None:
    for player in (ana, bea):
        player.link.send(ReadyStatus(is_ready=True))
    until(lambda: ana.heard(ReadyStatusChanged) == 2)
    ana.link.send(StartGame())
    until(lambda: all(p.look() is not None and p.update is not None for p in (ana, bea)))


def test_a_cut_line_in_the_lobby_keeps_the_place(ground: Ground) -> None:
    ana = _enter(ground.link(ANA, proxied=False))
    bea = _enter(ground.link(BEA))
    ground.tell(ground.proxy.cut)
    until(lambda: bea.heard(Welcome) == 2)
    until(lambda: bea.link.status.state is LinkState.ROOM)
    bea.link.send(ReadyStatus(is_ready=True))
    until(lambda: ana.heard(ReadyStatusChanged))
    for player in (ana, bea):
        player.link.close()
        until(lambda: player.link.over)  # noqa: B023 - called at once


def test_a_game_survives_cut_lines(ground: Ground) -> None:
    ana = _enter(ground.link(ANA, proxied=False))
    bea = _enter(ground.link(BEA))
    _start(ana, bea)
    cuts = 0

    def step() -> bool:
        nonlocal cuts
        ana.play()
        bea.play()
        if bea.update is not None and bea.update.seq > 10 * (cuts + 1) and cuts < 4:
            cuts += 1
            ground.tell(ground.proxy.cut)
        return ana.over and bea.over

    until(step, 60)
    assert cuts == 4
    assert bea.heard(Welcome) >= 4
    seqs = sorted(set(bea.seqs))
    told: set[int] = set()
    for message in bea.arrived:
        update = getattr(message, "update", None)
        if update is not None:
            told |= set(range(update.since + 1, update.seq + 1))
    assert told == set(range(1, seqs[-1] + 1))
    assert ana.heard(Presence)
    assert ana.update is not None
    assert bea.update is not None
    assert ana.update.view.outcome == bea.update.view.outcome


def test_a_stand_in_plays_for_somebody_who_is_gone(ground: Ground) -> None:
    ana = _enter(ground.link(ANA, proxied=False))
    bea = _enter(ground.link(BEA))
    _start(ana, bea)
    ground.tell(ground.proxy.refuse)
    ground.tell(ground.proxy.cut)
    until(lambda: bea.look() is not None and bea.link.status.state is LinkState.RECONNECTING)
    play_to_the_end(ana)
    ground.tell(lambda: ground.proxy.refuse(refusing=False))
    until(lambda: bea.look() is not None and bea.over)
    assert bea.link.status.state is LinkState.GAME


def test_a_line_that_is_back_before_the_stand_in_plays_has_cost_nothing(
    patient_ground: Ground,
) -> None:
    proxy, tell = patient_ground.proxy, patient_ground.tell
    ana = _enter(patient_ground.link(ANA, proxied=False))
    bea = _enter(patient_ground.link(BEA))
    _start(ana, bea)
    for cut in range(3):
        assert bea.update is not None
        seat = bea.update.view.seat
        assert seat is not None
        tell(proxy.refuse)
        tell(proxy.cut)
        until(lambda: _sits_in(ana, seat))  # noqa: B023 - called at once
        until(lambda: _waits_for(ana, seat))  # noqa: B023
        tell(lambda: proxy.refuse(refusing=False))
        until(lambda: bea.heard(GameStateMessage) == cut + 2)  # noqa: B023
        assert _sits_in(ana, seat), "it sits there still"
        bea.link.send(StandIn(on=False))
        until(lambda: not _sits_in(ana, seat))  # noqa: B023
        until(lambda: bea.look() is not None and _seq(bea) == _seq(ana))
        bea.play()
    play_to_the_end(ana, bea)
    played = [m.data for m in ana.arrived if isinstance(m, GameActionMessage)]
    assert played
    assert [action for action in played if action.auto == "stand_in"] == []


def _seq(player: Player) -> int:
    assert player.update is not None
    return player.update.seq


def _sits_in(player: Player, seat: int) -> bool:
    """Whether this player was told that a stand-in sits on a seat."""
    player.look()
    told = [s for m in player.arrived if isinstance(m, Presence) for s in m.seats if s.seat == seat]
    return bool(told) and told[-1].stand_in


def _waits_for(player: Player, seat: int) -> bool:
    """Play on; whether the game waits for somebody else's seat now."""
    player.play()
    assert player.update is not None
    return player.update.view.decision.seats == (seat,)


def test_a_silent_line_is_given_up(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "SILENCE", 0.5)
    monkeypatch.setattr(client, "PING_EVERY", 0.1)
    _enter(ground.link(ANA, proxied=False))
    bea = _enter(ground.link(BEA))
    ground.tell(ground.proxy.stall)
    until(lambda: bea.look() is not None and bea.link.status.state is LinkState.RECONNECTING)
    ground.tell(ground.proxy.cut)
    ground.tell(ground.proxy.flow)
    until(lambda: bea.link.status.state is LinkState.ROOM)


def test_a_second_window_takes_the_seat_over(ground: Ground) -> None:
    ana = _enter(ground.link(ANA, proxied=False))
    bea = _enter(ground.link(BEA))
    second = _enter(ground.link(BEA))
    until(lambda: bea.link.over)
    assert bea.link.status.failure is LinkFailure.REPLACED
    _start(ana, second)
    again = ground.link(BEA)
    until(lambda: second.link.over and again.status.state is LinkState.GAME)
    assert second.link.status.failure is LinkFailure.REPLACED
    assert ana.heard(PlayerLeft) == 0


def test_a_host_that_closes_is_looked_for(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "LOOK_FOR_HOST", 0.3)
    bea = _enter(ground.link(BEA))
    ground.run(ground.host.close())
    until(lambda: bea.link.over)
    assert bea.link.status.failure is LinkFailure.HOST_CLOSING
