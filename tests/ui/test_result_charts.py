from __future__ import annotations

import msgspec
import pygame
import pytest

from magnate_app.ui import gallery
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.panels.result_charts import draw_curve, fair
from magnate_app.ui.scenes.results import ResultsScene


@pytest.mark.parametrize(
    ("widths", "room", "share"),
    [([60, 60, 300, 60], 400, 220), ([300, 300], 400, 200), ([50, 200, 300], 400, 175)],
)
def test_long_names_shrink_so_that_all_have_room(
    widths: list[float], room: float, share: float
) -> None:
    assert fair(widths, room) == share
    assert sum(min(width, share) for width in widths) <= room


@pytest.mark.parametrize("name", ["Ana", "W" * 20])
def test_the_curve_grows_whatever_the_names(name: str) -> None:
    stage = gallery.make_stage(1280, 720, "day", "en")
    gallery.pictures()["results"](stage)
    scene = stage.scenes.top
    assert isinstance(scene, ResultsScene)
    model = scene.table.model
    model.seats = tuple(msgspec.structs.replace(seat, username=name) for seat in model.seats)

    def drawn(share: float) -> bytes:
        picture = pygame.Surface((540, 300)).convert()
        draw_curve(Canvas(picture, stage.theme, 1.0), scene.table, Box(0, 0, 540, 300), share)
        return pygame.image.tobytes(picture.subsurface((300, 80, 200, 180)), "RGB")

    assert drawn(0.3) != drawn(1.0)
    assert drawn(0.3) == drawn(0.4)
