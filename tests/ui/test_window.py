"""The window on a driver that draws for nobody; `test_real_window` has one on an X server."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

import msgspec
import pygame
import pytest

from magnate_app.ui import closeup, gallery_game, gallery_table, gradual, window
from magnate_app.ui.draw import Canvas
from magnate_app.ui.gallery import make_stage
from magnate_app.ui.gradual import Gradual
from magnate_app.ui.placing import SMALLEST
from magnate_app.ui.scene import Stage
from magnate_app.ui.scenes.settings import SettingsScene
from magnate_app.ui.scenes.table import TableScene
from magnate_app.ui.scenes.title import Title
from magnate_app.ui.still import Ration
from magnate_app.ui.table_model import TableModel
from magnate_app.ui.voice import Speaker
from magnate_app.ui.window import AWAY, FAST, HIDDEN, IDLE, TITLE, Window, prepare

SIZE = (1280, 720)


class Clock:
    """Time that passes as fast as the window asks."""

    def __init__(self) -> None:
        self.rate = 0

    def tick(self, rate: int) -> float:
        self.rate = rate
        return 1000 / rate


class Desk:
    """A window with a table on it, and how often it drew."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.window = Window(stage, pygame.display.set_mode(SIZE, pygame.RESIZABLE))
        self.clock = Clock()
        self.window._clock = self.clock  # type: ignore[assignment] # time of our own
        self.flips = 0

    def tick(self, times: int = 1) -> None:
        for _ in range(times):
            self.window.tick()

    def rest(self) -> None:
        """Let everything be drawn and come to rest."""
        quiet = 0
        for _ in range(1000):
            before = self.flips
            self.tick()
            quiet = quiet + 1 if self.flips == before and not self.stage.dirty else 0
            if quiet > 12:
                return

    def tell(self, kind: int, **values: Any) -> None:
        pygame.event.post(pygame.event.Event(kind, **values))

    def grow(self, size: tuple[int, int]) -> None:
        pygame.display.set_mode(size, pygame.RESIZABLE)
        self.tell(pygame.WINDOWSIZECHANGED, x=size[0], y=size[1])

    def picture(self) -> bytes:
        return pygame.image.tobytes(self.window.screen, "RGB")

    def plainly(self) -> bytes:
        surface = pygame.Surface(self.stage.window_size, 0, self.window.screen)
        self.stage.draw(Canvas(surface, self.stage.theme, self.stage.scale))
        return pygame.image.tobytes(surface, "RGB")


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    stage = make_stage(*SIZE, "day", "en")
    stage.apply(msgspec.structs.replace(stage.preferences, reduced_motion=True))
    stage.scenes.reset(gallery_table.scene_of(stage, gallery_game.waiting_update()))
    made = Desk(stage)
    flip = pygame.display.flip

    def counted() -> None:
        made.flips += 1
        flip()

    monkeypatch.setattr(pygame.display, "flip", counted)
    pygame.event.clear()
    made.rest()
    yield made
    made.stage.scenes.close()
    pygame.event.clear()


def test_a_table_at_rest_draws_hardly_anything(desk: Desk) -> None:
    model = gallery_model(desk)
    model.deadline_left = None
    desk.flips = 0
    desk.tick(100)
    assert desk.flips == 0
    assert desk.clock.rate == IDLE


def gallery_model(desk: Desk) -> TableModel:
    scene = desk.stage.scenes.top
    assert isinstance(scene, TableScene)
    return scene.model


def test_what_is_drawn_bit_by_bit_is_whole_in_the_end(desk: Desk) -> None:
    scene = desk.stage.scenes.top
    assert scene is not None
    scene.rebuild()
    surface = pygame.Surface(SIZE, 0, desk.window.screen)
    canvas = Canvas(surface, desk.stage.theme, desk.stage.scale)
    frames = 1
    while (not desk.stage.draw(canvas, Ration(0.0)) or scene._still.behind) and frames < 400:
        frames += 1
    assert 3 < frames < 400
    assert pygame.image.tobytes(surface, "RGB") == desk.plainly()


def test_a_screen_without_motion_is_drawn_bit_by_bit_too(desk: Desk) -> None:
    scene = SettingsScene(desk.stage)
    desk.stage.scenes.push(scene)
    surface = pygame.Surface(SIZE, 0, desk.window.screen)
    canvas = Canvas(surface, desk.stage.theme, desk.stage.scale)
    answers: list[bool] = []
    while len(answers) < 200 and not (answers and answers[-1]):
        answers.append(desk.stage.draw(canvas, Ration(0.0)))
    assert len(answers) > 3
    assert answers[-1]
    assert pygame.image.tobytes(surface, "RGB") == desk.plainly()


def test_a_window_being_resized_shows_its_last_picture_stretched(desk: Desk) -> None:
    before = desk.plainly()
    old = pygame.image.frombytes(before, SIZE, "RGB")
    desk.grow((1600, 900))
    desk.tick()
    assert desk.stage.window_size == SIZE
    wanted = pygame.transform.scale(old, (1600, 900))
    assert desk.picture() == pygame.image.tobytes(wanted, "RGB")
    desk.grow((1500, 800))
    desk.tick(2)
    assert desk.stage.window_size == SIZE
    desk.rest()
    assert desk.stage.window_size == (1500, 800)
    assert desk.picture() == desk.plainly()


