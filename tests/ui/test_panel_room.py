"""What panels do with much room, and with little."""

from __future__ import annotations

from magnate_app.ui.gallery import make_stage
from magnate_app.ui.gallery_table import states
from magnate_app.ui.panels.log_panel import WITH_HEAD
from magnate_app.ui.panels.trade_slips import Slip, rows
from magnate_app.ui.scene import Scene
from magnate_app.ui.scenes.table import TableScene
from magnate_app.ui.widgets import Widget


def table_of(name: str, width: int, height: int) -> TableScene:
    stage = make_stage(width, height, "day", "en")
    scene: Scene = states()[name](stage)
    stage.scenes.reset(scene)
    for _ in range(3):
        stage.update(0.02)
    assert isinstance(scene, TableScene)
    scene.refresh()
    return scene


def widgets(scene: TableScene) -> dict[str, Widget]:
    scene.refresh()
    return {widget.id: widget for widget in scene.controls.all()}


def test_a_tall_trade_shows_its_deeds_as_cards() -> None:
    scene = table_of("table-trade", 1920, 1080)
    slips = [w for w in widgets(scene).values() if isinstance(w, Slip)]
    draft = scene.table.draft.trade
    assert draft is not None
    assert {slip.square for slip in slips} == draft.give | draft.get
    assert "table.trade.give.free" in widgets(scene)
    slips[0].activate()
    assert slips[0].square not in draft.give | draft.get
    left = widgets(scene)
    assert not isinstance(left[f"table.trade.deed.{slips[0].square}"], Slip)


def test_a_low_trade_keeps_rows_only() -> None:
    scene = table_of("table-trade", 1280, 720)
    assert not [w for w in widgets(scene).values() if isinstance(w, Slip)]


def test_two_cards_a_row_and_one_place_free() -> None:
    assert [rows(n) for n in range(5)] == [1, 1, 2, 2, 2]


def test_building_names_the_sets_to_complete() -> None:
    scene = table_of("table-build", 1280, 720)
    shown = [ident for ident in widgets(scene) if ident.startswith("table.sets.")]
    assert "table.sets.title" in shown
    atlas, deeds, me = scene.table.atlas, scene.table.model.deeds, scene.table.model.me
    for ident in shown:
        if ident == "table.sets.title":
            continue
        family = atlas.family(int(ident.rsplit(".", 1)[1]))
        mine = [s for s in family if s in deeds and deeds[s].seat == me]
        assert 0 < len(mine) < len(family)


def test_a_low_log_shows_lines_instead_of_filters() -> None:
    scene = table_of("table-auction", 1280, 720)
    shown = widgets(scene)
    assert shown["table.log.back"].box.h < WITH_HEAD
    assert not [ident for ident in shown if ident.startswith("table.log.filter")]
    assert shown["table.log"].visible
    tall = widgets(table_of("table-throw", 1280, 720))
    assert "table.log.filter.all" in tall
