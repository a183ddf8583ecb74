"""Where files lie: our own assets, and a person's data, preferences and logs.

The one place that knows a checkout from an installed or a frozen program.
`MAGNATE_HOME` puts everything a person owns into one folder.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

import platformdirs

from magnate_app.errors import SaveError

APP: Final = "Magnate"
HOME_VARIABLE: Final = "MAGNATE_HOME"


def assets_dir() -> Path:
    """Return the folder of boards, pictures, sounds and catalogs.

    Raises `SaveError` when the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    candidates = [package / "assets", package.parent / "assets"]
    unpacked = getattr(sys, "_MEIPASS", None)
    if unpacked is not None:
        candidates.insert(0, Path(unpacked) / "assets")
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise SaveError("this installation lacks its assets; install Magnate again", candidates[-1])


def data_dir() -> Path:
    """Return the folder of the profile and the identities, made when missing."""
    return _made(_folder("data"))


def saves_dir() -> Path:
    """Return the folder of saved games, made when missing."""
    return _made(_folder("data") / "saves")


def config_dir() -> Path:
    """Return the folder of the preferences, made when missing."""
    return _made(_folder("config"))


def log_dir() -> Path:
    """Return the folder of the program's own log, made when missing."""
    return _made(_folder("log"))


def _folder(kind: str) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return Path(home).expanduser().absolute() / kind
    system = platformdirs.PlatformDirs(APP, appauthor=False)
    return {
        "data": system.user_data_path,
        "config": system.user_config_path,
        "log": system.user_log_path,
    }[kind]


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SaveError(f"this folder cannot be made ({error.strerror})", folder) from error
    return folder
