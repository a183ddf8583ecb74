"""What a seat is offered, with its figures (8.3, 8.4)."""

from __future__ import annotations

from typing import Any

from magnate_app.codec import JsonValue, to_plain
from magnate_app.rules.actions import Bid, ChooseSquare, Decline, ProposeTrade, Roll
from magnate_app.rules.cards import KIND_OF
from magnate_app.rules.events import BidPlaced, DiceThrown
from magnate_app.rules.ids import BUSINESS
from magnate_app.rules.settings import Settings
from tests.kit.games import game_at
from tests.kit.wire_table import ANA, BEA, BOARD, CIERZO, WireTable, faces

SURRENDER = {"type": "ActionSurrender"}


def table_at(**position: Any) -> WireTable:
    table = WireTable()
    table.state = game_at(players=3, **position)
    return table


def legal(table: WireTable, user: int) -> list[JsonValue]:
    return [to_plain(entry) for entry in table.update(user).legal]


def decision(table: WireTable, user: int | None) -> dict[str, JsonValue]:
    plain = to_plain(table.update(user).view.decision)
    assert isinstance(plain, dict)
    del plain["id"]
    return plain


def test_a_throw() -> None:
    table = WireTable()
    assert decision(table, ANA) == {"kind": "Throw", "seats": [0]}
    assert legal(table, ANA) == [{"type": "ActionThrowDices"}, SURRENDER]


def test_destinations_and_a_card() -> None:
    table = table_at(at={0: 14})
    table.act(ANA, Roll(), faces(2, 3, 4))
    assert decision(table, BEA) == {
        "kind": "Destination",
        "seats": [0],
        "options": [
            {"square": 16, "steps": 2},
            {"square": 107, "steps": 3},
            {"square": 109, "steps": 5},
        ],
    }
    assert legal(table, ANA) == [
        {"type": "ActionMoveTo", "square": {"in": [16, 107, 109]}},
        SURRENDER,
    ]
    table.act(ANA, ChooseSquare(BOARD.index[109]), (KIND_OF["shareMoneyAll"], 1))
    assert decision(table, ANA) == {
        "kind": "Card",
        "seats": [0],
        "card": "shareMoneyAll",
        "value": 30,
        "cost": 5,
    }
    shown, unknown, last = legal(table, ANA)
    assert shown == {
        "type": "ActionChooseCard",
        "chosen_revealed_card": True,
        "info": {"cost": 5},
    }
    assert unknown == {"type": "ActionChooseCard", "chosen_revealed_card": False}
    assert last == SURRENDER


def test_a_tram_offers_staying_apart_from_riding() -> None:
    table = table_at(at={0: 5})
    table.act(ANA, Roll(), faces(1, 3, 1))
    assert decision(table, ANA) == {
        "kind": "Tram",
        "seats": [0],
        "fare": 30,
        "stops": [10, 30, 100, 107],
    }
    assert legal(table, ANA) == [
        {"type": "ActionTakeTram", "square": 10},
        {"type": "ActionTakeTram", "square": {"in": [30, 100, 107]}, "info": {"cost": 30}},
        SURRENDER,
    ]
    table.state.cash[0] = 10
    assert legal(table, ANA) == [{"type": "ActionTakeTram", "square": 10}, SURRENDER]


def test_business_shows_costs_gains_and_rents() -> None:
    table = table_at(phase=BUSINESS, deeds={1: (0, 1), 3: (0, 1), 5: 0, 25: (0, "mortgaged"), 6: 1})
    entries = legal(table, ANA)
    assert decision(table, ANA) == {"kind": "Business", "seats": [0]}
    build = {
        "type": "ActionBuild",
        "square": 1,
        "houses": {"min": 1, "max": 1},
        "info": {"cost": 50, "rent": [10, 30]},
    }
    sell = {
        "type": "ActionDemolish",
        "square": 3,
        "houses": {"min": 1, "max": 1},
        "info": {"gain": 25, "rent": [20, 8]},
    }
    assert build in entries
    assert sell in entries
    assert {"type": "ActionMortgageSet", "square": 5, "info": {"gain": 150}} in entries
    assert {"type": "ActionMortgageUnset", "square": 25, "info": {"cost": 165}} in entries
    trades = [e for e in entries if isinstance(e, dict) and e["type"] == "ActionTradeProposal"]
    assert trades[0] == {
        "type": "ActionTradeProposal",
        "destination_user": BEA,
        "offered_money": {"min": 0, "max": 1500},
        "asked_money": {"min": 0, "max": 1500},
        "offered_properties": {"subset": [5, 25]},
        "asked_properties": {"subset": [6]},
    }
    kinds = [entry["type"] for entry in entries if isinstance(entry, dict)]
    assert kinds[-2:] == ["ActionNextPhase", "ActionSurrender"]
    assert kinds.index("ActionTradeProposal") == len(kinds) - 2 - len(trades)


