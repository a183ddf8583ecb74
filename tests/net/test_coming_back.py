"""Guests whose app has ended find their seat again, wherever its host is now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from magnate_app.net import backoff, joining
from magnate_app.net.client import TableLink
from magnate_app.net.network import Network
from magnate_app.protocol.gamelog import TableOptions
from magnate_app.protocol.link import LinkFailure, LinkState
from magnate_app.protocol.messages import (
    Fill,
    GameStateMessage,
    Presence,
    QueueStatus,
    ReadyStatus,
    ReadyStatusChanged,
    StandIn,
    StartGame,
    TableChanged,
)
from magnate_app.rules.settings import Settings
from magnate_app.saves.catalog import saved_games
from magnate_app.saves.last_table import LastTable, load_last_table
from tests.kit.house import House, address_of, in_room, person
from tests.kit.players import Player, play_to_the_end, until

ANA, BEA, TEO = person("ana"), person("bea"), person("teo")
SHORT = Settings(seats=3, max_rounds=5)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(backoff, "WAITS", (0.02, 0.05))
    monkeypatch.setattr(joining, "DIRECT", 0.5)
    monkeypatch.setattr(joining, "LOOKUP", 2.5)
    monkeypatch.setattr(joining, "LOOKUP_AGAIN", 2.5)
    home = House(tmp_path)
    yield home
    home.close()


def begin(house: House, options: TableOptions | None = None) -> tuple[Network, Player, Player]:
    """Let ana host and bea join a game of two and a bot; return bea's network too."""
    hosted = house.network("ana").host(
        ANA, SHORT, ("easy",), options or TableOptions(name="Mesa"), port=0
    )
    ana = in_room(hosted)
    network = house.network("bea")
    bea = in_room(network.join(BEA, address_of(hosted)))
    start(ana, bea)
    return network, ana, bea


def start(ana: Player, bea: Player) -> None:
    for player in (ana, bea):
        player.link.send(ReadyStatus(is_ready=True))
    until(lambda: ana.heard(ReadyStatusChanged) == 2)
    ana.link.send(StartGame())
    until(lambda: all(p.look() is not None and p.update is not None for p in (ana, bea)))


def kept(house: House, name: str = "bea") -> LastTable | None:
    return load_last_table(house.data(name))


def play_until(seq: int, *players: Player) -> None:
    def step() -> bool:
        for player in players:
            player.play()
        return all(p.update is not None and (p.update.seq >= seq or p.over) for p in players)

    until(step)


def test_the_table_is_remembered_and_gone_back_to(house: House) -> None:
    network, ana, bea = begin(house)
    play_until(12, ana, bea)
    last = kept(house)
    assert last is not None
    assert (last.name, last.host, last.game) == ("Mesa", "ana", bea.link.status.game_id)
    assert last.address == bea.link.status.address
    assert set(last.players) >= {"ana", "bea"}
    assert kept(house, "ana") is None
    network.close()

    back = Player(house.network("bea").back(BEA, last))
    until(lambda: back.look() is not None and back.update is not None)
    assert back.update is not None
    assert back.update.since == 0
    assert len(back.update.events) > last.events > 0
    assert back.link.status.seen == last.events
    assert bea.update is not None
    assert back.update.view.seat == bea.update.view.seat
    play_to_the_end(ana, back)
    assert kept(house) is None


def test_a_host_with_another_address_is_found_by_the_code(house: House) -> None:
    _, ana, bea = begin(house)
    play_until(6, ana, bea)
    last = kept(house)
    assert last is not None
    bea.link.close()
    ana.link.close()
    until(lambda: bea.link.over and ana.link.over)

    network = house.network("bea")
    nobody = network.back(BEA, last)
    until(lambda: nobody.over, 20)
    assert nobody.status.failure in (LinkFailure.UNREACHABLE, LinkFailure.NOT_FOUND)
    assert kept(house) == last

    (game,) = saved_games(house.saves())
    # The old port may be taken again only by chance: the table has moved.
    again = Player(house.network("ana").resume(ANA, game.path, port=0))
    until(lambda: again.look() is not None and again.link.status.state is LinkState.GAME)
    assert again.link.status.address != last.address
    back = Player(network.back(BEA, last))
    until(lambda: back.look() is not None and back.update is not None, 20)
    play_to_the_end(again, back)
    assert kept(house) is None


