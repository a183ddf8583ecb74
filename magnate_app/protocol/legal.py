"""What a seat may do now, as entries ready to be sent (PROTOCOL.md 8.4).

The engine says what is legal; this module gathers equal types into one entry and adds
the figures a person wants to see before choosing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

from magnate_app.protocol.classic import TYPE_NAMES
from magnate_app.protocol.table_facts import TableFacts
from magnate_app.protocol.views import Info, LegalAction, OneOf, Range, Subset
from magnate_app.rules import actions as act
from magnate_app.rules import engine
from magnate_app.rules.cards import CARDS
from magnate_app.rules.ids import Seat
from magnate_app.rules.state import OPEN, GameState


def legal_actions(state: GameState, facts: TableFacts, seat: Seat) -> tuple[LegalAction, ...]:
    """Return what `seat` may do now, in the engine's order; equal types are gathered."""
    gathered: dict[tuple[int, int], list[act.Action]] = {}
    for action in engine.legal(state, seat):
        gathered.setdefault((action.kind, _place(action)), []).append(action)
    listed: list[LegalAction] = []
    offered = False
    for (kind, _), same in gathered.items():
        if kind in _LAST and not offered:
            offered = True
            listed += _trades(state, facts, seat)
        listed += _FORMS[kind](state, seat, same)
    return tuple(listed)


# One form per kind of action; each gets all actions of one kind and place.

_Form = Callable[[GameState, Seat, list[act.Action]], list[LegalAction]]

_LAST: Final = (act.K_END_PHASE, act.K_SURRENDER)
_PLACED: Final = frozenset({act.K_BUILD, act.K_SELL_HOUSE, act.K_MORTGAGE, act.K_REDEEM})


def _place(action: act.Action) -> int:
    """Return what keeps actions of one kind apart in the list: the street, the deed."""
    if action.kind in _PLACED:
        return cast(act.Build, action).square
    return 0


def _bare(_: GameState, __: Seat, actions: list[act.Action]) -> list[LegalAction]:
    return [LegalAction(type=TYPE_NAMES[actions[0].kind])]


def _targets(state: GameState, _: Seat, actions: list[act.Action]) -> list[LegalAction]:
    squares = tuple(state.board.ids[cast(act.ChooseSquare, action).square] for action in actions)
    return [LegalAction(type=TYPE_NAMES[act.K_CHOOSE_SQUARE], square=OneOf(squares))]


def _pay_bail(state: GameState, _: Seat, __: list[act.Action]) -> list[LegalAction]:
    cost = state.settings.bail
    return [LegalAction(type=TYPE_NAMES[act.K_PAY_BAIL], to_pay=True, info=Info(cost=cost))]


def _stay_in_jail(_: GameState, __: Seat, ___: list[act.Action]) -> list[LegalAction]:
    return [LegalAction(type=TYPE_NAMES[act.K_STAY_IN_JAIL], to_pay=False)]


def _pick_card(state: GameState, _: Seat, actions: list[act.Action]) -> list[LegalAction]:
    return [
        LegalAction(
            type=TYPE_NAMES[act.K_PICK_CARD],
            chosen_revealed_card=shown,
            info=Info(cost=CARDS[state.card].cost) if shown else None,
        )
        for shown in (cast(act.PickCard, action).shown for action in actions)
    ]


def _buy(state: GameState, _: Seat, actions: list[act.Action]) -> list[LegalAction]:
    square = cast(act.Buy, actions[0]).square
    return [
        LegalAction(
            type=TYPE_NAMES[act.K_BUY],
            square=state.board.ids[square],
            info=Info(cost=state.board.price[square]),
        )
    ]


def _decline(state: GameState, _: Seat, actions: list[act.Action]) -> list[LegalAction]:
    square = state.board.ids[cast(act.Decline, actions[0]).square]
    return [LegalAction(type=TYPE_NAMES[act.K_DECLINE], square=square)]


