from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pygame
import pytest

from magnate_app.ui import backdrop, closeup, gradual
from magnate_app.ui.board import art
from magnate_app.ui.board.layout import load_layout
from magnate_app.ui.draw import Canvas
from magnate_app.ui.gallery import make_stage
from magnate_app.ui.gradual import Ahead, Gradual, Steps
from magnate_app.ui.scene import Stage
from magnate_app.ui.scenes.title import Title
from magnate_app.ui.still import Ration
from magnate_app.ui.theme import DAY, NIGHT
from magnate_app.ui.warming import board_ahead

SIDE = 300


def whole(steps: Steps) -> tuple[int, bytes]:
    """Return how many steps a picture takes, and its pixels."""
    count = 0
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return count, pygame.image.tobytes(end.value, "RGBA")
        count += 1


def test_bands_make_the_picture_one_piece_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    layout = load_layout()
    pictures = []
    for pixels in (SIDE * SIDE, SIDE * 23):
        monkeypatch.setattr(gradual, "BAND", pixels)
        pictures.append(whole(art.board_bands(layout, DAY, SIDE, True)))
    (few, in_one), (many, in_bands) = pictures
    assert many >= few + 12
    assert max(abs(a - b) for a, b in zip(in_one, in_bands, strict=True)) <= 24
    assert sum(a != b for a, b in zip(in_one, in_bands, strict=True)) < len(in_one) * 0.01


def test_a_ground_without_its_tram_lacks_nothing_else() -> None:
    layout = load_layout()
    _, with_tram = whole(art.board_bands(layout, DAY, SIDE, True))
    _, without = whole(art.board_bands(layout, DAY, SIDE, False))
    row = 4 * SIDE
    k = SIDE / (layout.ring + 2 * layout.frame)
    middle = (layout.art.tram[1] + layout.frame) * k
    changed = [
        y
        for y in range(SIDE)
        if with_tram[y * row : (y + 1) * row] != without[y * row : (y + 1) * row]
    ]
    assert changed
    assert all(abs(y - middle) < art.TRAM_ROOM * k for y in changed)


class Painter:
    """Paints squares in three steps and counts them."""

    def __init__(self) -> None:
        self.steps = 0

    def paint(self, side: int) -> Steps:
        for _ in range(3):
            self.steps += 1
            yield
        return pygame.Surface((side, side))


def test_whoever_needs_a_picture_goes_on_where_painting_was_left_off() -> None:
    painter = Painter()
    pictures = Gradual(painter.paint, 2)
    steps = pictures.steps(5)
    next(steps)
    next(steps)
    assert not pictures.ready(5)
    assert pictures.get(5).get_size() == (5, 5)
    assert pictures.ready(5)
    assert painter.steps == 3
    assert list(steps) == []
    assert pictures.get(5) is pictures.get(5)
    assert painter.steps == 3


def test_the_pictures_used_last_are_kept() -> None:
    pictures = Gradual(Painter().paint, 2)
    for side in (1, 2, 1, 3):
        pictures.get(side)
    assert [pictures.ready(side) for side in (1, 2, 3)] == [True, False, True]
    small = pictures.last(lambda key: key[0] < 3)
    assert small is pictures.get(1)
    assert pictures.last(lambda key: key[0] > 3) is None


