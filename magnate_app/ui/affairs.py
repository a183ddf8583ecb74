"""What concerns a table beside its game: notes, the vote, the disk, the seat code.

Fed by `table_model`; read by the log, the strips and the dialogs.
"""

from __future__ import annotations

from collections import deque

from magnate_app.protocol.gamelog import Change
from magnate_app.protocol.link import Incoming, LinkState, LinkStatus
from magnate_app.protocol.messages import (
    Knock,
    Knocks,
    SeatCodeTold,
    TableChanged,
    TableNote,
    TableStory,
    VoteTold,
)

OPEN = "open"


class Affairs:
    """The affairs of one table, as one person knows them."""

    def __init__(self) -> None:
        self.notes: list[TableNote] = []
        self.vote: VoteTold | None = None
        self.vote_left = 0.0
        self.unsaved = False
        self.waiting_for: set[int] = set()
        self.knocks: tuple[Knock, ...] = ()
        self.code: SeatCodeTold | None = None
        self.code_left = 0.0
        self.ended: deque[VoteTold] = deque(maxlen=4)

    def receive(self, message: Incoming) -> None:
        """Take a message of the link."""
        match message:
            case TableStory(notes=notes):
                for note in notes:
                    self._note(note)
            case TableChanged(change=Change.UNSAVED | Change.SAVED as change):
                self.unsaved = change == Change.UNSAVED
            case TableChanged():
                self._note(message)
            case VoteTold(state=state):
                self.vote = message if state == OPEN else None
                self.vote_left = message.remaining_ms / 1000
                if state != OPEN:
                    self.ended.append(message)
            case Knocks(people=people):
                self.knocks = people
            case SeatCodeTold():
                self.code = message
                self.code_left = message.valid_ms / 1000
            case LinkStatus(state=LinkState.RECONNECTING | LinkState.CLOSED):
                self.vote, self.knocks = None, ()
            case _:
                pass

    def age(self, dt: float) -> bool:
        """Let time pass; return whether a figure that is shown has changed."""
        changed = False
        if self.vote is not None:
            before, self.vote_left = self.vote_left, max(0.0, self.vote_left - dt)
            changed = int(before) != int(self.vote_left)
        if self.code is not None:
            before, self.code_left = self.code_left, max(0.0, self.code_left - dt)
            changed = changed or int(before / 60) != int(self.code_left / 60)
        return changed

    def figures(self) -> tuple[object, ...]:
        """Return what the table shows of all this."""
        return (self.vote, int(self.vote_left), self.unsaved, len(self.notes), self.knocks)

    def _note(self, note: TableNote) -> None:
        newest = self.notes[-1].number if self.notes else 0
        if note.number <= newest:
            return
        self.notes.append(note)
        if note.change == Change.PAUSED and note.player is not None:
            self.waiting_for.add(note.player)
        elif note.change == Change.RESUMED and note.player is not None:
            self.waiting_for.discard(note.player)
        elif note.change in (Change.RESUMED, Change.WOKEN):
            self.waiting_for.clear()
