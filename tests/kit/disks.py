"""Disks that are full, slow or broken."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import threading
from collections.abc import Collection, Iterator

import pytest

from magnate_app.saves import store


def full(*_: object) -> int:
    """Refuse what a full disk refuses."""
    raise OSError(errno.ENOSPC, "No space left on device")


@contextlib.contextmanager
def full_disk() -> Iterator[None]:
    """The disk takes nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "write", full)
        yield


@contextlib.contextmanager
def broken_for(handles: Collection[int]) -> Iterator[None]:
    """The disk syncs everything but these open files."""
    real, broken = store.sync, {os.fstat(handle).st_ino for handle in handles}

    def sync(handle: int) -> None:
        if os.fstat(handle).st_ino in broken:
            raise OSError(errno.EIO, "Input/output error")
        real(handle)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "sync", sync)
        yield


class SlowDisk:
    """Holds every sync back until it is let go."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.begun = threading.Semaphore(0)
        self._go = threading.Semaphore(0)
        self._real = store.sync
        patch.setattr(store, "sync", self._sync)

    def _sync(self, handle: int) -> None:
        self.begun.release()
        self._go.acquire(timeout=20)
        self._real(handle)

    async def busy(self) -> None:
        """Wait until a sync has begun."""
        assert await asyncio.to_thread(self.begun.acquire, timeout=20)

    def go(self, times: int = 1000) -> None:
        """Let so many syncs through."""
        self._go.release(times)
