from __future__ import annotations

import asyncio

import pytest

from magnate_app.net.channel import ChannelClosedError
from magnate_app.net.loopback import Loopback


class _Host:
    def __init__(self) -> None:
        self.heard: list[str] = []
        self.left = 0
        self.line = Loopback(self.heard.append, self._leave)

    def _leave(self) -> None:
        self.left += 1


async def test_frames_go_both_ways_in_order() -> None:
    host = _Host()
    await host.line.channel.send("a")
    await host.line.channel.send("b")
    assert host.heard == ["a", "b"]
    await host.line.transport.send("c")
    assert await host.line.channel.receive() == "c"
    assert host.line.transport.latency == 0


async def test_the_host_closes_after_what_it_said() -> None:
    host = _Host()
    await host.line.transport.send("last")
    await host.line.transport.close(4001, "moved_on")
    assert await host.line.channel.receive() == "last"
    for _ in range(2):
        with pytest.raises(ChannelClosedError) as closed:
            await host.line.channel.receive()
        assert (closed.value.code, closed.value.reason) == (4001, "moved_on")
    with pytest.raises(ChannelClosedError):
        await host.line.channel.send("x")
    with pytest.raises(ChannelClosedError):
        await host.line.transport.send("x")
    await asyncio.sleep(0)
    assert host.left == 1


async def test_the_person_leaves_once() -> None:
    host = _Host()
    await host.line.channel.close()
    await host.line.channel.close()
    host.line.transport.abort()
    await asyncio.sleep(0)
    assert host.left == 1
