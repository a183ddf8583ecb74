from __future__ import annotations

from collections.abc import Callable

import msgspec
import pygame
import pytest

from magnate_app.content import load_board
from magnate_app.protocol.views import Deadline
from magnate_app.ui import assets, gallery_game, gallery_table, gradual, lettering, strings
from magnate_app.ui.board.atlas import Atlas
from magnate_app.ui.board.ground import PATIENCE, Ground, Printed, Stock
from magnate_app.ui.board.layout import load_layout
from magnate_app.ui.draw import Canvas
from magnate_app.ui.gallery import make_stage
from magnate_app.ui.input import Move
from magnate_app.ui.scene import Stage
from magnate_app.ui.scenes.table import TableScene
from magnate_app.ui.still import FADE, Ration
from magnate_app.ui.theme import theme_of
from magnate_app.ui.warming import warming


def key_only(key: str, /, **_: str | int) -> str:
    return key


def table() -> tuple[Stage, TableScene]:
    stage = make_stage(1280, 720, "day", "en")
    scene = gallery_table.scene_of(stage, gallery_game.business_update())
    stage.scenes.reset(scene)
    stage.update(0.02)
    return stage, scene


def drawn(stage: Stage, surface: pygame.Surface | None = None) -> bytes:
    surface = surface or pygame.Surface(stage.window_size).convert()
    stage.draw(Canvas(surface, stage.theme, stage.scale))
    return pygame.image.tobytes(surface, "RGB")


def plainly(stage: Stage, scene: TableScene) -> bytes:
    """Draw everything anew, without a kept picture."""
    surface = pygame.Surface(stage.window_size).convert()
    canvas = Canvas(surface, stage.theme, stage.scale)
    scene.paint(canvas)
    scene.controls.draw(canvas)
    return pygame.image.tobytes(surface, "RGB")


def is_unfinished(ground: Ground) -> bool:
    return ground.unfinished


def test_what_is_kept_looks_like_what_is_drawn_anew() -> None:
    stage, scene = table()
    surface = pygame.Surface(stage.window_size).convert()
    for _ in range(3):
        assert drawn(stage, surface) == plainly(stage, scene)


@pytest.mark.parametrize("ident", ["table.main", "table.player.1", "table.menu"])
def test_hover_and_focus_show_at_once(ident: str) -> None:
    stage, scene = table()
    surface = pygame.Surface(stage.window_size).convert()
    drawn(stage, surface)
    widget = scene.controls.find(ident)
    assert widget is not None
    stage.on_input(Move(widget.box.center))
    assert drawn(stage, surface) == plainly(stage, scene)
    scene.controls.set_focus(ident, ring=True)
    assert drawn(stage, surface) == plainly(stage, scene)


def test_figures_and_clock_show_at_once() -> None:
    stage, scene = table()
    surface = pygame.Surface(stage.window_size).convert()
    before = drawn(stage, surface)
    field = scene.model.playfield
    assert field is not None
    field.cash[1] += 100
    for _ in range(120):
        stage.update(0.02)
    after = drawn(stage, surface)
    assert after != before
    assert after == plainly(stage, scene)
    scene.model.deadline_left = 3.0
    assert drawn(stage, surface) == plainly(stage, scene)


def test_what_lies_over_the_board_stays_over_it() -> None:
    stage, scene = table()
    surface = pygame.Surface(stage.window_size).convert()
    drawn(stage, surface)
    scene.model.paused = True
    stage.update(0.02)
    now = drawn(stage, surface)
    assert scene.controls.find("table.strip") is not None
    assert now == plainly(stage, scene)


def test_a_clock_far_from_its_end_is_drawn_once_a_second() -> None:
    _, scene = table()
    model = scene.model
    assert isinstance(model.deadline, Deadline)
    model.deadline_left = 30.0
    changes = sum(model.update(0.05) for _ in range(40))
    assert 2 <= changes <= 3
    model.deadline_left = 8.0
    changes = sum(model.update(0.05) for _ in range(40))
    assert 7 <= changes <= 9


def test_another_size_is_stretched_first_and_painted_bit_by_bit() -> None:
    strings.use("en")
    ground = Ground(Atlas(load_board(), "en"), load_layout("zaragoza"), key_only)
    theme, stock = theme_of("day"), Stock()

    def ask(side: int) -> pygame.Surface:
        return ground.surface(Printed(side, theme, {}, {}, stock))

    ask(300)
    assert ask(330).get_size() == (330, 330)
    assert ground.unfinished
    assert ask(340).get_size() == (340, 340)
    for _ in range(PATIENCE + 100):
        picture = ask(340)
    assert not is_unfinished(ground)
    fresh = Ground(ground.atlas, ground.layout, ground.say).surface(
        Printed(340, theme, {}, {}, stock)
    )
    one, other = (pygame.image.tobytes(p, "RGB") for p in (picture, fresh))
    different = sum(abs(a - b) > 24 for a, b in zip(one, other, strict=True))
    assert different < len(one) * 0.002
    assert ask(300).get_size() == (300, 300)
    assert is_unfinished(ground)
    ask(340)
    assert not is_unfinished(ground)


def test_a_table_draws_ahead_while_nothing_happens() -> None:
    stage, scene = table()
    geometry = scene.board.view.geometry
    steps = sum(1 for _ in warming(stage, scene.table, scene.board.box.w, geometry))
    assert steps > 20
    for _ in range(40):
        stage.update(0.05)
    assert drawn(stage) == plainly(stage, scene)


