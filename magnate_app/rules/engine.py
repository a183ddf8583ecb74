"""The door to the rules: new_game, legal, check, apply, default_action, outcome.

Dispatches to one module per decision kind in `phases`; knows which phase accepts which
action and in what order refusals are looked for (R3.3, R19.2). Counterparts: `views` for
what a seat may know, `transcript` for games as text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from magnate_app.errors import IllegalActionError
from magnate_app.rules import actions as act
from magnate_app.rules.actions import Action
from magnate_app.rules.auctions import may_bid
from magnate_app.rules.board import Board
from magnate_app.rules.cash import BANK, POT, move
from magnate_app.rules.chance import SETUP, Chance
from magnate_app.rules.deeds import transfer
from magnate_app.rules.events import EventSink, GameStarted
from magnate_app.rules.hashing import state_hash
from magnate_app.rules.ids import (
    ANSWER,
    AUCTION,
    BUSINESS,
    CHOOSE_FANTASY,
    CHOOSE_SQUARE,
    END,
    LIQUIDATION,
    MANAGEMENT,
    NOBODY,
    PHASE_NAMES,
    ROLL,
    Seat,
)
from magnate_app.rules.phases import (
    auction,
    bail,
    building,
    business,
    card,
    debt,
    destination,
    liquidation,
    management,
    mortgages,
    roll,
    surrender,
    trade,
)
from magnate_app.rules.phases.trade import TradeSpace
from magnate_app.rules.reasons import CashReason, Reason
from magnate_app.rules.scoring import net_worth, raisable
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import RUN_OFF, GameState, Outcome, blank
from magnate_app.rules.turns import start_turn

__all__ = [
    "Outcome",
    "TradeSpace",
    "acting",
    "apply",
    "bid_range",
    "check",
    "default_action",
    "legal",
    "net_worth",
    "new_game",
    "outcome",
    "raisable",
    "state_hash",
    "trade_offers",
]

POT_START: Final = 200
DEALT_DEEDS: Final = 2

_SURRENDER: Final = act.Surrender()


def new_game(
    board: Board,
    settings: Settings,
    humans: Sequence[bool],
    chance: Chance,
    log: EventSink | None = None,
) -> GameState:
    """Set a game up and begin its first turn; `humans` has one entry per player (R1.5).

    `state.order` tells which entry sits on which seat.
    """
    order = list(range(len(humans)))
    for last in range(len(order) - 1, 0, -1):
        pick = chance.draw(SETUP, last + 1)
        order[last], order[pick] = order[pick], order[last]
    state = blank(board, settings, tuple(bool(humans[index]) for index in order))
    state.order = tuple(order)
    if log is not None:
        log(GameStarted(state.seats, 0))
    for seat in range(state.seats):
        move(state, BANK, seat, settings.start_money, CashReason.START_MONEY, log)
    if state.terms.fixed_pot_start:
        move(state, BANK, POT, POT_START, CashReason.POT_START, log)
    if state.terms.starting_deal:
        _deal(state, chance, log)
    state.decision = 0
    start_turn(state, log)
    return state


def legal(state: GameState, seat: Seat) -> list[Action]:
    """Return the actions a seat may take now; offers have bounds instead (`trade_offers`).

    Every survivor may surrender at any time; it comes last.
    """
    if state.phase == END or state.out[seat]:
        return []
    if seat == state.actor or state.phase == AUCTION:
        return _LEGAL[state.phase](state, seat)
    return [_SURRENDER]


def bid_range(state: GameState, seat: Seat) -> tuple[int, int] | None:
    """Return the lowest and the highest bid above 0 a seat may make now, if any."""
    return auction.bid_range(state, seat) if state.phase == AUCTION else None


def trade_offers(state: GameState, seat: Seat) -> list[TradeSpace]:
    """Return bounds for a proposal or a counter-offer of a seat now."""
    return trade.spaces(state, seat)


def check(state: GameState, seat: Seat, action: Action) -> None:
    """Raise `IllegalActionError` with the first reason against an action (R19.2).

    Safe for any seat number, any square of the board and any amount.
    """
    kind = action.kind
    if kind in _WITH_FIELDS:
        _check_form(state, action)
    phase = state.phase
    if not 0 <= seat < state.seats:
        raise IllegalActionError(Reason.NOT_A_PARTICIPANT)
    if phase == END:
        raise IllegalActionError(Reason.GAME_OVER)
    if state.out[seat]:
        raise IllegalActionError(Reason.ELIMINATED)
    if kind == act.K_SURRENDER:
        return
    if seat != state.actor and phase != AUCTION and kind != act.K_BID:
        raise IllegalActionError(Reason.NOT_YOUR_TURN, active=[state.actor])
    if not _ACCEPTED[phase] >> kind & 1:
        raise IllegalActionError(
            Reason.WRONG_PHASE, type=type(action).__name__, phase=PHASE_NAMES[phase]
        )
    own = _CHECK[kind] if kind != act.K_END_PHASE else _CHECK_END[phase]
    if own is not None:
        own(state, seat, action)


def apply(
    state: GameState,
    seat: Seat,
    action: Action,
    chance: Chance,
    log: EventSink | None = None,
) -> None:
    """Carry out an action that has passed `check`; tell `log` what happened."""
    kind = action.kind
    own = _APPLY[kind] if kind != act.K_END_PHASE else _APPLY_END[state.phase]
    own(state, seat, action, chance, log)


def acting(state: GameState) -> tuple[Seat, ...]:
    """Return the seats the game waits for; none at the end."""
    if state.phase == AUCTION:
        return tuple(seat for seat in range(state.seats) if may_bid(state, seat))
    return () if state.phase == END else (state.actor,)


def default_action(state: GameState, chance: Chance) -> tuple[Seat, Action] | None:
    """Return who does what next when the clock has run out (R15.3), None at the end.

    Draws a target from `chance` in `choose_square`; that draw does not belong to the
    action: replaying the action must not find it among its draws.
    """
    phase, seat = state.phase, state.actor
    if phase == END:
        return None
    if phase == AUCTION:
        bidder = acting(state)[0]
        return bidder, act.Bid(state.minimum if state.auction_kind == RUN_OFF else 0)
    action: Action
    if phase == ROLL:
        action = act.StayInJail() if state.bail_total else act.Roll()
    elif phase == CHOOSE_SQUARE:
        target = state.targets[chance.draw(SETUP, len(state.targets))]
        action = state.board.act_choose[target]
    elif phase == CHOOSE_FANTASY:
        action = act.PickCard(False)
    elif phase == MANAGEMENT:
        action = management.explicit(state, seat)
    elif phase == LIQUIDATION:
        action = liquidation.next_sale(state, seat)
    elif phase == ANSWER:
        action = act.AnswerTrade(False)
    else:
        action = act.EndPhase()
    return seat, action


def outcome(state: GameState) -> Outcome | None:
    """Return how the game ended, None while it runs."""
    return state.outcome


def _deal(state: GameState, chance: Chance, log: EventSink | None) -> None:
    """Give each seat two random deeds (R20.4)."""
    free = [square for square in state.board.buyable if state.owner[square] == NOBODY]
    for seat in range(state.seats):
        dealt = [free.pop(chance.draw(SETUP, len(free))) for _ in range(DEALT_DEEDS)]
        transfer(state, dealt, seat, "dealt", log)


def _check_form(state: GameState, action: Action) -> None:
    if isinstance(action, act.ProposeTrade):
        for field in ("offered_money", "asked_money"):
            if getattr(action, field) < 0:
                raise IllegalActionError(Reason.INVALID_FIELD, field=field, expected=">= 0")
        if not 0 <= action.to < state.seats:
            raise IllegalActionError(Reason.UNKNOWN_PLAYER, player=action.to)
    elif isinstance(action, act.Bid):
        if action.amount < 0:
            raise IllegalActionError(Reason.INVALID_FIELD, field="amount", expected=">= 0")
    elif isinstance(action, act.Build | act.SellHouse) and action.houses < 1:
        raise IllegalActionError(Reason.INVALID_FIELD, field="houses", expected=">= 1")


def _kinds(*kinds: int) -> int:
    return sum(1 << kind for kind in kinds)


_WITH_FIELDS: Final = frozenset((act.K_PROPOSE_TRADE, act.K_BID, act.K_BUILD, act.K_SELL_HOUSE))

# by phase: bit set of the kinds of actions it accepts (R3.3)
_ACCEPTED: Final = (
    _kinds(act.K_ROLL, act.K_PAY_BAIL, act.K_STAY_IN_JAIL),
    _kinds(act.K_CHOOSE_SQUARE),
    _kinds(act.K_PICK_CARD),
    _kinds(act.K_BUY, act.K_DECLINE, act.K_RIDE_TRAM, act.K_END_PHASE),
    _kinds(
        act.K_BUILD,
        act.K_SELL_HOUSE,
        act.K_MORTGAGE,
        act.K_REDEEM,
        act.K_PROPOSE_TRADE,
        act.K_END_PHASE,
    ),
    _kinds(act.K_SELL_HOUSE, act.K_MORTGAGE, act.K_END_PHASE),
    _kinds(act.K_PROPOSE_TRADE, act.K_ANSWER_TRADE),
    _kinds(act.K_BID),
    0,
)

# by phase
_LEGAL: Final[tuple[Callable[[GameState, Seat], list[Action]], ...]] = (
    roll.legal,
    destination.legal,
    card.legal,
    management.legal,
    business.legal,
    debt.legal,
    trade.legal,
    auction.legal,
)

# by kind of action
_CHECK: Final[tuple[Callable[..., None] | None, ...]] = (
    roll.check,
    destination.check,
    bail.check_pay,
    bail.check_stay,
    card.check,
    management.check_buy,
    management.check_decline,
    management.check_ride,
    building.check_build,
    building.check_sell,
    mortgages.check_mortgage,
    mortgages.check_redeem,
    trade.check_propose,
    trade.check_answer,
    auction.check,
    None,
    None,
)

_APPLY: Final[tuple[Callable[..., None], ...]] = (
    roll.apply,
    destination.apply,
    bail.apply_pay,
    bail.apply_stay,
    card.apply,
    management.apply_buy,
    management.apply_decline,
    management.apply_ride,
    building.apply_build,
    building.apply_sell,
    mortgages.apply_mortgage,
    mortgages.apply_redeem,
    trade.apply_propose,
    trade.apply_answer,
    auction.apply,
    business.apply_end,
    surrender.apply,
)

# `EndPhase` by phase
_CHECK_END: Final[dict[int, Callable[..., None] | None]] = {
    MANAGEMENT: None,
    BUSINESS: None,
    LIQUIDATION: liquidation.check_end,
}

_APPLY_END: Final[dict[int, Callable[..., None]]] = {
    MANAGEMENT: management.apply_end,
    BUSINESS: business.apply_end,
    LIQUIDATION: liquidation.apply_end,
}
