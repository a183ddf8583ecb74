"""The game socket: who may connect, what is told to whom, what is refused (PROTOCOL.md 7)."""

from __future__ import annotations

import pytest

from magnate_app.protocol.gamelog import TableOptions
from magnate_app.rules import ids
from magnate_app.rules.settings import Settings
from tests.kit.hub import FakeHost, Message, Player, Table, start, token


def land(table: Table, seat: int, square: int) -> None:
    """Let a seat stand on an unowned property and decide about it."""
    state = table.host.state()
    state.position[seat] = state.board.index[square]
    state.turn_seat = state.actor = seat
    state.phase = ids.MANAGEMENT
    state.decision += 1


def do_business(table: Table, seat: int) -> None:
    state = table.host.state()
    state.turn_seat = state.actor = seat
    state.phase = ids.BUSINESS
    state.decision += 1


def kinds(messages: list[Message]) -> list[str]:
    return [message["event_type"] for message in messages]


@pytest.mark.parametrize("name", ["2", "x", "1x", "-1", "٣", "1" * 20, "01 "])
def test_unknown_games(name: str) -> None:
    table = start(("ana", "bea"))
    client = table.host.connect(f"/ws/game/{name}/", token("ana"))
    assert client.closed == (4003, "game_not_found")
    assert client.take() == []


def test_strangers_and_closed_tables() -> None:
    table = start(("ana", "bea"), options=TableOptions(spectators=False))
    for query in ({}, {"spectate": "1"}):
        client = table.host.connect("/ws/game/1/", token("teo"), **query)
        assert client.closed == (4003, "not_a_participant")
        assert client.take() == []


def test_the_first_message_is_the_whole_game() -> None:
    table = start(("ana", "bea"), ("hard",), classic=("ana",))
    (first,) = table.of("ana").seen
    state = first["game_state"]
    assert list(first) == ["event_type", "game_state"]
    assert state["datetime"] == "2026-11-22T18:00:00Z"
    assert state["seq"] == 0
    assert state["you"] == table.user("ana")
    assert state["role"] == "player"
    assert state["host"] == table.user("ana")
    assert [seat["username"] for seat in state["seats"]] == table.names
    assert state["seats"][table.seat("Cierzo")]["bot_level"] == "hard"
    assert state["deadline"] is None or state["deadline"]["remaining_ms"] == 50_000
    welcome, second, *_ = table.of("bea").seen
    assert welcome["event_type"] == "welcome"
    assert (welcome["role"], welcome["resumed"]) == ("player", False)
    assert second["update"]["view"]["seat"] == table.seat("bea")
    assert second["update"]["events"] == []


def test_an_action_is_told_in_two_messages_to_everybody() -> None:
    table = start(("ana", "bea"), classic=("ana",))
    land(table, table.seat("bea"), 6)
    table.connect("teo", spectate="1")
    table.look()
    told = table.of("bea").act("ActionBuySquare", square="6", game=9, colour="red")
    assert told[0] == {
        "event_type": "game_action",
        "data": {
            "type": "ActionBuySquare",
            "game": 1,
            "player": table.user("bea"),
            "square": 6,
        },
    }
    assert told[1]["data"]["type"] == "Response"
    assert told[1]["data"]["money"][str(table.user("bea"))] == 1400
    assert told[1]["update"]["view"]["seat"] == table.seat("bea")
    classic = table.of("ana").look()
    assert classic == [told[0], {key: told[1][key] for key in ("event_type", "data")}]
    watched = table.of("teo").look()
    assert watched[0] == told[0]
    assert watched[1]["data"] == told[1]["data"]
    assert watched[1]["update"]["view"]["seat"] is None
    assert watched[1]["update"]["legal"] == []
    record = table.host.records[1][-1]
    assert (record.seq, record.seat, record.action) == (1, table.seat("bea"), "Buy 6")
    assert (record.auto, record.at) == ("", round(table.host.now))


