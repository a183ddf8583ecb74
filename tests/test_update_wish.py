"""Nobody is asked about newer versions unless the person wants it and there is an address."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from magnate_app import app
from magnate_app.net import updates


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []

    def ask(address: str) -> str:
        asked.append(address)
        return "99.0.0"

    monkeypatch.setattr(updates, "ask", ask)
    monkeypatch.setenv("MAGNATE_ADDRESS", "127.0.0.1")
    return asked


@pytest.fixture
def program(asked: list[str]) -> Iterator[app.Program]:
    program = app.Program()
    yield program
    program.close()


def want(program: app.Program, **changes: object) -> None:
    program.store_preferences(msgspec.structs.replace(program.preferences(), **changes))


def test_it_is_off_at_first(
    program: app.Program, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAGNATE_UPDATES", "https://magnate.example/latest.json")
    assert program.preferences().updates is False
    assert program.newer_version() == ""
    assert asked == []


def test_without_an_address_the_wish_changes_nothing(
    program: app.Program, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates, "ADDRESS", "")
    want(program, updates=True)
    assert program.newer_version() == ""
    assert asked == []


@pytest.mark.parametrize("by_variable", [False, True])
def test_whoever_wants_it_is_told(
    program: app.Program, asked: list[str], monkeypatch: pytest.MonkeyPatch, by_variable: bool
) -> None:
    address = "https://magnate.example/latest.json"
    if by_variable:
        monkeypatch.setenv("MAGNATE_UPDATES", address)
        want(program, updates=True)
    else:
        want(program, updates=True, update_address=address)
    program.newer_version()
    program._updates.wait()
    assert program.newer_version() == "99.0.0"
    assert asked == [address]
