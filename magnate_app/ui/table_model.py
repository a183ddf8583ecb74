"""What one table is and shows: the truth as told, and the effects trailing behind it.

Fed with the messages of a link; knows nothing of widgets and drawing. Panels read
`shown`, the last update whose effects are over; `latest` is what was told last.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from typing import Final

import msgspec

from magnate_app.protocol.classic import BY_STAND_IN
from magnate_app.protocol.explaining import Why
from magnate_app.protocol.link import Incoming, LinkState, LinkStatus
from magnate_app.protocol.messages import (
    AdviceGiven,
    ChatLine,
    ErrorMessage,
    GameActionMessage,
    GameResponse,
    GameStateMessage,
    Presence,
    ReactionShown,
    Remark,
    TableChanged,
    TableNote,
    TableStory,
)
from magnate_app.protocol.room_settings import RoomSettings
from magnate_app.protocol.views import (
    Deadline,
    DeedView,
    GameView,
    LegalAction,
    PlayerView,
    SeatInfo,
    Update,
)
from magnate_app.rules.events import AnyEvent, TradeAccepted, TradeProposed, TradeRefused
from magnate_app.ui.absences import Absences
from magnate_app.ui.affairs import Affairs
from magnate_app.ui.effects.playfield import Playfield, playfield_of
from magnate_app.ui.effects.timeline import Timeline, effects_of
from magnate_app.ui.thoughts import Thoughts

REACTION_SECONDS: Final = 2.5
HURRY: Final = 12.0
"""Seconds from which a clock is drawn four times a second."""

MOST_LINES: Final = 400
PATIENCE: Final = 3
"""So many updates may wait before effects hurry."""

_A_BOT_PLAYS: Final = (("kicked", ""), ("vote_passed", "stand_in"))
"""Changes of a table, with their detail, from which on nobody waits for a stand-in."""

_NOBODY: Final = SeatInfo(0, 0, "", False, None, False, False, 1, 0, False)


class Told(msgspec.Struct, frozen=True):
    """One event with what a line about it needs; `why` is what a bot said with it."""

    number: int
    event: AnyEvent
    turn_seat: int
    at: float
    auto: str | None = None
    why: Why | None = None


class TableModel:
    """The table as one person sees it."""

    def __init__(self, on_sound: Callable[[str], None] | None = None) -> None:
        self._sound = on_sound
        self.game_id: int | None = None
        self.you: int | None = None
        self.host: int | None = None
        self.role = "player"
        self.settings: RoomSettings | None = None
        self.seats: tuple[SeatInfo, ...] = ()
        self.spectators: tuple[str, ...] = ()
        self.paused = False
        self.pace = ""
        self.kicked: set[int] = set()
        self.absences = Absences()
        self.affairs = Affairs()
        self.missed: tuple[AnyEvent, ...] = ()
        self.gone_for = math.inf
        self._lost_at: float | None = None
        self._before = True
        self.link = LinkStatus(LinkState.CONNECTING)
        self.latest: Update | None = None
        self.shown: Update | None = None
        self.playfield: Playfield | None = None
        self.timeline: Timeline | None = None
        self.speed = 1.0
        self.reduced = False
        self.told: list[Told] = []
        self.chat: list[ChatLine | Remark] = []
        self.thoughts = Thoughts()
        self.reactions: dict[int, tuple[str, float]] = {}
        self.negotiation: list[TradeProposed] = []
        self.worths: list[tuple[int, tuple[int, ...]]] = []
        self.refusals: deque[ErrorMessage] = deque()
        self.clock = 0.0
        self.only_ticked = False
        """Whether the last update changed nothing but the figure of a clock."""
        self.deadline_left: float | None = None
        self.fold_bots = False
        self.watch: Callable[[GameView, Update], None] = lambda _, __: None
        self.folded: list[AnyEvent] = []
        self._queue: deque[tuple[Update, str | None]] = deque()
        self._playing: tuple[Update, str | None] | None = None
        self._auto: str | None = None

    # What panels read

    @property
    def ready(self) -> bool:
        """Whether a view has arrived."""
        return self.shown is not None

    @property
    def view(self) -> GameView:
        """The view that is shown."""
        assert self.shown is not None
        return self.shown.view

    @property
    def legal(self) -> tuple[LegalAction, ...]:
        """What may be done now; nothing while something moves or the table rests."""
        if self.shown is None or self.busy or self.paused:
            return ()
        return self.shown.legal

    @property
    def me(self) -> int | None:
        """The seat of this person, None for spectators."""
        return None if self.shown is None else self.shown.view.seat

    @property
    def deadline(self) -> Deadline | None:
        """The running clock."""
        return None if self.latest is None else self.latest.deadline

    @property
    def busy(self) -> bool:
        """Whether effects run or updates wait."""
        moving = self.timeline is not None and self.timeline.busy
        return moving or bool(self._queue) or self._playing is not None

    def figures(self) -> tuple[object, ...]:
        """Return what is shown about the players while effects run, running figures left out."""
        field = self.playfield
        if field is None:
            return ()
        board = (tuple(field.deeds.values()), tuple(field.jail), tuple(field.out), field.pot)
        return (*board, self.busy)

    @property
    def clock_figure(self) -> int | None:
        """What can be seen of the running clock."""
        return None if self.deadline_left is None else _ticks(self.deadline_left)

    @property
    def deeds(self) -> dict[int, DeedView]:
        """Every owned deed of the shown view by its square."""
        return {deed.square: deed for deed in self.view.deeds}

    @property
    def policy(self) -> str:
        """What the table does when somebody is away."""
        return self.settings.absence if self.settings is not None else ""

    @property
    def is_host(self) -> bool:
        """Whether this person runs the table."""
        return self.host is not None and self.host == self.you

    @property
    def my_turn(self) -> bool:
        """Whether the shown decision is this person's."""
        return self.me is not None and self.me in self.view.decision.seats

    def seat(self, number: int) -> SeatInfo:
        """Return who sits there."""
        return self.seats[number] if 0 <= number < len(self.seats) else _NOBODY

    def seat_of(self, user: int | None) -> int | None:
        """Return the seat of a user id."""
        return next((s.seat for s in self.seats if s.id == user), None)

    def player(self, number: int) -> PlayerView:
        """Return the figures of a seat in the shown view."""
        return self.view.players[number]

    # What the scene feeds

    def receive(self, message: Incoming) -> None:
        """Take a message of the link."""
        self.affairs.receive(message)
        match message:
            case LinkStatus():
                self.link = message
                if message.state is LinkState.RECONNECTING and self._lost_at is None:
                    self._lost_at = self.clock
            case GameStateMessage():
                self._enter(message)
            case GameActionMessage():
                auto = message.data.auto
                self._auto = auto if isinstance(auto, str) else None
                if auto == BY_STAND_IN:
                    self.absences.end(self.seat_of(message.data.player))
            case GameResponse():
                if message.update is not None:
                    self._take(message.update)
            case ChatLine():
                self.chat = [*self.chat, message][-MOST_LINES:]
            case AdviceGiven() if self.latest is not None:
                self.thoughts.advise(message, self.latest.seq)
            case Remark():
                if self.thoughts.say(message):
                    self.chat = [*self.chat, message][-MOST_LINES:]
            case ReactionShown():
                seat = self.seat_of(message.user_id)
                if seat is not None:
                    self.reactions[seat] = (message.emote, REACTION_SECONDS)
            case Presence():
                changed = {seat.seat: seat for seat in message.seats}
                self.seats = tuple(changed.get(seat.seat, seat) for seat in self.seats)
                self.spectators = message.spectators
                self.absences.note(self.seats, self.policy)
            case TableChanged():
                self.paused, self.pace = message.paused, message.pace
                self._note_kicked(message)
                if (message.change, message.detail) in _A_BOT_PLAYS:
                    self.absences.end(self.seat_of(message.player))
            case TableStory(notes=notes):
                for note in notes:
                    self._note_kicked(note)
            case ErrorMessage():
                self.refusals.append(message)
            case _:
                pass

    def update(self, dt: float) -> bool:
        """Let time pass; return whether anything must be drawn again."""
        self.clock += dt
        ticked = self._tick(dt)
        aged = self._age(dt)
        changed = self._play(dt) or aged
        self.only_ticked = ticked and not changed
        return changed or ticked

    def _play(self, dt: float) -> bool:
        """Let effects run on; return whether any can be seen."""
        if self.timeline is None or self.playfield is None:
            return False
        changed = self.playfield.age(dt)
        self.timeline.speed = self.speed
        haste = 1.0 + max(0, len(self._queue) - PATIENCE) * 0.5
        if self.timeline.busy:
            changed = self.timeline.update(dt, haste) or changed
        while not self.timeline.busy and (self._playing is not None or self._queue):
            self._advance()
            changed = True
        return changed

    def skip(self) -> bool:
        """Finish everything that moves and waits; return whether anything did."""
        moved = self.busy
        while self.timeline is not None and self.busy:
            self.timeline.skip()
            self._advance()
        return moved

    def _note_kicked(self, note: TableNote) -> None:
        if note.player is not None and note.change == "kicked":
            self.kicked.add(note.player)
        elif note.player is not None and note.change == "unkicked":
            self.kicked.discard(note.player)

    def _enter(self, message: GameStateMessage) -> None:
        state = message.game_state
        self.game_id = state.id
        self.you, self.host, self.role = state.you, state.host, state.role
        self.settings = state.settings
        self.paused = state.paused
        self.seats = state.seats
        update = message.update
        if update is None:
            return
        self._queue.clear()
        self._playing = None
        self._note_missed(update)
        self.gone_for = math.inf if self._lost_at is None else self.clock - self._lost_at
        self._lost_at = None
        self._remember(update)
        self.latest = self.shown = update
        self.seats = update.seats
        self.playfield = playfield_of(update.view)
        self.timeline = Timeline(self.playfield, self._sound)
        self._clock_of(update)

    def _note_missed(self, update: Update) -> None:
        """Keep apart what happened while this person was away, for a digest."""
        if update.since > 0 and self.latest is not None:
            self.missed = update.events
        elif update.since == 0 and self._before and self.link.seen:
            self.missed = update.events[self.link.seen :]
        self._before = False

    def _take(self, update: Update) -> None:
        self.latest = update
        self.seats = update.seats
        self.paused = update.paused
        self._clock_of(update)
        if self.playfield is None:
            self.shown = update
            self.playfield = playfield_of(update.view)
            self.timeline = Timeline(self.playfield, self._sound)
            self._remember(update)
            return
        self._queue.append((update, self._auto))
        self._auto = None
        if self.timeline is not None and not self.timeline.busy and self._playing is None:
            self._advance()

    def _advance(self) -> None:
        """End the update that was playing and begin the next one that has something to see."""
        assert self.timeline is not None
        assert self.playfield is not None
        while True:
            if self._playing is not None:
                update, auto = self._playing
                self._playing = None
                self.playfield.settle(update.view)
                self._remember(update, auto)
                self.shown = update
            if not self._queue:
                return
            self._playing = self._queue.popleft()
            update = self._playing[0]
            self.timeline.speed = self.speed
            self.timeline.play(effects_of(update.events, update.view.seat, self.reduced))
            if self._folds(update):
                self.folded.extend(update.events)
                self.timeline.skip()
            if self.timeline.busy:
                return

    def _folds(self, update: Update) -> bool:
        """Whether an update is a bot's doing that is told in a digest instead of shown."""
        return self.fold_bots and self.seat(update.view.turn.seat).is_bot

    def _remember(self, update: Update, auto: str | None = None) -> None:
        """Keep what the log, the trade panel and the results need."""
        self.thoughts.note(update)
        if self.shown is not None:
            self.watch(self.shown.view, update)
        trades = TradeProposed | TradeAccepted | TradeRefused
        spoken = next((e for e in reversed(update.events) if isinstance(e, trades)), None)
        for event in update.events:
            number = len(self.told)
            why = update.why if event is spoken and isinstance(update.why, Why) else None
            self.told.append(Told(number, event, update.view.turn.seat, self.clock, auto, why))
            if isinstance(event, TradeProposed):
                if event.offer == 1:
                    self.negotiation = []
                self.negotiation.append(event)
        worth = tuple(player.worth for player in update.view.players)
        round_now = update.view.turn.round
        if self.worths and self.worths[-1][0] == round_now:
            self.worths[-1] = (round_now, worth)
        else:
            self.worths.append((round_now, worth))

    def _clock_of(self, update: Update) -> None:
        deadline = update.deadline
        self.deadline_left = None if deadline is None else deadline.remaining_ms / 1000

    def _tick(self, dt: float) -> bool:
        """Let the clock of a decision run; return whether another figure is seen."""
        before = self.deadline_left
        if before is None or self.paused:
            return False
        self.deadline_left = max(0.0, before - dt)
        return _ticks(before) != _ticks(self.deadline_left)

    def _age(self, dt: float) -> bool:
        changed = self.absences.age(dt)
        changed = self.thoughts.age(dt) or changed
        changed = self.affairs.age(dt) or changed
        if self.reactions:
            changed = True
            self.reactions = {
                seat: (emote, left - dt)
                for seat, (emote, left) in self.reactions.items()
                if left > dt
            }
        return changed


def _ticks(left: float) -> int:
    """Count a clock in what can be seen of it: seconds, quarters of them near the end."""
    return int(left * 4) if left < HURRY else int(left) * 4
