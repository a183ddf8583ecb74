from __future__ import annotations

import sys

import pytest

from magnate_app.ui import desktop
from magnate_app.ui.placing import SMALLEST, USUAL, opening_place, opening_size

HD = (1920, 1080)


def test_the_first_window_takes_the_scale_of_the_desktop() -> None:
    assert opening_size(USUAL, (3840, 2160), 2.0, first=True) == (2560, 1440)
    assert opening_size(USUAL, HD, 2.0, first=True) == (1766, 994)
    assert opening_size(USUAL, HD, 1.0, first=True) == USUAL


def test_later_windows_are_as_they_were_left() -> None:
    assert opening_size((1900, 1050), HD, 2.0, first=False) == (1900, 1050)
    assert opening_size(HD, HD, 1.0, first=False) == HD


def test_a_window_fits_the_monitor_that_is_there_today() -> None:
    assert opening_size((3000, 1800), HD, 1.0, first=False) == HD
    assert opening_size((800, 300), HD, 1.0, first=False) == SMALLEST
    assert opening_size((1500, 900), (0, 0), 1.0, first=False) == (1500, 900)


@pytest.mark.parametrize(
    ("kept", "seen"),
    [
        ((100, 50), True),
        ((0, 0), True),
        ((-900, 40), True),
        ((2500, 40), True),
        ((-1500, 40), False),
        ((5000, 40), False),
        ((100, -60), False),
        ((100, 1060), False),
    ],
)
def test_a_window_opens_where_it_can_be_seen(kept: tuple[int, int], seen: bool) -> None:
    assert opening_place(kept, USUAL, [HD, HD]) == (kept if seen else None)


def test_nothing_kept_leaves_it_to_the_desktop() -> None:
    assert opening_place(None, USUAL, [HD]) is None
    assert opening_place((5, 5), USUAL, []) is None


@pytest.mark.skipif(sys.platform == "win32", reason="asks Windows there")
@pytest.mark.parametrize(
    ("name", "value", "scale"),
    [("GDK_SCALE", "2", 2.0), ("QT_SCALE_FACTOR", "1.5", 1.5), ("GDK_SCALE", "huge", 1.0)],
)
def test_the_scale_a_desktop_tells(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, scale: float
) -> None:
    for other in ("GDK_SCALE", "QT_SCALE_FACTOR"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, value)
    assert desktop.scale() == scale
