#!/usr/bin/env python3
"""Do people wait for bots? Twenty experts that never stop thinking beside games of people.

    python build/bench/thinking.py [--rounds N --seconds S] > build/bench/results/thinking.md

One host in a process of its own serves games of people who act ten times a second. In turns
its experts rest, think in processes as they do at a table, and think on a thread as before.
What counts are ratios to the rest beside them. Needs Linux, like `server.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from load import Game, memory
from server import Ours, meet

if TYPE_CHECKING:
    from magnate_app.net.thinkers import Thinkers
    from magnate_app.rules.board import Board
    from magnate_app.rules.state import GameState

EXPERTS: Final = 20
GAMES: Final = 6
PACE: Final = 0.1
AIM: Final = 4.0
POSITIONS: Final = 300

REST, PROCESSES, THREAD = "rest", "processes", "thread"


async def serve() -> None:
    """Host games, and let experts think or rest as standard input says."""
    from magnate_app.content import load_board
    from magnate_app.net import thinkers
    from magnate_app.net.host import Host
    from magnate_app.net.thinkers import Thinkers
    from magnate_app.protocol import connection
    from magnate_app.server.commands import AskBot
    from magnate_app.server.config import ServerConfig

    plenty = 10_000_000
    connection.BURST, connection.REFILL = plenty, float(plenty)  # type: ignore[misc]
    content = load_board()
    asks = positions(content.board)
    deep = thinkers.DEEP
    answered: list[float] = []

    async def think(mode: str) -> None:
        thinkers.DEEP = deep if mode == PROCESSES else frozenset()  # type: ignore[misc]
        loop = asyncio.get_running_loop()
        crowd = Thinkers(content.board, lambda _: True)
        answered.clear()
        tasks = [asyncio.create_task(endlessly(crowd, number, loop)) for number in range(EXPERTS)]
        try:
            await asyncio.gather(*tasks)
        finally:
            minds = [memory(process) for process in crowd.processes]
            for task in tasks:
                task.cancel()
            await crowd.close()
            slowest = sorted(answered)[int(0.99 * len(answered))] if answered else 0.0
            sys.stdout.write(f"{len(answered)} {slowest} {max(minds, default=0)}\n")
            sys.stdout.flush()

    async def endlessly(crowd: Thinkers, number: int, loop: asyncio.AbstractEventLoop) -> None:
        at = 7 * number
        while True:
            seat, view = asks[at % len(asks)]
            at += 1
            done: asyncio.Future[None] = loop.create_future()
            begun = loop.time()
            ask = AskBot(
                game=number, seat=seat, question=at, view=view.copy(), level="expert", delay=0.0
            )
            crowd.ask(ask, lambda *_, done=done: done.done() or done.set_result(None))
            await done
            answered.append(loop.time() - begun)

    with tempfile.TemporaryDirectory() as folder:
        data, saves = Path(folder, "data"), Path(folder, "saves")
        os.makedirs(data)
        os.makedirs(saves)
        config = ServerConfig(
            max_rooms=plenty, max_peers=plenty, bot_delay=0, remote_rooms=True, kept_after_end=10
        )
        host = Host(config, content, data=data, saves=saves)
        sys.stdout.write(f"{await host.listen(0, '127.0.0.1', announce=False)}\n")
        sys.stdout.flush()
        busy: asyncio.Task[None] | None = None
        while line := (await asyncio.to_thread(sys.stdin.readline)).strip():
            if busy is not None:
                busy.cancel()
                await asyncio.wait([busy])
                busy = None
            if line != REST:
                busy = asyncio.create_task(think(line))
        if busy is not None:
            busy.cancel()
            await asyncio.wait([busy])
        await host.close()


def positions(board: Board) -> list[tuple[int, GameState]]:
    """Return seats and views of moments at which an expert plays on from its candidates."""
    from magnate_app.bots import levels
    from magnate_app.bots.arena import Match
    from magnate_app.bots.bonuses import rounds_left
    from magnate_app.bots.search import LAST_ROUNDS
    from magnate_app.rules import engine, ids
    from magnate_app.rules.chance import Seeded
    from magnate_app.rules.settings import Settings
    from magnate_app.rules.views import view_for

    found: list[tuple[int, GameState]] = []
    game = 0
    while len(found) < POSITIONS:
        game += 1
        bots = [levels.make("hard", f"{game}/{place}") for place in range(4)]
        match = Match(board, Settings(), bots, Seeded(game))
        while not match.over:
            seat = engine.acting(match.state)[0]
            phase = match.state.phase
            late = rounds_left(match.state) <= LAST_ROUNDS
            if late and phase in (ids.CHOOSE_SQUARE, ids.MANAGEMENT, ids.BUSINESS):
                found.append((seat, view_for(match.state, seat)))
            match.step()
    return found[:POSITIONS]


async def late(server: Ours, seconds: float) -> float:
    """Return the 99th percentile, in ms, until all four have heard an action."""
    games = await meet(server, GAMES, PACE)
    loop = asyncio.get_running_loop()
    for number, game in enumerate(games):
        loop.call_later(PACE * number / GAMES, game.start)
    await asyncio.sleep(1)
    for game in games:
        game.latencies.clear()
    await asyncio.sleep(seconds)
    told: list[float] = sorted(value for game in games for value in game.latencies)
    close(games)
    await asyncio.sleep(0.3)
    return told[int(len(told) * 0.99)] * 1000


def close(games: list[Game]) -> None:
    """Cut all lines."""
    for game in games:
        game.close()


async def measure(rounds: int, seconds: float) -> None:
    """Let the modes take turns and print the page."""
    pipe = subprocess.PIPE
    command = [sys.executable, __file__, "serve"]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as child:  # noqa: ASYNC220
        orders, answers = child.stdin, child.stdout
        assert orders is not None
        assert answers is not None
        port = int(await asyncio.to_thread(answers.readline))
        server = Ours(port, extended=False)

        async def tell(mode: str) -> None:
            orders.write(f"{mode}\n")
            orders.flush()
            await asyncio.sleep(0.2)

        found: dict[str, list[float]] = {REST: [], PROCESSES: [], THREAD: []}
        said: dict[str, list[tuple[float, float, float]]] = {PROCESSES: [], THREAD: []}
        for _ in range(rounds):
            for mode in found:
                await tell(mode)
                found[mode].append(await late(server, seconds))
                if mode != REST:
                    await tell(REST)
                    line = await asyncio.to_thread(answers.readline)
                    count, slowest, size = (float(word) for word in line.split())
                    said[mode].append((count / seconds, 1000 * slowest, size / 2**20))
        orders.close()
        child.wait(20)
    print("# People beside thinking experts\n")
    print(f"`python build/bench/thinking.py --rounds {rounds} --seconds {seconds:g}`, ", end="")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}.")
    print(f"{GAMES} games of four people, {1 / PACE:.0f} actions a second each; {EXPERTS} experts")
    print("that think without a pause. The p99 of an action is until all four have heard it.\n")
    print("| experts | p99 in ms | ratio to rest | aim | thoughts/s | p99 of a thought in ms |")
    print("|---|---:|---:|---:|---:|---:|")
    print(f"| rest | {statistics.median(found[REST]):.1f} | 1 | | | |")
    for mode, name in ((PROCESSES, "think in processes"), (THREAD, "think on a thread")):
        ratio = statistics.median(a / b for a, b in zip(found[mode], found[REST], strict=True))
        rate, slowest, _ = (statistics.median(one) for one in zip(*said[mode], strict=True))
        aim = f"{AIM:g}, {'reached' if ratio <= AIM else 'missed'}" if mode == PROCESSES else ""
        print(
            f"| {name} | {statistics.median(found[mode]):.1f} | {ratio:.2f} | {aim} "
            f"| {rate:.0f} | {slowest:.0f} |"
        )
    size = max(one for _, _, one in said[PROCESSES])
    print(f"\nA process that thinks takes {size:.0f} MiB at most.")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("role", nargs="?", choices=("measure", "serve"), default="measure")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=6.0)
    arguments = parser.parse_args()
    if arguments.role == "serve":
        asyncio.run(serve())
    else:
        asyncio.run(measure(arguments.rounds, arguments.seconds))


if __name__ == "__main__":
    main()
