"""Links and saves opened from the desktop, in real processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.apps import ROOT, App, environment, prepare_home, running, start_server
from tests.kit.play import play_until

pytestmark = pytest.mark.timeout(120)


def open_from_desktop(
    home: Path, *target: str, command: str = "open"
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "magnate_app", command, *target],
        env=environment(home),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


@pytest.mark.parametrize("command", ["open", "join"])
def test_a_link_goes_to_the_open_window(tmp_path: Path, command: str) -> None:
    server, address, code = start_server(tmp_path / "server")
    prepare_home(tmp_path / "ana", "Ana")
    ana = App(tmp_path / "ana")
    with running(server, ana):
        ana.wait_scene("title")
        link = f"magnate://join/{address}/{code}"
        done = open_from_desktop(tmp_path / "ana", link, command=command)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        ana.wait_scene("lobby")
        assert ana.quit() == 0
    assert not (tmp_path / "ana" / "data" / "running.json").exists()


def test_a_save_is_opened_by_its_file_with_and_without_a_window(tmp_path: Path) -> None:
    home = tmp_path / "ana"
    prepare_home(home, "Ana")
    ana = App(home)
    with running(ana):
        ana.wait_scene("title")
        ana.click("title.play")
        ana.wait_scene("solo")
        ana.click("solo.start")
        ana.wait_scene("table")
        play_until(ana, seq=8)
        assert ana.quit() == 0
    [saved] = (home / "data" / "saves").glob("*.magnate.json")
    ana = App(home, "open", str(saved))
    with running(ana):
        ana.wait_scene("table")
        assert ana.quit() == 0
    ana = App(home)
    with running(ana):
        ana.wait_scene("title")
        assert open_from_desktop(home, saved.as_uri()).returncode == 0
        ana.wait_scene("table")
        assert open_from_desktop(home, saved.as_uri()).returncode == 0
        ana.wait_scene("confirm")
        ana.click("confirm.no")
        ana.wait_scene("table")
        assert open_from_desktop(home).returncode == 0
        assert ana.quit() == 0


def test_a_file_that_is_no_save_is_told_in_a_sentence(tmp_path: Path) -> None:
    home = tmp_path / "ana"
    prepare_home(home, "Ana")
    stray = tmp_path / "stray.magnate.json"
    stray.write_text("{}", "utf-8")
    ana = App(home, "open", str(stray))
    with running(ana):
        ana.wait_scene("failure")
        assert ana.quit() == 0
