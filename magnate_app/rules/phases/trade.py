"""Offers, counter-offers and answers. Rules 13."""

from __future__ import annotations

from typing import Final, NamedTuple

from magnate_app.errors import IllegalActionError
from magnate_app.rules.actions import Action, AnswerTrade, ProposeTrade, Surrender
from magnate_app.rules.cash import move
from magnate_app.rules.chance import Chance
from magnate_app.rules.deeds import exchange, owned
from magnate_app.rules.events import EventSink, TradeAccepted, TradeProposed, TradeRefused
from magnate_app.rules.ids import ANSWER, BUSINESS, NUM_TRADES, Seat, Square
from magnate_app.rules.reasons import CashReason, Reason
from magnate_app.rules.state import COUNTERS, GameState, Offer, OfferKey
from magnate_app.rules.turns import enter

MAX_PROPOSALS: Final = 3
MAX_OFFERS: Final = 3

_ACCEPT: Final = AnswerTrade(True)
_REJECT: Final = AnswerTrade(False)
_SURRENDER: Final = Surrender()


class TradeSpace(NamedTuple):
    """Bounds for an offer to one seat: necessary, not sufficient (R13.5–R13.7)."""

    to: Seat
    money_max_offered: int
    money_max_asked: int
    offered: tuple[Square, ...]
    asked: tuple[Square, ...]


def legal(state: GameState, seat: Seat) -> list[Action]:
    """List accepting if both sides can still afford it, and rejecting."""
    offer = state.offer
    if offer is not None and _unaffordable(state, offer) is None:
        return [_ACCEPT, _REJECT, _SURRENDER]
    return [_REJECT, _SURRENDER]


def spaces(state: GameState, seat: Seat) -> list[TradeSpace]:
    """Return what `seat` could put into an offer now, one entry per possible partner."""
    if seat != state.actor:
        return []
    if state.phase == BUSINESS and state.proposals < MAX_PROPOSALS:
        partners = [o for o, gone in enumerate(state.out) if not gone and o != seat]
    elif state.phase == ANSWER and state.offer and state.offer_number < MAX_OFFERS:
        partners = [state.offer.sender]
    else:
        return []
    mine = _tradable(state, seat)
    found: list[TradeSpace] = []
    for partner in partners:
        theirs = _tradable(state, partner)
        if mine or theirs or state.terms.free_gifts_in_trade:
            found.append(
                TradeSpace(
                    partner,
                    max(0, state.cash[seat]),
                    max(0, state.cash[partner]),
                    mine,
                    theirs,
                )
            )
    return found


def check_propose(state: GameState, seat: Seat, action: ProposeTrade) -> None:
    """Raise `IllegalActionError` if the offer may not be made (R13.1–R13.10)."""
    _check_partner(state, seat, action.to)
    offer = _offer(seat, action)
    named = offer.offered + offer.asked
    for position, square in enumerate(named):
        if square in named[:position]:
            raise IllegalActionError(Reason.DUPLICATE_DEED, square=square)
    for giver, squares in ((seat, offer.offered), (offer.to, offer.asked)):
        for square in squares:
            if state.owner[square] != giver:
                raise IllegalActionError(Reason.NOT_OWNER, square=square)
    for square in named:
        group = state.board.group[square]
        if state.built[group]:
            raise IllegalActionError(Reason.GROUP_HAS_BUILDINGS, group=group)
    _check_content(state, offer)


def _check_partner(state: GameState, seat: Seat, to: Seat) -> None:
    if state.phase == ANSWER:
        if state.offer_number >= MAX_OFFERS:
            raise IllegalActionError(Reason.COUNTER_LIMIT_REACHED, max=MAX_OFFERS)
        partner = state.offer is not None and to == state.offer.sender
    else:
        if state.proposals >= MAX_PROPOSALS:
            raise IllegalActionError(Reason.TRADE_LIMIT_REACHED, max=MAX_PROPOSALS)
        partner = to != seat and not state.out[to]
    if not partner:
        raise IllegalActionError(Reason.INVALID_TRADE_PARTNER, player=to)


