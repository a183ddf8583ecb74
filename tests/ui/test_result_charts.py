from __future__ import annotations

import pytest

from magnate_app.ui.panels.result_charts import fair


@pytest.mark.parametrize(
    ("widths", "room", "share"),
    [([60, 60, 300, 60], 400, 220), ([300, 300], 400, 200), ([50, 200, 300], 400, 175)],
)
def test_long_names_shrink_so_that_all_have_room(
    widths: list[float], room: float, share: float
) -> None:
    assert fair(widths, room) == share
    assert sum(min(width, share) for width in widths) <= room
