"""The list of checks: each is a function whose docstring says what it makes sure of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple, TypeAlias

from tests.conformance.client import Host

Run: TypeAlias = Callable[[Host], Awaitable[str | None]]
"""Returns a remark for the table, or nothing."""


class Check(NamedTuple):
    """One line of the table. `alone` runs when nothing else does; `patience` in seconds."""

    section: str
    title: str
    run: Run
    alone: bool
    patience: float


ALL: list[Check] = []


def check(section: str, *, alone: bool = False, patience: float = 20.0) -> Callable[[Run], Run]:
    """Put a function on the list."""

    def add(run: Run) -> Run:
        title = (run.__doc__ or "").strip().splitlines()[0].rstrip(".")
        ALL.append(Check(section, title, run, alone, patience))
        return run

    return add
