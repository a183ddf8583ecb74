"""A crash of the window: games are saved first, then the report is told and shown."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from magnate_app import app
from magnate_app.ui import clipboard, desktop, routes
from magnate_app.ui.scene import Stage
from magnate_app.ui.scenes.crash import Crash
from magnate_app.ui.window import Window
from tests.kit.stage import Player


@pytest.fixture(autouse=True)
def no_open_log() -> Iterator[None]:
    """The program's log belongs to a process; give it back to the tests."""
    logger = logging.getLogger("magnate_app")
    before = logger.handlers[:], logger.level, logger.propagate
    yield
    for handler in logger.handlers:
        handler.close()
    logger.handlers[:], logger.level, logger.propagate = before


class Shown:
    """What the second window shows, instead of staying open."""

    def __init__(self) -> None:
        self.scenes: list[object] = []
        self.closed_before: list[bool] = []


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    shown = Shown()
    closed: list[bool] = []
    close = app.Program.close

    def closing(program: app.Program) -> None:
        close(program)
        closed.append(True)

    def run(window: Window) -> None:
        shown.scenes.append(window.stage.scenes.top)
        shown.closed_before.append(bool(closed))

    def break_down(stage: Stage) -> None:
        raise RuntimeError("the river is dry")

    monkeypatch.setattr(app.Program, "close", closing)
    monkeypatch.setattr(Window, "run", run)
    monkeypatch.setattr(routes, "begin", break_down)
    return shown


@pytest.mark.logs_warnings
def test_a_crash_is_told_and_shown_after_the_games_are_saved(
    shown: Shown, magnate_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.run() == 1
    [report] = (magnate_home / "log").glob("crash-*.txt")
    assert str(report) in capsys.readouterr().out
    text = report.read_text("utf-8")
    assert "the river is dry" in text
    assert "the window crashed" in text, "the log's end is in it"
    [scene] = shown.scenes
    assert isinstance(scene, Crash)
    assert scene.report == text
    assert shown.closed_before == [True]
    assert not (magnate_home / "data" / "running.json").exists()


@pytest.mark.logs_warnings
def test_a_window_that_breaks_again_changes_nothing(
    shown: Shown, magnate_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_again(scene: Crash) -> None:
        raise RuntimeError("again")

    monkeypatch.setattr(Crash, "on_start", break_again)
    assert app.run() == 1
    assert len(list((magnate_home / "log").glob("crash-*.txt"))) == 1


def test_the_report_can_be_copied_and_its_folder_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = Player()
    report = tmp_path / "crash.txt"
    player.stage.scenes.reset(Crash(player.stage, "what happened", report))
    copied: list[str] = []
    opened: list[Path] = []

    def put(text: str) -> bool:
        copied.append(text)
        return True

    def show(folder: Path) -> bool:
        opened.append(folder)
        return True

    monkeypatch.setattr(clipboard, "put", put)
    monkeypatch.setattr(desktop, "show_folder", show)
    player.click("crash.copy")
    player.click("crash.folder")
    assert (copied, opened) == (["what happened"], [tmp_path])
    player.click("crash.close")
    assert not player.stage.running


def test_other_programs_get_the_libraries_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/before")
    assert desktop.environment()["LD_LIBRARY_PATH"] == "/before"
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG")
    assert desktop.environment()["LD_LIBRARY_PATH"] == "/bundle"
    monkeypatch.setattr("sys.frozen", True, raising=False)
    assert "LD_LIBRARY_PATH" not in desktop.environment()


def test_a_desktop_without_a_file_manager_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert desktop.show_folder(tmp_path) is False
