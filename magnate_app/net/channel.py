"""One line of text frames between a person and a host, whatever carries it.

A host sees it as a `Transport`, the person's side as a `Channel`; `loopback` and
`websocket` implement both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from magnate_app.errors import MagnateError

LOST = 1006
"""The code of a line that ended without one."""


class ChannelClosedError(MagnateError):
    """The line is closed; `code` and `reason` are those of PROTOCOL.md section 3."""

    def __init__(self, code: int = LOST, reason: str = "") -> None:
        super().__init__(f"{code} {reason}")
        self.code = code
        self.reason = reason


class Transport(Protocol):
    """The host's end."""

    async def send(self, text: str) -> None:
        """Send one frame; return when there is room for the next.

        Raises `ChannelClosedError`, at the latest with the frame after the one that the
        other side would not read.
        """
        ...

    def send_now(self, texts: Sequence[str]) -> bool:
        """Send all these frames without waiting, or none if the line is busy or closed."""
        ...

    async def close(self, code: int, reason: str) -> None:
        """Close with a code; never raises, takes a second at most."""
        ...

    def abort(self) -> None:
        """Cut the line."""
        ...

    @property
    def latency(self) -> float:
        """Seconds the newest ping took, 0 before the first."""
        ...


class Channel(Protocol):
    """The person's end."""

    async def send(self, text: str) -> None:
        """Send one frame. Raises `ChannelClosedError`."""
        ...

    async def receive(self) -> str:
        """Return the next frame. Raises `ChannelClosedError`."""
        ...

    async def close(self) -> None:
        """Leave; never raises."""
        ...
