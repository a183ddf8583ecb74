"""Whole games with people and bots, the clock, and a host that dies on the way."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from magnate_app.rules.settings import HOUSE_RULES, Settings
from magnate_app.server.config import ServerConfig
from tests.kit.hub import FakeHost, Player, fill_in, start, token


def players_of(
    people: tuple[str, ...], bots: tuple[str, ...] = (), **more: Any
) -> tuple[FakeHost, list[Player]]:
    more.setdefault("settings", Settings(max_rounds=15))
    table = start(people, bots, **more)
    return table.host, [table.of(name) for name in people]


def play_to_the_end(host: FakeHost, players: list[Player], seed: int, actions: int = 4000) -> None:
    rng = Random(seed)
    for _ in range(actions):
        for player in players:
            player.look()
        if 1 in host.ends:
            return
        ready = [player for player in players if player.legal()]
        if host.asks and (not ready or rng.random() < 0.5):
            host.answer()
        elif ready:
            player = rng.choice(ready)
            action = fill_in(rng.choice(player.legal()), rng)
            kind = action.pop("type")
            answer = player.act(kind, **action)
            accepted = answer[-1]["event_type"] != "error"
            assert accepted or kind == "ActionTradeProposal", "legal means accepted"
            host.wait(0.1)
        else:
            host.wait(1)
    raise AssertionError("the game does not end")


@pytest.mark.parametrize("seed", [1, 2])
def test_people_and_bots_play_to_the_end(seed: int) -> None:
    host, players = players_of(("ana", "bea"), ("medium", "very_easy"), seed=seed)
    play_to_the_end(host, players, seed)
    last = [m for m in players[0].seen if m["event_type"] != "remark"][-1]
    assert last["data"]["type"] == "ResponseBonus"
    assert last["update"]["view"]["outcome"]["ranking"] == list(host.ends[1].ranking)
    assert players[0].update["seq"] == len(host.records[1])
    assert host.asks == []
    assert [key for key in host.timers if "tidy" not in key] == []


def test_every_house_rule_at_once() -> None:
    rules = Settings(seats=6, max_rounds=5, house_rules=frozenset(HOUSE_RULES), pace="brisk")
    host, players = players_of(("ana", "bea"), ("easy",) * 4, seed=5, settings=rules)
    play_to_the_end(host, players, 5)


def test_bots_alone_with_a_person_who_never_comes() -> None:
    host = FakeHost(ServerConfig(queue_size=2))
    ana = host.extended("/ws/queue/", token("ana"))
    ana.send({"action": "fill", "fill": True})
    while 1 not in host.ends:
        if not host.answer():
            host.wait(1)
    autos = {record.auto for record in host.records[1]}
    assert autos == {"bot", "stand_in"}


def test_nobody_does_anything() -> None:
    host, players = players_of(("ana", "bea"), settings=Settings(max_rounds=2))
    while 1 not in host.ends:
        host.wait(10)
    for player in players:
        player.look()
    autos = [record.auto for record in host.records[1]]
    assert set(autos) == {"timeout"}, "nobody answers for the stand-ins either"


@pytest.mark.parametrize("seed", [3])
def test_a_host_that_dies_at_any_moment_goes_on(seed: int) -> None:
    host, players = players_of(
        ("ana", "bea"), ("hard",), seed=seed, settings=Settings(max_rounds=3)
    )
    play_to_the_end(host, players, seed)
    whole = host.saved(1)
    for length in range(0, len(whole.records), 17):
        other = FakeHost(seed=seed + 1)
        saved = type(whole)(header=whole.header, records=whole.records[:length])
        assert other.resume(saved) == 1
        ana = Player(other.extended("/ws/game/1/", token("ana"), seq=0))
        assert ana.update["seq"] == length
        assert ana.update["since"] == 0
        assert ana.seen[0]["resumed"] is True
        before = next(
            (m["update"] for m in players[0].seen if m.get("update", {}).get("seq") == length),
            None,
        )
        if before is not None:
            assert ana.update["view"] == before["view"]
            assert ana.update["legal"] == before["legal"]
