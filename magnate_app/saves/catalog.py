"""The list of saved games, and throwing them away so that they can be fetched back."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from typing import Final

import msgspec

from magnate_app.errors import GameInUseError, SaveError
from magnate_app.protocol.gamelog import SavedLog, seats_now
from magnate_app.saves import gamelog, journal, store
from magnate_app.saves.summary import Summary, summarize

TRASH: Final = ".deleted"

log = logging.getLogger(__name__)


class SavedGame(msgspec.Struct, frozen=True):
    """One saved game; `finished` games can only be replayed.

    `people` counts the seats of people, `absence` is what was agreed for those away.
    """

    path: Path
    name: str
    saved_at: float
    players: tuple[str, ...]
    round: int
    rounds: int
    finished: bool
    interrupted: bool
    my_turn: bool
    people: int = 1
    absence: str = ""


def saved_games(folder: Path, digest: str = "") -> tuple[SavedGame, ...]:
    """Return the games saved in `folder`, newest first; unreadable ones are left out.

    `digest` is that of the person who asks, to tell whose turn it is.
    """
    games = []
    for path in _current(folder):
        try:
            rest = gamelog.read_rest(path)
        except SaveError as error:
            log.info("not listed: %s", error)
            continue
        summary = rest.summary or summarize(rest.saved)
        games.append(_described(path, rest.saved, summary, digest))
    return tuple(sorted(games, key=lambda game: (game.saved_at, game.path.name), reverse=True))


def find(folder: Path, game: int, players: tuple[str, ...]) -> Path | None:
    """Return the newest file of the game of that number with these names on its seats."""
    for path in sorted(_current(folder), reverse=True):
        if not gamelog.stem(path).endswith(f"-{game}"):
            continue
        try:
            header = gamelog.read_game(path).header
        except SaveError as error:
            log.info("not found: %s", error)
            continue
        if tuple(seat.name for seat in header.seats) == players:
            return path
    return None


def delete(path: Path) -> None:
    """Throw a saved game away; `restore` fetches it back until `empty_trash`.

    Raises `SaveError`, also while somebody plays it.
    """
    if gamelog.in_use(path):
        raise GameInUseError("this game is being played", path)
    for part in _parts(path):
        _move(part, part.with_name(part.name + TRASH))


def restore(path: Path) -> None:
    """Fetch back the game that was thrown away under this path. Raises `SaveError`."""
    for part in _parts(path):
        _move(part.with_name(part.name + TRASH), part)


def empty_trash(folder: Path) -> None:
    """Destroy for good what was thrown away in `folder`."""
    with contextlib.suppress(OSError):
        for entry in folder.glob(f"*{TRASH}"):
            entry.unlink(missing_ok=True)


def _current(folder: Path) -> list[Path]:
    """Return the one file of each game that holds the most."""
    found: dict[str, Path] = {}
    journal.mend(folder)
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return []
    for entry in entries:
        if not entry.name.endswith((gamelog.RUNNING, gamelog.RESTING)):
            continue
        other = found.setdefault(gamelog.stem(entry), entry)
        if other is not entry:
            found[gamelog.stem(entry)] = max(other, entry, key=_length)
    return list(found.values())


def _length(path: Path) -> tuple[int, bool]:
    """Tell how much of a game a file holds; at rest it wins over an equal log."""
    at_rest = path.name.endswith(gamelog.RESTING)
    try:
        saved = gamelog.read_game(path)
    except SaveError:
        return -1, at_rest
    return len(saved.records) + len(saved.notes) + (saved.end is not None), at_rest


def _described(path: Path, saved: SavedLog, summary: Summary, digest: str) -> SavedGame:
    header = saved.header
    seats = seats_now(header.seats, saved.notes)
    mine = [seat for seat, who in enumerate(seats) if digest and who.digest == digest]
    last = saved.end.at if saved.end else saved.records[-1].at if saved.records else 0
    return SavedGame(
        path=path,
        name=header.options.name,
        saved_at=(last or header.started_at) / 1000,
        players=tuple(seat.name for seat in header.seats),
        round=summary.round,
        rounds=header.settings.max_rounds,
        finished=saved.end is not None or summary.over,
        interrupted=saved.end is None and path.name.endswith(gamelog.RUNNING),
        my_turn=any(seat in summary.acting for seat in mine),
        people=sum(not seat.is_bot for seat in header.seats),
        absence=header.options.absence,
    )


def _parts(path: Path) -> tuple[Path, ...]:
    """Return all files one game may have, the one that counts last."""
    rest = gamelog.resting(path)
    running = path.with_name(gamelog.stem(path) + gamelog.RUNNING)
    return store.backup(rest), running, rest


def _move(source: Path, target: Path) -> None:
    try:
        if source.exists():
            source.replace(target)
    except OSError as error:
        raise store.failure(source, error) from error
