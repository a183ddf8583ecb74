"""Dialogues 12.3 to 12.5 of PROTOCOL.md to the letter: 7 is ana, 8 bea, 9 the bot Cierzo."""

from __future__ import annotations

from magnate_app.rules.actions import Decline, Roll
from magnate_app.server import events as e
from magnate_app.server.setup import Setup
from tests.kit.hub import FakeHost, Message, Table, token

DICE = (2, 1, 3, 3, 5, 1)


def table_of_three(dice: tuple[int, ...]) -> Table:
    """Ana begins, bea follows, Cierzo is last."""
    for seed in range(100):
        host = FakeHost(seed=seed, next_user=7, next_game=42, dice=dice)
        code = host.make_room(Setup(target=3))
        people = [
            host.connect(f"/ws/room/{code}", token(name), name=name) for name in ("ana", "bea")
        ]
        for client in people:
            client.send({"command": "ready_status", "is_ready": True})
        people[0].send({"command": "start_game"})
        table = Table(host, 42)
        if table.names == ["ana", "bea", "Cierzo"]:
            table.connect("ana")
            table.connect("bea", extended=False)
            return table
    raise AssertionError("no seed gives this order")


def bases(
    money: tuple[int, int, int], at: tuple[int, int, int], phase: str, actor: int, turn: int
) -> Message:
    return {
        "money": dict(zip("789", money, strict=True)),
        "positions": dict(zip("789", at, strict=True)),
        "phase": phase,
        "active_phase_player": actor,
        "active_turn_player": turn,
        "parking_money": 0,
        "current_round": 1,
        "max_rounds": 30,
    }


def action(kind: str, player: int, **fields: object) -> Message:
    data = {"type": kind, "game": 42, "player": player, **fields}
    return {"event_type": "game_action", "data": data}


def response(kind: str, base: Message, **fields: object) -> Message:
    return {"event_type": "game_response", "data": {"type": kind, **fields, **base}}


def test_12_3_a_full_turn() -> None:
    table = table_of_three(DICE)
    ana, bea = table.of("ana"), table.of("bea")
    told = ana.act("ActionThrowDices")
    assert bea.look() == [
        action("ActionThrowDices", 7),
        response(
            "ResponseThrowDices",
            bases((1500, 1500, 1500), (6, 0, 0), "management", 7, 7),
            dice1=2,
            dice2=1,
            dice_bus=3,
            triple=False,
            streak=0,
            path=[0, 1, 2, 3, 4, 5, 6],
            destinations=[6],
            fantasy_event=None,
        ),
    ]
    update = told[-1]["update"]
    assert (update["seq"], update["since"]) == (1, 0)
    assert update["events"] == [
        {
            "type": "DiceThrown",
            "seat": 0,
            "dice": [2, 1, 3],
            "triple": False,
            "streak": 0,
        },
        {"type": "TokenMoved", "seat": 0, "path": [0, 1, 2, 3, 4, 5, 6], "by": "walk"},
    ]
    assert update["view"]["decision"] == {
        "id": 2,
        "kind": "Purchase",
        "seats": [0],
        "square": 6,
        "price": 100,
    }
    assert update["legal"] == [
        {"type": "ActionBuySquare", "square": 6, "info": {"cost": 100}},
        {"type": "ActionDropPurchase", "square": 6},
        {"type": "ActionSurrender"},
    ]
    assert update["deadline"]["players"] == [7]
    assert update["deadline"]["remaining_ms"] == 50_000
    ana.act("ActionBuySquare", square=6)
    assert bea.look() == [
        action("ActionBuySquare", 7, square=6),
        response("Response", bases((1400, 1500, 1500), (6, 0, 0), "business", 7, 7)),
    ]
    (error,) = ana.act("ActionThrowDices")
    assert error == {
        "event_type": "error",
        "message": "Acción no válida en la fase actual.",
        "code": "wrong_phase",
        "params": {"type": "ActionThrowDices", "phase": "business"},
    }
    ana.act("ActionNextPhase")
    assert bea.look() == [
        action("ActionNextPhase", 7),
        response("Response", bases((1400, 1500, 1500), (6, 0, 0), "roll_the_dices", 8, 8)),
    ]


def test_12_4_an_auction_with_a_tie() -> None:
    table = table_of_three((2, 1, 3, 4, 2, 2, 3, 5, 1))
    host, ana, bea = table.host, table.of("ana"), table.of("bea")
    ana.act("ActionThrowDices")
    ana.act("ActionBuySquare", square=6)
    ana.act("ActionNextPhase")
    bea.act("ActionThrowDices")
    bea.act("ActionBuySquare", square=8)
    bea.act("ActionNextPhase")
    table.look()
    host.tell(e.BotAnswered(42, 2, host.asks.pop().question, Roll()))
    at = (6, 8, 9)
    assert ana.look()[0] == action("ActionThrowDices", 9, auto="bot")
    assert bea.look()[1] == response(
        "ResponseThrowDices",
        bases((1400, 1400, 1500), at, "management", 9, 9),
        dice1=3,
        dice2=5,
        dice_bus=1,
        triple=False,
        streak=0,
        path=[0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        destinations=[9],
        fantasy_event=None,
    )
    square = host.state(42).board.index[9]
    host.tell(e.BotAnswered(42, 2, host.asks.pop().question, Decline(square)))
    waiting = response("Response", bases((1400, 1400, 1500), at, "auction", 9, 9))
    assert bea.look() == [action("ActionDropPurchase", 9, square=9, auto="bot"), waiting]
    ana.look()
    assert ana.act("ActionBid", amount=90)[0] == action("ActionBid", 7, amount=90)
    assert bea.look() == [action("ActionBid", 7, amount=None), waiting]
    told = bea.act("ActionBid", amount=90)
    run_off = {"square": 9, "players": [7, 8], "minimum": 90}
    assert told[0] == action("ActionBid", 8, amount=90)
    assert told[1] == {
        "event_type": "game_response",
        "data": {**waiting["data"], "run_off": run_off},
    }
    assert ana.look()[0] == action("ActionBid", 8, amount=None)
    ana.act("ActionBid", amount=120)
    assert bea.look() == [action("ActionBid", 7, amount=None), waiting]
    bids = {"7": 120, "8": 110}
    assert bea.act("ActionBid", amount=110) == [
        action("ActionBid", 8, amount=110),
        response(
            "ResponseAuction",
            bases((1280, 1400, 1500), at, "business", 9, 9),
            auction={
                "id": 1,
                "square": 9,
                "winner": 7,
                "final_amount": 120,
                "is_active": False,
                "is_tie": False,
                "bids": bids,
            },
            square=9,
            winner=7,
            final_amount=120,
            is_tie=False,
            bids=bids,
            run_off=run_off,
        ),
    ]
