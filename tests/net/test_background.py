from __future__ import annotations

import asyncio
import threading

import pytest

from magnate_app.net import background as backgrounds
from magnate_app.net import tasks
from magnate_app.net.background import Background


async def _answer(value: int) -> int:
    await asyncio.sleep(0)
    return value


def test_calls_go_in_and_results_come_out() -> None:
    background = Background()
    assert background.call(_answer(7)).result(5) == 7
    background.stop()


def test_errors_come_out_too() -> None:
    async def fail() -> None:
        raise ValueError("odd")

    background = Background()
    with pytest.raises(ValueError, match="odd"):
        background.call(fail()).result(5)
    background.stop()


def test_posts_arrive_in_order_on_the_thread() -> None:
    background = Background("other")
    seen: list[tuple[int, str]] = []
    done = threading.Event()
    for number in range(50):
        background.post(lambda n: seen.append((n, threading.current_thread().name)), number)
    background.post(done.set)
    assert done.wait(5)
    background.stop()
    assert seen == [(number, "other") for number in range(50)]


def test_stopping_runs_the_last_words_and_cancels_the_rest() -> None:
    background = Background()
    ends: list[str] = []

    async def forever() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            ends.append("cancelled")

    async def last() -> None:
        ends.append("last")

    left = background.call(forever())
    background.call(_answer(1)).result(5)
    background.stop(last())
    assert ends == ["last", "cancelled"]
    assert left.cancelled()


def test_who_is_stopped_closes_what_it_opened_and_strays_end_after_that() -> None:
    background = Background()
    ends: list[str] = []

    async def library(closing: asyncio.Event, name: str) -> None:
        try:
            await closing.wait()
            ends.append(f"{name} is closed")
        except asyncio.CancelledError:
            ends.append(f"{name} is cut off")
            raise

    async def owner() -> None:
        loop, closing = asyncio.get_running_loop(), asyncio.Event()
        stray = loop.create_task(library(asyncio.Event(), "stray"))
        opened = loop.create_task(library(closing, "opened"))
        begun.set()
        try:
            await asyncio.sleep(3600)
        finally:
            closing.set()
            await opened
            assert not stray.done()

    begun = threading.Event()
    background.call(owner())
    assert begun.wait(5)
    background.stop()
    assert ends == ["opened is closed", "stray is cut off"]


def test_what_must_be_finished_is_finished_before_the_loop_ends() -> None:
    background = Background()
    ends: list[str] = []
    begun = threading.Event()

    async def work() -> None:
        begun.set()
        await asyncio.sleep(0.01)
        ends.append("finished")

    left = background.call(tasks.finish(work(), name="work"))
    assert begun.wait(5)
    background.stop()
    assert left.cancelled()
    assert ends == ["finished"]


def test_last_words_that_fail_leave_no_thread() -> None:
    async def fail() -> None:
        raise ValueError("odd")

    background = Background()
    with pytest.raises(ValueError, match="odd"):
        background.stop(fail())
    assert background.call(_answer(7)).cancelled()


def test_last_words_have_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backgrounds, "GRACE", 0.05)
    background = Background()
    background.stop(asyncio.sleep(60))


def test_a_stopped_one_refuses_quietly() -> None:
    background = Background()
    background.stop()
    assert background.call(_answer(7)).cancelled()
    background.post(print)
    background.stop(_answer(7))
