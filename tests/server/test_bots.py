"""Bots at a table: what they are asked, and what becomes of their answers (8.5, R15.6)."""

from __future__ import annotations

import msgspec
import pytest

from magnate_app.rules import engine, ids
from magnate_app.rules.actions import Action, Bid, Buy, EndPhase, Roll
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import HIDDEN_BID
from magnate_app.server import commands as c
from magnate_app.server import events as e
from tests.kit.hub import Message, Table, start
from tests.server.test_game import land

OPEN = Settings(house_rules=frozenset({"open_auction"}))


def seats_of_bots(table: Table) -> list[int]:
    return [n for n, seat in enumerate(table.host.headers[1].seats) if seat.is_bot]


def reply(table: Table, ask: c.AskBot, action: Action | None) -> None:
    table.host.tell(e.BotAnswered(ask.game, ask.seat, ask.question, action))


def told(table: Table) -> list[Message]:
    return table.of("ana").look()


def bots_turn() -> tuple[Table, c.AskBot]:
    """Find a game in which a bot begins."""
    for seed in range(1, 20):
        table = start(("ana",), ("hard", "easy"), seed=seed)
        if table.host.asks:
            table.look()
            return table, table.host.asks.pop()
    raise AssertionError("ana always begins")


def at_auction(*, rules: Settings | None = None) -> Table:
    """Ana has declined square 9; bots wait for nothing else."""
    table = start(("ana",), ("easy", "easy", "easy"), settings=rules)
    land(table, table.seat("ana"), 9)
    table.host.asks.clear()
    for seat in table.host.hub._tables.sessions[1].table.seats:
        seat.question = None
    table.look()
    table.of("ana").act("ActionDropPurchase", square=9)
    return table


def test_a_bot_is_asked_with_a_view_of_its_own() -> None:
    table, ask = bots_turn()
    assert (ask.game, ask.level, ask.stand_in, ask.delay) == (1, "hard", False, 1.0) or (
        ask.level == "easy"
    )
    ask.view.cash[ask.seat] = 0
    assert table.host.state().cash[ask.seat] == 1500
    reply(table, ask, Roll())
    action, response, *_ = told(table)
    assert action["data"]["auto"] == "bot"
    assert response["update"]["deadline"] is None
    assert table.host.records[1][-1].auto == "bot"


def test_an_answer_is_wanted_as_long_as_its_decision_is_there() -> None:
    table, ask = bots_turn()
    hub = table.host.hub
    assert hub.waits_for(ask)
    assert not hub.waits_for(msgspec.structs.replace(ask, game=2))
    assert not hub.waits_for(msgspec.structs.replace(ask, question=ask.question + 1))
    reply(table, ask, Roll())
    assert not hub.waits_for(ask)


def test_answers_to_another_question_are_dropped() -> None:
    table, ask = bots_turn()
    table.host.tell(e.BotAnswered(1, ask.seat, ask.question + 1, Roll()))
    table.host.tell(e.BotAnswered(1, (ask.seat + 1) % 3, ask.question, Roll()))
    table.host.tell(e.BotAnswered(1, 9, ask.question, Roll()))
    table.host.tell(e.BotAnswered(2, ask.seat, ask.question, Roll()))
    assert told(table) == []
    reply(table, ask, Roll())
    assert told(table) != []
    reply(table, ask, Roll())
    assert told(table) == []


@pytest.mark.logs_warnings
@pytest.mark.parametrize("answer", [EndPhase(), Buy(6), Bid(10), None])
def test_an_illegal_answer_becomes_the_default(
    answer: Action | None, caplog: pytest.LogCaptureFixture
) -> None:
    table, ask = bots_turn()
    reply(table, ask, answer)
    action, *_ = told(table)
    assert action["data"]["type"] == "ActionThrowDices"
    assert action["data"]["auto"] == "bot"
    assert "seat" in caplog.text


def test_in_management_bots_are_told_in_the_explicit_form() -> None:
    table, ask = bots_turn()
    land(table, ask.seat, 6)
    reply(table, ask, EndPhase())
    action, response = told(table)
    assert action["data"]["type"] == "ActionDropPurchase"
    assert action["data"]["square"] == 6
    assert response["data"]["phase"] == "auction"
    assert table.host.records[1][-1].action == "Decline 6"


