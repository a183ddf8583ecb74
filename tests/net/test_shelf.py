"""What a host keeps, in which order, and for whom."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import pytest

from magnate_app.errors import SaveError
from magnate_app.net import shelf as shelves
from magnate_app.net.shelf import Shelf
from magnate_app.saves import catalog, gamelog, journal, store
from magnate_app.saves.gamelog import GameLog
from magnate_app.saves.identities import Identities, load_identities
from magnate_app.server.commands import IDENTITIES
from tests.kit.disks import SlowDisk
from tests.kit.networks import made
from tests.kit.shelves import GAME, NOTES, SAVED, Desk, two_desks


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


async def test_somebody_may_come_while_identities_are_being_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.shelf.keep_identity("ab" * 32, 4)
    await desk.shelf.settled()
    known = desk.shelf.identities

    def another_comes(shelf: Shelf) -> Identities:
        monkeypatch.undo()
        shelf.keep_identity("cd" * 32, 5)
        return known

    monkeypatch.setattr(Shelf, "identities", property(another_comes))
    desk.shelf.keep_counters(5, 1)
    async with asyncio.timeout(20):
        await desk.shelf.settled()
    assert load_identities(desk.data).users == {"ab" * 32: 4, "cd" * 32: 5}


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
    await desk.begin()
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
    assert list(crashed.glob(f"*{journal.SUFFIX}")) == []


async def test_one_sync_serves_all_games_of_a_turn(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.begin()
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
    await desk.begin()
    assert desk.journals() == []
    await desk.take(SAVED.records[0])
    (kept,) = desk.journals()
    assert kept.read_bytes().rstrip(b"\0").count(b"\n") == 1


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
    await desk.take(SAVED.records[3])
    desk.shelf.append(GAME, SAVED.records[4])
    while len(gamelog.read_game(path).records) < 5:  # noqa: ASYNC110
        await asyncio.sleep(0.001)


async def test_no_log_takes_a_line_before_it_is_durable(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "RARELY", 0.2)
    await desk.begin()
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
