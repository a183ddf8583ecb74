from __future__ import annotations

import itertools
import math

import pytest

from magnate_app.content import load_board
from magnate_app.ui.board.camera import STEPS, Camera
from magnate_app.ui.board.geometry import BoardGeometry, route, stop
from magnate_app.ui.board.layout import load_layout

LAYOUT = load_layout()
SIZES = (580, 688, 1048, 2096)


def overlap(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def test_the_layout_has_every_square_of_the_board() -> None:
    assert {box.id for box in LAYOUT.squares} == set(load_board("zaragoza").board.ids)
    assert len(LAYOUT.squares) == 55


@pytest.mark.parametrize("side", SIZES)
def test_no_two_tiles_overlap(side: int) -> None:
    geometry = BoardGeometry(LAYOUT, 16, 16, side)
    tiles = [(box.id, geometry.tile(box.id)) for box in LAYOUT.squares]
    for (a, rect_a), (b, rect_b) in itertools.combinations(tiles, 2):
        assert not overlap(rect_a, rect_b), (a, b)


@pytest.mark.parametrize("side", SIZES)
def test_all_squares_lie_inside_the_frame(side: int) -> None:
    geometry = BoardGeometry(LAYOUT, 16, 16, side)
    for box in LAYOUT.squares:
        x, y, w, h = geometry.tile(box.id)
        assert x > 16
        assert y > 16
        assert x + w < 16 + side
        assert y + h < 16 + side


@pytest.mark.parametrize("side", SIZES)
def test_the_middle_of_a_tile_is_found_again(side: int) -> None:
    geometry = BoardGeometry(LAYOUT, 30, 16, side)
    for box in LAYOUT.squares:
        x, y, w, h = geometry.tile(box.id)
        assert geometry.square_at(x + w / 2, y + h / 2) == box.id
    assert geometry.square_at(0, 0) is None
    assert geometry.square_at(*geometry.at(600, 600)) is None


@pytest.mark.parametrize("count", range(1, 7))
def test_tokens_on_one_square_are_apart_and_stay_on_it(count: int) -> None:
    geometry = BoardGeometry(LAYOUT, 0, 0, 1048)
    for box in LAYOUT.squares:
        places = geometry.tokens(box.id, count)
        assert len(places) == count
        for ((x0, y0), _), ((x1, y1), _) in itertools.combinations(places, 2):
            assert math.hypot(x1 - x0, y1 - y0) > 9
        for (x, y), _ in places:
            ux, uy = geometry.units(x, y)
            assert box.x <= ux <= box.x + box.w
            assert box.y <= uy <= box.y + box.h


def test_a_walk_over_the_bridge_turns_by_its_parity() -> None:
    inner = route(LAYOUT, [14, 15, 106])
    assert (1037.0, 563.0) in inner
    assert (737.0, 563.0) in inner
    outer = route(LAYOUT, [14, 15, 16])
    assert all(x == 1037.0 for x, _ in outer)
    back = route(LAYOUT, [105, 15, 16])
    assert back[1] == (737.0, 600.0)
    assert (737.0, 563.0) in back


def test_paths_run_level_or_upright_except_out_of_jail() -> None:
    board = load_board("zaragoza").board
    for start in board.ids:
        if start == LAYOUT.landing.square:
            continue
        for total in range(1, 13):
            path = [board.ids[i] for i in board.walk(board.index[start], total)[2]]
            points = route(LAYOUT, path)
            for (x0, y0), (x1, y1) in itertools.pairwise(points):
                assert math.isclose(x0, x1) or math.isclose(y0, y1), path


def test_the_stop_of_a_square_is_never_on_its_tile() -> None:
    for box in LAYOUT.squares:
        if box.side.startswith("bridge") or box.side == "jail":
            continue
        x, y = stop(LAYOUT, box.id)
        assert not (box.x < x < box.x + box.w and box.y < y < box.y + box.h)


def test_tags_stay_on_the_board() -> None:
    geometry = BoardGeometry(LAYOUT, 16, 16, 688)
    for box in LAYOUT.squares:
        x, y = geometry.tag(box.id, 90, 22)
        assert x - 45 >= 16
        assert x + 45 <= 16 + 688
        assert 16 <= y <= 16 + 688


def test_the_camera_zooms_at_the_pointer_and_comes_home() -> None:
    camera = Camera()
    camera.place(10, 20, 600)
    before = camera.geometry(LAYOUT).units(400, 300)
    assert camera.turn(1, 400, 300)
    after = camera.geometry(LAYOUT).units(400, 300)
    assert math.isclose(before[0], after[0], abs_tol=2)
    assert math.isclose(before[1], after[1], abs_tol=2)
    for _ in STEPS:
        camera.turn(1, 10, 20)
    assert not camera.turn(1, 10, 20)
    camera.pan(-5000, -5000)
    geometry = camera.geometry(LAYOUT)
    assert geometry.left + geometry.side == pytest.approx(610, abs=2)
    assert camera.home()
    assert camera.fits
    assert not camera.home()
