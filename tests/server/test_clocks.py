"""When clocks start, go on and run out (R15, PROTOCOL.md 9.4)."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from magnate_app.rules import ids
from magnate_app.rules.settings import Settings
from tests.kit.hub import Message, Table, fill_in, start
from tests.server.test_game import do_business, land


def autos(table: Table) -> list[tuple[str, str]]:
    return [(record.action.split()[0], record.auto) for record in table.host.records[1]]


def left(message: Message) -> int | None:
    deadline = message["update"]["deadline"]
    return None if deadline is None else deadline["remaining_ms"]


def test_the_first_clock_starts_with_the_game() -> None:
    table = start(("ana", "bea"), away=("ana", "bea"))
    table.host.wait(15)
    ana = table.connect("ana")
    deadline = ana.state["deadline"]
    assert deadline == {
        "phase": "roll_the_dices",
        "players": [table.user(table.names[0])],
        "at": round(table.host.now) + 35_000,
        "remaining_ms": 35_000,
    }


@pytest.mark.parametrize(("pace", "seconds"), [("normal", 50), ("brisk", 25)])
def test_r15_3_the_default_is_told_like_any_other_action(pace: str, seconds: float) -> None:
    table = start(("ana", "bea"), settings=Settings(pace=pace))
    table.look()
    table.host.wait(seconds - 1)
    assert table.at(1).look() == []
    table.host.wait(1)
    action, response = table.at(1).look()
    assert action["data"]["type"] == "ActionThrowDices"
    assert action["data"]["auto"] == "timeout"
    assert left(response) == seconds * 1000


def test_relaxed_tables_have_no_clock() -> None:
    table = start(("ana", "bea"), settings=Settings(pace="relaxed"))
    assert table.at(0).state["deadline"] is None
    table.host.wait(100_000)
    assert table.host.records[1] == []


def test_refused_actions_do_not_touch_the_clock() -> None:
    table = start(("ana", "bea"))
    table.host.wait(10)
    table.at(0).error("ActionNextPhase")
    table.at(1).error("ActionThrowDices")
    assert table.connect(table.names[1]).state["deadline"]["remaining_ms"] == 40_000


def test_r15_2_afresh_after_each_action_of_the_same_player() -> None:
    table = start(("ana", "bea"))
    state = table.host.state()
    for square in (6, 8, 9):
        state.owner[state.board.index[square]] = 0
    do_business(table, 0)
    table.host.wait(0)
    told = table.at(0).act("ActionMortgageSet", square=6)
    assert left(told[-1]) == 50_000
    table.host.wait(30)
    told = table.at(0).act("ActionMortgageSet", square=8)
    assert left(told[-1]) == 50_000


def test_r15_2_other_players_do_not_touch_the_clock() -> None:
    table = start(("ana", "bea", "eva"))
    table.host.wait(30)
    told = table.at(1).act("ActionSurrender")
    assert left(told[-1]) == 20_000


def test_the_one_who_must_answer_has_40_seconds_then_business_afresh() -> None:
    table = start(("ana", "bea"))
    state = table.host.state()
    state.owner[state.board.index[8]] = 1
    do_business(table, 0)
    table.host.wait(10)
    told = table.at(0).act(
        "ActionTradeProposal",
        destination_user=table.user(table.names[1]),
        offered_money=50,
        asked_properties=[8],
    )
    assert left(told[-1]) == 40_000
    table.look()
    table.host.wait(40)
    action, response = table.at(0).look()
    assert action["data"]["type"] == "ActionTradeAnswer"
    assert action["data"]["choose"] is False
    assert action["data"]["auto"] == "timeout"
    assert response["data"]["phase"] == "business"
    assert left(response) == 50_000


def auction(*names: str, rules: frozenset[str] = frozenset(), **more: Any) -> Table:
    """Seat 0 has declined square 9."""
    table = start(names, settings=Settings(house_rules=rules), **more)
    land(table, 0, 9)
    table.at(0).act("ActionDropPurchase", square=9)
    table.look()
    return table


def test_bids_do_not_restart_a_sealed_auction() -> None:
    table = auction("ana", "bea", "eva")
    assert table.at(1).update["deadline"]["remaining_ms"] == 20_000
    assert table.at(1).update["deadline"]["players"] == [
        table.user(table.names[1]),
        table.user(table.names[2]),
    ]
    table.host.wait(15)
    told = table.at(1).act("ActionBid", amount=50)
    assert left(told[-1]) == 5000
    assert told[-1]["update"]["deadline"]["players"] == [table.user(table.names[2])]
    table.look()
    table.host.wait(5)
    action, response = table.at(1).look()
    assert action["data"]["amount"] is None
    assert action["data"]["auto"] == "timeout"
    assert response["data"]["winner"] == table.user(table.names[1])


def test_missing_bids_are_told_one_after_the_other_in_turn_order() -> None:
    table = auction("ana", "bea", "eva", "leo")
    table.host.wait(20)
    told = table.at(0).look()
    assert [m["data"]["player"] for m in told if m["event_type"] == "game_action"] == [
        table.user(name) for name in table.names[1:]
    ]
    assert told[-1]["data"]["type"] == "ResponseAuction"
    assert told[-1]["data"]["winner"] is None


def test_a_run_off_has_a_clock_of_its_own_and_stands_at_the_tie() -> None:
    table = auction("ana", "bea", "eva")
    table.host.wait(15)
    table.at(1).act("ActionBid", amount=50)
    told = table.at(2).act("ActionBid", amount=50)
    assert left(told[-1]) == 20_000
    table.look()
    table.host.wait(20)
    told = table.at(1).look()
    assert [m["data"].get("amount") for m in told[::2]] == [50, None]
    assert told[-1]["data"]["winner"] == table.user(table.names[1])
    assert told[-1]["data"]["final_amount"] == 50


def test_r12_13_each_bid_of_an_open_auction_sets_8_seconds() -> None:
    table = auction("ana", "bea", "eva", rules=frozenset({"open_auction"}))
    assert table.at(1).update["deadline"]["remaining_ms"] == 20_000
    told = table.at(1).act("ActionBid", amount=50)
    assert left(told[-1]) == 8000
    table.host.wait(5)
    told = table.at(2).act("ActionBid", amount=0)
    assert left(told[-1]) == 3000, "a withdrawal does not touch the clock"
    told = table.at(0).act("ActionBid", amount=60)
    assert left(told[-1]) == 8000
    table.host.wait(6)
    table.look()
    told = table.at(2).act("ActionSurrender")
    assert left(told[-1]) == 2000, "who had not bid takes no time along"
    table.host.wait(2)
    told = table.at(1).look()
    assert told[-1]["data"]["winner"] == table.user(table.names[0])
    assert told[-1]["data"]["final_amount"] == 60


def test_r12_15_a_bidder_who_leaves_sets_8_seconds() -> None:
    table = auction("ana", "bea", "eva", rules=frozenset({"open_auction"}))
    table.at(1).act("ActionBid", amount=50)
    table.at(2).act("ActionBid", amount=70)
    table.host.wait(6)
    told = table.at(2).act("ActionSurrender")
    assert left(told[-1]) == 8000
    assert told[-1]["update"]["view"]["decision"]["highest"] == [1, 50]


def test_bots_seats_have_no_clock() -> None:
    table = start(("ana",), ("easy", "easy"))
    if table.seat("ana") == 0:
        table.at(0).act("ActionThrowDices")
    land(table, table.seat("Cierzo"), 9)
    state = table.host.state()
    table.host.asks.clear()
    # Somebody's accepted action makes the table look at the clock again.
    table.of("ana").act("StandIn", on=True)
    table.of("ana").act("StandIn", on=False)
    session = table.host.hub._tables.sessions[1]
    session._set_clock(table.host.now)
    assert table.connect("ana").state["deadline"] is None
    assert state.phase == ids.MANAGEMENT


def test_r10_6_a_debt_is_raised_by_the_bank_action_by_action() -> None:
    table = start(("ana", "bea"))
    state = table.host.state()
    for square in (6, 8, 9):
        state.owner[state.board.index[square]] = 0
    state.cash[0] = -70
    state.turn_seat = state.actor = 0
    state.phase = ids.LIQUIDATION
    state.debt = 70
    state.resume = 3
    state.decision += 1
    table.look()
    table.host.wait(50)
    assert autos(table) == [("Mortgage", "timeout"), ("Mortgage", "timeout")]
    assert state.cash[0] >= 0
    assert table.at(1).look()[-1]["data"]["phase"] == "business"


def test_r10_6_who_cannot_raise_it_is_bankrupt() -> None:
    table = start(("ana", "bea", "eva"))
    state = table.host.state()
    state.cash[0] = -5000
    state.turn_seat = state.actor = 0
    state.phase = ids.LIQUIDATION
    state.debt = 5000
    state.decision += 1
    table.host.wait(50)
    assert autos(table) == [("EndPhase", "timeout")]
    told = table.at(1).look()
    assert told[-2]["data"]["type"] == "ActionNextPhase"
    assert table.host.state().out[0]


def test_r15_5_two_timeouts_in_a_row_bring_a_stand_in() -> None:
    table = start(("ana", "bea"))
    name = table.names[0]
    table.look()
    table.host.wait(50)
    assert not table.at(1).update["seats"][0]["stand_in"]
    while not any(m["event_type"] == "presence" for m in table.at(1).look()):
        assert len(table.host.records[1]) < 12
        table.host.wait(10)
    mine = [r for r in table.host.records[1] if r.seat == 0]
    assert [record.auto for record in mine] == ["timeout", "timeout"]
    shown = table.at(1).seen[-1]["seats"][0]
    assert (shown["username"], shown["stand_in"], shown["connected"]) == (name, True, True)


def test_r15_5_an_action_in_between_breaks_the_row() -> None:
    table = start(("ana", "bea"), settings=Settings(max_rounds=0))
    me, rng, state = table.at(0), Random(1), table.host.state()
    for _ in range(6):
        table.host.wait(51)
        while state.actor != 0 or state.phase == ids.AUCTION:
            table.host.wait(5)
        me.look()
        action = fill_in(me.legal()[0], rng)
        assert me.act(action.pop("type"), **action)[0]["event_type"] == "game_action"
    assert not any(
        seat["stand_in"] and seat["seat"] == 0
        for message in me.seen
        if message["event_type"] == "presence"
        for seat in message["seats"]
    )


def test_r15_5_auctions_neither_count_nor_interrupt() -> None:
    table = auction("ana", "bea")
    table.host.wait(20)
    state = table.host.state()
    assert not table.at(1).look()[-1]["update"]["seats"][1]["stand_in"]
    session = table.host.hub._tables.sessions[1]
    assert session.table.seats[1].timeouts == 0
    session.table.seats[1].timeouts = 1
    land(table, 0, 11)
    table.at(0).act("ActionDropPurchase", square=11)
    table.look()
    table.at(1).act("ActionBid", amount=0)
    assert session.table.seats[1].timeouts == 1
    assert state.phase != ids.AUCTION
