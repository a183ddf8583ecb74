from __future__ import annotations

import pytest

from magnate_app.ui import gallery_table
from magnate_app.ui.gallery import make_stage
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Move, Pos, Press, Release
from magnate_app.ui.panels.trade_drag import DeedButton, Zone
from magnate_app.ui.scene import Stage
from magnate_app.ui.scenes.table import TableScene


def trading(size: tuple[int, int]) -> tuple[Stage, TableScene]:
    stage = make_stage(*size, "day", "en")
    gallery_table.shows()["table-trade"](stage)
    stage.update(0.02)
    scene = stage.scenes.top
    assert isinstance(scene, TableScene)
    return stage, scene


def deed(scene: TableScene, square: int) -> DeedButton:
    scene.refresh()
    widget = scene.controls.find(f"table.trade.deed.{square}")
    assert isinstance(widget, DeedButton)
    return widget


def drag(stage: Stage, start: Pos, end: Pos) -> None:
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    for given in (Move(start), Press(start), Move(middle), Move(end), Release(end)):
        stage.on_input(given)


def free(scene: TableScene) -> int:
    chosen = scene.table.draft.trade
    assert chosen is not None
    return next(
        widget.square
        for widget in scene.controls.all()
        if isinstance(widget, DeedButton)
        and widget.enabled
        and widget.square not in chosen.give | chosen.get
        and scene.model.deeds[widget.square].seat == scene.model.me
    )


@pytest.mark.parametrize("size", [(1024, 640), (1280, 720), (1920, 1080)])
def test_a_deed_is_dragged_in_and_out(size: tuple[int, int]) -> None:
    stage, scene = trading(size)
    draft = scene.table.draft.trade
    assert draft is not None
    square = free(scene)
    widget = deed(scene, square)
    scene.controls.find(widget.id)
    if widget.parent is not None:
        widget.parent.reveal(widget)
    body = widget.zone.body
    drag(stage, widget.box.center, (body.center[0], body.bottom - 6))
    assert square in draft.give
    widget = deed(scene, square)
    drag(stage, widget.box.center, (40.0, 40.0))
    assert square not in draft.give


def test_a_deed_dropped_where_it_was_stays_as_it_was() -> None:
    stage, scene = trading((1280, 720))
    draft = scene.table.draft.trade
    assert draft is not None
    square = free(scene)
    x, y = deed(scene, square).box.center
    drag(stage, (x, y), (x + 60, y + 3))
    assert square not in draft.give


def test_a_small_move_is_still_a_click() -> None:
    stage, scene = trading((1280, 720))
    draft = scene.table.draft.trade
    assert draft is not None
    square = free(scene)
    x, y = deed(scene, square).box.center
    drag(stage, (x, y), (x + 2, y + 1))
    assert square in draft.give


def test_what_is_carried_hangs_on_the_pointer() -> None:
    stage, scene = trading((1280, 720))
    widget = deed(scene, free(scene))
    x, y = widget.box.center
    for given in (Move((x, y)), Press((x, y)), Move((x - 40, y + 30))):
        stage.on_input(given)
    assert deed(scene, widget.square).carried


def test_zones() -> None:
    zone = Zone(Box(0, 100, 100, 100), Box(0, 0, 200, 200), cards=True)
    assert zone.takes((50, 50), chosen=False)
    assert zone.takes((150, 150), chosen=False)
    assert not zone.takes((50, 150), chosen=False)
    assert zone.takes((50, 150), chosen=True)
    assert zone.takes((300, 50), chosen=True)
    assert not zone.takes((150, 50), chosen=True)
