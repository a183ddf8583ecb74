"""A host killed in the middle of many games: its files know all that anybody was shown.

Run from the project's folder: `python build/bench/killed.py [--games N] [--seconds S]`. The
host is a process of its own. The exit status tells whether every game is whole.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from load import Game
from server import Ours, process

from magnate_app.saves import gamelog, journal


async def play(folder: Path, count: int, seconds: float) -> dict[int, int]:
    """Play so many games, then kill their host; return the actions seen of each."""
    async with process("ours", str(folder)) as (pid, port):
        ours = Ours(port, extended=False)
        games: dict[int, Game] = {}
        for _ in range(count):
            game = Game(ours.address, await ours.paths())
            await ours.open(game)
            games[ours.game] = game
        for game in games.values():
            game.start()
        await asyncio.sleep(seconds)
        os.kill(pid, signal.SIGKILL)
        # What has arrived was sent.
        await asyncio.sleep(0.3)
        for game in games.values():
            game.close()
    return {number: game.actions for number, game in games.items()}


def look(saves: Path, seen: dict[int, int]) -> int:
    """Compare the logs with what was seen; return how many games lack something."""
    before = sum(path.read_bytes().count(b"\n") for path in saves.glob("*.jsonl"))
    journal.mend(saves)
    after = sum(path.read_bytes().count(b"\n") for path in saves.glob("*.jsonl"))
    short = 0
    for number, actions in seen.items():
        (path,) = saves.glob(f"*-{number}.jsonl")
        short += len(gamelog.read_game(path).records) < actions
    total = sum(seen.values())
    print(
        f"{len(seen)} games, {total} actions seen, {after - before} lines mended, {short} lack some"
    )
    return short


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--games", type=int, default=25)
    parser.add_argument("--seconds", type=float, default=3.0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seen = asyncio.run(play(Path(folder), args.games, args.seconds))
        (saves,) = Path(folder).glob("*/saves")
        return 1 if look(saves, seen) else 0


if __name__ == "__main__":
    sys.exit(main())
