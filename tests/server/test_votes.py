"""Votes: what a table decides without its host (PROTOCOL.md 6, 7)."""

from __future__ import annotations

from typing import Any

import pytest

from magnate_app.protocol.gamelog import Change, TableOptions
from magnate_app.server.votes import ASKER_RESTS, NOT_AGAIN_FOR, OPEN_FOR
from tests.kit.hub import FakeHost, Message, Player, Table, start, token


def ask(asker: Player, motion: str, **fields: int) -> list[Message]:
    return asker.act("VoteStart", motion=motion, **fields)


def votes(messages: list[Message]) -> list[Message]:
    return [message for message in messages if message["event_type"] == "vote"]


def changes(messages: list[Message]) -> list[str]:
    return [message["change"] for message in messages if message["event_type"] == "table"]


def refused(asker: Player, kind: str, **fields: Any) -> tuple[str, Message]:
    """Return why something is refused; what else arrives does not matter."""
    answer = [m for m in asker.act(kind, **fields) if m["event_type"] == "error"][-1]
    return answer["code"], answer["params"]


def four(**options: Any) -> Table:
    table = start(("ana", "bea", "eva", "leo"), options=TableOptions(**options))
    table.look()
    return table


def test_more_than_half_decide_and_everybody_sees_how() -> None:
    table = four()
    bea, eva, ana = table.of("bea"), table.of("eva"), table.of("ana")
    told = ask(bea, "pause")
    assert changes(told) == ["vote_opened"]
    (vote,) = votes(told)
    assert vote == {
        "event_type": "vote",
        "vote": 1,
        "motion": "pause",
        "by": table.user("bea"),
        "player": None,
        "state": "open",
        "yes": [table.user("bea")],
        "no": [],
        "voters": [table.user(name) for name in table.names],
        "needed": 3,
        "remaining_ms": 30_000,
    }
    assert votes(eva.act("VoteCast", vote=1, choice=False))[-1]["no"] == [table.user("eva")]
    eva.act("VoteCast", vote=1, choice=True)
    table.look()
    told = table.of("leo").act("VoteCast", vote=1, choice=True)
    assert votes(told)[0]["state"] == "passed"
    assert changes(told) == ["vote_passed", "paused"]
    passed = next(message for message in told if message.get("change") == "vote_passed")
    assert (passed["detail"], passed["votes"]) == ("pause", [3, 0])
    assert refused(ana, "ActionThrowDices")[0] == "paused"
    assert table.host.saved(1).notes[-1].change is Change.PAUSED


def test_the_host_can_still_go_on() -> None:
    table = four()
    ask(table.of("bea"), "pause")
    for name in ("eva", "leo"):
        table.of(name).act("VoteCast", vote=1, choice=True)
    assert changes(table.of("ana").act("TableResume"))[-1] == "resumed"


def test_what_cannot_win_any_more_ends() -> None:
    table = four()
    ask(table.of("bea"), "pause")
    table.of("ana").act("VoteCast", vote=1, choice=False)
    told = table.of("leo").act("VoteCast", vote=1, choice=False)
    assert votes(told)[-1]["state"] == "failed"
    assert changes(told)[-1] == "vote_failed"
    assert refused(table.of("eva"), "VoteCast", vote=1, choice=True)[0] == "no_vote"


def test_silence_is_no_consent() -> None:
    table = four()
    ask(table.of("bea"), "pause")
    table.of("eva").act("VoteCast", vote=1, choice=True)
    table.look()
    table.host.wait(OPEN_FOR)
    told = table.of("ana").look()
    assert votes(told)[-1]["state"] == "failed"
    assert table.of("ana").state["paused"] is False


def test_one_at_a_time_and_not_too_often() -> None:
    table = four()
    bea, eva = table.of("bea"), table.of("eva")
    ask(bea, "pause")
    assert refused(eva, "VoteStart", motion="pause")[0] == "vote_running"
    table.host.wait(OPEN_FOR)
    table.look()
    code, params = refused(bea, "VoteStart", motion="stand_in", player=table.user("eva"))
    assert (code, params) == ("vote_too_soon", {"seconds": round(ASKER_RESTS - OPEN_FOR)})
    code, params = refused(eva, "VoteStart", motion="pause")
    assert (code, params) == ("vote_too_soon", {"seconds": round(NOT_AGAIN_FOR)})
    table.host.wait(NOT_AGAIN_FOR)
    table.look()
    assert votes(ask(bea, "pause"))