@pytest.mark.parametrize(
    "change",
    [
        {"theme": "night"},
        {"scale": 110},
        {"language": "es"},
        {"theme": "night", "scale": 110, "language": "es"},
    ],
)
def test_a_table_that_looks_different_now_draws_ahead_anew(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, object]
) -> None:
    monkeypatch.setattr(gradual, "AHEAD", 60.0)
    stage, scene = table()
    surface = pygame.Surface(stage.window_size).convert()

    def rest() -> None:
        for _ in range(PATIENCE + 100):
            stage.update(0.05)
            stage.dirty = False
            drawn(stage, surface)

    rest()
    stage.apply(msgspec.structs.replace(stage.preferences, **change))
    rest()
    made: list[object] = []
    for where, name in ((lettering, "line"), (assets, "svg")):
        real = getattr(where, name)

        def noted(*args: object, real: Callable[..., object] = real) -> object:
            made.append(args)
            return real(*args)

        monkeypatch.setattr(where, name, noted)
    list(warming(stage, scene.table, scene.board.box.w, scene.board.view.geometry))
    assert made == []


@pytest.mark.parametrize("update", ["waiting", "bus", "auction", "buy"])
def test_what_changes_by_itself_is_patched_in(update: str) -> None:
    stage = make_stage(1280, 720, "day", "en")
    scene = gallery_table.scene_of(stage, getattr(gallery_game, f"{update}_update")())
    stage.scenes.reset(scene)
    surface = pygame.Surface(stage.window_size).convert()
    canvas = Canvas(surface, stage.theme, stage.scale)
    for _ in range(40):
        stage.update(0.05)
    stage.draw(canvas)
    stage.dirty = stage.stirred = False
    patched = 0
    for _ in range(60):
        stage.update(0.05)
        if stage.dirty:
            stage.draw(canvas)
        elif stage.stirred:
            parts = scene.draw_stirred(canvas)
            assert parts
            patched += 1
        stage.dirty = stage.stirred = False
    assert patched >= 2
    assert pygame.image.tobytes(surface, "RGB") == plainly(stage, scene)


def test_a_table_that_waits_for_a_person_comes_to_rest() -> None:
    stage = make_stage(1280, 720, "day", "en")
    scene = gallery_table.scene_of(stage, gallery_game.bus_update())
    stage.scenes.reset(scene)
    scene.model.deadline_left = None
    for _ in range(300):
        stage.update(0.05)
    drawn(stage)
    stage.dirty = stage.stirred = False
    for _ in range(40):
        stage.update(0.05)
    assert (stage.dirty, stage.stirred) == (False, False)


def far(one: bytes, other: bytes) -> float:
    """How far two pictures are from one another: the mean difference of a colour."""
    return sum(abs(a - b) for a, b in zip(one[::7], other[::7], strict=True)) / len(one[::7])


def moves(scene: TableScene) -> bool:
    return scene.animating


def open_mortgages(stage: Stage, scene: TableScene, surface: pygame.Surface) -> bytes:
    """Draw the table, open another panel and draw the first picture after that."""
    canvas = Canvas(surface, stage.theme, stage.scale)
    assert stage.draw(canvas, Ration(60))
    button = scene.controls.find("table.action.mortgage")
    assert button is not None
    button.activate()
    assert stage.draw(canvas, Ration(60))
    return pygame.image.tobytes(surface, "RGB")


def test_a_panel_comes_over_the_one_before_it_without_a_new_picture() -> None:
    stage, scene = table()
    surface = pygame.Surface(stage.window_size).convert()
    canvas = Canvas(surface, stage.theme, stage.scale)
    before = drawn(stage, surface)
    first = open_mortgages(stage, scene, surface)
    assert moves(scene)
    assert far(first, before) < 1 < far(first, plainly(stage, scene))
    stage.update(FADE / 2)
    stage.draw(canvas, Ration(60))
    between = pygame.image.tobytes(surface, "RGB")
    assert 1 < far(between, before) < far(first, plainly(stage, scene))
    assert between != plainly(stage, scene)
    stage.update(FADE)
    assert stage.dirty
    assert not moves(scene)
    stage.draw(canvas, Ration(60))
    assert far(pygame.image.tobytes(surface, "RGB"), plainly(stage, scene)) < 0.05


@pytest.mark.parametrize("change", [{"reduced_motion": True}, {"speed": "off"}])
def test_a_panel_is_there_at_once_where_nothing_may_move(change: dict[str, object]) -> None:
    stage, scene = table()
    stage.apply(msgspec.structs.replace(stage.preferences, **change))
    scene.on_resume()
    surface = pygame.Surface(stage.window_size).convert()
    assert open_mortgages(stage, scene, surface) == plainly(stage, scene)
    assert not moves(scene)


def test_a_table_is_shown_once_its_board_is_painted_in_many_frames() -> None:
    stage, scene = table()
    surface = pygame.Surface(stage.window_size).convert()
    canvas = Canvas(surface, stage.theme, stage.scale)
    frames = 1
    while not stage.draw(canvas, Ration(0.0)):
        assert not any(surface.get_at((x, 300))[:3] != (0, 0, 0) for x in range(0, 1280, 40))
        frames += 1
    assert frames > 60
    assert pygame.image.tobytes(surface, "RGB") == plainly(stage, scene)


def test_only_the_picture_that_was_asked_for_fades() -> None:
    stage, scene = table()
    surface = pygame.Surface(stage.window_size).convert()
    open_mortgages(stage, scene, surface)
    for _ in range(10):
        stage.update(FADE)
    assert not moves(scene)
    scene.controls.set_focus("table.menu", ring=True)
    stage.draw(Canvas(surface, stage.theme, stage.scale), Ration(60))
    assert not moves(scene)
