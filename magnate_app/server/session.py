"""A running game: people, bots and the clock act, everybody is told (PROTOCOL.md 7, 8).

One `Session` from the start, or from a saved log (`opening`), until it is tidied away. It checks an
action, lets `game` carry it out, logs it before anybody sees it, sets the clock, tells
everybody, and asks the bots. Presence, controls and bots have modules of their own.
"""

from __future__ import annotations

import logging

import msgspec

from magnate_app.errors import IllegalActionError
from magnate_app.protocol.classic import (
    BY_CLOCK,
    action_from_wire,
    action_to_wire,
    refusal,
)
from magnate_app.protocol.explaining import Why
from magnate_app.protocol.gamelog import (
    Change,
    GameHeader,
    LogNote,
    SavedLog,
    TableOptions,
)
from magnate_app.protocol.messages import (
    Admit,
    AnyGameAction,
    AskAdvice,
    ChatMessage,
    ErrorCode,
    FromClient,
    Reaction,
    RefusedError,
    SeatCode,
    StandIn,
    VoteCast,
    VoteStart,
)
from magnate_app.protocol.snapshot import role_of
from magnate_app.rules import engine
from magnate_app.rules.actions import Action, Bid, Surrender
from magnate_app.rules.ids import ANSWER, AUCTION, LIQUIDATION
from magnate_app.rules.reasons import Reason
from magnate_app.rules.settings import PACES
from magnate_app.rules.state import OPEN
from magnate_app.server import broadcast
from magnate_app.server.absence import Absence
from magnate_app.server.advisor import Adviser
from magnate_app.server.clock import SECONDS, Wait
from magnate_app.server.closing import CloseCode
from magnate_app.server.commands import AppendLog, CloseLog
from magnate_app.server.controls import Controls
from magnate_app.server.door import Door
from magnate_app.server.events import BotAnswered
from magnate_app.server.game import Game
from magnate_app.server.identities import Person
from magnate_app.server.line import Line
from magnate_app.server.pause import Pause
from magnate_app.server.questions import Questions
from magnate_app.server.remarks import Remarks
from magnate_app.server.rest import Rest
from magnate_app.server.seats import SeatHolder, seat_of_digest, seat_of_user
from magnate_app.server.table import Surroundings, Table
from magnate_app.server.talk import Talk
from magnate_app.server.votes import Votes

_log = logging.getLogger(__name__)


