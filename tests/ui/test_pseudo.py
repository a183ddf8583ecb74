"""A language a third longer than ours: nothing may leave its place or be cut."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pygame
import pytest

from magnate_app.ui import (
    assets,
    gallery,
    strings,
)
from magnate_app.ui.theme import Color

SHOWS = gallery.pictures()
SIZES = ((1280, 720), (1920, 1080))
LONGER = 0.35
KEEP = re.compile(r"(\{\w+\}|[^\W\d_]+)")
HAND_CUT = frozenset({"months"})
"""Texts that are taken apart by their blanks."""


def stretched(text: str) -> str:
    """Make every word of a sentence a third longer, leaving its parameters alone."""

    def longer(match: re.Match[str]) -> str:
        word = match.group()
        if word.startswith("{"):
            return word
        half = len(word) // 2
        return word[:half] + "é" * round(len(word) * LONGER) + word[half:]

    return KEEP.sub(longer, text)


def pseudo() -> dict[str, str]:
    plain = strings.catalog("en")
    return {key: text if key in HAND_CUT else stretched(text) for key, text in plain.items()}


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    words = pseudo()
    monkeypatch.setattr(strings, "catalog", lambda _: words)
    found: set[str] = set()
    render = assets.render

    def spy(text: str, face: str, real: float, color: Color) -> pygame.Surface:
        if text.endswith(assets.ELLIPSIS) and text not in words.values():
            found.add(text)
        return render(text, face, real, color)

    monkeypatch.setattr(assets, "render", spy)
    yield found
    assets.clear()


def test_stretching_leaves_parameters_alone() -> None:
    assert stretched("{who} paid {amount}") == "{who} paéid {amount}"
    assert len(stretched("Mortgages")) == 12


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_longer_language_is_not_cut(cut: set[str], size: tuple[int, int]) -> None:
    where: dict[str, set[str]] = {}
    for name, show in SHOWS.items():
        cut.clear()
        gallery.render(show, *size, "day", "en")
        if cut:
            where[name] = set(cut)
    assert where == {}
