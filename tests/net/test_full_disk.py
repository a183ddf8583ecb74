"""The host's disk is full: the game goes on, everybody is told, nothing is missing in the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from magnate_app.net import backoff
from magnate_app.protocol.gamelog import TableOptions
from magnate_app.protocol.messages import (
    GameStateMessage,
    ReadyStatus,
    ReadyStatusChanged,
    StartGame,
    TableChanged,
)
from magnate_app.rules.settings import Settings
from magnate_app.saves import gamelog, store
from magnate_app.saves.catalog import saved_games
from tests.kit.disks import full
from tests.kit.house import House, address_of, in_room, person
from tests.kit.players import Player, play_to_the_end, until


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(backoff, "WAITS", (0.02, 0.05))
    home = House(tmp_path)
    yield home
    home.close()


def changes(player: Player) -> list[str]:
    player.look()
    return [message.change for message in player.arrived if isinstance(message, TableChanged)]


def play_until_told(change: str, *players: Player) -> None:
    def step() -> bool:
        for player in players:
            player.play()
        return all(change in changes(player) for player in players)

    until(step)


@pytest.mark.logs_warnings
def test_everybody_is_told_and_nothing_is_missing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(seats=3, max_rounds=6)
    hosted = house.network("ana").host(
        person("ana"), settings, ("easy",), TableOptions(name="Mesa"), port=0
    )
    ana = in_room(hosted)
    bea = in_room(house.network("bea").join(person("bea"), address_of(hosted)))
    for player in (ana, bea):
        player.link.send(ReadyStatus(is_ready=True))
    until(lambda: ana.heard(ReadyStatusChanged) == 2)
    ana.link.send(StartGame())
    until(lambda: ana.heard(GameStateMessage) and bea.heard(GameStateMessage))

    with monkeypatch.context() as patch:
        patch.setattr(store, "write_whole", full)
        play_until_told("unsaved", ana, bea)
        late = Player(house.network("teo").join(person("teo"), address_of(hosted)))
        until(lambda: "unsaved" in changes(late))
    play_until_told("saved", ana, bea)
    play_to_the_end(ana, bea)
    until(lambda: saved_games(house.saves("ana"))[0].finished)
    (game,) = saved_games(house.saves("ana"))
    saved = gamelog.read_game(game.path)
    assert bea.update is not None
    assert len(saved.records) == bea.update.seq
    assert changes(ana).count("unsaved") == changes(ana).count("saved") == 1
