"""A line that is gone for half a minute costs nothing: stand-ins sit down, then wait (8.5)."""

from __future__ import annotations

import pytest

from magnate_app.rules.settings import Settings
from magnate_app.server.config import ServerConfig
from magnate_app.server.seats import SeatHolder
from tests.kit.hub import FakeHost, Player, Table, start
from tests.server.test_game import do_business

SITS = ServerConfig().stand_in_after
TOUCHES = SITS + ServerConfig().stand_in_patience

HURT = 30.0
"""Seconds a line may be gone without anything happening to the seat."""

LONGEST_WAIT = 8 * 1.2
"""Seconds between two attempts of a device that looks for its table, at most (8.6)."""


def lose(pace: str = "normal", config: ServerConfig | None = None) -> tuple[Table, Player]:
    """Start a game in which bea, whose turn it is, loses her line; ana runs the table."""
    table = start(("ana", "bea", "eva"), seed=3, settings=Settings(pace=pace), config=config)
    assert table.names == ["bea", "eva", "ana"]
    table.of("bea").client.drop()
    table.look()
    return table, table.of("ana")


def shown(player: Player) -> list[tuple[bool, bool]]:
    """Connected and stand-in of bea, as often as either was told."""
    return [
        (told["connected"], told["stand_in"])
        for message in player.look()
        if message["event_type"] == "presence"
        for told in message["seats"]
        if told["seat"] == 0
    ]


def asked(table: Table) -> list[int]:
    """The seats whose bots have been asked since the last look."""
    asks, table.host.asks = table.host.asks, []
    return [ask.seat for ask in asks]


def seat_of(table: Table, number: int = 0) -> SeatHolder:
    return table.host.hub._tables.sessions[1].table.seats[number]


def test_a_stand_in_sits_down_and_touches_nothing_for_a_while() -> None:
    table, ana = lose()
    table.host.wait(SITS)
    assert shown(ana) == [(False, True)]
    table.host.wait(TOUCHES - SITS - 1)
    assert asked(table) == []
    table.host.wait(1)
    assert asked(table) == [0]
    assert shown(ana) == []


def test_a_device_that_looks_for_its_table_is_back_before_the_wait_ends() -> None:
    assert TOUCHES >= HURT + LONGEST_WAIT


def test_a_classic_client_does_not_come_back_by_itself() -> None:
    table = start(("ana", "bea", "eva"), seed=3, classic=("bea",))
    table.of("bea").client.drop()
    table.host.wait(SITS - 1)
    assert asked(table) == []
    table.host.wait(1)
    assert asked(table) == [0]


@pytest.mark.parametrize("away", [SITS + 1, HURT, TOUCHES - 1])
def test_who_is_back_in_time_has_lost_nothing(away: float) -> None:
    table, ana = lose()
    table.host.wait(away)
    back = table.connect("bea", seq=0)
    assert "DiceThrown" not in {event["type"] for event in back.update["events"]}
    assert back.act("StandIn", on=False)[-1]["seats"][0]["stand_in"] is False
    assert shown(ana) == [(True, False)]
    table.host.wait(5)
    assert (asked(table), table.host.records[1]) == ([], [])
    assert "auto" not in back.act("ActionThrowDices")[0]["data"]


def test_who_is_back_and_does_nothing_is_played_for_when_the_wait_is_over() -> None:
    table, ana = lose()
    table.host.wait(SITS + 5)
    table.connect("bea")
    ana.act("TablePause")
    ana.act("TableResume")
    assert asked(table) == [], "whatever others do asks no bot before its time"
    table.host.wait(TOUCHES - SITS - 5)
    assert asked(table) == [0]


def test_a_second_blip_is_given_the_whole_time_again() -> None:
    table, _ = lose()
    table.host.wait(SITS + 5)
    table.connect("bea").client.drop()
    table.host.wait(TOUCHES - 1)
    assert asked(table) == []
    table.host.wait(1)
    assert asked(table) == [0]


def test_a_blip_after_taking_the_seat_back_is_a_new_one() -> None:
    table, ana = lose()
    table.host.wait(SITS + 5)
    back = table.connect("bea")
    back.act("StandIn", on=False)
    ana.look()
    back.client.drop()
    table.host.wait(SITS - 1)
    assert shown(ana) == [(False, False)]
    table.host.wait(1)
    assert shown(ana) == [(False, True)]
    table.host.wait(TOUCHES - SITS - 1)
    assert asked(table) == []