def test_refusals_reach_the_sender_alone() -> None:
    table = start(("ana", "bea"), classic=("ana",))
    ana, bea = table.seat("ana"), table.user("bea")
    do_business(table, ana)
    table.look()
    cases: list[tuple[Message, str, Message | None]] = [
        ({"type": "ActionThrowDices"}, "wrong_phase", {"type": "ActionThrowDices"}),
        ({"type": "ActionBuild", "square": 99}, "unknown_square", {"square": 99}),
        ({"type": "ActionBuild", "square": 6, "houses": 0}, "invalid_field", None),
        ({"type": "ActionBuild", "square": 6}, "not_owner", {"square": 6}),
        ({"type": "ActionBuild"}, "invalid_field", None),
        ({"type": "ActionFly"}, "unknown_action", {"type": "ActionFly"}),
        ({}, "unknown_action", {"type": None}),
        ({"type": "ActionTradeProposal", "destination_user": 77}, "unknown_player", None),
        ({"type": "ActionTradeProposal", "destination_user": bea}, "trade_empty", {}),
        ({"type": "StandIn", "on": True}, "not_extended", {"name": "StandIn"}),
        ({"type": "host_move"}, "reserved", {"name": "host_move"}),
        ({"type": "hello", "protocol": 2}, "not_extended", {"name": "hello"}),
        ({"type": "ChatMessage", "msg": ""}, "text_empty", {}),
    ]
    for message, code, params in cases:
        (answer,) = table.of("ana").client.send(message)
        assert answer["code"] == code, message
        assert params is None or params.items() <= answer["params"].items()
        assert answer["event_type"] == "error"
        table.host.wait(0.1)
    assert table.of("ana").client.send("[")[0]["code"] == "invalid_json"
    assert table.of("bea").error("ActionThrowDices") == (
        "not_your_turn",
        {"active": [table.user("ana")]},
    )
    assert table.of("bea").error("hello", protocol=2) == ("unknown_action", {"type": "hello"})
    assert table.of("bea").look() == table.of("ana").look() == []
    assert table.host.records[1] == []


def test_stale_answers() -> None:
    table = start(("ana", "bea"))
    player = table.at(0)
    decision = player.update["view"]["decision"]["id"]
    assert player.error("ActionThrowDices", decision=decision + 1) == (
        "stale",
        {"decision": decision + 1},
    )
    assert kinds(player.act("ActionThrowDices", decision=decision)) == [
        "game_action",
        "game_response",
    ]
    assert player.error("ActionThrowDices", decision=decision)[0] == "stale"


def test_form_and_stale_come_before_the_turn() -> None:
    table = start(("ana", "bea"))
    other = table.at(1)
    assert other.error("ActionMoveTo", square=99, decision=999)[0] == "unknown_square"
    assert other.error("ActionMoveTo", square=6, decision=999)[0] == "stale"
    assert other.error("ActionMoveTo", square=6)[0] == "not_your_turn"


def test_12_4_sealed_bids_are_secret() -> None:
    table = start(("ana", "bea", "eva"), classic=("eva",))
    land(table, table.seat("eva"), 9)
    table.of("eva").act("ActionDropPurchase", square=9)
    teo = table.connect("teo", spectate="1")
    table.look()
    (mine, response) = table.of("ana").act("ActionBid", amount=90)
    assert mine["data"]["amount"] == 90
    assert response["update"]["events"] == [
        {"type": "BidPlaced", "seat": table.seat("ana"), "amount": 90}
    ]
    assert response["update"]["view"]["decision"]["my_bid"] == 90
    for name in ("bea", "eva", "teo"):
        action, *_ = table.of(name).look()
        assert action["data"] == {**mine["data"], "amount": None}
        assert "90" not in repr(table.of(name).seen[-1]["data"].get("amount"))
    assert teo.update["events"][0]["amount"] is None
    late = table.connect("ana")
    assert late.state["auction"]["my_bid"] == 90
    assert table.connect("bea").state["auction"]["my_bid"] is None
    told = table.of("bea").act("ActionBid", amount=90)
    run_off = told[-1]["data"]["run_off"]
    assert run_off["minimum"] == 90
    table.of("ana").act("ActionBid", amount=120)
    told = table.of("bea").act("ActionBid", amount=110)
    assert told[-1]["data"]["type"] == "ResponseAuction"
    assert told[-1]["data"]["bids"] == {
        str(table.user("ana")): 120,
        str(table.user("bea")): 110,
    }