def test_a_window_being_resized_does_not_wait_for_the_board_of_the_title(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closeup, "_CLOSEUPS", Gradual(closeup._closeup, 2))
    monkeypatch.setattr(gradual, "AHEAD", 0.0)
    scene = Title(desk.stage)
    desk.stage.scenes.reset(scene)
    while desk.stage.dirty:
        desk.tick()
    words = pygame.image.frombytes(desk.picture(), SIZE, "RGB")
    desk.grow((1600, 900))
    desk.tick()
    assert scene.controls.find("title.tram") is None
    wanted = pygame.transform.scale(words, (1600, 900))
    assert desk.picture() == pygame.image.tobytes(wanted, "RGB")
    frames = 0
    while scene.controls.find("title.tram") is None:
        desk.tick()
        frames += 1
        assert frames < 1000
    assert frames > 60
    desk.rest()
    assert desk.stage.window_size == (1600, 900)
    assert desk.picture() == desk.plainly()


def test_a_window_too_small_grows_again_once_it_rests(desk: Desk) -> None:
    desk.grow((300, 200))
    desk.rest()
    assert desk.stage.window_size == SMALLEST
    assert desk.window.screen.get_size() == SMALLEST


def test_another_text_size_comes_whole(desk: Desk) -> None:
    desk.stage.apply(msgspec.structs.replace(desk.stage.preferences, scale=75))
    desk.rest()
    assert desk.picture() == desk.plainly()


def test_a_minimised_window_does_nothing_but_listen(desk: Desk) -> None:
    desk.tell(pygame.WINDOWMINIMIZED)
    desk.tick(2)
    desk.flips = 0
    before = desk.stage.now
    for _ in range(20):
        desk.stage.redraw()
        desk.tick()
    assert desk.flips == 0
    assert desk.clock.rate == HIDDEN
    assert desk.stage.now - before == pytest.approx(20 / HIDDEN)
    desk.tell(pygame.WINDOWRESTORED)
    desk.rest()
    assert desk.flips > 0
    assert desk.picture() == desk.plainly()


def test_without_the_focus_it_slows_down_and_calls(desk: Desk) -> None:
    desk.tell(pygame.WINDOWFOCUSLOST)
    desk.tick(3)
    assert desk.clock.rate == AWAY
    desk.stage.call_attention("Your turn")
    titles = set()
    for _ in range(40):
        desk.tick()
        titles.add(pygame.display.get_caption()[0])
    assert titles == {"● Your turn · Magnate", "○ Your turn · Magnate"}
    desk.tell(pygame.WINDOWFOCUSGAINED)
    desk.tick()
    assert pygame.display.get_caption()[0] == TITLE


def test_with_the_focus_nobody_is_called(desk: Desk) -> None:
    pygame.display.set_caption(TITLE)
    desk.stage.call_attention("Your turn")
    desk.tick(30)
    assert pygame.display.get_caption()[0] == TITLE


def test_a_hand_on_the_mouse_makes_it_fast(desk: Desk) -> None:
    desk.tell(pygame.MOUSEMOTION, pos=(5, 5), rel=(1, 1), buttons=(0, 0, 0))
    desk.tick(3)
    assert desk.clock.rate == FAST


def test_full_screen_and_back(desk: Desk) -> None:
    desk.window._on_preferences(msgspec.structs.replace(desk.stage.preferences, fullscreen=True))
    desk.rest()
    assert desk.picture() == desk.plainly()
    desk.window._on_preferences(msgspec.structs.replace(desk.stage.preferences, fullscreen=False))
    desk.rest()
    assert desk.window.screen.get_size() == desk.stage.preferences.window


def test_size_and_place_are_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.tell(pygame.WINDOWMOVED, x=40, y=60)
    desk.grow((1500, 800))
    desk.rest()
    monkeypatch.setattr(pygame, "quit", lambda: None)
    desk.window.close()
    kept = desk.stage.services.preferences()
    assert kept.window == (1500, 800)
    assert kept.place == (40, 60)


def test_no_sound_device_is_no_error(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise pygame.error("no such device")

    monkeypatch.setattr(pygame.mixer, "init", refuse)
    desk.stage.apply(msgspec.structs.replace(desk.stage.preferences, sound=80))
    desk.window.start_sound()
    desk.stage.sound("dice")
    desk.stage.play_music("table")
    desk.rest()


def test_a_voice_is_lent_only_where_there_is_one(desk: Desk) -> None:
    desk.window.lend_voice(None)
    silent = desk.stage.speak
    assert silent is None
    desk.window.lend_voice(Speaker(("/nowhere/at-all",)))
    voice = desk.stage.speak
    assert voice is not None
    voice("hello")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="for X servers")
def test_pictures_go_to_x_without_a_detour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SDL_FRAMEBUFFER_ACCELERATION", raising=False)
    prepare()
    assert os.environ["SDL_FRAMEBUFFER_ACCELERATION"] == "0"
    monkeypatch.setenv("SDL_FRAMEBUFFER_ACCELERATION", "1")
    prepare()
    assert os.environ["SDL_FRAMEBUFFER_ACCELERATION"] == "1"


def test_what_sdl_reads_is_set_before_pygame_starts() -> None:
    source = (window.__file__ or "").replace(".pyc", ".py")
    with open(source, encoding="utf-8") as file:
        text = file.read()
    opening = text[text.index("def open_screen") : text.index("def sdl_version")]
    assert opening.index("prepare()") < opening.index("pygame.display.init()")
