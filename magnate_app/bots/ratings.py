"""How strong bots are, from the rankings of their games, with honest intervals.

Plackett–Luce: whoever is next in a ranking is drawn in proportion to its strength. The
strengths are found by minorization–maximization; their intervals come from the observed
information, or from how the scores scatter with all games on one seed taken as one
observation, for they share their luck: whichever is wider. A bot may sit at a table several
times.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

import msgspec

Ranking: TypeAlias = tuple[str, ...]
"""Names, winner first."""

Z: Final = 1.959963984540054
"""Half-width of a 95 % interval in standard deviations."""

POINTS: Final = 400 / math.log(10)
"""Elo points for one unit of logarithmic strength."""

MEAN: Final = 1500.0
"""The mean of all bots, in points."""

PRIOR: Final = 0.5
"""Each bot has won and lost so many games more against a middling one: nobody is infinite."""

MOST_STEPS: Final = 2000
CLOSE: Final = 1e-7


class Rating(msgspec.Struct, frozen=True):
    """The strength of one bot in Elo points, and how far it is ahead of the next one."""

    name: str
    points: float
    low: float
    high: float
    ahead: float
    """0 for the last one, as are its bounds."""
    ahead_low: float
    ahead_high: float


def interval(wins: int, games: int) -> tuple[float, float]:
    """Return the 95 % interval of Wilson for a share of `wins` out of `games` ≥ 1."""
    share = wins / games
    square = Z * Z / games
    middle = share + square / 2
    half = Z * math.sqrt(share * (1 - share) / games + square / (4 * games))
    low, high = (middle - half) / (1 + square), (middle + half) / (1 + square)
    # rounding must not push a bound past the share
    return max(0.0, min(share, low)), min(1.0, max(share, high))


def rate(blocks: Sequence[Sequence[Ranking]]) -> tuple[Rating, ...]:
    """Return the ratings by Plackett–Luce, best first; a block holds the games of one seed."""
    counts = Counter(ranking for block in blocks for ranking in block)
    names = sorted({name for ranking in counts for name in ranking})
    if len(names) < 2:
        return ()
    strengths = strengths_of(counts)
    covariances = _covariances(names, strengths, counts, blocks)

    def half(i: int, j: int | None = None) -> float:
        """Return half the interval of one strength, or of the difference of two."""
        variances = [c[i][i] if j is None else c[i][i] + c[j][j] - 2 * c[i][j] for c in covariances]
        return Z * POINTS * math.sqrt(max(0.0, *variances))

    order = sorted(range(len(names)), key=lambda i: -strengths[names[i]])
    ratings = []
    for at, i in enumerate(order):
        points = MEAN + POINTS * strengths[names[i]]
        wide = half(i)
        ahead = spread = 0.0
        if at + 1 < len(order):
            j = order[at + 1]
            ahead = POINTS * (strengths[names[i]] - strengths[names[j]])
            spread = half(i, j)
        bounds = (points - wide, points + wide, ahead, ahead - spread, ahead + spread)
        ratings.append(Rating(names[i], points, *bounds))
    return tuple(ratings)


def elo(blocks: Sequence[Sequence[Ranking]]) -> tuple[Rating, ...]:
    """Return the ratings of Elo: only who came before whom counts, two at a time."""
    return rate([[pair for ranking in block for pair in _pairs(ranking)] for block in blocks])


def strengths_of(counts: Mapping[Ranking, int]) -> dict[str, float]:
    """Return the logarithmic strength of every name; their mean is 0."""
    names = sorted({name for ranking in counts for name in ranking})
    wins = dict.fromkeys(names, PRIOR)
    for ranking, count in counts.items():
        for name in ranking[:-1]:
            wins[name] += count
    strength = dict.fromkeys(names, 1.0)
    for _ in range(MOST_STEPS):
        rivals = {name: 2 * PRIOR / (strength[name] + 1) for name in names}
        for ranking, count in counts.items():
            left = 0.0
            faced = [left := left + strength[name] for name in reversed(ranking)]
            total = 0.0
            for name, sum_left in zip(ranking[:-1], faced[:0:-1], strict=True):
                total += count / sum_left
                rivals[name] += total
            rivals[ranking[-1]] += total
        better = {name: math.log(wins[name] / rivals[name]) for name in names}
        mean = sum(better.values()) / len(names)
        change = max(abs(better[name] - mean - math.log(strength[name])) for name in names)
        strength = {name: math.exp(better[name] - mean) for name in names}
        if change < CLOSE:
            break
    return {name: math.log(value) for name, value in strength.items()}


def _pairs(ranking: Ranking) -> Iterable[Ranking]:
    return (
        (first, second)
        for at, first in enumerate(ranking)
        for second in ranking[at + 1 :]
        if first != second
    )


Matrix: TypeAlias = list[list[float]]


def _covariances(
    names: Sequence[str],
    strengths: Mapping[str, float],
    counts: Mapping[Ranking, int],
    blocks: Sequence[Sequence[Ranking]],
) -> tuple[Matrix, Matrix]:
    """Return how the strengths around their mean vary: by the information, by the scatter."""
    size = len(names)
    index = {name: at for at, name in enumerate(names)}
    strength = [math.exp(strengths[name]) for name in names]
    information = [[0.0] * size for _ in names]
    for i, value in enumerate(strength):
        information[i][i] = 2 * PRIOR * value / (1 + value) ** 2
    scores: dict[Ranking, list[float]] = {}
    for ranking, count in counts.items():
        places = [index[name] for name in ranking]
        score = [0.0] * size
        for stage in range(len(places) - 1):
            total = sum(strength[i] for i in places[stage:])
            shares = [0.0] * size
            for i in places[stage:]:
                shares[i] += strength[i] / total
            score[places[stage]] += 1
            for i in set(places[stage:]):
                score[i] -= shares[i]
                information[i][i] += count * shares[i]
                for j in set(places[stage:]):
                    information[i][j] -= count * shares[i] * shares[j]
        scores[ranking] = score
    scatter = [[0.0] * size for _ in names]
    for block in blocks:
        score = [sum(parts) for parts in zip(*(scores[one] for one in block), strict=True)]
        for i, one in enumerate(score):
            for j, other in enumerate(score):
                scatter[i][j] += one * other
    inverse = _centered(_inverse(information))
    wider = len(blocks) / max(1, len(blocks) - 1)
    varied = _product(_product(inverse, scatter), inverse)
    return inverse, [[wider * value for value in row] for row in varied]


def _centered(matrix: Matrix) -> Matrix:
    """Take the freedom of the mean out of a symmetric matrix: strengths count from there."""
    size = len(matrix)
    means = [sum(row) / size for row in matrix]
    grand = sum(means) / size
    return [
        [value - means[i] - means[j] + grand for j, value in enumerate(row)]
        for i, row in enumerate(matrix)
    ]


def _inverse(matrix: Matrix) -> Matrix:
    """Return the inverse of a positive definite matrix, by elimination."""
    size = len(matrix)
    rows = [[*row, *(float(i == j) for j in range(size))] for i, row in enumerate(matrix)]
    for at in range(size):
        pivot = max(range(at, size), key=lambda i: abs(rows[i][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        top = rows[at][at]
        rows[at] = [value / top for value in rows[at]]
        for i in range(size):
            if i != at and (factor := rows[i][at]):
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[at], strict=True)]
    return [row[size:] for row in rows]


def _product(left: Matrix, right: Matrix) -> Matrix:
    columns = list(zip(*right, strict=True))
    return [
        [sum(a * b for a, b in zip(row, column, strict=True)) for column in columns] for row in left
    ]
