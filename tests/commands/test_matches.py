"""Games as jobs: cut up completely, played alike, shown on a terminal only."""

from __future__ import annotations

import io

import pytest

from magnate_app.bots.arena import Tournament, play_number
from magnate_app.commands import matches
from magnate_app.rules.settings import Settings
from tests.kit.games import BOARD

SHORT = Tournament(("easy", "random"), "1", Settings(seats=2, max_rounds=3))
OTHER = Tournament(("medium", "random"), "1", Settings(seats=2, max_rounds=3))


def test_jobs_hold_every_game_once_but_those_that_are_known() -> None:
    jobs = list(matches.jobs_of([SHORT, OTHER], [7, 4], [3, 3], without=[{0, 5}, set()]))
    assert [(job.table, job.numbers) for job in jobs] == [
        (0, (1, 2, 3)),
        (0, (4, 6)),
        (1, (0, 1, 2)),
        (1, (3,)),
    ]
    assert [job.tournament for job in jobs] == [SHORT, SHORT, OTHER, OTHER]


@pytest.mark.parametrize("clock", ["wall", "cpu"])
def test_a_job_plays_its_games(clock: str) -> None:
    done = matches.play(matches.Job(1, SHORT, (3, 0), clock))
    assert done.table == 1
    assert done.seconds > 0
    for game, number in zip(done.results, (3, 0), strict=True):
        assert game.ranking == play_number(BOARD, SHORT, number).ranking
        assert sum(times.count for times in game.times) == game.actions


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_the_bar_grows_on_a_terminal_and_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    bar = matches.Bar(terminal, 10)
    bar.show(5)
    assert terminal.getvalue().endswith("█░" + "░" * 14 + " 5/10 games")
    bar.clear()
    assert terminal.getvalue().endswith("\x1b[K")


def test_no_bar_elsewhere() -> None:
    stream = io.StringIO()
    bar = matches.Bar(stream, 10)
    bar.show(5)
    bar.clear()
    assert stream.getvalue() == ""
