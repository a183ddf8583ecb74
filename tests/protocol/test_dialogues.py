"""The dialogues of the contract, played on the real engine, figure by figure."""

from __future__ import annotations

from typing import Any

from magnate_app.codec import to_plain
from magnate_app.protocol.classic import BY_BOT
from magnate_app.protocol.views import Deadline
from magnate_app.rules.actions import Bid, Buy, Decline, EndPhase, Roll
from tests.kit.wire_table import ANA, BEA, BOARD, CIERZO, WireTable, faces

NEXT = '{"type":"ActionNextPhase"}'
THROW = '{"type":"ActionThrowDices"}'


def base(
    money: tuple[int, int, int],
    positions: tuple[int, int, int],
    phase: str,
    player: int,
    turn: int | None = None,
    *,
    current_round: int = 1,
) -> dict[str, Any]:
    return {
        "money": dict(zip("789", money, strict=True)),
        "positions": dict(zip("789", positions, strict=True)),
        "phase": phase,
        "active_phase_player": player,
        "active_turn_player": player if turn is None else turn,
        "parking_money": 0,
        "current_round": current_round,
        "max_rounds": 30,
    }


def told(user: int, kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "game": 42, "player": user, **fields}


def full_turn(table: WireTable) -> None:
    """12.3: ana throws, buys 6, tries to throw again, ends her turn."""
    own, came = table.send(ANA, THROW, faces(2, 1, 3))
    assert own == told(ANA, "ActionThrowDices")
    assert came == {
        "type": "ResponseThrowDices",
        "dice1": 2,
        "dice2": 1,
        "dice_bus": 3,
        "triple": False,
        "streak": 0,
        "path": [0, 1, 2, 3, 4, 5, 6],
        "destinations": [6],
        "fantasy_event": None,
        **base((1500, 1500, 1500), (6, 0, 0), "management", ANA),
    }
    own, came = table.send(ANA, '{"type":"ActionBuySquare","square":6}')
    assert own == told(ANA, "ActionBuySquare", square=6)
    assert came == {"type": "Response", **base((1400, 1500, 1500), (6, 0, 0), "business", ANA)}
    assert table.refused(ANA, THROW) == {
        "event_type": "error",
        "message": "Acción no válida en la fase actual.",
        "code": "wrong_phase",
        "params": {"type": "ActionThrowDices", "phase": "business"},
    }
    own, came = table.send(ANA, NEXT)
    assert own == told(ANA, "ActionNextPhase")
    assert came == {
        "type": "Response",
        **base((1400, 1500, 1500), (6, 0, 0), "roll_the_dices", BEA),
    }


def bea_buys_8(table: WireTable) -> None:
    """What happens between 12.3 and 12.4."""
    table.send(BEA, THROW, faces(3, 4, 1))
    table.send(BEA, '{"type":"ActionBuySquare","square":8}')
    table.send(BEA, NEXT)


def tied_auction(table: WireTable) -> None:
    """12.4: the bot declines 9; ana and bea tie at 90, then bid 120 and 110."""
    own, others, came = table.act(CIERZO, Roll(), faces(3, 5, 1), BY_BOT)
    assert own == others == told(CIERZO, "ActionThrowDices", auto="bot")
    assert came["path"] == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert came["destinations"] == [9]
    after = base((1400, 1400, 1500), (6, 8, 9), "management", CIERZO)
    assert {key: came[key] for key in after} == after

    nine = BOARD.index[9]
    own, _, came = table.act(CIERZO, Decline(nine), auto=BY_BOT)
    assert own == told(CIERZO, "ActionDropPurchase", square=9, auto="bot")
    bidding = base((1400, 1400, 1500), (6, 8, 9), "auction", CIERZO)
    assert came == {"type": "Response", **bidding}
    assert table.snapshot(ANA)["auction"] == {
        "id": 1,
        "square": 9,
        "kind": "sealed",
        "declined_by": CIERZO,
        "minimum": 0,
        "eligible": [ANA, BEA],
        "bidders": [],
        "my_bid": None,
        "highest": None,
    }

    assert bid(table, ANA, 90) == {"type": "Response", **bidding}
    assert table.snapshot(ANA)["auction"]["my_bid"] == 90
    assert table.snapshot(BEA)["auction"]["my_bid"] is None
    assert table.snapshot(BEA)["auction"]["bidders"] == [ANA]

    run_off = {"square": 9, "players": [ANA, BEA], "minimum": 90}
    assert bid(table, BEA, 90) == {"type": "Response", "run_off": run_off, **bidding}
    assert table.refused(BEA, '{"type":"ActionBid","amount":80}')["params"] == {"min": 90}
    assert bid(table, ANA, 120) == {"type": "Response", **bidding}
    ended = {
        "square": 9,
        "winner": ANA,
        "final_amount": 120,
        "is_tie": False,
        "bids": {"7": 120, "8": 110},
    }
    assert bid(table, BEA, 110) == {
        "type": "ResponseAuction",
        "auction": {"id": 1, "is_active": False, **ended},
        **ended,
        "run_off": run_off,
        **base((1280, 1400, 1500), (6, 8, 9), "business", CIERZO),
    }


