"""Many games as jobs: played by whoever works for us, kept in a file as they come.

A job is some games of one tournament. What comes out depends on the games alone, never on
who played them or in which order, so a file that was interrupted can be completed later.
"""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TextIO

import msgspec

from magnate_app.bots import levels
from magnate_app.bots.arena import Clock, GameResult, Tournament, play_number
from magnate_app.bots.base import Bot
from magnate_app.content import load_board
from magnate_app.errors import MagnateError
from magnate_app.rules.board import Board

if TYPE_CHECKING:
    from magnate_app.net.executors import Workers

BAR: Final = 30

CLOCKS: Final[dict[str, Clock]] = {"wall": time.perf_counter, "cpu": time.thread_time}
"""What may time decisions: passing time, or the processor's time, which others do not disturb."""


class Job(msgspec.Struct, frozen=True):
    """Games to play, of the tournament that is `table` in a list of several."""

    table: int
    tournament: Tournament
    numbers: tuple[int, ...]
    clock: str = "wall"


class Done(msgspec.Struct, frozen=True):
    """Games that were played, and the seconds that took."""

    table: int
    results: tuple[GameResult, ...]
    seconds: float


def jobs_of(
    tournaments: Sequence[Tournament],
    games: Sequence[int],
    chunks: Sequence[int],
    *,
    clock: str = "wall",
    without: Sequence[set[int]] = (),
) -> Iterator[Job]:
    """Cut `games` of each tournament into jobs of `chunks`, `without` those already played."""
    planned = zip(tournaments, games, chunks, strict=True)
    for table, (tournament, count, chunk) in enumerate(planned):
        known = without[table] if without else set[int]()
        missing = [number for number in range(count) if number not in known]
        for at in range(0, len(missing), chunk):
            yield Job(table, tournament, tuple(missing[at : at + chunk]), clock)


def play(job: Job) -> Done:
    """Play the games of one job in this process."""
    board = _board()
    clock = CLOCKS[job.clock]
    began = time.perf_counter()
    results = tuple(
        play_number(board, job.tournament, number, clock, make) for number in job.numbers
    )
    return Done(job.table, results, time.perf_counter() - began)


def make(name: str, seed: str) -> Bot:
    """Return a bot of a level, or what `module:function` makes of the seed.

    Raises `MagnateError` when there is no such function.
    """
    module, colon, function = name.partition(":")
    if not colon:
        return levels.make(name, seed)
    try:
        maker: Callable[[str], Bot] = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise MagnateError(f"There is no {function} in {module}: {error}.") from error
    return maker(seed)


def play_all(jobs: Iterable[Job], workers: Workers) -> Iterator[Done]:
    """Play all jobs; yield each as it is done."""
    from magnate_app.net.executors import spread

    return spread(workers, play, jobs)


@lru_cache(maxsize=1)
def _board() -> Board:
    """Return the board of this process: what bots know of it is kept by identity."""
    return load_board().board


class Bar:
    """A progress bar, on a terminal only."""

    def __init__(self, stream: TextIO, total: int) -> None:
        self._stream = stream if stream.isatty() and os.environ.get("TERM") != "dumb" else None
        self._total = total

    def show(self, done: int) -> None:
        """Draw the bar for `done` games."""
        if self._stream is not None:
            filled = BAR * done // self._total
            bar = "█" * filled + "░" * (BAR - filled)
            self._stream.write(f"\r{bar} {done}/{self._total} games")
            self._stream.flush()

    def clear(self) -> None:
        """Take the bar away."""
        if self._stream is not None:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