class Session:
    """One game and everybody around it."""

    def __init__(
        self,
        header: GameHeader,
        users: list[int],
        game: Game,
        around: Surroundings,
        people: list[Person],
        bot_names: list[str],
    ) -> None:
        seats = tuple(
            SeatHolder(number, user, seat)
            for number, (user, seat) in enumerate(zip(users, header.seats, strict=True))
        )
        self.table = Table(header, seats, game, around, self._ran_out)
        self._questions = Questions(self.table)
        pause = Pause(self.table, self._questions.ask)
        self._absence = Absence(self.table, pause, self._questions.ask)
        self._controls = Controls(
            self.table, self._absence, pause, lambda line, now: self.enter(line, None, now)
        )
        self._votes = Votes(self.table, self._absence, pause, self._controls)
        self._talk = Talk(self.table)
        self.adviser = Adviser(self.table)
        self._remarks = Remarks(self.table)
        self._rest = Rest(self.table, self._absence, self.shelve)
        self._people = people
        self._bot_names = bot_names
        self.codes = header.room_codes
        self.old_codes: tuple[str, ...] = ()
        self.door = Door(around)
        self.take_door(self.door)

    def start(self, now: float) -> None:
        """Begin: the first clock runs, whoever is not here is expected."""
        self._set_clock(now)
        self._absence.begin(now)
        self._rest.look()
        self._questions.ask()

    def wait(self, saved: SavedLog, now: float) -> None:
        """Stand where `saved` ended until somebody is back; a game that is over is over."""
        if self.over:
            self._finish(now, closed=saved.end is not None)
            return
        self._remember(saved.notes)
        self.door.reopen(self.options, (seat.header.digest for seat in self.table.seats))
        self.table.waiting = True
        self._set_clock(now)

    @property
    def id(self) -> int:
        """The number of the game."""
        return self.table.id

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return self.table.game.over

    @property
    def findable(self) -> bool:
        """Whether others may learn that this game runs."""
        return bool(self.codes) and not self.table.header.solo and not self.over

    @property
    def standing(self) -> tuple[bool, bool, bool]:
        """What can change of the game as others find it: whether, and whether it stands."""
        return self.findable, self.table.held, self.table.resting

    @property
    def options(self) -> TableOptions:
        """What the table agreed on beside the rules."""
        return self.table.header.options

    def seats(self, line: Line) -> bool:
        """Whether the identity of this connection plays here."""
        return self._playing(line) is not None

    def admits(self, line: Line) -> bool:
        """Whether this connection may come in, to play or to watch (7.1, 8.5, 8.7)."""
        seat = seat_of_digest(self.table.seats, line.person.digest)
        if seat is not None:
            return not seat.kicked or line.spectate
        # The computer that hosts may look at its own table (no line from elsewhere is empty).
        return line.spectate and (self.options.spectators or not line.address)

    def take_door(self, door: Door) -> None:
        """Go on with the door of the room this game came from."""
        self.door = door
        door.host = self._host_line
        door.attended = lambda: True
        door.has_room = lambda: True

    def _host_line(self) -> Line | None:
        seat = seat_of_user(self.table.seats, self.table.host) if self.table.host else None
        line = None if seat is None else seat.line
        return line if line is not None and line.extended else None

    def role(self, line: Line) -> str:
        """Return what this connection is here: player, eliminated or spectator."""
        seat = self._playing(line)
        return role_of(self.table.state, None if seat is None else seat.number)

    def knows_since(self, seq: int | None) -> bool:
        """Whether the events since `seq` can be told."""
        return seq is not None and self.table.game.story.since(seq) is not None

    def enter(self, line: Line, seq: int | None, now: float) -> None:
        """Connect a player or a spectator; the first message is the whole game."""
        table = self.table
        seat = self._playing(line)
        if seat is None:
            new = table.audience.watch(line)
        else:
            if table.waiting:
                self._wake(seat, now)
            seat.returns = line.extended
            self._absence.back(seat, now)
            new = table.audience.sit(line, seat)
            self.door.know(line.person.digest)
        broadcast.tell_state(table, line, seat, seq, now)
        if line.extended:
            self._talk.catch_up(line)
            if (vote := self._votes.told(now)) is not None:
                line.send(vote)
        if new:
            table.tell_presence(*([] if seat is None else [seat]))
        if seat is not None and seat.user == table.host:
            self.door.greet_host()
        self._votes.review(now)
        self._rest.look()

    def leave(self, line: Line, now: float) -> None:
        """Notice that a connection is gone; the seat stays."""
        seat = self.table.audience.drop(line)
        if seat is None:
            self.table.tell_presence()
        else:
            self.table.tell_presence(seat)
            self._absence.lost(seat, now)
        self._votes.review(now)
        self._rest.look()

    def moved(self, old: str, new: str, now: float) -> None:
        """Let the seat of an identity be that of another device."""
        seat = seat_of_digest(self.table.seats, old)
        if seat is None:
            return
        seat.header = msgspec.structs.replace(seat.header, digest=new)
        self.door.know(new)
        if not self.over:
            self.table.tell_change(Change.MOVED, seat.user, seat, now=now, digest=new)

    def stored(self, well: bool) -> None:
        """Tell everybody whether the game is being saved."""
        if not self.over:
            self._talk.stored(well)

    def shelve(self, now: float) -> None:
        """Put a game nobody is at away; it can be opened again from its file."""
        _log.info("game %d is put on the shelf", self.id)
        self._end(now)
        self.table.out.add(CloseLog(self.id, None))
        self.table.around.gone(self.id)

    def handle(self, line: Line, message: FromClient, now: float) -> None:
        """Do what somebody asks. Raises `RefusedError`."""
        if isinstance(message, AnyGameAction):
            self._act(line, message, now)
            return
        match message:
            case ChatMessage(msg=text):
                broadcast.tell_chat(self.table, line, self.role(line), text, now)
            case AskAdvice():
                self.adviser.ask(self._seated(line), line, now)
            case Reaction():
                self._talk.react(line, message, now)
            case StandIn(on=on):
                seat = self._seated(line)
                if on:
                    self._absence.replace(seat)
                else:
                    self._absence.take_back(seat)
                    seat.timeouts = 0
            case VoteStart():
                self._votes.start(self._seated(line), message, now)
            case VoteCast():
                self._votes.cast(self._seated(line), message, now)
            case SeatCode():
                self._talk.give_code(line, self._playing(line), message, now)
            case Admit():
                if line.person.user != self.table.host:
                    raise RefusedError(ErrorCode.NOT_HOST)
                self.door.answer(message, now)
            case _:
                self._controls.handle(line, message, now)
                self._votes.review(now)

    def answered(self, told: BotAnswered, now: float) -> None:
        """Take the answer of a bot, and what it says with it."""
        if not 0 <= told.seat < len(self.table.seats):
            return
        seat = self.table.seats[told.seat]
        decided = self._questions.answer(seat, told.question, told.action)
        if decided is not None:
            self._play(
                seat, decided, seat.automatic, now, why=told.why if decided == told.action else None
            )
            self._questions.ask()

    def _playing(self, line: Line) -> SeatHolder | None:
        """Return the seat this identity may play."""
        seat = seat_of_digest(self.table.seats, line.person.digest)
        return None if seat is None or seat.kicked else seat

    def _seated(self, line: Line) -> SeatHolder:
        """Return the seat of somebody who plays. Raises `RefusedError`."""
        seat = self._playing(line)
        if seat is None:
            raise RefusedError(Reason.NOT_A_PARTICIPANT)
        if self.over:
            raise RefusedError(Reason.GAME_OVER)
        if self.table.state.out[seat.number]:
            raise RefusedError(Reason.ELIMINATED)
        return seat

    def _act(self, line: Line, message: AnyGameAction, now: float) -> None:
        table = self.table
        action = action_from_wire(table.state, table.who, message)
        if table.paused:
            by = table.paused_by if table.paused_by is not None else table.missing[0].user
            raise RefusedError(ErrorCode.PAUSED, by=by)
        seat = self._playing(line)
        if seat is not None and not self.over:
            # Any action, a refused one too, shows that the person is here (R15.6).
            self._absence.take_back(seat)
        if message.decision is not None and message.decision != table.state.decision:
            raise RefusedError(ErrorCode.STALE, decision=message.decision)
        if seat is None:
            raise RefusedError(Reason.NOT_A_PARTICIPANT)
        try:
            engine.check(table.state, seat.number, action)
        except IllegalActionError as error:
            raise refusal(error, table.state, table.who, message) from error
        self._play(seat, action, "", now)
        self._questions.ask()

    def _play(
        self,
        seat: SeatHolder,
        action: Action,
        auto: str,
        now: float,
        why: Why | None = None,
    ) -> None:
        """Carry out a checked action: log it, set the clock, tell everybody."""
        table, state = self.table, self.table.state
        told = action_to_wire(state, table.who, seat.number, action, auto)
        decision, phase = state.decision, state.phase
        had_bid = phase == AUCTION and state.bids[seat.number] > 0
        if not auto and phase != AUCTION:
            # Auctions neither count nor interrupt the row of timeouts (R15.5).
            seat.timeouts = 0
        step = table.game.play(seat.number, action, auto, now)
        table.out.add(AppendLog(table.id, step.record))
        if state.out[seat.number]:
            self._absence.eliminated(seat)
        if table.game.over:
            table.clock.stop()
        elif state.decision != decision:
            self._set_clock(now)
        elif phase != AUCTION:
            if seat in table.acting():
                self._set_clock(now)
        elif state.auction_kind == OPEN:
            bids = isinstance(action, Bid) and action.amount > 0
            if bids or (isinstance(action, Surrender) and had_bid):
                self._set_clock(now, Wait.OPEN_BID)
        broadcast.tell_step(table, told, step.events, now, why)
        self._remarks.hear(step.events)
        if table.game.over:
            self._finish(now)

    def _set_clock(self, now: float, wait: Wait | None = None) -> None:
        """Start the clock of what the game waits for now (R15.1, R15.2)."""
        table, phase = self.table, self.table.state.phase
        if not SECONDS[table.pace]:
            table.clock.stop()
            return
        if wait is None:
            wait = {AUCTION: Wait.AUCTION, ANSWER: Wait.ANSWER}.get(phase, Wait.DECISION)
        open_auction = phase == AUCTION and table.state.auction_kind == OPEN
        people = any(not seat.is_bot for seat in table.acting())
        seconds = SECONDS[table.pace].get(wait) if people or open_auction else None
        table.clock.start(seconds, now, held=table.still)

    def _ran_out(self, now: float) -> None:
        """Play the default of the decision whose clock ran out (R15.3)."""
        table, state = self.table, self.table.state
        decision, phase = state.decision, state.phase
        late = [] if phase == AUCTION else [s for s in table.acting() if not s.is_bot]
        while True:
            number, action = table.game.default()
            self._play(table.seats[number], action, BY_CLOCK, now)
            # Only missing bids and a debt take more than one action (9.4).
            if phase not in (AUCTION, LIQUIDATION) or state.decision != decision:
                break
        if not table.game.over:
            for seat in late:
                self._absence.timed_out(seat)
        self._questions.ask()

    def _remember(self, notes: tuple[LogNote, ...]) -> None:
        """Take over what had happened to the table before it was opened again."""
        table = self.table
        table.notes = list(notes)
        for note in notes:
            if note.change is Change.PACE and note.detail in PACES:
                table.pace = note.detail
            elif 0 <= note.seat < len(table.seats):
                seat = table.seats[note.seat]
                if note.change in (Change.KICKED, Change.UNKICKED):
                    seat.kicked = note.change is Change.KICKED
                    seat.stand_in = seat.kicked and not table.state.out[seat.number]

    def _wake(self, seat: SeatHolder, now: float) -> None:
        """Let a game that waited go on: the person of `seat` is back."""
        table = self.table
        rested = table.resting
        table.waiting = table.resting = False
        self._absence.begin_again(seat, now)
        if rested:
            table.tell_change(Change.WOKEN, seat.user, seat, now=now)
        elif not table.paused:
            table.tell(table.passing(Change.RESUMED, seat.user))
        if not table.paused:
            table.clock.go_on(now)
            self._questions.ask()

    def _finish(self, now: float, *, closed: bool = False) -> None:
        """Write the last line, free the names, and tidy up later."""
        table = self.table
        self._votes.stop(now)
        end = table.game.end(now)
        if not closed:
            table.out.add(CloseLog(table.id, end))
        _log.info("game %d is over: %s", table.id, end.cause)
        self._end(now)
        table.around.timers.start(
            f"game/{table.id}/tidy", table.around.config.kept_after_end, self._tidy
        )

    def _tidy(self, now: float) -> None:
        for line, _ in list(self.table.audience.lines()):
            line.close(CloseCode.OVER)
        self.table.around.gone(self.id)
        if self.door.host == self._host_line:  # no rematch has taken it over
            self.door.release(now)
            self.door.rest()

    def _end(self, now: float) -> None:
        """Wait for nobody any more and give back what the game borrowed."""
        table = self.table
        self._votes.stop(now)
        self._rest.stop()
        self._absence.stop()
        table.paused_by = None
        table.clock.stop()
        for name in self._bot_names:
            table.around.identities.release(name)
        for person in self._people:
            table.around.identities.leave(person)
