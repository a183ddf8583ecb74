"""A Debian with nothing in it, where programs run as on somebody's fresh computer."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

SUITE = "bookworm"
MIRROR = os.environ.get("MAGNATE_DEBIAN_MIRROR", "http://deb.debian.org/debian")
DISPLAY = ":97"
USER = "player"
DESKTOP = (
    "desktop-file-utils",
    "libglib2.0-bin",
    "shared-mime-info",
    "xdg-utils",
    "xdotool",
    "xvfb",
)
"""What a desktop has and a bare Debian does not."""

_NOT_FILES_OF_PACKAGES = (
    "proc",
    "sys",
    "dev",
    "tmp",
    "run",
    "home",
    "var/log",
    "var/cache",
    "var/lib/dpkg",
    "var/lib/apt",
)


class CleanRoot:
    """The folder of the system, and commands in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def home(self) -> Path:
        """The player's home, seen from outside."""
        return self.folder / "home" / USER

    @property
    def made(self) -> bool:
        """Whether the system is there with its player."""
        return self.home.is_dir()

    def make(self) -> None:
        """Fetch the system and a desktop's tools, and add the player."""
        self.folder.chmod(0o755)
        _run(["debootstrap", "--variant=minbase", SUITE, str(self.folder), MIRROR])
        (self.folder / "etc" / "resolv.conf").write_bytes(Path("/etc/resolv.conf").read_bytes())
        self.root("apt-get", "update", "-q")
        self.install(*DESKTOP)
        self.root("useradd", "--create-home", USER)

    def install(self, *packages: str) -> None:
        """Install packages by name, or a file of the system by its path."""
        self.root("apt-get", "install", "-q", "-y", "--no-install-recommends", *packages)

    def root(self, *command: str) -> str:
        """Run a command as the administrator and return what it says."""
        return _run(self.words("root", command))

    def player(self, *command: str) -> str:
        """Run a command as the player and return what it says."""
        return _run(self.words(USER, command))

    def words(self, user: str, command: tuple[str, ...]) -> list[str]:
        """Return the words that run a command in here; they become that very process."""
        home = "/root" if user == "root" else f"/home/{user}"
        variables = {
            "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            "HOME": home,
            "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            "DISPLAY": DISPLAY,
            "SDL_AUDIODRIVER": "dummy",
            "XDG_CURRENT_DESKTOP": "X-Generic",
            "MAGNATE_ADDRESS": "127.0.0.1",
        }
        told = [f"{name}={value}" for name, value in variables.items()]
        inside = ["chroot", f"--userspec={user}:{user}", str(self.folder), "env", "-i", *told]
        mount = f'mount -t proc proc {shlex.quote(str(self.folder / "proc"))} && exec "$@"'
        # the mount is gone with the process
        return ["unshare", "--mount", "sh", "-c", mount, "sh", *inside, *command]

    def files(self) -> set[str]:
        """Return every path that packages may have put here."""
        found = set()
        for folder, names, others in os.walk(self.folder):
            place = os.path.relpath(folder, self.folder)
            names[:] = [
                n for n in names if os.path.normpath(f"{place}/{n}") not in _NOT_FILES_OF_PACKAGES
            ]
            found |= {os.path.normpath(f"{place}/{name}") for name in [*names, *others]}
        return found


def _run(command: list[str]) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout
