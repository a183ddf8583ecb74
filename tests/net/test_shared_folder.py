"""Two programs on one data folder: nobody is forgotten, no game is played twice at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from magnate_app.net import reopening
from magnate_app.net.client import TableLink
from magnate_app.net.network import Network
from magnate_app.protocol.gamelog import TableOptions
from magnate_app.protocol.link import LinkFailure
from magnate_app.rules.settings import Settings
from magnate_app.saves import gamelog
from magnate_app.saves.catalog import delete, saved_games
from magnate_app.saves.identities import load_identities
from tests.kit.house import House, address_of, in_room, person
from tests.kit.players import Player, play_to_the_end, until

ANA, BEA = person("ana"), person("bea")
SHORT = Settings(seats=3, max_rounds=3)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    home = House(tmp_path)
    yield home
    home.close()


def alone(network: Network) -> Player:
    """Play against bots until something has happened."""
    player = Player(network.solo(ANA, SHORT, ("easy", "easy")))

    def moved() -> bool:
        player.play()
        return player.update is not None and player.update.seq > 3

    until(moved)
    return player


def over(link: TableLink) -> LinkFailure | None:
    until(lambda: link.over)
    return link.status.failure


def test_a_game_one_program_plays_is_not_opened_by_another(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reopening, "PUT_TO_REST", 0.3)
    one, other = house.network("ana"), house.network("ana")
    player = alone(one)
    (game,) = saved_games(house.saves())
    assert over(other.resume(ANA, game.path)) is LinkFailure.GAME_IN_USE
    elsewhere = house.saves() / f"copy{gamelog.RUNNING}"
    elsewhere.write_bytes(game.path.read_bytes())
    assert over(other.resume(ANA, elsewhere)) is LinkFailure.GAME_IN_USE
    elsewhere.unlink()
    play_to_the_end(player)
    player.link.close()
    over(player.link)
    (rest,) = saved_games(house.saves())
    assert rest.finished


def test_who_leaves_a_game_goes_on_with_it_at_once(house: House) -> None:
    network = house.network("ana")
    player = alone(network)
    (game,) = saved_games(house.saves())
    for _ in range(3):
        assert player.update is not None
        reached = player.update.seq
        player.link.close()
        player = Player(network.resume(ANA, game.path))
        until(lambda: player.look() is not None and player.update is not None)  # noqa: B023
        assert player.update is not None
        assert player.update.seq >= reached
    play_to_the_end(player)
    player.link.close()
    over(player.link)
    (rest,) = saved_games(house.saves())
    assert rest.finished
    delete(rest.path)


def test_playing_alone_beside_a_program_that_hosts_forgets_nobody(house: House) -> None:
    server, app = house.network("ana"), house.network("ana")
    hosted = server.host(ANA, SHORT, ("easy",), TableOptions(name="Mesa"), port=0)
    in_room(hosted)
    player = alone(app)
    in_room(house.network("bea").join(BEA, address_of(hosted)))
    play_to_the_end(player)
    player.link.close()
    over(player.link)
    hosted.close()
    over(hosted)
    known = load_identities(house.data())
    assert len(known.users) == 2
    assert len(set(known.users.values())) == 2
