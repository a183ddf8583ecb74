"""Every way chance can turn out: what one action may lead to, and how likely each is.

The engine asks for whole numbers; walking the tree of all answers finds a wished
outcome without knowing in which order the engine asks, and gives exact odds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from magnate_app.rules import engine
from magnate_app.rules.actions import Action
from magnate_app.rules.events import AnyEvent
from magnate_app.rules.state import GameState


class Path:
    """Luck that follows a prefix of draws, then takes the first of what is offered."""

    def __init__(self, prefix: Sequence[int]) -> None:
        self.prefix = prefix
        self.taken: list[int] = []
        self.sides: list[int] = []
        self.streams: list[int] = []

    def draw(self, stream: int, sides: int, /) -> int:
        assert sides >= 1, "a draw out of nothing"
        number = self.prefix[len(self.taken)] if len(self.taken) < len(self.prefix) else 0
        assert 0 <= number < sides
        self.taken.append(number)
        self.sides.append(sides)
        self.streams.append(stream)
        return number


@dataclass(frozen=True)
class Branch:
    """One way it may go: how likely, by which draws, and where it leads."""

    chance: Fraction
    draws: tuple[int, ...]
    state: GameState
    events: list[AnyEvent]


Wish = Callable[[Branch], bool]
"""Tells whether a branch is the one wanted."""


WIDE = 50
"""A draw among that many is one of the squares of the board."""


def paths(
    run: Callable[[Path], None], first: Sequence[int] = (), *, whole: bool = False
) -> Iterator[Path]:
    """Run `run` once for every sequence of draws that begins with `first`.

    When several squares of the board are drawn in one go only the first of them varies,
    unless `whole`: nobody waits for 53 × 53 × 53 outcomes.
    """
    prefix: list[int] = list(first)
    while True:
        path = Path(prefix)
        run(path)
        yield path
        last = len(path.taken) - 1
        while last >= len(first) and (
            path.taken[last] + 1 == path.sides[last] or not (whole or _varies(path, last))
        ):
            last -= 1
        if last < len(first):
            return
        prefix = [*path.taken[:last], path.taken[last] + 1]


def _varies(path: Path, index: int) -> bool:
    wide = [sides >= WIDE for sides in path.sides[: index + 1]]
    return not (wide[index] and sum(wide) > 1)


def branches(
    state: GameState, seat: int, action: Action, first: Sequence[int] = (), *, whole: bool = False
) -> Iterator[Branch]:
    """All outcomes of an action; `first` fixes the first draws (odds count from there)."""
    twin = state
    events: list[AnyEvent] = []

    def run(path: Path) -> None:
        nonlocal twin, events
        twin, events = state.copy(), []
        engine.apply(twin, seat, action, path, events.append)

    for path in paths(run, first, whole=whole):
        chance = Fraction(1)
        for index in range(len(first), len(path.sides)):
            if whole or _varies(path, index):
                chance /= path.sides[index]
        yield Branch(chance, tuple(path.taken), twin, events)


def odds(state: GameState, seat: int, action: Action, wish: Wish) -> Fraction:
    """The exact chance that `wish` comes true."""
    return sum(
        (branch.chance for branch in branches(state, seat, action) if wish(branch)), Fraction(0)
    )
