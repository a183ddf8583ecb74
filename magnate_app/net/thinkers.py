"""Bots at work beside the loop, answers no earlier than people can follow.

Quick levels think on one thread; the expert thinks in processes of its own, or on that
thread until they are awake and where there can be none. Whoever waits for its turn is
dropped when its decision is gone meanwhile; a thought that runs is short in any case.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeAlias

from magnate_app.bots import levels
from magnate_app.bots.advice import advise
from magnate_app.bots.base import Bot
from magnate_app.net import tasks, thinking
from magnate_app.net.minds import Minds
from magnate_app.net.thinking import LEAST_SECONDS, MOST_SECONDS, Conclusion, Thought
from magnate_app.protocol.explaining import Why
from magnate_app.rules.actions import Action
from magnate_app.rules.board import Board
from magnate_app.server.advisor import Choices
from magnate_app.server.commands import AskAdviser, AskBot

Answer: TypeAlias = Callable[[AskBot, Action | None, Why | None], None]
Advice: TypeAlias = Callable[[AskAdviser, Choices], None]
Key: TypeAlias = tuple[int, int, str, bool, str]

NO_GAME: Final = -1

DEEP: Final = frozenset({levels.EXPERT})
"""Levels worth a process: the others are done before a process had heard of it."""

log = logging.getLogger(__name__)


class Thinkers:
    """The bots of one host; each keeps its luck and its memory for a whole game.

    `wanted` tells whether the answer to a question would still be taken.
    """

    def __init__(self, board: Board, wanted: Callable[[AskBot], bool]) -> None:
        self._board = board
        self._wanted = wanted
        self._minds = Minds(board)
        self._quick = _Lane(1)
        self._deep = _Lane(0, threads=self._minds.most)
        self._waking = False
        self._mindless = False
        self._bots: dict[Key, Bot] = {}
        self._thinking: dict[asyncio.Task[None], int] = {}

    @property
    def processes(self) -> list[int]:
        """The ids of the processes that think, or wait for something to think about."""
        return self._minds.processes

    def ask(self, ask: AskBot, answer: Answer) -> None:
        """Let a bot think; `answer` is called on the loop, with None when it failed.

        It is not called at all when nobody wants the answer any more.
        """
        self._keep(self._think(ask, answer), ask.game, f"bot {ask.game}/{ask.seat}")

    def advise(self, ask: AskAdviser, answer: Advice) -> None:
        """Let a bot think in a person's place; `answer` is called on the loop."""
        self._keep(self._advise(ask, answer), ask.game, f"advice {ask.game}/{ask.seat}")

    def forget(self, game: int) -> None:
        """Let the bots of a game go, whatever they are thinking."""
        for key in [key for key in self._bots if key[0] == game]:
            del self._bots[key]
        for task, of in list(self._thinking.items()):
            # the last answer of a game is what ends it
            if of == game and task is not asyncio.current_task():
                task.cancel()

    async def close(self) -> None:
        """Stop waiting for answers; end the threads and processes."""
        await tasks.stop(*self._thinking)
        await asyncio.to_thread(self._end)

    def _end(self) -> None:
        self._minds.close()
        for lane in (self._quick, self._deep):
            lane.pool.shutdown(cancel_futures=True)

    def _keep(self, work: Coroutine[object, object, None], game: int, name: str) -> None:
        task = tasks.spawn(work, name=name)
        self._thinking[task] = game
        task.add_done_callback(self._thinking.pop)

    async def _think(self, ask: AskBot, answer: Answer) -> None:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        key = (ask.game, ask.seat, ask.level, ask.stand_in, ask.character)
        bot = self._bot(key)
        if ask.level in DEEP:
            self._wake()
        deep = ask.level in DEEP and self._deep.places > 0
        lane = self._deep if deep else self._quick
        with lane:
            # those who are asked at the same moment count as well
            await asyncio.sleep(0)
            async with lane.turn:
                if not self._wanted(ask):
                    return
                thought = Thought(self._bots.get(key, bot), ask.view, ask.seat, ask.stand_in)
                decide = self._decide_deeply if deep else self._decide
                left = MOST_SECONDS - (loop.time() - begun)
                seconds = max(LEAST_SECONDS, min(left, lane.share))
                running = loop.run_in_executor(lane.pool, decide, thought, seconds)
                await asyncio.wait([running])
        error = running.exception()
        conclusion = running.result() if error is None else None
        if error is not None:
            log.error("the %s bot of seat %d failed", ask.level, ask.seat, exc_info=error)
        elif conclusion is not None and key in self._bots:
            self._bots[key] = conclusion.bot
        left = ask.delay - (loop.time() - begun)
        if left > 0:
            await asyncio.sleep(left)
        if conclusion is None:
            answer(ask, None, None)
        else:
            answer(ask, conclusion.action, conclusion.why)

    async def _advise(self, ask: AskAdviser, answer: Advice) -> None:
        loop = asyncio.get_running_loop()
        with self._quick:
            choices = await loop.run_in_executor(self._quick.pool, advise, ask.view, ask.seat)
        answer(ask, tuple((one.actions, one.value, one.whys) for one in choices))

    def _decide(self, thought: Thought, seconds: float) -> Conclusion:
        return thinking.think(thought, min(seconds, thinking.allowance(self._board)))

    def _wake(self) -> None:
        """See to it that there is a process for each expert, as far as this machine goes."""
        experts = sum(level in DEEP for _, _, level, _, _ in self._bots)
        wanted = min(experts, self._minds.most)
        if not self._waking and not self._mindless and self._deep.places < wanted:
            self._waking = True
            self._keep(self._awaken(), NO_GAME, "wake a mind")

    async def _awaken(self) -> None:
        loop = asyncio.get_running_loop()
        self._mindless = not await loop.run_in_executor(self._deep.pool, self._minds.wake)
        self._waking = False
        if not self._mindless:
            self._deep.widen()

    def _decide_deeply(self, thought: Thought, seconds: float) -> Conclusion:
        return self._minds.think(thought, seconds) or self._decide(thought, seconds)

    def _bot(self, key: Key) -> Bot:
        bot = self._bots.get(key)
        if bot is None:
            _, _, level, stand_in, character = key
            bot = levels.make(
                level,
                secrets.randbits(64),
                stand_in=stand_in,
                hurry=thinking.late,
                character=character,
            )
            self._bots[key] = bot
        return bot


class _Lane:
    """Threads with their queue; entered by everybody who waits or thinks there."""

    def __init__(self, places: int, *, threads: int = 1) -> None:
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="magnate-bot")
        self.turn = asyncio.Semaphore(places)
        self.places = places
        self._there = 0

    def __enter__(self) -> None:
        self._there += 1

    def __exit__(self, *_: object) -> None:
        self._there -= 1

    def widen(self) -> None:
        """Let one more think at the same time."""
        self.places += 1
        self.turn.release()

    @property
    def share(self) -> float:
        """The seconds one of those who are there may take, so that all are done in time."""
        return MOST_SECONDS * self.places / self._there
