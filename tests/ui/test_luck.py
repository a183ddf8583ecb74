from __future__ import annotations

import pytest

from magnate_app.content import load_board
from magnate_app.protocol.views import DeedView
from magnate_app.ui.board.atlas import Atlas
from magnate_app.ui.luck import Luck
from tests.ui.test_table_model import updates


def test_the_value_of_a_walk() -> None:
    luck = Luck(Atlas(load_board(), "en"), 200)
    deeds = {6: DeedView(6, 1, -1, False)}
    assert luck.value((3, 4, 5, 6), 0, deeds, 0) == -6
    assert luck.value((3, 4, 5, 6), 1, deeds, 0) == 0
    assert luck.value((38, 39, 0, 1), 0, deeds, 0) == 200
    assert luck.value((110, 111), 0, deeds, 265) == 265
    assert luck.value((19, 20, 201), 0, deeds, 0) == 0


def test_luck_is_near_zero_over_many_games() -> None:
    total, throws = 0.0, 0
    for seed in range(4):
        luck = Luck(Atlas(load_board(), "en"), 200)
        told = updates(rounds=8, seed=seed)
        assert told[0].update is not None
        before = told[0].update.view
        for message in told[1:]:
            assert message.update is not None
            luck.note(before, message.update)
            before = message.update.view
            throws += 1
        total += sum(luck.sums.values())
    assert abs(total) / throws < 8


def test_nobody_is_lucky_on_an_empty_board() -> None:
    luck = Luck(Atlas(load_board(), "en"), 0)
    told = updates(rounds=1)
    assert told[0].update is not None
    view = told[0].update.view
    assert luck.expected(view, 0) == pytest.approx(0.0)
