"""`magnate arena`, through its parser."""

from __future__ import annotations

import argparse
import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from magnate_app.bots.arena import Tournament
from magnate_app.bots.levels import LEVELS
from magnate_app.commands import arena, results
from magnate_app.errors import MagnateError, SaveError
from magnate_app.rules.settings import Settings

QUICK = ("--preset", "quick", "--workers", "1")


def parse(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    arena.add_parser(parser.add_subparsers())
    return parser.parse_args(["arena", *words])


def run(*words: str) -> int:
    arguments = parse(*words)
    status: int = arguments.run(arguments)
    return status


def report(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert run(*words, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert isinstance(answer, dict)
    return answer


def timeless(answer: dict[str, Any]) -> dict[str, Any]:
    """Return a report without what differs from run to run."""
    kept = {key: value for key, value in answer.items() if key != "thoughts"}
    kept["thoughts"] = [(one["name"], one["decisions"]) for one in answer["thoughts"]]
    return kept


def test_one_table_has_shares_ratings_and_times(capsys: pytest.CaptureFixture[str]) -> None:
    answer = report(capsys, "medium", "random", "--seats", "3", "--games", "4", *QUICK)
    # whole rotations only
    assert answer["games"] == 6
    (table,) = answer["tables"]
    assert table["names"] == ["medium", "random", "random"]
    assert [(one["name"], one["seats"]) for one in table["shares"]] == [
        ("medium", 1),
        ("random", 2),
    ]
    assert sum(one["wins"] for one in table["shares"]) == 6
    for one in table["shares"]:
        assert 0 <= one["low"] <= one["share"] <= one["high"] <= 1
    assert {one["name"] for one in answer["elo"]} == {"medium", "random"}
    assert {one["name"] for one in answer["plackett_luce"]} == {"medium", "random"}
    for thought in answer["thoughts"]:
        assert thought["decisions"] > 20
        assert 0 < thought["median"] <= thought["p99"]


def test_people_get_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("medium", "random", "easy", "--games", "3", *QUICK) == 0
    shown = capsys.readouterr()
    for words in ("3 games at one table of medium, random, easy", "Plackett–Luce", "Elo", "p99"):
        assert words in shown.out
    assert shown.err == ""
    first = shown.out.splitlines()[0]
    assert "magnate arena medium random easy --games 3 --seed 1 --preset quick" in first


def test_the_command_makes_the_same_figures_again() -> None:
    words = r"hard easy --seats 3 --games 9 --expert-games 4 --seed a\ b --preset rich"
    command = arena.command_of(parse(*shlex.split(words)))
    assert arena.command_of(parse(*shlex.split(command)[2:])) == command
    assert "--ladder" in arena.command_of(parse("--ladder", "--workers", "2"))


def test_two_workers_play_the_same_games_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("easy", "random", "--games", "10", "--preset", "quick", "--seed", "4", "--workers")
    one = report(capsys, *words, "1")
    two = report(capsys, *words, "2")
    assert timeless(one) == timeless(two)
    other = report(capsys, *words[:7], "5", "--workers", "1")
    assert other["tables"] != one["tables"]


def test_bots_of_ones_own_may_play(capsys: pytest.CaptureFixture[str]) -> None:
    own = "tests.kit.odd_bots:reckless"
    answer = report(capsys, own, "random", "--games", "4", "--preset", "quick", "--workers", "2")
    assert [one["name"] for one in answer["tables"][0]["shares"]] == [own, "random"]
    for words, sentence in (("tests.kit:nobody", "no nobody in tests.kit"), ("no.way:x", "no x")):
        with pytest.raises(MagnateError, match=sentence):
            run(words, "random", "--games", "2", *QUICK)


def test_the_ladder_has_every_step_and_its_aim() -> None:
    tables = arena.ladder()
    firsts = [names for names, _ in tables]
    for below, name in zip(("", *LEVELS), LEVELS, strict=False):
        assert (name, "reference", "reference", "reference") in firsts
        if below:
            assert (name, below, below, below) in firsts
    assert ("expert", "reference") in firsts
    assert arena.MIXED in firsts
    aims = {names: aim for names, aim in tables if aim is not None}
    assert len(aims) == 9
    expert = aims["expert", "reference", "reference", "reference"]
    assert (expert.share, expert.low) == (0.85, 0.82)


def test_experts_may_play_fewer_games() -> None:
    arguments = parse("--ladder", "--games", "8", "--expert-games", "3")
    assert arena._games(arguments, ("hard", "easy", "easy", "easy")) == 8
    assert arena._games(arguments, ("hard", "easy", "expert", "easy")) == 4


def test_an_aim_is_reached_or_missed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from magnate_app.commands.standings import Aim

    tables = [(("medium", "random"), Aim(0.5)), (("random", "medium"), Aim(0.5, 0.3))]
    monkeypatch.setattr(arena, "ladder", lambda: tables)
    assert run("--ladder", "--games", "6", *QUICK) == 0
    shown = capsys.readouterr().out
    assert "50.0 %: reached" in shown
    assert "50.0 %, bound 30.0 %: missed" in shown


def test_mixed_tables_hold_all_combinations() -> None:
    assert len(arena.mixed(LEVELS, 4)) == 15
    assert [names for names, _ in arena.mixed(("easy", "hard", "random"), 2)] == [
        ("easy", "hard"),
        ("easy", "random"),
        ("hard", "random"),
    ]
    assert [names for names, _ in arena.mixed(("easy", "hard"), 4)] == [("easy", "hard")]


def test_what_was_interrupted_is_resumed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "games.jsonl"
    words = ("easy", "random", *QUICK, "--out", str(file))
    whole = report(capsys, "easy", "random", *QUICK, "--games", "12")
    report(capsys, *words, "--games", "6")
    # the line that was being written when the lights went out
    torn = file.read_bytes()[:-40]
    file.write_bytes(torn)
    resumed = report(capsys, *words, "--games", "12", "--resume")
    assert timeless(resumed) == timeless(whole)
    lines = file.read_text("utf-8").splitlines()
    assert len(lines) == 1 + 12
    assert sorted(json.loads(line)["game"]["number"] for line in lines[1:]) == list(range(12))
    # everything is there: nothing is played, fewer games are a part of them
    assert report(capsys, *words, "--games", "12", "--resume") == resumed
    assert report(capsys, *words, "--games", "4", "--resume")["games"] == 4


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "games.jsonl"
    words = ("easy", "random", "--games", "2", *QUICK, "--out", str(file))
    assert run(*words) == 0
    before = file.read_bytes()
    with pytest.raises(SaveError, match="is there already; --resume goes on"):
        run(*words)
    with pytest.raises(SaveError, match="other games"):
        run(*words, "--resume", "--seed", "2")
    assert file.read_bytes() == before
    foreign = tmp_path / "notes.txt"
    foreign.write_text("something else\n")
    with pytest.raises(SaveError, match="no results of the arena"):
        run(*words[:-1], str(foreign), "--resume")
    with pytest.raises(SaveError):
        run(*words[:-1], str(tmp_path / "nowhere" / "games.jsonl"))


def test_a_game_of_an_unknown_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "games.jsonl"
    plan = [Tournament(("easy", "random"), "1", Settings(seats=2))]
    results.Results(plan).keep_in(file, resume=False)
    with file.open("a") as more:
        more.write('{"table":3,"game":{"number":0,"ranking":[0,1],"rounds":1,"actions":9}}\n')
    with pytest.raises(SaveError, match="table 3"):
        results.Results(plan).keep_in(file, resume=True)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Name the bots of one table"),
        (("easy",), "Name the bots of one table"),
        (("easy", "hard", "easy", "--seats", "2"), "Name the bots of one table"),
        (("easy",) * 7, "Name the bots of one table"),
        (("easy", "--ladder"), "ladder has its own bots"),
        (("easy", "easy", "--mixed"), "needs different bots"),
        (("easy", "hard", "--resume"), "--resume needs the file"),
    ],
)
def test_what_makes_no_table_is_told(words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(MagnateError, match=sentence):
        run(*words)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("easy", "brilliant"), "'brilliant' is no level"),
        (("easy", "hard", "--workers", "0"), "no whole number from 1 to"),
        (("easy", "hard", "--seats", "7"), "no whole number from 2 to 6"),
        (("--ladder", "--mixed"), "not allowed with"),
    ],
)
def test_bad_values_are_told(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(SystemExit) as left:
        parse(*words)
    assert left.value.code == 2
    assert sentence in capsys.readouterr().err
