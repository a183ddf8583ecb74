"""Asks the desktop to show a folder; a desktop that cannot says so."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

_LIBRARIES = "LD_LIBRARY_PATH"


def show_folder(folder: Path) -> bool:
    """Show a folder in the file manager; return whether the desktop took the wish."""
    if sys.platform == "win32":
        command: str | None = shutil.which("explorer")
    else:
        command = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    if command is None:
        return False
    try:
        subprocess.Popen(  # noqa: S603 - the system's own program and our own folder
            [command, str(folder)],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    return True


def scale() -> float:
    """Return how much larger than usual this desktop shows everything, as far as it says so."""
    if sys.platform == "win32":
        try:
            dots: int = ctypes.windll.user32.GetDpiForSystem()
        except (AttributeError, OSError):
            return 1.0
        return _sane(dots / 96)
    for name in ("GDK_SCALE", "QT_SCALE_FACTOR"):
        try:
            return _sane(float(os.environ[name]))
        except (KeyError, ValueError):
            continue
    return 1.0


def _sane(factor: float) -> float:
    return factor if 0.5 <= factor <= 4 else 1.0


def environment() -> dict[str, str]:
    """Return our variables as they were before a frozen program pointed at its libraries."""
    variables = dict(os.environ)
    before = variables.pop(f"{_LIBRARIES}_ORIG", None)
    if before is not None:
        variables[_LIBRARIES] = before
    elif getattr(sys, "frozen", False):
        variables.pop(_LIBRARIES, None)
    return variables