def bid(table: WireTable, user: int, amount: int) -> dict[str, Any]:
    """Bid; the amount is told to the bidder alone."""
    own, others, came = table.act(user, Bid(amount))
    assert own == told(user, "ActionBid", amount=amount)
    assert others == told(user, "ActionBid", amount=None)
    return came


def trade_with_counter(table: WireTable) -> None:
    """12.5: ana offers 150 for 8, bea wants 250, ana accepts."""
    own, came = table.send(
        ANA,
        '{"type":"ActionTradeProposal","destination_user":8,"offered_money":150,'
        '"asked_money":0,"offered_properties":[],"asked_properties":[8]}',
    )
    assert own == told(
        ANA,
        "ActionTradeProposal",
        destination_user=BEA,
        offered_money=150,
        asked_money=0,
        offered_properties=[],
        asked_properties=[8],
    )
    money, places = (1280, 1400, 1500), (10, 8, 9)
    waiting = base(money, places, "proposal_acceptance", BEA, ANA, current_round=2)
    assert came == {"type": "Response", **waiting}
    assert table.snapshot(BEA)["proposal"] == own

    own, came = table.send(
        BEA,
        '{"type":"ActionTradeAnswer","choose":false,"counter":{"offered_money":0,'
        '"asked_money":250,"offered_properties":[8],"asked_properties":[]}}',
    )
    assert own == told(
        BEA,
        "ActionTradeProposal",
        destination_user=ANA,
        offered_money=0,
        asked_money=250,
        offered_properties=[8],
        asked_properties=[],
    )
    assert came == {
        "type": "Response",
        **base(money, places, "proposal_acceptance", ANA, current_round=2),
    }
    assert table.snapshot(ANA)["proposal"]["player"] == BEA

    own, came = table.send(ANA, '{"type":"ActionTradeAnswer","choose":true}')
    assert own == told(ANA, "ActionTradeAnswer", choose=True)
    assert came == {
        "type": "Response",
        **base((1030, 1650, 1500), places, "business", ANA, current_round=2),
    }


def test_a_full_turn_an_auction_and_a_trade() -> None:
    table = WireTable()
    full_turn(table)
    bea_buys_8(table)
    tied_auction(table)
    table.act(CIERZO, EndPhase(), auto=BY_BOT)
    table.send(ANA, THROW, faces(1, 2, 1))
    table.send(ANA, NEXT)
    trade_with_counter(table)
    assert [to_plain(event) for event in table.events] == [
        {"type": "TradeAccepted", "from": 1, "to": 0},
        {
            "type": "CashMoved",
            "payer": 0,
            "payee": 1,
            "amount": 250,
            "reason": "trade",
            "square": None,
        },
        *(
            {
                "type": "DeedChanged",
                "square": square,
                "owner": 0,
                "houses": 0,
                "mortgaged": False,
                "reason": reason,
            }
            for square, reason in ((8, "traded"), (6, "group"), (9, "group"))
        ),
    ]


def test_the_update_of_section_8_2() -> None:
    table = WireTable()
    table.deadline(Deadline("management", (ANA,), 1795370456000, 50000))
    table.send(ANA, THROW, faces(2, 1, 3))
    update = to_plain(table.update(ANA))
    assert isinstance(update, dict)
    seats = update.pop("seats")
    assert isinstance(seats, list)
    assert seats[2] == {
        "seat": 2,
        "id": 9,
        "username": "Cierzo",
        "is_bot": True,
        "bot_level": "hard",
        "connected": True,
        "stand_in": False,
        "piece": 3,
        "color": 2,
        "eliminated": False,
    }
    player = {"cash": 1500, "square": 0, "jail": 0, "out": False, "worth": 1500}
    assert update == {
        "seq": 1,
        "since": 0,
        "events": [
            {"type": "DiceThrown", "seat": 0, "dice": [2, 1, 3], "triple": False, "streak": 0},
            {"type": "TokenMoved", "seat": 0, "path": [0, 1, 2, 3, 4, 5, 6], "by": "walk"},
        ],
        "view": {
            "seat": 0,
            "phase": "management",
            "decision": {"id": 2, "kind": "Purchase", "seats": [0], "square": 6, "price": 100},
            "turn": {"number": 1, "round": 1, "rounds": 30, "seat": 0, "streak": 0},
            "players": [{**player, "square": 6}, player, player],
            "deeds": [],
            "pot": 0,
            "dice": [2, 1, 3],
            "outcome": None,
        },
        "legal": [
            {"type": "ActionBuySquare", "square": 6, "info": {"cost": 100}},
            {"type": "ActionDropPurchase", "square": 6},
            {"type": "ActionSurrender"},
        ],
        "deadline": {
            "phase": "management",
            "players": [7],
            "at": 1795370456000,
            "remaining_ms": 50000,
        },
        "paused": False,
    }
    watching = table.update(None)
    assert watching.legal == ()
    assert watching.view.seat is None
    assert [entry.type for entry in table.update(BEA).legal] == ["ActionSurrender"]


