"""Where tokens end up: the movement of rules 2, 4, 5 and 14 as a Markov chain over turns.

Exact for dice, doubles, triples, bridges, jail and cards; what players choose is taken
as a fixed habit: any offered total of the bus alike, any target of a triple alike, a
tram every other time, bail every other time, the unknown card. Worked out once for each
board, number of throws in jail, and deck.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from magnate_app.rules.board import Board
from magnate_app.rules.ids import FANTASY, GO_TO_JAIL, TRAM, Square

THROWS: Final = 216
TRIPLE: Final = 3 / THROWS
STREAKS: Final = 3
JAIL_TURNS: Final = 3
"""Throws a prisoner has unless the table has agreed otherwise."""
RIVALS: Final = 3
"""How many others the cards of the usual table may come from."""

RIDES: Final = 0.5
PAYS: Final = 0.5

_SHIFT: Final = 2 / 42
"""Chance of each of the cards that move somebody (R14.4), and of each that jails in a full deck."""

_TURNS: Final = 60
"""After so many turns nobody can tell where a token has begun."""


class Landing:
    """How often one player arrives on each square, and what one turn from each may bring.

    `arrivals` by square: walks and jumps that end there, per turn, in the long run.
    `ahead` by square, the jail included: the same for the next turn of a token that stands
    there, as pairs (square, expected arrivals). `behind_bars` by throws left, 1 and more: the
    same for a prisoner. `passes`: GO money per turn, counted, in the long run.
    `imprisoned`: the share of turns begun in jail.
    """

    __slots__ = ("ahead", "arrivals", "behind_bars", "imprisoned", "passes")

    def __init__(
        self, board: Board, jail_turns: int = JAIL_TURNS, *, full_deck: bool = False
    ) -> None:
        chain = _Chain(board, jail_turns, full_deck=full_deck)
        size = board.size
        resting = chain.settle()
        mean = _mixed(chain.turns, resting)
        self.arrivals = tuple(mean[:size])
        self.passes = mean[size]
        self.imprisoned = sum(resting[size : size + jail_turns])
        rows = [*chain.turns[:size]]
        rows[board.jail] = chain.turns[size + jail_turns - 1]
        self.ahead = tuple(_ends(row, size) for row in rows)
        self.behind_bars = ((), *(_ends(row, size) for row in chain.turns[size:]))


@lru_cache(maxsize=8)
def landing_of(board: Board, jail_turns: int = JAIL_TURNS, full_deck: bool = False) -> Landing:
    """Return the landing distribution of `board` under these settings, worked out once."""
    return Landing(board, jail_turns, full_deck=full_deck)


class _Chain:
    """Rows of one turn: arrivals by square, GO passed, then where the turn ends.

    States are the squares and, after them, the jail with 1, 2, … turns left. The last
    part of a row has one entry per state.
    """

    def __init__(self, board: Board, jail_turns: int, *, full_deck: bool) -> None:
        self._board = board
        self._jails = _SHIFT if full_deck else 0.0
        self._states = board.size + jail_turns
        self._ends = board.size + 1
        self._width = self._ends + self._states
        self._jailed = board.size + jail_turns - 1
        self._rest = [self._resting(square) for square in range(board.size)]
        later: list[list[float]] = []
        for streak in reversed(range(STREAKS)):
            again = [self._again(end, later) for end in range(board.size)] if later else []
            later = [self._turn(square, streak, again) for square in range(board.size)]
        self.turns = later + [self._in_jail(left) for left in range(1, jail_turns + 1)]

    def settle(self) -> list[float]:
        """Return the share of turns that begin in each state, after a long time."""
        board = self._board
        begin = [0.0] * self._states
        begin[board.start] = 1.0
        # nothing but the chance of a card and the end of the turn
        ends = [
            [sum(row[square] for square in board.fantasy), *row[self._ends :]] for row in self.turns
        ]
        for _ in range(_TURNS):
            cards, *begin = _mixed(ends, begin)
            self._blow(begin, RIVALS * cards * _SHIFT + cards * _SHIFT, board.triple_targets)
            self._blow(begin, RIVALS * cards * _SHIFT, board.fantasy)
            # one of the others may be sent to jail, or everybody goes
            self._arrest(begin, (1 + RIVALS) * cards * self._jails)
        return begin

    def _arrest(self, begin: list[float], chance: float) -> None:
        """Let the cards of others send a token to jail, or back to its first turn there."""
        moved = chance * sum(begin)
        for state in range(self._states):
            begin[state] *= 1 - chance
        begin[self._jailed] += moved

    def _blow(self, begin: list[float], chance: float, targets: tuple[Square, ...]) -> None:
        """Let the cards of others move a token that is not in jail."""
        moved = 0.0
        for square in range(self._board.size):
            moved += chance * begin[square]
            begin[square] *= 1 - chance
        for square in targets:
            begin[square] += moved / len(targets)

    def _resting(self, square: Square) -> list[tuple[int, float]]:
        """Return where a token may stand when all is done that an arrival brings."""
        board = self._board
        kind = board.kind[square]
        if kind == GO_TO_JAIL:
            return [(self._jailed, 1.0)]
        if kind == TRAM:
            others = [stop for stop in board.trams if stop != square]
            if not others:
                return [(square, 1.0)]
            return [(square, 1 - RIDES), *((stop, RIDES / len(others)) for stop in others)]
        if kind == FANTASY:
            anywhere = board.elsewhere[square]
            return [
                (square, 1 - 3 * _SHIFT - 2 * self._jails),
                (self._jailed, 2 * self._jails),
                (board.start, _SHIFT),
                *((other, 2 * _SHIFT / len(anywhere)) for other in anywhere),
            ]
        return [(square, 1.0)]

    def _again(self, end: Square, later: list[list[float]]) -> list[float]:
        """Return the row of what follows a double that ended on `end` (R4.10)."""
        row = [0.0] * self._width
        for state, share in self._rest[end]:
            if state < self._board.size:
                _add(row, later[state], share)
            else:
                row[self._ends + state] += share
        return row

    def _turn(self, square: Square, streak: int, again: list[list[float]]) -> list[float]:
        """Return the row of a turn from its throw at `streak` on; `again` follows a double."""
        board = self._board
        row = [0.0] * self._width
        for target in board.triple_targets:
            self._arrive(row, target, TRIPLE / len(board.triple_targets))
        for total, chance, double in _TOTALS:
            if double and streak == STREAKS - 1:
                row[self._ends + self._jailed] += chance
                continue
            end, earns, _ = board.walk(square, total)
            if earns:
                row[board.size] += chance
            if not double:
                self._arrive(row, end, chance)
                continue
            row[end] += chance
            _add(row, again[end], chance)
        return row

    def _in_jail(self, left: int) -> list[float]:
        """Return the row of a turn that begins in jail (R5.3–R5.8)."""
        board = self._board
        row = [0.0] * self._width
        for first in range(1, 7):
            for second in range(1, 7):
                leaves = 1.0 if first == second or left == 1 else PAYS
                end = board.walk(board.jail, first + second)[0]
                self._arrive(row, end, leaves / 36)
                if leaves < 1:
                    row[self._ends + board.size + left - 2] += (1 - leaves) / 36
        return row

    def _arrive(self, row: list[float], end: Square, chance: float) -> None:
        row[end] += chance
        for state, share in self._rest[end]:
            row[self._ends + state] += chance * share


def _totals() -> tuple[tuple[int, float, bool], ...]:
    """Return every total of a throw that is no triple: steps, chance, whether a double."""
    found: dict[tuple[int, bool], float] = {}
    for first in range(1, 7):
        for second in range(1, 7):
            double = first == second
            for bus in range(1, 7):
                if bus > 3:
                    totals = {first, second, first + second}
                elif double and bus == first:
                    continue
                else:
                    totals = {first + second + bus}
                for total in totals:
                    key = total, double
                    found[key] = found.get(key, 0.0) + 1 / (THROWS * len(totals))
    return tuple((total, chance, double) for (total, double), chance in sorted(found.items()))


_TOTALS: Final = _totals()


def _ends(row: list[float], size: int) -> tuple[tuple[Square, float], ...]:
    return tuple((square, row[square]) for square in range(size) if row[square])


def _add(row: list[float], other: list[float], factor: float) -> None:
    for index, value in enumerate(other):
        row[index] += factor * value


def _mixed(rows: list[list[float]], shares: list[float]) -> list[float]:
    mixed = [0.0] * len(rows[0])
    for row, share in zip(rows, shares, strict=True):
        if share:
            _add(mixed, row, share)
    return mixed
