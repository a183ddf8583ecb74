"""Where a host keeps what must outlive it: the logs of its games, its identities.

A disk that refuses does not stop a game: it is said once in the log, and tried again
with the next record.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import msgspec

from magnate_app.errors import SaveError
from magnate_app.protocol.gamelog import GameHeader, LogEnd, LogNote, LogRecord, SavedLog
from magnate_app.saves import store
from magnate_app.saves.gamelog import GameLog
from magnate_app.saves.identities import Identities, load_identities, store_identities

GAMES, PEOPLE = "games", "people"
"""What may fail to be kept."""

log = logging.getLogger(__name__)


class Shelf:
    """The files of one host; `tell` learns whether games are being saved."""

    def __init__(
        self, data: Path, saves: Path, tell: Callable[[bool], None] = lambda _: None
    ) -> None:
        self._data = data
        self._saves = saves
        self._logs: dict[int, GameLog] = {}
        self._unbegun: dict[int, SavedLog] = {}
        self._failing: set[str] = set()
        self._tell_host = tell
        store.sweep(data)
        store.sweep(saves)
        known = load_identities(data)
        self._users = dict(known.users)
        self._next_user = known.next_user
        self._next_game = known.next_game
        self._changed = False

    @property
    def identities(self) -> Identities:
        """Who is who on this host."""
        return Identities(
            users=dict(self._users), next_user=self._next_user, next_game=self._next_game
        )

    def keep_identity(self, digest: str, user: int) -> None:
        """Remember a digest's user id."""
        self._users[digest] = user
        self._next_user = max(self._next_user, user + 1)
        self._changed = True

    def keep_counters(self, next_user: int, next_game: int) -> None:
        """Remember the next free ids."""
        self._next_user = max(next_user, *(user + 1 for user in self._users.values()), 1)
        self._next_game = next_game
        self._changed = True

    def flush(self) -> None:
        """Write the identities if they have changed."""
        if self._changed:
            self._changed = False
            try:
                store_identities(self._data, self.identities)
            except SaveError as error:
                self._changed = True
                self._fails(PEOPLE, error)
            else:
                self._works(PEOPLE)

    def open(self, game: int, header: GameHeader) -> None:
        """Begin the log of a game."""
        self._begin(game, SavedLog(header=header))

    def reopen(self, game: int, saved: SavedLog) -> None:
        """Go on with the log of a saved game. Raises `SaveError`."""
        if game not in self._logs:
            self._logs[game] = GameLog.reopen(self._saves, saved)

    def append(self, game: int, record: LogRecord) -> None:
        """Add a record to a game's log; one the disk had no room for begins with it."""
        waiting = self._unbegun.pop(game, None)
        if waiting is not None:
            records = (*waiting.records, record)
            self._begin(game, msgspec.structs.replace(waiting, records=records))
            return
        kept = self._logs.get(game)
        if kept is None:
            return
        try:
            kept.append(record)
        except SaveError as error:
            self._fails(GAMES, error)
        else:
            self._works(GAMES)

    def append_note(self, game: int, note: LogNote) -> None:
        """Add a note to a game's log, as `append` does."""
        waiting = self._unbegun.pop(game, None)
        if waiting is not None:
            notes = (*waiting.notes, note)
            self._begin(game, msgspec.structs.replace(waiting, notes=notes))
            return
        kept = self._logs.get(game)
        if kept is None:
            return
        try:
            kept.append_note(note)
        except SaveError as error:
            self._fails(GAMES, error)
        else:
            self._works(GAMES)

    def finish(self, game: int, end: LogEnd | None = None) -> None:
        """Put a game to rest."""
        waiting = self._unbegun.pop(game, None)
        if waiting is not None:
            self._begin(game, waiting)
            self._unbegun.pop(game, None)
        kept = self._logs.pop(game, None)
        if kept is not None:
            try:
                kept.close(end)
            except SaveError as error:
                self._fails(GAMES, error)

    def close(self) -> None:
        """Put every running game to rest."""
        for game in (*self._logs, *self._unbegun):
            self.finish(game)
        self.flush()

    def _begin(self, game: int, saved: SavedLog) -> None:
        try:
            self._logs[game] = GameLog.reopen(self._saves, saved)
        except SaveError as error:
            self._unbegun[game] = saved
            self._fails(GAMES, error)
        else:
            self._works(GAMES)

    def _fails(self, what: str, error: SaveError) -> None:
        if not self._failing:
            log.warning("the game goes on but is not saved now: %s", error)
            self._tell_host(False)
        self._failing.add(what)

    def _works(self, what: str) -> None:
        if what in self._failing:
            self._failing.remove(what)
            if not self._failing:
                log.info("games are saved again")
                self._tell_host(True)
