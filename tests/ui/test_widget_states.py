"""Every control looks different in every state, at every scale, by day and by night."""

from __future__ import annotations

import msgspec
import pygame
import pytest

from magnate_app.ui.draw import Canvas
from magnate_app.ui.gallery import make_stage
from magnate_app.ui.gallery_widgets import ERROR, STATES, makers, put, sheet
from magnate_app.ui.geometry import Box
from magnate_app.ui.theme import theme_of

BOX = Box(12, 12, 220, 48)
SCALES = (0.75, 1.0, 1.25, 1.5, 2.0)
SEEN = 30
"""So much some pixels must differ for the eye."""


def looks(name: str, state: str, theme: str, scale: float) -> pygame.Surface:
    surface = pygame.Surface((round(244 * scale), round(92 * scale))).convert()
    canvas = Canvas(surface, theme_of(theme), scale)
    canvas.fill(canvas.theme.panel)
    put(makers()[name]("it", BOX), state).draw(canvas)
    return surface


def difference(one: pygame.Surface, other: pygame.Surface) -> int:
    first, second = (pygame.image.tobytes(s, "RGB") for s in (one, other))
    return max(abs(a - b) for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize("theme", ["day", "night"])
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("name", list(makers()))
def test_every_state_is_seen(name: str, scale: float, theme: str) -> None:
    pictures = {state: looks(name, state, theme, scale) for state in STATES}
    rest = pictures["rest"]
    assert difference(pictures["hover"], rest) >= 8
    assert difference(pictures["pressed"], rest) >= 8
    assert difference(pictures["focus"], rest) >= SEEN
    assert difference(pictures["disabled"], rest) >= SEEN
    assert difference(pictures["pressed"], pictures["hover"]) >= 4


@pytest.mark.parametrize("theme", ["day", "night"])
def test_an_error_is_seen_and_said(theme: str) -> None:
    wrong, right = (looks("text field", state, theme, 1.0) for state in (ERROR, "rest"))
    assert difference(wrong, right) >= SEEN
    below = pygame.Rect(12, 62, 200, 20)
    assert difference(wrong.subsurface(below), right.subsurface(below)) >= SEEN


@pytest.mark.parametrize("scale", [0, 75, 100, 150, 200])
@pytest.mark.parametrize("theme", ["day", "night"])
def test_the_sheet_holds_them_all(scale: int, theme: str) -> None:
    stage = make_stage(2560, 1440, theme, "en")
    stage.apply(msgspec.structs.replace(stage.preferences, scale=scale))
    sheet(stage)
    stage.update(0.02)
    scene = stage.scenes.top
    assert scene is not None
    surface = pygame.Surface(stage.window_size).convert()
    stage.draw(Canvas(surface, stage.theme, stage.scale))
    shown = [w for w in scene.controls.all() if w.id.startswith("sheet.")]
    assert len(shown) >= len(makers()) * len(STATES)
    window = stage.size
    for widget in shown[: len(makers()) * len(STATES)]:
        assert widget.box.right <= window.w
        assert widget.box.bottom <= window.h
