"""What a host has yet to send to one peer: bounded, with a writer of its own.

A peer that reads slowly fills only its own outbox and is dropped when that is full; one
that does not read at all is cut off by its transport. Nobody else waits for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

import msgspec

from magnate_app.net import tasks
from magnate_app.net.channel import ChannelClosedError, Transport

ROOM: Final = 256
TOO_SLOW: Final = 4006


class _Ending(msgspec.Struct, frozen=True):
    """The last thing in an outbox."""

    code: int
    reason: str


class Outbox:
    """Sends what is put into it, in order, until it is closed or dropped."""

    def __init__(self, peer: int, transport: Transport) -> None:
        self.transport = transport
        self._waiting: asyncio.Queue[str | _Ending] = asyncio.Queue()
        self._ending = False
        self._idle = True
        self._task = tasks.spawn(self._write(), name=f"outbox {peer}")

    @property
    def done(self) -> bool:
        """Whether nothing more will be sent."""
        return self._task.done()

    def put(self, texts: Sequence[str]) -> None:
        """Send `texts` after the others; a peer that lets too much pile up is dropped.

        While nothing waits they go out at once, in one piece.
        """
        if self._ending or (self._idle and self.transport.send_now(texts)):
            return
        self._idle = False
        if self._waiting.qsize() + len(texts) > ROOM:
            self.drop()
            return
        for text in texts:
            self._waiting.put_nowait(text)

    def close(self, code: int, reason: str) -> None:
        """Send what is waiting, then close."""
        if not self._ending:
            self._ending = True
            self._waiting.put_nowait(_Ending(code, reason))

    def drop(self) -> None:
        """Forget what is waiting and close as too slow."""
        self._ending = True
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._waiting.put_nowait(_Ending(TOO_SLOW, "too_slow"))

    async def finished(self) -> None:
        """Wait until everything is sent and closed."""
        await asyncio.wait([self._task])

    async def stop(self) -> None:
        """End at once; the line is gone."""
        self._ending = True
        await tasks.stop(self._task)

    async def _write(self) -> None:
        while True:
            self._idle = self._waiting.empty() and not self._ending
            item = await self._waiting.get()
            if isinstance(item, _Ending):
                await self.transport.close(item.code, item.reason)
                return
            try:
                await self.transport.send(item)
            except ChannelClosedError:
                self._ending = True
                return
