"""The sound device: effects, one loop at a time, three volumes.

Closed while everything is silent, because a device that mixes silence takes as much of the
processor as one that plays. Without a device the game is silent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pygame

from magnate_app.saves.preferences import Preferences
from magnate_app.ui import assets

_FADE: Final = 1500
_LOOP_VOLUME: Final = 0.6


class Loudspeaker:
    """Plays what it is told to, as loud as the preferences say."""

    def __init__(self, preferences: Callable[[], Preferences]) -> None:
        self._preferences = preferences
        self._sounds: dict[str, pygame.mixer.Sound] = {}
        self._wanted = ""
        self._playing = ""

    def heed(self) -> None:
        """Follow the preferences: open or close the device, turn the loop up or down."""
        preferences = self._preferences()
        if preferences.sound <= 0:
            self.close()
            return
        if pygame.mixer.get_init() is None:
            try:
                pygame.mixer.init()
            except pygame.error:
                return
        self._loop()
        pygame.mixer.music.set_volume(_LOOP_VOLUME * preferences.sound * preferences.music / 10_000)

    def play_music(self, name: str) -> None:
        """Play another loop from now on."""
        self._wanted = name
        if pygame.mixer.get_init() is not None:
            self.heed()

    def play(self, name: str) -> None:
        """Play an effect once."""
        preferences = self._preferences()
        loud = preferences.sound * preferences.effects / 10_000
        if loud <= 0 or pygame.mixer.get_init() is None:
            return
        sound = self._sounds.get(name)
        if sound is None:
            path = assets.sound_path(name)
            if path is None:
                return
            try:
                sound = pygame.mixer.Sound(path)
            except pygame.error:
                return
            self._sounds[name] = sound
        sound.set_volume(loud)
        sound.play()

    def close(self) -> None:
        """Close the device."""
        self._sounds.clear()
        self._playing = ""
        if pygame.mixer.get_init() is not None:
            pygame.mixer.quit()

    def _loop(self) -> None:
        """Begin the loop that is wanted, unless it plays."""
        path = assets.sound_path(f"music_{self._wanted}")
        if path is None or self._wanted == self._playing:
            return
        self._playing = self._wanted
        try:
            pygame.mixer.music.load(path)
            pygame.mixer.music.play(-1, fade_ms=_FADE)
        except pygame.error:
            return
