"""Being away, stand-ins, coming back, controls of the table (PROTOCOL.md 8.1, 8.5, 8.7, R15)."""

from __future__ import annotations

import pytest

from magnate_app.protocol.gamelog import TableOptions
from magnate_app.rules import ids
from magnate_app.rules.actions import AnswerTrade, ProposeTrade
from magnate_app.rules.settings import Settings
from magnate_app.server import events as e
from tests.kit.hub import Message, Player, start, token
from tests.server.test_game import do_business


def presence(player: Player) -> list[Message]:
    return [message for message in player.look() if message["event_type"] == "presence"]


def shown(player: Player) -> list[tuple[str, bool, bool]]:
    """Name, connected and stand-in of each seat that was told to have changed."""
    return [
        (seat["username"], seat["connected"], seat["stand_in"])
        for message in presence(player)
        for seat in message["seats"]
    ]


def test_12_6_a_drop_and_a_return() -> None:
    table = start(("ana", "bea"))
    ana, bea = table.at(0), table.at(1)
    name = table.names[1]
    ana.act("ActionThrowDices")
    do_business(table, 1)
    table.look()
    bea.client.drop()
    assert shown(ana) == [(name, False, False)]
    table.host.wait(19)
    assert shown(ana) == []
    table.host.wait(1)
    assert shown(ana) == [(name, False, True)]
    assert table.host.asks == []
    table.host.wait(20)
    (ask,) = table.host.asks
    assert (ask.seat, ask.stand_in, ask.level) == (1, True, "medium")
    assert table.host.answer()
    action, response = ana.look()
    assert action["data"]["auto"] == "stand_in"
    assert response["update"]["seq"] == 2
    back = table.connect(name, seq=1)
    kinds = [message["event_type"] for message in back.seen]
    assert kinds == ["welcome", "game_state", "presence"]
    assert back.seen[0]["resumed"] is True
    assert back.update["since"] == 1
    assert back.update["events"] == response["update"]["events"]
    assert back.state["seats"][1]["stand_in"] is True
    assert ana.seen[-1]["seats"] == back.seen[-1]["seats"]
    assert back.act("StandIn", on=False)[0]["seats"][0]["stand_in"] is False
    assert shown(ana) == [(name, True, False)]
    newer = table.host.extended("/ws/game/1", token(name))
    assert back.client.closed == (4005, "replaced")
    assert ana.look() == []
    assert newer.still_open()


def test_coming_back_in_time_prevents_the_stand_in() -> None:
    table = start(("ana", "bea"))
    table.at(1).client.drop()
    table.host.wait(19)
    table.connect(table.names[1])
    table.at(0).look()
    table.host.wait(15)
    assert shown(table.at(0)) == []


def test_who_never_comes_is_away() -> None:
    table = start(("ana", "bea"), away=("bea",))
    assert table.of("ana").state["seats"][table.seat("bea")]["connected"] is False
    table.host.wait(20)
    assert shown(table.of("ana")) == [("bea", False, True)]


def test_with_absence_clock_only_the_clock_counts() -> None:
    table = start(("ana", "bea"), options=TableOptions(absence="clock"))
    table.at(1).client.drop()
    table.look()
    table.host.wait(45)
    assert shown(table.at(0)) == []


def test_with_absence_wait_the_table_pauses() -> None:
    table = start(("ana", "bea", "eva"), options=TableOptions(absence="wait"))
    ana, bea, eva = (table.at(seat) for seat in range(3))
    table.host.wait(10)
    bea.client.drop()
    *_, paused = ana.look()
    user = table.user(table.names[1])
    assert paused == {
        "event_type": "table",
        "change": "paused",
        "by": user,
        "player": user,
        "number": 1,
        "events": paused["events"],
        "at": round(table.host.now),
        "paused": True,
        "pace": "normal",
    }
    assert ana.error("ActionThrowDices") == ("paused", {"by": user})
    assert ana.act("ChatMessage", msg="¿bea?")[0]["msg"] == "¿bea?"
    eva.client.drop()
    table.host.wait(1000)
    assert table.host.records[1] == []
    back = table.connect(table.names[1])
    assert back.state["paused"] is True, "eva is still away"
    back = table.connect(table.names[2])
    assert back.state["paused"] is False
    assert back.state["deadline"]["remaining_ms"] == 40_000
    assert ana.seen[-2]["change"] == "resumed"
    assert table.host.announced[0].state == "playing"


