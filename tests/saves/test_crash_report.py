"""A report tells what is needed to mend a crash and nothing about the person."""

from __future__ import annotations

from pathlib import Path

import pytest

from magnate_app.errors import SaveError
from magnate_app.saves import crash_report, gamelog
from magnate_app.saves.crash_report import Place, write_report
from tests.kit.gamelogs import DIGEST, begun, played, rested

TOKEN = "hunter2-hunter2-hunter2"


def error() -> BaseException:
    try:
        raise ValueError(f"no {TOKEN} in {Path.home() / 'games'}")
    except ValueError as caught:
        return caught


@pytest.fixture
def place(tmp_path: Path) -> Place:
    log, saves = tmp_path / "magnate.log", tmp_path / "saves"
    log.write_text("\n".join(f"line {n} {TOKEN} {DIGEST}" for n in range(100)), "utf-8")
    saves.mkdir()
    game = played(40)
    kept = begun(saves, game.header)
    for record in game.records:
        kept.write(gamelog.line(record))
    rested(kept)
    return Place(folder=tmp_path, log=log, saves=saves)


def test_it_holds_version_system_error_and_the_ends_of_the_logs(place: Place) -> None:
    path, text = write_report(place, error(), {"Magnate": "1.2.3"}, TOKEN)
    assert path.read_text("utf-8") == text
    for wanted in ("Magnate: 1.2.3", "System: ", "Python: ", "ValueError", "line 99", '"seq":40'):
        assert wanted in text
    assert "line 39" not in text
    assert '"seq":20,' not in text


def test_it_holds_no_secret_and_no_folder_of_the_person(place: Place) -> None:
    _, text = write_report(place, error(), {}, TOKEN)
    assert TOKEN not in text
    assert DIGEST not in text
    assert "Ana" not in text
    assert str(Path.home()) not in text


def test_a_broken_game_is_left_out(place: Place) -> None:
    [game] = place.saves.glob("*.magnate.json")
    game.write_text("{}", "utf-8")
    _, text = write_report(place, error(), {}, TOKEN)
    assert text.endswith("The last actions of the newest game:\n(none)\n")


def test_missing_logs_are_no_obstacle(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    _, text = write_report(Place(folder=tmp_path, log=gone, saves=gone), error(), {}, TOKEN)
    assert "(empty)" in text
    assert "(none)" in text


def test_only_the_last_reports_are_kept(place: Place) -> None:
    for number in range(15):
        (place.folder / f"crash-20200101-0000{number:02}.txt").write_text("old", "utf-8")
    path, _ = write_report(place, error(), {}, TOKEN)
    kept = sorted(place.folder.glob("crash-*.txt"))
    assert len(kept) == crash_report.KEPT
    assert kept[-1] == path


def test_a_folder_that_cannot_be_written_is_said(place: Place) -> None:
    with pytest.raises(SaveError):
        write_report(place._replace(folder=place.folder / "gone"), error(), {}, TOKEN)
