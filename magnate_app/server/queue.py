"""The public queue: first come, first served (PROTOCOL.md section 5)."""

from __future__ import annotations

from collections.abc import Callable

from magnate_app.protocol.messages import Cancel, Fill, FromClient, QueueStatus
from magnate_app.server.closing import CloseCode
from magnate_app.server.identities import Person
from magnate_app.server.line import Line


class Waiting:
    """One place in line; `fill` asks for bots in the empty chairs."""

    __slots__ = ("fill", "line")

    def __init__(self, line: Line) -> None:
        self.line = line
        self.fill = False


class Queue:
    """The people who wait for a public game of `size`; `start` makes one for some."""

    def __init__(self, size: int, start: Callable[[list[Line], float], None]) -> None:
        self._size = size
        self._start = start
        self._waiting: list[Waiting] = []

    def enter(self, line: Line, now: float) -> None:
        """Stand at the end of the line, or in the place of one's older connection."""
        place = self._place(line.person)
        if place is None:
            self._waiting.append(Waiting(line))
        else:
            older, place.line = place.line, line
            older.close(CloseCode.REPLACED)
        self._changed(now)

    def leave(self, line: Line, now: float) -> None:
        """Give the place up."""
        self._waiting = [place for place in self._waiting if place.line is not line]
        self._changed(now)

    def handle(self, line: Line, message: FromClient, now: float) -> None:
        """Do what somebody who waits asks."""
        match message:
            case Cancel():
                line.close(CloseCode.CANCELLED)
                self.leave(line, now)
            case Fill(fill=fill):
                place = self._place(line.person)
                assert place is not None, "whoever is heard has a place"
                place.fill = fill
                self._changed(now)
            case _:
                raise AssertionError(message)

    def _place(self, person: Person) -> Waiting | None:
        return next((place for place in self._waiting if place.line.person is person), None)

    def _changed(self, now: float) -> None:
        while len(self._waiting) >= self._size:
            self._match(self._size, now)
        if self._waiting and all(place.fill for place in self._waiting):
            self._match(len(self._waiting), now)
        status = QueueStatus(
            waiting=len(self._waiting),
            needed=self._size,
            fill=sum(place.fill for place in self._waiting),
        )
        for place in self._waiting:
            if place.line.extended:
                place.line.send(status)

    def _match(self, count: int, now: float) -> None:
        matched = [place.line for place in self._waiting[:count]]
        del self._waiting[:count]
        self._start(matched, now)
