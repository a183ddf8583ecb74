from __future__ import annotations

import pytest

from magnate_app.ui.theme import DAY, NIGHT, Theme, contrast, theme_of

TEXT = ("ink", "muted", "gain", "loss", "warn")
GROUNDS = ("table", "panel", "raised", "soft")


@pytest.mark.parametrize("theme", [DAY, NIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", TEXT)
def test_text_is_legible_on_every_ground(theme: Theme, ground: str, ink: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", [DAY, NIGHT], ids=lambda t: t.name)
def test_text_on_filled_fields_is_legible(theme: Theme) -> None:
    assert contrast(theme.accent_text, theme.accent) >= 4.5
    assert contrast(theme.on_ink, theme.ink) >= 4.5
    assert contrast(theme.tray_text, theme.tray) >= 4.5
    assert contrast(theme.fantasy_ink, theme.fantasy) >= 4.5
    assert contrast(theme.ink, theme.tile) >= 4.5
    assert contrast(theme.ink, theme.special) >= 4.5
    for tint in (theme.good_tint, theme.bad_tint, theme.choice_tint):
        assert contrast(theme.ink, tint) >= 4.5


@pytest.mark.parametrize("theme", [DAY, NIGHT], ids=lambda t: t.name)
def test_marks_stand_out(theme: Theme) -> None:
    for ground in GROUNDS:
        assert contrast(theme.focus, getattr(theme, ground)) >= 3
    for seat in range(6):
        assert contrast(theme.seat_symbol_color(seat), theme.seat(seat)) >= 3
    for number in range(1, 13):
        group = theme.group(number)
        assert contrast(group.text, group.fill) >= 4.5


def test_every_group_and_seat_has_a_mark_of_its_own() -> None:
    assert len({group.mark for group in DAY.groups}) == 12
    assert len(set(DAY.seats)) == 6


@pytest.mark.parametrize("name", ["day", "night"])
def test_color_aids_are_a_theme_of_their_own(name: str) -> None:
    plain, aided = theme_of(name), theme_of(name, aided=True)
    assert aided.aided
    assert not plain.aided
    assert aided.night == plain.night
    assert aided.ink == plain.ink
    assert theme_of(aided.name) is aided