def test_open_bids_are_public() -> None:
    rules = Settings(house_rules=frozenset({"open_auction"}))
    table = start(("ana", "bea"), settings=rules)
    land(table, 0, 9)
    table.at(0).act("ActionDropPurchase", square=9)
    table.at(1).look()
    table.at(0).act("ActionBid", amount=50)
    assert table.at(1).look()[0]["data"]["amount"] == 50


def test_7_6_counter_offers_in_both_forms() -> None:
    table = start(("ana", "bea"))
    state = table.host.state()
    for square in (8, 11):
        state.owner[state.board.index[square]] = 1
    do_business(table, 0)
    ana, bea = table.at(0), table.at(1)
    ana.act(
        "ActionTradeProposal",
        destination_user=table.user(table.names[1]),
        offered_money=150,
        asked_properties=[8],
    )
    told = bea.act(
        "ActionTradeAnswer",
        choose=False,
        counter={"asked_money": 250, "offered_properties": [8]},
    )
    assert told[-2]["data"] == {
        "type": "ActionTradeProposal",
        "game": 1,
        "player": table.user(table.names[1]),
        "destination_user": table.user(table.names[0]),
        "offered_money": 0,
        "asked_money": 250,
        "offered_properties": [8],
        "asked_properties": [],
    }
    assert ana.act("ActionTradeAnswer", choose=True)[-1]["data"]["phase"] == "business"
    assert state.cash[:2] == [1250, 1750]


def test_chat_is_open_to_spectators_and_in_both_forms() -> None:
    table = start(("ana", "bea"), classic=("ana",))
    teo = table.connect("teo", spectate="1")
    table.look()
    told = {"event_type": "chat_message", "game": 1, "user": "teo", "msg": "hola"}
    more = {"user_id": 3, "role": "spectator", "at": round(table.host.now)}
    assert teo.act("ChatMessage", msg=" hola ") == [{**told, **more}]
    assert table.of("ana").look() == [told]
    assert table.of("bea").look() == [{**told, **more}]
    assert teo.error("ChatMessage", msg="x" * 281) == ("text_too_long", {"max": 280})


def test_reactions_reach_extended_connections() -> None:
    table = start(("ana", "bea"), classic=("ana",))
    bea = table.of("bea")
    shown = {
        "event_type": "reaction",
        "game": 1,
        "user": "bea",
        "user_id": table.user("bea"),
        "emote": "wow",
    }
    for _ in range(5):
        assert bea.act("Reaction", emote="wow") == [shown]
    assert bea.error("Reaction", emote="wow")[0] == "rate_limited"
    assert bea.error("Reaction", emote="meh")[0] == "unknown_emote"
    assert table.of("ana").look() == []


def test_12_7_a_spectator() -> None:
    table = start(("ana", "bea"))
    assert table.host.connect("/ws/game/1", token("teo")).closed == (4003, "not_a_participant")
    table.look()
    teo = table.connect("teo", extended=False, spectate="1")
    assert teo.state["role"] == "spectator"
    assert teo.state["auction"] is None
    assert table.of("ana").seen[-1] == {
        "event_type": "presence",
        "seats": [],
        "spectators": ["teo"],
    }
    assert teo.error("ActionThrowDices") == ("not_a_participant", {})
    older = teo.client
    newer = table.connect("teo", spectate="1")
    assert older.closed == (4005, "replaced")
    assert newer.client.still_open()
    assert newer.error("StandIn", on=True) == ("not_a_participant", {})
    newer.client.drop()
    assert table.of("ana").look()[-1]["spectators"] == []


