from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pygame
import pytest

from magnate_app.saves.preferences import Preferences
from magnate_app.ui.loudspeaker import Loudspeaker


class Ear:
    """A loudspeaker and the preferences it heeds."""

    def __init__(self) -> None:
        self.preferences = Preferences(sound=80, effects=50, music=50)
        self.speaker = Loudspeaker(lambda: self.preferences)

    def set(self, **changes: int) -> None:
        self.preferences = msgspec.structs.replace(self.preferences, **changes)
        self.speaker.heed()


@pytest.fixture
def ear() -> Iterator[Ear]:
    made = Ear()
    yield made
    made.speaker.close()
    assert pygame.mixer.get_init() is None


def test_the_loop_plays_as_loud_as_it_is_wished(ear: Ear) -> None:
    ear.speaker.play_music("menu")
    assert pygame.mixer.get_init() is None
    ear.speaker.heed()
    assert pygame.mixer.music.get_busy()
    loud = pygame.mixer.music.get_volume()
    ear.set(music=10)
    assert pygame.mixer.music.get_volume() < loud


def test_silence_closes_the_device_and_sound_opens_it_again(ear: Ear) -> None:
    ear.speaker.play_music("menu")
    ear.speaker.heed()
    ear.speaker.play("dice")
    ear.set(sound=0)
    assert pygame.mixer.get_init() is None
    ear.speaker.play("dice")
    ear.speaker.play_music("table")
    assert pygame.mixer.get_init() is None
    ear.set(sound=60)
    assert pygame.mixer.music.get_busy()
    assert ear.speaker._playing == "table"


def test_effects_are_kept_once_loaded(ear: Ear) -> None:
    ear.speaker.heed()
    ear.speaker.play("dice")
    ear.speaker.play("dice")
    ear.speaker.play("no such sound")
    assert list(ear.speaker._sounds) == ["dice"]
    ear.set(effects=0)
    ear.speaker.play("coin_in")
    assert list(ear.speaker._sounds) == ["dice"]


def test_no_device_is_no_error(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise pygame.error("no such device")

    monkeypatch.setattr(pygame.mixer, "init", refuse)
    ear.speaker.play_music("menu")
    ear.speaker.heed()
    ear.speaker.play("dice")
    assert pygame.mixer.get_init() is None
