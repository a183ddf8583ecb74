"""Broken board files: a sentence with the path to the fault, never anything else."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from magnate_app.content import load_board, read_board
from magnate_app.errors import DecodeError
from magnate_app.paths import assets_dir

FILE = assets_dir() / "boards" / "zaragoza.json"
GOOD: Any = json.loads(FILE.read_text("utf-8"))

Fault = Callable[[Any], None]


def fault(data: bytes) -> DecodeError:
    with pytest.raises(DecodeError) as caught:
        read_board(data)
    assert caught.value.path
    assert caught.value.problem
    return caught.value


def broken(change: Fault) -> DecodeError:
    file = copy.deepcopy(GOOD)
    change(file)
    return fault(json.dumps(file).encode())


def put(*path: str | int, value: object) -> Fault:
    def change(file: Any) -> None:
        for step in path[:-1]:
            file = file[step]
        file[path[-1]] = value

    return change


def drop(*path: str | int) -> Fault:
    def change(file: Any) -> None:
        for step in path[:-1]:
            file = file[step]
        del file[path[-1]]

    return change


def at(square_id: int) -> int:
    """Position of a square in the file."""
    return next(n for n, one in enumerate(GOOD["squares"]) if one["id"] == square_id)


FAULTS: dict[str, tuple[Fault, str]] = {
    "another format": (put("format", value="chess"), "format"),
    "a later version": (put("version", value=99), "version"),
    "an unknown field": (put("motto", value="!"), ""),
    "no squares": (put("squares", value=[]), "squares"),
    "squares of a wrong type": (put("squares", value=7), "squares"),
    "a missing title": (drop("title", "es"), "title"),
    "an empty title": (put("title", "en", value=" "), "title.en"),
    "a negative fare": (put("tram_fare", value=-1), "tram_fare"),
    "a fare in words": (put("tram_fare", value="30"), "tram_fare"),
    "an unknown kind": (put("squares", at(7), "kind", value="casino"), f"squares[{at(7)}].kind"),
    "an id twice": (put("squares", at(7), "id", value=6), f"squares[{at(7)}].id"),
    "an id below 0": (put("squares", at(7), "id", value=-7), f"squares[{at(7)}].id"),
    "no name": (drop("squares", at(7), "name"), f"squares[{at(7)}]"),
    "a name in one language only": (
        put("squares", at(7), "name", value={"en": "x"}),
        f"squares[{at(7)}].name",
    ),
    "an empty name": (put("squares", at(7), "name", "es", value=""), f"squares[{at(7)}].name.es"),
    "a name too long for its tile": (
        put("squares", at(7), "short", "en", value="x" * 19),
        f"squares[{at(7)}].short.en",
    ),
    "a street without a price": (drop("squares", at(6), "price"), f"squares[{at(6)}]"),
    "a street for nothing": (put("squares", at(6), "price", value=0), f"squares[{at(6)}].price"),
    "a price in halves": (put("squares", at(6), "price", value=99.5), f"squares[{at(6)}].price"),
    "a street without a group": (drop("squares", at(6), "group"), f"squares[{at(6)}]"),
    "a group that is not there": (
        put("squares", at(6), "group", value=13),
        f"squares[{at(6)}].group",
    ),
    "five rents": (
        put("squares", at(6), "rents", value=[1, 2, 3, 4, 5]),
        f"squares[{at(6)}].rents",
    ),
    "a rent below 0": (
        put("squares", at(6), "rents", 2, value=-5),
        f"squares[{at(6)}].rents[2]",
    ),
    "a bridge with a build price": (
        put("squares", at(15), "build_price", value=50),
        f"squares[{at(15)}].build_price",
    ),
    "a tram with a price": (put("squares", at(10), "price", value=5), f"squares[{at(10)}].price"),
    "a step into nothing": (put("squares", at(9), "next", value=77), f"squares[{at(9)}].next"),
    "a step into jail": (put("squares", at(9), "next", value=201), f"squares[{at(9)}].next"),
    "a ring that is not closed": (put("squares", at(39), "next", value=39), "squares["),
    "a square nobody reaches": (put("squares", at(111), "next", value=35), "squares["),
    "two starts": (put("squares", at(7), "kind", value="start"), "squares"),
    "no jail": (put("squares", at(201), "kind", value="fantasy"), "squares"),
    "a group out of order": (put("groups", 0, "number", value=5), "groups[0].number"),
    "a mark of one letter": (put("groups", 3, "mark", value="X"), "groups[3].mark"),
    "a group without a name": (put("groups", 3, "name", "en", value=""), "groups[3].name.en"),
    "a missing card": (drop("cards", 4), "cards"),
    "a card twice": (lambda file: file["cards"].append(file["cards"][0]), "cards[21].kind"),
    "an unknown card": (put("cards", 4, "kind", value="lottery"), "cards[4].kind"),
    "a card without a story": (put("cards", 4, "story", "es", value=""), "cards[4].story.es"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_place(name: str) -> None:
    change, path = FAULTS[name]
    assert path in broken(change).path


def test_a_street_alone_in_its_group_is_a_fault() -> None:
    def change(file: Any) -> None:
        file["squares"][at(1)]["group"] = 2

    assert "groups[0]" in broken(change).path


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"7", b"null", b"\xff\xfe", b"[" * 100_000, FILE.read_bytes()[:-9]]
)
def test_what_is_no_board_file_at_all(data: bytes) -> None:
    fault(data)


def test_every_key_is_needed() -> None:
    for key in GOOD:
        broken(drop(key))


def test_the_good_file_is_good() -> None:
    assert read_board(FILE.read_bytes()).board.size == 55


def test_boards_are_loaded_by_name_or_path(tmp_path: Path) -> None:
    copied = tmp_path / "mine.json"
    copied.write_bytes(FILE.read_bytes())
    for one in ("zaragoza", FILE, copied, str(copied)):
        assert load_board(one).board.name == "zaragoza"


@pytest.mark.parametrize("name", ["atlantis", "../boards", Path("/nowhere/at/all.json"), "x.json"])
def test_a_board_that_is_not_there(name: str | Path) -> None:
    with pytest.raises(DecodeError):
        load_board(name)
