from __future__ import annotations

import asyncio
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


def test_work_that_outlives_its_loop_ends_its_thread() -> None:
    going, go = threading.Event(), threading.Event()
    faults: list[threading.ExceptHookArgs] = []

    def work(items: list[int]) -> None:
        going.set()
        assert go.wait(20)

    async def begin() -> threading.Thread:
        batches: Batches[int, None] = Batches("test", work, lambda *_: None)
        batches.add(0)
        assert await asyncio.to_thread(going.wait, 20)
        assert batches._thread is not None
        return batches._thread

    thread = asyncio.run(begin())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threading, "excepthook", faults.append)
        go.set()
        thread.join(20)
    assert not thread.is_alive()
    assert not faults


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