def test_a_stand_in_that_plays_already_is_not_stopped_by_another_blip() -> None:
    table, _ = lose()
    table.host.wait(TOUCHES)
    table.connect("bea").client.drop()
    assert table.host.answer()
    table.host.wait(SITS)
    assert (seat_of(table).stand_in, seat_of(table).holds_back) == (True, False)
    assert asked(table) == [0]


def test_others_move_on_meanwhile_and_no_stand_in_answers_them() -> None:
    table = start(("ana", "bea", "eva"), seed=3)
    gone = table.names[1]
    table.of(gone).client.drop()
    table.host.wait(SITS + 1)
    do_business(table, 0)
    table.at(0).act("ActionNextPhase")
    assert table.host.state().turn_seat == 1
    assert asked(table) == []
    table.host.wait(TOUCHES - SITS - 1)
    assert asked(table) == [1]


def test_r15_3_the_clock_goes_on_as_always() -> None:
    table, ana = lose("brisk")
    table.host.wait(26)
    (record,) = table.host.records[1]
    assert (record.auto, record.seat) == ("timeout", 0)
    assert asked(table) == []
    assert shown(ana) == [(False, True)]


def test_r15_5_two_clocks_that_run_out_end_the_wait() -> None:
    table, _ = lose(config=ServerConfig(remote_rooms=True, stand_in_patience=10_000))
    table.host.wait(51)
    assert (len(table.host.records[1]), asked(table)) == (1, [])
    table.host.wait(50)
    assert seat_of(table).holds_back is False
    table.host.wait(20)
    assert asked(table) == [0], "the auction after the declined square is over"


def test_a_stand_in_asked_for_on_purpose_plays_at_once() -> None:
    table, _ = lose()
    table.host.wait(SITS + 1)
    bea = table.connect("bea")
    bea.act("StandIn", on=True)
    assert asked(table) == [0]


def test_a_seat_that_is_handed_to_a_bot_is_played_at_once() -> None:
    table, ana = lose()
    table.host.wait(SITS + 1)
    ana.act("TableKick", player=table.user("bea"))
    assert asked(table) == [0]


def test_a_stand_in_the_table_voted_for_plays_at_once() -> None:
    table, ana = lose()
    table.host.wait(SITS - 5)
    ana.act("VoteStart", motion="stand_in", player=table.user("bea"))
    table.host.wait(10)
    assert asked(table) == []
    table.of("eva").act("VoteCast", vote=1, choice=True)
    assert asked(table) == [0]


def test_a_vote_to_wait_sends_the_stand_in_away() -> None:
    table, ana = lose()
    table.host.wait(SITS + 1)
    ana.act("VoteStart", motion="wait", player=table.user("bea"))
    table.of("eva").act("VoteCast", vote=1, choice=True)
    assert (seat_of(table).stand_in, seat_of(table).holds_back) == (False, False)
    table.host.wait(TOUCHES)
    assert asked(table) == []


def test_a_stand_in_plays_after_the_pause_in_which_its_wait_ended() -> None:
    table, ana = lose()
    ana.act("TablePause")
    table.host.wait(TOUCHES + 5)
    assert asked(table) == []
    ana.act("TableResume")
    assert asked(table) == [0]


@pytest.mark.parametrize(("classic", "waits"), [((), TOUCHES), (("bea",), SITS)])
def test_who_never_comes_to_a_game_is_waited_for_as_long(
    classic: tuple[str, ...], waits: float
) -> None:
    table = start(("ana", "bea", "eva"), seed=3, classic=classic, away=("bea",))
    table.host.wait(waits - 1)
    assert asked(table) == []
    table.host.wait(1)
    assert asked(table) == [0]


def test_in_a_resumed_game_as_well() -> None:
    saved = lose()[0].host.saved(1)
    host = FakeHost(seed=9)
    host.resume(saved)
    host.headers[1] = saved.header
    table = Table(host)
    table.connect("ana")
    table.host.wait(TOUCHES - 1)
    assert (asked(table), seat_of(table).stand_in) == ([], True)
    table.host.wait(1)
    assert asked(table) == [0]


def test_a_table_that_lay_down_and_wakes_holds_nothing_back() -> None:
    config = ServerConfig(remote_rooms=True, rest_after=SITS + 1)
    table, _ = lose(config=config)
    for name in ("ana", "eva"):
        table.of(name).client.drop()
    table.host.wait(SITS + 2)
    assert [seat_of(table, number).holds_back for number in range(3)] == [False] * 3
    bea = table.connect("bea")
    bea.act("StandIn", on=False)
    assert bea.act("ActionThrowDices")[0]["event_type"] == "game_action"
