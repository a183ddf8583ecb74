"""Work that must not keep the loop waiting: gathered for one turn, done in a thread.

What is added while a batch is being worked on makes up the next one, so that a slow disk
makes batches larger rather than a queue longer.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Batches(Generic[T, R]):
    """A lane with a thread of its own, from the first item to `close`.

    `work` is called in the thread with all items of a batch and must not raise; `done` on
    the loop with the batch's number, its items and what `work` returned.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[list[T]], R],
        done: Callable[[int, list[T], R], None],
    ) -> None:
        self._name = name
        self._work = work
        self._done = done
        self._loop = asyncio.get_running_loop()
        self._gathered: list[T] = []
        self._number = 1
        self._idle: asyncio.Event = asyncio.Event()
        self._idle.set()
        # A plain queue and thread: an executor's futures cost as much as a fast disk.
        self._queue: SimpleQueue[tuple[int, list[T]] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def add(self, item: T) -> int:
        """Do `item` with everything else of this turn; return the number of its batch."""
        self._gathered.append(item)
        if self._idle.is_set():
            self._idle.clear()
            self._loop.call_soon(self._begin)
        return self._number

    @property
    def waiting(self) -> bool:
        """Whether there are items for another batch already."""
        return bool(self._gathered)

    async def settled(self) -> None:
        """Wait until nothing is left to do."""
        await self._idle.wait()

    def close(self) -> None:
        """End the thread; everything must be settled."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._run, name=f"magnate-{self._name}", daemon=True
            )
            self._thread.start()
        items, self._gathered = self._gathered, []
        number, self._number = self._number, self._number + 1
        self._queue.put((number, items))

    def _run(self) -> None:
        while batch := self._queue.get():
            number, items = batch
            result = self._work(items)
            self._loop.call_soon_threadsafe(self._end, number, items, result)

    def _end(self, number: int, items: list[T], result: R) -> None:
        try:
            self._done(number, items, result)
        finally:
            if self._gathered:
                self._begin()
            else:
                self._idle.set()
