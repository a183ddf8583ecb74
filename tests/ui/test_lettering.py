from __future__ import annotations

import pygame
import pytest

from magnate_app.ui import assets, lettering

NAVY = (34, 48, 74)


@pytest.mark.parametrize("face", assets.FACES)
def test_a_line_is_as_wide_as_it_says_and_keeps_its_ink(face: str) -> None:
    text = "Join a game, 1.200"
    picture = assets.render(text, face, 15, NAVY)
    assert picture.get_width() == assets.width_of(text, face, 15)
    assert picture.get_height() == assets.font(face, 15).get_height()
    ink = picture.get_bounding_rect(min_alpha=40)
    assert ink.left <= 2
    assert ink.right >= picture.get_width() - 3
    assert 4 <= ink.height < picture.get_height()


@pytest.mark.parametrize("size", [11, 13, 15, 18, 34])
def test_the_width_grows_with_the_size_alone(size: int) -> None:
    text = "Calle Compromiso de Caspe"
    large = assets.width_of(text, assets.BOLD, 72)
    assert assets.width_of(text, assets.BOLD, size) == pytest.approx(large * size / 72, abs=1.5)


def test_letters_keep_their_color_and_thickness() -> None:
    picture = lettering.line("mmmm", assets.FACES[assets.BOLD], 20, NAVY)
    solid = [
        picture.get_at((x, y))
        for x in range(picture.get_width())
        for y in range(picture.get_height())
        if picture.get_at((x, y))[3] > 200
    ]
    assert len(solid) > 60
    assert {tuple(pixel)[:3] for pixel in solid} == {NAVY}


def test_the_same_letter_is_drawn_once_for_each_offset() -> None:
    lettering.clear()
    lettering.line("a" * 40, assets.FACES[assets.TEXT], 13, NAVY)
    assert 1 <= lettering._letter.cache_info().currsize <= lettering.PHASES


def test_a_large_line_is_the_font_s_own() -> None:
    file = assets.FACES[assets.DISPLAY]
    picture = lettering.line("Magnate", file, 90, NAVY)
    assert picture.get_size() == lettering.open_font(file, 90).size("Magnate")
    assert isinstance(picture, pygame.Surface)
