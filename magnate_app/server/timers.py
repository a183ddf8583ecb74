"""Who wants to be woken, and when. The driver keeps the time; stale wake-ups do nothing."""

from __future__ import annotations

from collections.abc import Callable

from magnate_app.server.commands import CancelTimer, StartTimer
from magnate_app.server.outbox import Outbox

Then = Callable[[float], None]
"""Called with the time now, in milliseconds since 1970."""


class Timers:
    """The running timers of one hub; no key is used twice."""

    def __init__(self, out: Outbox) -> None:
        self._out = out
        self._then: dict[str, Then] = {}
        self._started = 0

    def start(self, name: str, seconds: float, then: Then) -> str:
        """Call `then` after `seconds`; return the key to cancel it with."""
        self._started += 1
        key = f"{name}/{self._started}"
        self._then[key] = then
        self._out.add(StartTimer(key, seconds))
        return key

    def cancel(self, key: str | None) -> None:
        """Forget a timer that may have fired already; None is no timer."""
        if key is not None and self._then.pop(key, None) is not None:
            self._out.add(CancelTimer(key))

    def fire(self, key: str, now: float) -> None:
        """Wake whoever waits for `key`."""
        then = self._then.pop(key, None)
        if then is not None:
            then(now)

    def cancel_all(self) -> None:
        """Forget every timer: the host shuts down."""
        for key in list(self._then):
            self.cancel(key)
