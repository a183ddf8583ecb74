"""Quick match: everybody who searches ends up in one queue, whoever was first.

`MAGNATE_MEETINGS=100` repeats the races that often.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from magnate_app.net import backoff
from magnate_app.net.client import TableLink
from magnate_app.net.host import Host
from magnate_app.net.network import Network
from magnate_app.net.sign import StandingSign
from magnate_app.protocol.link import LinkFailure, LinkState
from magnate_app.protocol.messages import Cancel, Fill, QueueStatus
from magnate_app.saves.last_table import load_last_table
from tests.kit.house import House, person
from tests.kit.networks import LOCAL, hosting
from tests.kit.networks import until as settled
from tests.kit.players import Player, until

RUNS = int(os.environ.get("MAGNATE_MEETINGS", "1"))

pytestmark = pytest.mark.timeout(60 + RUNS * 40)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(backoff, "WAITS", (0.05,))
    home = House(tmp_path)
    yield home
    home.close()


def network(house: House, name: str, size: int = 6) -> Network:
    made = house.network(name)
    made.config = msgspec.structs.replace(made.config, queue_size=size)
    return made


def waiting(player: Player) -> int:
    """Return how many wait in this person's queue, as it was told last."""
    player.look()
    told = [message for message in player.arrived if isinstance(message, QueueStatus)]
    return told[-1].waiting if told and player.link.status.state is LinkState.QUEUE else 0


def meet(networks: list[Network]) -> list[Player]:
    return [Player(one.meet(person(f"p{number}"))) for number, one in enumerate(networks)]


@pytest.mark.parametrize("run", range(RUNS))
@pytest.mark.parametrize("count", [2, 3, 5])
def test_those_who_search_at_once_meet_in_one_queue(house: House, count: int, run: int) -> None:
    networks = [network(house, f"p{number}") for number in range(count)]
    players = meet(networks)
    until(lambda: all(waiting(player) == count for player in players), 30)
    addresses = {player.link.status.address for player in players}
    assert len(addresses) == 1
    for player in players:
        player.link.send(Fill(fill=True))
    until(lambda: all(p.look() is not None and p.update is not None for p in players))
    assert len({player.link.status.game_id for player in players}) == 1
    assert {p.update.view.seat for p in players if p.update is not None} <= set(range(6))
    for one in networks:
        one.close()


def test_who_comes_later_goes_where_somebody_waits(house: House) -> None:
    first = Player(network(house, "ana", 2).meet(person("ana")))
    until(lambda: waiting(first) == 1)
    second = Player(network(house, "bea", 2).meet(person("bea")))
    until(lambda: first.look() is not None and first.update is not None)
    until(lambda: second.look() is not None and second.update is not None)
    assert load_last_table(house.data("ana")) is None, "the first one's game is at home"
    assert load_last_table(house.data("bea")) is not None
    assert first.link.status.game_id == second.link.status.game_id

    def step() -> bool:
        first.play()
        second.play()
        return all(p.update is not None and p.update.seq > 20 for p in (first, second))

    until(step)


def test_a_queue_whose_host_leaves_goes_on_elsewhere(house: House) -> None:
    home = network(house, "ana")
    first = Player(home.meet(person("ana")))
    until(lambda: waiting(first) == 1)
    others = meet([network(house, f"p{number}") for number in range(2)])
    until(lambda: all(waiting(player) == 3 for player in (first, *others)))
    home.close()
    until(lambda: all(waiting(player) == 2 for player in others), 30)


def test_leaving_the_queue_is_final(house: House) -> None:
    link: TableLink = network(house, "ana").meet(person("ana"))
    player = Player(link)
    until(lambda: waiting(player) == 1)
    link.send(Cancel())
    until(lambda: link.over)
    assert link.status.failure is LinkFailure.LEFT


def test_leaving_while_the_queue_is_being_opened_leaves_no_host(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends: list[str] = []

    async def listen(host: Host, *_: object, **__: object) -> int:
        ends.append("opens")
        await asyncio.sleep(3600)
        raise AssertionError

    async def close(host: Host) -> None:
        ends.append("closed")
        await really(host)

    really = Host.close
    monkeypatch.setattr(Host, "listen", listen)
    monkeypatch.setattr(Host, "close", close)
    link: TableLink = network(house, "ana").meet(person("ana"))
    until(lambda: ends)
    link.close()
    until(lambda: link.over)
    assert ends == ["opens", "closed"]


def test_one_alone_plays_with_bots(house: House) -> None:
    player = Player(network(house, "ana", 3).meet(person("ana")))
    until(lambda: waiting(player) == 1)
    player.link.send(Fill(fill=True))
    until(lambda: player.look() is not None and player.update is not None)
    assert player.update is not None
    assert len(player.update.view.players) == 3


def test_a_server_that_stays_comes_first(house: House, tmp_path: Path) -> None:
    early = Player(network(house, "ana").meet(person("ana")))
    until(lambda: waiting(early) == 1)

    async def serve() -> None:
        async with hosting(tmp_path / "server") as host:
            assert host.port is not None
            sign = StandingSign(host.port, host.id, [LOCAL])
            await sign.put_up()
            wanted = f"{LOCAL}:{host.port}"
            await settled(
                lambda: early.link.status.address == wanted and waiting(early) == 1, seconds=20
            )
            await sign.take_down()
            early.link.close()

    asyncio.run(serve())
