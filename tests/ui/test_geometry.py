from __future__ import annotations

import pytest

from magnate_app.ui.geometry import SMALLEST_LOGICAL, Box, auto_scale, logical_size, scale_for


def test_parts_of_a_box() -> None:
    box = Box(10, 20, 100, 60)
    assert box.right == 110
    assert box.bottom == 80
    assert list(box.center) == [60, 50]
    assert box.inset(5) == Box(15, 25, 90, 50)
    assert box.top_part(10) == Box(10, 20, 100, 10)
    assert box.bottom_part(10) == Box(10, 70, 100, 10)
    assert box.cut_top(10, 5) == Box(10, 35, 100, 45)
    assert box.cut_left(40, 10) == Box(60, 20, 50, 60)
    assert box.middle(20, 20) == Box(50, 40, 20, 20)
    assert box.contains((10, 20))
    assert not box.contains((110, 20))


def test_columns_and_rows_fill_the_box() -> None:
    box = Box(0, 0, 100, 40)
    left, right = box.columns(2, 10)
    assert left == Box(0, 0, 45, 40)
    assert right.right == 100
    wide, narrow = box.split_columns([3, 1], 20)
    assert (wide.w, narrow.w) == (60, 20)
    assert box.rows(2, 4)[1].bottom == 40


def test_the_automatic_scale_follows_the_window() -> None:
    assert auto_scale(1920, 1080) == pytest.approx(1.0)
    assert auto_scale(1280, 720) == pytest.approx(0.85)
    assert auto_scale(3840, 2160) == pytest.approx(2.0)
    assert auto_scale(2560, 1080) == pytest.approx(1.0)
    assert auto_scale(640, 400) == 0.75


@pytest.mark.parametrize("size", [(1024, 640), (1280, 720), (1920, 1080), (3840, 2160)])
@pytest.mark.parametrize("percent", [75, 100, 150, 200])
def test_a_chosen_scale_never_leaves_too_little_room(size: tuple[int, int], percent: int) -> None:
    room = logical_size(*size, scale_for(*size, percent))
    assert room.w >= SMALLEST_LOGICAL[0] - 1
    assert room.h >= SMALLEST_LOGICAL[1] - 1
