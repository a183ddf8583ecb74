"""Work that must not keep the loop waiting: gathered while more comes, done in a thread.

What is added while a batch is being worked on makes up the next one, so that a slow disk
makes batches larger rather than a queue longer. Handing a batch to a thread and hearing of
its end costs the loop as much as several items, so a busy loop makes them larger, too.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Final, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

ENOUGH: Final = 32
"""Items that begin a batch although each turn of the loop still brings more."""


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
        self._seen = 0
        self._number = 1
        self._idle: asyncio.Event = asyncio.Event()
        self._idle.set()
        # A plain queue and thread: an executor's futures cost as much as a fast disk.
        self._queue: SimpleQueue[tuple[int, list[T]] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def add(self, item: T) -> int:
        """Do `item` with everything else that comes now; return the number of its batch."""
        self._gathered.append(item)
        if self._idle.is_set():
            self._idle.clear()
            self._loop.call_soon(self._gather)
        return self._number

    @property
    def waiting(self) -> bool:
        """Whether there are items for another batch already."""
        return bool(self._gathered)

    @property
    def idle(self) -> bool:
        """Whether nothing is left to do."""
        return self._idle.is_set()

    async def settled(self) -> None:
        """Wait until nothing is left to do."""
        await self._idle.wait()

    def close(self) -> None:
        """End the thread; everything must be settled."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()

    def _gather(self) -> None:
        """Begin a batch once a turn of the loop has brought nothing more."""
        if self._seen < len(self._gathered) < ENOUGH:
            self._seen = len(self._gathered)
            self._loop.call_soon(self._gather)
        else:
            self._seen = 0
            self._begin()

    def _begin(self) -> None:
        items, self._gathered = self._gathered, []
        number, self._number = self._number, self._number + 1
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._run, name=f"magnate-{self._name}", daemon=True
            )
            self._thread.start()
        self._queue.put((number, items))

    def _run(self) -> None:
        while batch := self._queue.get():
            number, items = batch
            result = self._work(items)
            try:
                self._loop.call_soon_threadsafe(self._end, number, items, result)
            except RuntimeError:
                # The loop is closed: nobody had the patience to wait for this.
                return

    def _end(self, number: int, items: list[T], result: R) -> None:
        try:
            self._done(number, items, result)
        finally:
            if self._gathered:
                self._loop.call_soon(self._gather)
            else:
                self._idle.set()
