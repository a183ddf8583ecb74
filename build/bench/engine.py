#!/usr/bin/env python3
"""How fast the rules are, beside the packages `chess` and `catanatron` in the same run.

    pip install chess catanatron        (by hand, for this page only)
    python build/bench/engine.py [--rounds N] > build/bench/results/engine.md

All play random games on one core. They take turns, and what counts are the medians of the
ratios within a round: other programs on the machine slow down everybody alike. Without the
two packages our own figures remain, and the page says what is missing.
"""

from __future__ import annotations

import argparse
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from magnate_app.content import load_board
from magnate_app.rules import engine
from magnate_app.rules.actions import Action
from magnate_app.rules.chance import Seeded
from magnate_app.rules.events import AnyEvent
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import GameState

try:
    import chess
except ModuleNotFoundError:
    chess = None

try:
    import catanatron
except ModuleNotFoundError:
    catanatron = None

BOARD = load_board().board
SETTINGS = Settings(seats=4)
HUMANS = (False,) * 4
GAMES: Final = 12
"""Random games of ours in one measurement."""

COPIES: Final = 2000
PLIES: Final = 200
"""Of one random game of chess at most."""

WHOLE, EVENTS, SILENT, LISTED, COPY, HASH = (
    "random playout: `legal`, `apply`",
    "`check`, `apply` with events",
    "`check`, `apply` without events",
    "`legal`, `apply` without events",
    "`copy`",
    "`state_hash`",
)
CHESS, CATAN = "`chess`: random move", "`catanatron`: random action"

TARGETS: Final = (
    (EVENTS, CHESS, 0.25),
    (EVENTS, CATAN, 0.3),
    (SILENT, CHESS, 0.125),
    (SILENT, CATAN, 0.15),
    (COPY, CHESS, 0.25 / 4),
    (COPY, CATAN, 0.3 / 4),
)
"""What is measured, beside what, and the ratio it may have at most: a copy may cost a quarter
of what an action may cost."""

Step = tuple[int, Action]


def main() -> None:
    """Measure and print the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15, help="measurements of each")
    rounds = parser.parse_args().rounds
    recorded = [(seed, record(seed)) for seed in range(GAMES)]
    measured = contestants(recorded)
    found: dict[str, list[float]] = {name: [] for name in measured}
    for round_ in range(rounds):
        for name, measure in measured.items():
            found[name].append(measure(round_))
    print(page(found, rounds, sum(len(steps) for _, steps in recorded)))


def contestants(recorded: list[tuple[int, list[Step]]]) -> dict[str, Callable[[int], float]]:
    """Return what can be measured here: each gives microseconds for one action."""
    count = sum(len(steps) for _, steps in recorded)
    seed, steps = recorded[0]
    middle = again(seed, steps[: len(steps) // 2])

    def ours(**flags: bool) -> Callable[[int], float]:
        return lambda _: timed(lambda: [again(*one, **flags) for one in recorded]) / count

    measured: dict[str, Callable[[int], float]] = {
        EVENTS: ours(check=True, events=True),
        SILENT: ours(check=True),
        LISTED: ours(legal=True),
        WHOLE: lambda _: timed(lambda: [record(seed) for seed, _ in recorded]) / count,
        COPY: lambda _: timed(lambda: repeat(middle.copy, COPIES)) / COPIES,
        HASH: lambda _: timed(lambda: repeat(lambda: engine.state_hash(middle), COPIES)) / COPIES,
    }
    if chess is not None:
        measured[CHESS] = per_action(play_chess)
    if catanatron is not None:
        measured[CATAN] = per_action(play_catan)
    return measured


def page(found: dict[str, list[float]], rounds: int, actions: int) -> str:
    """Return the figures as a page."""
    lines = [
        "# The speed of the rules",
        "",
        f"`python build/bench/engine.py --rounds {rounds}`, Python {platform.python_version()}, "
        "processor time of one core;",
        f"medians of {rounds} rounds in which all take turns. {GAMES} random games of four, "
        f"{actions} actions,",
        "played again from their record.",
        "",
        "| | µs |",
        "|---|---:|",
        *(f"| {name} | {statistics.median(times):.2f} |" for name, times in found.items()),
        "",
        "| | beside | ratio | aim | |",
        "|---|---|---:|---:|---|",
    ]
    for one, other, most in TARGETS:
        if other in found:
            ratios = [a / b for a, b in zip(found[one], found[other], strict=True)]
            ratio = statistics.median(ratios)
            verdict = "reached" if ratio <= most else "missed"
            lines.append(f"| {one} | {other} | {ratio:.3f} | {most:.3g} | {verdict} |")
    own = statistics.median(a / b for a, b in zip(found[COPY], found[EVENTS], strict=True))
    lines += ["", f"A copy takes {own:.2f} of one of our own actions with check and events."]
    versions = []
    for package, module in (("chess", chess), ("catanatron", catanatron)):
        if module is None:
            versions.append(f"{package} is not installed, so nothing is compared with it")
        else:
            versions.append(f"{package} {metadata.version(package)}")
    return "\n".join([*lines, "", f"{'; '.join(versions)}."])


def record(seed: int) -> list[Step]:
    """Play one random game without surrender and return its actions."""
    pick = random.Random(seed).random
    chance = Seeded(seed)
    state = engine.new_game(BOARD, SETTINGS, HUMANS, chance)
    steps: list[Step] = []
    while state.outcome is None:
        seat = engine.acting(state)[0]
        actions = engine.legal(state, seat)
        action = actions[int(pick() * (len(actions) - 1))]
        engine.apply(state, seat, action, chance)
        steps.append((seat, action))
    return steps


def again(
    seed: int,
    steps: list[Step],
    *,
    legal: bool = False,
    check: bool = False,
    events: bool = False,
) -> GameState:
    """Play recorded actions again, with what is to be measured."""
    chance = Seeded(seed)
    state = engine.new_game(BOARD, SETTINGS, HUMANS, chance)
    apply, list_legal, check_one = engine.apply, engine.legal, engine.check
    for seat, action in steps:
        if legal:
            list_legal(state, seat)
        if check:
            check_one(state, seat, action)
        if events:
            log: list[AnyEvent] = []
            apply(state, seat, action, chance, log.append)
        else:
            apply(state, seat, action, chance)
    return state


def play_chess(seed: int) -> int:
    """Play a random game of chess; return its moves."""
    choice = random.Random(seed).choice
    board = chess.Board()
    for ply in range(PLIES):
        moves = list(board.legal_moves)
        if not moves:
            return ply
        board.push(choice(moves))
    return PLIES


def play_catan(seed: int) -> int:
    """Play a random game of Catan between four; return its actions."""
    random.seed(seed)
    players = [catanatron.RandomPlayer(color) for color in catanatron.Color]
    game = catanatron.Game(players, seed=seed)
    actions = 0
    while game.winning_color() is None and actions < 1000:
        game.play_tick()
        actions += 1
    return actions


def per_action(play: Callable[[int], int]) -> Callable[[int], float]:
    """Return how to measure one action of a few games of somebody else."""

    def measure(round_: int) -> float:
        actions = 0

        def several() -> None:
            nonlocal actions
            actions = sum(play(10 * round_ + game) for game in range(3))

        return timed(several) / actions

    return measure


def timed(run: Callable[[], object]) -> float:
    """Return the microseconds of processor time that `run` takes."""
    begin = time.process_time()
    run()
    return (time.process_time() - begin) * 1e6


def repeat(call: Callable[[], object], times: int) -> None:
    """Call again and again, keeping nothing."""
    for _ in range(times):
        call()


if __name__ == "__main__":
    main()
