"""The Windows installer run by Wine: installs for one person, opens links, cleans up.

Debian's Wine runs 64-bit programs only, so the same script is compiled for those; the stand-in
for the game is a small installer too, which writes down with what words it was started.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.packaging.scripts import BUILD, script

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

facts = script("release_facts")
windows = script("pack_windows")

TOOLS = ("wine", "wineserver", "makensis", "xvfb-run")
FOR_64_BIT = "-XTarget amd64-unicode"
DRIVE = Path("prefix") / "drive_c"
PROGRAMS = "AppData/Local/Programs/Magnate"
STAND_IN = r"""
Unicode true
SilentInstall silent
RequestExecutionLevel user
OutFile "%(out)s"
!include "FileFunc.nsh"
Section
  ${GetParameters} $0
  FileOpen $1 "$LOCALAPPDATA\started.txt" a
  FileSeek $1 0 END
  FileWriteUTF16LE $1 "$0$\r$\n"
  FileClose $1
  Sleep %(sleep)d
SectionEnd
"""


class Windows:
    """A Windows of its own in a folder, with the installer of Magnate on its desk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("MAGNATE_")}
        self.environment |= {"WINEPREFIX": str(folder / "prefix"), "WINEDEBUG": "-all"}
        self.run("wineboot", "-i")
        [users] = (folder / DRIVE / "users").glob("[!P]*")
        self.home = users
        self.installed = users / PROGRAMS
        self.data = users / "AppData/Local/Magnate"

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a program of this Windows on a virtual display and wait for its end."""
        return subprocess.run(
            ["xvfb-run", "-a", "wine", *words],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def registry(self, key: str) -> str:
        """Return what stands below a key of this person, nothing if there is none."""
        done = self.run("reg", "query", rf"HKCU\{key}", "/s")
        return done.stdout if done.returncode == 0 else ""

    def stop(self) -> None:
        """End all programs of this Windows."""
        subprocess.run(["wineserver", "-k"], env=self.environment, check=False)


def until(what: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.2)


def compiled(command: list[str], source: str | None = None) -> None:
    done = subprocess.run(
        [command[0], FOR_64_BIT, *command[1:]],
        input=source,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def frozen(folder: Path, *, sleep: int = 0) -> Path:
    """Make a folder like the frozen game's, whose program says how it was started."""
    game = folder / "frozen"
    (game / "_internal").mkdir(parents=True, exist_ok=True)
    (game / "_internal" / "library").write_text("library", "utf-8")
    source = folder / "stand_in.nsi"
    source.write_text(STAND_IN % {"out": game / "magnate.exe", "sleep": sleep}, "utf-8")
    compiled(["makensis", "-V2", "-INPUTCHARSET", "UTF8", str(source)])
    shutil.copy(game / "magnate.exe", game / "magnate-console.exe")
    return game


def setup(machine: Windows, game: Path) -> None:
    """Compile the installer of a folder and run it without a question."""
    path = machine.folder / f"magnate-{facts.version()}-setup.exe"
    compiled(windows.installer_command("makensis", game, BUILD / "icons", path))
    done = machine.run(path.name, "/S")
    assert done.returncode == 0, done.stderr


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Windows]:
    for name in TOOLS:
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not installed")
    made = Windows(tmp_path)
    try:
        yield made
    finally:
        made.stop()


def test_it_installs_opens_and_removes_leaving_the_saves(machine: Windows) -> None:
    setup(machine, frozen(machine.folder))
    assert (machine.installed / "magnate.exe").exists()
    assert (machine.installed / "_internal" / "library").exists()
    assert list(machine.home.rglob("Start Menu/Programs/Magnate.lnk"))
    assert 'magnate.exe" open "%1"' in machine.registry(rf"Software\Classes\{facts.SCHEME}")
    entry = machine.registry(r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Magnate")
    assert facts.version() in entry

    # Windows looks a person's own classes up before everybody's; this Wine only the latter.
    scheme = rf"Software\Classes\{facts.SCHEME}"
    machine.run("reg", "copy", rf"HKCU\{scheme}", rf"HKLM\{scheme}", "/s", "/f")
    machine.run("start", "/wait", f"{facts.SCHEME}://join/800-02GM")
    started = machine.home / "AppData/Local/started.txt"
    until(started.exists)
    assert f'open "{facts.SCHEME}://join/800-02GM"' in started.read_text("utf-16-le")

    save = machine.data / "saves" / "evening.magnate.json"
    save.parent.mkdir(parents=True)
    save.write_text("{}", "utf-8")
    machine.run(str(machine.installed / "uninstall.exe"), "/S")
    until(lambda: not machine.installed.exists())
    assert save.exists()
    assert not list(machine.home.rglob("Magnate.lnk"))
    for key in (
        rf"Software\Classes\{facts.SCHEME}",
        r"Software\Classes\Magnate.SavedGame",
        r"Software\Classes\Applications\magnate.exe",
        r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Magnate",
        r"Software\Magnate",
    ):
        assert not machine.registry(key), key
    assert "Magnate" not in machine.registry(r"Software\Classes\.json")


def test_a_newer_version_leaves_nothing_of_the_older_one(machine: Windows) -> None:
    game = frozen(machine.folder)
    setup(machine, game)
    (game / "_internal" / "library").rename(game / "_internal" / "newer")
    setup(machine, game)
    assert [path.name for path in (machine.installed / "_internal").iterdir()] == ["newer"]


def test_saves_go_when_that_is_asked(machine: Windows) -> None:
    setup(machine, frozen(machine.folder))
    (machine.data / "saves").mkdir(parents=True)
    machine.run(str(machine.installed / "uninstall.exe"), "/S", "/PURGE")
    until(lambda: not machine.installed.exists() and not machine.data.exists())


def test_an_open_game_is_not_replaced(machine: Windows) -> None:
    game = frozen(machine.folder, sleep=20_000)
    setup(machine, game)
    (game / "_internal" / "library").rename(game / "_internal" / "newer")
    playing = subprocess.Popen(
        ["xvfb-run", "-a", "wine", str(machine.installed / "magnate.exe")],
        env=machine.environment,
    )
    until((machine.home / "AppData/Local/started.txt").exists)
    path = machine.folder / f"magnate-{facts.version()}-setup.exe"
    compiled(windows.installer_command("makensis", game, BUILD / "icons", path))
    machine.run(path.name, "/S")
    assert [path.name for path in (machine.installed / "_internal").iterdir()] == ["library"]
    machine.stop()
    playing.wait(60)
