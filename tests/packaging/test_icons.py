"""The icon files are those of the vector source, and containers any system can read."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pygame
import pytest

from tests.packaging.scripts import BUILD, script

icons = script("icons.make_icons")
FOLDER = BUILD / "icons"
FEW = 6
"""How much a colour may differ between machines."""


def alike(one: pygame.Surface, other: pygame.Surface) -> bool:
    if one.get_size() != other.get_size():
        return False
    a, b = (pygame.image.tobytes(picture, "RGBA") for picture in (one, other))
    return max(abs(x - y) for x, y in zip(a, b, strict=True)) <= FEW


@pytest.mark.parametrize("size", icons.PNG)
def test_pictures_are_drawn_from_the_source(size: int) -> None:
    kept = pygame.image.load(FOLDER / f"magnate-{size}.png")
    assert kept.get_size() == (size, size)
    if size <= 128:
        assert alike(kept, icons.picture(size)), "run build/icons/make_icons.py build/icons"


def test_the_window_shows_the_same_icon() -> None:
    shown = BUILD.parent / "assets" / "images" / "magnate.png"
    assert shown.read_bytes() == (FOLDER / "magnate-128.png").read_bytes()


def test_the_windows_file_holds_every_size() -> None:
    content = (FOLDER / "magnate.ico").read_bytes()
    reserved, kind, count = struct.unpack_from("<HHH", content)
    assert (reserved, kind, count) == (0, 1, len(icons.ICO))
    for number, size in enumerate(icons.ICO):
        side, _, _, _, _, bits, length, place = struct.unpack_from(
            "<BBBBHHII", content, 6 + 16 * number
        )
        picture = pygame.image.load(io.BytesIO(content[place : place + length]), "icon.png")
        assert (side or 256, bits) == (size, 32)
        assert picture.get_size() == (size, size)


def test_the_macos_file_holds_every_size() -> None:
    content = (FOLDER / "magnate.icns").read_bytes()
    name, length = struct.unpack_from(">4sI", content)
    assert (name, length) == (b"icns", len(content))
    place, found = 8, []
    while place < length:
        kind, size = struct.unpack_from(">4sI", content, place)
        picture = pygame.image.load(io.BytesIO(content[place + 8 : place + size]), "icon.png")
        found.append((kind, picture.get_width()))
        place += size
    assert found == list(icons.ICNS)


def test_corners_are_clear_and_the_middle_is_not(tmp_path: Path) -> None:
    [path] = [path for path in icons.make(tmp_path) if path.name == "magnate-256.png"]
    picture = pygame.image.load(path)
    assert picture.get_at((0, 0)).a == 0
    assert picture.get_at((128, 128)).a == 255


def test_screenshots_are_there_and_small() -> None:
    for name in script("screenshots").PICTURES:
        path = BUILD / "screenshots" / f"{name}.png"
        assert pygame.image.load(path).get_size() == script("screenshots").SIZE
        assert path.stat().st_size < 500_000, path
