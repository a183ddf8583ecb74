from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from magnate_app.errors import SaveError
from magnate_app.protocol.gamelog import Change, GameHeader, LogEnd, LogNote, SavedLog, seats_now
from magnate_app.saves import catalog, gamelog, store
from magnate_app.saves.gamelog import GameLog
from magnate_app.saves.summary import UNKNOWN, summarize
from tests.kit.gamelogs import DIGEST, played, rested

END = LogEnd(cause="rounds", ranking=(0, 1), final=(5, 1), at=1_795_370_999_000)


def _save(folder: Path, saved: SavedLog) -> GameLog:
    return GameLog.reopen(folder, saved)


def _moved(saved: SavedLog, game: int) -> SavedLog:
    header: GameHeader = msgspec.structs.replace(
        saved.header, game=game, started_at=saved.header.started_at + game * 1000
    )
    return msgspec.structs.replace(saved, header=header)


def test_games_are_listed_newest_first(tmp_path: Path) -> None:
    rested(_save(tmp_path, _moved(played(9), 1)))
    rested(_save(tmp_path, _moved(played(0), 2)))
    rested(_save(tmp_path, _moved(played(9), 3)), END)
    games = catalog.saved_games(tmp_path, DIGEST)
    assert [game.path.name.split("-")[-1] for game in games] == [
        "3.magnate.json",
        "1.magnate.json",
        "2.magnate.json",
    ]
    assert [game.finished for game in games] == [True, False, False]
    assert games[0].saved_at == END.at / 1000
    assert games[1].name == "Mesa de Ana"
    assert sorted(games[1].players) == ["Ana", "Cierzo"]
    assert (games[2].round, games[2].rounds) == (1, 30)
    assert not any(game.interrupted for game in games)


def test_an_interrupted_game_is_listed_as_such(tmp_path: Path) -> None:
    log = _save(tmp_path, played(7))
    with log.path.open("ab") as torn:
        torn.write(b'{"record":{"seq":8,"se')
    (game,) = catalog.saved_games(tmp_path)
    assert game.interrupted
    assert game.path == log.path
    rested(log)


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        (r'"bail":\d+', '"bail":99999'),
        (r'"humans":\[[^]]*\]', '"humans":[]'),
        (r'"humans":\[[^]]*\]', '"humans":[true,true,true]'),
    ],
)
def test_a_game_nobody_can_have_played_hides_no_other(
    tmp_path: Path, there: str, instead: str
) -> None:
    path = rested(_save(tmp_path, _moved(played(3), 1)))
    strange = _save(tmp_path, _moved(played(3), 2))
    text, changes = re.subn(there, instead, strange.path.read_text())
    assert changes
    strange.path.write_text(text)
    assert path in [game.path for game in catalog.saved_games(tmp_path)]
    strange.shut()


def test_whose_turn_it_is(tmp_path: Path) -> None:
    turns = set()
    for count in range(12):
        saved = played(count)
        path = rested(_save(tmp_path, saved))
        (game,) = catalog.saved_games(tmp_path, DIGEST)
        assert game.path == path
        state = summarize(saved)
        seat = next(n for n, who in enumerate(saved.header.seats) if who.digest)
        assert game.my_turn == (state.acting == (seat,))
        assert not catalog.saved_games(tmp_path)[0].my_turn
        turns.add(game.my_turn)
    assert turns == {True, False}


def test_a_file_at_rest_is_not_played_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rested(_save(tmp_path, played(9)))
    before = catalog.saved_games(tmp_path)

    def refuse(saved: SavedLog) -> None:
        raise AssertionError("it is played again")

    monkeypatch.setattr(catalog, "summarize", refuse)
    assert catalog.saved_games(tmp_path) == before


def test_unreadable_files_are_left_out(tmp_path: Path) -> None:
    rested(_save(tmp_path, played(3)))
    (tmp_path / "a.magnate.json").write_text("{")
    (tmp_path / "b.jsonl").write_text("")
    (tmp_path / "notes.txt").write_text("hello")
    assert len(catalog.saved_games(tmp_path)) == 1
    assert catalog.saved_games(tmp_path / "none") == ()


