from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import msgspec
import pytest

from magnate_app.errors import SaveError
from magnate_app.net import shelf as shelves
from magnate_app.net.gate import Gate, Kept
from magnate_app.net.shelf import Shelf
from magnate_app.protocol.gamelog import Change, LogNote, SavedLog
from magnate_app.saves import catalog, gamelog, journal, store
from magnate_app.saves.gamelog import GameLog
from magnate_app.saves.identities import Identities, load_identities
from magnate_app.server.commands import IDENTITIES, Send
from tests.kit.gamelogs import played
from tests.kit.networks import made

SAVED = played(6)
GAME = SAVED.header.game
NOTES = (
    LogNote(number=1, seq=0, change=Change.PACE, by=0, detail="brisk", at=1),
    LogNote(number=2, seq=3, change=Change.KICKED, by=0, seat=1, at=2),
)


class Desk:
    """A shelf, what its gate lets out, and what it tells of the disk."""

    def __init__(self, folder: Path) -> None:
        self.out: list[str] = []
        self.told: list[bool] = []
        self.data, self.saves = made(folder / "data"), made(folder / "saves")
        self.gate = Gate(self._let_out)
        self.shelf = Shelf(self.data, self.saves, self.gate, self.told.append)

    def say(self, text: str, log: int = GAME) -> None:
        """Send something that shows what a log holds now."""
        self.gate.put(log, Send((1,), (text,), log))

    def _let_out(self, kept: Kept) -> None:
        assert isinstance(kept, Send)
        self.out += kept.texts

    def at_rest(self) -> SavedLog:
        """Return the game of the one file there is."""
        (path,) = self.saves.iterdir()
        assert path.name.endswith(gamelog.RESTING)
        return gamelog.read_game(path)

    def games(self) -> list[Path]:
        others = (journal.SUFFIX, gamelog.LOCK)
        return sorted(p for p in self.saves.iterdir() if p.suffix not in others)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    await desk.shelf.close()


def _full(*_: object) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


@contextlib.contextmanager
def full_disk() -> Iterator[None]:
    """The disk takes nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "write", _full)
        yield


class SlowDisk:
    """Holds every sync back until it is let go."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.begun = threading.Semaphore(0)
        self._go = threading.Semaphore(0)
        self._real = store.sync
        patch.setattr(store, "sync", self._fsync)

    def _fsync(self, handle: int) -> None:
        self.begun.release()
        self._go.acquire(timeout=20)
        self._real(handle)

    async def busy(self) -> None:
        """Wait until a sync has begun."""
        assert await asyncio.to_thread(self.begun.acquire, timeout=20)

    def go(self, times: int = 1000) -> None:
        self._go.release(times)


async def test_identities_are_kept(desk: Desk) -> None:
    await desk.shelf.settled()
    assert not (desk.data / "identities.json").exists()
    desk.shelf.keep_identity("ab" * 32, 4)
    desk.shelf.keep_counters(6, 3)
    desk.shelf.keep_counters(2, 3)
    desk.say("you are 4", IDENTITIES)
    assert desk.out == []
    await desk.shelf.settled()
    assert desk.out == ["you are 4"]
    known = Identities(users={"ab" * 32: 4}, next_user=5, next_game=3)
    assert load_identities(desk.data) == known
    again = Desk(desk.data.parent)
    assert again.shelf.identities == known
    await again.shelf.close()


async def test_a_game_runs_and_comes_to_rest(desk: Desk) -> None:
    desk.shelf.open(GAME, SAVED.header)
    for record in SAVED.records:
        desk.shelf.append(GAME, record)
    desk.shelf.append(99, SAVED.records[0])
    desk.shelf.finish(GAME)
    desk.shelf.finish(GAME)
    await desk.shelf.settled()
    (rest,) = desk.games()
    assert gamelog.read_game(rest) == SAVED


async def test_closing_puts_running_games_to_rest_and_leaves_no_journal(desk: Desk) -> None:
    desk.shelf.reopen(GAME, SAVED)
    desk.shelf.reopen(GAME, SAVED)
    desk.shelf.append_note(GAME, NOTES[1])
    await desk.shelf.close()
    (rest,) = desk.saves.iterdir()
    assert rest.name.endswith(gamelog.RESTING)


