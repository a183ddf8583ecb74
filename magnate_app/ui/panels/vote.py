"""The strip of an open vote: what is asked, how it stands, two answers."""

from __future__ import annotations

from typing import Final

from magnate_app.protocol.messages import VoteCast, VoteTold
from magnate_app.ui.assets import BOLD, DISPLAY, NARROW_BOLD
from magnate_app.ui.draw import RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.strings import tr
from magnate_app.ui.table_context import Table
from magnate_app.ui.table_notes import vote_question
from magnate_app.ui.theme import BODY, CAPTION, SMALL
from magnate_app.ui.widgets import PRIMARY, Button, Drawn, Widget

HEIGHT: Final = 112.0
_VOTER: Final = 40.0
LAST: Final = 5.0
"""Seconds from which the clock of a vote is drawn in the color of a warning."""


def vote_strip(table: Table, box: Box) -> list[Widget]:
    """Ask over the board what the table is asked, while a vote is open."""
    vote = table.model.affairs.vote
    if vote is None:
        return []
    question = vote_question(table, vote)

    def paint(canvas: Canvas, area: Box) -> None:
        theme = canvas.theme
        canvas.shadow(area, 16, "card")
        canvas.box(area, theme.raised, 16, theme.accent, 2)
        canvas.icon("fill/hand-palm", (area.x + 32, area.y + 30), 28, theme.accent)
        left = table.model.affairs.vote_left
        color = theme.loss if left <= LAST else theme.muted
        words = tr("vote.tally", yes=len(vote.yes), no=len(vote.no), needed=vote.needed)
        tally = Box(area.x + 20, area.y + 58, area.w - 330, 46)
        beside = tally.cut_left(len(vote.voters) * _VOTER + 10)
        cramped = canvas.text_width(words, NARROW_BOLD, CAPTION) > beside.w
        line = Box(area.x + 58, area.y + 6, area.w - 76, 30 if cramped else 48)
        used = canvas.text(f"{int(left)} s", line, DISPLAY, BODY + 1, color, RIGHT)
        canvas.text(
            question, line.cut_right(used + 14), DISPLAY, BODY + 1, theme.ink, lowest=CAPTION - 1
        )
        if cramped:
            beside = Box(line.x, line.bottom - 2, line.w, 20)
        canvas.text(words, beside, BOLD, SMALL, theme.muted, lowest=CAPTION - 2)
        _paint_voters(canvas, tally, table, vote)

    widgets: list[Widget] = [Drawn("table.vote", box, paint, label=question)]
    me = table.model.you
    if me in vote.voters:
        row = Box(box.right - 300, box.y + 56, 284, 46)
        no, yes = row.columns(2, 10)
        widgets += [
            _answer(table, vote, choice=False, place=no, key="f3"),
            _answer(table, vote, choice=True, place=yes, key="f2"),
        ]
    return widgets


def _answer(table: Table, vote: VoteTold, *, choice: bool, place: Box, key: str) -> Button:
    name = "yes" if choice else "no"
    mine = table.model.you in (vote.yes if choice else vote.no)
    return Button(
        f"table.vote.{name}",
        tr(f"vote.{name}"),
        lambda: table.send_message(VoteCast(vote=vote.vote, choice=choice)),
        place,
        kind=PRIMARY if choice else "plain",
        icon="line/check" if mine else None,
        key=key,
        cap=key.upper(),
        size=BODY,
    )


def _paint_voters(canvas: Canvas, box: Box, table: Table, vote: VoteTold) -> None:
    """Draw each voter's token with what it said."""
    theme, x, middle = canvas.theme, box.x + 16, box.center[1]
    for user in vote.voters:
        seat = table.model.seat_of(user)
        if seat is None:
            continue
        canvas.token(table.piece(seat), table.color(seat), (x, middle), 15)
        if user in vote.yes or user in vote.no:
            yes = user in vote.yes
            mark = "fill/check-circle" if yes else "fill/x-circle"
            canvas.circle((x + 12, middle + 10), 9, theme.raised)
            canvas.icon(mark, (x + 12, middle + 10), 17, theme.gain if yes else theme.loss)
        x += _VOTER
