from __future__ import annotations

from collections.abc import Iterator

import pygame
import pytest

from magnate_app.ui import assets, shapes, strings


@pytest.fixture(autouse=True)
def screen() -> Iterator[pygame.Surface]:
    """A dummy display of full size; caches of one test are gone in the next."""
    pygame.display.init()
    pygame.font.init()
    strings.use("en")
    yield pygame.display.set_mode((1920, 1080))
    assets.clear()
    shapes.clear()
    strings.use("en")
