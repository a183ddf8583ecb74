"""Make the private environment the scripts beside this file run in.

Standard library only: this runs before anything is installed. The environment lives
in `.venv` at the project's root; a stamp in it tells which requirements it holds, so
that a second start needs neither time nor network.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"


def requirements(extras: tuple[str, ...]) -> list[str]:
    """Return what pyproject.toml asks for, the named extras included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted: list[str] = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    return wanted


def environment_python() -> Path:
    """Return the path of the environment's interpreter."""
    folder = "Scripts" if os.name == "nt" else "bin"
    return HOME / folder / ("python.exe" if os.name == "nt" else "python")


def prepare(*extras: str) -> Path:
    """Make sure the environment holds the requirements; return its interpreter.

    Exits with a sentence when this Python cannot make environments or a package
    cannot be had.
    """
    wanted = requirements(extras)
    python = environment_python()
    stamp = HOME / "magnate-requirements.txt"
    mark = hashlib.sha256("\n".join([sys.version, *wanted]).encode()).hexdigest()
    held = stamp.read_text("utf-8").split() if stamp.exists() and python.exists() else []
    if mark in held:
        return python
    print("Setting up Magnate (once) …", flush=True)
    try:
        venv.EnvBuilder(with_pip=True, clear=not held).create(HOME)
    except (subprocess.CalledProcessError, OSError) as error:
        sys.exit(
            f"Magnate could not make its private environment in {HOME}: {error}\n"
            "On Debian and Ubuntu install the package python3-venv first."
        )
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*command, *wanted], check=False).returncode:
        sys.exit(
            "Magnate could not install the packages it needs. "
            "Connect to the network once and try again."
        )
    stamp.write_text("\n".join([*held, mark]), "utf-8")
    return python


def environment() -> dict[str, str]:
    """Return the variables under which the checkout's own package is found."""
    paths = [str(ROOT)]
    if os.environ.get("PYTHONPATH"):
        paths.append(os.environ["PYTHONPATH"])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
