"""How many games this person has finished on this computer, and how many of them won.

The game counted last is kept with them: coming back to its results counts it no second
time.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import msgspec

from magnate_app.saves import store
from magnate_app.saves.aside import load_or_set_aside
from magnate_app.saves.envelope import Kind, pack

FILE: Final = "tally.json"

Count = Annotated[int, msgspec.Meta(ge=0)]


class Tally(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Finished games and how many of them were won; `last` names the one counted last."""

    played: Count = 0
    won: Count = 0
    last: str = ""

    def counted(self, game: str, won: bool) -> Tally:
        """Return the tally with one more game, itself if that game was the last one."""
        if game == self.last:
            return self
        return Tally(played=self.played + 1, won=self.won + won, last=game)


KIND: Final = Kind("magnate-tally", 1, Tally)


def load_tally(folder: Path) -> Tally:
    """Return the tally kept in `folder`, an empty one when there is none."""
    return load_or_set_aside(KIND, folder / FILE) or Tally()


def store_tally(folder: Path, tally: Tally) -> None:
    """Keep `tally` in `folder`. Raises `SaveError`."""
    store.write(folder / FILE, pack(KIND, tally))
