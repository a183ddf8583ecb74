"""A shelf with nobody around it, and a game to keep."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from magnate_app.net.gate import Gate, Kept
from magnate_app.net.shelf import Shelf
from magnate_app.protocol.gamelog import Change, LogNote, LogRecord, SavedLog
from magnate_app.saves import gamelog, journal
from magnate_app.server.commands import Send
from tests.kit.gamelogs import played
from tests.kit.networks import made

SAVED = played(6)
GAME = SAVED.header.game
NOTES = (
    LogNote(number=1, seq=0, change=Change.PACE, by=0, detail="brisk", at=1),
    LogNote(number=2, seq=3, change=Change.KICKED, by=0, seat=1, at=2),
)


class Desk:
    """A shelf, what its gate lets out, and what it tells of the disk."""

    def __init__(self, folder: Path) -> None:
        self.out: list[str] = []
        self.told: list[bool] = []
        self.data, self.saves = made(folder / "data"), made(folder / "saves")
        self.gate = Gate(self._let_out)
        self.shelf = Shelf(self.data, self.saves, self.gate, self.told.append)

    async def begin(self) -> None:
        """Begin the log of the game, and wait until it lies there."""
        self.shelf.open(GAME, SAVED.header)
        await self.shelf.settled()

    async def take(self, *records: LogRecord) -> None:
        """Take records of the game, and wait until its log has them."""
        for record in records:
            self.shelf.append(GAME, record)
        await self.shelf.settled()

    def say(self, text: str, log: int = GAME) -> None:
        """Send something that shows what a log holds now."""
        self.gate.put(log, Send((1,), (text,), log))

    def _let_out(self, kept: Kept) -> None:
        assert isinstance(kept, Send)
        self.out += kept.texts

    def at_rest(self) -> SavedLog:
        """Return the game of the one file there is."""
        (path,) = self.saves.iterdir()
        assert path.name.endswith(gamelog.RESTING)
        return gamelog.read_game(path)

    def games(self) -> list[Path]:
        """Return the files of games, without journals and locks."""
        others = (journal.SUFFIX, gamelog.LOCK)
        return sorted(p for p in self.saves.iterdir() if p.suffix not in others)

    def journals(self) -> list[Path]:
        """Return the files of journals."""
        return list(self.saves.glob(f"*{journal.SUFFIX}"))


@contextlib.asynccontextmanager
async def two_desks(folder: Path) -> AsyncIterator[tuple[Desk, Desk]]:
    """Give two shelves of one folder, as those of two programs."""
    one, other = Desk(folder), Desk(folder)
    try:
        yield one, other
    finally:
        await one.shelf.close()
        await other.shelf.close()
