from __future__ import annotations

import asyncio

import pytest

from magnate_app.net import tasks


async def test_a_task_gives_its_result() -> None:
    async def seven() -> int:
        return 7

    task = tasks.spawn(seven(), name="seven")
    assert await task == 7
    assert task.get_name() == "seven"


async def test_tasks_are_stopped() -> None:
    task = tasks.spawn(asyncio.sleep(60), name="sleeper")
    await tasks.stop(task, None)
    assert task.cancelled()
    await tasks.stop(task)


@pytest.mark.logs_warnings
async def test_an_error_nobody_expected_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise ValueError("odd")

    task = tasks.spawn(fail(), name="failing")
    await asyncio.wait([task])
    await asyncio.sleep(0)
    assert "failing" in caplog.text
    assert "odd" in caplog.text


async def test_what_has_to_be_finished_is_finished_although_nobody_waits_any_more() -> None:
    done: list[str] = []

    async def work() -> None:
        await asyncio.sleep(0.01)
        done.append("work")

    waiting = asyncio.create_task(tasks.finish(work(), name="work"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait([waiting])
    assert waiting.cancelled()
    assert done == ["work"]
