"""The Debian package in a clean system: installed, played, opened by link and save, removed.

Builds the packages and makes the system first, or takes those in the folders MAGNATE_PACKAGES
and MAGNATE_CLEAN_ROOT; the latter is filled when it is empty.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from magnate_app import __version__
from magnate_app.saves.gamelog import read_game
from tests.kit.apps import App, Process, State, enabled, running
from tests.kit.play import play_until
from tests.packaging.clean_root import DISPLAY, USER, CleanRoot
from tests.packaging.scripts import BUILD, script

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

facts = script("release_facts")
UNPACKED, DOWNLOAD, FIRST_FRAME = 45_000_000, 16_000_000, 1.5
DATA = Path(".local") / "share" / "Magnate"


def build(out: Path, *options: str, before: tuple[str, ...] = ()) -> str:
    """Build with the cache of this computer and return what was said."""
    if not sys.platform.startswith("linux") or shutil.which("objdump") is None:
        pytest.skip("the Linux packages are built on Linux with binutils")
    variables = {k: v for k, v in os.environ.items() if not k.startswith(("SDL_", "MAGNATE_"))}
    done = subprocess.run(
        [*before, sys.executable, str(BUILD / "build.py"), str(out), *options],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "everything works" in done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    given = os.environ.get("MAGNATE_PACKAGES")
    if given:
        return Path(given)
    out = tmp_path_factory.mktemp("packages")
    build(out)
    return out


@pytest.fixture(scope="module")
def deb(packages: Path) -> Path:
    found = list(packages.glob("*.deb"))
    if not found:
        pytest.skip("no .deb was built: dpkg-deb is not installed")
    [path] = found
    return path


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> CleanRoot:
    for name in ("debootstrap", "unshare", "chroot"):
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not installed")
    if os.geteuid() != 0:
        pytest.skip("a clean system is made by the administrator only")
    kept = os.environ.get("MAGNATE_CLEAN_ROOT")
    root = CleanRoot(Path(kept) if kept else tmp_path_factory.mktemp("root"))
    if root.made:
        return root
    try:
        root.make()
    except AssertionError as error:
        if "Couldn't download" in str(error) or "Unable to" in str(error):
            pytest.skip("no Debian mirror can be reached")
        raise
    return root


class Shell(Process):
    """A command in the clean system, as the player."""

    def __init__(self, root: CleanRoot, home: Path, *arguments: str) -> None:
        self.root = root
        super().__init__(home, *arguments)

    def program(self) -> list[str]:
        return self.root.words(USER, ())


class Installed(App):
    """The installed program in the clean system, worked through its pilot."""

    def __init__(self, root: CleanRoot, home: Path, *arguments: str) -> None:
        self.root = root
        super().__init__(home, *arguments)

    def program(self) -> list[str]:
        return self.root.words(USER, ("env", *self.variables(), facts.COMMAND))

    def variables(self) -> tuple[str, ...]:
        return ()


class Friend(Installed):
    """Somebody else on the same computer, with files of their own."""

    def variables(self) -> tuple[str, ...]:
        return (f"MAGNATE_HOME=/home/{USER}/friend",)


@pytest.fixture
def display(root: CleanRoot, tmp_path: Path) -> Iterator[None]:
    words = root.words("root", ("Xvfb", DISPLAY, "-screen", "0", "1280x720x24", "-nolisten", "tcp"))
    with (tmp_path / "xvfb.txt").open("wb") as told:
        server = subprocess.Popen(words, stdout=told, stderr=told)
    try:
        eventually((root.folder / "tmp/.X11-unix" / f"X{DISPLAY[1:]}").exists)
        yield
    finally:
        server.terminate()
        server.wait()


def eventually(true: Callable[[], bool], patience: float = 30.0) -> None:
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def first_run_over(app: App) -> None:
    state = app.wait_for(lambda s: s["scene"] in {"first_run", "title"}, "a beginning")
    if state["scene"] == "first_run":
        app.key("return")
        app.wait_scene("title")


def label(state: State, ident: str) -> str:
    [found] = [widget["label"] for widget in state["widgets"] if widget["id"] == ident]
    return str(found)


def saves(root: CleanRoot) -> list[Path]:
    return sorted((root.home / DATA / "saves").glob("*.magnate.json"))


def windows(root: CleanRoot) -> list[int]:
    """Return the processes of the visible windows."""
    search = "xdotool search --onlyvisible --class magnate getwindowpid %@ || true"
    return [int(pid) for pid in root.player("sh", "-c", search).split()]


def end(root: CleanRoot) -> None:
    """End the windows as a desktop does that shuts down, and wait until they are gone."""
    for pid in windows(root):
        os.kill(pid, signal.SIGTERM)
    eventually(lambda: not (root.home / DATA / "running.json").exists())
    eventually(lambda: windows(root) == [])


def test_packages_are_small_and_summed(packages: Path, deb: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "SHA256SUMS"], cwd=packages, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    [archive] = packages.glob("*.tar.xz")
    assert archive.stat().st_size <= DOWNLOAD
    assert deb.stat().st_size <= DOWNLOAD
    subprocess.run(["tar", "-xf", str(archive), "-C", str(tmp_path)], check=True)
    frozen = tmp_path / archive.name.removesuffix(".tar.xz")
    files = [path for path in frozen.rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) <= UNPACKED
    texts = {path.parent.name for path in files if path.parent.parent.name == "licenses"}
    assert texts >= {"python", "zeroconf", "websockets", "msgspec", "platformdirs", "segno"}
    for unwanted in ("numpy", "PIL", "tkinter", "pytest", "hypothesis", "babel"):
        assert not any(unwanted in path.parts for path in files), unwanted


def test_a_later_build_needs_no_network(packages: Path, tmp_path: Path) -> None:
    if "MAGNATE_PACKAGES" in os.environ:
        pytest.skip("the packages were given; nothing was built")
    if os.geteuid() != 0 or shutil.which("unshare") is None or shutil.which("ip") is None:
        pytest.skip("only the administrator can take the network away, with unshare and ip")
    alone = ("unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")
    build(tmp_path, "--offline", "--no-packages", before=alone)


def test_a_life_of_the_package(root: CleanRoot, deb: Path, display: None, tmp_path: Path) -> None:
    """One story, because each part stands on the one before."""
    shutil.copy(deb, root.folder / "tmp")
    needed = subprocess.run(
        ["dpkg-deb", "--field", str(deb), "Depends"], capture_output=True, text=True, check=True
    ).stdout.strip()
    root.root("apt-get", "satisfy", "-q", "-y", "--no-install-recommends", needed)
    assert shutil.which("python3", path=str(root.folder / "usr/bin")) is None
    before = root.files()

    root.install(f"/tmp/{deb.name}")
    assert root.player(facts.COMMAND, "--version").strip() == f"magnate {__version__}"
    assert root.player(facts.COMMAND, "selfcheck").endswith("everything works\n")
    told = root.player("xdg-mime", "query", "default", f"x-scheme-handler/{facts.SCHEME}")
    assert told.strip() == f"{facts.APP_ID}.desktop"
    assert not root.home.joinpath(DATA).exists(), "the self-check touches nobody's files"

    plays_with_a_friend(root, tmp_path)
    [saved] = saves(root)
    records = len(read_game(saved).records)
    assert records > 0
    opens_by_link(root, tmp_path)
    opens_by_save(root, tmp_path, saved)
    starts_in_time(root, tmp_path)

    root.root("apt-get", "purge", "-q", "-y", facts.COMMAND)
    assert root.files() - before == set()
    assert len(read_game(saved).records) >= records, "the saves stay"


def plays_with_a_friend(root: CleanRoot, tmp_path: Path) -> None:
    host = Installed(root, tmp_path / "host")
    friend = Friend(root, tmp_path / "friend")
    with running(host, friend):
        first_run_over(host)
        first_run_over(friend)
        host.click("title.host")
        lobby = host.wait_for(lambda state: "lobby.code" in enabled(state), "the code")
        friend.click("title.join")
        friend.wait_scene("join")
        friend.type(label(lobby, "lobby.code"))
        friend.wait_for(lambda state: "join.go" in enabled(state), "the way in")
        friend.key("return")
        friend.wait_for(lambda state: "lobby.ready" in enabled(state), "the ready button")
        friend.click("lobby.ready")
        host.wait_for(lambda state: "lobby.start" in enabled(state), "the start")
        host.click("lobby.start")
        for app in (host, friend):
            app.wait_scene("table")
        play_until(host, friend, seq=12)
        assert friend.quit() == 0
        assert host.quit() == 0


def opens_by_link(root: CleanRoot, tmp_path: Path) -> None:
    """With a window open the link goes there; without one it opens one."""
    host = Friend(root, tmp_path / "link-host")
    with running(host):
        first_run_over(host)
        host.click("title.host")
        lobby = host.wait_for(lambda state: "lobby.code" in enabled(state), "the code")
        link = f"{facts.SCHEME}://join/{label(lobby, 'lobby.code').replace('-', '')}"
        guest = Installed(root, tmp_path / "link-guest")
        with running(guest):
            first_run_over(guest)
            root.player("xdg-open", link)
            guest.wait_scene("lobby")
            assert guest.quit() == 0
        assert len(windows(root)) == 1
        opener = Shell(root, tmp_path / "link-open", "xdg-open", link)
        with running(opener):
            eventually(lambda: len(windows(root)) == 2)
            host.wait_for(lambda state: seats(state) != seats(lobby), "the guest")
            assert host.quit() == 0
            end(root)
            assert opener.wait() == 0


def seats(state: State) -> object:
    return state["facts"]["seats"]


def opens_by_save(root: CleanRoot, tmp_path: Path, saved: Path) -> None:
    """As a file manager does it, without and with a window."""
    path = f"/home/{USER}/{saved.relative_to(root.home)}"
    kind = root.player("gio", "info", "-a", "standard::content-type", path)
    assert facts.SAVE_TYPE in kind
    opener = Shell(root, tmp_path / "save-open", "gio", "open", path)
    with running(opener):
        log = saved.with_name(saved.name.removesuffix(".magnate.json") + ".jsonl")
        eventually(log.exists)
        eventually(lambda: len(windows(root)) == 1)
        end(root)
        assert opener.wait() == 0
    app = Installed(root, tmp_path / "save-app")
    with running(app):
        first_run_over(app)
        root.player("gio", "open", path)
        app.wait_scene("table")
        assert app.quit() == 0


def starts_in_time(root: CleanRoot, tmp_path: Path) -> None:
    times = []
    for number in range(3):
        began = time.monotonic()
        app = Installed(root, tmp_path / f"start-{number}")
        with running(app):
            app.state()
            times.append(time.monotonic() - began)
            assert app.quit() == 0
    assert min(times) <= FIRST_FRAME * crowd(), (times, crowd())


def crowd() -> float:
    """How many wait for each processor: other people's work stretches our seconds."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
