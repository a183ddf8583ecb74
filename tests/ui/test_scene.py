from __future__ import annotations

from collections.abc import Iterable

import msgspec
import pygame

from magnate_app.protocol.link import Incoming, LinkState, LinkStatus
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Key, Move, Press
from magnate_app.ui.scene import Dialog, Scene, Stage
from magnate_app.ui.showroom import ShowLink, ShowServices
from magnate_app.ui.widgets import Button, Widget


class Diary(Scene):
    """Writes down what happens to it."""

    def __init__(self, stage: Stage, name: str = "diary") -> None:
        super().__init__(stage)
        self.name = name
        self.events: list[str] = []

    def build(self, size: Box) -> Iterable[Widget]:
        self.events.append("build")
        return [Button("b", "b", lambda: self.events.append("click"), Box(0, 0, 99, 48))]

    def first_focus(self) -> str | None:
        return "b"

    def on_start(self) -> None:
        self.events.append("start")

    def on_pause(self) -> None:
        self.events.append("pause")

    def on_resume(self) -> None:
        self.events.append("resume")

    def on_stop(self) -> None:
        super().on_stop()
        self.events.append("stop")

    def on_message(self, message: Incoming) -> None:
        self.events.append(type(message).__name__)


class Question(Dialog[int]):
    """Asks for a number."""


def make() -> tuple[Stage, Diary]:
    stage = Stage(ShowServices())
    scene = Diary(stage)
    stage.scenes.push(scene)
    return stage, scene


def test_the_life_of_a_scene() -> None:
    stage, first = make()
    second = Diary(stage, "second")
    stage.scenes.push(second)
    stage.scenes.pop()
    stage.scenes.replace(Diary(stage))
    assert first.events == ["start", "build", "pause", "resume", "stop"]
    assert second.events == ["start", "build", "stop"]
    stage.scenes.close()
    assert len(stage.scenes) == 0


def test_a_dialog_ends_with_its_result() -> None:
    stage, scene = make()
    told: list[int | None] = []
    question = Question(stage, told.append)
    stage.scenes.push(question)
    stage.on_input(Key("b"))
    question.dismiss(7)
    question = Question(stage, told.append)
    stage.scenes.push(question)
    stage.on_input(Key("escape"))
    assert told == [7, None]
    assert stage.scenes.top is scene


def test_a_dialog_lies_over_its_scene() -> None:
    stage, _ = make()
    stage.scenes.push(Question(stage, lambda _: None))
    surface = pygame.Surface((1280, 720)).convert()
    stage.draw(Canvas(surface, stage.theme, stage.scale))
    assert surface.get_at((5, 700))[:3] != stage.theme.table


def test_messages_of_the_link_are_read_and_handed_over() -> None:
    stage, scene = make()
    link = ShowLink(LinkState.ROOM, [LinkStatus(state=LinkState.ROOM)] * 3)
    scene.link = link
    next_scene = Diary(stage, "next")

    def hand_over(message: Incoming) -> None:
        next_scene.link = link
        scene.hand_over(next_scene)

    scene.on_message = hand_over  # type: ignore[method-assign]
    stage.update(0.02)
    stage.update(0.02)
    assert not link.closed
    assert next_scene.events.count("LinkStatus") == 2
    stage.scenes.pop()
    assert link.closed


def test_preferences_change_scale_and_layout() -> None:
    stage, scene = make()
    stage.update(0.01)
    before = scene.events.count("build")
    stage.apply(msgspec.structs.replace(stage.preferences, scale=75, theme="night"))
    stage.update(0.01)
    assert stage.scale == 0.75
    assert stage.theme.night
    assert scene.events.count("build") == before + 1
    stage.resize(1920, 1080)
    assert stage.size.w == 1920 / 0.75


def test_a_press_on_a_message_closes_it_and_nothing_else() -> None:
    stage, _ = make()
    stage.toast("hello")
    surface = pygame.Surface((1280, 720)).convert()
    stage.draw(Canvas(surface, stage.theme, stage.scale))
    stage.on_input(Press((stage.size.w / 2, 40)))
    assert stage.toasts.shown == []


def test_a_scene_composed_for_little_room_is_drawn_larger_where_there_is_more() -> None:
    stage, scene = make()
    stage.resize(1920, 1080)
    assert scene.zoom == 1.0
    scene.composed_for = (1500, 800)
    scene.rebuild()
    assert scene.zoom == 1.275
    assert abs(scene.size.w * scene.scale - 1920) < 0.01
    scene.refresh()
    button = scene.controls.find("b")
    assert button is not None
    x, y = (place * scene.zoom for place in button.box.center)
    stage.on_input(Move((x, y)))
    assert scene.controls.hover is button


def test_a_chosen_text_size_is_not_enlarged() -> None:
    stage, scene = make()
    stage.resize(1920, 1080)
    scene.composed_for = (1200, 700)
    assert scene.zoom == 1.4
    stage.apply(msgspec.structs.replace(stage.preferences, scale=100))
    assert scene.zoom == 1.0
