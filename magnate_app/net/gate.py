"""Keeps back what would show something that is not durable yet, in order for each log.

A log with a promise lets nothing pass until its batch is done; other logs are not kept
waiting. Bots think meanwhile, but their answers wait too, so that a slow disk holds a game
up instead of letting it run ahead of everybody who watches.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TypeAlias

from magnate_app.server.commands import Close, Send
from magnate_app.server.events import BotAnswered

Kept: TypeAlias = Send | Close | BotAnswered


class Gate:
    """The gates of all logs of one host; `let_out` gets what may be seen."""

    def __init__(self, let_out: Callable[[Kept], None]) -> None:
        self._let_out = let_out
        self._promised: dict[int, int] = {}
        self._kept: dict[int, deque[tuple[int, Kept]]] = {}

    def promise(self, log: int, batch: int) -> None:
        """Let nothing about `log` pass from now on until this batch is done."""
        self._promised[log] = batch

    def put(self, log: int, thing: Kept) -> None:
        """Let `thing` out as soon as all that `log` holds now is durable."""
        kept = self._kept.get(log)
        if kept is not None:
            kept.append((self._promised.get(log, 0), thing))
        elif log in self._promised:
            self._kept[log] = deque([(self._promised[log], thing)])
        else:
            self._let_out(thing)

    def reach(self, log: int, batch: int) -> None:
        """Let out what waited for this batch or an earlier one."""
        if self._promised.get(log, batch) <= batch:
            self._promised.pop(log, None)
        kept = self._kept.get(log)
        while kept and kept[0][0] <= batch:
            self._let_out(kept.popleft()[1])
        if kept is not None and not kept:
            del self._kept[log]

    def open(self) -> None:
        """Let everything out: the host is about to leave."""
        self._promised.clear()
        for log in list(self._kept):
            for _, thing in self._kept.pop(log):
                self._let_out(thing)
