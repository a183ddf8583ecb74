"""Several programs on one data folder, as real processes that are killed."""

from __future__ import annotations

from pathlib import Path

import pytest

from magnate_app.saves.catalog import saved_games
from magnate_app.saves.gamelog import in_use, read_game
from magnate_app.saves.identities import load_identities
from tests.kit.apps import App, Process, enabled, prepare_home, running, start_server
from tests.kit.play import play_until

pytestmark = pytest.mark.timeout(240)


def test_a_game_belongs_to_the_program_that_plays_it_until_that_is_gone(tmp_path: Path) -> None:
    shared, guest = tmp_path / "shared", tmp_path / "bea"
    saves = shared / "data" / "saves"
    prepare_home(shared, "Ana")
    prepare_home(guest, "Bea")
    first, address, code = start_server(shared, "--bot-delay", "0")
    bea, ana = App(guest, "join", f"{address}/{code}"), App(shared)
    with running(first, bea, ana):
        bea.wait_scene("lobby")
        bea.click("lobby.preset.quick")
        bea.click("lobby.seat.1.bot")
        bea.wait_for(lambda state: "lobby.start" in enabled(state), "the start")
        bea.click("lobby.start")
        play_until(bea, seq=6)
        (game,) = saved_games(saves)
        assert in_use(game.path)

        # The app on the folder of the server cannot go on with it, but plays alone.
        ana.wait_scene("title")
        ana.click("title.saved")
        ana.wait_scene("saved")
        ana.click("saved.game.0.open")
        told = ana.wait_for(lambda state: "failure" in state["facts"], "the sentence")
        assert told["facts"]["failure"] == "game_in_use"
        assert ana.quit() == 0
        alone = App(shared)
        with running(alone):
            alone.wait_scene("title")
            alone.click("title.play")
            alone.wait_scene("solo")
            alone.click("solo.preset.quick")
            alone.click("solo.start")
            play_until(alone, bea, seq=12)
            assert alone.quit() == 0

        # A second server leaves it where it is; once the first one is killed a third goes on.
        second = resuming(shared)
        with running(second):
            assert "another Magnate" in second.errors.read_text("utf-8")
            before = len(read_game(game.path).records)
            first.kill()
            assert second.interrupt() == 0
        assert not in_use(game.path)
        third = resuming(shared)
        with running(third):
            assert "goes on" in third.errors.read_text("utf-8")
            assert third.interrupt() == 0
    games = saved_games(saves)
    assert len(games) == 2
    assert max(len(read_game(game.path).records) for game in games) >= before
    known = load_identities(shared / "data").users
    assert len(known) == 2
    assert len(set(known.values())) == 2
    assert list(saves.glob("*.lock")) == []


def resuming(home: Path) -> Process:
    return start_server(home, "--bot-delay", "0", "--resume")[0]
