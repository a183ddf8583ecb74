"""Advice at a table: who may ask, how often, and who is told what (ext)."""

from __future__ import annotations

import pytest

from magnate_app.bots.advice import advise
from magnate_app.protocol.explaining import Why
from magnate_app.protocol.gamelog import TableOptions
from magnate_app.rules.actions import AnswerTrade, Bid, ProposeTrade
from magnate_app.rules.state import HIDDEN_BID
from magnate_app.server import commands as c
from magnate_app.server import events as e
from tests.kit.hub import Message, Table, start
from tests.server.test_bots import reply
from tests.server.test_game import do_business, land

ON = TableOptions(advice=True)


def at_purchase(*, options: TableOptions = ON, people: tuple[str, ...] = ("ana", "bea")) -> Table:
    table = start(people, options=options)
    land(table, table.seat("ana"), 6)
    table.look()
    return table


def think(table: Table) -> None:
    """Let the adviser answer what was asked of it."""
    for ask in table.host.advice_asks:
        found = tuple((one.actions, one.value, one.whys) for one in advise(ask.view, ask.seat))
        table.host.tell(e.Advised(ask.game, ask.seat, ask.decision, found))
    table.host.advice_asks.clear()


def told(table: Table, name: str) -> list[Message]:
    return [one for one in table.of(name).look() if one["event_type"] == "advice"]


def test_who_must_act_is_advised_alone() -> None:
    table = at_purchase()
    assert table.of("ana").act("AskAdvice") == []
    think(table)
    (advice,) = told(table, "ana")
    assert told(table, "bea") == []
    first = advice["choices"][0]
    assert first["actions"] == [
        {"type": "ActionBuySquare", "game": 1, "player": table.user("ana"), "square": 6}
    ]
    assert {why["code"] for why in first["whys"]} == {"little_income", "worth"}
    assert advice["decision"] == table.of("ana").update["view"]["decision"]["id"] + 1
    action = {key: value for key, value in first["actions"][0].items() if key != "type"}
    assert table.of("ana").act("ActionBuySquare", **action)[-1]["event_type"] != "error"


def test_a_table_decides_whether_there_is_advice() -> None:
    table = at_purchase(options=TableOptions())
    assert table.of("ana").error("AskAdvice")[0] == "advice_off"
    assert "advice" not in table.of("ana").state["settings"]
    assert at_purchase().of("ana").state["settings"]["advice"] is True


def test_others_spectators_and_classic_connections_are_not_advised() -> None:
    table = at_purchase()
    code, params = table.of("bea").error("AskAdvice")
    assert (code, params) == ("not_your_turn", {"active": [table.user("ana")]})
    teo = table.connect("teo", spectate="1")
    assert teo.error("AskAdvice")[0] == "not_a_participant"
    table = start(("ana", "bea"), options=ON, classic=("ana",))
    land(table, table.seat("ana"), 6)
    assert table.of("ana").error("AskAdvice")[0] == "not_extended"


def test_questions_are_few() -> None:
    table = at_purchase()
    for _ in range(3):
        assert table.of("ana").act("AskAdvice") == []
    assert len(table.host.advice_asks) == 1
    code, params = table.of("ana").error("AskAdvice")
    assert code == "rate_limited"
    assert 0 < params["retry_ms"] <= 2001
    table.host.wait(2)
    assert table.of("ana").act("AskAdvice") == []
    think(table)
    assert len(told(table, "ana")) == 1


def test_advice_comes_too_late_for_a_decision_that_is_over() -> None:
    table = at_purchase()
    table.of("ana").act("AskAdvice")
    (ask,) = table.host.advice_asks
    table.of("ana").act("ActionBuySquare", square=6)
    think(table)
    assert told(table, "ana") == []
    table.host.tell(e.Advised(ask.game, ask.seat, ask.decision, ()))
    table.host.tell(e.Advised(ask.game, 9, ask.decision, ()))
    table.host.tell(e.Advised(7, ask.seat, ask.decision, ()))
    assert told(table, "ana") == []


def test_advice_on_business_comes_too_late_after_a_building() -> None:
    table = start(("ana", "bea"), options=ON)
    seat, state = table.seat("ana"), table.host.state()
    board = state.board
    for place in (37, 39):
        state.owner[board.index[place]] = seat
    state.group_owner[board.group[board.index[37]]] = seat
    do_business(table, seat)
    table.look()
    table.of("ana").act("AskAdvice")
    table.of("ana").act("ActionBuild", square=37)
    think(table)
    assert told(table, "ana") == []
    table.of("ana").act("AskAdvice")
    think(table)
    (advice,) = told(table, "ana")
    assert advice["choices"][0]["actions"][0]["type"] == "ActionBuild"


