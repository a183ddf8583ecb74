"""Actions between the wire and the rules (PROTOCOL.md 7.3, 7.6, 9.1), and refusals.

Users become seats and the board's ids dense squares on the way in, and back on the way
out. Whether an action is allowed is the rules' business. What comes of one is told in
`responses`, the whole game in `snapshot`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, cast

import msgspec
from msgspec import UNSET

from magnate_app.errors import Detail, IllegalActionError
from magnate_app.protocol import messages_game as wire
from magnate_app.protocol.messages_common import ErrorMessage
from magnate_app.protocol.messages_told import RunOff, ToldAction
from magnate_app.protocol.refusals import ErrorCode, Param, Params, RefusedError
from magnate_app.protocol.sentences import sentence
from magnate_app.protocol.table_facts import TableFacts
from magnate_app.rules import actions as act
from magnate_app.rules.board import Board
from magnate_app.rules.ids import MANAGEMENT, PHASE_NAMES, TRAM, Seat, Square
from magnate_app.rules.reasons import Reason
from magnate_app.rules.state import OPEN, RUN_OFF, GameState

BY_BOT: Final = "bot"
BY_STAND_IN: Final = "stand_in"
BY_CLOCK: Final = "timeout"

_SQUARE_PARAMS: Final = ("square", "current")
_SEAT_PARAMS: Final = ("player", "owner")


class Told(NamedTuple):
    """An action about to be applied, as it will be told.

    `own` is for the seat that did it, `others` for everybody else; `run_off` is the one
    under way before the action; the rest is what the action was.
    """

    own: ToldAction
    others: ToldAction
    seat: Seat
    action: act.Action
    auto: str
    run_off: RunOff | None


def action_from_wire(
    state: GameState, facts: TableFacts, message: wire.AnyGameAction
) -> act.Action:
    """Turn a client's action into one of the rules.

    Raises `RefusedError` for the rest of the form checks of R19.2: `invalid_field`,
    `unknown_square`, `unknown_player`.
    """
    reader = _READERS[type(message)]
    return reader(state, facts, message)


def action_to_wire(
    state: GameState, facts: TableFacts, seat: Seat, action: act.Action, auto: str = ""
) -> Told:
    """Say how `action` is told; to be called before the engine applies it.

    `auto` is `BY_BOT`, `BY_STAND_IN`, `BY_CLOCK`, or empty for the person of the seat.
    """
    if auto:
        action = explicit(state, seat, action)
    own = _TELLERS[action.kind](
        ToldAction(
            type=TYPE_NAMES[action.kind],
            game=facts.game,
            player=facts.user(seat),
            auto=auto or UNSET,
        ),
        state.board,
        facts,
        action,
    )
    others = own
    if isinstance(action, act.Bid) and state.auction_kind != OPEN:
        others = msgspec.structs.replace(own, amount=None)
    return Told(own, others, seat, action, auto, run_off(state, facts))


def explicit(state: GameState, seat: Seat, action: act.Action) -> act.Action:
    """Return what `EndPhase` means in management, spelled out; others as they are (R7.4)."""
    if not isinstance(action, act.EndPhase) or state.phase != MANAGEMENT:
        return action
    square = state.position[seat]
    if state.board.kind[square] == TRAM:
        return state.board.act_ride[square]
    return state.board.act_decline[square]


def run_off(state: GameState, facts: TableFacts) -> RunOff | None:
    """Return the run-off that is under way, if there is one."""
    if state.auction_kind != RUN_OFF or not state.eligible:
        return None
    return RunOff(
        square=state.board.ids[state.auction_square],
        players=tuple(facts.user(seat) for seat, tied in enumerate(state.eligible) if tied),
        minimum=state.minimum,
    )


def refusal(
    error: IllegalActionError, state: GameState, facts: TableFacts, message: wire.GameAction
) -> RefusedError:
    """Turn a refusal of the rules into one of the wire, with ids for squares and seats."""
    params: Params = {
        name: _wire_param(state.board, facts, name, value) for name, value in error.detail.items()
    }
    if error.reason == Reason.WRONG_PHASE:
        params["type"] = type(message).__name__
        params["phase"] = PHASE_NAMES[state.phase]
    refused = RefusedError(error.reason, message.ref)
    refused.params.update(params)
    return refused


def error_message(error: RefusedError, lang: str, *, twice: bool = False) -> ErrorMessage:
    """Say a refusal in `lang`; `twice` as a room does when it turns somebody away (6.2)."""
    text = sentence(error.code, lang, error.params)
    return ErrorMessage(
        message=text,
        code=error.code.value,
        params=error.params,
        ref=error.ref,
        error=text if twice else None,
    )


def _wire_param(board: Board, facts: TableFacts, name: str, value: Detail) -> Param:
    if name in _SQUARE_PARAMS and isinstance(value, int):
        return board.ids[value]
    if name in _SEAT_PARAMS and isinstance(value, int):
        return facts.user(value)
    if isinstance(value, list):
        return [
            facts.user(item) if name == "active" and isinstance(item, int) else item
            for item in value
        ]
    return value


# In: one reader per message.

_Reader = Callable[[GameState, TableFacts, wire.AnyGameAction], act.Action]


def _square(state: GameState, square: int) -> Square:
    dense = state.board.index.get(square)
    if dense is None:
        raise RefusedError(Reason.UNKNOWN_SQUARE, square=square)
    return dense


def _squares(state: GameState, squares: tuple[int, ...]) -> tuple[Square, ...]:
    return tuple(_square(state, square) for square in squares)


def _on_square(make: Callable[[Square], act.Action]) -> _Reader:
    def read(state: GameState, _: TableFacts, message: wire.AnyGameAction) -> act.Action:
        return make(_square(state, cast(wire.ActionMoveTo, message).square))

    return read


def _on_levels(make: Callable[[Square, int], act.Action]) -> _Reader:
    def read(state: GameState, _: TableFacts, message: wire.AnyGameAction) -> act.Action:
        asked = cast(wire.ActionBuild, message)
        return make(_square(state, asked.square), asked.houses)

    return read


def _plain(make: Callable[[], act.Action]) -> _Reader:
    return lambda _state, _facts, _message: make()


def _bail(_state: GameState, _facts: TableFacts, message: wire.AnyGameAction) -> act.Action:
    return act.PayBail() if cast(wire.ActionPayBail, message).to_pay else act.StayInJail()


def _card(_state: GameState, _facts: TableFacts, message: wire.AnyGameAction) -> act.Action:
    return act.PickCard(cast(wire.ActionChooseCard, message).chosen_revealed_card)


def _bid(_state: GameState, _facts: TableFacts, message: wire.AnyGameAction) -> act.Action:
    return act.Bid(cast(wire.ActionBid, message).amount)


def _proposal(state: GameState, facts: TableFacts, message: wire.AnyGameAction) -> act.Action:
    offer = cast(wire.ActionTradeProposal, message)
    offered, asked = (
        _squares(state, offer.offered_properties),
        _squares(state, offer.asked_properties),
    )
    to = facts.seat_of(offer.destination_user)
    if to is None:
        raise RefusedError(Reason.UNKNOWN_PLAYER, player=offer.destination_user)
    return act.ProposeTrade(to, offer.offered_money, offer.asked_money, offered, asked)


def _answer(state: GameState, _: TableFacts, message: wire.AnyGameAction) -> act.Action:
    answer = cast(wire.ActionTradeAnswer, message)
    counter = answer.counter
    if counter is None:
        return act.AnswerTrade(answer.choose)
    if answer.choose:
        raise RefusedError(
            ErrorCode.INVALID_FIELD, field="counter", expected="absent where choose is true"
        )
    offered = _squares(state, counter.offered_properties)
    asked = _squares(state, counter.asked_properties)
    if state.offer is None:
        # Nothing to counter: the rules refuse the answer by turn or phase.
        return act.AnswerTrade(False)
    return act.ProposeTrade(
        state.offer.sender, counter.offered_money, counter.asked_money, offered, asked
    )


_READERS: Final[dict[type[wire.GameAction], _Reader]] = {
    wire.ActionThrowDices: _plain(act.Roll),
    wire.ActionMoveTo: _on_square(act.ChooseSquare),
    wire.ActionPayBail: _bail,
    wire.ActionChooseCard: _card,
    wire.ActionBuySquare: _on_square(act.Buy),
    wire.ActionDropPurchase: _on_square(act.Decline),
    wire.ActionTakeTram: _on_square(act.RideTram),
    wire.ActionBuild: _on_levels(act.Build),
    wire.ActionDemolish: _on_levels(act.SellHouse),
    wire.ActionMortgageSet: _on_square(act.Mortgage),
    wire.ActionMortgageUnset: _on_square(act.Redeem),
    wire.ActionTradeProposal: _proposal,
    wire.ActionTradeAnswer: _answer,
    wire.ActionBid: _bid,
    wire.ActionNextPhase: _plain(act.EndPhase),
    wire.ActionSurrender: _plain(act.Surrender),
}


# Out: one teller per kind of action.

_Teller = Callable[[ToldAction, Board, TableFacts, act.Action], ToldAction]


def _tell_nothing(told: ToldAction, _: Board, __: TableFacts, ___: act.Action) -> ToldAction:
    return told


def _tell_square(told: ToldAction, board: Board, _: TableFacts, action: act.Action) -> ToldAction:
    square = board.ids[cast(act.ChooseSquare, action).square]
    return msgspec.structs.replace(told, square=square)


def _tell_levels(told: ToldAction, board: Board, _: TableFacts, action: act.Action) -> ToldAction:
    build = cast(act.Build, action)
    return msgspec.structs.replace(told, square=board.ids[build.square], houses=build.houses)


def _tell_bail(told: ToldAction, _: Board, __: TableFacts, action: act.Action) -> ToldAction:
    return msgspec.structs.replace(told, to_pay=isinstance(action, act.PayBail))


def _tell_card(told: ToldAction, _: Board, __: TableFacts, action: act.Action) -> ToldAction:
    return msgspec.structs.replace(told, chosen_revealed_card=cast(act.PickCard, action).shown)


def _tell_bid(told: ToldAction, _: Board, __: TableFacts, action: act.Action) -> ToldAction:
    return msgspec.structs.replace(told, amount=cast(act.Bid, action).amount)


def _tell_answer(told: ToldAction, _: Board, __: TableFacts, action: act.Action) -> ToldAction:
    return msgspec.structs.replace(told, choose=cast(act.AnswerTrade, action).accept)


def _tell_offer(
    told: ToldAction, board: Board, facts: TableFacts, action: act.Action
) -> ToldAction:
    offer = cast(act.ProposeTrade, action)
    return msgspec.structs.replace(
        told,
        destination_user=facts.user(offer.to),
        offered_money=offer.offered_money,
        asked_money=offer.asked_money,
        offered_properties=tuple(board.ids[square] for square in offer.offered),
        asked_properties=tuple(board.ids[square] for square in offer.asked),
    )


_FORMS: Final[tuple[tuple[int, type[wire.GameAction], _Teller], ...]] = (
    (act.K_ROLL, wire.ActionThrowDices, _tell_nothing),
    (act.K_CHOOSE_SQUARE, wire.ActionMoveTo, _tell_square),
    (act.K_PAY_BAIL, wire.ActionPayBail, _tell_bail),
    (act.K_STAY_IN_JAIL, wire.ActionPayBail, _tell_bail),
    (act.K_PICK_CARD, wire.ActionChooseCard, _tell_card),
    (act.K_BUY, wire.ActionBuySquare, _tell_square),
    (act.K_DECLINE, wire.ActionDropPurchase, _tell_square),
    (act.K_RIDE_TRAM, wire.ActionTakeTram, _tell_square),
    (act.K_BUILD, wire.ActionBuild, _tell_levels),
    (act.K_SELL_HOUSE, wire.ActionDemolish, _tell_levels),
    (act.K_MORTGAGE, wire.ActionMortgageSet, _tell_square),
    (act.K_REDEEM, wire.ActionMortgageUnset, _tell_square),
    (act.K_PROPOSE_TRADE, wire.ActionTradeProposal, _tell_offer),
    (act.K_ANSWER_TRADE, wire.ActionTradeAnswer, _tell_answer),
    (act.K_BID, wire.ActionBid, _tell_bid),
    (act.K_END_PHASE, wire.ActionNextPhase, _tell_nothing),
    (act.K_SURRENDER, wire.ActionSurrender, _tell_nothing),
)

TYPE_NAMES: Final = {kind: form.__name__ for kind, form, _ in _FORMS}
"""The classic `type` of each kind of action (9.1)."""

_TELLERS: Final = {kind: teller for kind, _, teller in _FORMS}