def test_all_bots_are_asked_at_once_in_an_auction() -> None:
    table = at_auction()
    asks = table.host.asks
    assert [ask.seat for ask in asks] == seats_of_bots(table)
    first, second, third = asks
    reply(table, third, Bid(40))
    assert len(asks) == 3, "the others are thinking already"
    reply(table, first, Bid(30))
    reply(table, second, Bid(0))
    assert told(table)[-1]["data"]["winner"] == table.host.headers[1].seats[third.seat].user


def test_a_bot_does_not_see_the_bids_of_others() -> None:
    table = at_auction()
    first, second, third = table.host.asks
    reply(table, first, Bid(30))
    session = table.host.hub._tables.sessions[1]
    session.table.seats[second.seat].question = None
    table.host.asks.clear()
    session._questions.ask()
    table.host.tell(e.TimerFired("nothing"))
    (again,) = table.host.asks
    assert again.seat == second.seat != third.seat
    assert again.view.bids[first.seat] == HIDDEN_BID


@pytest.mark.logs_warnings
def test_an_illegal_bid_is_a_pass_of_that_very_bot() -> None:
    table = at_auction()
    last = table.host.asks[-1]
    reply(table, last, Bid(999_999))
    assert table.host.records[1][-1].seat == last.seat
    assert table.host.records[1][-1].action == "Bid 0"


@pytest.mark.logs_warnings
def test_an_illegal_bid_in_a_run_off_is_the_tied_amount() -> None:
    table = at_auction()
    first, second, third = table.host.asks
    table.host.asks.clear()
    reply(table, first, Bid(30))
    reply(table, second, Bid(30))
    reply(table, third, Bid(0))
    assert [ask.seat for ask in table.host.asks] == [first.seat, second.seat]
    reply(table, table.host.asks[0], Bid(0))
    assert table.host.records[1][-1].action == "Bid 30"


def test_an_outdated_bid_in_an_open_auction_is_asked_again() -> None:
    table = at_auction(rules=OPEN)
    first, second, _ = table.host.asks
    table.host.asks.clear()
    reply(table, first, Bid(50))
    reply(table, second, Bid(40))
    assert told(table)[-1]["update"]["view"]["decision"]["highest"] == [first.seat, 50]
    (again,) = table.host.asks
    assert again.seat == second.seat
    assert again.view.minimum == 60
    reply(table, again, Bid(60))
    assert table.host.state().highest == second.seat
    assert first.seat in [ask.seat for ask in table.host.asks]


def test_answers_during_a_pause_are_dropped_and_asked_again() -> None:
    table, ask = bots_turn()
    table.of("ana").act("TablePause")
    reply(table, ask, Roll())
    assert told(table) == []
    table.of("ana").act("TableResume")
    (again,) = table.host.asks
    assert again.seat == ask.seat
    assert again.question != ask.question
    reply(table, again, Roll())
    assert table.host.records[1] != []


def test_an_answer_after_its_person_came_back_is_dropped() -> None:
    table = start(("ana", "bea"))
    first = table.at(0)
    first.act("StandIn", on=True)
    (ask,) = table.host.asks
    first.act("StandIn", on=False)
    reply(table, ask, Roll())
    assert table.host.records[1] == []
    first.act("StandIn", on=True)
    assert len(table.host.asks) == 2


def test_an_answer_after_the_clock_is_dropped() -> None:
    table = start(("ana", "bea"))
    table.at(0).act("StandIn", on=True)
    (ask,) = table.host.asks
    table.host.wait(50)
    assert [record.auto for record in table.host.records[1]] == ["timeout"]
    reply(table, ask, Roll())
    assert len(table.host.records[1]) == 1


def test_legal_answers_of_every_kind_are_taken() -> None:
    table, ask = bots_turn()
    for _ in range(60):
        legal = engine.legal(ask.view, ask.seat)[:-1]
        reply(table, ask, legal[-1])
        if table.host.state().phase == ids.END:
            return
        while not table.host.asks:
            player = table.of("ana")
            player.look()
            if player.legal():
                table.host.wait(60)
            else:
                return
        ask = table.host.asks.pop(0)
