"""A process that announces one table on one address until its input closes."""

from __future__ import annotations

import asyncio
import sys

from magnate_app.net import announcement
from magnate_app.net.discovery import Announcer
from tests.kit.answering import ROOM, health_answer, raw_server


async def main(address: str, host_id: str, service: str) -> None:
    announcement.SERVICE = service  # type: ignore[misc]  # as the test has it
    async with raw_server(health_answer(host_id)) as port:
        announcer = Announcer(port, host_id, [address])
        announcer.start()
        announcer.update([ROOM])
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)
        await announcer.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
