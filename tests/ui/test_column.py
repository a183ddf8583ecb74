"""A panel of the whole column is no higher than what it shows; log and chat come back below."""

from __future__ import annotations

import pytest

from magnate_app.ui import gallery, gallery_table
from magnate_app.ui.assets import BOLD, NARROW_BOLD
from magnate_app.ui.draw import measuring
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Key
from magnate_app.ui.panels.choice import column_height
from magnate_app.ui.panels.common import one_look
from magnate_app.ui.scenes.table import TableScene
from magnate_app.ui.table_layout import LEAST_BELOW, chat_layout, column_layout, table_layout
from magnate_app.ui.theme import CAPTION, DAY

PANELS = (
    "table-build",
    "table-mortgage",
    "table-trade",
    "table-answer",
    "table-debt",
    "table-counter",
)


def scene_of(name: str, size: tuple[int, int]) -> TableScene:
    stage = gallery.make_stage(*size, "day", "en")
    gallery_table.shows()[name](stage)
    scene = stage.scenes.top
    assert isinstance(scene, TableScene)
    scene.refresh()
    return scene


@pytest.mark.parametrize("name", PANELS)
def test_nothing_of_a_tall_window_lies_idle(name: str) -> None:
    scene = scene_of(name, (1920, 1080))
    panel = scene.controls.find("table.panel")
    assert panel is not None
    needed = column_height(scene.table)
    column = scene.size.h - 32
    below = column - needed
    assert panel.box.h == pytest.approx(needed if below > LEAST_BELOW + 12 else column)
    assert (scene.controls.find("table.log") is not None) == (below > LEAST_BELOW + 12)


@pytest.mark.parametrize("name", PANELS)
def test_a_low_window_gives_the_panel_everything(name: str) -> None:
    scene = scene_of(name, (1024, 640))
    panel = scene.controls.find("table.panel")
    assert panel is not None
    assert panel.box.bottom == pytest.approx(scene.size.h - 16)


def test_what_the_panel_leaves_is_divided() -> None:
    layout = table_layout(Box(0, 0, 1920, 1080), 4, 300)
    split = column_layout(layout, 700)
    assert split.action.h == 700
    assert split.log.y == split.chat.y == split.action.bottom + 12
    assert split.log.bottom == layout.column.bottom
    assert column_layout(layout, 1000).action == layout.column
    assert column_layout(layout, 1000).log.h == 0


def test_a_narrow_column_folds_the_chat() -> None:
    layout = table_layout(Box(0, 0, 1365, 853), 4, 240)
    assert layout.folded
    assert layout.log.w == layout.chat.w == layout.column.w
    assert layout.log.bottom < layout.chat.y
    low = table_layout(Box(0, 0, 1365, 853), 4, 900)
    assert low.folded
    assert low.log.right < low.chat.x
    opened = chat_layout(low)
    assert opened.log.h == 0
    assert opened.chat == low.below
    assert not table_layout(Box(0, 0, 1506, 847), 4, 240).folded


def test_a_folded_chat_counts_what_others_say_and_opens_in_the_place_of_the_log() -> None:
    scene = scene_of("table-business", (1024, 640))
    button = scene.controls.find("table.chat.fold")
    assert button is not None
    assert button.value_text().startswith("2 ")
    assert scene.controls.find("table.log") is not None
    button.activate()
    scene.refresh()
    assert scene.controls.find("table.log") is None
    opened = scene.controls.find("table.chat.fold")
    assert opened is not None
    assert opened.value_text() == ""
    opened.activate()
    scene.refresh()
    assert scene.controls.find("table.log") is not None
    folded = scene.controls.find("table.chat.fold")
    assert folded is not None
    assert folded.value_text() == ""


def test_the_key_of_the_chat_opens_it_where_there_is_only_a_button() -> None:
    scene = scene_of("table-auction", (1024, 640))
    assert scene.controls.find("table.chat.field") is None
    scene.on_key(Key("c"))
    focus = scene.controls.focus
    assert focus is not None
    assert focus.id == "table.chat.field"


@pytest.mark.parametrize("scale", [0.75, 0.85, 1.0])
@pytest.mark.parametrize("room", [40.0, 70.0, 110.0, 400.0])
def test_captions_side_by_side_share_one_look_that_fits(scale: float, room: float) -> None:
    canvas = measuring(DAY, scale)
    words = ("Tu dinero", "Levantarlas todas", "Todas darían")
    face, size = one_look(canvas, words, room, BOLD, CAPTION, 10)
    widest = max(canvas.text_width(text, face, size) for text in words)
    assert face == NARROW_BOLD or widest <= room