def test_the_host_need_not_wait() -> None:
    table = start(("ana", "bea"), options=TableOptions(absence="wait"))
    table.of("bea").client.drop()
    assert table.host.announced[0].state == "paused"
    table.look()
    assert table.of("ana").act("TableResume")[0]["change"] == "resumed"
    assert table.at(0).client is not None
    table.connect("bea")
    table.of("bea").client.drop()
    assert table.of("ana").look()[-1]["change"] == "paused"
    told = table.of("ana").act("TableKick", player=table.user("bea"))
    assert [m.get("change") for m in told if m["event_type"] == "table"] == ["kicked", "resumed"]


def test_alone_the_table_waits() -> None:
    table = start(("ana",), ("easy",), solo=True)
    table.of("ana").client.drop()
    while table.host.answer():
        pass
    records = len(table.host.records[1])
    table.host.wait(10_000)
    assert len(table.host.records[1]) == records
    back = table.connect("ana")
    assert back.state["paused"] is False
    table.host.wait(60)
    table.host.answer()
    assert len(table.host.records[1]) > records


def test_r15_6_any_action_takes_the_seat_back_a_refused_one_too() -> None:
    table = start(("ana", "bea"), classic=("ana",))
    ana, bea = table.of("ana"), table.of("bea")
    bea.act("StandIn", on=True)
    assert bea.seen[-1]["seats"][0]["stand_in"] is True
    assert bea.act("StandIn", on=True) == []
    told = bea.act("ActionBid", amount=5)
    assert [m["event_type"] for m in told] == ["presence", "error"]
    assert told[0]["seats"][0]["stand_in"] is False
    assert ana.look() == [], "classic connections learn nothing of it"
    assert table.host.asks == [] or table.host.answer()
    assert table.host.records[1] == [], "the answer of the dismissed stand-in is dropped"


def test_r15_6_a_stand_in_proposes_nothing_and_rejects_everything() -> None:
    table = start(("ana", "bea"))
    state = table.host.state()
    state.owner[state.board.index[8]] = 1
    table.at(1).act("StandIn", on=True)
    do_business(table, 0)
    table.look()
    table.at(0).act(
        "ActionTradeProposal",
        destination_user=table.user(table.names[1]),
        offered_money=50,
        asked_properties=[8],
    )
    ask = table.host.asks.pop()
    table.host.tell(e.BotAnswered(1, 1, ask.question, AnswerTrade(True)))
    assert table.host.records[1][-1].action == "AnswerTrade reject"
    do_business(table, 1)
    table.host.hub._tables.sessions[1]._questions.ask()
    table.host.tell(e.TimerFired("nothing"))
    ask = table.host.asks.pop()
    offer = ProposeTrade(0, offered=(state.board.index[8],), asked_money=10)
    table.host.tell(e.BotAnswered(1, 1, ask.question, offer))
    assert table.host.records[1][-1].action == "EndPhase"


@pytest.mark.parametrize("message", ["TablePause", "TableResume", "TablePace", "TableKick"])
def test_controls_belong_to_the_host_of_the_table(message: str) -> None:
    table = start(("ana", "bea"))
    fields: dict[str, Message] = {
        "TablePace": {"pace": "brisk"},
        "TableKick": {"player": table.user("ana")},
    }
    assert table.of("bea").error(message, **fields.get(message, {})) == ("not_host", {})
    teo = table.connect("teo", spectate="1")
    table.look()
    assert teo.error(message, **fields.get(message, {}))[0] == "not_host"
    assert table.of("ana").look() == []


