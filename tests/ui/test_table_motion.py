from __future__ import annotations

import msgspec
import pygame
import pytest

from magnate_app.protocol.messages import ReactionShown
from magnate_app.rules.settings import Settings
from magnate_app.ui.draw import Canvas
from magnate_app.ui.gallery import make_stage
from magnate_app.ui.input import Key
from magnate_app.ui.scene import Stage
from magnate_app.ui.scenes.table import TableScene
from tests.kit.engine_link import EngineLink


def start(reduced: bool, theme: str = "day") -> tuple[Stage, TableScene, EngineLink]:
    stage = make_stage(1280, 720, theme, "en")
    stage.preferences = msgspec.structs.replace(
        stage.preferences, reduced_motion=reduced, speed="1x"
    )
    link = EngineLink(Settings(seats=4, max_rounds=8, house_rules=frozenset({"full_deck"})), seed=2)
    scene = TableScene(stage, link)
    stage.scenes.reset(scene)
    return stage, scene, link


def busy(scene: TableScene) -> bool:
    return scene.model.busy


def picture(stage: Stage) -> bytes:
    surface = pygame.Surface(stage.window_size)
    stage.draw(Canvas(surface, stage.theme, stage.scale))
    return pygame.image.tobytes(surface, "RGB")


@pytest.mark.parametrize("reduced", [False, True])
def test_every_moment_of_some_turns_can_be_drawn(reduced: bool) -> None:
    stage, scene, link = start(reduced, "night" if reduced else "day")
    sounds: list[str] = []
    stage.play_sound = sounds.append
    scene.model._sound = sounds.append
    seen = set()
    for step in range(260):
        stage.update(0.06)
        if scene.model.ready and scene.model.busy:
            assert scene.animating
            playfield = scene.model.playfield
            assert playfield is not None
            seen |= {
                name
                for name, there in (
                    ("dice", playfield.tumble is not None),
                    ("walk", bool(playfield.flights)),
                    ("card", playfield.card is not None),
                    ("money", bool(playfield.floats)),
                )
                if there
            }
            if step % 4 == 0:
                picture(stage)
        elif scene.model.ready:
            widget = scene.controls.find("table.main")
            if widget is not None and widget.enabled:
                stage.on_input(Key("space"))
        if stage.scenes.top is not scene:
            break
    assert {"dice", "walk"} <= seen
    assert link.refused == []


def test_space_finishes_what_moves_and_decides_nothing() -> None:
    stage, scene, link = start(reduced=False)
    for _ in range(3):
        stage.update(0.02)
    for _ in range(200):
        if scene.model.busy:
            break
        stage.on_input(Key("space"))
        stage.update(0.02)
    assert busy(scene)
    before = len(link.sent)
    stage.on_input(Key("space"))
    assert not busy(scene)
    assert len(link.sent) == before


def test_a_click_on_the_board_finishes_what_moves() -> None:
    stage, scene, _link = start(reduced=False)
    for _ in range(400):
        stage.update(0.02)
        if scene.model.busy:
            break
        stage.on_input(Key("space"))
    scene.board.click(39)
    assert not busy(scene)
    assert scene.board.pinned is None


def test_a_still_table_draws_the_same_picture_twice() -> None:
    stage, scene, _ = start(reduced=True)
    for _ in range(400):
        stage.update(0.1)
        if scene.model.ready and not scene.animating:
            break
    scene.model.deadline_left = None
    assert picture(stage) == picture(stage)


def test_reactions_float_over_their_token() -> None:
    stage, _scene, link = start(reduced=True)
    for _ in range(100):
        stage.update(0.1)
    before = picture(stage)
    link.inbox.append(ReactionShown(game=42, user="Leo", user_id=8, emote="clap"))
    stage.update(0.02)
    assert picture(stage) != before
