"""Whole tables: alone over the loopback, with friends over sockets, and back again."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from magnate_app.net import backoff, client, joining
from magnate_app.net.goal import Person
from magnate_app.protocol.gamelog import LogEnd, TableOptions
from magnate_app.protocol.link import LinkFailure, LinkState
from magnate_app.protocol.messages import (
    ChatLine,
    ChatMessage,
    ErrorMessage,
    Fill,
    GameStateMessage,
    ReadyStatus,
    ReadyStatusChanged,
    RoomChat,
    RoomChatMessage,
    SeatsChanged,
    StandIn,
    StartGame,
)
from magnate_app.rules.settings import Settings
from magnate_app.saves import gamelog
from magnate_app.saves.catalog import saved_games
from tests.kit.gamelogs import played, rested
from tests.kit.house import House, address_of, in_room
from tests.kit.networks import made, token
from tests.kit.players import Player, play_to_the_end, until

ANA = Person(token=token("ana"), name="ana", lang="en")
BEA = Person(token=token("bea"), name="bea", lang="es")
TEO = Person(token=token("teo"), name="teo", lang="en")
SHORT = Settings(seats=3, max_rounds=4)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(backoff, "WAITS", (0.02, 0.05))
    home = House(tmp_path)
    yield home
    home.close()


def test_a_whole_game_alone(house: House) -> None:
    link = house.network().solo(ANA, SHORT, ("easy", "expert"))
    player = Player(link)
    play_to_the_end(player)
    assert player.update is not None
    outcome = player.update.view.outcome
    assert outcome is not None
    assert sorted(outcome.ranking) == [0, 1, 2]
    seqs = sorted(set(player.seqs))
    assert seqs == list(range(seqs[0], seqs[-1] + 1))
    link.close()
    until(lambda: link.over)
    (game,) = saved_games(house.saves())
    assert game.finished
    assert len(gamelog.read_game(game.path).records) == seqs[-1]


def test_a_game_of_friends_over_sockets(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    hosted = house.network().host(ANA, SHORT, ("hard",), TableOptions(name="Mesa"), port=0)
    ana = in_room(hosted)
    joined = house.network("bea").join(BEA, address_of(hosted))
    bea = in_room(joined)
    joined.send(RoomChat(message="hola"))
    until(lambda: ana.heard(RoomChatMessage))
    for link in (hosted, joined):
        link.send(ReadyStatus(is_ready=True))
    until(lambda: ana.heard(ReadyStatusChanged) == 2)
    hosted.send(StartGame())
    until(lambda: hosted.status.state is LinkState.GAME and joined.status.state is LinkState.GAME)
    assert hosted.status.game_id == joined.status.game_id
    play_to_the_end(ana, bea)
    assert ana.update is not None
    assert bea.update is not None
    assert ana.update.view.outcome == bea.update.view.outcome
    joined.send(ChatMessage(msg="buena partida"))
    until(lambda: ana.heard(ChatLine))
    hosted.close()
    until(lambda: hosted.over)
    until(lambda: bea.look() is not None and joined.status.state is LinkState.RECONNECTING)
    joined.close()
    until(lambda: joined.over)
    assert "bea" in caplog.text
    assert ANA.token not in caplog.text
    assert BEA.token not in caplog.text


def test_bots_play_a_game_to_its_end_by_themselves(house: House) -> None:
    settings = Settings(seats=4, max_rounds=12)
    link = house.network().solo(ANA, settings, ("easy", "medium", "expert"))
    until(lambda: link.status.state is LinkState.GAME)
    link.send(StandIn(on=True))
    player = Player(link)
    until(lambda: player.look() is not None and player.over, 60)


def test_friends_play_again_under_the_same_code(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "ASK_AGAIN", 0.05)
    home, guest = house.network(), house.network("bea")
    hosted = home.host(ANA, Settings(seats=2, max_rounds=1), (), TableOptions(), port=0)
    ana = in_room(hosted)
    joined = guest.join(BEA, address_of(hosted))
    bea = in_room(joined)
    code = hosted.status.room_code
    for _ in range(2):
        for player in (ana, bea):
            player.link.send(ReadyStatus(is_ready=True))
        until(lambda: ana.heard(ReadyStatusChanged) == 2)  # noqa: B023 - called at once
        ana.link.send(StartGame())
        play_to_the_end(ana, bea)
        waiting = guest.again(bea.link)
        until(lambda: bea.link.over)  # noqa: B023 - called at once
        fresh = home.again(ana.link)
        ana = in_room(fresh)
        bea = in_room(waiting)
        assert not bea.heard(ErrorMessage)
        assert fresh.status.room_code == waiting.status.room_code == code
    ana.link.close()
    until(lambda: bea.look() is not None and bea.link.status.state is LinkState.RECONNECTING)


def test_who_comes_too_late_watches(house: House) -> None:
    home = house.network(delay=0.02)
    hosted = home.host(ANA, Settings(seats=2, max_rounds=2), ("easy",), TableOptions(), port=0)
    ana = in_room(hosted)
    for message in (ReadyStatus(is_ready=True), StartGame()):
        hosted.send(message)
    until(lambda: ana.look() is not None and ana.update is not None)
    joined = house.network("bea").join(BEA, address_of(hosted))
    bea = Player(joined)
    until(lambda: bea.look() is not None and bea.update is not None)
    assert bea.update is not None
    assert bea.update.view.seat is None
    assert not bea.heard(ErrorMessage)
    assert joined.status.game_id == hosted.status.game_id
    play_to_the_end(ana)
    until(lambda: bea.look() is not None and bea.over)


def test_a_table_without_spectators_says_so(house: House) -> None:
    options = TableOptions(spectators=False)
    hosted = house.network(delay=5).host(ANA, Settings(seats=2), ("easy",), options, port=0)
    ana = in_room(hosted)
    for message in (ReadyStatus(is_ready=True), StartGame()):
        hosted.send(message)
    until(lambda: ana.look() is not None and ana.update is not None)
    joined = house.network("bea").join(BEA, address_of(hosted))
    until(lambda: joined.over)
    assert joined.status.failure is LinkFailure.GAME_RUNNING


def test_a_person_plays_again_alone(house: House) -> None:
    network = house.network()
    player = Player(network.solo(ANA, Settings(seats=2, max_rounds=1), ("easy",)))
    play_to_the_end(player)
    again = Player(network.again(player.link))
    play_to_the_end(again)
    assert again.link.status.game_id != player.link.status.game_id
    again.link.close()
    until(lambda: again.link.over)
    assert len(saved_games(house.saves())) == 2
    late = network.again(again.link)
    until(lambda: late.over)
    assert late.status.failure is LinkFailure.HOST_CLOSING


def test_leaving_while_the_table_is_being_opened(house: House) -> None:
    network = house.network()
    links = [network.host(ANA, SHORT, (), TableOptions(), port=0) for _ in range(5)]
    for link in links:
        link.close()
    until(lambda: all(link.over for link in links))
    assert {link.status.failure for link in links} == {LinkFailure.LEFT}


def test_a_wish_for_a_piece_is_no_claim(house: House) -> None:
    people = [Person(token=token(name), name=name, piece=4) for name in ("ana", "bea")]
    hosted = house.network().host(people[0], SHORT, (), TableOptions(), port=0)
    ana = in_room(hosted)
    until(lambda: ana.heard(SeatsChanged))
    joined = house.network("bea").join(people[1], address_of(hosted))
    bea = in_room(joined)
    joined.send(ReadyStatus(is_ready=True))
    until(lambda: bea.heard(ReadyStatusChanged))
    seats = [m.seats for m in bea.arrived if isinstance(m, ReadyStatusChanged)][-1]
    assert seats is not None
    assert seats[0].piece == 4
    assert seats[1].piece != 4
    assert not bea.heard(ErrorMessage)


def test_a_game_of_a_host_that_crashed_is_resumed(house: House, tmp_path: Path) -> None:
    first = house.network(delay=0.01)
    link = first.solo(ANA, Settings(seats=2, max_rounds=10), ("expert",))
    player = Player(link)

    def far_enough() -> bool:
        player.play()
        return player.update is not None and player.update.seq >= 10

    until(far_enough)
    seen = player.update
    assert seen is not None
    (log,) = house.saves().glob("*.jsonl")
    until(lambda: len(gamelog.read_game(log).records) >= seen.seq)
    left = made(tmp_path / "after the crash" / "saves") / log.name
    left.write_bytes(log.read_bytes()[:-7])
    first.close()
    (game,) = saved_games(left.parent)
    assert game.interrupted
    again = house.network("after the crash").resume(ANA, left)
    player = Player(again)
    until(lambda: player.look() is not None and player.update is not None)
    assert player.update is not None
    assert player.update.seq >= seen.seq - 1
    play_to_the_end(player)
    again.close()
    until(lambda: again.over)
    (game,) = saved_games(left.parent)
    assert game.finished


def test_a_game_is_resumed_where_it_was_left(house: House) -> None:
    first = house.network(delay=0.02)
    link = first.solo(ANA, Settings(seats=2, max_rounds=10), ("expert",))
    player = Player(link)

    def far_enough() -> bool:
        player.play()
        return player.update is not None and player.update.seq >= 15

    until(far_enough)
    first.close()
    (game,) = saved_games(house.saves())
    assert not game.finished
    assert not game.interrupted
    records = len(gamelog.read_game(game.path).records)
    assert records >= 15
    again = house.network().resume(ANA, game.path)
    player = Player(again)
    until(lambda: player.look() is not None and player.update is not None)
    assert player.update is not None
    assert player.update.seq >= records
    assert player.update.view.seat is not None
    play_to_the_end(player)
    again.close()
    until(lambda: again.over)
    (game,) = saved_games(house.saves())
    assert game.finished


def test_guests_come_back_to_a_table_that_is_resumed(house: House) -> None:
    first = house.network()
    hosted = first.host(ANA, Settings(seats=2, max_rounds=4), (), TableOptions(), port=0)
    ana = in_room(hosted)
    joined = house.network("bea").join(BEA, address_of(hosted))
    bea = in_room(joined)
    for player in (ana, bea):
        player.link.send(ReadyStatus(is_ready=True))
    until(lambda: ana.heard(ReadyStatusChanged) == 2)
    hosted.send(StartGame())

    def far_enough() -> bool:
        ana.play()
        bea.play()
        return bea.update is not None and bea.update.seq >= 5

    until(far_enough)
    port = int((hosted.status.address or "").rpartition(":")[2])
    first.close()
    until(lambda: bea.look() is not None and joined.status.state is LinkState.RECONNECTING)
    (game,) = saved_games(house.saves())
    ana = Player(house.network().resume(ANA, game.path, port=port))
    until(lambda: bea.look() is not None and joined.status.state is LinkState.GAME)
    play_to_the_end(ana, bea)
    assert ana.update is not None
    assert bea.update is not None
    assert ana.update.view.outcome == bea.update.view.outcome
    assert sorted(set(bea.seqs)) == list(range(min(bea.seqs), max(bea.seqs) + 1))


def test_guests_find_a_resumed_table_though_a_stranger_has_its_port(house: House) -> None:
    first = house.network()
    hosted = first.host(ANA, Settings(seats=2, max_rounds=4), (), TableOptions(), port=0)
    ana = in_room(hosted)
    joined = house.network("bea").join(BEA, address_of(hosted))
    bea = in_room(joined)
    for player in (ana, bea):
        player.link.send(ReadyStatus(is_ready=True))
    until(lambda: ana.heard(ReadyStatusChanged) == 2)
    hosted.send(StartGame())
    until(lambda: bea.look() is not None and bea.update is not None)
    port = int((hosted.status.address or "").rpartition(":")[2])
    first.close()
    until(lambda: bea.look() is not None and joined.status.state is LinkState.RECONNECTING)
    stranger = house.network("stranger").host(TEO, SHORT, (), TableOptions(), port=port)
    in_room(stranger)
    time.sleep(2.0)  # long enough for Bea to meet the stranger
    (game,) = saved_games(house.saves())
    ana = Player(house.network().resume(ANA, game.path, port=0))
    until(lambda: bea.look() is not None and joined.status.state is LinkState.GAME)
    play_to_the_end(ana, bea)
    assert ana.update is not None
    assert bea.update is not None
    assert ana.update.view.outcome == bea.update.view.outcome


def test_a_stranger_cannot_take_a_saved_seat(house: House) -> None:
    first = house.network(delay=5)
    link = first.solo(ANA, SHORT, ("easy", "easy"))
    until(lambda: link.status.state is LinkState.GAME)
    first.close()
    (game,) = saved_games(house.saves())
    other = house.network().resume(BEA, game.path)
    until(lambda: other.over)
    assert other.status.failure is LinkFailure.NOT_A_PARTICIPANT


def test_a_broken_save_is_told(house: House) -> None:
    path = house.saves() / "x.magnate.json"
    network = house.network()
    path.write_text("{")
    link = network.resume(ANA, path)
    until(lambda: link.over)
    assert link.status.failure is LinkFailure.BROKEN_SAVE
    assert saved_games(house.saves()) == ()


def test_a_finished_or_forged_game_is_not_resumed(house: House) -> None:
    network = house.network()
    saved = played(4)
    over = LogEnd(cause="rounds", ranking=(0, 1), final=(1, 2), at=1)
    forged = msgspec.structs.replace(saved.records[-1], hash="00" * 16)
    for strange in (
        msgspec.structs.replace(saved, end=over),
        msgspec.structs.replace(saved, records=(*saved.records[:-1], forged)),
    ):
        path = rested(gamelog.GameLog.reopen(house.saves(), strange), strange.end)
        link = network.resume(ANA, path)
        until(lambda: link.over)  # noqa: B023 - called at once
        assert link.status.failure is LinkFailure.BROKEN_SAVE
        assert path.exists()
    lost = network.again(link)
    until(lambda: lost.over)
    assert lost.status.failure is LinkFailure.ROOM_NOT_FOUND


def test_a_code_nobody_answers_to_while_the_app_closes(house: House) -> None:
    network = house.network()
    browsing = network.browse()
    links = [network.join(BEA, "TNF6Y5"), network.join(BEA, "192.0.2.77:47800")]
    network.close()
    assert browsing.tables() == ()
    assert {link.status.failure for link in links} == {LinkFailure.LEFT}


def test_a_port_that_is_taken_is_told(house: House) -> None:
    network = house.network()
    first = network.host(ANA, SHORT, (), TableOptions(), port=0)
    until(lambda: first.status.address)
    port = int((first.status.address or "").rpartition(":")[2])
    second = network.host(BEA, SHORT, (), TableOptions(), port=port)
    until(lambda: second.over)
    assert second.status.failure is LinkFailure.PORT_BUSY


@pytest.mark.parametrize(
    ("target", "failure"),
    [
        ("014N0P", LinkFailure.BAD_CHECK),
        ("014M0", LinkFailure.BAD_LENGTH),
        ("U14M0P", LinkFailure.BAD_SYMBOL),
        ("828T5P", LinkFailure.BAD_CLASS),
        ("1.2.3.4.5", LinkFailure.BAD_ADDRESS),
        ("127.0.0.1:1", LinkFailure.UNREACHABLE),
        ("TNF6Y5", LinkFailure.NOT_FOUND),
    ],
)
def test_targets_that_lead_nowhere_are_told(
    house: House, monkeypatch: pytest.MonkeyPatch, target: str, failure: LinkFailure
) -> None:
    monkeypatch.setattr(joining, "LOOKUP", 0.3)
    link = house.network().join(BEA, target)
    until(lambda: link.over)
    assert link.status.failure is failure


def test_an_address_alone_leads_to_the_open_table(house: House) -> None:
    hosted = house.network().host(ANA, SHORT, (), TableOptions(), port=0)
    in_room(hosted)
    joined = house.network("bea").join(BEA, hosted.status.address or "")
    in_room(joined)
    assert joined.status.room_code == hosted.status.room_code


def test_a_code_is_looked_up_on_the_network(house: House) -> None:
    hosted = house.network().host(ANA, SHORT, (), TableOptions(), port=0)
    in_room(hosted)
    code = hosted.status.room_code or ""
    other = house.network("bea")
    browsing = other.browse()
    until(lambda: code in [table.announcement.room_code for table in browsing.tables()])
    joined = other.join(BEA, code)
    in_room(joined)
    browsing.close()


def test_a_quick_match_fills_up_with_bots(house: House) -> None:
    hosted = house.network().host(ANA, SHORT, (), TableOptions(), port=0)
    in_room(hosted)
    queued = house.network("bea").quick_match(BEA, hosted.status.address or "")
    until(lambda: queued.status.state is LinkState.QUEUE)
    queued.send(Fill(fill=True))
    until(lambda: queued.status.state is LinkState.GAME)
    bea = Player(queued)
    until(lambda: bea.heard(GameStateMessage))
