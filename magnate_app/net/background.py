"""The network's thread: one asyncio loop beside the main thread, which belongs to pygame.

Calls go in from any thread; answers come out of futures and queues. `stop` leaves
neither thread nor task behind.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future
from typing import ParamSpec, TypeVar
from weakref import WeakSet

from magnate_app.net import tasks

T = TypeVar("T")
P = ParamSpec("P")

GRACE = 5.0
"""Seconds the last coroutine may take at `stop`, and all that is cancelled then."""

FAREWELLS = 3


class Background:
    """A daemon thread that runs one loop until it is stopped."""

    def __init__(self, name: str = "magnate-net") -> None:
        self._loop = asyncio.new_event_loop()
        self._called: WeakSet[Coroutine[object, object, object]] = WeakSet()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def call(self, coroutine: Coroutine[object, object, T]) -> Future[T]:
        """Run `coroutine` on the loop; the future takes its result or its error.

        After `stop` the coroutine is closed and the future cancelled.
        """
        self._called.add(coroutine)
        try:
            return asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        except RuntimeError:
            coroutine.close()
            refused: Future[T] = Future()
            refused.cancel()
            return refused

    def post(self, callback: Callable[P, object], *args: P.args, **_: P.kwargs) -> None:
        """Call `callback(*args)` on the loop soon; nothing happens after `stop`."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(callback, *args)

    def stop(self, last: Coroutine[object, object, object] | None = None) -> None:
        """Run `last` to its end, cancel what is left, and join the thread."""
        try:
            if last is not None:
                ending = self.call(last)
                with contextlib.suppress(TimeoutError, CancelledError):
                    ending.result(GRACE)
        finally:
            self.post(self._loop.stop)
            self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._wind_down()
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()

    def _wind_down(self) -> None:
        """Cancel what was begun here, let it close what it has opened, then cancel the rest.

        What libraries run for it ends with it; cancelled too early it could not be closed.
        """
        begun = tasks.interrupt(self._loop)
        for task in asyncio.all_tasks(self._loop):
            if task.get_coro() in self._called:
                begun.add(task)
                task.cancel()
        until = self._loop.time() + GRACE
        while begun and self._loop.time() < until:
            self._loop.run_until_complete(asyncio.wait(begun, timeout=until - self._loop.time()))
            begun = tasks.interrupt(self._loop)
        if left := asyncio.all_tasks(self._loop):
            for task in left:
                task.cancel()
            self._loop.run_until_complete(asyncio.wait(left, timeout=GRACE))
        # Connections tell of their end in the turn after they were closed.
        for _ in range(FAREWELLS):
            self._loop.run_until_complete(asyncio.sleep(0))