def test_work_ahead_ends_and_begins_anew_for_another_purpose(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []

    def work(name: str) -> Iterator[None]:
        for _ in range(3):
            done.append(name)
            yield

    class Patient:
        spent = False

        def __init__(self, _: float) -> None:
            pass

    monkeypatch.setattr(gradual, "Ration", Patient)
    ahead = Ahead()
    ahead.go_on()
    states = [ahead.busy]
    ahead.aim("one", lambda: work("one"))
    ahead.aim("one", lambda: work("other"))
    states.append(ahead.busy)
    ahead.go_on()
    assert done == ["one"] * 3
    assert [*states, ahead.busy] == [False, True, False]
    ahead.aim("two", lambda: work("two"))
    ahead.go_on()
    assert done[3:] == ["two"] * 3


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away the close-ups painted so far."""
    monkeypatch.setattr(closeup, "_CLOSEUPS", Gradual(closeup._closeup, 2))


def title(width: int = 1280, height: int = 720) -> tuple[Stage, Title, pygame.Surface]:
    stage = make_stage(width, height, "day", "en")
    scene = Title(stage)
    stage.scenes.reset(scene)
    return stage, scene, pygame.Surface(stage.window_size).convert()


def moves(scene: Title) -> bool:
    return scene.animating


def frame(stage: Stage, surface: pygame.Surface) -> bytes:
    """Let a sixtieth of a second pass and draw as a window does."""
    stage.update(1 / 60)
    if stage.scenes.animating:
        stage.redraw()
    if stage.dirty:
        stage.dirty = False
        if not stage.draw(Canvas(surface, stage.theme, stage.scale), Ration(60)):
            stage.dirty = True
    return pygame.image.tobytes(surface, "RGB")


@pytest.mark.usefixtures("bare")
def test_the_words_of_the_title_come_first_and_the_board_fades_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gradual, "AHEAD", 0.0)
    stage, scene, surface = title()
    first = frame(stage, surface)
    assert surface.get_at((30, 300))[:3] == DAY.panel
    assert surface.get_at((860, 200))[:3] == DAY.land
    assert scene.controls.find("title.tram") is None
    frames, now = 1, frame(stage, surface)
    while scene.controls.find("title.tram") is None:
        assert now == first
        frames, now = frames + 1, frame(stage, surface)
        assert frames < 1000
    assert frames > 60
    assert moves(scene)
    for _ in range(20):
        last = frame(stage, surface)
    assert not moves(scene)
    stage.draw(Canvas(surface, stage.theme, stage.scale))
    assert pygame.image.tobytes(surface, "RGB") == last
    assert surface.get_at((860, 200))[:3] == DAY.tray


@pytest.mark.usefixtures("bare")
def test_another_size_stretches_the_board_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gradual, "AHEAD", 0.0)
    stage, scene, surface = title()
    stage.draw(Canvas(surface, stage.theme, stage.scale))
    stage.resize(1440, 810)
    larger = pygame.Surface(stage.window_size).convert()
    frame(stage, larger)
    assert scene.controls.find("title.tram") is None
    assert larger.get_at((968, 225))[:3] == DAY.tray


@pytest.mark.usefixtures("bare")
def test_a_picture_without_a_time_limit_has_the_board_after_a_change_of_theme() -> None:
    stage, scene, surface = title()
    stage.draw(Canvas(surface, stage.theme, stage.scale))
    stage.apply(msgspec.structs.replace(stage.preferences, theme="night"))
    stage.draw(Canvas(surface, stage.theme, stage.scale))
    assert surface.get_at((860, 200))[:3] == NIGHT.tray
    assert scene.controls.find("title.tram") is not None


@pytest.mark.usefixtures("bare")
def test_a_title_left_alone_makes_ready_what_comes_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gradual, "AHEAD", 60.0)
    stage, scene, surface = title()
    for _ in range(30):
        frame(stage, surface)
    assert not scene.ahead.busy
    assert list(backdrop.steps("day", *stage.window_size)) == []
    assert len(list(board_ahead(stage))) <= 1 + len(load_layout().squares)


@pytest.mark.usefixtures("bare")
def test_a_title_in_another_text_size_makes_ready_anew_what_comes_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gradual, "AHEAD", 60.0)
    stage, _, surface = title(1600, 900)
    for percent in (100, 110):
        stage.apply(msgspec.structs.replace(stage.preferences, scale=percent))
        for _ in range(30):
            frame(stage, surface)
        assert len(list(board_ahead(stage))) <= 1 + len(load_layout().squares)


@pytest.mark.usefixtures("bare")
def test_with_reduced_motion_the_board_is_there_at_once() -> None:
    stage, scene, surface = title()
    stage.apply(msgspec.structs.replace(stage.preferences, reduced_motion=True))
    for _ in range(1000):
        frame(stage, surface)
        assert not scene.animating
        if scene.controls.find("title.tram") is not None:
            break
    assert scene.controls.find("title.tram") is not None
