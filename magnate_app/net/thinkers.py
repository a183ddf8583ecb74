"""Bots at work: one thread beside the loop, answers no earlier than people can follow."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Final, TypeAlias

from magnate_app.bots import levels, reasons
from magnate_app.bots.advice import advise
from magnate_app.bots.base import Bot
from magnate_app.net import tasks
from magnate_app.protocol.explaining import Why
from magnate_app.rules.actions import Action
from magnate_app.server.advisor import Choices
from magnate_app.server.commands import AskAdviser, AskBot

Answer: TypeAlias = Callable[[AskBot, Action | None, Why | None], None]
Advice: TypeAlias = Callable[[AskAdviser, Choices], None]

MOST_SECONDS: Final = 1.5
"""What the slowest bot may think about one decision, on any machine."""

log = logging.getLogger(__name__)


class Thinkers:
    """The bots of one host; each keeps its luck and its memory for a whole game."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="magnate-bot")
        self._bots: dict[tuple[int, int, str, bool], Bot] = {}
        self._thinking: set[asyncio.Task[None]] = set()
        self._latest = 0.0

    def ask(self, ask: AskBot, answer: Answer) -> None:
        """Let a bot think; `answer` is called on the loop, with None when it failed."""
        task = tasks.spawn(self._think(ask, answer), name=f"bot {ask.game}/{ask.seat}")
        self._thinking.add(task)
        task.add_done_callback(self._thinking.discard)

    def advise(self, ask: AskAdviser, answer: Advice) -> None:
        """Let a bot think in a person's place; `answer` is called on the loop."""
        task = tasks.spawn(self._advise(ask, answer), name=f"advice {ask.game}/{ask.seat}")
        self._thinking.add(task)
        task.add_done_callback(self._thinking.discard)

    def forget(self, game: int) -> None:
        """Let the bots of a game go."""
        for key in [key for key in self._bots if key[0] == game]:
            del self._bots[key]

    async def close(self) -> None:
        """Stop waiting for answers and end the thread."""
        await tasks.stop(*self._thinking)
        await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)

    async def _think(self, ask: AskBot, answer: Answer) -> None:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        thought = loop.run_in_executor(self._pool, self._decide, self._bot(ask), ask)
        await asyncio.wait([thought])
        error = thought.exception()
        if error is not None:
            log.error("the %s bot of seat %d failed", ask.level, ask.seat, exc_info=error)
        left = ask.delay - (loop.time() - begun)
        if left > 0:
            await asyncio.sleep(left)
        answer(ask, *((None, None) if error is not None else thought.result()))

    async def _advise(self, ask: AskAdviser, answer: Advice) -> None:
        loop = asyncio.get_running_loop()
        thought = loop.run_in_executor(self._pool, advise, ask.view, ask.seat)
        choices = await thought
        answer(ask, tuple((one.actions, one.value, one.whys) for one in choices))

    def _decide(self, bot: Bot, ask: AskBot) -> tuple[Action, Why | None]:
        self._latest = monotonic() + MOST_SECONDS
        action = bot.decide(ask.view, ask.seat)
        return action, reasons.reason(ask.view, ask.seat, action, stand_in=ask.stand_in)

    def _hurry(self) -> bool:
        """Return whether the one bot that is thinking has to decide now."""
        return monotonic() > self._latest

    def _bot(self, ask: AskBot) -> Bot:
        key = (ask.game, ask.seat, ask.level, ask.stand_in)
        bot = self._bots.get(key)
        if bot is None:
            seed = secrets.randbits(64)
            bot = levels.make(ask.level, seed, stand_in=ask.stand_in, hurry=self._hurry)
            self._bots[key] = bot
        return bot
