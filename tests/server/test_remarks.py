"""What bots remark on: seldom, out of the game alone, and never to classic connections."""

from __future__ import annotations

from itertools import pairwise

import pytest

from magnate_app.protocol.characters import CHARACTERS, CODES, OCCASIONS, cast, character_of
from magnate_app.protocol.gamelog import TableOptions
from magnate_app.rules.events import (
    AnyEvent,
    AuctionEnded,
    CashMoved,
    DeedChanged,
    GameEnded,
    PlayerEliminated,
    PlayerJailed,
    TradeAccepted,
    TradeRefused,
    TurnStarted,
)
from magnate_app.server.remarks import HIGH_RENT, ONE_IN, QUIET, occasions
from tests.kit.games import game_at
from tests.kit.hub import Message, Table, start
from tests.server.test_whole_games import play_to_the_end


def played(seed: int, *, options: TableOptions | None = None, watching: str = "") -> Table:
    table = start(("ana", "bea"), ("medium", "easy"), seed=seed, options=options)
    players = [*table.players.values()]
    if watching:
        table.connect(watching, extended=False, spectate="1")
    play_to_the_end(table.host, players, seed)
    table.look()
    return table


def remarks(table: Table, name: str = "ana") -> list[Message]:
    return table.of(name).remarks


@pytest.mark.parametrize(
    ("event", "found"),
    [
        (TurnStarted(1, 2, 1), [(1, "greets")]),
        (TurnStarted(1, 6, 2), []),
        (CashMoved(0, 2, HIGH_RENT, "rent", 39), [(0, "pays"), (2, "collects")]),
        (CashMoved(0, 2, HIGH_RENT - 1, "rent", 39), []),
        (CashMoved(0, "bank", 900, "purchase", 39), []),
        (DeedChanged(39, 1, 0, False, "group"), [(1, "completes")]),
        (DeedChanged(39, 1, -1, False, "group"), []),
        (DeedChanged(39, 1, 5, False, "built"), [(1, "hotel")]),
        (DeedChanged(39, 1, 4, False, "built"), []),
        (
            AuctionEnded(9, 1, 90, False, {"0": 80, "1": 90, "2": 0}),
            [(1, "wins_auction"), (0, "loses_auction")],
        ),
        (AuctionEnded(9, None, 0, False, {}), []),
        (TradeAccepted(2, 0), [(2, "deals")]),
        (TradeRefused(2, 0, "answer"), [(2, "refused")]),
        (TradeRefused(2, 0, "left"), []),
        (PlayerJailed(2, "square", 3), [(2, "jailed")]),
        (PlayerEliminated(2, "bankrupt", 3), [(2, "bankrupt")]),
        (PlayerEliminated(2, "surrender", 3), []),
        (GameEnded("rounds", (2, 0, 1)), [(2, "wins")]),
    ],
)
def test_events_and_who_may_speak(event: AnyEvent, found: list[tuple[int, str]]) -> None:
    assert [*occasions(game_at(), [event])] == found


def test_every_occasion_has_its_odds() -> None:
    assert set(ONE_IN) == set(OCCASIONS)


def test_a_game_has_some_remarks_and_no_chatter() -> None:
    table = played(3)
    said = remarks(table)
    assert 2 <= len(said) <= table.host.state().turn_number / QUIET
    names = [seat.name for seat in table.host.headers[1].seats]
    for one in said:
        assert character_of(names[one["seat"]]) == one["character"]
        assert one["occasion"] in OCCASIONS
    assert said == remarks(table, "bea")


def test_the_same_game_makes_the_same_remarks() -> None:
    assert remarks(played(4)) == remarks(played(4))


def test_one_setting_switches_characters_off() -> None:
    table = played(3, options=TableOptions(characters=False))
    assert remarks(table) == []
    assert table.of("ana").state["settings"]["characters"] is False


def test_classic_connections_hear_no_remarks() -> None:
    table = played(3, watching="teo")
    assert remarks(table, "teo") == []
    assert remarks(table)


def test_a_person_who_thinks_hard_is_left_alone() -> None:
    table = played(3)
    phases = {"auction", "proposal_acceptance", "liquidation"}
    seen = table.of("ana").seen
    for before, message in pairwise(seen):
        if message["event_type"] != "remark" or message["occasion"] in ("bankrupt", "wins"):
            continue
        view = before["update"]["view"]
        people = [s["seat"] for s in before["update"]["seats"] if not s["is_bot"]]
        assert view["phase"] not in phases or not set(view["decision"]["seats"]) & set(people)


def test_a_cast_is_a_shuffle_that_can_be_had_again() -> None:
    assert cast(0) == CHARACTERS
    assert cast(7) == cast(7) != CHARACTERS
    assert {who.code for who in cast(7)} == set(CODES)
    firsts = {cast(seed)[0] for seed in range(1, 200)}
    assert len(firsts) == len(CHARACTERS) >= 8
    assert len({who.name for who in CHARACTERS}) == len(CHARACTERS)


def test_a_bot_is_who_its_name_says() -> None:
    for who in CHARACTERS:
        assert character_of(who.name) == who.code
        assert character_of(f"{who.name} 2") == who.code
    assert character_of("Marta") == character_of("Cierzo norte") == character_of("") == ""


def test_somebody_called_like_a_character_is_none() -> None:
    table = start(("Cierzo", "bea"), ("hard",))
    play_to_the_end(table.host, [*table.players.values()], 3)
    table.look()
    spoken = {one["seat"] for one in remarks(table, "bea")}
    assert table.seat("Cierzo") not in spoken
