"""Laws of the encoders over whole random games: nothing is lost, nothing secret is told."""

from __future__ import annotations

import json
import random
from typing import Any

import msgspec
import pytest

from magnate_app.errors import IllegalActionError
from magnate_app.protocol import classic, messages_game
from magnate_app.protocol.messages import (
    ActionBid,
    GameResponse,
    GameStateMessage,
    Socket,
    decode_client,
    decode_server,
    encode,
)
from magnate_app.protocol.messages_told import ResponseBonus
from magnate_app.protocol.responses import response
from magnate_app.protocol.snapshot import game_state
from magnate_app.protocol.telling import Memory, Telling
from magnate_app.protocol.views import LegalAction, OneOf, Range, Subset
from magnate_app.rules import actions as act
from magnate_app.rules import engine
from magnate_app.rules.chance import Seeded
from magnate_app.rules.events import BidPlaced
from magnate_app.rules.ids import AUCTION, END
from magnate_app.rules.settings import HOUSE_RULES, Settings
from magnate_app.rules.state import GameState
from tests.kit.wire_table import WireTable

PEOPLE = ((7, "ana", None), (8, "bea", None), (9, "Cierzo", "hard"), (11, "Moncayo", "easy"))
STEPS = 260


def trade(state: GameState, seat: int, luck: random.Random) -> act.Action | None:
    """A trade the rules allow, if a few tries find one."""
    for space in engine.trade_offers(state, seat):
        for _ in range(3):
            offer = act.ProposeTrade(
                space.to,
                luck.randint(0, space.money_max_offered),
                luck.randint(0, space.money_max_asked),
                tuple(luck.sample(space.offered, min(1, len(space.offered)))),
                tuple(luck.sample(space.asked, min(1, len(space.asked)))),
            )
            if allowed(state, seat, offer):
                return offer
    return None


def allowed(state: GameState, seat: int, action: act.Action) -> bool:
    try:
        engine.check(state, seat, action)
    except IllegalActionError:
        return False
    return True


def next_action(state: GameState, luck: random.Random) -> tuple[int, act.Action]:
    seat = luck.choice(engine.acting(state))
    if luck.random() < 0.3 and (offer := trade(state, seat, luck)) is not None:
        return seat, offer
    choices = engine.legal(state, seat)
    if len(choices) > 1 and luck.random() < 0.998:
        choices = choices[:-1]
    bounds = engine.bid_range(state, seat)
    if bounds is not None and luck.random() < 0.6:
        return seat, act.Bid(luck.randint(bounds[0], min(bounds[1], bounds[0] + 3)))
    return seat, luck.choice(choices)


def fill(entry: LegalAction, *, least: bool) -> str:
    """An entry of `legal` with its choices made, as text."""
    message: dict[str, Any] = {}
    for name in LegalAction.__struct_fields__:
        value = getattr(entry, name)
        if value is None or name == "info":
            continue
        if isinstance(value, Range):
            value = value.min if least else value.max
        elif isinstance(value, OneOf):
            value = value.choices[0 if least else -1]
        elif isinstance(value, Subset):
            value = list(value.choices)
        message[name] = value
    return json.dumps(message)


@pytest.mark.parametrize("seed", range(6))
def test_a_whole_game_over_the_wire(seed: int) -> None:
    luck, chance = random.Random(seed), Seeded(seed)
    house = frozenset(rule for rule in HOUSE_RULES if seed > 2 and luck.random() < 0.5)
    table = WireTable(
        PEOPLE, Settings(max_rounds=3 + 4 * (seed % 2), start_money=600, house_rules=house)
    )
    state, seen, memory = table.state, set(), Memory()
    for step in range(STEPS):
        if state.phase == END:
            break
        seat, action = next_action(state, luck)
        told = classic.action_to_wire(state, table.facts, seat, action)
        returned(table, seat, action, told)
        table.events = []
        engine.apply(state, seat, action, chance, table.events.append)
        table.facts = msgspec.structs.replace(table.facts, seq=step + 1)
        came = response(told, state, table.facts, table.events)
        seen.add(type(came).__name__)
        telling = Telling(state, table.facts, came, table.events, memory)
        assert telling.classic() == encode(Socket.GAME, GameResponse(data=came))
        for viewer in (None, *range(state.seats)):
            user = 99 if viewer is None else table.facts.user(viewer)
            update = table.update(user)
            answer = GameResponse(data=came, update=update)
            assert decode_server(Socket.GAME, encode(Socket.GAME, answer)) == answer
            assert telling.extended(viewer) == encode(Socket.GAME, answer)
            snapshot = GameStateMessage(game_state=game_state(state, table.facts, user, viewer))
            assert decode_server(Socket.GAME, encode(Socket.GAME, snapshot)) == snapshot
            no_secrets(table, viewer, encode(Socket.GAME, answer), encode(Socket.GAME, snapshot))
            if viewer is not None:
                every_entry_is_allowed(table, viewer, update.legal)
    if state.phase == END:
        assert isinstance(came, ResponseBonus)
        assert sorted(came.final_money) == sorted(str(user) for user, _, _ in PEOPLE)
        assert [line.rank for line in came.ranking] == [1, 2, 3, 4]
    assert seen >= {"Response", "ResponseThrowDices", "ResponseAuction", "ResponseChooseSquare"}


def returned(table: WireTable, seat: int, action: act.Action, told: classic.Told) -> None:
    """What is told of an action is, read as a client's message, that very action."""
    text = json.dumps(json.loads(msgspec.json.encode(told.own)))
    message = decode_client(Socket.GAME, text)
    assert isinstance(message, messages_game.GameAction)
    again = classic.action_from_wire(table.state, table.facts, message)
    assert again == action
    if told.others != told.own:
        assert isinstance(message, ActionBid)
        assert told.others.amount is None


def no_secrets(table: WireTable, viewer: int | None, *texts: str) -> None:
    """Nobody can tell what others bid: other amounts would make the same messages."""
    state = table.state
    if state.phase != AUCTION or "open_auction" in state.settings.house_rules:
        return
    other = table.state.copy()
    other.bids = tuple(
        bid if bid < 0 or seat == viewer else bid + 1000 for seat, bid in enumerate(state.bids)
    )
    events = table.events
    table.state = other
    table.events = [
        BidPlaced(event.seat, 4321)
        if isinstance(event, BidPlaced) and event.seat != viewer
        else event
        for event in events
    ]
    user = 99 if viewer is None else table.facts.user(viewer)
    update = table.update(user)
    snapshot = GameStateMessage(game_state=game_state(other, table.facts, user, viewer))
    table.state, table.events = state, events
    assert encode(Socket.GAME, snapshot) == texts[1]
    assert json.loads(texts[0])["update"] == json.loads(msgspec.json.encode(update))


def every_entry_is_allowed(table: WireTable, seat: int, entries: tuple[LegalAction, ...]) -> None:
    for entry in entries:
        if entry.type == "ActionTradeProposal":
            continue
        for least in (True, False):
            message = decode_client(Socket.GAME, fill(entry, least=least))
            assert isinstance(message, messages_game.GameAction)
            action = classic.action_from_wire(table.state, table.facts, message)
            engine.check(table.state, seat, action)
