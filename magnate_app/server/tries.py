"""How often somebody may try a password or ask to be let in, on all tables of a host.

Counted for an identity and for the address it comes from: a new token costs nothing, a
new address does. Whoever tried too often waits, nobody is locked out for good. An address
that has to wait leaves nothing behind, however many tokens it makes.
"""

from __future__ import annotations

from typing import Final

from magnate_app.protocol.connection import Bucket
from magnate_app.server.line import Line

PASSWORDS: Final = (5, 1 / 20)
PASSWORDS_OF_ADDRESS: Final = (10, 1 / 6)
KNOCKS: Final = (3, 1 / 20)
KNOCKS_OF_ADDRESS: Final = (6, 1 / 10)
"""How many at once, and how many more each second."""

IDLE: Final = 600.0
"""Seconds after which a counter is full again and can be forgotten."""

MOST: Final = 1000


class Tries:
    """All counters of one host; times are milliseconds since 1970."""

    def __init__(self) -> None:
        self._passwords = _Counter(PASSWORDS_OF_ADDRESS, PASSWORDS)
        self._knocks = _Counter(KNOCKS_OF_ADDRESS, KNOCKS)

    def password(self, line: Line, now: float) -> int:
        """Count one try of a password; return how many ms to wait, 0 when it is heard."""
        return self._passwords.count(line, now / 1000)

    def knock(self, line: Line, now: float) -> int:
        """Count one wish to be let in; return how many ms to wait, 0 when it is heard."""
        return self._knocks.count(line, now / 1000)


class _Counter:
    def __init__(self, address: tuple[float, float], each: tuple[float, float]) -> None:
        self._limits = (address, each)
        self._known: dict[tuple[int, str], tuple[Bucket, float]] = {}

    def count(self, line: Line, now: float) -> int:
        if len(self._known) > MOST:
            recent = self._known.items()
            self._known = {key: value for key, value in recent if value[1] > now - IDLE}
        for kind, name in enumerate((line.address, line.person.digest)):
            bucket, _ = self._known.get((kind, name), (Bucket(*self._limits[kind]), now))
            self._known[kind, name] = bucket, now
            if not bucket.take(now):
                return bucket.wait_ms()
        return 0
