"""The host is checked and played on by clients that know only the wire.

`MAGNATE_CONFORMANCE_GAMES=100,20` plays more: games against bots, tables of four.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.client import Host

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
GAMES, TABLES = os.environ.get("MAGNATE_CONFORMANCE_GAMES", "6,2").split(",")


class Served:
    """A host in a process of its own."""

    def __init__(self, home: Path) -> None:
        command = [sys.executable, "-m", "magnate_app", "serve", "--host", "127.0.0.1"]
        self.errors = (home / "serve.log").open("w")
        self.process = subprocess.Popen(
            [*command, "--port", "0", "--bot-delay", "0"],
            cwd=ROOT,
            env={**os.environ, "MAGNATE_HOME": str(home)},
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = re.fullmatch(r"listening (ws://\S+:\d+)/ code (\w+)\s*", line)
        assert found is not None, line
        self.url, self.code = found.groups()

    def close(self) -> None:
        """Ask it to stop and wait until it has."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        finally:
            self.process.kill()
            self.process.wait()
            assert self.process.stdout is not None
            self.process.stdout.close()
            self.errors.close()


@pytest.fixture
def served(magnate_home: Path) -> Iterator[Served]:
    served = Served(magnate_home)
    yield served
    served.close()
    log = (magnate_home / "serve.log").read_text()
    loud = [line for line in log.splitlines() if re.search("Traceback|WARNING|ERROR", line)]
    assert loud == [], log[-4000:]


def run(script: str, *arguments: str, timeout: float) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(FOLDER / script), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


@pytest.mark.timeout(300)
def test_the_whole_contract(served: Served) -> None:
    done = run("run.py", served.url, "--code", served.code, timeout=280)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert served.process.poll() is None


@pytest.mark.timeout(7200)
def test_a_classic_client_plays_whole_games(served: Served) -> None:
    done = run("player.py", served.url, "--games", GAMES, "--tables", TABLES, timeout=7000)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert "no error" in done.stdout


async def see_the_end(served: Served) -> None:
    host = Host(served.url)
    people = [await host.queue(), await host.room(served.code), await host.queue(extended=True)]
    await people[1].named("joined")
    served.process.send_signal(signal.SIGTERM)
    for one in people:
        await one.closed(4011, "host_closing")


def test_closing_is_told_on_every_socket(served: Served) -> None:
    asyncio.run(see_the_end(served))
    assert served.process.wait(20) == 0


def test_clients_know_nothing_of_the_program() -> None:
    for path in FOLDER.glob("*.py"):
        used = re.findall(r"^(?:from|import) ([\w.]+)", path.read_text(), re.MULTILINE)
        assert not [name for name in used if name.startswith("magnate_app")], path