def test_who_watches_has_no_seat_to_come_back_to(house: House) -> None:
    network, ana, bea = begin(house)
    play_until(6, ana, bea)
    last = kept(house)
    assert last is not None
    watching = Player(network.back(TEO, last))
    until(lambda: watching.heard(GameStateMessage))
    assert watching.update is not None
    assert watching.update.view.seat is None
    assert watching.update.since == 0, "the whole story is told"
    assert len(watching.update.events) > 10
    play_until(watching.update.seq + 3, ana, bea)
    assert kept(house) == last


def test_a_room_that_is_gone_is_said_and_forgotten(house: House) -> None:
    hosted = house.network("ana").host(ANA, SHORT, (), TableOptions(), port=0)
    ana = in_room(hosted)
    assert ana.link.status.address is not None
    last = LastTable(address=ana.link.status.address, room_code="ZZZZZZ", game=1)
    link: TableLink = house.network("bea").back(BEA, last)
    until(lambda: link.over, 20)
    assert link.status.failure is LinkFailure.ROOM_NOT_FOUND
    link.poll()
    assert kept(house) is None


def test_a_second_device_goes_on_where_the_first_one_was(house: House) -> None:
    network, ana, bea = begin(house)
    last = kept(house)
    assert last is not None
    second = Player(network.back(BEA, last))
    until(lambda: second.look() is not None and second.update is not None)
    until(lambda: bea.link.over)
    assert bea.link.status.failure is LinkFailure.REPLACED
    bea.look()
    assert kept(house) is not None, "the seat is not gone, only used elsewhere"
    play_to_the_end(ana, second)


@pytest.mark.parametrize("absence", ["stand_in", "wait"])
def test_a_copied_game_goes_on_with_another_host(house: House, absence: str) -> None:
    _, ana, bea = begin(house, TableOptions(name="Mesa", absence="clock"))
    play_until(12, ana, bea)
    last = kept(house)
    seats = {name: p.update.view.seat for name, p in (("a", ana), ("b", bea)) if p.update}
    for player in (bea, ana):
        player.link.close()
    until(lambda: bea.link.over and ana.link.over)
    (game,) = saved_games(house.saves())
    assert (game.people, game.absence) == (2, "clock")
    copy = house.saves("bea") / game.path.name
    copy.write_bytes(game.path.read_bytes())

    hosting = house.network("bea", stand_in_after=0.3)
    again = Player(hosting.resume(BEA, copy, port=0, absence=absence))
    until(lambda: again.look() is not None and again.update is not None)
    assert again.update is not None
    assert again.update.view.seat == seats["b"]
    snapshot = next(m for m in again.arrived if isinstance(m, GameStateMessage)).game_state
    assert snapshot.host == snapshot.you, "whoever reopens it runs the table"
    assert snapshot.settings.absence == absence

    def missing() -> bool:
        again.look()
        if absence == "wait":
            return any(isinstance(m, TableChanged) and m.paused for m in again.arrived) or (
                again.update is not None and again.update.paused
            )
        seated = [m for m in again.arrived if isinstance(m, Presence)]
        return any(seat.stand_in for m in seated for seat in m.seats)

    until(missing)
    # Ana knows only the old code; it leads to the computer the table is on now.
    assert last is not None
    assert last.room_code is not None
    back = Player(house.network("ana").join(ANA, last.room_code))
    until(lambda: back.look() is not None and back.update is not None, 20)
    assert back.update is not None
    assert back.update.view.seat == seats["a"]
    back.link.send(StandIn(on=False))
    play_to_the_end(again, back)


def test_a_public_game_gets_a_code_when_it_is_reopened(house: House) -> None:
    home = house.network("ana")
    player = Player(home.meet(ANA))
    until(lambda: player.heard(QueueStatus))
    player.link.send(Fill(fill=True))
    play_until(3, player)
    player.link.close()
    until(lambda: player.link.over)
    (game,) = saved_games(house.saves())
    again = Player(home.resume(ANA, game.path, port=0))
    until(lambda: again.look() is not None and again.update is not None)
    assert again.link.status.room_code is not None
