"""A process killed in the middle of a game: nothing that was shown is lost."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from magnate_app.content import load_board
from magnate_app.net.goal import Person
from magnate_app.net.network import Folders, Network
from magnate_app.rules.chance import Unpredictable
from magnate_app.saves import gamelog
from magnate_app.saves.catalog import saved_games
from magnate_app.server.game import Game
from tests.kit.networks import token
from tests.kit.players import Player, until


@pytest.mark.parametrize("seconds", [0.1, 0.23, 0.4])
def test_what_was_shown_survives_a_kill(tmp_path: Path, seconds: float) -> None:
    table = subprocess.Popen(
        [sys.executable, "-m", "tests.kit.lonely_table", str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert table.stdout is not None
    assert table.stdout.readline()
    time.sleep(seconds)
    table.kill()
    rest, _ = table.communicate()
    shown = [int(line) for line in rest.splitlines(keepends=True) if line.endswith("\n")]
    (game,) = saved_games(tmp_path / "saves")
    assert game.interrupted
    saved = gamelog.read_game(game.path)
    assert len(saved.records) >= max(shown, default=0)
    replayed = Game.replay(saved, load_board("zaragoza").board, Unpredictable())
    assert replayed.seq == len(saved.records)

    network = Network(load_board("zaragoza"), Folders(tmp_path / "data", tmp_path / "saves"))
    player = Player(network.resume(Person(token=token("ana"), name="ana"), game.path))
    until(lambda: player.look() is not None and player.update is not None)
    assert player.update is not None
    assert player.update.seq >= len(saved.records)
    network.close()
    (game,) = saved_games(tmp_path / "saves")
    assert not game.interrupted
