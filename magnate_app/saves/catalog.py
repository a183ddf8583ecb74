"""The list of saved games."""

from __future__ import annotations

from pathlib import Path

import msgspec


class SavedGame(msgspec.Struct, frozen=True):
    """One saved game; `finished` games can only be replayed."""

    path: Path
    name: str
    saved_at: float
    players: tuple[str, ...]
    round: int
    rounds: int
    finished: bool
    interrupted: bool
    my_turn: bool
