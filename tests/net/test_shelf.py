from __future__ import annotations

import errno
import logging
import os
from pathlib import Path

import pytest

from magnate_app.errors import SaveError
from magnate_app.net.shelf import Shelf
from magnate_app.protocol.gamelog import Change, LogNote
from magnate_app.saves import gamelog
from magnate_app.saves.identities import Identities, load_identities
from tests.kit.gamelogs import played
from tests.kit.networks import made

SAVED = played(6)
GAME = SAVED.header.game


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(made(tmp_path / "data"), made(tmp_path / "saves"))


def _files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "saves").iterdir())


def _full(*_: object) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_identities_are_kept(shelf: Shelf, tmp_path: Path) -> None:
    shelf.flush()
    assert not (tmp_path / "data" / "identities.json").exists()
    shelf.keep_identity("ab" * 32, 4)
    shelf.keep_counters(6, 3)
    shelf.keep_counters(2, 3)
    shelf.flush()
    known = Identities(users={"ab" * 32: 4}, next_user=5, next_game=3)
    assert load_identities(tmp_path / "data") == known
    assert Shelf(tmp_path / "data", tmp_path / "saves").identities == known


def test_a_game_runs_and_comes_to_rest(shelf: Shelf, tmp_path: Path) -> None:
    shelf.open(GAME, SAVED.header)
    for record in SAVED.records:
        shelf.append(GAME, record)
    shelf.append(99, SAVED.records[0])
    shelf.finish(GAME)
    shelf.finish(GAME)
    (rest,) = _files(tmp_path)
    assert gamelog.read_game(rest) == SAVED


def test_closing_puts_running_games_to_rest(shelf: Shelf, tmp_path: Path) -> None:
    shelf.reopen(GAME, SAVED)
    shelf.reopen(GAME, SAVED)
    shelf.close()
    (rest,) = _files(tmp_path)
    assert rest.name.endswith(gamelog.RESTING)


@pytest.mark.logs_warnings
def test_a_full_disk_is_told_once_and_the_game_goes_on(
    shelf: Shelf,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    shelf.open(GAME, SAVED.header)
    shelf.append(GAME, SAVED.records[0])
    with caplog.at_level(logging.WARNING), monkeypatch.context() as patch:
        patch.setattr(os, "write", _full)
        for record in SAVED.records[1:4]:
            shelf.append(GAME, record)
        shelf.keep_identity("ab" * 32, 4)
        shelf.flush()
    assert caplog.text.count("the disk is full") == 1
    for record in SAVED.records[4:]:
        shelf.append(GAME, record)
    shelf.close()
    (rest,) = _files(tmp_path)
    assert gamelog.read_game(rest) == SAVED
    assert load_identities(tmp_path / "data").users == {"ab" * 32: 4}


@pytest.mark.logs_warnings
def test_a_log_that_cannot_begin_begins_as_soon_as_there_is_room(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", _full)
        shelf.open(GAME, SAVED.header)
        with pytest.raises(SaveError):
            shelf.reopen(7, SAVED)
        shelf.append(GAME, SAVED.records[0])
        assert _files(tmp_path) == []
    for record in SAVED.records[1:]:
        shelf.append(GAME, record)
    (log,) = _files(tmp_path)
    assert gamelog.read_game(log) == SAVED
    shelf.close()
    (rest,) = _files(tmp_path)
    assert gamelog.read_game(rest) == SAVED


@pytest.mark.logs_warnings
def test_a_game_is_kept_at_its_end_though_its_log_never_began(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", _full)
        shelf.open(GAME, SAVED.header)
        for record in SAVED.records:
            shelf.append(GAME, record)
    shelf.close()
    (rest,) = _files(tmp_path)
    assert gamelog.read_game(rest) == SAVED


@pytest.mark.logs_warnings
def test_without_room_for_the_rest_the_log_stays(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.reopen(GAME, SAVED)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", _full)
        shelf.finish(GAME)
    (log,) = _files(tmp_path)
    assert gamelog.read_game(log) == SAVED


NOTES = (
    LogNote(number=1, seq=0, change=Change.PACE, by=0, detail="brisk", at=1),
    LogNote(number=2, seq=3, change=Change.KICKED, by=0, seat=1, at=2),
)


def test_notes_lie_where_they_were_made(shelf: Shelf, tmp_path: Path) -> None:
    shelf.open(GAME, SAVED.header)
    shelf.append_note(GAME, NOTES[0])
    shelf.append_note(99, NOTES[0])
    for record in SAVED.records:
        shelf.append(GAME, record)
        if record.seq == NOTES[1].seq:
            shelf.append_note(GAME, NOTES[1])
    (log,) = _files(tmp_path)
    whole = log.read_bytes()
    saved = gamelog.read_game(log)
    assert saved.notes == NOTES
    shelf.finish(GAME)
    shelf.reopen(GAME, saved)
    assert log.read_bytes() == whole, "begun anew, the log is the same line by line"


@pytest.mark.logs_warnings
def test_the_host_learns_that_the_disk_refuses_and_that_it_works_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bool] = []
    shelf = Shelf(made(tmp_path / "data"), made(tmp_path / "saves"), told.append)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", _full)
        shelf.open(GAME, SAVED.header)
        shelf.append_note(GAME, NOTES[0])
        shelf.keep_identity("ab" * 32, 4)
        shelf.flush()
        assert told == [False]
    shelf.append(GAME, SAVED.records[0])
    assert told == [False], "the identities are still not kept"
    shelf.flush()
    assert told == [False, True]
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", _full)
        shelf.append_note(GAME, NOTES[1])
        assert told[2:] == [False]
    for record in SAVED.records[1:]:
        shelf.append(GAME, record)
    assert told[3:] == [True]
    (log,) = _files(tmp_path)
    assert gamelog.read_game(log).notes == NOTES
    shelf.close()
