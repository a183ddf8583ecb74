"""A scripted host for links: what it says is written down, what it hears is kept."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from magnate_app.errors import LinkError
from magnate_app.net.channel import ChannelClosedError
from magnate_app.protocol.link import LinkFailure

Step = str | tuple[int, str] | float


class ScriptedChannel:
    """Says its lines one after the other; a pair closes, a number waits seconds."""

    def __init__(self, path: str, query: dict[str, str], script: list[Step]) -> None:
        self.path = path
        self.query = query
        self.heard: list[dict[str, Any]] = []
        self.left = False
        self._script = list(script)

    async def send(self, text: str) -> None:
        self.heard.append(json.loads(text))

    async def receive(self) -> str:
        while self._script:
            step = self._script.pop(0)
            if isinstance(step, tuple):
                raise ChannelClosedError(*step)
            if isinstance(step, str):
                return step
            await asyncio.sleep(step)
        await asyncio.Event().wait()
        raise AssertionError("never")

    async def close(self) -> None:
        self.left = True


class ScriptedHost:
    """A dialer whose lines each follow one script; None is a line that cannot be opened."""

    address = "192.168.1.37:47800"
    at_home = False

    def __init__(self, *scripts: list[Step] | None) -> None:
        self._scripts = list(scripts)
        self.channels: list[ScriptedChannel] = []
        self.dialled = 0
        self.closed = False
        self.looked = 0

    async def dial(self, path: str, query: dict[str, str], token: str) -> ScriptedChannel:
        self.dialled += 1
        script = self._scripts.pop(0) if self._scripts else []
        if script is None:
            raise LinkError(LinkFailure.UNREACHABLE)
        channel = ScriptedChannel(path, query, script)
        self.channels.append(channel)
        return channel

    async def look_elsewhere(self) -> None:
        self.looked += 1

    async def close(self) -> None:
        self.closed = True


def welcome(kind: str = "action") -> str:
    """Return a host's welcome."""
    return json.dumps(
        {
            kind: "welcome",
            "protocol": 2,
            "app": "1.0.0",
            "you": 7,
            "username": "ana",
            "server_time": 1,
        }
    )
