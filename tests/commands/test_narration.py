"""Events as sentences: each has one, and money says everything about itself."""

from __future__ import annotations

import re

import pytest

from magnate_app.bots import levels
from magnate_app.bots.arena import Match
from magnate_app.commands.narration import Narrator
from magnate_app.content import load_board
from magnate_app.rules import events as ev
from magnate_app.rules.chance import Seeded
from magnate_app.rules.events import AnyEvent, CashMoved
from magnate_app.rules.settings import HOUSE_RULES, Settings

NARRATOR = Narrator(load_board(), ["Ana", "Leo", "Cierzo"])


@pytest.mark.parametrize("rules", [frozenset[str](), frozenset(HOUSE_RULES)])
def test_every_movement_says_who_whom_how_much_and_why(rules: frozenset[str]) -> None:
    content = load_board()
    reasons = set()
    for seed in range(12):
        events: list[AnyEvent] = []
        bots = [levels.make(name, f"{seed}/{name}") for name in ("random", "hard", "medium")]
        settings = Settings(seats=3, max_rounds=15, house_rules=rules)
        match = Match(content.board, settings, bots, Seeded(seed), events.append)
        while not match.over:
            match.step()
        narrator = Narrator(content, ["Ana", "Leo", "Cierzo"])
        for event in events:
            sentence = narrator.tell(event)
            assert sentence.strip()
            assert "None" not in sentence
            if isinstance(event, CashMoved):
                reasons.add(event.reason)
                assert re.fullmatch(
                    r"(Ana|Leo|Cierzo|The bank|The pot) pays (Ana|Leo|Cierzo|the bank|the pot) "
                    rf"{event.amount}: .+\.",
                    sentence,
                ), sentence
    assert len(reasons) > 20


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (ev.CashMoved(0, 1, 330, "rent", 26), "Ana pays Leo 330: rent for {26}."),
        (ev.CashMoved("bank", 2, 200, "go_money"), "The bank pays Cierzo 200: for passing GO."),
        (ev.CashMoved(1, "pot", 40, "bail"), "Leo pays the pot 40: bail."),
        (ev.DiceThrown(0, (4, 4, 5), False, 1), "Ana throws 4, 4 and the bus, a double."),
        (ev.DiceThrown(0, (2, 2, 2), True, 0), "Ana throws 2, 2 and 2, a triple."),
        (ev.DiceThrown(0, (3, 5, 0), False, 0), "Ana throws 3, 5."),
        (ev.TokenMoved(1, (0, 1), "walk"), "Leo walks to {1} (1 step)."),
        (ev.BidPlaced(1, None), "Leo has bid."),
        (ev.BidPlaced(1, 0), "Leo passes."),
        (ev.BidPlaced(1, 70), "Leo bids 70."),
        (ev.DeedChanged(6, 0, 5, False, "built"), "{6} now has a hotel."),
        (ev.DeedChanged(6, 0, 0, False, "sold"), "{6} now has no house."),
        (ev.DeedChanged(6, None, -1, False, "returned"), "{6} now belongs to the bank."),
        (ev.DeedChanged(6, 2, -1, True, "traded"), "{6} now belongs to Cierzo, mortgaged."),
        (ev.TradeRefused(0, 1, "left"), "The offer of Ana to Leo is gone."),
        (
            ev.TradeProposed(0, 1, 100, 0, (6, 8), (9,), 1),
            "Ana offers Leo: {6}, {8} and 100 for {9}.",
        ),
        (ev.PlayerEliminated(2, "bankrupt", 3), "Cierzo is bankrupt and finishes 3rd."),
    ],
)
def test_sentences(event: AnyEvent, sentence: str) -> None:
    wanted = re.sub(r"\{(\d+)\}", lambda found: NARRATOR.square(int(found[1])), sentence)
    assert NARRATOR.tell(event) == wanted


def test_the_result_of_every_card_is_told() -> None:
    results: list[dict[str, int | bool | list[int]] | int | None] = [
        None,
        130,
        {"square": 6},
        {"squares": [6, 9]},
        {"target_player": 2},
        {"doubled": True},
        {"doubled": False},
    ]
    told = {
        NARRATOR.tell(ev.CardPlayed(0, "earthquake", None, 200, True, result)) for result in results
    }
    assert len(told) == len(results)
