"""Profile, preferences and identities: small files one can live without."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path

import msgspec
import pytest

from magnate_app.errors import SaveError
from magnate_app.saves import store
from magnate_app.saves.identities import Identities, load_identities, store_identities
from magnate_app.saves.last_table import (
    LastTable,
    forget_last_table,
    load_last_table,
    store_last_table,
)
from magnate_app.saves.preferences import Preferences, load_preferences, store_preferences
from magnate_app.saves.profile import Profile, load_profile
from magnate_app.saves.tally import Tally, load_tally, store_tally


def test_preferences_come_back(tmp_path: Path) -> None:
    mine = Preferences(name="Ana", window=(1600, 900), sound=0)
    assert load_preferences(tmp_path) == Preferences()
    store_preferences(tmp_path, mine)
    assert load_preferences(tmp_path) == mine


def test_unknown_preferences_of_a_later_app_are_ignored(tmp_path: Path) -> None:
    (tmp_path / "preferences.json").write_text(
        '{"format":"magnate-preferences","version":1,"app":"1.4.0","name":"Ana","smell":"on"}'
    )
    assert load_preferences(tmp_path).name == "Ana"


@pytest.mark.logs_warnings
@pytest.mark.parametrize("content", [b"", b"{", b"\xff\x00", b'{"format":"x"}', b"[]"])
def test_broken_preferences_are_set_aside(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "preferences.json").write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert load_preferences(tmp_path) == Preferences()
    assert (tmp_path / "preferences.json.broken").read_bytes() == content
    assert not (tmp_path / "preferences.json").exists()
    assert "preferences.json" in caplog.text


def test_a_broken_file_with_a_previous_one_costs_one_change(tmp_path: Path) -> None:
    store_preferences(tmp_path, Preferences(name="Ana"))
    store_preferences(tmp_path, Preferences(name="Bea"))
    (tmp_path / "preferences.json").write_bytes(b"{")
    assert load_preferences(tmp_path).name == "Ana"


@pytest.mark.logs_warnings
def test_an_unreadable_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store_preferences(tmp_path, Preferences(name="Ana"))

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        assert load_preferences(tmp_path) == Preferences()
    assert load_preferences(tmp_path).name == "Ana"


def test_a_token_is_made_once(tmp_path: Path) -> None:
    first = load_profile(tmp_path)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", first.token)
    assert load_profile(tmp_path) == first
    if os.name == "posix":
        assert (tmp_path / "profile.json").stat().st_mode & 0o777 == 0o600


def test_two_devices_differ(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert load_profile(tmp_path / "a") != load_profile(tmp_path / "b")


def test_a_token_is_not_shown() -> None:
    assert "secret" not in repr(Profile(token="secret-secret-secret"))


@pytest.mark.logs_warnings
def test_a_token_nobody_could_use_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "profile.json").write_text(
        '{"format":"magnate-profile","version":1,"token":"not a token"}'
    )
    assert len(load_profile(tmp_path).token) == 43


@pytest.mark.logs_warnings
def test_a_broken_profile_is_set_aside_and_made_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = load_profile(tmp_path)
    whole = (tmp_path / "profile.json").read_bytes()
    (tmp_path / "profile.json").write_bytes(whole[:-30])
    second = load_profile(tmp_path)
    assert second != first
    assert (tmp_path / "profile.json.broken").exists()
    assert first.token not in caplog.text
    assert load_profile(tmp_path) == second


def test_a_profile_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="no such file"):
        load_profile(tmp_path / "none")


def test_identities_come_back(tmp_path: Path) -> None:
    assert load_identities(tmp_path) == Identities()
    known = Identities(users={"ab" * 32: 1, "cd" * 32: 4}, next_user=7, next_game=3)
    store_identities(tmp_path, known, {})
    assert load_identities(tmp_path) == known


@pytest.mark.logs_warnings
def test_identities_that_contradict_themselves_are_set_aside(tmp_path: Path) -> None:
    (tmp_path / "identities.json").write_text(
        '{"format":"magnate-identities","version":1,"users":{"ab":7},"next_user":3}'
    )
    assert load_identities(tmp_path) == Identities()
    assert store.backup(tmp_path / "identities.json").exists() is False


def test_the_last_table_comes_back_until_it_is_forgotten(tmp_path: Path) -> None:
    table = LastTable(address="10.0.0.7:47800", room_code="0158A1", game=3, players=("Ana", "Bea"))
    assert load_last_table(tmp_path) is None
    store_last_table(tmp_path, table)
    store_last_table(tmp_path, msgspec.structs.replace(table, round=4))
    assert load_last_table(tmp_path) == msgspec.structs.replace(table, round=4)
    forget_last_table(tmp_path)
    forget_last_table(tmp_path)
    assert load_last_table(tmp_path) is None
    assert list(tmp_path.glob("last_table*")) == []


def test_a_finished_game_is_counted_once(tmp_path: Path) -> None:
    assert load_tally(tmp_path) == Tally()
    once = Tally().counted("3: Ana Bea", won=True)
    assert (once.played, once.won) == (1, 1)
    assert once.counted("3: Ana Bea", won=True) is once
    twice = once.counted("4: Ana Bea", won=False)
    assert (twice.played, twice.won) == (2, 1)
    store_tally(tmp_path, twice)
    assert load_tally(tmp_path) == twice
