from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from magnate_app.errors import SaveError
from magnate_app.protocol.gamelog import (
    GameHeader,
    LogEnd,
    LogRecord,
    SavedLog,
    SeatHeader,
    TableOptions,
)
from magnate_app.rules.settings import Settings
from magnate_app.saves import gamelog, store
from magnate_app.saves.gamelog import GameLog
from tests.kit.disks import full, full_disk
from tests.kit.gamelogs import begun, rested

HEADER = GameHeader(
    game=12,
    board="zaragoza",
    settings=Settings(house_rules=frozenset({"full_deck", "open_auction"})),
    options=TableOptions(name="Mesa de Ana"),
    humans=(True, False),
    seats=(
        SeatHeader(user=1, name="Ana", digest="ab" * 32),
        SeatHeader(user=2, name="Cierzo", bot_level="hard", piece=2, color=1),
    ),
    draws=(1,),
    hash="00",
    host=1,
    room_codes=("014M0P",),
    started_at=1_795_370_400_000,
)
RECORDS = tuple(
    LogRecord(seq=seq, seat=seq % 2, action="Roll", draws=(1, 2, 3), hash=f"{seq:04x}", at=seq)
    for seq in range(1, 9)
)
END = LogEnd(cause="rounds", ranking=(1, 0), final=(100, 900), at=99)


def _write(folder: Path) -> GameLog:
    log = begun(folder, HEADER)
    for record in RECORDS:
        log.write(gamelog.line(record))
    return log


def test_every_record_is_there_while_the_game_runs(tmp_path: Path) -> None:
    log = begun(tmp_path, HEADER)
    assert log.path.name == "2026-11-22-180000-12.jsonl"
    for count, record in enumerate(RECORDS):
        saved = gamelog.read_game(log.path)
        assert saved == SavedLog(header=HEADER, records=RECORDS[:count])
        log.write(gamelog.line(record))
    rested(log)


@pytest.mark.parametrize("end", [None, END])
def test_a_game_at_rest_is_one_file(tmp_path: Path, end: LogEnd | None) -> None:
    rest = rested(_write(tmp_path), end)
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == [rest.name]
    assert rest.name == "2026-11-22-180000-12.magnate.json"
    assert gamelog.read_game(rest) == SavedLog(header=HEADER, records=RECORDS, end=end)
    assert '"house_rules": [\n' in rest.read_text(encoding="utf-8")


def test_shutting_twice_is_shutting_once(tmp_path: Path) -> None:
    log = _write(tmp_path)
    log.shut()
    log.shut(END)
    assert gamelog.read_game(log.path).end is None


def test_a_game_goes_on_from_its_file(tmp_path: Path) -> None:
    rest = rested(begun(tmp_path, HEADER))
    log = GameLog.reopen(tmp_path, gamelog.read_game(rest))
    for record in RECORDS:
        log.write(gamelog.line(record))
    rested(log, END)
    assert gamelog.read_game(rest).records == RECORDS
    assert gamelog.parse_rest(store.backup(rest).read_bytes(), rest).records == ()


def test_whatever_a_crash_tears_off_the_rest_is_read(tmp_path: Path) -> None:
    log = _write(tmp_path)
    whole = log.path.read_bytes()
    rested(log)
    head = whole.index(b"\n") + 1
    path = tmp_path / "torn.jsonl"
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        if cut < head - 1:
            with pytest.raises(SaveError, match="damaged"):
                gamelog.read_game(path)
        else:
            complete = max(0, whole[:cut].count(b"\n") - 1)
            assert gamelog.read_game(path).records == RECORDS[:complete]


def test_a_tail_of_zeros_is_a_torn_tail(tmp_path: Path) -> None:
    log = _write(tmp_path)
    path = tmp_path / "torn.jsonl"
    path.write_bytes(log.path.read_bytes() + b"\0" * 100 + b"\n" + b"\0\0\n")
    rested(log)
    assert gamelog.read_game(path).records == RECORDS


def _lines(tmp_path: Path) -> tuple[Path, list[bytes]]:
    log = _write(tmp_path)
    lines = log.path.read_bytes().splitlines(keepends=True)
    rested(log)
    return tmp_path / "changed.jsonl", lines


def test_a_fault_in_the_middle_is_told(tmp_path: Path) -> None:
    path, lines = _lines(tmp_path)
    path.write_bytes(b"".join([*lines[:3], b'{"x"\n', *lines[4:]]))
    with pytest.raises(SaveError, match="lacks the action after 2"):
        gamelog.read_game(path)


def test_a_missing_action_is_told(tmp_path: Path) -> None:
    path, lines = _lines(tmp_path)
    path.write_bytes(b"".join([*lines[:3], *lines[4:]]))
    with pytest.raises(SaveError, match="lacks the action after 2"):
        gamelog.read_game(path)


