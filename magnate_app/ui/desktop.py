"""Asks the desktop to show a folder; a desktop that cannot says so."""

from __future__ import annotations

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


def environment() -> dict[str, str]:
    """Return our variables as they were before a frozen program pointed at its libraries."""
    variables = dict(os.environ)
    before = variables.pop(f"{_LIBRARIES}_ORIG", None)
    if before is not None:
        variables[_LIBRARIES] = before
    elif getattr(sys, "frozen", False):
        variables.pop(_LIBRARIES, None)
    return variables
