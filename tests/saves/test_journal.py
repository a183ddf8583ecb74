from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from magnate_app.errors import SaveError
from magnate_app.protocol.gamelog import Change, LogEnd, LogNote
from magnate_app.saves import gamelog, journal, store
from magnate_app.saves.journal import Journal
from tests.kit.disks import full, full_disk
from tests.kit.gamelogs import begun, played, rested

SAVED = played(6)
LINES = [gamelog.line(SAVED.header), *map(gamelog.line, SAVED.records)]
END = LogEnd(cause="rounds", ranking=(1, 0), final=(100, 900), at=99)


@pytest.fixture
def saves(tmp_path: Path) -> Path:
    folder = tmp_path / "saves"
    folder.mkdir()
    return folder


def _path(folder: Path) -> Path:
    return folder / (gamelog.file_name(SAVED.header) + gamelog.RUNNING)


def _left_by_a_crash(folder: Path, lines: list[bytes]) -> Path:
    """Write a journal as a host leaves it that is gone."""
    kept = Journal(folder)
    name = gamelog.file_name(SAVED.header)
    kept.add(b"".join(journal.entry(name, line) for line in lines))
    kept.close()
    (path,) = folder.glob(f"*{journal.SUFFIX}")
    return path


@pytest.mark.parametrize("reached", range(len(LINES) + 1))
def test_what_a_power_cut_took_from_a_log_is_put_back(saves: Path, reached: int) -> None:
    _left_by_a_crash(saves, LINES)
    if reached:
        _path(saves).write_bytes(b"".join(LINES[:reached]))
    journal.mend(saves)
    assert gamelog.read_game(_path(saves)) == SAVED
    assert _path(saves).read_bytes() == b"".join(LINES)
    assert list(saves.iterdir()) == [_path(saves)]


@pytest.mark.parametrize("torn", [b'{"record":{"se', b"\0" * 200, b'\0\0\n{"rec', b'{"note":{}}\n'])
def test_a_torn_tail_is_replaced(saves: Path, torn: bytes) -> None:
    _left_by_a_crash(saves, LINES[3:])
    _path(saves).write_bytes(b"".join(LINES[:4]) + torn)
    journal.mend(saves)
    assert gamelog.read_game(_path(saves)) == SAVED


def test_a_line_that_is_missing_between_others_is_put_in_its_place(saves: Path) -> None:
    _left_by_a_crash(saves, LINES[2:])
    _path(saves).write_bytes(b"".join([*LINES[:3], b"\0" * len(LINES[3]), *LINES[4:]]))
    journal.mend(saves)
    assert gamelog.read_game(_path(saves)) == SAVED


def test_a_log_that_lacks_nothing_is_not_touched(saves: Path) -> None:
    _left_by_a_crash(saves, LINES[3:])
    _path(saves).write_bytes(b"".join(LINES))
    before = _path(saves).stat()
    journal.mend(saves)
    assert _path(saves).stat().st_ino == before.st_ino


@pytest.mark.parametrize("known", [2, 4, len(LINES)])
def test_what_only_the_log_has_stays_behind_what_the_journal_knows(saves: Path, known: int) -> None:
    _left_by_a_crash(saves, LINES[:known])
    note = gamelog.line(LogNote(number=1, seq=len(SAVED.records), change=Change.PAUSED))
    whole = b"".join([*LINES, note, gamelog.line(END)])
    _path(saves).write_bytes(whole)
    journal.mend(saves)
    assert _path(saves).read_bytes() == whole
    assert gamelog.read_game(_path(saves)).end == END


@pytest.mark.parametrize("first", ["0", "2"])
def test_journals_are_mended_from_in_any_order(saves: Path, first: str) -> None:
    notes = [LogNote(number=n, seq=3, change=Change.PAUSED, at=n) for n in (1, 2)]
    whole = [*LINES[:4], *map(gamelog.line, notes), *LINES[4:]]
    hidden = _left_by_a_crash(saves, whole[:5]).rename(saves / "hidden")
    _left_by_a_crash(saves, whole[5:]).rename(saves / f"1{journal.SUFFIX}")
    hidden.rename(saves / f"{first}{journal.SUFFIX}")
    journal.mend(saves)
    assert _path(saves).read_bytes() == b"".join(whole)


def test_a_log_reopened_meanwhile_keeps_its_header(saves: Path) -> None:
    other = gamelog.line(SAVED.header).replace(b"Mesa de Ana", b"Mesa de Bea")
    _left_by_a_crash(saves, LINES)
    _path(saves).write_bytes(b"".join([other, *LINES[1:4]]))
    journal.mend(saves)
    assert _path(saves).read_bytes() == b"".join([other, *LINES[1:]])


