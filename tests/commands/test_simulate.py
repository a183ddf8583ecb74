"""`magnate simulate`, through its parser."""

from __future__ import annotations

import argparse
import json
from typing import Any

import pytest

from magnate_app.commands import simulate


def parse(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    simulate.add_parser(parser.add_subparsers())
    return parser.parse_args(["simulate", *words])


def report(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    arguments = parse(*words, "--json")
    assert arguments.run(arguments) == 0
    answer = json.loads(capsys.readouterr().out)
    assert isinstance(answer, dict)
    return answer


def test_json_has_the_agreed_shape(capsys: pytest.CaptureFixture[str]) -> None:
    answer = report(capsys, "--games", "4", "--seats", "medium,random", "--preset", "quick")
    assert list(answer) == [
        "games",
        "seats",
        "games_per_s",
        "actions_per_s",
        "us_per_action",
        "mean_rounds",
    ]
    assert answer["games"] == 4
    assert [list(seat) for seat in answer["seats"]] == [
        ["name", "wins", "share", "low", "high"],
        ["name", "wins", "share", "low", "high"],
    ]
    assert [seat["name"] for seat in answer["seats"]] == ["medium", "random"]
    assert sum(seat["wins"] for seat in answer["seats"]) == 4
    for seat in answer["seats"]:
        assert 0 <= seat["low"] <= seat["share"] <= seat["high"] <= 1
    assert 0 < answer["mean_rounds"] <= 15
    assert min(answer[name] for name in ("games_per_s", "actions_per_s", "us_per_action")) > 0


def test_the_same_seed_gives_the_same_result_whatever_the_jobs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ("--games", "23", "--seats", "easy,hard,random", "--preset", "standard", "--seed", "9")
    one = report(capsys, *words)
    two = report(capsys, *words, "--jobs", "2")
    assert (one["seats"], one["mean_rounds"]) == (two["seats"], two["mean_rounds"])
    other = report(capsys, *words[:-1], "10")
    assert other["mean_rounds"] != one["mean_rounds"]


def test_people_get_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = parse("--games", "2", "--seats", "medium,random", "--preset", "quick")
    assert arguments.run(arguments) == 0
    shown = capsys.readouterr()
    assert "1 medium" in shown.out
    assert "2 random" in shown.out
    assert "µs/action" in shown.out
    assert shown.err == ""


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--games", "0", "--seats", "easy,easy"), "'0' is no whole number from 1 to"),
        (("--games", "many", "--seats", "easy,easy"), "'many' is no whole number"),
        (("--games", "1", "--seats", "easy"), "1 seat is named; a game has 2 to 6"),
        (("--games", "1", "--seats", ",".join(["easy"] * 7)), "7 seats are named"),
        (("--games", "1", "--seats", "easy,brilliant"), "'brilliant' is no level"),
        (("--games", "1", "--seats", "easy,easy", "--preset", "slow"), "invalid choice: 'slow'"),
        (
            ("--games", "1", "--seats", "easy,easy", "--jobs", "0"),
            "'0' is no whole number from 1 to",
        ),
        (("--seats", "easy,easy"), "--games"),
    ],
)
def test_bad_values_are_told(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(SystemExit) as left:
        parse(*words)
    assert left.value.code == 2
    assert sentence in capsys.readouterr().err
