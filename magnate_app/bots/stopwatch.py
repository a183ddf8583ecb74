"""How long decisions took, in a form that adds up: counts in steps of five percent.

Knows no clock; whoever measures passes seconds in.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

import msgspec

STEP: Final = 1.05
"""Each bucket reaches so much further than the one before; the first ends at a microsecond."""

_PER_STEP: Final = 1 / math.log(STEP)


class Times(msgspec.Struct):
    """Many durations: how many, their sum in seconds, and how many fell into each bucket."""

    count: int = 0
    total: float = 0.0
    buckets: dict[int, int] = {}

    def note(self, seconds: float) -> None:
        """Count one duration."""
        self.count += 1
        self.total += seconds
        micro = seconds * 1e6
        bucket = int(math.log(micro) * _PER_STEP) + 1 if micro > 1 else 0
        self.buckets[bucket] = self.buckets.get(bucket, 0) + 1

    @property
    def mean(self) -> float:
        """The mean in seconds."""
        return self.total / self.count

    def below(self, share: float) -> float:
        """Return the seconds that `share` of the durations stayed below, to 2.5 percent."""
        wanted = share * self.count
        seen = 0
        for bucket in sorted(self.buckets):
            seen += self.buckets[bucket]
            if seen >= wanted:
                break
        return float(STEP ** (bucket - 0.5)) / 1e6


def sum_of(parts: Iterable[Times]) -> Times:
    """Return all durations of `parts` together."""
    whole = Times()
    for part in parts:
        whole.count += part.count
        whole.total += part.total
        for bucket, count in part.buckets.items():
            whole.buckets[bucket] = whole.buckets.get(bucket, 0) + count
    return whole
