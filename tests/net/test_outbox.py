from __future__ import annotations

import asyncio
from collections.abc import Sequence

from magnate_app.net import outbox as outboxes
from magnate_app.net.channel import ChannelClosedError
from magnate_app.net.outbox import Outbox


class Recording:
    """A transport that keeps what it is given, as slowly as a test wants."""

    latency = 0.0
    idle = False

    def __init__(self, pause: float = 0.0, lost_after: int = 1000) -> None:
        self.sent: list[str] = []
        self.closed: tuple[int, str] | None = None
        self.aborted = False
        self._pause = pause
        self._lost_after = lost_after

    async def send(self, text: str) -> None:
        if len(self.sent) >= self._lost_after:
            raise ChannelClosedError
        await asyncio.sleep(self._pause)
        self.sent.append(text)

    def send_now(self, texts: Sequence[str]) -> bool:
        if not self.idle:
            return False
        self.sent += texts
        return True

    async def close(self, code: int, reason: str) -> None:
        self.closed = (code, reason)

    def abort(self) -> None:
        self.aborted = True


async def test_frames_go_out_in_order_before_the_close() -> None:
    line = Recording()
    outbox = Outbox(1, line)
    for number in range(20):
        outbox.put([str(number)])
    outbox.close(4001, "moved_on")
    outbox.put(["too late"])
    outbox.close(4005, "replaced")
    await outbox.finished()
    assert line.sent == [str(number) for number in range(20)]
    assert line.closed == (4001, "moved_on")
    assert outbox.done


async def test_an_idle_line_takes_frames_at_once_and_a_busy_one_keeps_their_order() -> None:
    line = Recording(pause=0.01)
    outbox = Outbox(1, line)
    line.idle = True
    outbox.put(["1", "2"])
    assert line.sent == ["1", "2"]
    line.idle = False
    outbox.put(["3", "4"])
    line.idle = True
    outbox.put(["5"])
    await asyncio.sleep(0)
    outbox.put(["6"])
    outbox.close(1000, "")
    await outbox.finished()
    assert line.sent == ["1", "2", "3", "4", "5", "6"]


async def test_a_peer_that_lets_too_much_pile_up_is_dropped() -> None:
    line = Recording(pause=0.01)
    outbox = Outbox(1, line)
    for number in range(outboxes.ROOM + 1):
        outbox.put([str(number)])
    await outbox.finished()
    assert len(line.sent) <= 1
    assert line.closed == (4006, "too_slow")


async def test_a_line_that_is_gone_ends_the_writer() -> None:
    line = Recording(lost_after=1)
    outbox = Outbox(1, line)
    outbox.put(["one"])
    outbox.put(["two"])
    await outbox.finished()
    assert line.sent == ["one"]
    assert line.closed is None


async def test_stopping_ends_at_once() -> None:
    line = Recording(pause=60)
    outbox = Outbox(1, line)
    outbox.put(["one"])
    await asyncio.sleep(0)
    await outbox.stop()
    assert outbox.done
    assert line.sent == []
