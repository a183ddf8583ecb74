"""One `game_response`, told to many: what everybody is told is worked out and written once.

Says the same as `extended.update`, byte for byte; that is the plain way to one seat, this
the quick one to a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import UNSET, Raw, UnsetType

from magnate_app.codec import write_json, write_raw
from magnate_app.protocol.classic import TYPE_NAMES
from magnate_app.protocol.extended import common_view, decision, deed_views, redacted
from magnate_app.protocol.legal import legal_actions
from magnate_app.protocol.messages_told import AnyResponse
from magnate_app.protocol.table_facts import TableFacts
from magnate_app.protocol.views import LegalAction, SeatInfo
from magnate_app.rules import engine
from magnate_app.rules.actions import K_SURRENDER
from magnate_app.rules.events import AnyEvent, BidPlaced
from magnate_app.rules.ids import AUCTION, END, PHASE_NAMES, Seat
from magnate_app.rules.state import OPEN, GameState
from magnate_app.rules.views import view_for


class _View(msgspec.Struct, frozen=True):
    seat: int | None
    phase: str
    decision: Raw
    turn: Raw
    players: Raw
    deeds: Raw
    pot: int
    dice: tuple[int, int, int] | None
    outcome: Raw


class _Update(msgspec.Struct, frozen=True):
    seq: int
    since: int
    events: Raw
    view: _View
    legal: Raw
    deadline: Raw
    paused: bool
    seats: Raw
    why: Raw | UnsetType


class _Response(msgspec.Struct, frozen=True, omit_defaults=True):
    data: Raw
    update: _Update | None = None


class Memory:
    """What a table was told before and seldom changes, already written."""

    def __init__(self) -> None:
        self._deeds: tuple[tuple[bytes, ...], Raw] = ((), _NOTHING)
        self._seats: tuple[tuple[SeatInfo, ...], Raw] = ((), _NOTHING)

    def deeds(self, state: GameState) -> Raw:
        """Return the deeds as they are written."""
        now = tuple(map(bytes, (state.owner, state.level, state.mortgaged, state.group_owner)))
        if now != self._deeds[0]:
            self._deeds = (now, write_raw(deed_views(state)))
        return self._deeds[1]

    def seats(self, told: tuple[SeatInfo, ...]) -> Raw:
        """Return seats as they are written."""
        if told != self._seats[0]:
            self._seats = (told, write_raw(told))
        return self._seats[1]


class Telling:
    """What came of one action, in the words for each listener."""

    def __init__(
        self,
        state: GameState,
        facts: TableFacts,
        data: AnyResponse,
        events: Sequence[AnyEvent],
        memory: Memory,
    ) -> None:
        self._state = state
        self._facts = facts
        self._data = write_raw(data)
        self._events = events
        self._memory = memory
        self._shared: _Shared | None = None

    def classic(self) -> str:
        """Return the message for classic connections."""
        return _text(_Response(self._data))

    def extended(self, seat: Seat | None) -> str:
        """Return the message for the extended connection of a seat, or of a spectator."""
        shared = self._shared = self._shared or _Shared(
            self._state, self._facts, self._events, self._memory
        )
        return _text(_Response(self._data, shared.update(seat)))


class _Shared:
    """The parts of an update, those that are the same for everybody written already."""

    def __init__(
        self, state: GameState, facts: TableFacts, events: Sequence[AnyEvent], memory: Memory
    ) -> None:
        self._state = state
        self._facts = facts
        self._plain = events
        auction = state.phase == AUCTION
        self._sealed = auction and state.auction_kind != OPEN
        secret = any(isinstance(event, BidPlaced) for event in events)
        self._events = None if secret else write_raw(events)
        self._decision = None if auction else write_raw(decision(state, None))
        self._acting = None if auction else engine.acting(state)
        common = common_view(state)
        self._turn = write_raw(common.turn)
        self._players = write_raw(common.players)
        self._deeds = memory.deeds(state)
        self._outcome = write_raw(common.outcome)
        self._deadline = write_raw(facts.deadline)
        self._seats = memory.seats(facts.seats)
        self._why = UNSET if facts.why is None else write_raw(facts.why)

    def update(self, seat: Seat | None) -> _Update:
        """Return the update of one seat."""
        state, facts = self._state, self._facts
        seen = view_for(state, seat) if self._sealed else state
        events = self._events or write_raw(redacted(self._plain, seat, state.settings))
        return _Update(
            seq=facts.seq,
            since=facts.seq - 1,
            events=events,
            view=_View(
                seat=seat,
                phase=PHASE_NAMES[state.phase],
                decision=self._decision or write_raw(decision(seen, seat)),
                turn=self._turn,
                players=self._players,
                deeds=self._deeds,
                pot=state.pot,
                dice=state.dice,
                outcome=self._outcome,
            ),
            legal=self._legal(seen, seat),
            deadline=self._deadline,
            paused=facts.paused,
            seats=self._seats,
            why=self._why,
        )

    def _legal(self, seen: GameState, seat: Seat | None) -> Raw:
        if seat is None or seen.out[seat] or seen.phase == END:
            return _NOTHING
        if self._acting is not None and seat not in self._acting:
            return _SURRENDER
        return write_raw(legal_actions(seen, self._facts, seat))


def _text(response: _Response) -> str:
    return '{"event_type":"game_response",' + write_json(response)[1:]


_NOTHING: Final = write_raw(())
_SURRENDER: Final = write_raw((LegalAction(type=TYPE_NAMES[K_SURRENDER]),))
