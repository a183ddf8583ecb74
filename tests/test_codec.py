"""JSON within limits: what is refused, and what comes back."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from magnate_app.codec import convert, read_json, to_plain, write_json
from magnate_app.errors import DecodeError


class Pair(msgspec.Struct, frozen=True):
    one: int
    two: tuple[str, ...] = ()


def test_structs_come_back() -> None:
    pair = Pair(1, ("a", "ñ"))
    assert write_json(pair) == '{"one":1,"two":["a","ñ"]}'
    assert to_plain(pair) == {"one": 1, "two": ["a", "ñ"]}
    assert convert(to_plain(pair), Pair) == pair
    assert convert({"one": 1, "more": []}, Pair) == Pair(1)


@pytest.mark.parametrize(
    "text", ["", "{", "NaN", "[Infinity]", "1 2", '"\\ud800"', "\ud800", b"\xff", "[" * 100_000]
)
def test_what_is_no_json(text: str | bytes) -> None:
    with pytest.raises(DecodeError):
        read_json(text)


def test_depth_is_limited() -> None:
    assert read_json("[" * 32 + "]" * 32)
    with pytest.raises(DecodeError, match="deeper than 32"):
        read_json("[" * 33 + "]" * 33)
    with pytest.raises(DecodeError):
        read_json('{"a":[1]}', max_depth=1)
    assert read_json("7", max_depth=0) == 7


@pytest.mark.parametrize("text", ['{"one":"x"}', "{}", "[]"])
def test_a_struct_of_other_types_is_refused(text: str) -> None:
    with pytest.raises(DecodeError):
        convert(read_json(text), Pair)


@given(st.binary() | st.text())
def test_anything_is_json_or_a_decode_error(text: str | bytes) -> None:
    try:
        value = read_json(text)
    except DecodeError:
        return
    assert read_json(write_json(value)) == value
