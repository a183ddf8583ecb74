from __future__ import annotations

import pytest

from magnate_app.ui import gallery_game, gallery_table
from magnate_app.ui.board.deed_card import card_height, place_card
from magnate_app.ui.gallery import make_stage
from magnate_app.ui.gallery_table import states
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Key, Move
from magnate_app.ui.scenes.table import TableScene


def shared(a: Box, b: Box) -> float:
    width = min(a.right, b.right) - max(a.x, b.x)
    height = min(a.bottom, b.bottom) - max(a.y, b.y)
    return max(0.0, width) * max(0.0, height)


@pytest.mark.parametrize("size", [(1024, 640), (1280, 720), (1920, 1080)])
def test_no_card_lies_on_the_tray_or_leaves_the_board(size: tuple[int, int]) -> None:
    stage = make_stage(*size, "day", "en")
    scene = states()["table-business"](stage)
    stage.scenes.reset(scene)
    stage.update(0.02)
    assert isinstance(scene, TableScene)
    board = scene.board
    tray = board._tray()
    for square in scene.table.atlas.squares:
        width = max(204.0, min(226.0, board.box.w * 0.216))
        height = card_height(scene.table, square, width)
        tile = board.square_box(square)
        place = place_card(tile, board.box, height, tuple(board._precious(square)), width, tray)
        assert shared(place, tray) < 10, square
        assert place.x >= board.box.x
        assert place.y >= 0
        assert place.right <= board.box.right
        assert place.bottom <= stage.size.h
        assert shared(place, tile) < 0.35 * tile.w * tile.h, square


def test_escape_puts_a_card_away_until_something_else_is_looked_at() -> None:
    stage = make_stage(1280, 720, "day", "en")
    scene = gallery_table.scene_of(stage, gallery_game.business_update())
    stage.scenes.reset(scene)
    stage.update(0.02)
    board = scene.board
    stage.on_input(Move(board.square_box(39).center))
    for _ in range(10):
        stage.update(0.05)
    assert board._card_square() == 39
    stage.on_input(Key("escape"))
    assert board._card_square() is None
    stage.on_input(Move(board.square_box(37).center))
    for _ in range(10):
        stage.update(0.05)
    assert board._card_square() == 37
    stage.on_input(Move(board.square_box(39).center))
    for _ in range(10):
        stage.update(0.05)
    assert board._card_square() == 39
