"""Processes that think: the same thoughts, nothing left behind, no screen in them."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from magnate_app.bots import levels
from magnate_app.bots.arena import Match
from magnate_app.bots.base import Bot
from magnate_app.net import minds, thinking
from magnate_app.net.minds import Minds
from magnate_app.net.thinking import Thought
from magnate_app.rules import engine
from magnate_app.rules.chance import Seeded
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import GameState
from magnate_app.rules.views import view_for
from tests.kit.games import BOARD
from tests.kit.odd_bots import Broken, Deadly, Endless, Lost, Traced

ROOT = Path(__file__).resolve().parents[2]
LINUX = sys.platform.startswith("linux")
PLENTY = 60.0


@pytest.fixture
def two() -> Iterator[Minds]:
    pool = Minds(BOARD, 2)
    yield pool
    pool.close()


def opening() -> GameState:
    return engine.new_game(BOARD, Settings(), (True,) * 4, Seeded("minds"))


def thought(bot: Bot) -> Thought:
    state = opening()
    return Thought(bot, view_for(state, state.actor), state.actor, False)


def runs(process: int) -> bool:
    """Whether a process runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_process_thinks_what_a_thread_thinks(two: Minds) -> None:
    """Luck and memory travel with the bot: a whole game is the same here and there."""
    settings = Settings(seats=3, max_rounds=4)
    names = ("expert", "very_hard", "easy")
    actions: list[list[object]] = []
    for away in (False, True):
        bots = [levels.make(name, 7, hurry=thinking.late) for name in names]
        match = Match(BOARD, settings, bots, Seeded(5))
        played: list[object] = []
        chance = Seeded(6)
        while not match.over:
            seat = engine.acting(match.state)[0]
            place = match.state.order[seat]
            asked = Thought(bots[place], view_for(match.state, seat), seat, False)
            found = two.think(asked, PLENTY) if away else thinking.think(asked, PLENTY)
            assert found is not None
            bots[place] = found.bot
            played.append((found.action, found.why))
            engine.check(match.state, seat, found.action)
            engine.apply(match.state, seat, found.action, chance)
        actions.append(played)
    assert actions[0] == actions[1]
    assert len(two.processes) == 1


def test_no_board_travels() -> None:
    asked = thought(levels.make("expert", 1, hurry=thinking.late))
    assert len(pickle.dumps(BOARD)) > 20_000
    content = minds._write(asked, BOARD)
    assert len(content) < 15_000
    assert minds._read(content, Thought, BOARD).view.board is BOARD


def test_processes_are_started_when_needed_and_used_again(two: Minds, tmp_path: Path) -> None:
    assert two.processes == []
    bot: Bot = Traced(tmp_path / "trace")
    for _ in range(3):
        found = two.think(thought(bot), PLENTY)
        assert found is not None
        bot = found.bot
    (process,) = two.processes
    assert process != os.getpid()
    lines = (tmp_path / "trace").read_text().splitlines()
    assert lines == [f"{process} {number}" for number in (1, 2, 3)]


