from __future__ import annotations

import asyncio
import inspect
import threading

import pytest

from magnate_app.net.batches import ENOUGH, Batches


async def test_what_one_turn_adds_is_done_together_and_in_a_thread() -> None:
    seen: list[tuple[int, list[str], str]] = []
    batches: Batches[str, str] = Batches(
        "test",
        lambda items: threading.current_thread().name,
        lambda number, items, result: seen.append((number, items, result)),
    )
    assert [batches.add(item) for item in "abc"] == [1, 1, 1]
    await batches.settled()
    assert seen == [(1, ["a", "b", "c"], "magnate-test")]
    assert batches.add("d") == 2
    await batches.settled()
    batches.close()
    assert seen[1:] == [(2, ["d"], "magnate-test")]


async def test_what_comes_during_a_batch_makes_up_the_next() -> None:
    going, go = threading.Event(), threading.Event()
    done: list[tuple[int, list[int]]] = []

    def work(items: list[int]) -> None:
        going.set()
        assert go.wait(20)

    batches: Batches[int, None] = Batches(
        "test", work, lambda number, items, _: done.append((number, items))
    )
    batches.add(0)
    assert await asyncio.to_thread(going.wait, 20)
    assert [batches.add(item) for item in (1, 2)] == [2, 2]
    await asyncio.sleep(0)
    assert [batches.add(3), done] == [2, []]
    go.set()
    await batches.settled()
    batches.close()
    assert done == [(1, [0]), (2, [1, 2, 3])]


async def test_a_lane_nobody_used_has_no_thread_to_end() -> None:
    batches: Batches[int, None] = Batches("test", lambda items: None, lambda *_: None)
    await batches.settled()
    batches.close()


async def test_what_the_turns_of_a_busy_loop_bring_is_done_together() -> None:
    done: list[list[int]] = []
    batches: Batches[int, None] = Batches(
        "test", lambda items: None, lambda number, items, _: done.append(items)
    )
    for item in range(ENOUGH + 3):
        batches.add(item)
        await asyncio.sleep(0)
    await batches.settled()
    batches.close()
    assert done == [list(range(ENOUGH)), [*range(ENOUGH, ENOUGH + 3)]]


class _Watch:
    """A clock that shows how long the next batches take."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.seconds = 0.0
        self._now = 0.0
        patch.setattr("time.perf_counter", lambda: self._now)

    def work(self, items: list[int]) -> str:
        self._now += self.seconds
        return threading.current_thread().name


async def test_quick_work_is_done_on_the_loop_until_it_is_slow_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watch = _Watch(monkeypatch)
    where: list[str] = []
    batches: Batches[int, str] = Batches(
        "test", watch.work, lambda number, items, name: where.append(name), quick=0.001
    )

    async def some(count: int, seconds: float) -> list[str]:
        where.clear()
        watch.seconds = seconds
        for item in range(count):
            batches.add(item)
            await batches.settled()
        return where

    here, beside = threading.current_thread().name, "magnate-test"
    assert set(await some(100, 0.0001)) == {beside}
    assert (await some(100, 0.0001))[-1] == here
    # The one that was too slow could not be foreseen.
    assert await some(1, 2.0) == [here]
    assert set(await some(100, 0.0001)) == {beside}
    assert set((await some(200, 0.0001))[150:]) == {here}
    assert set((await some(200, 0.004))[50:]) == {beside}
    batches.close()


async def test_what_the_end_of_a_batch_brings_is_not_done_within_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watch = _Watch(monkeypatch)
    depths: list[int] = []

    def done(number: int, items: list[int], name: str) -> None:
        depths.append(len(inspect.stack(0)))
        if number < 400:
            batches.add(number)

    batches: Batches[int, str] = Batches("test", watch.work, done, quick=0.001)
    batches.add(0)
    await batches.settled()
    batches.close()
    assert len(depths) == 400
    assert max(depths[300:]) == min(depths[300:])
