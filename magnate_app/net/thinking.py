"""How one bot thinks about one decision, in time: in a thread of ours or in another process.

Knows clocks, bots and the one pipe that may call a thought off; not who asked. Imported by
processes that do nothing else, so it needs neither screen nor sockets nor asyncio.
"""

from __future__ import annotations

import math
import threading
from functools import lru_cache
from multiprocessing.connection import Connection
from time import monotonic, perf_counter
from typing import Final, NamedTuple

from magnate_app.bots import levels, reasons
from magnate_app.bots.arena import Match
from magnate_app.bots.base import Bot
from magnate_app.protocol.explaining import Why
from magnate_app.rules.actions import Action
from magnate_app.rules.board import Board
from magnate_app.rules.chance import Seeded
from magnate_app.rules.ids import Seat
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import GameState

MOST_SECONDS: Final = 1.5
"""What a bot may take for one decision, on any machine and however many others think."""

LEAST_SECONDS: Final = 0.03
"""What it has in any case."""

USUAL_SECONDS: Final = 0.3
"""What a thought may take on a machine that plays the sample in `SAMPLE_SECONDS`."""

SAMPLE: Final = 300
SAMPLE_SECONDS: Final = 0.012


class Thought(NamedTuple):
    """What a bot is asked; it may be used up by answering."""

    bot: Bot
    view: GameState
    seat: Seat
    stand_in: bool


class Conclusion(NamedTuple):
    """What came out: an action, what the bot says with it, and the bot as it is now."""

    action: Action
    why: Why | None
    bot: Bot


def think(thought: Thought, seconds: float, line: Connection | None = None) -> Conclusion:
    """Let a bot decide within about `seconds`, sooner when the other end of `line` is gone."""
    _watch.latest = monotonic() + seconds
    _watch.line = line
    bot, view, seat, stand_in = thought
    action = bot.decide(view, seat)
    return Conclusion(action, reasons.spoken(bot, view, seat, action, stand_in=stand_in), bot)


def late() -> bool:
    """Return whether the bot that is thinking in this thread has to decide now."""
    return monotonic() > _watch.latest or (_watch.line is not None and _watch.line.poll())


@lru_cache(maxsize=4)
def allowance(board: Board) -> float:
    """Return the seconds a thought may take on this machine, found by playing a little."""
    bots = [levels.make(levels.REFERENCE, place) for place in range(4)]
    match = Match(board, Settings(), bots, Seeded("allowance"))
    began = perf_counter()
    for _ in range(SAMPLE):
        match.step()
    slowness = (perf_counter() - began) / SAMPLE_SECONDS
    return max(LEAST_SECONDS, min(MOST_SECONDS, USUAL_SECONDS * slowness))


class _Watch(threading.local):
    """When the bot of this thread has to decide, and who could call it off."""

    latest: float = math.inf
    line: Connection | None = None


_watch = _Watch()
