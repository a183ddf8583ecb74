"""The whole game as the classic `game_state` (PROTOCOL.md 7.5), for one viewer."""

from __future__ import annotations

from typing import Final

from magnate_app.protocol.messages_told import (
    AuctionState,
    FantasyEvent,
    GameSnapshot,
    HighestBid,
    PendingBail,
    PendingSquare,
    Proposal,
    Relationship,
)
from magnate_app.protocol.responses import base_keys, game_result
from magnate_app.protocol.table_facts import TableFacts
from magnate_app.rules.cards import CARDS
from magnate_app.rules.deeds import reported_level
from magnate_app.rules.ids import CHOOSE_SQUARE, END, WAITING, Seat
from magnate_app.rules.state import AUCTION_NAMES, NO_BID, NO_CARD, NO_SEAT, OPEN, GameState

PLAYER: Final = "player"
ELIMINATED: Final = "eliminated"
SPECTATOR: Final = "spectator"


def game_state(state: GameState, facts: TableFacts, you: int, seat: Seat | None) -> GameSnapshot:
    """Return the snapshot for user `you`, who sits on `seat` or watches.

    Of the auction only the viewer's own amount is shown while bids are sealed.
    """
    ids = state.board.ids
    alive = [other for other in range(state.seats) if not state.out[other]]
    return GameSnapshot(
        **base_keys(state, facts),
        id=facts.game,
        datetime=facts.started,
        players=tuple(sorted(facts.user(other) for other in alive)),
        ordered_players=tuple(facts.user(other) for other in alive),
        streak=state.streak,
        possible_destinations=tuple(ids[square] for square in state.targets),
        jail_remaining_turns={
            str(facts.user(other)): state.jail_turns[other]
            for other in alive
            if state.jail_turns[other]
        },
        finished=state.phase == END,
        auction_task_id=None,
        current_turn=state.turn_number,
        has_bots=any(info.is_bot for info in facts.seats),
        fantasy_event=_card(state),
        proposal=_proposal(state, facts),
        property_relationships=tuple(
            Relationship(
                owner=facts.user(state.owner[square]),
                square=ids[square],
                houses=reported_level(state, square),
                mortgage=bool(state.mortgaged[square]),
            )
            for square in state.board.buyable
            if state.owner[square] < WAITING
        ),
        seq=facts.seq,
        you=you,
        role=role_of(state, seat),
        host=facts.host,
        seats=facts.seats,
        auction=_auction(state, facts, seat),
        deadline=facts.deadline,
        paused=facts.paused,
        settings=facts.settings,
        pot=state.pot,
        pending=_pending(state, facts),
        result=None if state.outcome is None else game_result(state.outcome, state, facts),
    )


def role_of(state: GameState, seat: Seat | None) -> str:
    """Return what somebody is at this table: player, eliminated or spectator."""
    if seat is None:
        return SPECTATOR
    return ELIMINATED if state.out[seat] else PLAYER


def _card(state: GameState) -> FantasyEvent | None:
    if state.card == NO_CARD:
        return None
    card = CARDS[state.card]
    return FantasyEvent(fantasy_type=card.name, value=state.card_value or None, card_cost=card.cost)


def _proposal(state: GameState, facts: TableFacts) -> Proposal | None:
    offer = state.offer
    if offer is None:
        return None
    ids = state.board.ids
    return Proposal(
        type="ActionTradeProposal",
        game=facts.game,
        player=facts.user(offer.sender),
        destination_user=facts.user(offer.to),
        offered_money=offer.offered_money,
        asked_money=offer.asked_money,
        offered_properties=tuple(ids[square] for square in offer.offered),
        asked_properties=tuple(ids[square] for square in offer.asked),
    )


def _auction(state: GameState, facts: TableFacts, seat: Seat | None) -> AuctionState | None:
    if not state.eligible:
        return None
    mine = NO_BID if seat is None else state.bids[seat]
    highest = None
    if state.auction_kind == OPEN and state.highest != NO_SEAT:
        highest = HighestBid(player=facts.user(state.highest), amount=state.bids[state.highest])
    return AuctionState(
        id=state.auction_id,
        square=state.board.ids[state.auction_square],
        kind=AUCTION_NAMES[state.auction_kind],
        declined_by=None if state.auction_estate else facts.user(state.auction_by),
        minimum=state.minimum,
        eligible=tuple(facts.user(other) for other, may in enumerate(state.eligible) if may),
        bidders=tuple(facts.user(other) for other, bid in enumerate(state.bids) if bid != NO_BID),
        my_bid=mine if mine >= 0 else None,
        highest=highest,
    )


def _pending(state: GameState, facts: TableFacts) -> PendingSquare | PendingBail | None:
    dice = state.dice
    if dice is None or state.actor < 0:
        return None
    player = facts.user(state.actor)
    if state.bail_total:
        return PendingBail(
            player=player,
            dice=dice[:2],
            steps=state.bail_total,
            target=state.board.ids[bail_target(state)],
            price=state.settings.bail,
            turns_left=state.jail_turns[state.actor],
        )
    if state.phase == CHOOSE_SQUARE:
        return PendingSquare(player=player, dice=dice)
    return None


def bail_target(state: GameState) -> int:
    """Return where the thrown total of the open bail decision leads."""
    return state.board.walks[state.board.jail][state.bail_total][0]