def test_bids_of_others_do_not_spoil_advice_on_an_auction() -> None:
    table = start(("ana", "bea", "leo"), options=ON)
    land(table, table.seat("ana"), 9)
    table.look()
    table.of("ana").act("ActionDropPurchase", square=9)
    table.of("leo").act("AskAdvice")
    table.of("bea").act("ActionBid", amount=90)
    think(table)
    assert len(told(table, "leo")) == 1


def test_advice_for_somebody_who_left_is_dropped() -> None:
    table = at_purchase()
    table.of("ana").act("AskAdvice")
    table.of("ana").client.drop()
    think(table)
    again = table.connect("ana")
    assert [one for one in again.seen if one["event_type"] == "advice"] == []


def test_the_adviser_sees_what_the_seat_sees() -> None:
    table = start(("ana", "bea", "leo"), options=ON)
    land(table, table.seat("ana"), 9)
    table.look()
    table.of("ana").act("ActionDropPurchase", square=9)
    table.of("bea").act("ActionBid", amount=90)
    table.of("leo").act("AskAdvice")
    (ask,) = table.host.advice_asks
    assert ask.view.bids[table.seat("bea")] == HIDDEN_BID
    ask.view.cash[0] = 0
    assert table.host.state().cash[0] == 1500
    think(table)
    (advice,) = told(table, "leo")
    assert {one["actions"][0]["type"] for one in advice["choices"]} == {"ActionBid"}
    assert advice["choices"][0]["actions"][0]["amount"] is not None


# ------------------------------------------------------------------ reasons with offers


def bargaining() -> tuple[Table, c.AskBot]:
    """Return a table where a bot may do business, and the question to it."""
    table = start(("ana",), ("hard", "hard"))
    seat = next(n for n in range(3) if table.host.headers[1].seats[n].is_bot)
    state = table.host.state()
    state.owner[state.board.index[6]] = seat
    state.owner[state.board.index[8]] = table.seat("ana")
    do_business(table, seat)
    table.host.asks.clear()
    session = table.host.hub._tables.sessions[1]
    for holder in session.table.seats:
        holder.question = None
    session._questions.ask()
    table.host._carry_out(table.host.hub._commands())
    table.look()
    return table, table.host.asks.pop()


def offer_of(table: Table) -> ProposeTrade:
    board = table.host.state().board
    return ProposeTrade(table.seat("ana"), 150, 0, (), (board.index[8],))


def test_an_offer_carries_its_reason_while_it_lies_on_the_table() -> None:
    table, ask = bargaining()
    why = Why("closer", {"group": 2})
    table.host.tell(e.BotAnswered(ask.game, ask.seat, ask.question, offer_of(table), why))
    response = table.of("ana").look()[-1]
    assert response["update"]["why"] == {"code": "closer", "params": {"group": 2}}
    table.of("ana").client.drop()
    again = table.connect("ana")
    assert again.update["why"] == {"code": "closer", "params": {"group": 2}}
    again.act("ActionTradeAnswer", choose=False)
    assert "why" not in again.update


def test_a_refusal_carries_its_reason_once() -> None:
    table, ask = bargaining()
    bot = ask.seat
    do_business(table, table.seat("ana"))
    table.look()
    user = table.host.headers[1].seats[bot].user
    table.of("ana").act(
        "ActionTradeProposal", destination_user=user, offered_money=10, asked_properties=[6]
    )
    answer = table.host.asks.pop()
    why = Why("too_little", {"amount": 90})
    table.host.tell(
        e.BotAnswered(answer.game, answer.seat, answer.question, AnswerTrade(False), why)
    )
    response = table.of("ana").look()[-1]
    assert response["update"]["why"]["code"] == "too_little"
    table.of("ana").client.drop()
    assert "why" not in table.connect("ana").update


@pytest.mark.logs_warnings
def test_a_reason_does_not_outlive_a_replaced_answer() -> None:
    table, ask = bargaining()
    reply(table, ask, Bid(1))
    assert all("why" not in one.get("update", {}) for one in table.of("ana").look())