def test_a_table_waits_longer_for_somebody_who_is_away() -> None:
    table = four()
    away, *others = [table.at(seat) for seat in (1, 0, 2, 3)]
    user = table.user(table.names[1])
    away.client.drop()
    table.host.wait(20)
    table.look()
    ask(others[0], "wait", player=user)
    told = others[1].act("VoteCast", vote=1, choice=True)
    assert changes(told)[-1] == "paused"
    assert told[-2]["seats"][0]["stand_in"] is False
    back = table.connect(table.names[1])
    assert back.state["paused"] is False
    back.client.drop()
    table.host.wait(ASKER_RESTS)
    table.look()
    ask(others[2], "wait", player=user)
    others[1].act("VoteCast", vote=2, choice=True)
    table.look()
    table.host.wait(300)
    told = others[0].look()
    assert changes(told)[-1] == "resumed", "even this patience has an end"
    presences = [message for message in told if message["event_type"] == "presence"]
    assert presences[-1]["seats"][0]["stand_in"] is True


def test_a_bot_plays_where_the_table_would_wait() -> None:
    table = four(absence="wait")
    away, one, two = table.at(1), table.at(0), table.at(2)
    user = table.user(table.names[1])
    away.client.drop()
    table.look()
    assert refused(one, "VoteStart", motion="wait", player=user)[0] == "vote_pointless"
    ask(one, "stand_in", player=user)
    told = two.act("VoteCast", vote=1, choice=True)
    assert changes(told)[-1] == "resumed"
    back = table.connect(table.names[1])
    assert back.state["seats"][1]["stand_in"] is True
    assert back.act("StandIn", on=False)[0]["seats"][0]["stand_in"] is False


def test_somebody_is_removed_and_may_return() -> None:
    table = four()
    bea, eva = table.of("bea"), table.of("eva")
    user = table.user("leo")
    ask(bea, "remove", player=user)
    assert refused(table.of("leo"), "VoteCast", vote=1, choice=False)[0] == "no_vote"
    told = eva.act("VoteCast", vote=1, choice=True)
    assert changes(told)[-2:] == ["vote_passed", "kicked"]
    assert table.of("leo").client.closed == (4009, "kicked")
    assert table.host.connect("/ws/game/1", token("leo")).closed == (4003, "not_a_participant")
    assert refused(eva, "VoteStart", motion="remove", player=user)[0] == "vote_pointless"
    ask(eva, "return", player=user)
    assert changes(bea.act("VoteCast", vote=2, choice=True))[-1] == "unkicked"
    assert table.connect("leo").state["role"] == "player"


def test_nobody_alone_removes_somebody_who_is_there() -> None:
    table = start(("ana", "bea"))
    table.look()
    ask(table.of("bea"), "remove", player=table.user("ana"))
    table.host.wait(OPEN_FOR)
    assert votes(table.of("ana").look())[-1]["state"] == "failed"


def test_whoever_is_left_alone_decides_after_a_while() -> None:
    table = start(("ana", "bea"))
    table.of("ana").client.drop()
    table.look()
    user = table.user("ana")
    code, params = refused(table.of("bea"), "VoteStart", motion="remove", player=user)
    assert (code, params) == ("vote_too_soon", {"seconds": 60})
    table.host.wait(60)
    table.look()
    assert changes(ask(table.of("bea"), "remove", player=user))[-1] == "kicked"


def test_a_vote_about_somebody_away_ends_when_they_are_back() -> None:
    table = four()
    name = table.names[1]
    table.at(1).client.drop()
    table.look()
    ask(table.at(0), "stand_in", player=table.user(name))
    back = table.connect(name)
    assert votes(back.seen)[-1]["state"] == "ended"
    assert changes(back.seen)[-1] == "vote_ended"


