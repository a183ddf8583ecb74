"""Responses and snapshots of the situations the dialogues do not reach (7.4, 7.5, 9.3)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from magnate_app.codec import to_plain
from magnate_app.protocol.messages import Socket, encode
from magnate_app.protocol.messages_told import GameStateMessage
from magnate_app.protocol.snapshot import game_state
from magnate_app.rules.actions import (
    Bid,
    ChooseSquare,
    Decline,
    EndPhase,
    PickCard,
    Roll,
    Surrender,
)
from magnate_app.rules.cards import KIND_OF
from magnate_app.rules.ids import BUSINESS
from magnate_app.rules.settings import Settings
from tests.kit.games import game_at
from tests.kit.wire_table import ANA, BEA, BOARD, CIERZO, TRIO, WireTable, faces

BUS = 4


def table_at(**position: Any) -> WireTable:
    table = WireTable()
    table.state = game_at(players=3, **position)
    return table


def some(data: dict[str, Any], *names: str) -> list[Any]:
    return [data[name] for name in names]


def test_a_bus_throw_offers_squares_and_moves_nobody() -> None:
    table = table_at(at={0: 14})
    _, _, came = table.act(ANA, Roll(), faces(2, 3, BUS))
    assert some(came, "dice_bus", "path", "destinations", "phase") == [
        4,
        [14],
        [16, 107, 109],
        "choose_square",
    ]
    snapshot = table.snapshot(BEA)
    assert snapshot["possible_destinations"] == [16, 107, 109]
    assert snapshot["pending"] == {"kind": "square", "player": ANA, "dice": [2, 3, 4]}
    _, _, came = table.act(ANA, ChooseSquare(BOARD.index[109]), (KIND_OF["winRatioMoney"], 2))
    assert came["type"] == "ResponseChooseSquare"
    assert came["path"] == [14, 15, 106, 107, 108, 109]
    card = {"fantasy_type": "winRatioMoney", "value": 25, "card_cost": 200}
    assert came["fantasy_event"] == card
    assert table.snapshot(BEA)["fantasy_event"] == card
    # the unknown card is told with the cost of its kind
    _, _, came = table.act(ANA, PickCard(False), (KIND_OF["winPlainMoney"], 1))
    assert came["fantasy_result"] == {
        "fantasy_event": {"fantasy_type": "winPlainMoney", "value": 60, "card_cost": 130},
        "result": None,
    }


def test_a_triple_jumps_and_20_leads_on_to_jail() -> None:
    table = table_at(at={0: 14})
    _, _, came = table.act(ANA, Roll(), faces(2, 2, 2))
    assert came["triple"] is True
    assert came["path"] == [14]
    assert len(came["destinations"]) == 54
    _, _, came = table.act(ANA, ChooseSquare(BOARD.index[20]))
    assert came["path"] == [14, 20, 201]
    assert table.snapshot(ANA)["jail_remaining_turns"] == {"7": 3}


def test_a_walk_onto_20_is_told_to_jail() -> None:
    table = table_at(at={0: 16})
    _, _, came = table.act(ANA, Roll(), faces(1, 2, 1))
    assert some(came, "path", "destinations") == [[16, 17, 18, 19, 20, 201], [20]]


def test_the_third_double_goes_straight_to_jail() -> None:
    table = table_at(at={0: 16}, streak=2)
    _, _, came = table.act(ANA, Roll(), faces(4, 4, 1))
    assert some(came, "path", "destinations", "streak", "phase") == [
        [16, 201],
        [201],
        0,
        "business",
    ]


@pytest.mark.parametrize(
    ("pays", "path"), [(True, [201, 105, 15, 106, 107, 108, 109, 110]), (False, [201])]
)
def test_a_prisoner_pays_or_stays(pays: bool, path: list[int]) -> None:
    table = table_at(jail={0: 3})
    _, _, came = table.act(ANA, Roll(), faces(2, 5))
    assert some(came, "dice_bus", "path", "destinations", "phase") == [
        0,
        [],
        [110, 201],
        "roll_the_dices",
    ]
    snapshot = table.snapshot(ANA)
    assert snapshot["possible_destinations"] == [110, 201]
    assert snapshot["pending"] == {
        "kind": "bail",
        "player": ANA,
        "dice": [2, 5],
        "steps": 7,
        "target": 110,
        "price": 40,
        "turns_left": 2,
    }
    update = table.update(ANA)
    decision = to_plain(update.view.decision)
    assert isinstance(decision, dict)
    assert decision.pop("id") == table.state.decision
    assert {**decision, "kind": "bail", "player": ANA} == {**snapshot["pending"], "seats": [0]}
    assert [to_plain(entry) for entry in update.legal[:2]] == [
        {"type": "ActionPayBail", "to_pay": True, "info": {"cost": 40}},
        {"type": "ActionPayBail", "to_pay": False},
    ]
    own, came = table.send(ANA, json.dumps({"type": "ActionPayBail", "to_pay": pays}))
    assert own == {"type": "ActionPayBail", "game": 42, "player": ANA, "to_pay": pays}
    assert some(came, "type", "path") == ["ResponseChooseSquare", path]


def test_a_forced_bail_walks_out_at_once() -> None:
    table = table_at(jail={0: 1})
    _, _, came = table.act(ANA, Roll(), faces(1, 2))
    assert some(came, "path", "destinations") == [[201, 105, 15, 106], [106]]


def test_a_card_names_users_not_seats() -> None:
    table = WireTable()
    table.state = game_at(players=3, at={0: 5}, house_rules=("full_deck",))
    table.act(ANA, Roll(), faces(1, 2, BUS))
    _, _, came = table.act(ANA, ChooseSquare(BOARD.index[7]), (KIND_OF["magnetism"],))
    assert came["fantasy_event"]["value"] is None
    _, _, came = table.act(ANA, PickCard(False), (KIND_OF["sendToJail"], 1))
    assert came["fantasy_result"]["result"] == {"target_player": CIERZO}
    assert came["positions"]["9"] == 201


def test_the_clock_ends_a_turn() -> None:
    table = table_at(phase=BUSINESS)
    own, _, came = table.act(ANA, EndPhase(), auto="timeout")
    assert own["auto"] == "timeout"
    assert came["type"] == "ResponseSkipPhase"
    assert came["active_phase_player"] == BEA


def test_the_end_has_all_figures_and_names_the_last_player() -> None:
    table = table_at(turn=2, phase=BUSINESS, round_number=30, deeds={6: 0, 8: 1})
    _, _, came = table.act(CIERZO, EndPhase())
    assert some(came, "type", "phase", "active_phase_player", "active_turn_player") == [
        "ResponseBonus",
        "end_game",
        CIERZO,
        CIERZO,
    ]
    assert came["bonuses"] == {}
    assert came["final_money"] == {"7": 1600, "8": 1600, "9": 1500}
    assert came["last_money"] == came["final_money"]
    assert came["ranking"][2] == {
        "rank": 3,
        "player": CIERZO,
        "username": "Cierzo",
        "final_money": 1500,
        "eliminated": False,
    }
    snapshot = table.snapshot(ANA)
    assert snapshot["finished"] is True
    assert snapshot["result"]["ranking"] == came["ranking"]
    view = table.update(ANA).view
    assert view.outcome is not None
    assert view.outcome.ranking == (0, 1, 2)
    assert view.outcome.stats[0]["num_trades"] == 0
    assert type(view.decision).__name__ == "End"
    assert table.update(ANA).legal == ()
    assert table.refused(ANA, '{"type":"ActionThrowDices"}')["code"] == "game_over"


def test_the_eliminated_are_in_no_list_but_the_ranking() -> None:
    table = table_at(at={0: 6})
    own, _, came = table.act(BEA, Surrender())
    assert own == {"type": "ActionSurrender", "game": 42, "player": BEA}
    assert came["type"] == "Response"
    assert sorted(came["money"]) == ["7", "9"]
    snapshot = table.snapshot(BEA)
    assert some(snapshot, "players", "role") == [[ANA, CIERZO], "eliminated"]
    assert table.update(BEA).legal == ()
    _, _, came = table.act(ANA, Surrender())
    assert came["type"] == "ResponseBonus"
    assert came["final_money"]["8"] == 0
    assert [line["eliminated"] for line in came["ranking"]] == [False, True, True]


def test_a_decliner_who_leaves_ends_the_auction_without_a_winner() -> None:
    table = WireTable()
    table.act(ANA, Roll(), faces(2, 1, 3))
    table.act(ANA, Decline(BOARD.index[6]))
    table.act(BEA, Bid(50))
    _, _, came = table.act(ANA, Surrender())
    assert came["type"] == "ResponseAuction"
    assert some(came, "winner", "final_amount", "run_off", "bids") == [
        None,
        0,
        None,
        {"8": 50, "9": 0},
    ]


def test_estates_are_numbered_one_by_one() -> None:
    table = WireTable(settings=Settings(house_rules=frozenset({"estate_auction"})))
    table.state = game_at(
        players=3, at={0: 6}, deeds={6: 0, 39: 0}, house_rules=("estate_auction",)
    )
    table.act(ANA, Surrender())
    snapshot = table.snapshot(BEA)
    assert some(snapshot["auction"], "id", "square", "declined_by") == [1, 6, None]
    table.act(BEA, Bid(0))
    _, _, came = table.act(CIERZO, Bid(10))
    assert some(came["auction"], "id", "square", "winner") == [1, 6, CIERZO]
    assert table.snapshot(BEA)["auction"]["id"] == 2


def test_an_open_auction_is_public() -> None:
    rules = frozenset({"open_auction"})
    table = WireTable(settings=Settings(house_rules=rules))
    table.act(ANA, Roll(), faces(2, 1, 3))
    table.act(ANA, Decline(BOARD.index[6]))
    own, others, _ = table.act(BEA, Bid(30))
    assert own == others
    snapshot = table.snapshot(ANA)
    assert some(snapshot["auction"], "kind", "minimum", "highest", "bidders") == [
        "open",
        40,
        {"player": BEA, "amount": 30},
        [BEA],
    ]
    update = table.update(ANA)
    assert encode(
        Socket.GAME, GameStateMessage(game_state=game_state(table.state, table.facts, 7, 0))
    ).count('"amount":30')
    bids = [entry.amount for entry in update.legal if entry.type == "ActionBid"]
    assert [getattr(bid, "min", bid) for bid in bids] == [40, 0]
    assert getattr(update.view.decision, "highest", None) == (1, 30)
    assert table.refused(BEA, '{"type":"ActionBid","amount":50}')["code"] == "already_highest"


def test_wrong_trades_are_refused_with_ids() -> None:
    table = table_at(phase=BUSINESS, deeds={6: 0, 8: 1, 1: 2, 3: 2}, cash={1: 20})
    poor = (
        '{"type":"ActionTradeProposal","destination_user":8,"asked_money":50,'
        '"offered_properties":[6]}'
    )
    error = table.refused(ANA, poor)
    assert error["code"] == "trade_unaffordable"
    assert error["params"]["player"] == BEA
    alien = '{"type":"ActionTradeProposal","destination_user":8,"offered_properties":[8]}'
    assert table.refused(ANA, alien)["params"] == {"square": 8}
    self_trade = '{"type":"ActionTradeProposal","destination_user":7}'
    assert table.refused(ANA, self_trade)["params"] == {"player": ANA}


def test_everybody_is_named_in_a_table() -> None:
    facts = WireTable().facts
    assert facts.users((0, 2)) == (ANA, CIERZO)
    assert facts.seat_of(99) is None
    assert [facts.seat_of(user) for user, _, _ in TRIO] == [0, 1, 2]


def test_the_other_forms_of_actions() -> None:
    table = table_at(phase=BUSINESS, deeds={1: (0, 1), 3: (0, 1), 5: 0, 25: (0, "mortgaged")})
    for text in (
        '{"type":"ActionBuild","square":1,"houses":1}',
        '{"type":"ActionDemolish","square":1,"houses":1}',
        '{"type":"ActionMortgageSet","square":5}',
        '{"type":"ActionMortgageUnset","square":25}',
    ):
        own, came = table.send(ANA, text)
        assert {**own, "game": 42, "player": ANA} == own
        assert text.startswith('{"type":"' + own["type"])
        assert came["type"] == "Response"
    shown = WireTable()
    shown.state = game_at(players=3, at={0: 5})
    shown.act(ANA, Roll(), faces(1, 2, BUS))
    shown.act(ANA, ChooseSquare(BOARD.index[7]), (KIND_OF["goToStart"],))
    own, came = shown.send(ANA, '{"type":"ActionChooseCard","chosen_revealed_card":true}')
    assert own["chosen_revealed_card"] is True
    assert came["fantasy_result"]["fantasy_event"]["fantasy_type"] == "goToStart"
