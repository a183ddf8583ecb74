"""What a host keeps although the disk refuses."""

from __future__ import annotations

import asyncio
import errno
import logging
import os

import msgspec
import pytest

from magnate_app.errors import SaveError
from magnate_app.net import shelf as shelves
from magnate_app.protocol.gamelog import LogEnd
from magnate_app.saves import gamelog, store
from magnate_app.saves.gamelog import GameLog
from magnate_app.saves.identities import load_identities
from tests.kit.disks import SlowDisk, broken_for, full, full_disk
from tests.kit.gamelogs import played
from tests.kit.shelves import GAME, NOTES, SAVED, Desk


def _refuse(log: GameLog, *_: object) -> None:
    raise SaveError("the disk is full", log.path)


@pytest.mark.logs_warnings
async def test_a_journal_that_fails_leaves_it_to_the_logs(desk: Desk) -> None:
    await desk.begin()
    with broken_for({desk.shelf._ledger._journals[-1]._handle}):
        desk.shelf.append(GAME, SAVED.records[0])
        desk.say("one")
        await desk.shelf.settled()
    assert (desk.out, desk.told) == (["one"], []), "durable all the same"
    assert desk.journals() == [], "nobody needs what it holds"
    await desk.take(SAVED.records[1])
    assert len(desk.journals()) == 1


async def test_what_no_journal_takes_waits_until_its_log_is_durable(desk: Desk) -> None:
    await desk.begin()
    journal = desk.shelf._ledger._journals[-1]._handle
    with broken_for({journal}), pytest.MonkeyPatch.context() as patch:
        disk = SlowDisk(patch)
        desk.shelf.append(GAME, SAVED.records[0])
        desk.say("one")
        await disk.busy()
        disk.go(1)
        await disk.busy()
        assert desk.out == []
        assert gamelog.read_game(desk.games()[0]).records == SAVED.records[:1]
        disk.go()
        await desk.shelf.settled()
    assert desk.out == ["one"]


@pytest.mark.logs_warnings
async def test_journals_stay_while_the_disk_does_not_take_the_logs(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.begin()
    monkeypatch.setattr(shelves, "FULL", 1)
    with broken_for({desk.shelf._logs[GAME]._handle or -1}):
        await desk.take(SAVED.records[0])
        assert len(desk.journals()) == 1
        assert desk.told == [False]
    await desk.take(SAVED.records[1])
    assert desk.journals() == []
    assert desk.told == [False, True]


@pytest.mark.logs_warnings
async def test_journals_stay_while_a_log_has_not_taken_its_lines(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.begin()
    monkeypatch.setattr(shelves, "FULL", 1)
    with monkeypatch.context() as patch:
        patch.setattr(GameLog, "write", _refuse)
        await desk.take(SAVED.records[0])
        (kept,) = desk.journals()
        assert gamelog.line(SAVED.records[0]) in kept.read_bytes()
    await desk.take(SAVED.records[1])
    assert desk.journals() == []


@pytest.mark.logs_warnings
@pytest.mark.parametrize("at_once", [True, False])
async def test_journals_stay_for_a_log_that_could_not_be_ended(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
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
        patch.setattr(GameLog, "shut", _refuse)
        desk.shelf.finish(GAME)
        if at_once:
            disk.go()
        await desk.shelf.settled()
        monkeypatch.setattr(shelves, "FULL", 1)
        desk.shelf.append(7, played(7).records[0])
        await desk.shelf.settled()
    journals = b"".join(path.read_bytes() for path in desk.journals())
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
        await desk.take(SAVED.records[0])
    await desk.take(*SAVED.records[1:])
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
        patch.setattr(store, "sync", full)
        desk.shelf.finish(GAME)
        await desk.shelf.settled()
    assert desk.told == [False]
    assert [path.suffix for path in desk.games()] == [".jsonl"]
    with pytest.raises(SaveError, match="put to rest"), desk.shelf.claiming(SAVED):
        pass
    await desk.shelf.close()
    assert desk.at_rest() == SAVED


@pytest.mark.logs_warnings
async def test_a_log_that_cannot_be_ended_is_ended_when_the_disk_takes_the_next_line(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = LogEnd(cause="rounds", ranking=(1, 0), final=(100, 900), at=99)
    desk.shelf.open(7, msgspec.structs.replace(SAVED.header, game=7))
    await desk.begin()
    await desk.take(*SAVED.records)
    with full_disk():
        desk.shelf.finish(GAME, end)
        await desk.shelf.settled()
    assert desk.told == [False]
    monkeypatch.setattr(shelves, "FULL", 1)
    desk.shelf.append(7, SAVED.records[0])
    await desk.shelf.settled()
    assert desk.told == [False, True]
    (rest,) = (path for path in desk.games() if path.name.endswith(gamelog.RESTING))
    assert gamelog.read_game(rest) == msgspec.structs.replace(SAVED, end=end)
    desk.shelf.append(7, SAVED.records[1])
    await desk.shelf.settled()
    assert desk.journals() == []


@pytest.mark.logs_warnings
async def test_games_are_not_saved_again_before_the_disk_has_what_no_journal_took(
    desk: Desk,
) -> None:
    await desk.begin()
    with full_disk():
        await desk.take(SAVED.records[0])
    with broken_for({desk.shelf._logs[GAME]._handle or -1}):
        await desk.take(SAVED.records[1])
        assert desk.told == [False]
    await desk.take(SAVED.records[2])
    assert desk.told == [False, True]


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
    await desk.take(*SAVED.records)
    handles = {desk.shelf._logs[GAME]._handle, desk.shelf._ledger._journals[-1]._handle}
    monkeypatch.setattr(os, "close", complain)
    async with asyncio.timeout(20):
        await desk.shelf.close()
    assert desk.at_rest() == SAVED
    assert not handles


@pytest.mark.logs_warnings
async def test_the_host_learns_that_the_disk_refuses_and_that_it_works_again(desk: Desk) -> None:
    with full_disk():
        desk.shelf.open(GAME, SAVED.header)
        desk.shelf.append_note(GAME, NOTES[0])
        desk.shelf.keep_identity("ab" * 32, 4)
        await desk.shelf.settled()
        assert desk.told == [False]
    await desk.take(SAVED.records[0])
    assert desk.told == [False, True]
    assert load_identities(desk.data).users == {"ab" * 32: 4}
    with full_disk():
        desk.shelf.append_note(GAME, NOTES[1])
        await desk.shelf.settled()
        assert desk.told[2:] == [False]
    await desk.take(*SAVED.records[1:])
    assert desk.told[3:] == [True]
    (log,) = desk.games()
    assert gamelog.read_game(log).notes == NOTES
