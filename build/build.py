"""Build Magnate for this system: `python3 build/build.py OUT`.

Makes a clean environment, compiles catalogs and icons, freezes the game into a folder,
lets the frozen program check itself, packs it for Linux, Windows or macOS (whichever
this is) and writes SHA256SUMS. Everything is made in OUT and a cache folder, nothing in
the source tree. After one build the cache is warm and `--offline` works.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said before the import that needs 3.11
    sys.exit("Building Magnate needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import time
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pack_linux
import pack_macos
import pack_windows
import release_facts as facts
from bootstrap import ROOT, requirements

PACKERS = {"linux": pack_linux.pack, "win32": pack_windows.pack, "darwin": pack_macos.pack}
CHECK_TIMEOUT = 300
SUMS = "SHA256SUMS"

T = TypeVar("T")


@dataclass(frozen=True)
class Plan:
    """What the command line asks for."""

    out: Path
    cache: Path
    offline: bool
    packages: bool

    @property
    def work(self) -> Path:
        """Folder of everything that is not a result."""
        return self.cache / "work"


def main() -> int:
    """Build and say what was made."""
    plan = read_command_line()
    if sys.platform not in PACKERS:
        sys.exit(f"Nobody has packed Magnate for {sys.platform} yet.")
    if plan.out == ROOT or ROOT in plan.out.parents or ROOT in plan.cache.parents:
        sys.exit("Choose folders outside the source tree.")
    plan.out.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(plan.work, ignore_errors=True)
    plan.work.mkdir(parents=True)
    python = told("environment", lambda: environment(plan))
    told("catalogs", lambda: run([python, ROOT / "build" / "catalogs.py", "--check"]))
    icons = plan.work / "icons"
    told("icons", lambda: run([python, ROOT / "build" / "icons" / "make_icons.py", icons]))
    frozen = told("freeze", lambda: freeze(plan, python, icons))
    told("self-check", lambda: self_check(plan, frozen))
    print(f"unpacked: {size_of(frozen) / 1e6:.1f} MB in {frozen}", flush=True)
    made: list[Path] = []
    if plan.packages:
        made = told("packages", lambda: PACKERS[sys.platform](frozen, icons, plan.work, plan.out))
        write_sums(plan.out, made)
    for path in made:
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")
    return 0


def read_command_line() -> Plan:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT", help="folder for the packages")
    parser.add_argument("--cache", type=Path, default=default_cache(), help="%(default)s")
    parser.add_argument("--offline", action="store_true", help="use the cache only")
    parser.add_argument("--no-packages", action="store_true", help="stop after the self-check")
    args = parser.parse_args()
    return Plan(
        out=args.out.resolve(),
        cache=args.cache.resolve(),
        offline=args.offline,
        packages=not args.no_packages,
    )


def default_cache() -> Path:
    """Return this system's folder for things that can be made again."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME", home / ".cache"))
    return base / "magnate-build"


def told(name: str, step: Callable[[], T]) -> T:
    """Carry out a step, saying its name before and its time after."""
    print(f"== {name}", flush=True)
    began = time.monotonic()
    result = step()
    print(f"   {time.monotonic() - began:.1f} s", flush=True)
    return result


def environment(plan: Plan) -> Path:
    """Make a clean environment from wheels kept in the cache; return its interpreter.

    The wheels are fetched once per list of requirements and Python.
    """
    babel = next(wanted for wanted in requirements(("dev",)) if wanted.startswith("babel=="))
    wanted = [*requirements(()), *facts.FREEZER, babel]
    mark = "\n".join([sys.version, platform.machine(), *wanted])
    wheels = plan.cache / f"wheels-{hashlib.sha256(mark.encode()).hexdigest()[:12]}"
    home = plan.work / "venv"
    venv.EnvBuilder(with_pip=True, clear=True).create(home)
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip: list[str | Path] = [python, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    if not (wheels / "complete").exists():
        if plan.offline:
            sys.exit(f"The cache {plan.cache} lacks the wheels; build once without --offline.")
        run([*pip, "wheel", "--wheel-dir", wheels, *wanted])
        (wheels / "complete").write_text("", "utf-8")
    run([*pip, "install", "--no-index", "--find-links", wheels, *wanted])
    return python


def freeze(plan: Plan, python: Path, icons: Path) -> Path:
    """Freeze the game; return the folder, or the bundle on macOS."""
    variables = {
        "MAGNATE_ICONS": str(icons),
        "PYINSTALLER_CONFIG_DIR": str(plan.cache / "pyinstaller"),
        "PYTHONHASHSEED": "1",
    }
    if sys.platform == "win32":
        variables["MAGNATE_VERSION_FILE"] = str(pack_windows.write_version_file(plan.work))
    dist = plan.work / "dist"
    command: list[str | Path] = [python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--workpath", plan.work / "pyinstaller", "--distpath", dist]
    run([*command, ROOT / "build" / "magnate.spec"], variables)
    return dist / ("Magnate.app" if sys.platform == "darwin" else facts.COMMAND)


def self_check(plan: Plan, frozen: Path) -> None:
    """Let the frozen program prove itself, in a folder of its own and without our Python."""
    program = {
        "win32": frozen / "magnate-console.exe",
        "darwin": frozen / "Contents" / "MacOS" / facts.COMMAND,
    }.get(sys.platform, frozen / facts.COMMAND)
    run([program, "selfcheck"], {"MAGNATE_HOME": str(plan.work / "home")}, CHECK_TIMEOUT)


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder, links not followed."""
    return sum(p.lstat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink())


def write_sums(out: Path, made: Sequence[Path]) -> None:
    """Write the checksums of the packages, as `sha256sum --check` reads them."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(made)
    ]
    (out / SUMS).write_text("".join(lines), "utf-8", newline="\n")


def run(
    command: Sequence[str | Path],
    variables: dict[str, str] | None = None,
    timeout: float | None = None,
) -> None:
    """Run a tool and stop the build when it fails."""
    inherited = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    words = [str(word) for word in command]
    try:
        status = subprocess.run(
            words, env={**inherited, **(variables or {})}, check=False, timeout=timeout
        ).returncode
    except subprocess.TimeoutExpired:
        sys.exit(f"This took longer than {timeout:.0f} s: {' '.join(words)}")
    if status:
        sys.exit(f"This failed with status {status}: {' '.join(words)}")


if __name__ == "__main__":
    sys.exit(main())
