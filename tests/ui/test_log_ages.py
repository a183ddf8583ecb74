from __future__ import annotations

import pytest

from magnate_app.ui import gallery_game, gallery_table, strings
from magnate_app.ui.gallery import make_stage
from magnate_app.ui.panels.log_panel import LogRow, age


@pytest.mark.parametrize(
    ("seconds", "english", "spanish"),
    [(0, "now", "ahora"), (45, "1 min", "1 min"), (185, "3 min", "3 min"), (7300, "2 h", "2 h")],
)
def test_an_age_in_words(seconds: float, english: str, spanish: str) -> None:
    strings.use("en")
    assert age(seconds) == english
    strings.use("es")
    assert age(seconds) == spanish
    strings.use("en")


def test_ages_are_written_anew_while_time_passes() -> None:
    stage = make_stage(1920, 1080, "day", "en")
    scene = gallery_table.scene_of(stage, gallery_game.business_update())
    stage.scenes.reset(scene)
    stage.update(0.02)
    rows = [widget for widget in scene.controls.all() if isinstance(widget, LogRow)]
    assert rows
    assert all(row.aged for row in rows)
    before = scene.still_key()
    for _ in range(30):
        stage.update(1.0)
    assert scene.still_key() != before
