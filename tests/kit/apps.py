"""Real processes of the program: windows driven by a pilot, and headless servers."""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 40.0

State = dict[str, Any]


class DiedError(AssertionError):
    """A process ended, or did not do in time what a test waits for."""


def environment(home: Path) -> dict[str, str]:
    return {
        **os.environ,
        "MAGNATE_HOME": str(home),
        "MAGNATE_ADDRESS": "127.0.0.1",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "SDL_VIDEODRIVER": "dummy",
        "SDL_AUDIODRIVER": "dummy",
    }


def prepare_home(home: Path, name: str, **preferences: object) -> None:
    """Give a program a home in which somebody has been before."""
    from magnate_app.saves.preferences import Preferences, store_preferences

    wanted: dict[str, Any] = {
        "name": name,
        "language": "en",
        "speed": "off",
        "reduced_motion": True,
        "first_run_done": True,
        "window": (1280, 720),
        **preferences,
    }
    folder = home / "config"
    folder.mkdir(parents=True, exist_ok=True)
    store_preferences(folder, Preferences(**wanted))


class Process:
    """A started command whose output is read line by line."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.home = home
        self.lines: list[str] = []
        self.errors = home / f"stderr-{time.monotonic_ns()}.txt"
        home.mkdir(parents=True, exist_ok=True)
        with self.errors.open("wb") as errors:
            self._process = subprocess.Popen(
                [*self.program(), *arguments],
                env=environment(home),
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        self._buffer = b""

    def program(self) -> list[str]:
        """The command that starts the program, without arguments."""
        return [sys.executable, "-W", "error::ResourceWarning", "-m", "magnate_app"]

    @property
    def status(self) -> int | None:
        return self._process.poll()

    def write(self, line: str) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise DiedError(self.story()) from error

    def read_line(self, patience: float = PATIENCE) -> str:
        assert self._process.stdout is not None
        deadline = time.monotonic() + patience
        while b"\n" not in self._buffer:
            left = deadline - time.monotonic()
            if left <= 0:
                raise DiedError(f"no line within {patience} s\n{self.story()}")
            ready, _, _ = select.select([self._process.stdout], [], [], left)
            if ready:
                chunk = os.read(self._process.stdout.fileno(), 1 << 20)
                if not chunk:
                    raise DiedError(self.story())
                self._buffer += chunk
        line, _, self._buffer = self._buffer.partition(b"\n")
        self.lines.append(line.decode())
        return self.lines[-1]

    def story(self) -> str:
        """What the process said, for a failure."""
        logs = [path.read_text("utf-8", "replace") for path in self.home.rglob("magnate.log")]
        return "\n".join(
            [
                f"status {self.status}",
                *(line[:300] for line in self.lines[-2:]),
                self.errors.read_text("utf-8", "replace")[-4000:],
                *(text[-4000:] for text in logs),
            ]
        )

    def kill(self) -> None:
        self._process.kill()
        self._close()

    def interrupt(self) -> int:
        self._process.send_signal(signal.SIGINT)
        return self.wait()

    def wait(self, patience: float = PATIENCE) -> int:
        try:
            status = self._process.wait(patience)
        except subprocess.TimeoutExpired as late:
            self.kill()
            raise DiedError(f"did not end\n{self.story()}") from late
        self._close()
        return status

    def _close(self) -> None:
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class App(Process):
    """A window somebody works through its pilot."""

    def __init__(self, home: Path, *arguments: str) -> None:
        super().__init__(home, *(arguments or ("play",)), "--pilot")

    def do(self, **command: object) -> State:
        self.write(json.dumps(command))
        answer: State = json.loads(self.read_line())
        return answer

    def state(self) -> State:
        return self.do(do="state")

    def click(self, ident: str) -> State:
        answer = self.do(do="click", id=ident)
        if "error" in answer:
            raise DiedError(f"{answer['error']}\n{self.state()}")
        return answer

    def key(self, key: str, **modifiers: object) -> State:
        return self.do(do="key", key=key, **modifiers)

    def type(self, text: str) -> State:
        return self.do(do="type", text=text)

    def wait_for(
        self, wanted: Callable[[State], bool], what: str = "", patience: float = PATIENCE
    ) -> State:
        deadline = time.monotonic() + patience
        while True:
            state = self.state()
            if wanted(state):
                return state
            if time.monotonic() > deadline:
                raise DiedError(f"waited in vain for {what}: {_short(state)}\n{self.story()}")
            time.sleep(0.03)

    def wait_scene(self, name: str, patience: float = PATIENCE) -> State:
        return self.wait_for(lambda state: state["scene"] == name, f"scene {name}", patience)

    def quit(self) -> int:
        self.do(do="quit")
        return self.wait()


def _short(state: State) -> str:
    return json.dumps({**state, "widgets": list(enabled(state)), "targets": []})[:3000]


def enabled(state: State) -> dict[str, State]:
    """Widgets that can be worked, by id."""
    return {widget["id"]: widget for widget in state["widgets"] if widget["enabled"]}


@contextlib.contextmanager
def running(*processes: Process) -> Iterator[None]:
    """Kill whatever still runs at the end."""
    try:
        yield
    finally:
        for process in processes:
            if process.status is None:
                process.kill()


LISTENING = re.compile(r"listening ws://([^:/]+):(\d+)/ code ([0-9A-Z]+)")


def start_server(home: Path, *options: str) -> tuple[Process, str, str]:
    """Start `serve` on a free port of 127.0.0.1; return it, its address and its code."""
    server = Process(home, "serve", "--host", "127.0.0.1", "--port", "0", *options)
    try:
        found = LISTENING.fullmatch(server.read_line())
        if found is None:
            raise DiedError(server.story())
    except DiedError:
        server.kill()
        raise
    host, port, code = found.groups()
    return server, f"{host}:{port}", code
