"""Where the engine's luck comes from (R21).

The engine asks for whole numbers and knows nothing of seeds. Each kind of luck has a
stream of its own, so that one draw more in one does not shift another.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Final, Protocol

from magnate_app.errors import DecodeError

DICE: Final = 0
CARDS: Final = 1
SETUP: Final = 2

STREAMS: Final = 3

_AT_ONCE: Final = 64


class Chance(Protocol):
    """Gives uniform whole numbers."""

    def draw(self, stream: int, sides: int, /) -> int:
        """Return a number from 0 to `sides` − 1 out of `stream`."""
        ...


class Seeded:
    """Luck from a seed: the same on every machine and Python version."""

    __slots__ = ("_random",)

    def __init__(self, seed: int | str) -> None:
        self._random = tuple(random.Random(f"{seed}/{stream}").random for stream in range(STREAMS))

    def draw(self, stream: int, sides: int, /) -> int:
        """Return the next number of `stream`."""
        return int(self._random[stream]() * sides)


class Unpredictable:
    """Luck from the operating system, for games with people at stake."""

    __slots__ = ("_bytes", "_system")

    def __init__(self) -> None:
        self._system = random.SystemRandom()
        self._bytes = iter(b"")

    def draw(self, stream: int, sides: int, /) -> int:
        """Return a number nobody can foresee."""
        if sides > 256:
            return self._system.randrange(sides)
        # The last bytes would make small numbers likelier.
        fair = 256 - 256 % sides
        while True:
            for byte in self._bytes:
                if byte < fair:
                    return byte % sides
            self._bytes = iter(self._system.randbytes(_AT_ONCE))


class Recorder:
    """Passes draws through and keeps them until they are taken."""

    __slots__ = ("_chance", "_draws")

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._draws: list[int] = []

    def draw(self, stream: int, sides: int, /) -> int:
        """Draw and remember."""
        number = self._chance.draw(stream, sides)
        self._draws.append(number)
        return number

    def take(self) -> tuple[int, ...]:
        """Return the draws since the last call and forget them."""
        draws = tuple(self._draws)
        self._draws.clear()
        return draws


class Scripted:
    """Luck written down beforehand: replays and tests.

    Raises `DecodeError` when the script is too short or does not fit.
    """

    __slots__ = ("_draws", "_next")

    def __init__(self, draws: Iterable[int]) -> None:
        self._draws = tuple(draws)
        self._next = 0

    def draw(self, stream: int, sides: int, /) -> int:
        """Return the next written number."""
        if self._next >= len(self._draws):
            raise DecodeError("chance", "more draws were asked for than are recorded")
        number = self._draws[self._next]
        if not 0 <= number < sides:
            raise DecodeError("chance", f"draw {number} does not fit 0…{sides - 1}")
        self._next += 1
        return number

    @property
    def finished(self) -> bool:
        """Whether every written number has been used."""
        return self._next == len(self._draws)
