"""`magnate watch`: a whole game as text."""

from __future__ import annotations

import argparse
import re

import pytest

from magnate_app.commands import watch


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    parser = argparse.ArgumentParser()
    watch.add_parser(parser.add_subparsers())
    arguments = parser.parse_args(["watch", *words])
    assert arguments.run(arguments) == 0
    return capsys.readouterr().out


def test_a_game_is_told_to_its_ranking(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "--seed", "4", "--preset", "quick", "--seats", "easy,hard,random")
    lines = text.splitlines()
    assert lines[0] == "Seed 4, preset quick."
    assert "Round 1, turn 1: " in text
    assert "The game is over: " in text
    assert lines[-4] == "Final ranking"
    assert [line.split()[0] for line in lines[-3:]] == ["1st", "2nd", "3rd"]
    assert sorted(line.split(" plays ")[1] for line in lines[1:4]) == [
        "easy.",
        "hard.",
        "random.",
    ]
    ranked = {line.split()[1].rstrip(":") for line in lines[-3:]}
    assert ranked == {line.split()[0] for line in lines[1:4]}


def test_the_same_seed_is_the_same_story(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--seed", "abc", "--seats", "medium,medium")
    assert told(capsys, *words) == told(capsys, *words)


def test_without_a_seed_one_is_drawn_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "--seats", "easy,easy")
    seed = re.match(r"Seed (\d+), preset standard\.", text)
    assert seed is not None
    assert told(capsys, "--seats", "easy,easy", "--seed", seed[1]) == text
