"""No task of ours outlives a test of the network."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from magnate_app.net import announcement, meeting, sign, tasks
from tests.kit.shelves import Desk


@pytest.fixture(autouse=True)
def no_tasks_left() -> Iterator[None]:
    before = set(tasks._alive)
    yield
    left = [task.get_name() for task in tasks._alive - before if not task.done()]
    assert not left, f"tasks outlive the test: {left}"


@pytest.fixture(autouse=True)
def names_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Announce and search under names nobody else on this computer uses."""
    mine = f"{os.getpid() % 9999}._tcp.local."
    monkeypatch.setattr(announcement, "SERVICE", f"_magnate-t{mine}")
    for module in (meeting, sign):
        monkeypatch.setattr(module, "SERVICE", f"_magnate-q{mine}")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    await desk.shelf.close()