@pytest.mark.parametrize("told", [True, False])
def test_a_game_at_rest_is_left_there(saves: Path, told: bool) -> None:
    log = begun(saves, SAVED.header)
    rest = rested(log, END)
    before = rest.read_bytes()
    if told:
        rest.unlink()
    _left_by_a_crash(saves, [*LINES, b""] if told else LINES)
    journal.mend(saves)
    assert not _path(saves).exists()
    assert told or rest.read_bytes() == before


def test_lines_without_a_head_make_no_game(saves: Path) -> None:
    _left_by_a_crash(saves, LINES[2:])
    journal.mend(saves)
    assert list(saves.iterdir()) == []


@pytest.mark.parametrize(
    "torn",
    [b"", b"\0" * 60, b"no tab\n", b"\xff\t{}\n", b"../x\t{}\n", b"2026-1\t{"],
    ids=["nothing", "zeros", "no tab", "no text", "a path", "half a line"],
)
def test_what_is_torn_off_the_journal_itself_is_as_if_it_had_never_been(
    saves: Path, torn: bytes
) -> None:
    path = _left_by_a_crash(saves, LINES[:-1])
    path.write_bytes(path.read_bytes() + torn)
    journal.mend(saves)
    assert gamelog.read_game(_path(saves)).records == SAVED.records[:-1]
    assert list(saves.iterdir()) == [_path(saves)]


def test_what_a_power_cut_left_behind_a_hole_is_not_taken(saves: Path) -> None:
    name = gamelog.file_name(SAVED.header)
    path = _left_by_a_crash(saves, LINES)
    whole = path.read_bytes()
    first = len(b"".join(journal.entry(name, line) for line in LINES[:3]))
    lost = len(journal.entry(name, LINES[3])) + 20
    path.write_bytes(whole[: first + 9] + bytes(lost) + whole[first + 9 + lost :])
    journal.mend(saves)
    assert gamelog.read_game(_path(saves)).records == SAVED.records[:2]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere an open file cannot be removed")
def test_a_journal_begins_with_room_for_its_lines(
    saves: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Journal(saves)
    kept.add(journal.entry(gamelog.file_name(SAVED.header), LINES[0]))
    (path,) = saves.glob(f"*{journal.SUFFIX}")
    assert path.stat().st_size == journal.RESERVED
    kept.remove()
    monkeypatch.setattr(os, "write", _no_room_for_much(os.write))
    kept = Journal(saves)
    kept.add(journal.entry(gamelog.file_name(SAVED.header), LINES[0]))
    (path,) = saves.glob(f"*{journal.SUFFIX}")
    assert path.read_bytes() == journal.entry(gamelog.file_name(SAVED.header), LINES[0])
    kept.remove()


def _no_room_for_much(real: Callable[[int, bytes], int]) -> Callable[[int, bytes], int]:
    def write(handle: int, content: bytes) -> int:
        if len(content) > 9999:
            if not os.fstat(handle).st_size:
                return real(handle, content[:5000])
            return full()
        return real(handle, content)

    return write


@pytest.mark.skipif(os.name != "posix", reason="elsewhere an open file cannot be removed")
def test_a_journal_somebody_writes_is_left_alone(saves: Path) -> None:
    kept = Journal(saves)
    kept.add(journal.entry(gamelog.file_name(SAVED.header), LINES[0]))
    journal.mend(saves)
    assert not _path(saves).exists()
    assert len(list(saves.iterdir())) == 1
    kept.remove()
    assert list(saves.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="elsewhere an open file cannot be removed")
def test_a_journal_that_was_taken_away_is_noticed(saves: Path) -> None:
    kept = Journal(saves)
    next(saves.iterdir()).unlink()
    with pytest.raises(SaveError):
        kept.add(b"")
    kept.remove()


@pytest.mark.logs_warnings
def test_a_disk_without_room_keeps_the_journal_for_the_next_time(saves: Path) -> None:
    path = _left_by_a_crash(saves, LINES)
    with full_disk():
        journal.mend(saves)
    assert list(saves.iterdir()) == [path]
    journal.mend(saves)
    assert gamelog.read_game(_path(saves)) == SAVED


def test_what_the_disk_refuses_is_told(saves: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(SaveError, match="no such file"):
        Journal(saves / "none")
    kept = Journal(saves)
    for owner, call in ((os, "write"), (store, "sync")):
        with monkeypatch.context() as patch:
            patch.setattr(owner, call, broken)
            with pytest.raises(SaveError, match="Input/output"):
                kept.add(b"entry")
    kept.close()


@pytest.mark.skipif(os.name != "posix", reason="locks are others elsewhere")
def test_a_file_system_without_locks_mends_all_the_same(
    saves: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    _left_by_a_crash(saves, LINES)
    monkeypatch.setattr("fcntl.flock", unknown)
    journal.mend(saves)
    assert gamelog.read_game(_path(saves)) == SAVED