def test_an_action_after_the_end_is_told(tmp_path: Path) -> None:
    path, lines = _lines(tmp_path)
    end = b'{"end":{"cause":"rounds","ranking":[0,1],"final":[1,2],"at":3}}\n'
    path.write_bytes(b"".join([*lines, end]))
    assert gamelog.read_game(path).end is not None
    path.write_bytes(b"".join([*lines[:-1], end, lines[-1]]))
    with pytest.raises(SaveError, match="follows its end"):
        gamelog.read_game(path)


def test_a_record_of_another_shape_is_told(tmp_path: Path) -> None:
    path, lines = _lines(tmp_path)
    path.write_bytes(b"".join([*lines, b'{"record":{"seq":9,"luck":1}}\n']))
    with pytest.raises(SaveError, match="damaged"):
        gamelog.read_game(path)


def test_a_disk_full_for_a_while_leaves_no_gap(tmp_path: Path) -> None:
    log = begun(tmp_path, HEADER)
    log.write(gamelog.line(RECORDS[0]))
    with full_disk():
        for record in RECORDS[1:3]:
            with pytest.raises(SaveError, match="the disk is full"):
                log.write(gamelog.line(record))
    assert gamelog.read_game(log.path).records == RECORDS[:1]
    for record in RECORDS[3:]:
        log.write(gamelog.line(record))
    assert gamelog.read_game(rested(log)).records == RECORDS


def test_a_record_written_half_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    left = [10]

    def some(handle: int, content: bytes) -> int:
        if not left[0]:
            full()
        size = min(left[0], len(content))
        left[0] -= size
        return real(handle, content[:size])

    log = begun(tmp_path, HEADER)
    before = log.path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", some)
        with pytest.raises(SaveError, match="full"):
            log.write(gamelog.line(RECORDS[0]))
    assert log.path.read_bytes() == before
    log.write(gamelog.line(RECORDS[1]))
    assert gamelog.read_game(rested(log)).records == RECORDS[:2]


def test_without_room_for_the_file_at_rest_the_log_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = _write(tmp_path)

    def refuse(path: Path, content: bytes) -> None:
        raise SaveError("the disk is full", path)

    with monkeypatch.context() as patch:
        patch.setattr(store, "write", refuse)
        with pytest.raises(SaveError, match="full"):
            rested(log, END)
    assert gamelog.read_game(log.path) == SavedLog(header=HEADER, records=RECORDS, end=END)
    rest = gamelog.put_to_rest(log.path)
    assert gamelog.read_game(rest).end == END


def test_a_log_in_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="no such file"):
        begun(tmp_path / "none", HEADER)
    with pytest.raises(SaveError, match="no such file"):
        GameLog(tmp_path / "none.jsonl").write()
    with pytest.raises(SaveError, match="no such file"):
        gamelog.read_game(tmp_path / "none.jsonl")


def test_every_truncation_of_a_file_at_rest_is_told(tmp_path: Path) -> None:
    rest = rested(begun(tmp_path, HEADER), END)
    whole = rest.read_bytes().rstrip()
    for cut in range(len(whole)):
        rest.write_bytes(whole[:cut])
        with pytest.raises(SaveError):
            gamelog.read_game(rest)


def test_a_broken_file_at_rest_is_read_from_its_previous(tmp_path: Path) -> None:
    rest = rested(_write(tmp_path))
    rested(GameLog.reopen(tmp_path, gamelog.read_game(rest)), END)
    rest.write_bytes(rest.read_bytes()[:100])
    assert gamelog.read_game(rest).records == RECORDS


@pytest.mark.parametrize("written", [0, 10])
def test_a_disk_that_does_not_even_take_back_leaves_no_gap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    log = begun(tmp_path, HEADER)
    real = os.write

    def broken(handle: int, length: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    def some(handle: int, content: bytes) -> int:
        if not written or real(handle, content[:written]) < len(content):
            return full()
        return len(content)

    for number, record in enumerate(RECORDS):
        with monkeypatch.context() as patch:
            if number in (0, 3, 4):
                patch.setattr(os, "write", some)
                patch.setattr(os, "ftruncate", broken)
                with pytest.raises(SaveError, match="the disk is full"):
                    log.write(gamelog.line(record))
            else:
                log.write(gamelog.line(record))
    assert gamelog.read_game(rested(log, END)) == SavedLog(header=HEADER, records=RECORDS, end=END)


def test_a_log_that_cannot_be_removed_is_told_and_the_game_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = _write(tmp_path)

    def refuse(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(errno.EACCES, "in use")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        with pytest.raises(SaveError, match="access is denied"):
            rested(log, END)
    assert gamelog.read_game(gamelog.resting(log.path)).end == END


def test_lines_that_are_neither_record_nor_end_are_torn(tmp_path: Path) -> None:
    path, lines = _lines(tmp_path)
    path.write_bytes(b"".join([*lines, b"[]\n", b'{"x":1}\n']))
    assert gamelog.read_game(path).records == RECORDS
