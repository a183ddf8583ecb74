"""The one place where tasks begin: each has a name, an owner and a known end.

A task that dies of an error nobody expected says so in the log instead of in silence.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import TypeVar

T = TypeVar("T")

log = logging.getLogger(__name__)

_alive: set[asyncio.Task[object]] = set()
_kept: set[asyncio.Task[object]] = set()


def spawn(coroutine: Coroutine[object, object, T], *, name: str) -> asyncio.Task[T]:
    """Run `coroutine` as a task of this name; its owner awaits or stops it."""
    task = asyncio.get_running_loop().create_task(coroutine, name=name)
    # The loop itself holds tasks weakly.
    _alive.add(task)
    task.add_done_callback(_ended)
    return task


def keep(coroutine: Coroutine[object, object, T], *, name: str) -> asyncio.Task[T]:
    """Spawn what must come to its end, also when its loop is about to (`interrupt`)."""
    task = spawn(coroutine, name=name)
    _kept.add(task)
    task.add_done_callback(_kept.discard)
    return task


def interrupt(loop: asyncio.AbstractEventLoop) -> set[asyncio.Task[object]]:
    """Cancel the tasks of a loop that ends but those to be kept; return all of them."""
    ours = {task for task in _alive.copy() if task.get_loop() is loop}
    for task in ours - _kept:
        task.cancel()
    return ours


async def stop(*tasks: asyncio.Task[T] | None) -> None:
    """Cancel the tasks and wait until they are gone."""
    running = [task for task in tasks if task is not None and not task.done()]
    for task in running:
        task.cancel()
    if running:
        await asyncio.wait(running)


async def finish(coroutine: Coroutine[object, object, T], *, name: str) -> T:
    """Run `coroutine` to its end, also if whoever waits for it is cancelled meanwhile."""
    task = keep(coroutine, name=name)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


def _ended(task: asyncio.Task[object]) -> None:
    _alive.discard(task)
    if task.cancelled():
        return
    error = task.exception()
    if error is not None:
        log.error("the task %s ended with an error", task.get_name(), exc_info=error)