def test_a_game_of_another_board_is_listed_without_its_round(tmp_path: Path) -> None:
    saved = played(3)
    strange = msgspec.structs.replace(
        saved, header=msgspec.structs.replace(saved.header, board="atlantis")
    )
    rested(_save(tmp_path, strange))
    assert summarize(strange) == UNKNOWN
    assert catalog.saved_games(tmp_path)[0].round == 0


def test_the_fuller_of_two_files_counts(tmp_path: Path) -> None:
    rest = rested(_save(tmp_path, played(3)))
    log = _save(tmp_path, played(5))
    (game,) = catalog.saved_games(tmp_path)
    assert game.path == log.path
    # A crash after the file at rest was written and before the log was removed.
    content = log.path.read_bytes()
    rested(log)
    log.path.write_bytes(content)
    (game,) = catalog.saved_games(tmp_path)
    assert game.path == rest
    rest.write_text("{")
    store.backup(rest).write_text("{")
    (game,) = catalog.saved_games(tmp_path)
    assert game.path == log.path


def test_deleting_can_be_undone(tmp_path: Path) -> None:
    rested(_save(tmp_path, played(2)))
    path = rested(_save(tmp_path, played(4)))
    before = path.read_bytes()
    catalog.delete(path)
    assert catalog.saved_games(tmp_path) == ()
    catalog.restore(path)
    assert path.read_bytes() == before
    assert len(catalog.saved_games(tmp_path)) == 1
    catalog.delete(path)
    catalog.empty_trash(tmp_path)
    assert list(tmp_path.glob("20*")) == []
    catalog.restore(path)
    assert catalog.saved_games(tmp_path) == ()


def test_a_file_that_cannot_be_moved_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = rested(_save(tmp_path, played(2)))

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(SaveError, match="access is denied"):
            catalog.delete(path)
    assert len(catalog.saved_games(tmp_path)) == 1


def test_a_saved_game_of_version_1_can_still_be_read() -> None:
    sample = Path(__file__).parent / "samples" / "version-1.magnate.json"
    saved = gamelog.read_game(sample)
    assert saved.header.settings.house_rules == {"open_auction"}
    summary = summarize(saved)
    assert summary != UNKNOWN
    assert summary.acting
    torn = gamelog.read_game(sample.with_name("version-1.jsonl"))
    assert torn.records == saved.records


def test_a_saved_game_of_version_2_can_still_be_read() -> None:
    sample = Path(__file__).parent / "samples" / "version-2.magnate.json"
    saved = gamelog.read_game(sample)
    assert [(note.change, note.seat) for note in saved.notes] == [("pace", -1), ("kicked", 1)]
    assert seats_now(saved.header.seats, saved.notes) == saved.header.seats
    running = gamelog.read_game(sample.with_name("version-2.jsonl"))
    assert (running.records, running.notes) == (saved.records, saved.notes)


def test_a_seat_that_has_moved_is_listed_as_that_of_its_new_device(tmp_path: Path) -> None:
    saved = played(9)
    digest = "cd" * 32
    mine = next(seat for seat, who in enumerate(saved.header.seats) if who.digest)
    moved = LogNote(number=1, seq=9, change=Change.MOVED, by=mine, seat=mine, digest=digest)
    log = _save(tmp_path, saved)
    log.write(gamelog.line(moved))
    rested(log)
    turns = [catalog.saved_games(tmp_path, who)[0].my_turn for who in (digest, DIGEST)]
    assert turns == [mine in summarize(saved).acting, False]


def test_the_file_of_a_game_is_found_by_number_and_names(tmp_path: Path) -> None:
    rested(_save(tmp_path, _moved(played(9), 2)), END)
    path = rested(_save(tmp_path, _moved(played(9), 12)), END)
    (tmp_path / "2026-01-01-000000-12.magnate.json").write_text("nonsense")
    names = tuple(seat.name for seat in played(9).header.seats)
    assert catalog.find(tmp_path, 12, names) == path
    assert catalog.find(tmp_path, 12, ("Somebody", "Else")) is None
    assert catalog.find(tmp_path, 13, names) is None
