"""A seat that moves from one computer to another, on real lines."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from magnate_app.net import backoff
from magnate_app.protocol.gamelog import TableOptions
from magnate_app.protocol.link import LinkFailure, LinkState
from magnate_app.protocol.messages import (
    GameStateMessage,
    Joined,
    ReadyStatus,
    ReadyStatusChanged,
    RoomSeatCode,
    SeatCode,
    SeatCodeTold,
    StartGame,
    VoteCast,
    VoteStart,
    VoteTold,
)
from magnate_app.rules.settings import Settings
from magnate_app.saves.catalog import saved_games
from magnate_app.saves.last_table import load_last_table
from tests.kit.house import House, address_of, in_room, person
from tests.kit.players import Player, play_to_the_end, until

T = TypeVar("T", SeatCodeTold, GameStateMessage, Joined, VoteTold)

ANA, BEA, LAPTOP = person("ana"), person("bea"), person("laptop")
SHORT = Settings(seats=3, max_rounds=5)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(backoff, "WAITS", (0.02, 0.05))
    home = House(tmp_path)
    yield home
    home.close()


def last(player: Player, kind: type[T]) -> T:
    """Return the newest message of one kind, as soon as there is one."""
    until(lambda: player.heard(kind))
    return [message for message in player.arrived if isinstance(message, kind)][-1]


def told_code(player: Player) -> str:
    player.link.send(SeatCode())
    return last(player, SeatCodeTold).code


def in_game(player: Player) -> Player:
    until(lambda: player.heard(GameStateMessage))
    return player


def begin(house: House, options: TableOptions | None = None) -> tuple[str, Player, Player]:
    hosted = house.network("ana").host(
        ANA, SHORT, ("easy",), options or TableOptions(name="Mesa"), port=0
    )
    ana = in_room(hosted)
    bea = in_room(house.network("bea").join(BEA, address_of(hosted)))
    for player in (ana, bea):
        player.link.send(ReadyStatus(is_ready=True))
    until(lambda: ana.heard(ReadyStatusChanged) == 2)
    ana.link.send(StartGame())
    where = address_of(hosted)
    return where, in_game(ana), in_game(bea)


def test_the_game_goes_on_on_the_other_computer(house: House) -> None:
    where, ana, bea = begin(house)
    until(lambda: bea.look() == [] and load_last_table(house.data("bea")) is not None)
    code = told_code(bea)
    laptop = Player(house.network("laptop").join(LAPTOP, where, code.lower()))
    in_game(laptop)
    until(lambda: bea.link.status.state is LinkState.CLOSED)
    assert bea.link.status.failure is LinkFailure.SEAT_MOVED
    bea.look()
    assert load_last_table(house.data("bea")) is None, "there is nothing to come back to"
    play_to_the_end(ana, laptop)


def test_no_code_is_in_a_log_or_a_file(
    house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    where, ana, bea = begin(house)
    wrong = house.network("thief").join(person("thief"), where, "00000007")
    until(lambda: wrong.status.state is LinkState.CLOSED)
    code = told_code(bea)
    laptop = in_game(Player(house.network("laptop").join(LAPTOP, where, code)))
    play_to_the_end(ana, laptop)
    ana.link.close()
    until(lambda: ana.link.over)
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    for secret in (code, "00000007"):
        assert secret not in caplog.text
        assert not any(secret.encode() in content for content in files)


def test_an_address_is_enough(house: House) -> None:
    where, _, bea = begin(house)
    address = where.partition("/")[0]
    laptop = Player(house.network("laptop").join(LAPTOP, address, told_code(bea)))
    in_game(laptop)
    assert laptop.link.status.room_code is None


def test_the_host_moves_and_its_computer_goes_on_hosting(house: House) -> None:
    where, ana, bea = begin(house, TableOptions(name="Mesa", spectators=False))
    laptop = Player(house.network("laptop").join(LAPTOP, where, told_code(ana)))
    state = last(in_game(laptop), GameStateMessage).game_state
    assert state.host == state.you
    until(lambda: last(ana, GameStateMessage).game_state.role == "spectator")
    play_to_the_end(bea, laptop)


@pytest.mark.parametrize(
    ("typed", "failure"),
    [("nonsense", LinkFailure.SEAT_CODE_FORM), ("00000008", LinkFailure.SEAT_CODE_FORM)],
)
def test_a_mistyped_code_is_told_at_once(house: House, typed: str, failure: LinkFailure) -> None:
    link = house.network("laptop").join(LAPTOP, "127.0.0.1:9", typed)
    until(lambda: link.status.state is LinkState.CLOSED)
    assert link.status.failure is failure


def test_a_wrong_code_is_told_and_changes_nothing(house: House) -> None:
    where, _, bea = begin(house)
    wrong = "00000007"
    link = house.network("laptop").join(LAPTOP, where, wrong)
    until(lambda: link.status.state is LinkState.CLOSED)
    assert link.status.failure is LinkFailure.SEAT_CODE_WRONG
    assert bea.link.status.state is LinkState.GAME


def test_a_seat_in_the_lobby_moves_too(house: House) -> None:
    hosted = house.network("ana").host(ANA, SHORT, (), TableOptions(name="Mesa"), port=0)
    in_room(hosted)
    bea = in_room(house.network("bea").join(BEA, address_of(hosted)))
    bea.link.send(RoomSeatCode())
    code = last(bea, SeatCodeTold).code
    laptop = in_room(house.network("laptop").join(LAPTOP, address_of(hosted), code))
    names = [player.username for player in last(laptop, Joined).players]
    assert names == ["ana", "bea"]
    until(lambda: bea.link.status.state is LinkState.CLOSED)
    assert bea.link.status.failure is LinkFailure.SEAT_MOVED


def test_a_copied_game_is_reopened_by_the_device_the_seat_has_moved_to(house: House) -> None:
    where, ana, _ = begin(house)
    in_game(Player(house.network("laptop").join(LAPTOP, where, told_code(ana))))
    ana.link.close()
    until(lambda: ana.link.over)
    (game,) = saved_games(house.saves("ana"))
    network = house.network("laptop")
    copied = house.saves("laptop") / game.path.name
    copied.write_bytes(game.path.read_bytes())
    again = last(Player(network.resume(LAPTOP, copied, port=0)), GameStateMessage).game_state
    assert again.role == "player"
    assert again.you == again.host
    names = {seat.id: seat.username for seat in again.seats}
    assert names[again.you] == "ana"


def test_a_table_may_remove_its_host_whose_computer_goes_on_hosting(house: House) -> None:
    settings = Settings(seats=3, max_rounds=5)
    hosted = house.network("ana").host(ANA, settings, (), TableOptions(name="Mesa"), port=0)
    ana = in_room(hosted)
    others = [
        in_room(house.network(name).join(person(name), address_of(hosted)))
        for name in ("bea", "eva")
    ]
    for player in (ana, *others):
        player.link.send(ReadyStatus(is_ready=True))
    until(lambda: ana.heard(ReadyStatusChanged) == 3)
    ana.link.send(StartGame())
    for player in (ana, *others):
        in_game(player)
    user = last(ana, GameStateMessage).game_state.you
    others[0].link.send(VoteStart(motion="remove", player=user))
    vote = last(others[1], VoteTold).vote
    others[1].link.send(VoteCast(vote=vote, choice=True))
    until(lambda: last(ana, GameStateMessage).game_state.role == "spectator")
    play_to_the_end(*others)
