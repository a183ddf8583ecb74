from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from magnate_app import __version__
from magnate_app.errors import SaveError
from magnate_app.saves import envelope
from magnate_app.saves.envelope import Kind
from magnate_app.saves.migrations import Document, migrate

HERE = Path("a.json")


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    numbers: tuple[int, ...] = ()


KIND = Kind("magnate-test", 1, Content)
SAMPLE = Content("Año", (1, 2))


@pytest.mark.parametrize("indent", [0, 1])
def test_what_is_packed_is_unpacked(indent: int) -> None:
    text = envelope.pack(KIND, SAMPLE, indent=indent)
    assert envelope.unpack(KIND, text, HERE) == SAMPLE
    assert (b"\n" in text) == bool(indent)
    header = json.loads(text)
    assert header["format"] == "magnate-test"
    assert (header["version"], header["app"]) == (1, __version__)


def test_every_truncation_is_told() -> None:
    text = envelope.pack(KIND, SAMPLE).rstrip()
    for end in range(len(text)):
        with pytest.raises(SaveError, match="damaged"):
            envelope.unpack(KIND, text[:end], HERE)


@given(st.binary(max_size=200))
def test_garbage_is_told(content: bytes) -> None:
    with pytest.raises(SaveError):
        envelope.unpack(KIND, content, HERE)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"[" * 100_000, "damaged"),
        (b'{"format":"other","version":1}', "not the kind"),
        (b'{"format":"magnate-test"}', "which version"),
        (b'{"format":"magnate-test","version":true}', "which version"),
        (b'{"format":"magnate-test","version":0}', "which version"),
        (b'{"format":"magnate-test","version":2,"app":"9.1.0"}', "newer Magnate 9.1.0; update"),
        (b'{"format":"magnate-test","version":2}', "newer Magnate; update"),
        (b'{"format":"magnate-test","version":1,"name":7}', "damaged .*name"),
        (b'{"format":"magnate-test","version":1,"name":"a","more":1}', "damaged .*more"),
    ],
)
def test_each_fault_has_its_sentence(text: bytes, sentence: str) -> None:
    with pytest.raises(SaveError, match=sentence):
        envelope.unpack(KIND, text, HERE)


def _rename(document: Document) -> Document:
    document["name"] = document.pop("title")
    return document


def _count(document: Document) -> Document:
    numbers = document["numbers"]
    assert isinstance(numbers, list)
    document["numbers"] = [len(numbers), *numbers]
    return document


def test_old_files_are_brought_up_to_date_step_by_step() -> None:
    kind = Kind("magnate-test", 3, Content, {1: _rename, 2: _count})
    old = b'{"format":"magnate-test","version":1,"title":"a","numbers":[5,6]}'
    assert envelope.unpack(kind, old, HERE) == Content("a", (2, 5, 6))
    younger = b'{"format":"magnate-test","version":2,"name":"a","numbers":[5]}'
    assert envelope.unpack(kind, younger, HERE) == Content("a", (1, 5))


def test_a_version_without_a_step_is_told() -> None:
    with pytest.raises(SaveError, match="version 1 can no longer be read"):
        migrate({"version": 1}, 3, {2: _count}, HERE)
