from __future__ import annotations

import random

from magnate_app.net.backoff import Backoff


def test_waits_grow_to_eight_seconds_and_stay_there() -> None:
    backoff = Backoff(random.Random(1))
    waits = [backoff.next() for _ in range(8)]
    for wait, base in zip(waits, (0.5, 1, 2, 4, 8, 8, 8, 8), strict=True):
        assert 0.8 * base <= wait <= 1.2 * base
    assert backoff.attempt == 8
    backoff.reset()
    assert backoff.next() <= 0.6


def test_two_clients_do_not_wait_alike() -> None:
    assert Backoff().next() != Backoff().next()