def test_pause_and_resume_work_from_classic_connections() -> None:
    table = start(("ana", "bea"), ("easy",), classic=("ana",))
    ana, bea = table.of("ana"), table.of("bea")
    table.host.wait(10)
    assert ana.act("TablePause") == []
    (told,) = bea.look()
    assert told == {
        "event_type": "table",
        "change": "paused",
        "by": table.user("ana"),
        "player": None,
        "number": 1,
        "events": told["events"],
        "at": round(table.host.now),
        "paused": True,
        "pace": "normal",
    }
    assert ana.act("TablePause") == []
    assert table.host.announced[0].state == "paused"
    assert bea.error("ActionSurrender") == ("paused", {"by": table.user("ana")})
    assert bea.error("ActionBuild", square=77)[0] == "unknown_square", "form comes first"
    while table.host.answer():
        pass
    table.host.wait(1000)
    assert table.host.records[1] == []
    late = table.connect("bea")
    assert late.state["paused"] is True
    ana.act("TableResume")
    assert late.look()[-1]["change"] == "resumed"
    assert ana.act("TableResume") == []
    table.host.wait(1)
    assert table.host.asks or late.state["deadline"]["remaining_ms"] == 40_000


def test_the_pace_counts_from_the_next_decision_on() -> None:
    table = start(("ana", "bea"))
    host, first = table.of("ana"), table.at(0)
    told = host.act("TablePace", pace="brisk")[-1]
    assert (told["change"], told["pace"]) == ("pace", "brisk")
    assert table.connect("bea").state["deadline"]["remaining_ms"] == 50_000
    assert table.of("bea").state["settings"]["pace"] == "brisk"
    first = table.at(0)
    first.look()
    assert first.act("ActionThrowDices")[-1]["update"]["deadline"]["remaining_ms"] == 25_000
    assert host.error("TablePace", pace="hectic") == (
        "invalid_setting",
        {"setting": "pace", "allowed": "relaxed, normal, brisk"},
    )


def test_kick_and_unkick() -> None:
    table = start(("ana", "bea"), ("easy",))
    ana, bea = table.of("ana"), table.of("bea")
    user = table.user("bea")
    told = ana.act("TableKick", player=user)
    assert bea.client.closed == (4009, "kicked")
    assert [m.get("change") for m in told] == ["kicked", None]
    assert told[0]["player"] == user
    assert told[1]["seats"][0]["stand_in"] is True
    assert told[1]["seats"][0]["connected"] is False
    assert ana.act("TableKick", player=user) == []
    assert table.host.connect("/ws/game/1", token("bea")).closed == (4003, "not_a_participant")
    watching = table.connect("bea", spectate="1")
    assert watching.state["role"] == "spectator"
    assert watching.error("ActionThrowDices")[0] == "not_a_participant"
    room = table.host.headers[1].room_codes[0]
    refused = table.host.extended(f"/ws/room/{room}", token("bea"))
    assert refused.closed == (4003, "game_running")
    ana.look()
    assert [m.get("change") for m in ana.act("TableUnkick", player=user)] == ["unkicked", None]
    assert ana.act("TableUnkick", player=user) == []
    back = table.connect("bea")
    assert watching.client.closed == (4005, "replaced")
    assert back.state["role"] == "player"
    assert back.state["seats"][table.seat("bea")]["stand_in"] is True
    assert back.act("StandIn", on=False)[0]["seats"][0]["stand_in"] is False


def test_whom_one_cannot_kick() -> None:
    table = start(("ana", "bea"), ("easy",))
    ana = table.of("ana")
    assert ana.error("TableKick", player=99) == ("unknown_player", {"player": 99})
    for name in ("ana", "Cierzo"):
        code, params = ana.error("TableKick", player=table.user(name))
        assert (code, params["field"]) == ("invalid_field", "player")


