"""Bots against bots: one game, and games by number.

Pure: no clock and no processes; `commands.matches` has those. Every game of a
tournament depends on its number alone, so it does not matter who plays which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import msgspec

from magnate_app.bots import levels
from magnate_app.bots.base import Bot
from magnate_app.bots.stopwatch import Times
from magnate_app.rules import engine
from magnate_app.rules.actions import Action
from magnate_app.rules.board import Board
from magnate_app.rules.chance import Chance, Seeded
from magnate_app.rules.events import EventSink
from magnate_app.rules.ids import END, Seat
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import GameState
from magnate_app.rules.views import view_for

Clock: TypeAlias = Callable[[], float]
"""Seconds since whenever."""

Maker: TypeAlias = Callable[[str, str], Bot]
"""Makes a bot from its name and the seed of its luck."""


class GameResult(msgspec.Struct, frozen=True):
    """How one game ended; `ranking` holds places in the list of names, winner first."""

    number: int
    ranking: tuple[int, ...]
    rounds: int
    actions: int
    times: tuple[Times, ...] = ()
    """How long each place thought; empty without a clock."""


class Tournament(msgspec.Struct, frozen=True):
    """What to play: one name per seat, and where all luck comes from."""

    names: tuple[str, ...]
    seed: str
    settings: Settings


class Tally(msgspec.Struct, frozen=True):
    """The count of several games; `wins` by place in the list of names."""

    games: int
    wins: tuple[int, ...]
    rounds: int
    actions: int


class Match:
    """A game between bots, played one action at a time.

    `bots[i]` plays the seat of place i; new games shuffle, `state.order` tells who
    sits where.
    """

    __slots__ = ("_bots", "_chance", "_log", "state")

    def __init__(
        self,
        board: Board,
        settings: Settings,
        bots: Sequence[Bot],
        chance: Chance,
        log: EventSink | None = None,
    ) -> None:
        self.state = engine.new_game(board, settings, [False] * len(bots), chance, log)
        self._bots = [bots[place] for place in self.state.order]
        self._chance = chance
        self._log = log

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return self.state.phase == END

    def decide(self) -> tuple[Seat, Action]:
        """Return what the next bot to act wants; nothing happens yet."""
        seat = engine.acting(self.state)[0]
        return seat, self._bots[seat].decide(view_for(self.state, seat), seat)

    def step(self) -> tuple[Seat, Action]:
        """Play one action and return it. Raises `IllegalActionError` for a bot's fault."""
        seat, action = self.decide()
        engine.check(self.state, seat, action)
        engine.apply(self.state, seat, action, self._chance, self._log)
        return seat, action


class Timed:
    """A bot whose decisions are timed."""

    __slots__ = ("_bot", "_clock", "times")

    def __init__(self, bot: Bot, clock: Clock) -> None:
        self._bot = bot
        self._clock = clock
        self.times = Times()

    def decide(self, view: GameState, seat: Seat, /) -> Action:
        """Decide as the bot does, and note how long it took."""
        began = self._clock()
        action = self._bot.decide(view, seat)
        self.times.note(self._clock() - began)
        return action


def play_game(board: Board, settings: Settings, names: Sequence[str], seed: str) -> GameResult:
    """Play one game between bots of the levels `names` to its end."""
    bots = [levels.make(name, f"{seed}/bot/{place}") for place, name in enumerate(names)]
    return _play(Match(board, settings, bots, Seeded(seed)), 0)


def play_number(
    board: Board,
    tournament: Tournament,
    number: int,
    clock: Clock | None = None,
    make: Maker | None = None,
) -> GameResult:
    """Play game `number`: each shuffle of the seats is played once in every rotation.

    Bots come from `make`, by default from their level.
    """
    make = levels.make if make is None else make
    count = len(tournament.names)
    places = [(place + number) % count for place in range(count)]
    seed = f"{tournament.seed}/{number // count}"
    bots = [make(tournament.names[place], f"{seed}/{number}/{place}") for place in places]
    timed = [] if clock is None else [Timed(bot, clock) for bot in bots]
    played = _play(Match(board, tournament.settings, timed or bots, Seeded(seed)), number)
    return msgspec.structs.replace(
        played,
        ranking=tuple(places[i] for i in played.ranking),
        times=tuple(timed[places.index(place)].times for place in range(count)) if timed else (),
    )


def play_numbers(board: Board, tournament: Tournament, numbers: Iterable[int]) -> Tally:
    """Play the games with `numbers` and count them."""
    played = (play_number(board, tournament, number) for number in numbers)
    return count_games(len(tournament.names), played)


def count_games(seats: int, results: Iterable[GameResult]) -> Tally:
    """Count the games of `results`."""
    games = rounds = actions = 0
    wins = [0] * seats
    for played in results:
        games += 1
        wins[played.ranking[0]] += 1
        rounds += played.rounds
        actions += played.actions
    return Tally(games, tuple(wins), rounds, actions)


def _play(match: Match, number: int) -> GameResult:
    actions = 0
    while not match.over:
        match.step()
        actions += 1
    outcome = engine.outcome(match.state)
    assert outcome is not None
    ranking = tuple(match.state.order[seat] for seat in outcome.ranking)
    return GameResult(number, ranking, match.state.round, actions)
