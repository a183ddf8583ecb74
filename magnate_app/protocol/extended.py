"""The game as our own app is told it (PROTOCOL.md 8.2–8.4): view, legal, update.

Shows one seat what it may know and do, with the figures a person wants to see before
choosing. Decides no rule: what is legal comes from the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import msgspec
from msgspec import UNSET

from magnate_app.protocol import views
from magnate_app.protocol.legal import legal_actions
from magnate_app.protocol.snapshot import bail_target
from magnate_app.protocol.table_facts import TableFacts
from magnate_app.rules import engine
from magnate_app.rules import ids as rules
from magnate_app.rules.cards import CARDS
from magnate_app.rules.deeds import reported_level
from magnate_app.rules.events import AnyEvent, BidPlaced, Option
from magnate_app.rules.ids import Seat
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import AUCTION_NAMES, NO_BID, NO_SEAT, OPEN, GameState
from magnate_app.rules.views import view_for


def update(
    state: GameState,
    facts: TableFacts,
    seat: Seat | None,
    events: Iterable[AnyEvent],
    since: int,
    common: Common | None = None,
) -> views.Update:
    """Return all that `seat` (None: a spectator) is told; `since` is the seq before `events`.

    `common` is what was worked out for another seat at the same moment.
    """
    seen = view_for(state, seat)
    return views.Update(
        seq=facts.seq,
        since=since,
        events=redacted(events, seat, state.settings),
        view=game_view(seen, seat, common),
        legal=() if seat is None else legal_actions(seen, facts, seat),
        deadline=facts.deadline,
        paused=facts.paused,
        seats=facts.seats,
        why=UNSET if facts.why is None else facts.why,
    )


def redacted(
    events: Iterable[AnyEvent], seat: Seat | None, settings: Settings
) -> tuple[AnyEvent, ...]:
    """Return `events` without the sealed amounts of other seats (R12.4)."""
    if "open_auction" in settings.house_rules:
        return tuple(events)
    return tuple(
        BidPlaced(event.seat, None)
        if isinstance(event, BidPlaced) and event.seat != seat
        else event
        for event in events
    )


class Common(msgspec.Struct, frozen=True):
    """The parts of a view that are the same for everybody, deeds aside."""

    turn: views.Turn
    players: tuple[views.PlayerView, ...]
    outcome: views.OutcomeView | None


def game_view(state: GameState, seat: Seat | None, common: Common | None = None) -> views.GameView:
    """Return the whole game out of a redacted state (`rules.views.view_for`)."""
    common = common or common_view(state)
    return views.GameView(
        seat=seat,
        phase=rules.PHASE_NAMES[state.phase],
        decision=decision(state, seat),
        turn=common.turn,
        players=common.players,
        deeds=deed_views(state),
        pot=state.pot,
        dice=state.dice,
        outcome=common.outcome,
    )


def common_view(state: GameState) -> Common:
    """Work out once what every view of this moment holds."""
    ids = state.board.ids
    return Common(
        turn=views.Turn(
            number=state.turn_number,
            round=state.round,
            rounds=state.settings.max_rounds,
            seat=state.turn_seat,
            streak=state.streak,
        ),
        players=tuple(
            views.PlayerView(
                cash=state.cash[other],
                square=ids[state.position[other]],
                jail=state.jail_turns[other],
                out=state.out[other],
                worth=engine.net_worth(state, other),
            )
            for other in range(state.seats)
        ),
        outcome=_outcome(state),
    )


def deed_views(state: GameState) -> tuple[views.DeedView, ...]:
    """Return every owned deed."""
    ids = state.board.ids
    return tuple(
        views.DeedView(
            square=ids[square],
            seat=state.owner[square],
            houses=reported_level(state, square),
            mortgaged=bool(state.mortgaged[square]),
        )
        for square in state.board.buyable
        if state.owner[square] < rules.WAITING
    )


def decision(state: GameState, seat: Seat | None) -> views.Decision:
    """Return what the game waits for; `seat` sees its own sealed bid."""
    return _DECISIONS[state.phase](state, seat, state.decision, engine.acting(state))


def _outcome(state: GameState) -> views.OutcomeView | None:
    outcome = engine.outcome(state)
    if outcome is None:
        return None
    return views.OutcomeView(
        cause=outcome.cause,
        ranking=outcome.ranking,
        final=outcome.final,
        last=outcome.last,
        bonuses={
            name: views.Bonus(amount, seats) for name, (amount, seats) in outcome.bonuses.items()
        },
        stats=tuple(dict(zip(rules.STATISTICS, figures, strict=True)) for figures in outcome.stats),
    )


# Decisions, one maker per phase.

_Seats = tuple[Seat, ...]
_Maker = Callable[[GameState, Seat | None, int, _Seats], views.Decision]


def _throw(state: GameState, _: Seat | None, number: int, seats: _Seats) -> views.Decision:
    if not state.bail_total or state.dice is None:
        return views.Throw(number, seats)
    return views.Bail(
        id=number,
        seats=seats,
        dice=state.dice[:2],
        steps=state.bail_total,
        target=state.board.ids[bail_target(state)],
        price=state.settings.bail,
        turns_left=state.jail_turns[state.actor],
    )


def _destination(state: GameState, _: Seat | None, number: int, seats: _Seats) -> views.Decision:
    options = tuple(
        Option(state.board.ids[square], steps)
        for square, steps in zip(state.targets, state.steps, strict=True)
    )
    return views.Destination(number, seats, options)


def _card(state: GameState, _: Seat | None, number: int, seats: _Seats) -> views.Decision:
    card = CARDS[state.card]
    return views.Card(number, seats, card.name, state.card_value or None, card.cost)


def _management(state: GameState, _: Seat | None, number: int, seats: _Seats) -> views.Decision:
    board = state.board
    square = state.position[state.actor]
    if board.kind[square] == rules.TRAM:
        return views.Tram(number, seats, board.fare, tuple(board.ids[tram] for tram in board.trams))
    return views.Purchase(number, seats, board.ids[square], board.price[square])


def _business(_: GameState, __: Seat | None, number: int, seats: _Seats) -> views.Decision:
    return views.Business(number, seats)


def _debt(state: GameState, _: Seat | None, number: int, seats: _Seats) -> views.Decision:
    return views.Debt(number, seats, -state.cash[state.actor], engine.raisable(state, state.actor))


def _answer(state: GameState, _: Seat | None, number: int, seats: _Seats) -> views.Decision:
    offer = state.offer
    assert offer is not None  # the phase is the offer
    ids = state.board.ids
    return views.Answer(
        id=number,
        seats=seats,
        from_=offer.sender,
        to=offer.to,
        offered_money=offer.offered_money,
        asked_money=offer.asked_money,
        offered_properties=tuple(ids[square] for square in offer.offered),
        asked_properties=tuple(ids[square] for square in offer.asked),
        offer=state.offer_number,
    )


def _auction(state: GameState, seat: Seat | None, number: int, seats: _Seats) -> views.Decision:
    mine = NO_BID if seat is None else state.bids[seat]
    highest = None
    if state.auction_kind == OPEN and state.highest != NO_SEAT:
        highest = (state.highest, state.bids[state.highest])
    return views.Auction(
        id=number,
        seats=seats,
        square=state.board.ids[state.auction_square],
        mode=AUCTION_NAMES[state.auction_kind],
        minimum=state.minimum,
        eligible=tuple(other for other, may in enumerate(state.eligible) if may),
        done=tuple(
            other for other, bid in enumerate(state.bids) if bid != NO_BID or state.withdrawn[other]
        ),
        my_bid=mine if mine >= 0 else None,
        highest=highest,
    )


def _end(_: GameState, __: Seat | None, number: int, seats: _Seats) -> views.Decision:
    return views.End(number, seats)


_DECISIONS: Final[tuple[_Maker, ...]] = (
    _throw,
    _destination,
    _card,
    _management,
    _business,
    _debt,
    _answer,
    _auction,
    _end,
)
