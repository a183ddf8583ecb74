from __future__ import annotations

import msgspec
import pygame

from magnate_app.ui.draw import Canvas
from magnate_app.ui.gallery import make_stage
from magnate_app.ui.scene import Stage
from magnate_app.ui.scenes.title import Title
from magnate_app.ui.tram_ride import REST, STOPS, place


def title(*, reduced: bool = False, size: tuple[int, int] = (1280, 720)) -> tuple[Stage, Title]:
    stage = make_stage(*size, "day", "en")
    stage.apply(msgspec.structs.replace(stage.preferences, reduced_motion=reduced))
    scene = Title(stage)
    stage.scenes.reset(scene)
    for _ in range(3):
        stage.update(0.02)
    return stage, scene


def whole(stage: Stage) -> bytes:
    surface = pygame.Surface(stage.window_size).convert()
    stage.draw(Canvas(surface, stage.theme, stage.scale))
    return pygame.image.tobytes(surface, "RGB")


def is_stirring(scene: Title) -> bool:
    return scene.stirring


def test_it_rests_at_stops_and_rides_smoothly_between_them() -> None:
    assert place(0) == STOPS[0]
    assert place(REST - 0.1) == STOPS[0]
    clock, before = 0.0, place(0)
    seen = set()
    while clock < 300:
        clock += 0.05
        now = place(clock)
        assert abs(now - before) < 4
        assert min(STOPS) <= now <= max(STOPS)
        if now in STOPS:
            seen.add(now)
        before = now
    assert seen == set(STOPS)


def test_only_its_strip_is_drawn_while_it_rides() -> None:
    stage, scene = title()
    surface = pygame.Surface(stage.window_size).convert()
    canvas = Canvas(surface, stage.theme, stage.scale)
    stage.draw(canvas)
    stage.dirty = False
    assert not is_stirring(scene)
    for _ in range(int((REST + 2) / 0.05)):
        stage.update(0.05)
    assert scene.stirring
    assert stage.stirred
    assert not stage.dirty
    parts = scene.draw_stirred(canvas)
    assert parts is not None
    [rect] = parts
    assert rect.w * rect.h < surface.get_width() * surface.get_height() / 4
    assert pygame.image.tobytes(surface, "RGB") == whole(stage)


def test_with_reduced_motion_it_stays() -> None:
    stage, scene = title(reduced=True)
    before = whole(stage)
    for _ in range(int((REST + 3) / 0.05)):
        stage.update(0.05)
    assert not scene.stirring
    assert not stage.stirred
    assert whole(stage) == before


def test_a_message_over_the_title_is_not_drawn_over() -> None:
    stage, _ = title()
    for _ in range(int((REST + 2) / 0.05)):
        stage.update(0.05)
    stage.toast("Hello")
    stage.dirty = False
    stage.update(0.1)
    assert stage.dirty


def test_it_rides_on_after_other_settings() -> None:
    stage, scene = title()
    for _ in range(int((REST + 2) / 0.05)):
        stage.update(0.05)
    before = scene._tram
    assert before is not None
    stage.resize(1600, 900)
    scene.refresh()
    after = scene._tram
    assert after is not None
    assert after is not before
    assert after.clock == before.clock
