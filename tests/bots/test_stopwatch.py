"""Many durations in few numbers."""

from __future__ import annotations

import random

import pytest

from magnate_app.bots.stopwatch import Times, sum_of


def test_shares_are_right_to_a_few_percent() -> None:
    luck = random.Random(1)
    seconds = [luck.lognormvariate(-7, 1.5) for _ in range(5000)]
    times = Times()
    for one in seconds:
        times.note(one)
    seconds.sort()
    assert times.count == 5000
    assert times.mean == pytest.approx(sum(seconds) / 5000)
    for share in (0.5, 0.9, 0.99):
        assert times.below(share) == pytest.approx(seconds[int(share * 5000) - 1], rel=0.03)


def test_parts_add_up() -> None:
    parts = [Times(), Times()]
    whole = Times()
    for number in range(100):
        parts[number % 2].note(number / 1000)
        whole.note(number / 1000)
    together = sum_of(parts)
    assert together.buckets == whole.buckets
    assert together.count == 100
    assert together.total == pytest.approx(whole.total)


def test_less_than_a_microsecond_counts_as_one() -> None:
    times = Times()
    times.note(0.0)
    times.note(1e-9)
    assert times.below(0.5) < 2e-6
