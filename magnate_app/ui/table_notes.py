"""Lines of the log about the table itself: who paused it, votes, who was sent away."""

from __future__ import annotations

from typing import Final

from magnate_app.protocol.messages import TableNote, VoteTold
from magnate_app.ui.strings import code_words, tr
from magnate_app.ui.table_context import Table
from magnate_app.ui.table_log import Line, bold

TABLE: Final = "table"
FIRST: Final = 1_000_000
"""Numbers of notes begin here, so that no event has the same."""

_ICONS: Final = {
    "paused": "fill/pause",
    "resumed": "fill/play",
    "pace": "fill/clock",
    "kicked": "fill/robot",
    "unkicked": "fill/user",
    "moved": "fill/swap",
    "code_given": "fill/key",
    "rested": "fill/moon",
    "woken": "fill/play",
}
_VOTES: Final = ("vote_opened", "vote_passed", "vote_failed", "vote_ended")
_SPLIT: Final = ("paused", "resumed")
"""What is told in other words where it is about somebody."""


def note_line(note: TableNote, table: Table) -> Line:
    """Return the line of a note; one this version does not know has a general sentence."""
    who, whom = _name(table, note.by), _name(table, note.player)
    seat = table.model.seat_of(note.player if note.player is not None else note.by)
    number = FIRST + note.number
    if note.change in _VOTES:
        yes, no = (*note.votes, 0, 0)[:2]
        what = motion_words(table, note.detail, note.player, mark=True)
        text = tr(f"table.note.{note.change}", who=who, what=what, yes=yes, no=no)
        return Line(number, seat, "fill/hand-palm", text, TABLE, None, table.model.clock)
    icon = _ICONS.get(note.change)
    if icon is None:
        return Line(number, seat, "fill/info", tr("unknown"), TABLE, None, table.model.clock)
    key = f"table.note.{note.change}"
    if note.change in _SPLIT and note.player is not None:
        key += "_for"
    detail = code_words("pace", note.detail) if note.change == "pace" else note.detail
    text = tr(key, who=who, whom=whom, detail=detail)
    return Line(number, seat, icon, text, TABLE, None, table.model.clock)


def motion_words(table: Table, motion: str, player: int | None, *, mark: bool = False) -> str:
    """Return what a vote is about, as "a bot plays for Bea"."""
    seat = table.model.seat_of(player)
    name = "" if seat is None else table.seat_name(seat)
    return code_words("vote.motion", motion, who=bold(name) if mark and name else name)


def vote_question(table: Table, vote: VoteTold) -> str:
    """Return the question of an open vote."""
    seat = table.model.seat_of(vote.player)
    whom = "" if seat is None else table.seat_name(seat)
    asker = table.model.seat_of(vote.by)
    who = "" if asker is None else table.seat_name(asker)
    return code_words("vote.question", vote.motion, who=who, whom=whom)


def _name(table: Table, user: int | None) -> str:
    seat = table.model.seat_of(user)
    return "" if seat is None else bold(table.seat_name(seat))