def _ride(state: GameState, seat: Seat, actions: list[act.Action]) -> list[LegalAction]:
    here = state.position[seat]
    stops = [cast(act.RideTram, action).square for action in actions]
    name = TYPE_NAMES[act.K_RIDE_TRAM]
    listed = [LegalAction(type=name, square=state.board.ids[here])] if here in stops else []
    away = tuple(state.board.ids[stop] for stop in stops if stop != here)
    if away:
        listed.append(LegalAction(type=name, square=OneOf(away), info=Info(cost=state.board.fare)))
    return listed


def _levels(state: GameState, _: Seat, actions: list[act.Action]) -> list[LegalAction]:
    board = state.board
    kind = actions[0].kind
    square = cast(act.Build, actions[0]).square
    counts = [cast(act.Build, action).houses for action in actions]
    few = min(counts)
    before = 1 + state.level[square]
    after = before + few if kind == act.K_BUILD else before - few
    rent = (board.ladder[square][before], board.ladder[square][after])
    if kind == act.K_BUILD:
        info = Info(cost=few * board.build_price[square], rent=rent)
    else:
        info = Info(gain=few * board.refund[square], rent=rent)
    return [
        LegalAction(
            type=TYPE_NAMES[kind],
            square=board.ids[square],
            houses=Range(few, max(counts)),
            info=info,
        )
    ]


def _mortgage(state: GameState, _: Seat, actions: list[act.Action]) -> list[LegalAction]:
    board = state.board
    kind = actions[0].kind
    square = cast(act.Mortgage, actions[0]).square
    if kind == act.K_MORTGAGE:
        info = Info(gain=board.mortgage_value[square])
    else:
        info = Info(cost=board.lift_cost[square])
    return [LegalAction(type=TYPE_NAMES[kind], square=board.ids[square], info=info)]


def _answers(_: GameState, __: Seat, actions: list[act.Action]) -> list[LegalAction]:
    choices = tuple(cast(act.AnswerTrade, action).accept for action in actions)
    choose = OneOf(tuple(sorted(choices, reverse=True))) if len(choices) > 1 else choices[0]
    return [LegalAction(type=TYPE_NAMES[act.K_ANSWER_TRADE], choose=choose)]


def _bids(state: GameState, seat: Seat, actions: list[act.Action]) -> list[LegalAction]:
    name = TYPE_NAMES[act.K_BID]
    bounds = engine.bid_range(state, seat)
    passing = any(cast(act.Bid, action).amount == 0 for action in actions)
    if passing and state.auction_kind != OPEN:
        most = bounds[1] if bounds is not None else 0
        return [LegalAction(type=name, amount=Range(0, most))]
    listed = [] if bounds is None else [LegalAction(type=name, amount=Range(*bounds))]
    return [*listed, LegalAction(type=name, amount=0)] if passing else listed


def _trades(state: GameState, facts: TableFacts, seat: Seat) -> list[LegalAction]:
    ids = state.board.ids
    return [
        LegalAction(
            type=TYPE_NAMES[act.K_PROPOSE_TRADE],
            destination_user=facts.user(space.to),
            offered_money=Range(0, space.money_max_offered),
            asked_money=Range(0, space.money_max_asked),
            offered_properties=Subset(tuple(ids[square] for square in space.offered)),
            asked_properties=Subset(tuple(ids[square] for square in space.asked)),
        )
        for space in engine.trade_offers(state, seat)
    ]


_FORMS: Final[dict[int, _Form]] = {
    act.K_ROLL: _bare,
    act.K_CHOOSE_SQUARE: _targets,
    act.K_PAY_BAIL: _pay_bail,
    act.K_STAY_IN_JAIL: _stay_in_jail,
    act.K_PICK_CARD: _pick_card,
    act.K_BUY: _buy,
    act.K_DECLINE: _decline,
    act.K_RIDE_TRAM: _ride,
    act.K_BUILD: _levels,
    act.K_SELL_HOUSE: _levels,
    act.K_MORTGAGE: _mortgage,
    act.K_REDEEM: _mortgage,
    act.K_ANSWER_TRADE: _answers,
    act.K_BID: _bids,
    act.K_END_PHASE: _bare,
    act.K_SURRENDER: _bare,
}
