"""One game of the rules with its recorded luck: played, logged, replayed.

Knows seats and no people. Every action leaves a record from which the same game can be
built again (`replay`), whatever the chance behind it was.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from magnate_app.errors import DecodeError, IllegalActionError
from magnate_app.protocol.classic import explicit
from magnate_app.protocol.gamelog import LogEnd, LogRecord, SavedLog
from magnate_app.rules import engine
from magnate_app.rules.actions import Action
from magnate_app.rules.board import Board
from magnate_app.rules.chance import Chance, Recorder, Scripted
from magnate_app.rules.events import AnyEvent
from magnate_app.rules.hashing import state_hash
from magnate_app.rules.ids import Seat
from magnate_app.rules.settings import RANGES, Settings
from magnate_app.rules.state import GameState
from magnate_app.rules.transcript import format_action, parse_action
from magnate_app.server.story import Story

FEWEST, MOST = RANGES["seats"]


class Step(msgspec.Struct, frozen=True):
    """What one accepted action did, and its line in the log."""

    events: tuple[AnyEvent, ...]
    record: LogRecord


class Game:
    """A state, the chance it draws from, and what has happened."""

    def __init__(self, state: GameState, chance: Chance, story: Story, seq: int = 0) -> None:
        self.state = state
        self.story = story
        self.seq = seq
        self._chance = Recorder(chance)

    @classmethod
    def begin(
        cls, board: Board, settings: Settings, humans: Sequence[bool], chance: Chance
    ) -> tuple[Game, tuple[int, ...]]:
        """Set a new game up; return it with the draws of its setup."""
        recorder = Recorder(chance)
        events: list[AnyEvent] = []
        state = engine.new_game(board, settings, humans, recorder, events.append)
        story = Story()
        story.add(0, tuple(events))
        return cls(state, chance, story), recorder.take()

    @classmethod
    def replay(cls, saved: SavedLog, board: Board, chance: Chance) -> Game:
        """Build a game again from its log, checking every step.

        Raises `DecodeError` when the log does not fit this program or this board.
        """
        header = saved.header
        if not FEWEST <= len(header.humans) <= MOST:
            raise DecodeError("header.humans", f"{len(header.humans)} players")
        game, _ = cls.begin(board, header.settings, header.humans, Scripted(header.draws))
        _verify("header", game.state, header.hash)
        for number, record in enumerate(saved.records, 1):
            where = f"records[{number - 1}]"
            if record.seq != number:
                raise DecodeError(f"{where}.seq", f"{record.seq} instead of {number}")
            game._repeat(where, record)
        game._chance = Recorder(chance)
        return game

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return self.state.outcome is not None

    def play(self, seat: Seat, action: Action, auto: str, now: float) -> Step:
        """Carry out an action that `engine.check` has let pass."""
        events: list[AnyEvent] = []
        engine.apply(self.state, seat, action, self._chance, events.append)
        self.seq += 1
        happened = tuple(events)
        self.story.add(self.seq, happened)
        record = LogRecord(
            seq=self.seq,
            seat=seat,
            action=format_action(self.state.board, action),
            draws=self._chance.take(),
            hash=state_hash(self.state),
            auto=auto,
            at=round(now),
        )
        return Step(happened, record)

    def default(self) -> tuple[Seat, Action]:
        """Return what the clock does next in a running game (R15.3), spelled out."""
        found = engine.default_action(self.state, self._chance)
        # The drawn square is named by the action; the log needs no draw for it.
        self._chance.take()
        assert found is not None, "a running game waits for something"
        return found[0], explicit(self.state, *found)

    def end(self, now: float) -> LogEnd:
        """Return the last line of the log of a game that is over."""
        outcome = engine.outcome(self.state)
        assert outcome is not None, "the game is over"
        return LogEnd(
            cause=outcome.cause,
            ranking=tuple(outcome.ranking),
            final=tuple(outcome.final),
            at=round(now),
        )

    def _repeat(self, where: str, record: LogRecord) -> None:
        script = Scripted(record.draws)
        self._chance = Recorder(script)
        action = parse_action(self.state.board, record.action)
        if not 0 <= record.seat < self.state.seats:
            raise DecodeError(f"{where}.seat", f"no seat {record.seat}")
        try:
            engine.check(self.state, record.seat, action)
        except IllegalActionError as error:
            raise DecodeError(f"{where}.action", error.reason.value) from error
        self.play(record.seat, action, record.auto, record.at)
        if not script.finished:
            raise DecodeError(f"{where}.draws", "more draws are recorded than were asked for")
        _verify(where, self.state, record.hash)


def _verify(where: str, state: GameState, expected: str) -> None:
    if state_hash(state) != expected:
        raise DecodeError(f"{where}.hash", "the game comes out differently")
