"""Every menu at many sizes: nothing leaves the window, nothing clickable overlaps."""

from __future__ import annotations

import itertools

import msgspec
import pygame
import pytest

from magnate_app.ui import assets, gallery
from magnate_app.ui.geometry import Box
from magnate_app.ui.scene import Stage
from magnate_app.ui.strings import catalog
from magnate_app.ui.theme import Color
from magnate_app.ui.widgets import Widget

SIZES = ((1024, 640), (1280, 720), (1920, 1080), (2560, 1080), (3840, 2160))
SHOWS = gallery.shows()


def stage_of(name: str, size: tuple[int, int], language: str, scale: int = 0) -> Stage:
    stage = gallery.make_stage(*size, "day", language)
    if scale:
        stage.apply(msgspec.structs.replace(stage.preferences, scale=scale))
    SHOWS[name](stage)
    stage.update(0.02)
    return stage


def seen(widget: Widget) -> Box | None:
    """The part of a widget that is not scrolled away."""
    if widget.clip is None:
        return widget.box
    top = max(widget.box.y, widget.clip.y)
    bottom = min(widget.box.bottom, widget.clip.bottom)
    if bottom - top < 4:
        return None
    return Box(widget.box.x, top, widget.box.w, bottom - top)


def problems(stage: Stage) -> list[str]:
    top = stage.scenes.top
    assert top is not None
    top.refresh()
    found = []
    window = top.size
    boxes = []
    for widget in top.controls.all():
        box = seen(widget)
        if box is None:
            continue
        outside = box.x < -1 or box.y < -1 or box.right > window.w + 1 or box.bottom > window.h + 1
        if outside or box.w < 0 or box.h < 0:
            found.append(f"{widget.id} leaves the window: {box}")
        if widget.focusable and not list(widget.children()):
            boxes.append((widget.id, box))
    for (a, first), (b, second) in itertools.combinations(boxes, 2):
        wide = min(first.right, second.right) - max(first.x, second.x)
        high = min(first.bottom, second.bottom) - max(first.y, second.y)
        if wide > 1 and high > 1:
            found.append(f"{a} overlaps {b}")
    return found


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("name", SHOWS)
def test_everything_fits(name: str, size: tuple[int, int], language: str) -> None:
    assert problems(stage_of(name, size, language)) == []


@pytest.mark.parametrize("scale", [100, 150, 200])
@pytest.mark.parametrize("name", SHOWS)
def test_everything_fits_at_a_chosen_scale(name: str, scale: int) -> None:
    assert problems(stage_of(name, (1920, 1080), "es", scale)) == []
    assert problems(stage_of(name, (1280, 720), "es", scale)) == []


@pytest.mark.parametrize("name", SHOWS)
def test_every_picture_can_be_drawn(name: str) -> None:
    for theme in ("day", "night"):
        picture = gallery.render(SHOWS[name], 1280, 720, theme, "es")
        assert picture.get_size() == (1280, 720)


@pytest.mark.parametrize("name", SHOWS)
def test_ids_are_unique(name: str) -> None:
    top = stage_of(name, (1280, 720), "en").scenes.top
    assert top is not None
    top.refresh()
    ids = [widget.id for widget in top.controls.all()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("scale", [0, 200], ids=["auto", "large"])
@pytest.mark.parametrize("size", [(1024, 640), (1280, 720), (1920, 1080)], ids=str)
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_words_are_cut(
    monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], language: str, scale: int
) -> None:
    cut: set[str] = set()
    render = assets.render
    make_stage = gallery.make_stage

    def scaled(width: int, height: int, theme: str, spoken: str) -> Stage:
        stage = make_stage(width, height, theme, spoken)
        stage.apply(msgspec.structs.replace(stage.preferences, scale=scale))
        return stage

    monkeypatch.setattr(gallery, "make_stage", scaled)

    def spy(text: str, face: str, real: float, color: Color) -> pygame.Surface:
        if text.endswith(assets.ELLIPSIS) and text not in catalog(language).values():
            cut.add(text)
        return render(text, face, real, color)

    monkeypatch.setattr(assets, "render", spy)
    for show in gallery.pictures().values():
        gallery.render(show, *size, "day", language)
    assert cut == set()