def test_several_levels_are_one_entry() -> None:
    table = table_at(phase=BUSINESS, deeds={1: (0, 1), 3: (0, 2)})
    entry = next(e for e in legal(table, ANA) if isinstance(e, dict) and e["type"] == "ActionBuild")
    assert entry == {
        "type": "ActionBuild",
        "square": 1,
        "houses": {"min": 1, "max": 2},
        "info": {"cost": 50, "rent": [10, 30]},
    }


def test_a_debt_says_how_much_can_be_raised() -> None:
    table = table_at(at={0: 33}, cash={0: 20}, deeds={39: (1, 0), 37: (1, 0), 5: 0})
    table.act(ANA, Roll(), faces(1, 2, 1))
    assert decision(table, ANA)["kind"] == "Debt"
    assert decision(table, ANA) == {"kind": "Debt", "seats": [0], "debt": 50, "raisable": 100}
    assert legal(table, ANA) == [
        {"type": "ActionMortgageSet", "square": 5, "info": {"gain": 150}},
        SURRENDER,
    ]
    assert table.refused(ANA, '{"type":"ActionNextPhase"}')["params"] == {
        "debt": 50,
        "raisable": 100,
    }


def test_an_answer_may_be_a_counter_offer() -> None:
    table = table_at(phase=BUSINESS, deeds={6: 0, 8: 1})
    table.act(ANA, ProposeTrade(1, 10, 0, (), (BOARD.index[8],)))
    assert decision(table, CIERZO) == {
        "kind": "Answer",
        "seats": [1],
        "from": 0,
        "to": 1,
        "offered_money": 10,
        "asked_money": 0,
        "offered_properties": [],
        "asked_properties": [8],
        "offer": 1,
    }
    answer, counter, last = legal(table, BEA)
    assert answer == {"type": "ActionTradeAnswer", "choose": {"in": [True, False]}}
    assert isinstance(counter, dict)
    assert counter["type"] == "ActionTradeProposal"
    assert counter["destination_user"] == ANA
    assert last == SURRENDER
    table.state.cash[0] = 5
    assert legal(table, BEA)[0] == {"type": "ActionTradeAnswer", "choose": False}


def test_bids_from_the_first_to_the_run_off() -> None:
    table = WireTable()
    table.act(ANA, Roll(), faces(2, 1, 3))
    table.act(ANA, Decline(BOARD.index[6]))
    assert legal(table, ANA) == [SURRENDER]
    assert legal(table, BEA) == [
        {"type": "ActionBid", "amount": {"min": 0, "max": 1500}},
        SURRENDER,
    ]
    table.act(BEA, Bid(70))
    assert legal(table, BEA) == [SURRENDER]
    auction = {
        "kind": "Auction",
        "seats": [2],
        "square": 6,
        "mode": "sealed",
        "minimum": 0,
        "eligible": [1, 2],
        "done": [1],
        "my_bid": 70,
        "highest": None,
    }
    assert decision(table, BEA) == auction
    assert decision(table, None) == {**auction, "my_bid": None}
    assert table.update(BEA).events == (BidPlaced(1, 70),)
    assert table.update(CIERZO).events == (BidPlaced(1, None),)
    table.act(CIERZO, Bid(70))
    assert decision(table, None) == {
        **auction,
        "mode": "run_off",
        "minimum": 70,
        "seats": [1, 2],
        "done": [],
        "my_bid": None,
    }
    assert legal(table, CIERZO)[0] == {"type": "ActionBid", "amount": {"min": 70, "max": 1500}}


def test_open_auctions_hide_nothing() -> None:
    table = WireTable(settings=Settings(house_rules=frozenset({"open_auction"})))
    table.act(ANA, Roll(), faces(2, 1, 3))
    assert isinstance(table.update(None).events[0], DiceThrown)
    table.act(ANA, Decline(BOARD.index[6]))
    table.act(BEA, Bid(30))
    assert table.update(None).events == (BidPlaced(1, 30),)
    table.act(ANA, Bid(0))
    assert decision(table, None)["done"] == [0, 1]
    assert legal(table, ANA) == [SURRENDER]
