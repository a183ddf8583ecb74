"""How fast a table moves and whether it is heard: preferences turned into figures."""

from __future__ import annotations

from typing import Final

import msgspec

from magnate_app.saves.preferences import Preferences
from magnate_app.ui.strings import tr

SPEEDS: Final = {"0.5x": 0.5, "1x": 1.0, "2x": 2.0, "4x": 4.0, "off": 0.0}
_WORDS: Final = {"0.5x": "½×", "1x": "1×", "2x": "2×", "4x": "4×"}
_LOUD: Final = 80


def speed_of(preferences: Preferences) -> float:
    """Return how many times as fast effects run; 0 means none."""
    return SPEEDS.get(preferences.speed, 1.0)


def speed_word(preferences: Preferences) -> str:
    """Return the speed as it stands on its button."""
    return _WORDS.get(preferences.speed) or tr("table.speed.off")


def faster(preferences: Preferences) -> Preferences:
    """Return the preferences with the next speed, the slowest after `off`."""
    names = list(SPEEDS)
    at = names.index(preferences.speed) if preferences.speed in names else 1
    return msgspec.structs.replace(preferences, speed=names[(at + 1) % len(names)])


def toggled_sound(preferences: Preferences) -> Preferences:
    """Return the preferences with all sound off, or on again."""
    return msgspec.structs.replace(preferences, sound=0 if preferences.sound else _LOUD)
