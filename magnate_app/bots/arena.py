"""Bots against bots: one game, and the count of many.

Pure: no clock and no processes; `commands.simulate` has those. Every game of a
tournament depends on its number alone, so it does not matter who plays which.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from magnate_app.bots import levels
from magnate_app.bots.base import Bot
from magnate_app.rules import engine
from magnate_app.rules.actions import Action
from magnate_app.rules.board import Board
from magnate_app.rules.chance import Chance, Seeded
from magnate_app.rules.events import EventSink
from magnate_app.rules.ids import END, Seat
from magnate_app.rules.settings import Settings
from magnate_app.rules.views import view_for

Z: Final = 1.959963984540054
"""Half-width of a 95 % interval in standard deviations."""


class GameResult(msgspec.Struct, frozen=True):
    """How one game ended; `ranking` holds places in the list of names, winner first."""

    ranking: tuple[int, ...]
    rounds: int
    actions: int


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


def play_game(board: Board, settings: Settings, names: Sequence[str], seed: str) -> GameResult:
    """Play one game between bots of the levels `names` to its end."""
    bots = [levels.make(name, f"{seed}/bot/{place}") for place, name in enumerate(names)]
    return _play(Match(board, settings, bots, Seeded(seed)))


def play_number(board: Board, tournament: Tournament, number: int) -> GameResult:
    """Play game `number`: each shuffle of the seats is played once in every rotation."""
    count = len(tournament.names)
    places = [(place + number) % count for place in range(count)]
    seed = f"{tournament.seed}/{number // count}"
    bots = [levels.make(tournament.names[place], f"{seed}/{number}/{place}") for place in places]
    played = _play(Match(board, tournament.settings, bots, Seeded(seed)))
    return msgspec.structs.replace(played, ranking=tuple(places[i] for i in played.ranking))


def play_numbers(board: Board, tournament: Tournament, numbers: Iterable[int]) -> Tally:
    """Play the games with `numbers` and count them."""
    return count_games(
        len(tournament.names), (play_number(board, tournament, number) for number in numbers)
    )


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


def add(tallies: Sequence[Tally]) -> Tally:
    """Add up tallies of the same seats."""
    return Tally(
        sum(tally.games for tally in tallies),
        tuple(map(sum, zip(*(tally.wins for tally in tallies), strict=True))),
        sum(tally.rounds for tally in tallies),
        sum(tally.actions for tally in tallies),
    )


def interval(wins: int, games: int) -> tuple[float, float]:
    """Return the 95 % interval of Wilson for a share of `wins` out of `games` ≥ 1."""
    share = wins / games
    square = Z * Z / games
    middle = share + square / 2
    half = Z * math.sqrt(share * (1 - share) / games + square / (4 * games))
    return max(0.0, (middle - half) / (1 + square)), min(1.0, (middle + half) / (1 + square))


def _play(match: Match) -> GameResult:
    actions = 0
    while not match.over:
        match.step()
        actions += 1
    outcome = engine.outcome(match.state)
    assert outcome is not None
    ranking = tuple(match.state.order[seat] for seat in outcome.ranking)
    return GameResult(ranking, match.state.round, actions)
