"""A saved game played again: any of its moments, as a spectator would have been told it.

Moment 0 is the deal, moment n what n actions made of it. States are kept every few
moments, so that a jump to any other plays only a handful of actions. Knows files only
as values of `saves`; draws nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import msgspec

from magnate_app.content import BoardContent
from magnate_app.errors import DecodeError
from magnate_app.protocol import classic, extended, responses, snapshot
from magnate_app.protocol.gamelog import SavedLog
from magnate_app.protocol.messages import (
    GameActionMessage,
    GameResponse,
    GameStateMessage,
    TableNote,
)
from magnate_app.protocol.room_settings import room_settings
from magnate_app.protocol.table_facts import TableFacts
from magnate_app.protocol.views import SeatInfo
from magnate_app.rules import engine
from magnate_app.rules.chance import Scripted
from magnate_app.rules.events import (
    AnyEvent,
    DeedChanged,
    PlayerEliminated,
    TradeAccepted,
)
from magnate_app.rules.state import GameState
from magnate_app.rules.transcript import parse_action
from magnate_app.ui.table_model import TableModel, Told

PURCHASE: Final = "purchase"
TRADE: Final = "trade"
BANKRUPTCY: Final = "bankruptcy"
KINDS: Final = (PURCHASE, TRADE, BANKRUPTCY)

KEEP_EVERY: Final = 24
"""So many moments lie between two states that are kept."""

_NOBODY: Final = 0


class Mark(msgspec.Struct, frozen=True):
    """A moment worth jumping to, and whose it was."""

    moment: int
    kind: str
    seat: int


def mark_of(event: AnyEvent) -> tuple[str, int]:
    """Return what kind of mark an event makes, and whose; an empty kind for none."""
    match event:
        case DeedChanged(owner=int(owner), reason="bought" | "auctioned"):
            return PURCHASE, owner
        case TradeAccepted(from_=seat):
            return TRADE, seat
        case PlayerEliminated(seat=seat):
            return BANKRUPTCY, seat
        case _:
            return "", 0


class Recording:
    """A saved game, read bit by bit with `read_on`, then shown at any moment."""

    def __init__(self, saved: SavedLog, content: BoardContent) -> None:
        header = saved.header
        self.saved = saved
        self.board = content.board
        self.settings = room_settings(header.settings, header.options)
        events: list[AnyEvent] = []
        state = engine.new_game(
            self.board, header.settings, header.humans, Scripted(header.draws), events.append
        )
        _compare(state, header.hash, 0)
        self.marks: list[Mark] = []
        self._started = datetime.fromtimestamp(header.started_at / 1000, UTC).strftime(
            "%Y-%m-%dT%H:%M:%SZ"
        )
        self._kept: dict[int, GameState] = {0: state.copy()}
        self._told: list[Told] = []
        self._told_until: list[int] = []
        self._worths: list[tuple[int, tuple[int, ...]]] = []
        self._rounds: list[int] = []
        self._head = state
        self._note(0, state, events)

    @property
    def length(self) -> int:
        """The last moment."""
        return len(self.saved.records)

    @property
    def moments_read(self) -> int:
        """How far `read_on` has come."""
        return len(self._rounds) - 1

    @property
    def complete(self) -> bool:
        """Whether the whole game has been read."""
        return self.moments_read == self.length

    def read_on(self, most: int) -> bool:
        """Play up to `most` more actions and return whether that was all.

        Raises `DecodeError` or `IllegalActionError` when the file tells nonsense.
        """
        for _ in range(most):
            if self.complete:
                break
            moment = self.moments_read + 1
            record = self.saved.records[moment - 1]
            events: list[AnyEvent] = []
            action = parse_action(self.board, record.action)
            engine.check(self._head, record.seat, action)
            engine.apply(self._head, record.seat, action, Scripted(record.draws), events.append)
            _compare(self._head, record.hash, moment)
            if moment % KEEP_EVERY == 0:
                self._kept[moment] = self._head.copy()
            self._note(moment, self._head, events)
        return self.complete

    def round_of(self, moment: int) -> int:
        """Return the round of a moment."""
        return self._rounds[moment]

    def find(self, kind: str, after: int, *, back: bool = False) -> int | None:
        """Return the nearest moment with a mark of `kind` after or, with `back`, before one."""
        moments = [mark.moment for mark in self.marks if mark.kind == kind]
        if back:
            return max((moment for moment in moments if moment < after), default=None)
        return min((moment for moment in moments if moment > after), default=None)

    def model_at(self, moment: int, model: TableModel) -> None:
        """Let a fresh `model` show a moment at rest."""
        state = self._state(moment)
        facts = self._facts(state, moment)
        model.worths = self._past_worths(moment)
        model.clock = self._seconds(moment)
        model.receive(
            GameStateMessage(
                game_state=snapshot.game_state(state, facts, _NOBODY, None),
                update=extended.update(state, facts, None, (), moment),
            )
        )

    def step(self, moment: int) -> tuple[GameActionMessage, GameResponse]:
        """Return what everybody was told when the game came to `moment` (1 or later)."""
        record = self.saved.records[moment - 1]
        state = self._state(moment - 1)
        action = parse_action(self.board, record.action)
        told = classic.action_to_wire(
            state, self._facts(state, moment - 1), record.seat, action, record.auto
        )
        events: list[AnyEvent] = []
        engine.apply(state, record.seat, action, Scripted(record.draws), events.append)
        facts = self._facts(state, moment)
        return (
            GameActionMessage(data=told.others),
            GameResponse(
                data=responses.response(told, state, facts, events),
                update=extended.update(state, facts, None, events, moment - 1),
            ),
        )

    def notes(self) -> list[tuple[int, TableNote]]:
        """Return what happened to the table itself, each after which moment."""
        users = [seat.user for seat in self.saved.header.seats]

        def user(seat: int) -> int | None:
            return users[seat] if 0 <= seat < len(users) else None

        return [
            (
                min(note.seq, self.length),
                TableNote(
                    change=note.change,
                    by=user(note.by),
                    player=user(note.seat),
                    detail=note.detail,
                    votes=note.votes,
                    number=note.number,
                    at=note.at,
                ),
            )
            for note in self.saved.notes
        ]

    def told_before(self, moment: int) -> list[Told]:
        """Return every event up to a moment, in order."""
        return self._told[: self._told_until[moment]]

    def _state(self, moment: int) -> GameState:
        """Return a state of one's own."""
        at = moment - moment % KEEP_EVERY
        state = self._kept[at].copy()
        for record in self.saved.records[at:moment]:
            action = parse_action(self.board, record.action)
            engine.apply(state, record.seat, action, Scripted(record.draws))
        return state

    def _facts(self, state: GameState, moment: int) -> TableFacts:
        header = self.saved.header
        seats = tuple(
            SeatInfo(
                seat=number,
                id=seat.user,
                username=seat.name,
                is_bot=seat.is_bot,
                bot_level=seat.bot_level or None,
                connected=True,
                stand_in=False,
                piece=seat.piece,
                color=seat.color,
                eliminated=state.out[number],
            )
            for number, seat in enumerate(header.seats)
        )
        return TableFacts(
            game=header.game,
            seats=seats,
            settings=self.settings,
            started=self._started,
            seq=moment,
            host=header.host,
        )

    def _seconds(self, moment: int) -> float:
        if moment == 0:
            return 0.0
        at = self.saved.records[moment - 1].at
        return max(0.0, (at - self.saved.header.started_at) / 1000) if at else 0.0

    def _past_worths(self, moment: int) -> list[tuple[int, tuple[int, ...]]]:
        now = self._rounds[moment]
        last: dict[int, tuple[int, ...]] = {}
        for number, worth in self._worths:
            if number < now:
                last[number] = worth
        return list(last.items())

    def _note(self, moment: int, state: GameState, events: list[AnyEvent]) -> None:
        """Remember what a moment brought."""
        auto = self.saved.records[moment - 1].auto or None if moment else None
        at = self._seconds(moment)
        for event in extended.redacted(events, None, state.settings):
            self._told.append(Told(len(self._told), event, state.turn_seat, at, auto))
        self._told_until.append(len(self._told))
        self._rounds.append(state.round)
        worth = tuple(engine.net_worth(state, seat) for seat in range(state.seats))
        entry = (state.round, worth)
        if self._worths and self._worths[-1][0] == state.round:
            self._worths[-1] = entry
        else:
            self._worths.append(entry)
        found = dict.fromkeys(
            Mark(moment, kind, seat) for kind, seat in map(mark_of, events) if kind
        )
        self.marks.extend(found)


def _compare(state: GameState, written: str, moment: int) -> None:
    if engine.state_hash(state) != written:
        raise DecodeError(f"records[{moment}]", "the game does not come out as it was written")
