"""What one does at a table beside the game: votes, seat codes, giving up, being told of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from magnate_app.protocol.gamelog import Change
from magnate_app.protocol.link import Incoming
from magnate_app.protocol.messages import (
    ActionSurrender,
    ClientMessage,
    Knocks,
    SeatCode,
    StandIn,
    TableChanged,
    VoteTold,
)
from magnate_app.protocol.views import SeatInfo
from magnate_app.ui.affairs import OPEN
from magnate_app.ui.dialogs.confirm import Confirm
from magnate_app.ui.dialogs.meanwhile import MeanwhileDialog
from magnate_app.ui.dialogs.seat_code import SeatCodeDialog
from magnate_app.ui.dialogs.table_host import TableHost, change_words
from magnate_app.ui.dialogs.table_vote import TableVote
from magnate_app.ui.door import careful, tell_knocks
from magnate_app.ui.meanwhile import meanwhile
from magnate_app.ui.panels.strip import stood_in
from magnate_app.ui.scene import Stage
from magnate_app.ui.strings import code_words, tr
from magnate_app.ui.table_context import Table
from magnate_app.ui.table_log import Line, digest
from magnate_app.ui.table_notes import motion_words, note_line, vote_question

BLIP: Final = 30.0
"""Seconds without a line that stop nobody who comes back."""


class Desk:
    """The affairs of one table on the screen of one person; `send` speaks to the host."""

    def __init__(self, stage: Stage, table: Table, send: Callable[[ClientMessage], None]) -> None:
        self._stage = stage
        self._table = table
        self._model = table.model
        self._send = send
        self._called = 0
        self._noted = 0
        self._greeted = False
        self._knocked: set[int] = set()
        table.answer_knock = careful(stage, lambda: self._model.affairs.knocks, send)

    def receive(self, message: Incoming) -> None:
        """Tell in passing what has happened to the table."""
        if isinstance(message, TableChanged):
            self._tell_change(message)
        elif isinstance(message, VoteTold):
            self._tell_vote(message)
        elif isinstance(message, Knocks):
            tell_knocks(self._stage, message.people, self._knocked, tr("door.knock.table"))
            self._knocked = {knock.id for knock in message.people}

    def come_back(self) -> None:
        """Take the seat back from a stand-in at once, and tell what was missed."""
        model = self._model
        if not model.ready:
            return
        replaced = stood_in(self._table) and model.view.outcome is None
        if replaced:
            self._send(StandIn(on=False))
        missed, model.missed = model.missed, ()
        told = meanwhile(missed, len(model.seats), model.me)
        if model.gone_for < BLIP:
            if words := digest(self._table, list(missed)):
                self._stage.toast(tr("table.digest"), words)
        elif told is not None and told.matters and model.me is not None:
            self._stage.scenes.push(MeanwhileDialog(self._stage, self._table, told, replaced))
        if model.me is None and not self._greeted:
            self._stage.toast(tr("table.watching"), tr("table.watching.detail"))
        self._greeted = True

    def open_host(self) -> None:
        """Offer what the host of a table may do."""
        self._stage.scenes.push(TableHost(self._stage, self._model, self._send, self.give_code))

    def open_votes(self) -> None:
        """Offer what the table can vote about."""
        self._stage.scenes.push(TableVote(self._stage, self._model, self._send))

    def open_seat_code(self) -> None:
        """Offer the code of this person's own seat."""
        self._push_code(SeatCode())

    def give_code(self, seat: SeatInfo) -> None:
        """Offer the code of somebody who is away, as host."""
        self._push_code(SeatCode(player=seat.id), seat.username)

    def ask_surrender(self) -> None:
        """Ask whether this person really wants to leave the game for good."""

        def answered(sure: bool | None) -> None:
            if sure:
                self._send(ActionSurrender())

        title, detail = tr("table.surrender.title"), tr("table.surrender.detail")
        self._stage.scenes.push(
            Confirm(self._stage, title, detail, tr("table.menu.surrender"), answered)
        )

    def begin_again(self) -> None:
        """Write all notes once more: in another language."""
        self._noted = 0

    def lines(self, until: int | None = None) -> list[Line]:
        """Return what is new about the table by the event of that number, or all of it."""
        notes, written = self._model.affairs.notes, list[Line]()
        while self._noted < len(notes):
            note = notes[self._noted]
            if until is not None and note.events > until:
                break
            self._noted += 1
            written.append(note_line(note, self._table))
        return written

    def _push_code(self, ask: SeatCode, who: str = "") -> None:
        self._stage.scenes.push(
            SeatCodeDialog(
                self._stage,
                self._model.affairs,
                lambda: self._send(ask),
                room=self._model.link.room_code or "",
                who=who,
                player=ask.player,
            )
        )

    def _tell_change(self, message: TableChanged) -> None:
        if message.change in (Change.UNSAVED, Change.SAVED):
            kind = "bad" if message.change == Change.UNSAVED else "good"
            self._stage.toast(tr(f"table.toast.{message.change}"), kind=kind)
            return
        words = change_words(message, self._model)
        if words:
            self._stage.toast(words)

    def _tell_vote(self, vote: VoteTold) -> None:
        """Call attention to a new vote, and say how one has ended."""
        if vote.state != OPEN:
            words = motion_words(self._table, vote.motion, vote.player)
            self._stage.toast(code_words("vote", vote.state, what=words))
            return
        mine = self._model.you in vote.voters and self._model.you not in (*vote.yes, *vote.no)
        if vote.vote != self._called and mine:
            self._stage.sound("your_turn")
            self._stage.call_attention(vote_question(self._table, vote))
        self._called = vote.vote