def test_who_goes_no_longer_counts_and_who_comes_does() -> None:
    table = four()
    ask(table.of("bea"), "pause")
    table.of("eva").client.drop()
    assert votes(table.of("ana").look())[-1]["needed"] == 2
    back = table.connect("eva")
    shown = votes(back.seen)
    assert (shown[0]["state"], shown[-1]["needed"]) == ("open", 3)


def test_what_the_host_does_meanwhile_ends_a_vote() -> None:
    table = four()
    ask(table.of("bea"), "pause")
    assert votes(table.of("ana").act("TablePause"))[-1]["state"] == "ended"


def test_the_end_of_the_game_ends_a_vote() -> None:
    table = start(("ana", "bea"))
    table.look()
    ask(table.of("bea"), "pause")
    told = table.of("ana").act("ActionSurrender")
    assert votes(told)[-1]["state"] == "ended"
    assert refused(table.of("bea"), "VoteStart", motion="pause")[0] == "game_over"


def test_who_may_not_vote() -> None:
    table = four()
    teo = table.connect("teo", spectate="1")
    table.look()
    assert refused(teo, "VoteStart", motion="pause")[0] == "not_a_participant"
    bea = table.of("bea")
    assert refused(bea, "VoteStart", motion="party")[0] == "invalid_field"
    assert refused(bea, "VoteStart", motion="remove")[0] == "unknown_player"
    assert (
        refused(bea, "VoteStart", motion="remove", player=table.user("bea"))[0] == "invalid_field"
    )
    assert refused(bea, "VoteStart", motion="resume")[0] == "vote_pointless"
    assert refused(bea, "VoteCast", vote=1, choice=True)[0] == "no_vote"
    bea.act("ActionSurrender")
    assert refused(bea, "VoteStart", motion="pause")[0] == "eliminated"


@pytest.mark.parametrize("kind", ["VoteStart", "VoteCast", "SeatCode"])
def test_classic_connections_have_no_votes(kind: str) -> None:
    table = start(("ana", "bea"), classic=("bea",))
    fields: dict[str, dict[str, Any]] = {
        "VoteStart": {"motion": "pause"},
        "VoteCast": {"vote": 1, "choice": True},
    }
    assert refused(table.of("bea"), kind, **fields.get(kind, {}))[0] == "not_extended"
    table.look()
    ask(table.of("ana"), "pause")
    assert table.of("bea").look() == []


def test_games_of_the_queue_can_vote() -> None:
    host, names = FakeHost(), ("ana", "bea", "eva", "leo")
    for name in names:
        host.connect("/ws/queue/", token(name), name=name)
    table = Table(host)
    for name in names:
        table.connect(name)
    table.look()
    ask(table.of("ana"), "pause")
    table.of("bea").act("VoteCast", vote=1, choice=True)
    assert changes(table.of("eva").act("VoteCast", vote=1, choice=True))[-1] == "paused"


def test_a_table_that_rests_is_let_go_on_by_vote() -> None:
    table = four()
    table.of("ana").act("TablePause")
    table.look()
    ask(table.of("bea"), "resume")
    table.of("eva").act("VoteCast", vote=1, choice=True)
    told = table.of("leo").act("VoteCast", vote=1, choice=True)
    assert changes(told)[-1] == "resumed"


def test_a_vote_about_somebody_who_gives_up_ends() -> None:
    table = four()
    ask(table.of("bea"), "remove", player=table.user("leo"))
    table.look()
    table.of("leo").act("ActionSurrender")
    table.of("ana").client.drop()
    assert votes(table.of("eva").look())[-1]["state"] == "ended"


def test_who_is_out_does_not_vote_on() -> None:
    table = four()
    ask(table.of("bea"), "pause")
    table.of("eva").act("ActionSurrender")
    assert refused(table.of("eva"), "VoteCast", vote=1, choice=True)[0] == "eliminated"
    assert votes(table.of("leo").act("VoteCast", vote=1, choice=True))[-1]["state"] == "passed"
