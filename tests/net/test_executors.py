"""Work given to others: all of it comes back, and nobody stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from magnate_app.errors import MagnateError
from magnate_app.net import executors
from magnate_app.net.executors import Workers

ROOT = Path(__file__).resolve().parents[2]

ORPHANS = """
import time
from magnate_app.net import executors

if __name__ == "__main__":
    with executors.local(2) as workers:
        done = list(executors.spread(workers, abs, range(8)))
        print(*workers.executor._processes, flush=True)
        time.sleep(60)
"""


def runs(process: int) -> bool:
    """Whether a process runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_all_work_is_done_here() -> None:
    with executors.local(1) as workers:
        assert list(executors.spread(workers, abs, range(-5, 1))) == [5, 4, 3, 2, 1, 0]


def test_all_work_is_done_by_processes() -> None:
    with executors.local(2) as workers:
        assert workers.most == 2
        assert sorted(executors.spread(workers, abs, range(-20, 0))) == list(range(1, 21))


@pytest.mark.parametrize("count", [1, 2])
def test_what_goes_wrong_is_raised(count: int) -> None:
    with executors.local(count) as workers, pytest.raises(TypeError):
        list(executors.spread(workers, abs, [1, "no number", 2]))  # type: ignore[arg-type]


def test_a_lost_process_is_told_in_a_sentence() -> None:
    with executors.local(2) as workers, pytest.raises(MagnateError, match="ended from outside"):
        list(executors.spread(workers, os._exit, [3]))


def test_whoever_stops_waits_for_nobody() -> None:
    def stop() -> None:
        with executors.local(2) as workers:
            next(executors.spread(workers, time.sleep, [0, 500, 500]))
            raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        stop()
    assert time.monotonic() - began < 100


def test_only_as_much_is_given_out_as_keeps_everybody_busy() -> None:
    given: list[int] = []

    def work(job: int) -> int:
        given.append(job)
        return job

    coming = executors.spread(Workers(executors.Here(), 1), work, range(10))
    assert next(coming) == 0
    assert given == [0]


def test_a_missing_package_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(MagnateError, match=r"pip install 'magnate\[cluster\]'"),
        executors.cluster("tcp://127.0.0.1:1"),
    ):
        pass


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(ORPHANS)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=environment
    ) as parent:
        assert parent.stdout is not None
        children = [int(word) for word in parent.stdout.readline().split()]
        assert len(children) == 2
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 30
    while left := [child for child in children if runs(child)]:
        assert time.monotonic() < deadline, left
        time.sleep(0.05)
