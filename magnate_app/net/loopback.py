"""A line to the host in this very process: the same frames, without a socket.

The host hears a frame at once: who opens a room and says hello in one go is in it
before anybody else. The person hears in a later round of the loop, as over a wire.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import msgspec

from magnate_app.net.channel import ChannelClosedError


class _End(msgspec.Struct, frozen=True):
    code: int
    reason: str


class Loopback:
    """Both ends of one line; `transport` is the host's, `channel` the person's."""

    def __init__(self, heard: Callable[[str], None], left: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._heard = heard
        self._left = left
        self._frames: asyncio.Queue[str | _End] = asyncio.Queue()
        self._end: _End | None = None
        self.transport = HostEnd(self)
        self.channel = PersonEnd(self)

    def to_person(self, text: str) -> None:
        """Carry one frame from the host."""
        if self._end is not None:
            raise ChannelClosedError(self._end.code, self._end.reason)
        self._frames.put_nowait(text)

    def to_host(self, text: str) -> None:
        """Carry one frame to the host."""
        if self._end is not None:
            raise ChannelClosedError(self._end.code, self._end.reason)
        self._heard(text)

    async def next(self) -> str:
        """Return the next frame for the person."""
        if self._end is not None and self._frames.empty():
            raise ChannelClosedError(self._end.code, self._end.reason)
        frame = await self._frames.get()
        if isinstance(frame, _End):
            raise ChannelClosedError(frame.code, frame.reason)
        return frame

    def finish(self, code: int, reason: str) -> None:
        """Close both ends; the second time nothing happens."""
        if self._end is None:
            self._end = _End(code, reason)
            self._frames.put_nowait(self._end)
            self._loop.call_soon(self._left)


class HostEnd:
    """The host's end of a loopback."""

    latency = 0.0

    def __init__(self, line: Loopback) -> None:
        self._line = line

    async def send(self, text: str) -> None:
        """Send one frame; a loopback always has room."""
        self._line.to_person(text)

    def send_now(self, texts: Sequence[str]) -> bool:
        """Send frames at once, unless the line is closed."""
        try:
            for text in texts:
                self._line.to_person(text)
        except ChannelClosedError:
            return False
        return True

    async def close(self, code: int, reason: str) -> None:
        """Close with a code."""
        self._line.finish(code, reason)

    def abort(self) -> None:
        """Cut the line."""
        self._line.finish(1006, "")


class PersonEnd:
    """The person's end of a loopback."""

    def __init__(self, line: Loopback) -> None:
        self._line = line

    async def send(self, text: str) -> None:
        """Send one frame."""
        self._line.to_host(text)

    async def receive(self) -> str:
        """Return the next frame."""
        return await self._line.next()

    async def close(self) -> None:
        """Leave."""
        self._line.finish(1000, "")
