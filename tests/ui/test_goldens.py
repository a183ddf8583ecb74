"""The screens as they were last looked at. `UPDATE_GOLDEN=1` takes the present ones.

Small pictures: enough to see a thing moved, gone or recolored.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from magnate_app.ui import gallery, gallery_table

FOLDER = Path(__file__).parent / "goldens"
SMALL = (480, 270)
NAMES = (
    "first-run",
    "solo",
    "rules",
    "lobby-host",
    "lobby-guest",
    "join",
    "join-empty",
    "connection-fine",
    "connection-firewall",
    "queue",
    "saved",
    "settings",
    "failure",
    "confirm",
    "table-bus",
    "table-auction",
    "table-trade",
    "table-build",
    "results",
)
SHOWS = {**gallery.shows(), **gallery_table.shows()}
LOOKS = (("day", "en"), ("night", "es"))
CHANNEL = 24
SHARE = 0.004


@pytest.fixture(autouse=True)
def one_time_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone cannot be set here")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(("theme", "language"), LOOKS)
@pytest.mark.parametrize("name", NAMES)
def test_it_looks_as_it_did(name: str, theme: str, language: str) -> None:
    picture = gallery.render(SHOWS[name], 1280, 720, theme, language)
    small = pygame.transform.smoothscale(picture, SMALL)
    path = FOLDER / f"{name}-{theme}-{language}.png"
    if os.environ.get("UPDATE_GOLDEN"):
        FOLDER.mkdir(exist_ok=True)
        pygame.image.save(small, path)
    golden = pygame.image.load(path)
    now, then = (pygame.image.tobytes(s, "RGB") for s in (small, golden))
    different = sum(
        max(abs(now[i] - then[i]), abs(now[i + 1] - then[i + 1]), abs(now[i + 2] - then[i + 2]))
        > CHANNEL
        for i in range(0, len(now), 3)
    )
    assert different <= SHARE * SMALL[0] * SMALL[1], f"{different} pixels changed"
