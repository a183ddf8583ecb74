"""The events of a game by the action they belong to, as far back as anybody may ask."""

from __future__ import annotations

from collections import deque
from typing import Final

from magnate_app.rules.events import AnyEvent

KEPT: Final = 2000


class Story:
    """The newest events; what is older than `KEPT` of them is forgotten.

    The setup belongs to action 0. Asking for the story since 0 means all of it.
    """

    def __init__(self) -> None:
        self._chapters: deque[tuple[int, tuple[AnyEvent, ...]]] = deque()
        self._length = 0
        self._counts: list[int] = []
        self._forgotten = -1

    def add(self, seq: int, events: tuple[AnyEvent, ...]) -> None:
        """Keep the events of action `seq`, the newest."""
        self._chapters.append((seq, events))
        self._length += len(events)
        self._counts.append(len(events) + (self._counts[-1] if self._counts else 0))
        while self._length > KEPT:
            self._forgotten, oldest = self._chapters.popleft()
            self._length -= len(oldest)

    def until(self, seq: int) -> int:
        """Return how many events there were by the end of action `seq`."""
        return self._counts[min(seq, len(self._counts) - 1)]

    def since(self, seq: int) -> tuple[AnyEvent, ...] | None:
        """Return what happened after action `seq`, or None where that is not known."""
        newest = self._chapters[-1][0] if self._chapters else 0
        first = -1 if seq == 0 else seq
        if seq > newest or first < self._forgotten:
            return None
        return tuple(
            event for number, events in self._chapters if number > first for event in events
        )
