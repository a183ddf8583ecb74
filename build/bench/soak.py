"""Many games for a while: memory stays flat, and every message comes once and in order.

Run from the project's folder: `python build/bench/soak.py [--games N] [--seconds S]`. The
host is a process of its own; a game that ends makes room for a new one. Needs Linux for
the memory of a process. The exit status tells whether everything was in order.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import secrets
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from load import ACTION, RESPONSE, STATE, Game, memory
from server import PLENTY, SEATS, Ours, process

SEQ = re.compile(rb'"update":\{"seq":(\d+),"since":(\d+)')
GROWTH = 1.05
"""How much more memory the second half may take than the first minute did."""


class Watch:
    """Counts what one connection gets and notes what is out of order."""

    def __init__(self) -> None:
        self.seq = -1
        self.pairs = 0
        self.faults: list[str] = []
        self._action = False

    def look(self, payload: bytes) -> None:
        """Take one frame in."""
        if payload.startswith(ACTION):
            if self._action:
                self.faults.append("two actions in a row")
            self._action = True
            return
        if self._action and not payload.startswith(RESPONSE):
            self.faults.append(f"{payload[:60]!r} between action and response")
        if payload.startswith((RESPONSE, STATE)):
            found = SEQ.search(payload)
            assert found is not None, payload[:200]
            seq = int(found[1])
            if payload.startswith(RESPONSE):
                if not self._action:
                    self.faults.append("a response without its action")
                if (seq, int(found[2])) != (self.seq + 1, self.seq):
                    self.faults.append(f"seq {seq} after {self.seq}")
                self.pairs += 1
            self.seq, self._action = seq, False


class Watched(Game):
    """A game whose every seat is watched."""

    async def open(self, *, hello: bool = False) -> None:
        """Connect, and look at every frame from now on."""
        self.watches: list[Watch] = []
        await super().open(hello=hello)

    def _begin(self, number: int, payload: bytes, then: object) -> None:
        while len(self.watches) <= number:
            self.watches.append(Watch())
        self.watches[number].look(payload)
        super()._begin(number, payload, then)  # type: ignore[arg-type]


class Totals:
    """What all games together came to."""

    def __init__(self) -> None:
        self.games = self.actions = self.messages = 0
        self.faults: list[str] = []

    def add(self, game: Watched) -> None:
        """Count a game that is over, or that is left."""
        self.games += 1
        self.actions += game.actions
        self.messages += sum(2 * watch.pairs for watch in game.watches)
        for watch in game.watches:
            self.faults += watch.faults


async def keep_playing(ours: Ours, pace: float, totals: Totals, doors: asyncio.Semaphore) -> None:
    """Let the same four play one game after the other until cancelled."""
    people = [secrets.token_urlsafe(24) for _ in range(SEATS)]
    while True:
        async with doors:
            game = Watched(ours.address, await ours.paths(people), pace)
            await ours.open(game)
        game.start()
        try:
            while not game.over:  # noqa: ASYNC110
                await asyncio.sleep(0.2)
        finally:
            totals.add(game)
            game.close()


async def soak(games: int, seconds: float, pace: float, saves: str) -> int:
    """Play, sample, judge."""
    totals, samples = Totals(), []
    loop = asyncio.get_running_loop()
    async with process("ours", saves) as (pid, port):
        ours = Ours(port, extended=True, rounds=4)
        doors = asyncio.Semaphore(8)
        begun = loop.time()
        running = [
            asyncio.create_task(keep_playing(ours, pace, totals, doors)) for _ in range(games)
        ]
        while (now := loop.time() - begun) < seconds:
            await asyncio.sleep(min(1.0, seconds / 10))
            samples.append((now, memory(pid)))
            for task in running:
                if task.done():
                    task.result()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
    warm = [size for at, size in samples if at <= max(60.0, seconds / 2)][-1]
    last = max(size for _, size in samples[-3:])
    sys.stdout.write(
        f"{games} games at a time, {totals.games} in all, {totals.actions} actions, "
        f"{totals.messages} messages in {seconds:.0f} s\n"
        f"memory {samples[0][1] >> 20} MiB at first, {warm >> 20} warm, {last >> 20} at last "
        f"({last / warm:.2f})\n{len(totals.faults)} faults {totals.faults[:5]}\n"
    )
    lost = totals.faults or not totals.actions
    return 1 if lost or (seconds > 120 and last > warm * GROWTH) else 0


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--games", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--pace", type=float, default=0.5, help="seconds between two actions")
    parser.add_argument("--saves", default="", help="where logs are kept")
    args = parser.parse_args()
    return asyncio.run(soak(min(args.games, PLENTY), args.seconds, args.pace, args.saves))


if __name__ == "__main__":
    sys.exit(main())
