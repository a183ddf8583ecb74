"""Bad weather on the lines of a table: one proxy for each guest, and what befalls it."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import Coroutine
from pathlib import Path
from typing import TypeVar

from magnate_app.net.background import Background
from magnate_app.net.client import TableLink
from magnate_app.net.goal import Goal, Person, Route
from magnate_app.net.host import Host
from magnate_app.net.joining import find_table
from magnate_app.protocol.gamelog import TableOptions
from magnate_app.protocol.messages import Socket
from magnate_app.protocol.room_code import parse_target
from magnate_app.server.config import ServerConfig
from magnate_app.server.setup import Setup
from tests.kit.networks import LOCAL, hosting
from tests.kit.proxy import Proxy, proxy_to

T = TypeVar("T")


class Weather:
    """A host with a table of people and bots, and a proxy before it for each person."""

    def __init__(self, folder: Path, setup: Setup, people: int, seed: str) -> None:
        self.background = Background()
        self.happened: Counter[str] = Counter()
        self.host: Host
        self.proxies: list[Proxy] = []
        self._folder = folder
        self._people = people
        self._seed = seed
        self._luck = random.Random(f"weather/{seed}")
        self._ready = asyncio.Event()
        self._ending = asyncio.Event()
        self._links: list[TableLink] = []
        self._life = self.background.call(self._live())
        self.run(self._ready.wait())
        self.code = self.run(self._room(setup))

    def run(self, coroutine: Coroutine[object, object, T]) -> T:
        return self.background.call(coroutine).result(30)

    def link(self, number: int, person: Person, game: int | None = None) -> TableLink:
        """Return a line of this person through its own proxy, to the room or the game."""
        target = parse_target(f"{LOCAL}:{self.proxies[number].port}/{self.code}")

        async def find() -> Route:
            host, goal = await find_table(target, [LOCAL])
            return host, goal if game is None else Goal(socket=Socket.GAME, name=str(game))

        link = TableLink(self.background, person, find)
        self._links.append(link)
        return link

    def begin(self) -> None:
        """Let things happen until `close`."""
        self.background.post(self._storm_now)

    def close(self) -> None:
        for link in self._links:
            link.close()
        self.run(self._all_left())
        self.background.post(self._ending.set)
        self._life.result(30)
        self.background.stop()

    async def _all_left(self) -> None:
        for link in self._links:
            await link.finished()

    async def _room(self, setup: Setup) -> str:
        return self.host.make_room(setup)

    async def _live(self) -> None:
        config = ServerConfig(bot_delay=0.0, stand_in_after=0.3, stand_in_patience=0.2)
        async with contextlib.AsyncExitStack() as stack:
            self.host = await stack.enter_async_context(
                hosting(self._folder, config, seed=self._seed)
            )
            for _ in range(self._people):
                proxy = await stack.enter_async_context(proxy_to(self.host.port or 0))
                self.proxies.append(proxy)
            self._storms: list[asyncio.Task[None]] = []
            self._ready.set()
            await self._ending.wait()
            for storm in self._storms:
                storm.cancel()
            await asyncio.gather(*self._storms, return_exceptions=True)

    def _storm_now(self) -> None:
        for proxy in self.proxies:
            proxy.latency = self._calm
        self._storms += [
            asyncio.get_running_loop().create_task(self._storm(proxy)) for proxy in self.proxies
        ]

    async def _storm(self, proxy: Proxy) -> None:
        luck = self._luck
        while True:
            await asyncio.sleep(luck.uniform(0.05, 0.6))
            what = luck.choice(("cut", "stall", "refuse", "delay", "calm"))
            self.happened[what] += 1
            match what:
                case "cut":
                    proxy.cut()
                case "stall":
                    proxy.stall()
                    await asyncio.sleep(luck.uniform(0.05, 0.9))
                    if luck.random() < 0.3:
                        proxy.cut()
                    proxy.flow()
                case "refuse":
                    proxy.refuse()
                    proxy.cut()
                    await asyncio.sleep(luck.uniform(0.05, 0.9))
                    proxy.refuse(refusing=False)
                case "delay":
                    proxy.latency = lambda: luck.uniform(0.0, 0.06)
                case _:
                    proxy.latency = self._calm

    def _calm(self) -> float:
        # Without it a game would be over before anything could happen to it.
        return self._luck.uniform(0.01, 0.03)


def options() -> TableOptions:
    """Return what such a table agrees on."""
    return TableOptions(name="Storm", absence="stand_in")
