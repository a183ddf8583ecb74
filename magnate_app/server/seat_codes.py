"""Codes to come back to a seat with from another computer (PROTOCOL.md 7, `seat_code`).

A code belongs to a user, who may go and come back meanwhile, is good once and for some
hours, and is known here by its digest only. Guessing is slow: for each address, and for all
together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from magnate_app.protocol import seat_code
from magnate_app.protocol.connection import Bucket
from magnate_app.protocol.messages import ErrorCode, RefusedError, SeatCodeTold
from magnate_app.server.identities import Person

VALID: Final = 12 * 3600.0
"""Seconds a code is good for: an evening."""

GUESSES, EVERY = 5, 1 / 30
"""So many tries of one address at once, and so many more each second."""

ALL_GUESSES, ALL_EVERY = 40, 0.5
MOST_ADDRESSES: Final = 1000


class _Given(msgspec.Struct):
    """One code that was given out; `taken_by` is the identity that used it."""

    user: int
    until: float
    taken_by: str = ""


class SeatCodes:
    """The codes of one host. `draw(n)` gives an unforeseeable number below n."""

    def __init__(self, draw: Callable[[int], int]) -> None:
        self._draw = draw
        self._given: dict[str, _Given] = {}
        self._all = Bucket(ALL_GUESSES, ALL_EVERY)
        self._each: dict[str, Bucket] = {}

    def give(self, person: Person, now: float) -> SeatCodeTold:
        """Return a new code of `person`; an older one is void."""
        self._given = {
            digest: given
            for digest, given in self._given.items()
            if given.until > now and given.user != person.user
        }
        code = seat_code.make(self._draw)
        self._given[seat_code.digest_of(code)] = _Given(person.user, now + VALID * 1000)
        return SeatCodeTold(player=person.user, code=code, valid_ms=round(VALID * 1000))

    def owner(self, typed: str, address: str, by: Person, now: float) -> int:
        """Return the user whose code it is; nothing is used up yet.

        Whoever has used a code already finds the same person again, so that a line that
        broke meanwhile does no harm. Raises `RefusedError`.
        """
        self._count(address, now)
        code = seat_code.parse(typed)
        given = None if code is None else self._given.get(seat_code.digest_of(code))
        if given is None or given.until <= now or given.taken_by not in ("", by.digest):
            raise RefusedError(ErrorCode.SEAT_CODE_WRONG)
        return given.user

    def use(self, person: Person) -> None:
        """Let nobody but the present device of `person` use the code again."""
        (mine,) = [given for given in self._given.values() if given.user == person.user]
        mine.taken_by = person.digest

    def _count(self, address: str, now: float) -> None:
        """Count one try. Raises `RefusedError` when there were too many."""
        if len(self._each) >= MOST_ADDRESSES:
            self._each.clear()
        bucket = self._each.setdefault(address, Bucket(GUESSES, EVERY))
        for limit in (bucket, self._all):
            if not limit.take(now / 1000):
                raise RefusedError(ErrorCode.RATE_LIMITED, retry_ms=limit.wait_ms())