def test_players_who_ask_to_watch_play() -> None:
    table = start(("ana", "bea"))
    assert table.connect("ana", spectate="1").state["role"] == "player"


def test_surrender_and_the_end() -> None:
    table = start(("ana", "bea", "eva"))
    eva = table.of("eva")
    told = eva.act("ActionSurrender")
    assert told[0]["data"]["type"] == "ActionSurrender"
    assert eva.update["seats"][table.seat("eva")]["eliminated"] is True
    assert eva.error("ActionThrowDices") == ("eliminated", {})
    assert eva.error("StandIn", on=True) == ("eliminated", {})
    assert table.connect("eva").state["role"] == "eliminated"
    assert table.of("eva").act("ChatMessage", msg="adiós")[-1]["role"] == "eliminated"
    table.look()
    told = table.of("bea").act("ActionSurrender")
    assert told[-1]["data"]["type"] == "ResponseBonus"
    assert told[-1]["data"]["phase"] == "end_game"
    end = table.host.ends[1]
    assert (end.cause, end.ranking[0]) == ("last_player", table.seat("ana"))
    table.look()
    assert table.of("ana").error("ActionThrowDices")[0] == "game_over"
    assert table.of("ana").error("StandIn", on=True)[0] == "game_over"
    assert table.of("ana").error("TablePause")[0] == "game_over"
    assert table.host.announced == ()


def test_a_finished_game_stays_open_for_30_minutes() -> None:
    table = start(("ana", "bea"))
    table.of("bea").act("ActionSurrender")
    table.host.wait(29 * 60)
    late = table.connect("bea")
    assert late.state["finished"] is True
    assert late.state["result"]["ranking"][0]["username"] == "ana"
    assert late.state["deadline"] is None
    table.host.wait(2 * 60)
    assert late.client.closed == (1000, "")
    assert table.host.connect("/ws/game/1", token("ana")).closed == (4003, "game_not_found")
    assert table.host.timers == {}


def test_names_of_a_finished_game_are_free_again() -> None:
    table = start(("ana",), ("easy",))
    table.of("ana").act("ActionSurrender")
    host = table.host
    table.of("ana").client.drop()
    assert host.extended("/ws/queue/", token("x"), name="Cierzo").take()[0]["username"] == "Cierzo"
    assert host.extended("/ws/queue/", token("y"), name="ana").take()[0]["username"] == "ana"
    again = table.connect("ana")
    assert again.state["you"] == table.user("ana")
    assert again.state["seats"][table.seat("ana")]["username"] == "ana"


def test_a_name_does_not_change_while_its_owner_plays() -> None:
    table = start(("ana", "bea"))
    table.of("ana").client.drop()
    client = table.host.extended("/ws/game/1/", token("ana"), name="somebody else")
    assert client.take()[0]["username"] == "ana"


def test_two_games_at_once_do_not_mix() -> None:
    host = FakeHost()
    for names in (("ana", "bea"), ("eva", "leo")):
        code = host.make_room()
        people = [host.connect(f"/ws/room/{code}", token(name), name=name) for name in names]
        for client in people:
            client.send({"command": "ready_status", "is_ready": True})
        people[0].send({"command": "start_game"})
    eva = Player(host.extended("/ws/game/2", token("eva")))
    table = Table(host)
    for name in ("ana", "bea"):
        table.connect(name)
    table.at(0).act("ActionThrowDices")
    assert eva.look() == []
    code = host.headers[2].room_codes[0]
    assert host.extended(f"/ws/room/{code}", token("eva")).take()[-1]["game_id"] == 2
    assert [listed.game for listed in host.announced] == [1, 2]
    assert host.connect("/ws/game/2", token("ana")).closed == (4003, "not_a_participant")
