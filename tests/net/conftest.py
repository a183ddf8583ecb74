"""No task of ours outlives a test of the network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from magnate_app.net import tasks


@pytest.fixture(autouse=True)
def no_tasks_left() -> Iterator[None]:
    before = set(tasks._alive)
    yield
    left = [task.get_name() for task in tasks._alive - before if not task.done()]
    assert not left, f"tasks outlive the test: {left}"
