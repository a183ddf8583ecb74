"""How fast the rules are: random games, copies, checks, events.

Run from the project's folder: `python build/bench/engine.py [games]`. Standard library only;
figures are microseconds of processor time, the best of several runs.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from magnate_app.content import load_board
from magnate_app.rules import engine
from magnate_app.rules.actions import Action
from magnate_app.rules.chance import Seeded
from magnate_app.rules.events import AnyEvent
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import GameState

BOARD = load_board().board
SETTINGS = Settings(seats=4)
HUMANS = (False,) * 4
RUNS = 5

Step = tuple[int, Action]


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


def again(seed: int, steps: list[Step], *, legal: bool, check: bool, events: bool) -> GameState:
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


def best(run: Callable[[], object]) -> float:
    """Return the seconds of the fastest of a few runs."""
    times = []
    for _ in range(RUNS):
        begin = time.process_time()
        run()
        times.append(time.process_time() - begin)
    return min(times)


def repeat(call: Callable[[], object], times: int) -> None:
    """Call again and again, keeping nothing."""
    for _ in range(times):
        call()


def main() -> None:
    """Print the figures."""
    games = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    recorded = [(seed, record(seed)) for seed in range(games)]
    count = sum(len(steps) for _, steps in recorded)
    print(f"{games} random games of four, {count} actions")

    def per_action(**what: bool) -> float:
        flags = {"legal": False, "check": False, "events": False, **what}
        seconds = best(lambda: [again(seed, steps, **flags) for seed, steps in recorded])
        return seconds / count * 1e6

    print(f"apply                      {per_action():6.2f} µs per action")
    print(f"apply + legal              {per_action(legal=True):6.2f}")
    print(f"apply + check              {per_action(check=True):6.2f}")
    print(f"apply + check + events     {per_action(check=True, events=True):6.2f}")
    whole = best(lambda: [record(seed) for seed, _ in recorded]) / count * 1e6
    print(f"whole random playout       {whole:6.2f}")
    seed, steps = recorded[0]
    state = again(seed, steps[: len(steps) // 2], legal=False, check=False, events=False)

    def often(call: Callable[[], object]) -> float:
        return best(lambda: repeat(call, 2000)) / 2000 * 1e6

    print(f"copy                       {often(state.copy):6.2f} µs")
    hashing = often(lambda: engine.state_hash(state))
    print(f"state hash                 {hashing:6.2f} µs")


if __name__ == "__main__":
    main()