def _check_content(state: GameState, offer: Offer) -> None:
    net = offer.offered_money - offer.asked_money
    gives = bool(offer.offered) or net > 0
    takes = bool(offer.asked) or net < 0
    if not gives and not takes:
        raise IllegalActionError(Reason.TRADE_EMPTY)
    if gives != takes and not state.terms.free_gifts_in_trade:
        raise IllegalActionError(Reason.TRADE_IS_GIFT)
    _check_affordable(state, offer)
    if _key(offer) in state.offers_made:
        raise IllegalActionError(Reason.DUPLICATE_PROPOSAL)


def check_answer(state: GameState, seat: Seat, action: AnswerTrade) -> None:
    """Raise `IllegalActionError` if accepting would leave a side below 0 (R13.6)."""
    if action.accept and state.offer is not None:
        _check_affordable(state, state.offer)


def apply_propose(
    state: GameState, seat: Seat, action: ProposeTrade, chance: Chance, log: EventSink | None
) -> None:
    """Put the offer on the table, in the place of one it counters (R13.8–R13.10)."""
    if state.phase == ANSWER:
        state.offer_number += 1
    else:
        state.offer_number = 1
        state.proposals += 1
    offer = _offer(seat, action)
    state.offer = offer
    state.offers_made = (*state.offers_made, _key(offer))
    enter(state, ANSWER, offer.to)
    if log is not None:
        ids = state.board.ids
        log(
            TradeProposed(
                from_=offer.sender,
                to=offer.to,
                offered_money=offer.offered_money,
                asked_money=offer.asked_money,
                offered_properties=tuple(ids[square] for square in offer.offered),
                asked_properties=tuple(ids[square] for square in offer.asked),
                offer=state.offer_number,
            )
        )


def apply_answer(
    state: GameState, seat: Seat, action: AnswerTrade, chance: Chance, log: EventSink | None
) -> None:
    """Carry the offer out or drop it; either way it is business again (R13.11, R13.12)."""
    offer = state.offer
    assert offer is not None, "the phase and its offer go together"
    state.offer = None
    state.offer_number = 0
    if action.accept:
        _carry_out(state, offer, log)
    elif log is not None:
        log(TradeRefused(from_=offer.sender, to=offer.to, cause="answer"))
    enter(state, BUSINESS, state.turn_seat)


def _carry_out(state: GameState, offer: Offer, log: EventSink | None) -> None:
    sender, to = offer.sender, offer.to
    if log is not None:
        log(TradeAccepted(from_=sender, to=to))
    net = offer.offered_money - offer.asked_money
    if net > 0:
        move(state, sender, to, net, CashReason.TRADE, log)
    else:
        move(state, to, sender, -net, CashReason.TRADE, log)
    deeds = tuple((square, to) for square in offer.offered)
    deeds += tuple((square, sender) for square in offer.asked)
    exchange(state, deeds, "traded", log)
    for party in (sender, to):
        state.stats[party * COUNTERS + NUM_TRADES] += 1


def _offer(seat: Seat, action: ProposeTrade) -> Offer:
    return Offer(
        seat,
        action.to,
        action.offered_money,
        action.asked_money,
        tuple(action.offered),
        tuple(action.asked),
    )


def _key(offer: Offer) -> OfferKey:
    offered, asked = tuple(sorted(offer.offered)), tuple(sorted(offer.asked))
    net = offer.offered_money - offer.asked_money
    if offer.sender < offer.to:
        return offer.sender, offer.to, offered, asked, net
    return offer.to, offer.sender, asked, offered, -net


def _unaffordable(state: GameState, offer: Offer) -> tuple[Seat, int] | None:
    """Return the side that would end below 0 and by how much, the sender first (R13.6)."""
    net = offer.offered_money - offer.asked_money
    after = state.cash[offer.sender] - net
    if after < 0:
        return offer.sender, -after
    after = state.cash[offer.to] + net
    if after < 0:
        return offer.to, -after
    return None


def _check_affordable(state: GameState, offer: Offer) -> None:
    missing = _unaffordable(state, offer)
    if missing is not None:
        player, short = missing
        raise IllegalActionError(Reason.TRADE_UNAFFORDABLE, player=player, short=short)


def _tradable(state: GameState, seat: Seat) -> tuple[Square, ...]:
    group, built = state.board.group, state.built
    return tuple(square for square in owned(state, seat) if not built[group[square]])
