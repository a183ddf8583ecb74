"""Our server beside a bare `websockets` room server that sends the same frames, no rules.

Run from the project's folder: `python build/bench/server.py [--rounds N] [--seconds S]
[--extended] [--idle-games N]`. Both run as processes of their own and take turns; what
counts are ratios. Needs Linux for processor time and memory.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from load import Game, Seat, cpu, memory
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed

GAMES, SEATS = 25, 4
PLENTY = 10_000_000
SETTINGS = {
    "pace": "relaxed",
    "start_money": 100_000,
    "max_rounds": 1000,
    "visibility": "code_only",
    "absence": "clock",
}


class Ours:
    """The server of the game, and how to come to a table there."""

    def __init__(self, port: int, extended: bool, rounds: int = 1000) -> None:
        self.address = ("127.0.0.1", port)
        self._extended = extended
        self._settings = {**SETTINGS, "max_rounds": rounds}

    async def paths(self, tokens: list[str] | None = None) -> list[str]:
        """Start a game of four, of new people by default; return where they connect."""
        url = f"ws://127.0.0.1:{self.address[1]}"
        tokens = tokens or [secrets.token_urlsafe(24) for _ in range(SEATS)]
        options = {"compression": None, "proxy": None}
        async with contextlib.AsyncExitStack() as stack:
            people = []
            code = "new"
            for token in tokens:
                version = "" if people else "&v=2"
                uri = f"{url}/ws/room/{code}/?token={token}{version}"
                one = await stack.enter_async_context(connect(uri, **options))
                people.append(one)
                if len(people) == 1:
                    await one.send('{"command":"hello","protocol":2,"app":"bench"}')
                    while code == "new":
                        code = json.loads(await one.recv()).get("room_code", code)
                    settings = {"command": "update_settings", "settings": self._settings}
                    await one.send(json.dumps(settings))
            for one in people:
                await one.send('{"command":"ready_status","is_ready":true}')
            ready = 0
            while ready < SEATS:
                ready += json.loads(await people[0].recv())["action"] == "ready_status"
            await people[0].send('{"command":"start_game"}')
            while True:
                message = json.loads(await people[0].recv())
                if "game_id" in message:
                    game = message["game_id"]
                    break
        more = "&v=2" if self._extended else ""
        self.game = game
        return [f"/ws/game/{game}/?token={token}{more}" for token in tokens]

    async def open(self, game: Game) -> None:
        """Connect a game; extended people say hello first."""
        await game.open(hello=self._extended)

    def watch(self, number: int) -> str:
        """Return where one more person listens to the last game."""
        return f"/ws/game/{self.game}/?token=watching-the-game-{number:06}&spectate=1"


class Bare:
    """The bare server."""

    def __init__(self, port: int) -> None:
        self.address = ("127.0.0.1", port)
        self._rooms = 0

    async def paths(self) -> list[str]:
        """Return where the people of a new room connect."""
        self._rooms += 1
        return [f"/{self._rooms}/{seat}" for seat in range(SEATS)]

    async def open(self, game: Game) -> None:
        """Connect a game."""
        await game.open()

    def watch(self, number: int) -> str:
        """Return where one more person listens to the last room."""
        return f"/{self._rooms}/{number % SEATS}"


Server = Ours | Bare


# The two servers, each in its process.


async def serve_ours(saves: str) -> None:
    """Run a host whose limits are out of the way."""
    from magnate_app.content import load_board
    from magnate_app.net.host import Host
    from magnate_app.protocol import connection
    from magnate_app.server.config import ServerConfig

    connection.BURST, connection.REFILL = PLENTY, float(PLENTY)  # type: ignore[misc]
    with tempfile.TemporaryDirectory(dir=saves or None) as folder:
        os.makedirs(f"{folder}/data")
        os.makedirs(f"{folder}/saves")
        config = ServerConfig(
            max_rooms=PLENTY,
            max_peers=PLENTY,
            bot_delay=0,
            remote_rooms=True,
            kept_after_end=10,
        )
        data, saves = Path(folder, "data"), Path(folder, "saves")
        host = Host(config, load_board(), data=data, saves=saves)
        sys.stdout.write(f"{await host.listen(0, '127.0.0.1', announce=False)}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)
        await host.close()


async def serve_bare(recording: dict[str, list[Any]]) -> None:
    """Run rooms in which every message is answered by the next two recorded frames."""
    states, frames = recording["states"], recording["frames"]
    rooms: dict[str, set[ServerConnection]] = {}
    at: dict[str, int] = {}

    async def handle(socket: ServerConnection) -> None:
        assert socket.request is not None
        _, room, seat = socket.request.path.split("/")
        people = rooms.setdefault(room, set())
        at.setdefault(room, 0)
        people.add(socket)
        await socket.send(states[int(seat)])
        with contextlib.suppress(ConnectionClosed):
            async for text in socket:
                json.loads(text)
                action, response = frames[at[room] % len(frames)]
                at[room] += 1
                broadcast(people, action)
                broadcast(people, response)
        people.discard(socket)

    async with serve(
        handle, "127.0.0.1", 0, compression=None, ping_interval=5, ping_timeout=5
    ) as server:
        sys.stdout.write(f"{next(iter(server.sockets)).getsockname()[1]}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


@contextlib.asynccontextmanager
async def process(*arguments: str) -> AsyncIterator[tuple[int, int]]:
    """Run this file in another process; give its process id and port."""
    command = [sys.executable, __file__, *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as child:  # noqa: ASYNC220
        assert child.stdout is not None
        assert child.stdin is not None
        try:
            yield child.pid, int(await asyncio.to_thread(child.stdout.readline))
        finally:
            child.stdin.close()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()


# What is measured.


def disk_of(folder: str) -> str:
    """Return the file system a folder lies on, and what one durable line takes there."""
    path, kind = os.path.realpath(folder), "an unknown file system"
    points = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    for point, name in sorted(points, key=lambda one: len(one[0])):
        if path == point or path.startswith(point.rstrip("/") + "/"):
            kind = name
    with tempfile.TemporaryFile(dir=folder) as file:
        times = []
        for _ in range(50):
            begun = time.perf_counter()
            os.write(file.fileno(), b"x" * 200)
            os.fsync(file.fileno())
            times.append(time.perf_counter() - begun)
    return f"{kind} (a line takes {statistics.median(times) * 1000:.1f} ms)"


async def record(ours: Ours, actions: int) -> str:
    """Play one game on our server and write down what everybody was sent."""
    game = Game(ours.address, await ours.paths())
    game.recording = []
    await ours.open(game)
    game.start()
    while len(game.recording) < actions and not game.over:  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    game.close()
    file = Path(tempfile.mkdtemp()) / "recording.json"
    file.write_text(json.dumps({"states": game.states, "frames": game.recording[:actions]}))
    return str(file)


async def meet(server: Server, games: int, pace: float) -> list[Game]:
    """Connect so many games."""
    doors = asyncio.Semaphore(8)

    async def one() -> Game:
        async with doors:
            game = Game(server.address, await server.paths(), pace)
            await server.open(game)
            return game

    return list(await asyncio.gather(*(one() for _ in range(games))))


async def throughput(server: Server, pid: int, seconds: float) -> tuple[float, float]:
    """Return actions a second, and processor time of the server for one in µs."""
    games = await meet(server, GAMES, 0.0)
    for game in games:
        game.start()
    await asyncio.sleep(0.5)
    before, used = sum(game.actions for game in games), cpu(pid)
    begun = asyncio.get_running_loop().time()
    await asyncio.sleep(seconds)
    lasted = asyncio.get_running_loop().time() - begun
    done, spent = sum(game.actions for game in games) - before, cpu(pid) - used
    over = sum(game.over for game in games)
    for game in games:
        game.close()
    if over:
        sys.stdout.write(f"  ({over} games ended early)\n")
    await asyncio.sleep(0.3)
    return done / lasted, spent / done * 1e6


async def calm(server: Server, games: int, seconds: float) -> float:
    """Return the 99th percentile, in ms, until the last of four has heard an action."""
    met = await meet(server, games, 1.0)
    for number, game in enumerate(met):
        asyncio.get_running_loop().call_later(number / games, game.start)
    await asyncio.sleep(seconds + 1)
    told = sorted(value for game in met for value in game.latencies)
    for game in met:
        game.close()
    await asyncio.sleep(0.3)
    return told[int(len(told) * 0.99)] * 1000


async def weight(server: Server, pid: int, connections: int) -> float:
    """Return the bytes one more listening connection takes in the server."""
    game = (await meet(server, 1, 0.0))[0]
    loop = asyncio.get_running_loop()
    seats = []

    async def more(count: int) -> None:
        for _ in range(count):
            seat = Seat(server.watch(len(seats)), lambda payload: None)
            await loop.create_connection(lambda seat=seat: seat, *server.address)
            await seat.ready
            seats.append(seat)

    await more(100)
    await asyncio.sleep(0.3)
    before = memory(pid)
    await more(connections)
    await asyncio.sleep(0.5)
    grown = memory(pid) - before
    for seat in (*seats, *game.seats):
        seat.close()
    await asyncio.sleep(0.5)
    return grown / connections


async def stalled(server: Server, seconds: float, sleepers: int) -> float:
    """Return the median ms of an action while so many listeners read nothing."""
    game = Game(server.address, await server.paths(), 0.002)
    await server.open(game)
    loop = asyncio.get_running_loop()
    asleep = []
    for number in range(sleepers):
        seat = Seat(server.watch(number), lambda payload: None)
        await loop.create_connection(lambda seat=seat: seat, *server.address)
        await seat.ready
        assert seat.transport is not None
        seat.transport.pause_reading()
        asleep.append(seat)
    game.start()
    await asyncio.sleep(seconds)
    game.close()
    for seat in asleep:
        seat.close()
    await asyncio.sleep(0.2)
    return statistics.median(game.latencies) * 1000


async def measure(args: argparse.Namespace) -> None:
    """Let both take turns and print the ratios."""

    def say(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    async with process("ours", args.saves) as (our_pid, our_port):
        ours = Ours(our_port, args.extended)
        recording = await record(ours, 1500)
        async with process("bare", recording) as (bare_pid, bare_port):
            bare = Bare(bare_port)
            kind = "extended" if args.extended else "classic"
            say(
                f"{kind} connections, {args.rounds} rounds of {args.seconds} s, load of the "
                f"computer {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, logs on "
                f"{disk_of(args.saves or tempfile.gettempdir())}\n"
            )
            mine, theirs = await weight(ours, our_pid, 200), await weight(bare, bare_pid, 200)
            say(
                f"memory of a connection: {mine / theirs:.2f} of bare (at most 2; "
                f"{mine / 1024:.0f} and {theirs / 1024:.0f} KiB)\n"
            )
            ratios, added = [], []
            for _ in range(args.rounds):
                mine, cost = await throughput(ours, our_pid, args.seconds)
                theirs, bare_cost = await throughput(bare, bare_pid, args.seconds)
                ratios.append(mine / theirs)
                added.append(cost - bare_cost)
                say(
                    f"  ours {mine:6.0f}/s {cost:5.0f} µs   bare {theirs:6.0f}/s "
                    f"{bare_cost:5.0f} µs\n"
                )
            say(
                f"{GAMES} games, instant people: {statistics.median(ratios):.2f} of the bare "
                f"server's actions a second (at least 0.45)\n"
            )
            say(f"added processor time: {statistics.median(added):.0f} µs an action (at most 80)\n")
            pairs = [
                (
                    await calm(ours, args.idle_games, args.seconds),
                    await calm(bare, args.idle_games, args.seconds),
                )
                for _ in range(args.rounds)
            ]
            ratio = statistics.median(mine / theirs for mine, theirs in pairs)
            said = ", ".join(f"{mine:.1f}/{theirs:.1f}" for mine, theirs in pairs)
            say(
                f"p99 at {args.idle_games} games, an action a second each: {ratio:.2f} of bare "
                f"(at most 3; ms {said})\n"
            )
            delays = []
            for number in range(4 * args.rounds):
                # In turns, each first as often as the other: the disk has moods.
                first = number % 2
                times = {n: await stalled(ours, args.seconds / 4, n) for n in (first, 1 - first)}
                delays.append(times[1] / times[0] - 1)
            say(
                f"one that stops reading delays the others by {statistics.median(delays):+.0%} "
                f"(at most +10 %; {len(delays)} pairs, {min(delays):+.0%} to {max(delays):+.0%})\n"
            )


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("role", nargs="?", choices=("measure", "ours", "bare"), default="measure")
    parser.add_argument("recording", nargs="?", default="")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--idle-games", type=int, default=100)
    parser.add_argument("--saves", default="", help="where logs are kept, to compare disks")
    parser.add_argument("--extended", action="store_true")
    args = parser.parse_args()
    if args.role == "ours":
        asyncio.run(serve_ours(args.recording))
    elif args.role == "bare":
        asyncio.run(serve_bare(json.loads(Path(args.recording).read_text())))
    else:
        asyncio.run(measure(args))


if __name__ == "__main__":
    main()
