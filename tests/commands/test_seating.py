"""The option `--seats`."""

from __future__ import annotations

import argparse

import pytest

from magnate_app.bots.levels import NAMES
from magnate_app.commands import seating


def test_every_level_can_be_named() -> None:
    for name in NAMES:
        assert seating.read(f"{name}, {name}") == (name, name)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("easy", "1 seat is named; a game has 2 to 6"),
        (",".join(["easy"] * 7), "7 seats are named; a game has 2 to 6"),
        ("easy,", "'' is no level; there are very_easy, .* and random"),
    ],
)
def test_bad_lists_are_told(text: str, sentence: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=sentence):
        seating.read(text)


def test_the_option_is_required_without_a_default() -> None:
    parser = argparse.ArgumentParser()
    seating.add_seats(parser, ("easy", "hard"))
    assert parser.parse_args([]).seats == ("easy", "hard")
    strict = argparse.ArgumentParser(exit_on_error=False)
    seating.add_seats(strict)
    with pytest.raises(SystemExit):
        strict.parse_args([])
