"""What came of an accepted action, as the classic `game_response` (PROTOCOL.md 7.4, 9.3).

Reads the state after the action and the events it caused; counterpart of
`classic.action_to_wire`, which says what was done.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias, TypedDict, TypeVar

from magnate_app.protocol.classic import BY_CLOCK, Told
from magnate_app.protocol.messages_told import (
    AnyResponse,
    AuctionResult,
    FantasyEvent,
    FantasyResult,
    Ranked,
    Response,
    ResponseAuction,
    ResponseBonus,
    ResponseChooseFantasy,
    ResponseChooseSquare,
    ResponseSkipPhase,
    ResponseThrowDices,
    Result,
    RunOff,
)
from magnate_app.protocol.table_facts import TableFacts
from magnate_app.protocol.views import Bonus
from magnate_app.rules import events as ev
from magnate_app.rules.actions import ChooseSquare, EndPhase, PayBail, StayInJail
from magnate_app.rules.cards import CARDS, KIND_OF
from magnate_app.rules.ids import PHASE_NAMES, Seat
from magnate_app.rules.state import GameState, Outcome

_MOVES: Final = ("walk", "jump", "jail")

E = TypeVar("E", bound=ev.Event)

_Newest: TypeAlias = dict[type[ev.Event], ev.Event]
"""The last event of each kind."""


class Base(TypedDict):
    """The keys of every response."""

    money: dict[str, int]
    positions: dict[str, int]
    phase: str
    active_phase_player: int
    active_turn_player: int
    parking_money: int
    current_round: int
    max_rounds: int


def response(
    told: Told, state: GameState, facts: TableFacts, events: Sequence[ev.AnyEvent]
) -> AnyResponse:
    """Return the response to `told`; `state` is the one after it, `events` what it caused."""
    base = base_keys(state, facts)
    newest: _Newest = {type(event): event for event in events}
    if _last(newest, ev.GameEnded) is not None and state.outcome is not None:
        result = game_result(state.outcome, state, facts)
        return ResponseBonus(
            bonuses=result.bonuses,
            last_money=result.last_money,
            final_money=result.final_money,
            ranking=result.ranking,
            **base,
        )
    if (ended := _last(newest, ev.AuctionEnded)) is not None:
        return _auction(ended, told, state, facts, events, base)
    if (played := _last(newest, ev.CardPlayed)) is not None:
        return ResponseChooseFantasy(fantasy_result=_card_result(played, facts), **base)
    if (thrown := _last(newest, ev.DiceThrown)) is not None:
        path, destinations = _route(thrown.seat, state, events, newest)
        return ResponseThrowDices(
            dice1=thrown.dice[0],
            dice2=thrown.dice[1],
            dice_bus=thrown.dice[2],
            triple=thrown.triple,
            streak=thrown.streak,
            path=path,
            destinations=destinations,
            fantasy_event=_shown_card(newest),
            **base,
        )
    if isinstance(told.action, ChooseSquare | PayBail | StayInJail):
        return ResponseChooseSquare(
            path=_walked(told.seat, events) or (state.board.ids[state.position[told.seat]],),
            fantasy_event=_shown_card(newest),
            **base,
        )
    if isinstance(told.action, EndPhase) and told.auto == BY_CLOCK:
        return ResponseSkipPhase(**base)
    if (tied := _last(newest, ev.AuctionTied)) is not None:
        run_off = RunOff(square=tied.square, players=facts.users(tied.seats), minimum=tied.amount)
        return Response(run_off=run_off, **base)
    return Response(**base)


def base_keys(state: GameState, facts: TableFacts) -> Base:
    """Return the keys of every response; only players still in the game are listed."""
    ids = state.board.ids
    money: dict[str, int] = {}
    positions: dict[str, int] = {}
    for info, out, cash, square in zip(
        facts.seats, state.out, state.cash, state.position, strict=True
    ):
        if not out:
            user = str(info.id)
            money[user] = cash
            positions[user] = ids[square]
    turn = facts.user(state.turn_seat)
    return {
        "money": money,
        "positions": positions,
        "phase": PHASE_NAMES[state.phase],
        "active_phase_player": facts.user(state.actor) if state.actor >= 0 else turn,
        "active_turn_player": turn,
        "parking_money": state.pot,
        "current_round": state.round,
        "max_rounds": state.settings.max_rounds,
    }


def game_result(outcome: Outcome, state: GameState, facts: TableFacts) -> Result:
    """Return the final figures by user."""
    return Result(
        bonuses={
            name: Bonus(amount, facts.users(seats))
            for name, (amount, seats) in outcome.bonuses.items()
        },
        last_money=_by_user(outcome.last, facts),
        final_money=_by_user(outcome.final, facts),
        ranking=tuple(
            Ranked(
                rank=rank,
                player=facts.user(seat),
                username=facts.seats[seat].username,
                final_money=outcome.final[seat],
                eliminated=state.out[seat],
            )
            for rank, seat in enumerate(outcome.ranking, start=1)
        ),
    )


def _by_user(amounts: tuple[int, ...], facts: TableFacts) -> dict[str, int]:
    return {str(facts.user(seat)): amount for seat, amount in enumerate(amounts)}


def _auction(
    ended: ev.AuctionEnded,
    told: Told,
    state: GameState,
    facts: TableFacts,
    events: Sequence[ev.AnyEvent],
    base: Base,
) -> ResponseAuction:
    later = events[_index(events, ended) :]
    opened_since = sum(isinstance(event, ev.AuctionOpened) for event in later)
    winner = None if ended.winner is None else facts.user(ended.winner)
    bids = {str(facts.user(int(seat))): amount for seat, amount in ended.bids.items()}
    return ResponseAuction(
        auction=AuctionResult(
            id=state.auction_id - opened_since,
            square=ended.square,
            winner=winner,
            final_amount=ended.amount,
            is_active=False,
            is_tie=False,
            bids=bids,
        ),
        square=ended.square,
        winner=winner,
        final_amount=ended.amount,
        is_tie=False,
        bids=bids,
        run_off=told.run_off if ended.run_off else None,
        **base,
    )


def _card_result(played: ev.CardPlayed, facts: TableFacts) -> FantasyResult:
    result = played.result
    if isinstance(result, dict) and isinstance(seat := result.get("target_player"), int):
        result = {"target_player": facts.user(seat)}
    return FantasyResult(
        fantasy_event=FantasyEvent(
            fantasy_type=played.card,
            value=played.value,
            card_cost=CARDS[KIND_OF[played.card]].cost,
        ),
        result=result,
    )


def _shown_card(newest: _Newest) -> FantasyEvent | None:
    shown = _last(newest, ev.CardShown)
    if shown is None:
        return None
    return FantasyEvent(fantasy_type=shown.card, value=shown.value, card_cost=shown.cost)


def _route(
    seat: Seat, state: GameState, events: Sequence[ev.AnyEvent], newest: _Newest
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return `path` and `destinations` of a throw (R2.8, 7.4)."""
    jail = state.board.ids[state.board.jail]
    if (bail := _last(newest, ev.BailOffered)) is not None:
        return (), (bail.target, jail)
    if (offered := _last(newest, ev.DestinationsOffered)) is not None:
        squares = sorted(option.square for option in offered.options)
        return (state.board.ids[state.position[seat]],), tuple(squares)
    path = _walked(seat, events)
    walked = any(
        isinstance(event, ev.TokenMoved) and event.seat == seat and event.by == "walk"
        for event in events
    )
    # A walk that ends on the square that jails is told as going on to jail.
    end = path[-2] if walked and path[-1] == jail else path[-1]
    return path, (end,)


def _walked(seat: Seat, events: Sequence[ev.AnyEvent]) -> tuple[int, ...]:
    for event in events:
        if isinstance(event, ev.TokenMoved) and event.seat == seat and event.by in _MOVES:
            return event.path
    return ()


def _last(newest: _Newest, kind: type[E]) -> E | None:
    found = newest.get(kind)
    return found if isinstance(found, kind) else None


def _index(events: Sequence[ev.AnyEvent], wanted: ev.Event) -> int:
    return next(place for place, event in enumerate(events) if event is wanted)