def test_two_think_at_a_time(two: Minds, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    with ThreadPoolExecutor(2) as threads:
        running = [threads.submit(two.think, thought(Endless(trace)), 1.0) for _ in range(2)]
        assert all(one.result() is not None for one in running)
    assert len(set(trace.read_text().split())) == 2


def test_the_machine_sets_the_time_and_nobody_exceeds_it() -> None:
    thinking.allowance.cache_clear()
    assert thinking.LEAST_SECONDS <= thinking.allowance(BOARD) <= thinking.MOST_SECONDS < 2


def test_a_slow_machine_has_more_time_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for seconds in (0.006, 0.012, 0.024, 10.0):
        ticks = iter((0.0, seconds))
        monkeypatch.setattr(thinking, "perf_counter", lambda ticks=ticks: next(ticks))
        thinking.allowance.cache_clear()
        found.append(thinking.allowance(BOARD))
    thinking.allowance.cache_clear()
    assert found == pytest.approx([0.15, 0.3, 0.6, 1.5])


@pytest.mark.logs_warnings
def test_an_error_is_told_and_costs_the_process_only(
    two: Minds, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert two.think(thought(Broken()), PLENTY) is None
    assert "no idea" in caplog.text
    assert two.processes == []
    assert two.think(thought(Traced(tmp_path / "trace")), PLENTY) is not None


def test_a_lost_process_is_replaced(two: Minds, tmp_path: Path) -> None:
    deaths = tmp_path / "deaths"
    assert two.think(thought(Deadly(deaths, 1)), PLENTY) is not None
    assert len(deaths.read_text().splitlines()) == 2
    deaths.unlink()
    with pytest.raises(BrokenExecutor, match="gone"):
        two.think(thought(Deadly(deaths, 9)), PLENTY)
    assert len(deaths.read_text().splitlines()) == minds.TRIES


def test_a_thought_without_end_is_ended(
    two: Minds, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    assert two.wake()
    monkeypatch.setattr(minds, "GRACE", 0.1)
    with pytest.raises(BrokenExecutor):
        two.think(thought(Lost(trace)), 0.0)
    assert two.processes == []


@pytest.mark.logs_warnings
def test_a_process_of_another_version_is_not_asked(
    two: Minds, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(minds, "__version__", "0.0.1")
    assert not two.wake()
    assert two.think(thought(Traced(tmp_path / "trace")), PLENTY) is None
    assert two.processes == []


@pytest.mark.logs_warnings
def test_where_no_process_can_start_there_is_no_answer(
    two: Minds, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no processes here")

    with monkeypatch.context() as patch:
        patch.setattr("multiprocessing.context.SpawnProcess.start", refuse)
        assert two.think(thought(Traced(tmp_path / "trace")), PLENTY) is None
    with monkeypatch.context() as patch:
        patch.setattr(minds, "live", print)
        assert two.think(thought(Traced(tmp_path / "trace")), PLENTY) is None
    assert two.processes == []


@pytest.mark.skipif(not LINUX, reason="looks into /proc")
def test_closing_ends_a_thought(two: Minds, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(two.think, thought(Endless(trace)), 1.5)
        until(trace.exists)
        (process,) = two.processes
        two.close()
        assert not runs(process)
        # its process is gone and no other is started
        assert running.result() is None
    assert two.processes == []


@pytest.mark.skipif(not LINUX, reason="looks into /proc")
def test_a_process_is_small_and_has_no_screen(two: Minds, tmp_path: Path) -> None:
    assert two.think(thought(levels.make("expert", 1, hurry=thinking.late)), PLENTY) is not None
    (process,) = two.processes
    maps = Path(f"/proc/{process}/maps").read_text()
    assert "msgspec" in maps
    for heavy in ("pygame", "SDL", "zeroconf"):
        assert heavy not in maps


PARENT = """
import sys, threading
from pathlib import Path
from magnate_app.net.minds import Minds
from tests.kit.odd_bots import Endless
from tests.net.test_minds import BOARD, thought

if __name__ == "__main__":
    minds = Minds(BOARD, 2)
    for name in sys.argv[1:]:
        bot = Endless(Path(name))
        threading.Thread(target=minds.think, args=(thought(bot), 100.0), daemon=True).start()
    threading.Event().wait()
"""


@pytest.mark.skipif(not LINUX, reason="looks into /proc")
def test_nobody_outlives_the_program_however_it_ends(tmp_path: Path) -> None:
    """Killed in the middle of a thought; helpers of `multiprocessing` count as well."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    traces = [tmp_path / "one", tmp_path / "two"]
    with subprocess.Popen(
        [sys.executable, str(script), *map(str, traces)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as parent:
        until(lambda: all(trace.exists() for trace in traces))
        listed = Path(f"/proc/{parent.pid}/task").glob("*/children")
        children = [int(word) for one in listed for word in one.read_text().split()]
        assert len(children) >= 2
        parent.send_signal(signal.SIGKILL)
    until(lambda: not any(runs(child) for child in children))
