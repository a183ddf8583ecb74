"""`magnate arena --cluster`: a real Dask cluster of two processes plays the same games."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from magnate_app import __version__
from magnate_app.errors import MagnateError
from magnate_app.net import executors

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
WORDS = ("easy", "random", "--games", "30", "--preset", "quick", "--json")


def arena(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "magnate_app", "arena", *WORDS, *words],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


def timeless(text: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(text)
    answer["thoughts"] = [(one["name"], one["decisions"]) for one in answer["thoughts"]]
    return answer


@pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None,
    reason="the extra `cluster` is not installed",
)
def test_a_cluster_of_two_plays_the_same_games(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "tests" / "kit" / "cluster.py")]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as cluster:
        assert cluster.stdin is not None
        assert cluster.stdout is not None
        try:
            played = arena("--cluster", cluster.stdout.readline().strip())
        finally:
            cluster.stdin.close()
    assert played.returncode == 0, played.stderr
    alone = arena("--workers", "1")
    assert timeless(played.stdout) == timeless(alone.stdout)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere", "127.0.0.1:port"])
def test_an_address_without_a_cluster_is_told(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", sys)
    with pytest.raises(MagnateError, match=f"No cluster answers at {address}"):
        executors.cluster(address).__enter__()


class Client:
    """A cluster as its client shows it."""

    def __init__(self, threads: dict[str, int], versions: dict[str, str] | None) -> None:
        self._threads = threads
        self._versions = versions

    def nthreads(self) -> dict[str, int]:
        return self._threads

    def run(self, function: object) -> dict[str, str]:
        if self._versions is None:
            raise ModuleNotFoundError("magnate_app")
        return self._versions


@pytest.mark.parametrize(
    ("client", "sentence"),
    [
        (Client({}, {}), "has no workers yet"),
        (Client({"a": 2}, None), "do not have Magnate installed"),
        (Client({"a": 2}, {"a": "0.1"}), f"have Magnate 0.1; this is {__version__}"),
    ],
)
def test_workers_that_cannot_play_are_told(client: Client, sentence: str) -> None:
    with pytest.raises(MagnateError, match=sentence):
        executors._able(client, "tcp://desk:8786")  # type: ignore[arg-type]


def test_workers_that_can_play_are_counted() -> None:
    client = Client({"a": 2, "b": 1}, {"a": __version__, "b": __version__})
    assert executors._able(client, "tcp://desk:8786") == 3  # type: ignore[arg-type]
