"""Ratings: strengths that were put in come out, and intervals hold what they promise."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest

from magnate_app.bots import ratings
from magnate_app.bots.ratings import MEAN, POINTS, Ranking

STRENGTHS = {"a": 4.0, "b": 2.0, "c": 1.0, "d": 0.5}


def draw(luck: random.Random, names: list[str]) -> Ranking:
    """Draw one ranking as Plackett and Luce would."""
    left, ranking = list(names), []
    while left:
        chosen = luck.choices(left, [STRENGTHS[name] for name in left])[0]
        left.remove(chosen)
        ranking.append(chosen)
    return tuple(ranking)


def points(name: str, among: str = "abcd") -> float:
    mean = sum(math.log(STRENGTHS[one]) for one in among) / len(among)
    return MEAN + POINTS * (math.log(STRENGTHS[name]) - mean)


def test_strengths_that_were_put_in_come_out() -> None:
    luck = random.Random(1)
    blocks = [[draw(luck, list("abcd")) for _ in range(4)] for _ in range(1000)]
    for rated in (ratings.rate(blocks), ratings.elo(blocks)):
        assert [one.name for one in rated] == list("abcd")
        for one in rated:
            assert one.points == pytest.approx(points(one.name), abs=12)
            assert one.high - one.low < 40
        assert rated[0].ahead == pytest.approx(rated[0].points - rated[1].points)
        assert rated[0].ahead_low > 0
        assert rated[-1].ahead == 0


def test_a_bot_may_sit_at_a_table_several_times() -> None:
    luck = random.Random(2)
    blocks = [[draw(luck, ["a", "d", "d", "d"])] for _ in range(3000)]
    rated = ratings.rate(blocks)
    assert rated[0].points - rated[1].points == pytest.approx(POINTS * math.log(8), abs=30)


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    luck = random.Random(3)
    held = total = 0
    for _ in range(100):
        blocks = [[draw(luck, list("abcd"))] for _ in range(60)]
        for one in ratings.rate(blocks):
            total += 1
            held += one.low <= points(one.name) <= one.high
    assert 0.91 <= held / total <= 0.99


def test_games_on_one_seed_count_as_one_observation() -> None:
    luck = random.Random(4)
    games = [draw(luck, list("abcd")) for _ in range(200)]
    alone = ratings.rate([[game] for game in games])
    # the same four times over says nothing new
    paired = ratings.rate([[game] * 4 for game in games])
    for one, other in zip(alone, paired, strict=True):
        assert other.points == pytest.approx(one.points, abs=2)
        assert other.high - other.low == pytest.approx(one.high - one.low, rel=0.15)


def test_two_bots_have_the_closed_form() -> None:
    strengths = ratings.strengths_of(Counter({("a", "b"): 75, ("b", "a"): 25}))
    assert strengths["a"] - strengths["b"] == pytest.approx(math.log(3), abs=0.05)
    assert strengths["a"] + strengths["b"] == pytest.approx(0)


def test_nobody_is_infinitely_strong() -> None:
    rated = ratings.rate([[("a", "b", "c")]] * 10)
    assert [one.name for one in rated] == ["a", "b", "c"]
    assert all(math.isfinite(one.low) and math.isfinite(one.high) for one in rated)


def test_one_bot_alone_has_no_rating() -> None:
    assert ratings.rate([[("a", "a")]]) == ()
    assert ratings.elo([[("a", "a")]]) == ()


@pytest.mark.parametrize(
    ("wins", "games", "low", "high"),
    [(0, 10, 0.0, 0.27753), (10, 10, 0.72247, 1.0), (25, 100, 0.17545, 0.34304)],
)
def test_intervals_are_wilsons(wins: int, games: int, low: float, high: float) -> None:
    assert ratings.interval(wins, games) == pytest.approx((low, high), abs=1e-4)
