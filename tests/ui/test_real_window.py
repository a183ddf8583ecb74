"""The window on a real X server: class, typing, clicks, sizes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("Xvfb", "xdotool")

pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.skipif(
        any(shutil.which(tool) is None for tool in TOOLS), reason="needs Xvfb and xdotool"
    ),
]


class Desk:
    """An X server with the program on it, and both hands of a person."""

    def __init__(self, home: Path) -> None:
        ready, told = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(told), "-screen", "0", "1600x900x24"],
            pass_fds=[told],
            stderr=subprocess.DEVNULL,
        )
        os.close(told)
        with os.fdopen(ready) as pipe:
            display = f":{pipe.readline().strip()}"
        self._environment = {
            **os.environ,
            "DISPLAY": display,
            "MAGNATE_HOME": str(home),
            "SDL_VIDEODRIVER": "x11",
            "SDL_AUDIODRIVER": "dummy",
            "PYTHONPATH": str(ROOT),
            "LANG": "en_US.UTF-8",
        }
        self._program = self._open()

    def _open(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "magnate_app", "play", "--pilot"],
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **command: object) -> dict[str, Any]:
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(json.dumps(command) + "\n")
        self._program.stdin.flush()
        answer: dict[str, Any] = json.loads(self._program.stdout.readline())
        return answer

    def value(self, ident: str) -> str:
        widgets = self.ask(do="state")["widgets"]
        return str(next(w["value"] for w in widgets if w["id"] == ident))

    def xdotool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        return done.stdout.strip()

    def reopen(self) -> None:
        """Quit the program and start it again."""
        self._leave()
        self._program = self._open()

    def close(self) -> None:
        try:
            self._leave()
        finally:
            self._server.terminate()
            self._server.wait(10)

    def _leave(self) -> None:
        self.ask(do="quit")
        try:
            assert self._program.wait(20) == 0
        finally:
            self._program.kill()
            for pipe in (self._program.stdin, self._program.stdout):
                if pipe is not None:
                    pipe.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "home")
    yield made
    made.close()


def until(wanted: str, see: object) -> None:
    assert callable(see)
    deadline = time.monotonic() + 10
    while (seen := see()) != wanted:
        assert time.monotonic() < deadline, f"{seen!r} is not {wanted!r}"
        time.sleep(0.1)


def test_a_person_types_and_resizes(desk: Desk) -> None:
    until("first_run", lambda: desk.ask(do="state")["scene"])
    window = desk.xdotool("search", "--class", "magnate").split()[-1]
    desk.xdotool("windowfocus", "--sync", window)
    desk.xdotool("type", "--delay", "80", "Iker")
    until("Iker", lambda: desk.value("first_run.name"))
    desk.xdotool("key", "Return")
    until("title", lambda: desk.ask(do="state")["scene"])
    desk.xdotool("key", "s")
    until("settings", lambda: desk.ask(do="state")["scene"])
    assert desk.value("settings.name") == "Iker"
    desk.xdotool("windowsize", window, "500", "300")
    until("1024x640", lambda: _size(desk, window))


def _size(desk: Desk, window: str) -> str:
    lines = desk.xdotool("getwindowgeometry", window).splitlines()
    return lines[-1].split()[-1] if lines else ""


def test_a_window_changes_size_often_and_opens_as_it_was_left(desk: Desk) -> None:
    until("first_run", lambda: desk.ask(do="state")["scene"])
    window = desk.xdotool("search", "--class", "magnate").split()[-1]
    for width, height in ((1100, 700), (1500, 850), (1200, 660), (1400, 800)):
        desk.xdotool("windowsize", "--sync", window, str(width), str(height))
    desk.xdotool("windowmove", "--sync", window, "60", "40")
    until("1400x800", lambda: _size(desk, window))
    desk.xdotool("windowfocus", "--sync", window)
    desk.xdotool("key", "Return")
    until("title", lambda: desk.ask(do="state")["scene"])
    desk.reopen()
    until("title", lambda: desk.ask(do="state")["scene"])
    window = desk.xdotool("search", "--class", "magnate").split()[-1]
    until("1400x800", lambda: _size(desk, window))
    until("60,40", lambda: _place(desk, window))


def _place(desk: Desk, window: str) -> str:
    lines = desk.xdotool("getwindowgeometry", window).splitlines()
    return lines[1].split()[1] if len(lines) > 1 else ""
