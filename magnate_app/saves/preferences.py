"""A person's preferences on this computer. Knows nothing of what they change."""

from __future__ import annotations

import msgspec


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """What a person set up on this computer; saved by `saves.settings`."""

    name: str = ""
    piece: int = 1
    language: str = ""
    theme: str = "day"
    scale: int = 0
    speed: str = "1x"
    reduced_motion: bool = False
    colour_aids: bool = True
    fold_bots: bool = False
    sound: int = 80
    effects: int = 80
    music: int = 50
    fullscreen: bool = False
    window: tuple[int, int] = (1280, 720)
    port: int = 47800
    listed: bool = True
    first_run_done: bool = False
