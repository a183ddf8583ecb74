"""Opening a saved game again after the host is gone (PROTOCOL.md 6.1, 8.6)."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from magnate_app.errors import DecodeError
from magnate_app.protocol.gamelog import LogEnd, SavedLog, TableOptions
from magnate_app.server.commands import OpenLog
from tests.kit.hub import FakeHost, Player, Table, start, token

Replace = dict[str, Any]


def played(actions: int = 12, **more: Any) -> Table:
    """A game of two people and a bot after some actions of the clock and the bot."""
    table = start(("ana", "bea"), ("easy",), **more)
    while len(table.host.records[1]) < actions:
        if not table.host.answer():
            table.host.wait(5)
    table.look()
    return table


def reopen(saved: SavedLog, **more: Any) -> Table:
    host = FakeHost(seed=77, **more)
    assert host.resume(saved) == saved.header.game
    assert not any(isinstance(command, OpenLog) for command in host.commands)
    host.records[1] = list(saved.records)
    host.headers[1] = saved.header
    return Table(host)


def test_the_same_tokens_get_their_seats_back_under_the_same_game_id() -> None:
    table = played()
    before = table.connect("bea")
    again = reopen(table.host.saved(1))
    bea = again.connect("bea", seq=5)
    assert bea.state["you"] == table.user("bea")
    assert bea.state["seq"] == len(table.host.records[1])
    assert bea.update["view"] == before.update["view"]
    assert bea.update["events"] == table.connect("bea", seq=5).update["events"]
    assert again.host.connect("/ws/game/1", token("teo")).closed == (4003, "not_a_participant")


def test_nothing_happens_until_somebody_is_back() -> None:
    table = played()
    again = reopen(table.host.saved(1))
    again.host.wait(3600)
    assert again.host.asks == []
    assert len(again.host.records[1]) == len(table.host.records[1])
    again.connect("teo", spectate="1")
    again.host.wait(60)
    assert again.host.asks == []
    again.connect("ana")
    again.host.wait(20)
    (news,) = [m for m in again.of("ana").look() if m["event_type"] == "presence"]
    assert (news["seats"][0]["username"], news["seats"][0]["stand_in"]) == ("bea", True)
    while not again.host.asks and len(again.host.records[1]) == len(table.host.records[1]):
        again.host.wait(10)


def test_the_clock_starts_whole_when_somebody_is_back() -> None:
    table = start(("ana", "bea"))
    table.host.wait(30)
    again = reopen(table.host.saved(1))
    again.host.wait(100)
    assert again.connect("ana").state["deadline"]["remaining_ms"] == 50_000


def test_the_room_code_leads_players_back() -> None:
    table = played()
    again = reopen(table.host.saved(1))
    code = table.host.headers[1].room_codes[0]
    assert again.host.hub.has_code(code)
    bea = again.host.extended(f"/ws/room/{code}", token("bea"))
    assert [message["action"] for message in bea.take()] == ["welcome", "game_start"]
    assert bea.closed == (4001, "moved_on")
    assert again.host.announced[0].game == 1


def test_the_log_goes_on_where_it_stopped() -> None:
    table = played()
    length = len(table.host.records[1])
    again = reopen(table.host.saved(1))
    again.connect("ana")
    while len(again.host.records[1]) < length + 10:
        if not again.host.answer():
            again.host.wait(5)
    assert [record.seq for record in again.host.records[1]] == list(range(1, length + 11))
    third = reopen(again.host.saved(1))
    assert third.connect("ana").state["seq"] == length + 10


def test_ids_and_names_of_the_game_are_not_given_to_others() -> None:
    again = reopen(played().host.saved(1))
    host = again.host
    assert host.counters == (4, 2)
    teo = host.extended("/ws/queue/", token("teo"), name="Ana")
    welcome = teo.take()[0]
    assert (welcome["you"], welcome["username"]) == (4, "Ana 2")


def test_on_another_host_a_person_keeps_the_id_known_there() -> None:
    table = played()
    digest = next(s.digest for s in table.host.headers[1].seats if s.name == "ana")
    again = reopen(table.host.saved(1), people={digest: 50})
    assert again.connect("ana").state["you"] == 50
    assert 50 in again.of("ana").state["players"]


def test_a_game_that_runs_here_is_not_opened_twice() -> None:
    table = played()
    length = len(table.host.records[1])
    assert table.host.resume(table.host.saved(1)) == 1
    assert table.host.state() is not None
    assert len(table.host.records[1]) == length


@pytest.mark.parametrize("closed", [True, False])
def test_a_finished_game_can_be_looked_at(closed: bool) -> None:
    table = start(("ana", "bea"))
    table.of("bea").act("ActionSurrender")
    saved = table.host.saved(1)
    if not closed:
        saved = msgspec.structs.replace(saved, end=None)
    again = reopen(saved)
    assert again.connect("ana").state["finished"] is True
    assert (1 in again.host.ends) is not closed
    again.host.wait(31 * 60)
    assert again.of("ana").client.closed == (1000, "")


def broken(saved: SavedLog, where: str, **fields: Any) -> SavedLog:
    replace = msgspec.structs.replace
    if where == "header":
        return replace(saved, header=replace(saved.header, **fields))
    records = list(saved.records)
    records[4] = replace(records[4], **fields)
    return replace(saved, records=tuple(records))


@pytest.mark.parametrize(
    ("where", "fields", "path"),
    [
        ("header", {"board": "atlantis"}, "header.board"),
        ("header", {"hash": "0" * 32}, "header.hash"),
        ("header", {"humans": (True,) * 7}, "header.humans"),
        ("header", {"humans": ()}, "header.humans"),
        ("header", {"seats": ()}, "header.seats"),
        ("header", {"draws": ()}, "chance"),
        ("record", {"seq": 9}, "records[4].seq"),
        ("record", {"seat": 3}, "records[4].seat"),
        ("record", {"hash": "0" * 32}, "records[4].hash"),
        ("record", {"action": "EndPhase 3 4"}, None),
        ("record", {"action": "Build 1"}, None),
        ("record", {"action": "Bid 99"}, "records[4].action"),
    ],
)
def test_a_log_that_does_not_fit_is_refused(where: str, fields: Replace, path: str | None) -> None:
    saved = played().host.saved(1)
    host = FakeHost()
    with pytest.raises(DecodeError) as caught:
        host.resume(broken(saved, where, **fields))
    assert path is None or caught.value.path == path
    assert host.hub.room_listing() == ()


def test_draws_too_many_are_noticed() -> None:
    saved = played().host.saved(1)
    draws = (*saved.records[4].draws, 0)
    with pytest.raises(DecodeError, match="more draws are recorded"):
        FakeHost().resume(broken(saved, "record", draws=draws))


def test_the_end_of_a_game_is_its_last_line() -> None:
    table = start(("ana", "bea"))
    table.of("bea").act("ActionSurrender")
    end = table.host.ends[1]
    assert isinstance(end, LogEnd)
    assert end.at == round(table.host.now)
    assert sorted(end.ranking) == [0, 1]
    assert end.final[table.seat("bea")] == 0


def test_a_foreign_game_with_a_number_of_ours_gets_another() -> None:
    foreign = played(seed=5).host.saved(1)
    table = start(("eva", "leo"))
    assert table.host.resume(foreign) == 2
    assert table.host.extended("/ws/game/2", token("ana")).still_open()
    assert table.host.extended("/ws/game/1", token("ana")).closed == (4003, "not_a_participant")


def test_on_another_host_bots_make_room_for_the_people_known_there() -> None:
    saved = played().host.saved(1)
    bot = next(seat.user for seat in saved.header.seats if seat.is_bot)
    digest = next(seat.digest for seat in saved.header.seats if seat.name == "ana")
    again = reopen(saved, people={digest: bot})
    ana = again.connect("ana")
    assert ana.state["you"] == bot
    assert ana.state["host"] == bot
    assert len({seat["id"] for seat in ana.state["seats"]}) == 3
    assert ana.act("TablePause")[0]["by"] == bot


def test_a_table_that_waits_for_its_people_waits_for_all_of_them() -> None:
    table = start(("ana", "bea", "eva"), options=TableOptions(absence="wait"))
    table.of("eva").act("ActionSurrender")
    again = reopen(table.host.saved(1))
    ana = again.connect("ana")
    assert ana.state["paused"] is True
    assert ana.error("ActionThrowDices")[0] == "paused"
    again.connect("bea")
    assert ana.seen[-2]["change"] == "resumed"
    assert again.of("bea").state["deadline"]["remaining_ms"] == 50_000


def test_who_watches_a_game_that_waits_sees_it_stand_still() -> None:
    table = start(("ana", "bea"))
    host = FakeHost(seed=9)
    host.resume(table.host.saved(1))
    assert [room.state for room in host.announced] == ["paused"]
    teo = Player(host.extended("/ws/game/1/", token("teo"), spectate="1"))
    left = teo.state["deadline"]["remaining_ms"]
    assert (teo.state["paused"], teo.update["paused"]) == (True, True)
    host.wait(5)
    ana = Player(host.extended("/ws/game/1/", token("ana")))
    assert (ana.state["paused"], ana.state["deadline"]["remaining_ms"]) == (False, left)
    (told,) = [m for m in teo.look() if m["event_type"] == "table"]
    assert (told["change"], told["by"], told["paused"]) == ("resumed", ana.state["you"], False)
    assert [room.state for room in host.announced] == ["playing"]
    assert host.notes[1] == []