def test_the_first_snapshot() -> None:
    table = WireTable()
    table.deadline(Deadline("roll_the_dices", (ANA,), 1795370450000, 50000))
    state = table.snapshot(BEA)
    assert state.pop("seats")[0]["username"] == "ana"
    assert state == {
        "id": 42,
        "datetime": "2026-11-22T18:00:00Z",
        **base((1500, 1500, 1500), (0, 0, 0), "roll_the_dices", ANA),
        "players": [7, 8, 9],
        "ordered_players": [7, 8, 9],
        "streak": 0,
        "possible_destinations": [],
        "jail_remaining_turns": {},
        "finished": False,
        "auction_task_id": None,
        "current_turn": 1,
        "has_bots": True,
        "fantasy_event": None,
        "proposal": None,
        "property_relationships": [],
        "seq": 0,
        "you": 8,
        "role": "player",
        "host": 7,
        "auction": None,
        "deadline": {
            "phase": "roll_the_dices",
            "players": [7],
            "at": 1795370450000,
            "remaining_ms": 50000,
        },
        "paused": False,
        "settings": {
            "seats": 4,
            "preset": "standard",
            "start_money": 1500,
            "go_money": 200,
            "max_rounds": 30,
            "bail": 40,
            "jail_turns": 3,
            "pace": "normal",
            "end_without_humans": True,
            "house_rules": [],
            "name": "Mesa de ana",
            "visibility": "listed",
            "spectators": True,
            "absence": "stand_in",
        },
        "pot": 0,
        "pending": None,
        "result": None,
    }
    assert table.snapshot(10)["role"] == "spectator"


def test_what_bots_do_is_told_explicitly() -> None:
    table = WireTable()
    table.send(ANA, THROW, faces(2, 1, 3))
    own, _, _ = table.act(ANA, EndPhase(), auto="timeout")
    assert own == told(ANA, "ActionDropPurchase", square=6, auto="timeout")
    other = WireTable()
    other.send(ANA, THROW, faces(2, 1, 3))
    own, _ = other.send(ANA, NEXT)
    assert own == told(ANA, "ActionNextPhase")
    tram = WireTable()
    tram.send(ANA, THROW, faces(3, 4, 3))
    own, _, _ = tram.act(ANA, EndPhase(), auto="stand_in")
    assert own == told(ANA, "ActionTakeTram", square=10, auto="stand_in")


def test_buying_is_refused_with_ids() -> None:
    table = WireTable()
    table.send(ANA, THROW, faces(2, 1, 3))
    assert table.refused(ANA, '{"type":"ActionBuySquare","square":8}', "en") == {
        "event_type": "error",
        "message": "You do not stand on that square.",
        "code": "not_current_square",
        "params": {"square": 8, "current": 6},
    }
    assert table.refused(BEA, '{"type":"ActionBuySquare","square":6}')["params"] == {
        "active": [ANA]
    }
    unknown = table.refused(ANA, '{"type":"ActionBuySquare","square":40,"ref":"x"}')
    assert unknown["code"] == "unknown_square"
    assert unknown["params"] == {"square": 40}
    stranger = table.refused(ANA, '{"type":"ActionTradeProposal","destination_user":99}')
    assert (stranger["code"], stranger["params"]) == ("unknown_player", {"player": 99})
    assert table.refused(10, '{"type":"ActionBuySquare","square":6}')["code"] == (
        "not_a_participant"
    )
    both = '{"type":"ActionTradeAnswer","choose":true,"counter":{}}'
    assert table.refused(ANA, both)["params"]["field"] == "counter"
    early = table.refused(ANA, '{"type":"ActionTradeAnswer","counter":{},"ref":"r"}')
    assert early["code"] == "wrong_phase"
    assert early["params"] == {"type": "ActionTradeAnswer", "phase": "management"}
    assert early["ref"] == "r"
    table.act(ANA, Buy(BOARD.index[6]))
    owned = table.refused(
        ANA,
        '{"type":"ActionTradeProposal","destination_user":8,"offered_properties":[6,6],'
        '"asked_money":5}',
    )
    assert (owned["code"], owned["params"]) == ("duplicate_deed", {"square": 6})
