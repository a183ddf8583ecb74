"""Tables everybody has left (PROTOCOL.md 7), and what a table remembers of itself."""

from __future__ import annotations

import msgspec
import pytest

from magnate_app.protocol.gamelog import Change, TableOptions
from magnate_app.server.config import ServerConfig
from magnate_app.server.events import Stored
from magnate_app.server.tables import RESTING
from tests.kit.hub import FakeHost, Player, Table, start, token

CONFIG = ServerConfig()


def leave(table: Table) -> None:
    for player in table.players.values():
        player.client.drop()


def run(table: Table, seconds: float) -> None:
    """Let time pass with bots that answer."""
    for _ in range(int(seconds)):
        table.host.wait(1)
        table.host.answer()


def test_bots_play_on_for_a_while_then_the_table_rests() -> None:
    table = start(("ana", "bea"))
    leave(table)
    run(table, CONFIG.rest_after - 1)
    played = len(table.host.records[1])
    assert played > 0
    run(table, 2)
    stopped = len(table.host.records[1])
    run(table, 600)
    assert len(table.host.records[1]) == stopped
    assert table.host.saved(1).notes[-1].change is Change.RESTED


@pytest.mark.parametrize("absence", ["stand_in", "clock", "wait"])
def test_whoever_comes_back_goes_on(absence: str) -> None:
    table = start(("ana", "bea"), options=TableOptions(absence=absence))
    leave(table)
    run(table, 600)
    assert table.host.asks == []
    stopped = len(table.host.records[1])
    table.connect("ana")
    (story,) = [m for m in table.of("ana").seen if m["event_type"] == "table_story"]
    assert "woken" in [note["change"] for note in story["notes"]]
    paused = absence == "wait"
    assert table.of("ana").state["paused"] is paused, "bea is still away"
    table.connect("bea")
    assert table.of("bea").state["paused"] is False
    run(table, 60)
    assert len(table.host.records[1]) > stopped


def test_somebody_who_watches_is_enough() -> None:
    table = start(("ana", "bea"))
    table.connect("teo", spectate="1")
    for name in ("ana", "bea"):
        table.of(name).client.drop()
    run(table, CONFIG.rest_after + 30)
    assert [note.change for note in table.host.saved(1).notes] == []


def test_a_resting_table_takes_no_room_and_shows_nobody() -> None:
    table = start(("ana", "bea"))
    host = table.host
    lobby = host.hub._lobby
    few = ServerConfig(remote_rooms=True, max_rooms=1)
    lobby._around = msgspec.structs.replace(lobby._around, config=few)
    code = host.headers[1].room_codes[0]
    assert host.connect("/ws/room/new/", token("eva")).closed == (4003, "rooms_closed")
    leave(table)
    run(table, CONFIG.rest_after + 1)
    (listed,) = host.announced
    assert (listed.code_only, listed.state) == (True, "paused")
    assert host.connect("/ws/room/new/", token("eva")).still_open()
    back = host.extended(f"/ws/room/{code}", token("ana"))
    assert back.take()[-1] == {"action": "game_start", "game_id": 1}
    Player(host.extended("/ws/game/1", token("ana")))
    assert [room.code_only for room in host.announced if room.game == 1] == [False]


def test_after_a_day_it_lies_among_the_saved_games() -> None:
    table = start(("ana", "bea"), ("easy",))
    leave(table)
    run(table, CONFIG.rest_after + 1)
    table.host.wait(CONFIG.shelve_after)
    assert table.host.shelved == [1]
    assert table.host.connect("/ws/game/1", token("ana")).closed == (4003, "game_not_found")
    assert table.host.timers == {}
    again = FakeHost(seed=3)
    again.resume(table.host.saved(1))
    assert Player(again.extended("/ws/game/1", token("ana"))).state["role"] == "player"


def test_too_many_resting_tables_are_shelved_the_oldest_first() -> None:
    host = FakeHost(ServerConfig(remote_rooms=True, max_rooms=1, queue_size=2))
    for number in range(RESTING + 2):
        for name in ("ana", "bea"):
            host.connect("/ws/queue/", token(f"{name}{number}"), name=name)
        host.wait(CONFIG.rest_after + 1)
    assert host.shelved == [1]


def test_solo_tables_do_not_rest() -> None:
    table = start(("ana",), ("easy",), solo=True)
    leave(table)
    table.host.wait(CONFIG.rest_after + CONFIG.shelve_after)
    assert table.host.saved(1).notes[-1].change is Change.PAUSED


def test_a_newcomer_is_told_the_story_of_the_table() -> None:
    table = start(("ana", "bea"))
    ana = table.of("ana")
    ana.act("TablePace", pace="brisk")
    table.at(0).act("ActionThrowDices")
    ana.act("TablePause")
    late = table.connect("teo", spectate="1", seq=0)
    (story,) = [m for m in late.seen if m["event_type"] == "table_story"]
    first, second = story["notes"]
    assert (first["change"], first["detail"], first["number"]) == ("pace", "brisk", 1)
    assert (second["change"], second["by"]) == ("paused", table.user("ana"))
    assert 0 < first["events"] < second["events"] == len(late.update["events"])


def test_what_was_decided_holds_when_the_game_is_opened_again() -> None:
    table = start(("ana", "bea", "eva"))
    ana = table.of("ana")
    ana.act("TablePace", pace="relaxed")
    ana.act("TableKick", player=table.user("bea"))
    ana.act("TableKick", player=table.user("eva"))
    ana.act("TableUnkick", player=table.user("eva"))
    host = FakeHost(seed=4)
    host.resume(table.host.saved(1))
    assert host.connect("/ws/game/1", token("bea")).closed == (4003, "not_a_participant")
    eva = Player(host.extended("/ws/game/1", token("eva"), seq=0))
    assert eva.state["settings"]["pace"] == "relaxed"
    assert eva.state["seats"][table.seat("bea")]["stand_in"] is True
    (story,) = [m for m in eva.seen if m["event_type"] == "table_story"]
    assert [n["change"] for n in story["notes"]] == ["pace", "kicked", "kicked", "unkicked"]


def test_everybody_learns_that_a_game_is_not_saved_and_that_it_is_again() -> None:
    table = start(("ana", "bea"), classic=("bea",))
    ana, bea = table.of("ana"), table.of("bea")
    table.host.tell(Stored(False))
    table.host.tell(Stored(False))
    assert [m["change"] for m in ana.look()] == ["unsaved"]
    assert bea.look() == []
    late = table.connect("teo", spectate="1")
    assert [m["change"] for m in late.seen if m["event_type"] == "table"] == ["unsaved"]
    table.at(0).act("ActionThrowDices")
    table.look()
    over = start(("eva", "leo"))
    over.of("eva").act("ActionSurrender")
    over.look()
    over.host.tell(Stored(False))
    assert over.of("leo").look() == [], "a game that is over has been saved"
    table.host.tell(Stored(True))
    assert [m["change"] for m in late.look() if m["event_type"] == "table"] == ["saved"]
    assert table.host.saved(1).notes == (), "a full disk holds no note of it"
