"""The settings object: joined, changed, refused."""

from __future__ import annotations

import pytest

from magnate_app.errors import SettingError
from magnate_app.protocol.gamelog import TableOptions
from magnate_app.protocol.room_settings import (
    SettingsChange,
    change_settings,
    room_settings,
    rules_of,
)
from magnate_app.rules.settings import Settings

PLAIN = (Settings(), TableOptions(name="Mesa de ana"))


def test_both_parts_travel_as_one_object() -> None:
    settings = Settings(max_rounds=15, house_rules=frozenset({"full_deck", "open_auction"}))
    shown = room_settings(settings, PLAIN[1])
    assert shown.preset == "quick"
    assert shown.house_rules == ("open_auction", "full_deck")
    assert shown.name == "Mesa de ana"
    assert rules_of(shown) == settings


def test_a_preset_goes_first_and_single_figures_win() -> None:
    settings, options = change_settings(*PLAIN, SettingsChange(preset="rich", max_rounds=20))
    assert (settings.start_money, settings.max_rounds) == (3000, 20)
    assert settings.preset == "custom"
    assert options == PLAIN[1]


def test_what_is_not_named_stays() -> None:
    assert change_settings(*PLAIN, SettingsChange()) == PLAIN
    change = SettingsChange(
        house_rules=("full_deck",), name="  La  mesa ", visibility="code_only", spectators=False
    )
    settings, options = change_settings(*PLAIN, change)
    assert settings == Settings(house_rules=frozenset({"full_deck"}))
    assert options == TableOptions(name="La mesa", visibility="code_only", spectators=False)


@pytest.mark.parametrize(
    ("change", "setting"),
    [
        (SettingsChange(seats=7), "seats"),
        (SettingsChange(bail=-1), "bail"),
        (SettingsChange(pace="slow"), "pace"),
        (SettingsChange(preset="custom"), "preset"),
        (SettingsChange(house_rules=("x",)), "x"),
        (SettingsChange(visibility="hidden"), "visibility"),
        (SettingsChange(absence="forever"), "absence"),
        (SettingsChange(name=" \u0007 "), "name"),
        (SettingsChange(name="x" * 41), "name"),
    ],
)
def test_what_is_out_of_range_is_refused(change: SettingsChange, setting: str) -> None:
    with pytest.raises(SettingError) as caught:
        change_settings(*PLAIN, change)
    assert caught.value.setting == setting
