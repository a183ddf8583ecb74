"""The clock of one table (R15.1, R15.2): started, stopped, held while paused.

Says how long each kind of waiting may last; when it starts is the session's business.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from magnate_app.server.timers import Then, Timers


class Wait(StrEnum):
    """The kinds of clocks of R15.1."""

    DECISION = "decision"
    AUCTION = "auction"
    ANSWER = "answer"
    OPEN_BID = "open_bid"


SECONDS: Final[dict[str, dict[Wait, float]]] = {
    "relaxed": {},
    "normal": {Wait.DECISION: 50, Wait.AUCTION: 20, Wait.ANSWER: 40, Wait.OPEN_BID: 8},
    "brisk": {Wait.DECISION: 25, Wait.AUCTION: 10, Wait.ANSWER: 20, Wait.OPEN_BID: 4},
}


class Clock:
    """At most one running count-down; `now` is in milliseconds everywhere."""

    def __init__(self, name: str, timers: Timers, ran_out: Then) -> None:
        self._name = name
        self._timers = timers
        self._ran_out = ran_out
        self._key: str | None = None
        self._end = 0.0
        self._held: float | None = None

    @property
    def set(self) -> bool:
        """Whether there is a deadline, running or held."""
        return self._key is not None or self._held is not None

    def remaining(self, now: float) -> int:
        """Return the milliseconds left; 0 without a deadline."""
        if self._held is not None:
            return round(self._held)
        return max(0, round(self._end - now)) if self._key is not None else 0

    def start(self, seconds: float | None, now: float, *, held: bool = False) -> None:
        """Begin afresh with `seconds`; None is no deadline; `held` waits for `go_on`."""
        self.stop()
        if seconds is None:
            return
        if held:
            self._held = seconds * 1000
        else:
            self._run(seconds * 1000, now)

    def stop(self) -> None:
        """Forget the deadline."""
        self._timers.cancel(self._key)
        self._key = None
        self._held = None

    def hold(self, now: float) -> None:
        """Let the deadline stand still."""
        if self._key is not None:
            self._held = float(self.remaining(now))
            self._timers.cancel(self._key)
            self._key = None

    def go_on(self, now: float) -> None:
        """Go on where `hold` stopped."""
        if self._held is not None:
            held, self._held = self._held, None
            self._run(held, now)

    def _run(self, ms: float, now: float) -> None:
        self._end = now + ms
        self._key = self._timers.start(self._name, ms / 1000, self._fire)

    def _fire(self, now: float) -> None:
        self._key = None
        self._ran_out(now)
