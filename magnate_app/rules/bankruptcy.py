"""Leaving the game, by bankruptcy or by surrender. Rules 11."""

from __future__ import annotations

from typing import Final

from magnate_app.rules import auctions
from magnate_app.rules.cash import BANK, move
from magnate_app.rules.chance import Chance
from magnate_app.rules.deeds import owned, transfer
from magnate_app.rules.events import EventSink, PlayerEliminated, TradeRefused
from magnate_app.rules.ids import ANSWER, AUCTION, BUSINESS, NOBODY, WAITING, Seat
from magnate_app.rules.reasons import CashReason
from magnate_app.rules.scoring import LAST_PLAYER, NO_HUMANS, finish
from magnate_app.rules.state import NO_CARD, RESUME_NOWHERE, GameState
from magnate_app.rules.succession import pass_turn
from magnate_app.rules.turns import advance, enter

SURRENDER: Final = "surrender"
BANKRUPT: Final = "bankrupt"


def eliminate(
    state: GameState, seat: Seat, cause: str, chance: Chance, log: EventSink | None
) -> None:
    """Take a seat out of the game, in the order of R11.2."""
    own_turn = seat == state.turn_seat
    bidding = state.phase == AUCTION
    if bidding and not state.auction_estate and seat == state.auction_by:
        auctions.cancel(state, seat, log)
        bidding = False
    _cancel_trade(state, seat, log)
    if own_turn:
        _drop_decision(state)
    _settle_cash(state, seat, log)
    _return_deeds(state, seat, log)
    state.out[seat] = True
    state.jail_turns[seat] = 0
    rank = state.alive
    state.alive -= 1
    state.left = (*state.left, seat)
    if log is not None:
        log(PlayerEliminated(seat, cause, rank))
    if _game_over(state, seat, chance, log):
        return
    if bidding:
        # the turn has passed already, but has not begun: only estates are left to sell
        if own_turn and not advance(state, chance, log):
            return
        auctions.drop_bidder(state, seat, log)
    elif own_turn:
        pass_turn(state, chance, log)


def _cancel_trade(state: GameState, seat: Seat, log: EventSink | None) -> None:
    offer = state.offer
    if state.phase != ANSWER or offer is None or seat not in (offer.sender, offer.to):
        return
    state.offer = None
    state.offer_number = 0
    if log is not None:
        log(TradeRefused(from_=offer.sender, to=offer.to, cause="left"))
    if seat != state.turn_seat:
        enter(state, BUSINESS, state.turn_seat)


def _drop_decision(state: GameState) -> None:
    state.targets = state.steps = ()
    state.bail_total = 0
    state.card = NO_CARD
    state.card_value = 0
    state.debt = 0
    state.resume = RESUME_NOWHERE


def _settle_cash(state: GameState, seat: Seat, log: EventSink | None) -> None:
    balance = state.cash[seat]
    if balance > 0:
        move(state, seat, BANK, balance, CashReason.ESTATE_CASH, log)
    else:
        move(state, BANK, seat, -balance, CashReason.DEBT_WRITTEN_OFF, log)


def _return_deeds(state: GameState, seat: Seat, log: EventSink | None) -> None:
    deeds = owned(state, seat)
    for square in deeds:
        state.mortgaged[square] = 0
    if state.terms.estate_auction:
        state.estates += tuple((square, seat) for square in deeds)
        transfer(state, deeds, WAITING, "returned", log)
    else:
        transfer(state, deeds, NOBODY, "returned", log)


def _game_over(state: GameState, seat: Seat, chance: Chance, log: EventSink | None) -> bool:
    """Test the end conditions after an elimination (R16.1a and c)."""
    if state.alive == 1:
        finish(state, LAST_PLAYER, chance, log)
        return True
    if state.terms.end_without_humans and state.humans[seat]:
        survivors = (s for s, gone in enumerate(state.out) if not gone)
        if not any(state.humans[s] for s in survivors):
            finish(state, NO_HUMANS, chance, log)
            return True
    return False
