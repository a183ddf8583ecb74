"""What the screens ask of the rest of the program.

`app` implements it with `net` and `saves`; the screens never see those. Every call
returns at once; long work is polled.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import msgspec

from magnate_app.protocol.diagnosis import Diagnosis
from magnate_app.protocol.gamelog import SavedLog
from magnate_app.protocol.link import Link
from magnate_app.rules.settings import Settings
from magnate_app.saves.catalog import SavedGame
from magnate_app.saves.last_table import LastTable
from magnate_app.saves.preferences import Preferences
from magnate_app.saves.tally import Tally


class Bots(msgspec.Struct, frozen=True):
    """Seats a table begins with: one level for each bot, and what bots may do besides."""

    levels: tuple[str, ...] = ()
    advice: bool = False
    characters: bool = True


class FoundTable(msgspec.Struct, frozen=True):
    """A table seen on this network, confirmed to answer."""

    room_code: str
    name: str
    host: str
    address: str
    app: str
    protocol: int
    players: int
    bots: int
    seats: int
    state: str
    open: bool
    preset: str
    locked: bool = False


class Browser(Protocol):
    """A running search for tables on this network."""

    def tables(self) -> tuple[FoundTable, ...]:
        """Return the tables that answer now, best first."""
        ...

    def close(self) -> None:
        """Stop searching."""
        ...


class Examination(Protocol):
    """A running check of this computer and this network."""

    @property
    def diagnosis(self) -> Diagnosis:
        """What is known by now; with a verdict it is over."""
        ...

    def close(self) -> None:
        """Stop checking."""
        ...


class Services(Protocol):
    """The rest of the program, as the screens see it."""

    def play_solo(self, settings: Settings, bots: Bots) -> Link:
        """Open a private table in this process and start it at once."""
        ...

    def host(self, settings: Settings, bots: Bots, name: str) -> Link:
        """Open a table others can join; the link leads into its lobby."""
        ...

    def join(self, target: str, seat_code: str = "") -> Link:
        """Join by room code, address or link, as the person typed it.

        With `seat_code` it is the seat this person has there on another device.
        """
        ...

    def meet(self) -> Link:
        """Enter the one public queue of this network, opened here when there is none."""
        ...

    def quick_match(self, target: str) -> Link:
        """Enter the public queue of a server; `target` as for `join`."""
        ...

    def resume(self, path: Path, absence: str = "") -> Link:
        """Reopen a saved game and take one's seat.

        `absence` is for those who are not back; empty leaves it as it was agreed.
        """
        ...

    def last_table(self) -> LastTable | None:
        """Return somebody else's table where a game of this person may still run."""
        ...

    def back(self, table: LastTable) -> Link:
        """Go back to the seat at that table."""
        ...

    def forget_last_table(self) -> None:
        """Give that seat up."""
        ...

    def rematch(self, link: Link) -> Link:
        """Sit down again with those of a game that is over; the old link closes."""
        ...

    def tally(self) -> Tally:
        """Return how many games this person has finished here, and won."""
        ...

    def count_game(self, game: str, won: bool) -> None:
        """Count a finished game, once under its name."""
        ...

    def browse(self) -> Browser:
        """Look for tables on this network."""
        ...

    def examine(self, target: str) -> Examination:
        """Find out why friends do not find each other, or why `target` cannot be joined."""
        ...

    def saved_games(self) -> tuple[SavedGame, ...]:
        """All saved games, newest first; unreadable files are left out."""
        ...

    def read_saved(self, path: Path) -> SavedLog:
        """Return a saved game. Raises `SaveError`."""
        ...

    def saved_path(self, game: int, players: tuple[str, ...]) -> Path | None:
        """Return the file of the game of that number and these seats, if it lies here."""
        ...

    def delete_saved(self, path: Path) -> None:
        """Delete a saved game."""
        ...

    def restore_saved(self, path: Path) -> None:
        """Bring a deleted game back."""
        ...

    def invitation(self, room_code: str) -> str:
        """Return a text to send to friends."""
        ...

    def update_address(self) -> str:
        """Return where one asks for newer versions; empty when nowhere."""
        ...

    def newer_version(self) -> str:
        """Return a newer version there is, if the person lets us ask; never waits."""
        ...

    def preferences(self) -> Preferences:
        """Return the person's preferences."""
        ...

    def store_preferences(self, preferences: Preferences) -> None:
        """Keep the preferences."""
        ...

    def close(self) -> None:
        """Close every link and table; running games are saved."""
        ...
