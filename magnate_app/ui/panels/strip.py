"""The strip over the board while the table rests, the line is lost or a stand-in plays."""

from __future__ import annotations

from typing import Final

from magnate_app.protocol.link import LinkState
from magnate_app.protocol.messages_game import StandIn, TableResume
from magnate_app.ui.absences import WAIT, is_away
from magnate_app.ui.assets import BOLD
from magnate_app.ui.dialogs.table_host import others
from magnate_app.ui.door import STRIP as DOOR_STRIP
from magnate_app.ui.door import door_strip
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.panels.vote import HEIGHT, vote_strip
from magnate_app.ui.strings import tr
from magnate_app.ui.table_context import Table
from magnate_app.ui.theme import CAPTION, GAP, SMALL
from magnate_app.ui.widgets import PRIMARY, Button, Drawn, Widget

STRIP: Final = 60.0


def strips(table: Table, board: Box) -> list[Widget]:
    """Say over the board what concerns the table, one strip below the other."""
    place = Box(board.x + board.w * 0.17, board.y + board.h * 0.3, board.w * 0.66, STRIP)
    widgets: list[Widget] = []
    said = _strip(table, place)
    if said:
        widgets += said
        place = place.moved(0, STRIP + GAP)
    if table.model.affairs.vote is not None:
        wide = Box(board.x + board.w * 0.11, place.y, board.w * 0.78, HEIGHT)
        widgets += vote_strip(table, wide)
        place = place.moved(0, HEIGHT + GAP)
    if table.model.affairs.knocks and table.model.is_host:
        wide = Box(board.x + board.w * 0.2, place.y, board.w * 0.6, DOOR_STRIP)
        widgets += door_strip("table.door", wide, table.model.affairs.knocks, table.answer_knock)
        place = place.moved(0, DOOR_STRIP + GAP)
    if table.model.affairs.unsaved:
        widgets.append(_unsaved(place))
    return widgets


def _unsaved(box: Box) -> Widget:
    words = tr("table.strip.unsaved")

    def paint(canvas: Canvas, area: Box) -> None:
        theme = canvas.theme
        canvas.shadow(area, 16, "card")
        canvas.box(area, theme.raised, 16, theme.warn, 2)
        canvas.icon("fill/floppy-disk", (area.x + 32, area.center[1]), 26, theme.warn)
        line = area.cut_left(58).cut_right(14)
        canvas.paragraph(words, line, BOLD, SMALL, theme.ink, 0, 0.5)

    return Drawn("table.unsaved", box, paint, label=words)


def _strip(table: Table, box: Box) -> list[Widget]:
    """Say that the table rests or the line is lost."""
    model = table.model
    words = icon = ""
    if model.link.state is LinkState.RECONNECTING:
        words = tr("table.strip.reconnecting", n=model.link.attempt)
        icon = "line/wifi-slash"
    elif model.paused:
        missing = missing_names(table)
        words = tr("table.strip.waiting", who=missing) if missing else tr("table.strip.paused")
        icon = "fill/hourglass-medium" if missing else "fill/pause"
    elif stood_in(table):
        words, icon = tr("table.strip.stand_in"), "fill/robot"
    elif (seat := awaited(table)) is not None:
        words, icon = tr("table.strip.away", who=table.seat_name(seat)), "line/wifi-slash"
    if not words:
        return []
    button = _button(table, Box(box.right - 150, box.y + 7, 138, 46))

    def paint(canvas: Canvas, area: Box) -> None:
        ink = canvas.theme.on_ink
        canvas.shadow(area, 16, "card")
        canvas.box(area, canvas.theme.ink, 16)
        canvas.icon(icon, (area.x + 32, area.center[1]), 26, ink)
        line = area.cut_left(58).cut_right(162 if button else 14)
        seat = awaited(table)
        left = None if seat is None else model.absences.left(seat)
        if left is not None and not model.paused:
            note = tr("table.strip.stand_in_in", seconds=left)
            under = line.bottom_part(26).moved(0, -4)
            canvas.text(note, under, BOLD, SMALL, ink, lowest=CAPTION - 2)
            line = line.top_part(30).moved(0, 5)
        canvas.text(words, line, BOLD, SMALL + 1, ink, lowest=CAPTION - 2)

    widgets: list[Widget] = [Drawn("table.strip", box, paint, label=words)]
    return [*widgets, button] if button else widgets


def _button(table: Table, place: Box) -> Button | None:
    """Return what this person can do about it, if anything."""
    model = table.model
    if model.link.state is LinkState.RECONNECTING:
        return None
    if model.paused and model.is_host:
        return Button(
            "table.resume",
            tr("table.menu.unpause"),
            lambda: table.send_message(TableResume()),
            place,
            kind=PRIMARY,
            size=16,
        )
    if not model.paused and stood_in(table):
        return Button(
            "table.take_over",
            tr("table.strip.take_over"),
            lambda: table.send_message(StandIn(on=False)),
            place,
            kind=PRIMARY,
            size=16,
        )
    if others(model) and not model.is_host and _asks_for_a_vote(table):
        words = tr("table.strip.vote")
        return Button("table.vote.ask", words, table.open_votes, place, size=16)
    return None


def _asks_for_a_vote(table: Table) -> bool:
    """Whether this person may want the table to decide what is to be done."""
    model = table.model
    waits = model.paused or awaited(table) is not None
    return waits and model.me is not None and model.affairs.vote is None


def awaited(table: Table) -> int | None:
    """Return the seat the game waits for although its person is away."""
    model = table.model
    if model.view.outcome is not None:
        return None
    for seat in model.view.decision.seats:
        who = model.seat(seat)
        if seat != model.me and is_away(who) and not model.absences.plays(who):
            return seat
    return None


def missing_names(table: Table) -> str:
    """Return for whom the table rests, empty when it is its host who paused."""
    model = table.model
    waits = model.policy == WAIT
    return ", ".join(
        seat.username
        for seat in model.seats
        if is_away(seat)
        and seat.id not in model.kicked
        and (waits or seat.id in model.affairs.waiting_for)
    )


def stood_in(table: Table) -> bool:
    """Whether a stand-in plays for this person."""
    model = table.model
    me = model.me
    return me is not None and model.seat(me).stand_in
