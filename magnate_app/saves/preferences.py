"""A person's preferences on this computer. Knows nothing of what they change."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from magnate_app.saves import store
from magnate_app.saves.aside import load_or_set_aside
from magnate_app.saves.envelope import Kind, pack

FILE: Final = "preferences.json"


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """What a person set up on this computer; kept in the configuration folder."""

    name: str = ""
    piece: int = 1
    language: str = ""
    theme: str = "day"
    scale: int = 0
    speed: str = "1x"
    reduced_motion: bool = False
    colour_aids: bool = False
    fold_bots: bool = False
    characters: bool = True
    sound: int = 80
    effects: int = 80
    music: int = 50
    speech: bool = False
    fullscreen: bool = False
    window: tuple[int, int] = (1280, 720)
    place: tuple[int, int] | None = None
    port: int = 47800
    listed: bool = True
    first_run_done: bool = False
    updates: bool = False
    update_address: str = ""


KIND: Final = Kind("magnate-preferences", 1, Preferences)


def load_preferences(folder: Path) -> Preferences:
    """Return the preferences kept in `folder`; the defaults when there are none.

    A broken file is set aside as `.broken`, with a warning in the log.
    """
    return load_or_set_aside(KIND, folder / FILE) or Preferences()


def store_preferences(folder: Path, preferences: Preferences) -> None:
    """Keep `preferences` in `folder`. Raises `SaveError`."""
    store.write(folder / FILE, pack(KIND, preferences))
