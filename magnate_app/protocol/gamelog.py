"""What is kept of a running game: enough to open it again after the host is gone.

A header, then one record per accepted action and one note per change of the table, then
how it ended. Written by the server's commands, stored by `saves`, read back by
`Hub.resume`. Knows no file and no socket; tokens never get here, only their digests.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import msgspec

from magnate_app.rules.settings import Settings


class TableOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a table agreed on beside the rules (PROTOCOL.md 6.6)."""

    name: str = ""
    visibility: str = "listed"
    spectators: bool = True
    absence: str = "stand_in"
    bot_level: str = "medium"
    advice: bool = False
    characters: bool = True
    approval: bool = False
    locked: bool = False


class SeatHeader(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who began on one seat; `digest` is empty for a bot, `bot_level` for a person."""

    user: int
    name: str
    digest: str = ""
    bot_level: str = ""
    piece: int = 1
    color: int = 0

    @property
    def is_bot(self) -> bool:
        """Whether a bot began here."""
        return not self.digest


class GameHeader(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that was decided before the first action; `seats` in turn order.

    `humans` is in the order before the shuffle, as `new_game` was given it; `draws`
    are the draws of `new_game`, `hash` the state's hash after it.
    """

    game: int
    board: str
    settings: Settings
    options: TableOptions
    humans: tuple[bool, ...]
    seats: tuple[SeatHeader, ...]
    draws: tuple[int, ...]
    hash: str
    host: int | None
    room_codes: tuple[str, ...]
    started_at: int
    solo: bool = False


class LogRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One accepted action; `action` as `rules.transcript.format_action` writes it.

    `auto` is bot, stand_in or timeout, empty when the person of the seat sent it.
    """

    seq: int
    seat: int
    action: str
    draws: tuple[int, ...]
    hash: str
    auto: str = ""
    at: int = 0


class Change(StrEnum):
    """What can happen to a table beside the game (PROTOCOL.md 6, `table`)."""

    PAUSED = "paused"
    RESUMED = "resumed"
    PACE = "pace"
    KICKED = "kicked"
    UNKICKED = "unkicked"
    MOVED = "moved"
    CODE_GIVEN = "code_given"
    VOTE_OPENED = "vote_opened"
    VOTE_PASSED = "vote_passed"
    VOTE_FAILED = "vote_failed"
    VOTE_ENDED = "vote_ended"
    RESTED = "rested"
    WOKEN = "woken"
    UNSAVED = "unsaved"
    SAVED = "saved"


NOBODY: Final = -1


class LogNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One change of the table after action `seq`; `by` and `seat` are seats or `NOBODY`.

    `detail` is the new pace or the motion of a vote, `votes` those for and against,
    `digest` the identity a seat has moved to.
    """

    number: int
    seq: int
    change: Change
    by: int = NOBODY
    seat: int = NOBODY
    detail: str = ""
    votes: tuple[int, ...] = ()
    digest: str = ""
    at: int = 0


class LogEnd(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a game ended; seats best first and their final worth by seat."""

    cause: str
    ranking: tuple[int, ...]
    final: tuple[int, ...]
    at: int


class SavedLog(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole log read back; `end` is null while the game could go on."""

    header: GameHeader
    records: tuple[LogRecord, ...] = ()
    notes: tuple[LogNote, ...] = ()
    end: LogEnd | None = None


def seats_now(seats: Sequence[SeatHeader], notes: Sequence[LogNote]) -> tuple[SeatHeader, ...]:
    """Return whose seats they are after `notes`: people move to other computers."""
    now = list(seats)
    for note in notes:
        if note.change is Change.MOVED and 0 <= note.seat < len(now):
            now[note.seat] = msgspec.structs.replace(now[note.seat], digest=note.digest)
    return tuple(now)
