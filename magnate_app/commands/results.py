"""Results of many games in a file that grows while they are played.

The first line tells what is played, every further one holds a game. Whatever interrupts the
playing costs at most the games that were being played; a torn last line is cut off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from magnate_app import __version__
from magnate_app.bots.arena import GameResult, Tournament
from magnate_app.codec import write_json
from magnate_app.errors import SaveError

FORMAT: Final = "magnate-arena-1"


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the games of a file are."""

    format: str
    app: str
    tables: tuple[Tournament, ...]


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One game of the tournament that is `table` in the header."""

    table: int
    game: GameResult


class Results:
    """The games of several tournaments, by number; in a file as well, if there is one."""

    def __init__(self, tournaments: Sequence[Tournament]) -> None:
        self._header = Header(FORMAT, __version__, tuple(tournaments))
        self._games: list[dict[int, GameResult]] = [{} for _ in tournaments]
        self._path: Path | None = None

    def keep_in(self, path: Path, *, resume: bool) -> None:
        """Write all further games into `path`; with `resume` take over what it holds.

        Raises `SaveError` when it cannot be written, or holds something else.
        """
        try:
            if path.exists() and path.stat().st_size:
                if not resume:
                    raise SaveError("is there already; --resume goes on with it", path)
                self._read(path)
            else:
                path.write_text(write_json(self._header) + "\n", "utf-8")
        except OSError as error:
            raise SaveError(f"{error.strerror}", path) from error
        self._path = path

    def add(self, table: int, games: Iterable[GameResult]) -> None:
        """Add games that were played. Raises `SaveError`."""
        games = tuple(games)
        for game in games:
            self._games[table][game.number] = game
        if self._path is not None:
            text = "".join(f"{write_json(Line(table, game))}\n" for game in games)
            try:
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(text)
            except OSError as error:
                raise SaveError(f"{error.strerror}", self._path) from error

    def numbers(self) -> list[set[int]]:
        """Return which games of each tournament are known."""
        return [set(games) for games in self._games]

    def games(self, table: int, count: int) -> list[GameResult]:
        """Return the known games below number `count` of one tournament, in order."""
        return [game for number, game in sorted(self._games[table].items()) if number < count]

    def _read(self, path: Path) -> None:
        content = path.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        first, *others = whole.splitlines() or [b""]
        try:
            header = msgspec.json.decode(first, type=Header)
            lines = [msgspec.json.decode(line, type=Line) for line in others]
        except msgspec.MsgspecError as error:
            raise SaveError(f"holds no results of the arena: {error}", path) from error
        if header != self._header:
            raise SaveError("holds results of other games, or of another version", path)
        for line in lines:
            if not 0 <= line.table < len(self._games):
                raise SaveError(f"holds a game of table {line.table}", path)
            self._games[line.table][line.game.number] = line.game
        if len(whole) < len(content):
            with path.open("r+b") as file:
                file.truncate(len(whole))