def test_games_from_the_queue_have_no_host() -> None:
    table = start(("ana", "bea"))
    host = table.host
    for name in ("eva", "leo", "teo", "pia"):
        host.connect("/ws/queue/", token(name), name=name)
    eva = Player(host.extended("/ws/game/2", token("eva")))
    assert eva.error("TablePause") == ("not_host", {})


def test_the_eliminated_are_not_waited_for() -> None:
    options = TableOptions(absence="wait")
    table = start(("ana", "bea", "eva"), options=options)
    table.of("eva").act("ActionSurrender")
    table.of("eva").client.drop()
    table.host.wait(5)
    assert table.of("bea").look()[-1]["event_type"] == "presence"
    assert table.connect("bea").state["paused"] is False


def test_kicking_somebody_who_is_out_only_closes_the_line() -> None:
    table = start(("ana", "bea", "eva"))
    table.of("eva").act("ActionSurrender")
    table.look()
    table.of("ana").act("TableKick", player=table.user("eva"))
    assert table.of("eva").client.closed == (4009, "kicked")
    assert not table.of("ana").seen[-1]["seats"][0]["stand_in"]


def test_leaving_and_coming_back_with_an_unknown_seq() -> None:
    table = start(("ana", "bea"))
    table.at(0).act("ActionThrowDices")
    for seq, resumed in ((0, True), (1, True), (2, False), (10_000, False)):
        back = table.connect("ana", seq=seq)
        assert back.seen[0]["resumed"] is resumed
        assert back.update["since"] == (seq if resumed else 1)
    whole = table.connect("ana", seq=0).update["events"]
    assert whole[0]["type"] == "GameStarted"
    assert "DiceThrown" in [event["type"] for event in whole]


def test_a_person_who_leaves_at_the_end_is_told_as_gone() -> None:
    table = start(("ana", "bea"), settings=Settings(pace="relaxed"))
    table.of("bea").act("ActionSurrender")
    table.of("ana").client.drop()
    assert shown(table.of("bea"))[-1] == ("ana", False, False)
    assert [key for key in table.host.timers if "away" in key] == []


def test_a_turn_of_somebody_who_left_for_good_passes_on() -> None:
    table = start(("ana", "bea", "eva"))
    table.at(0).act("ActionSurrender")
    assert table.host.state().turn_seat == 1
    assert table.host.state().phase == ids.ROLL


def test_who_plays_again_no_longer_watches() -> None:
    table = start(("ana", "bea"))
    table.connect("teo", spectate="1")
    table.look()
    table.of("ana").act("TableKick", player=table.user("bea"))
    table.connect("bea", spectate="1")
    table.of("ana").act("TableUnkick", player=table.user("bea"))
    table.connect("bea")
    assert table.of("teo").client.still_open()
    table.look()
    assert table.of("ana").seen[-1]["spectators"] == ["teo"]


@pytest.mark.parametrize("extended", [True, False])
def test_who_watches_the_own_seat_plays_again_once_it_is_given_back(extended: bool) -> None:
    table = start(("ana", "bea"), options=TableOptions(absence="stand_in"))
    ana, user = table.of("ana"), table.user("bea")
    ana.act("TableKick", player=user)
    bea = table.connect("bea", extended=extended, spectate="1")
    assert bea.state["role"] == "spectator"
    assert bea.error("ActionThrowDices")[0] == "not_a_participant"
    ana.look()
    told = ana.act("TableUnkick", player=user)
    assert [m.get("change") for m in told] == ["unkicked", None]
    assert (told[1]["seats"][0]["connected"], told[1]["spectators"]) == (True, [])
    seen = [m for m in bea.look() if m["event_type"] == "game_state"]
    assert [m["game_state"]["role"] for m in seen] == ["player"]
    assert bea.client.still_open()
    bea.act("ChatMessage", msg="¡otra vez!")
    assert not extended or ana.look()[-1]["role"] == "player"
    bea.act("ActionMoveTo", square=0)  # refused, but a sign of life
    bea.client.drop()
    ana.look()
    table.host.wait(20)
    assert shown(ana)[-1] == ("bea", False, True), "expected like anybody else"
