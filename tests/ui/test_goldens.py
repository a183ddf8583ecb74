"""The screens as they were last looked at. `UPDATE_GOLDEN=1` takes the present ones.

Small pictures: enough to see a thing moved, gone or recolored. They are drawn byte by
byte alike with one build of pygame-ce, so with another one there is nothing to compare.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from magnate_app.ui import gallery

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
    "password-wrong",
    "password-set",
    "knocking",
    "lobby-door",
    "join-locked",
    "table-bus",
    "table-auction",
    "table-trade",
    "table-build",
    "table-host",
    "table-vote",
    "table-door",
    "table-vote-dialog",
    "seat-code",
    "faces",
    "table-remarks",
    "table-advice",
    "table-reason",
    "guided",
    "replay",
    "results",
)
SHOWS = gallery.pictures()
LOOKS = (("day", "en"), ("night", "es"))
CHANNEL = 6
SHARE = 0.001
MADE_WITH = "2.5.8"
"""The pygame-ce that drew the pictures."""

pytestmark = pytest.mark.skipif(
    pygame.version.ver != MADE_WITH, reason=f"the goldens were drawn by pygame-ce {MADE_WITH}"
)


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