async def test_nothing_is_shown_before_it_is_durable(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SlowDisk(monkeypatch)
    desk.shelf.open(GAME, SAVED.header)
    desk.shelf.append(GAME, SAVED.records[0])
    desk.say("one")
    desk.say("other game", 7)
    await disk.busy()
    desk.shelf.append(GAME, SAVED.records[1])
    desk.say("two")
    assert desk.out == ["other game"]
    disk.go(2)
    await disk.busy()
    await disk.busy()
    assert desk.out == ["other game", "one"], "the second line waits for its own sync"
    disk.go()
    await desk.shelf.settled()
    assert desk.out == ["other game", "one", "two"]
    assert gamelog.read_game(desk.games()[0]).records == SAVED.records[:2]


async def test_logs_are_written_when_there_is_time_and_mended_when_there_was_none(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.shelf.open(GAME, SAVED.header)
    await desk.shelf.settled()
    monkeypatch.setattr(GameLog, "write", lambda log: None)
    for record in SAVED.records:
        desk.shelf.append(GAME, record)
        desk.say(str(record.seq))
        await desk.shelf.settled()
    assert desk.out == [str(record.seq) for record in SAVED.records]
    monkeypatch.undo()
    crashed = made(tmp_path / "crashed")
    for path in desk.saves.iterdir():
        (crashed / path.name).write_bytes(path.read_bytes())
    (log,) = crashed.glob("*.jsonl")
    assert gamelog.read_game(log).records == ()
    (game,) = catalog.saved_games(crashed)
    assert gamelog.read_game(game.path) == SAVED
    assert list(crashed.glob("*.journal")) == []


async def test_one_sync_serves_all_games_of_a_turn(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.shelf.open(GAME, SAVED.header)
    await desk.shelf.settled()
    disk = SlowDisk(monkeypatch)
    disk.go()
    others = [number for number in range(2, 20) if number != GAME]
    for number in others:
        header = msgspec.structs.replace(SAVED.header, game=number)
        desk.shelf.open(number, header)
        desk.say(str(number), number)
    await desk.shelf.settled()
    assert desk.out == [str(number) for number in others]
    assert disk.begun.acquire(blocking=False)
    assert not disk.begun.acquire(blocking=False)


async def test_a_game_at_rest_can_be_reopened_once_it_lies_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.shelf.reopen(GAME, SAVED)
    disk = SlowDisk(monkeypatch)
    desk.shelf.finish(GAME)
    with pytest.raises(SaveError, match="put to rest"), desk.shelf.claiming(SAVED):
        pass
    disk.go()
    await desk.shelf.settled()
    with desk.shelf.claiming(SAVED):
        desk.shelf.reopen(GAME, SAVED)


async def test_a_full_journal_is_thrown_away_once_the_logs_are_on_the_disk(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "FULL", 300)
    desk.shelf.open(GAME, SAVED.header)
    await desk.shelf.settled()
    assert list(desk.saves.glob("*.journal")) == []
    desk.shelf.append(GAME, SAVED.records[0])
    await desk.shelf.settled()
    (kept,) = desk.saves.glob("*.journal")
    assert kept.read_bytes().rstrip(b"\0").count(b"\n") == 1


@pytest.mark.logs_warnings
async def test_a_journal_that_fails_leaves_it_to_the_logs(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.shelf.open(GAME, SAVED.header)
    await desk.shelf.settled()
    real, journals = store.sync, {os.fstat(desk.shelf._journals[-1]._handle).st_ino}

    def broken(handle: int) -> None:
        if os.fstat(handle).st_ino in journals:
            raise OSError(errno.EIO, "Input/output error")
        real(handle)

    monkeypatch.setattr(store, "sync", broken)
    desk.shelf.append(GAME, SAVED.records[0])
    desk.say("one")
    await desk.shelf.settled()
    assert (desk.out, desk.told) == (["one"], []), "durable all the same"
    desk.shelf.append(GAME, SAVED.records[1])
    await desk.shelf.settled()
    assert len(list(desk.saves.glob("*.journal"))) == 2, "a new one, the other may be needed"
    monkeypatch.setattr(shelves, "FULL", 1)
    desk.shelf.append(GAME, SAVED.records[2])
    await desk.shelf.settled()
    assert list(desk.saves.glob("*.journal")) == []


@pytest.mark.logs_warnings
async def test_journals_stay_while_the_disk_does_not_take_the_logs(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.shelf.open(GAME, SAVED.header)
    await desk.shelf.settled()
    log = os.fstat(desk.shelf._logs[GAME]._handle or -1).st_ino
    real = store.sync

    def broken(handle: int) -> None:
        if os.fstat(handle).st_ino == log:
            raise OSError(errno.EIO, "Input/output error")
        real(handle)

    monkeypatch.setattr(shelves, "FULL", 1)
    with monkeypatch.context() as patch:
        patch.setattr(store, "sync", broken)
        desk.shelf.append(GAME, SAVED.records[0])
        await desk.shelf.settled()
        assert len(list(desk.saves.glob("*.journal"))) == 1
        assert desk.told == [False]
    desk.shelf.append(GAME, SAVED.records[1])
    await desk.shelf.settled()
    assert list(desk.saves.glob("*.journal")) == []
    assert desk.told == [False, True]


@pytest.mark.logs_warnings
async def test_journals_stay_while_a_log_has_not_taken_its_lines(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(log: GameLog) -> None:
        raise SaveError("the disk is full", log.path)

    desk.shelf.open(GAME, SAVED.header)
    await desk.shelf.settled()
    monkeypatch.setattr(shelves, "FULL", 1)
    with monkeypatch.context() as patch:
        patch.setattr(GameLog, "write", refuse)
        desk.shelf.append(GAME, SAVED.records[0])
        await desk.shelf.settled()
        (kept,) = desk.saves.glob("*.journal")
        assert gamelog.line(SAVED.records[0]) in kept.read_bytes()
    desk.shelf.append(GAME, SAVED.records[1])
    await desk.shelf.settled()
    assert list(desk.saves.glob("*.journal")) == []


@pytest.mark.logs_warnings
@pytest.mark.parametrize("at_once", [True, False])
async def test_journals_stay_for_a_log_that_could_not_be_ended(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    def refuse(log: GameLog, _: object) -> None:
        raise SaveError("the disk is full", log.path)

    desk.shelf.open(GAME, SAVED.header)
    desk.shelf.open(7, msgspec.structs.replace(SAVED.header, game=7))
    await desk.shelf.settled()
    if at_once:
        monkeypatch.setattr(shelves, "FULL", 1)
        disk = SlowDisk(monkeypatch)
        desk.shelf.append(GAME, SAVED.records[0])
        await disk.busy()
    else:
        desk.shelf.append(GAME, SAVED.records[0])
    with monkeypatch.context() as patch:
        patch.setattr(GameLog, "shut", refuse)
        desk.shelf.finish(GAME)
        if at_once:
            disk.go()
        await desk.shelf.settled()
        monkeypatch.setattr(shelves, "FULL", 1)
        desk.shelf.append(7, played(7).records[0])
        await desk.shelf.settled()
    journals = b"".join(path.read_bytes() for path in desk.saves.glob("*.journal"))
    assert gamelog.line(SAVED.records[0]) in journals


@pytest.mark.logs_warnings
async def test_a_full_disk_is_told_once_and_the_game_goes_on(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.shelf.open(GAME, SAVED.header)
    desk.shelf.append(GAME, SAVED.records[0])
    with caplog.at_level(logging.WARNING), full_disk():
        for record in SAVED.records[1:4]:
            desk.shelf.append(GAME, record)
            desk.say(record.action)
        desk.shelf.keep_identity("ab" * 32, 4)
        await desk.shelf.settled()
    assert desk.out == [record.action for record in SAVED.records[1:4]]
    assert caplog.text.count("the disk is full") == 1
    for record in SAVED.records[4:]:
        desk.shelf.append(GAME, record)
    await desk.shelf.close()
    assert desk.at_rest() == SAVED
    assert load_identities(desk.data).users == {"ab" * 32: 4}


@pytest.mark.logs_warnings
async def test_a_log_that_cannot_begin_begins_as_soon_as_there_is_room(desk: Desk) -> None:
    with full_disk():
        desk.shelf.open(GAME, SAVED.header)
        with pytest.raises(SaveError):
            desk.shelf.reopen(7, SAVED)
        desk.shelf.append(GAME, SAVED.records[0])
        await desk.shelf.settled()
    for record in SAVED.records[1:]:
        desk.shelf.append(GAME, record)
    await desk.shelf.settled()
    (log,) = desk.games()
    assert gamelog.read_game(log) == SAVED
    await desk.shelf.close()
    assert desk.at_rest() == SAVED


@pytest.mark.logs_warnings
async def test_a_game_is_kept_at_its_end_though_its_log_never_began(desk: Desk) -> None:
    with full_disk():
        desk.shelf.open(GAME, SAVED.header)
        for record in SAVED.records:
            desk.shelf.append(GAME, record)
    await desk.shelf.close()
    assert desk.at_rest() == SAVED


@pytest.mark.logs_warnings
async def test_without_room_for_the_rest_the_log_stays(desk: Desk) -> None:
    desk.shelf.reopen(GAME, SAVED)
    with full_disk():
        desk.shelf.finish(GAME)
        await desk.shelf.settled()
    (log,) = desk.games()
    assert gamelog.read_game(log) == SAVED


@pytest.mark.logs_warnings
async def test_a_log_that_cannot_be_ended_is_not_put_to_rest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.shelf.reopen(GAME, SAVED)
    with monkeypatch.context() as patch:
        patch.setattr(store, "sync", _full)
        desk.shelf.finish(GAME)
        await desk.shelf.settled()
    assert desk.told == [False]
    assert [path.suffix for path in desk.games()] == [".jsonl"]


async def test_a_file_that_complains_when_it_is_closed_stops_nobody(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.close

    def complain(handle: int) -> None:
        real(handle)
        if handle in handles:
            # The next file gets the same number.
            handles.remove(handle)
            raise OSError(errno.EIO, "Input/output error")

    desk.shelf.open(GAME, SAVED.header)
    for record in SAVED.records:
        desk.shelf.append(GAME, record)
    await desk.shelf.settled()
    handles = {desk.shelf._logs[GAME]._handle, desk.shelf._journals[-1]._handle}
    monkeypatch.setattr(os, "close", complain)
    async with asyncio.timeout(20):
        await desk.shelf.close()
    assert desk.at_rest() == SAVED
    assert not handles


async def test_notes_lie_where_they_were_made(desk: Desk) -> None:
    desk.shelf.open(GAME, SAVED.header)
    desk.shelf.append_note(GAME, NOTES[0])
    desk.shelf.append_note(99, NOTES[0])
    for record in SAVED.records:
        desk.shelf.append(GAME, record)
        if record.seq == NOTES[1].seq:
            desk.shelf.append_note(GAME, NOTES[1])
    await desk.shelf.settled()
    (log,) = desk.games()
    whole = log.read_bytes()
    saved = gamelog.read_game(log)
    assert saved.notes == NOTES
    desk.shelf.finish(GAME)
    await desk.shelf.settled()
    desk.shelf.reopen(GAME, saved)
    assert log.read_bytes() == whole, "begun anew, the log is the same line by line"


@pytest.mark.logs_warnings
async def test_the_host_learns_that_the_disk_refuses_and_that_it_works_again(desk: Desk) -> None:
    with full_disk():
        desk.shelf.open(GAME, SAVED.header)
        desk.shelf.append_note(GAME, NOTES[0])
        desk.shelf.keep_identity("ab" * 32, 4)
        await desk.shelf.settled()
        assert desk.told == [False]
    desk.shelf.append(GAME, SAVED.records[0])
    await desk.shelf.settled()
    assert desk.told == [False, True]
    assert load_identities(desk.data).users == {"ab" * 32: 4}
    with full_disk():
        desk.shelf.append_note(GAME, NOTES[1])
        await desk.shelf.settled()
        assert desk.told[2:] == [False]
    for record in SAVED.records[1:]:
        desk.shelf.append(GAME, record)
    await desk.shelf.settled()
    assert desk.told[3:] == [True]
    (log,) = desk.games()
    assert gamelog.read_game(log).notes == NOTES


async def test_a_game_that_is_played_is_nobody_elses(tmp_path: Path) -> None:
    async with two_desks(tmp_path) as (one, other):
        one.shelf.open(GAME, SAVED.header)
        with pytest.raises(SaveError, match="another Magnate"), other.shelf.claiming(SAVED):
            pass
        await one.shelf.settled()
        path = one.games()[0]
        assert gamelog.in_use(path)
        with pytest.raises(SaveError, match="being played"):
            catalog.delete(path)
        for record in SAVED.records:
            one.shelf.append(GAME, record)
        one.shelf.finish(GAME)
        await one.shelf.settled()
        assert not gamelog.in_use(path)
        with other.shelf.claiming(SAVED):
            other.shelf.reopen(GAME, SAVED)
        with pytest.raises(SaveError, match="another Magnate"), one.shelf.claiming(SAVED):
            pass
    assert one.games() == [gamelog.resting(path), store.backup(gamelog.resting(path))]
    assert gamelog.read_game(gamelog.resting(path)) == SAVED


async def test_a_game_that_cannot_be_opened_is_free_for_others(tmp_path: Path) -> None:
    async with two_desks(tmp_path) as (one, other):
        with pytest.raises(SaveError, match="of no use"), one.shelf.claiming(SAVED):
            raise SaveError("of no use", tmp_path)
        with other.shelf.claiming(SAVED):
            other.shelf.reopen(GAME, SAVED)


@pytest.mark.logs_warnings
async def test_two_games_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    async with two_desks(tmp_path) as (one, other):
        one.shelf.open(GAME, SAVED.header)
        one.shelf.append(GAME, SAVED.records[0])
        await one.shelf.settled()
        other.shelf.open(GAME, SAVED.header)
        await other.shelf.settled()
        assert other.told == [False], "its people know that it is not saved"
        (log,) = one.games()
        assert gamelog.read_game(log).records == SAVED.records[:1]
        log.unlink()


async def test_two_hosts_of_one_folder_know_everybody(tmp_path: Path) -> None:
    async with two_desks(tmp_path) as (one, other):
        one.shelf.keep_identity("ab" * 32, 1)
        other.shelf.keep_identity("cd" * 32, 2)
        await one.shelf.settled()
        await other.shelf.settled()
        one.shelf.keep_counters(3, 4)
        await one.shelf.settled()
    known = load_identities(one.data)
    assert known == Identities(users={"ab" * 32: 1, "cd" * 32: 2}, next_user=3, next_game=4)


@contextlib.asynccontextmanager
async def two_desks(folder: Path) -> AsyncIterator[tuple[Desk, Desk]]:
    """Give two shelves of one folder, as those of two programs."""
    one, other = Desk(folder), Desk(folder)
    try:
        yield one, other
    finally:
        await one.shelf.close()
        await other.shelf.close()


async def test_logs_are_written_at_once_but_not_again_and_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "RARELY", 3600)
    desk.shelf.open(GAME, SAVED.header)
    path = desk.shelf._path(SAVED.header)
    while not path.exists():  # noqa: ASYNC110 - a file tells nobody
        await asyncio.sleep(0.001)
    for record in SAVED.records[:3]:
        desk.shelf.append(GAME, record)
        desk.say(str(record.seq))
        while len(desk.out) < record.seq:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
    assert gamelog.read_game(path).records == ()
    await desk.shelf.settled()
    assert gamelog.read_game(path).records == SAVED.records[:3]
    monkeypatch.setattr(shelves, "RARELY", 0.01)
    desk.shelf.append(GAME, SAVED.records[3])
    await desk.shelf.settled()
    desk.shelf.append(GAME, SAVED.records[4])
    while len(gamelog.read_game(path).records) < 5:  # noqa: ASYNC110
        await asyncio.sleep(0.001)


async def test_no_log_takes_a_line_before_it_is_durable(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "RARELY", 0.2)
    desk.shelf.open(GAME, SAVED.header)
    await desk.shelf.settled()
    desk.shelf.append(GAME, SAVED.records[0])
    desk.say("one")
    while not desk.out:  # noqa: ASYNC110 - what is let out tells nobody
        await asyncio.sleep(0.001)
    disk = SlowDisk(monkeypatch)
    desk.shelf.append(GAME, SAVED.records[1])
    await asyncio.sleep(0.4)
    assert len(gamelog.read_game(desk.shelf._path(SAVED.header)).records) <= 1
    disk.go()
    await desk.shelf.settled()
    assert gamelog.read_game(desk.shelf._path(SAVED.header)).records == SAVED.records[:2]
