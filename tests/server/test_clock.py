from __future__ import annotations

import pytest

from magnate_app.server.clock import SECONDS, Clock, Wait
from magnate_app.server.commands import CancelTimer, StartTimer
from magnate_app.server.outbox import Outbox
from magnate_app.server.timers import Timers


class Rig:
    def __init__(self) -> None:
        self.out = Outbox()
        self.timers = Timers(self.out)
        self.fired: list[float] = []
        self.clock = Clock("clock", self.timers, self.fired.append)


@pytest.mark.parametrize(
    ("pace", "seconds"),
    [("relaxed", []), ("normal", [50, 20, 40, 8]), ("brisk", [25, 10, 20, 4])],
)
def test_r15_1_the_clocks_of_each_pace(pace: str, seconds: list[int]) -> None:
    assert [SECONDS[pace][wait] for wait in Wait if wait in SECONDS[pace]] == seconds


def test_a_clock_runs_out_once() -> None:
    rig = Rig()
    rig.clock.start(50, 1000)
    assert rig.out.take() == [StartTimer("clock/1", 50)]
    assert rig.clock.remaining(11_000) == 40_000
    rig.timers.fire("clock/1", 51_000)
    assert rig.fired == [51_000]
    assert not rig.clock.set
    assert rig.clock.remaining(51_000) == 0
    rig.timers.fire("clock/1", 51_000)
    assert rig.fired == [51_000]


def test_a_new_start_replaces_the_old_one() -> None:
    rig = Rig()
    rig.clock.start(50, 0)
    rig.clock.start(20, 10)
    assert rig.out.take() == [
        StartTimer("clock/1", 50),
        CancelTimer("clock/1"),
        StartTimer("clock/2", 20),
    ]
    rig.clock.start(None, 20)
    assert rig.out.take() == [CancelTimer("clock/2")]
    assert not rig.clock.set


def test_a_held_clock_stands_still() -> None:
    rig = Rig()
    rig.clock.start(50, 0)
    rig.clock.hold(20_000)
    rig.clock.hold(25_000)
    rig.out.take()
    assert rig.clock.set
    assert rig.clock.remaining(1_000_000) == 30_000
    rig.clock.go_on(100_000)
    assert rig.out.take() == [StartTimer("clock/2", 30)]
    rig.clock.go_on(100_000)
    assert rig.out.take() == []
    assert rig.clock.remaining(110_000) == 20_000


def test_a_clock_can_start_held() -> None:
    rig = Rig()
    rig.clock.start(50, 0, held=True)
    assert rig.out.take() == []
    assert rig.clock.remaining(99_000) == 50_000
    rig.clock.stop()
    assert not rig.clock.set
    rig.clock.hold(0)
    assert not rig.clock.set


def test_timers_are_forgotten_together() -> None:
    rig = Rig()
    first = rig.timers.start("a", 1, rig.fired.append)
    rig.timers.start("b", 1, rig.fired.append)
    rig.timers.cancel(None)
    rig.timers.fire(first, 5)
    rig.timers.cancel(first)
    rig.out.take()
    rig.timers.cancel_all()
    assert rig.out.take() == [CancelTimer("b/2")]
