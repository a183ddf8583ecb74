"""Fonts, icons and rendered text, loaded once and cached per size.

All sizes here are real pixels; `draw.Canvas` turns logical ones into them. Knows the
asset folder and nothing of what is shown.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Final

import pygame
import pygame.freetype

from magnate_app.paths import assets_dir
from magnate_app.ui import emoji, lettering
from magnate_app.ui.theme import SMALLEST_NARROW, SMALLEST_TEXT, Color

DISPLAY: Final = "display"
TEXT: Final = "text"
BOLD: Final = "bold"
NARROW: Final = "narrow"
NARROW_BOLD: Final = "narrow_bold"

FACES: Final = {
    DISPLAY: "Fredoka_600SemiBold.ttf",
    TEXT: "Nunito_500Medium.ttf",
    BOLD: "Nunito_700Bold.ttf",
    NARROW: "BarlowCondensed_600SemiBold.ttf",
    NARROW_BOLD: "BarlowCondensed_700Bold.ttf",
}

ELLIPSIS: Final = "…"
UNKNOWN: Final = "?"
"""Stands for a letter none of our fonts has."""

_EMOJI: Final = 1.18
"""Size of an emoji beside letters of size 1."""


def _real_size(face: str, size: float) -> int:
    return max(SMALLEST_NARROW if face in (NARROW, NARROW_BOLD) else SMALLEST_TEXT, round(size))


def font(face: str, size: float) -> pygame.font.Font:
    """Return a face at a size in real pixels."""
    return lettering.open_font(FACES[face], _real_size(face, size))


def width_of(text: str, face: str, size: float) -> int:
    """Width of one line in real pixels."""
    return _width(text, face, _real_size(face, size))


def render(text: str, face: str, size: float, color: Color) -> pygame.Surface:
    """Return one rendered line; do not draw on it."""
    return _render(text, face, _real_size(face, size), color)


def fit(text: str, face: str, size: float, width: float, lowest: float) -> tuple[str, float]:
    """Shrink down to `lowest`, then shorten, until `text` fits into `width`."""
    while size > lowest and width_of(text, face, size) > width:
        size -= 1
    if width_of(text, face, size) <= width:
        return text, size
    return shorten(text, face, size, width), size


def shorten(text: str, face: str, size: float, width: float) -> str:
    """Cut the end off and put an ellipsis there, if `text` is wider than `width`."""
    if width_of(text, face, size) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(text[:middle].rstrip() + ELLIPSIS, face, size) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS


@lru_cache(maxsize=2048)
def wrap(text: str, face: str, size: int, width: int) -> tuple[str, ...]:
    """Break at spaces into lines no wider than `width`; a longer word is cut."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            wider = f"{line} {word}" if line else word
            if not line or width_of(wider, face, size) <= width:
                line = wider
            else:
                lines.append(line)
                line = word
        lines.append(line)
    return tuple(shorten(line, face, size, width) for line in lines)


@lru_cache(maxsize=1024)
def unglued(text: str, face: str, size: int, width: int) -> str:
    """Break words wider than a line anywhere: what people write must not be cut."""
    return " ".join(_unglue(word, face, size, width) for word in text.split(" "))


def _unglue(word: str, face: str, size: int, width: int) -> str:
    pieces: list[str] = []
    while len(word) > 1 and width_of(word, face, size) > width:
        low, high = 1, len(word) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if width_of(word[:middle], face, size) <= width:
                low = middle
            else:
                high = middle - 1
        pieces.append(word[:low])
        word = word[low:]
    return "\n".join([*pieces, word])


def legible(text: str, face: str) -> tuple[str, str]:
    """Return what of `text` can be shown, and in which face.

    A face that lacks a letter gives way to the one for text; letters that lacks too
    become `UNKNOWN`, symbols and flags what `emoji.spelled` makes of them.
    """
    if text.isascii() or all(_has(letter, face) for letter in text):
        return text, face
    other = TEXT if face == TEXT else BOLD
    return emoji.spelled(text, lambda letter: _has(letter, other), UNKNOWN), other


def icon(name: str, size: float, tint: Color | None = None) -> pygame.Surface:
    """Return the icon `family/name`; families: emoji, fill, line, tabler.

    `tint` colours the one-colour families; emoji bring their own colours.
    """
    return _icon(name, max(1, round(size)), tint)


def picture(name: str) -> pygame.Surface:
    """Return one of our own pictures as it is."""
    return pygame.image.load(assets_dir() / "images" / f"{name}.png")


def svg(source: str, width: int, height: int) -> pygame.Surface:
    """Rasterise an SVG text at a size in real pixels."""
    return pygame.image.load_sized_svg(
        io.BytesIO(source.encode()), (max(1, width), max(1, height))
    ).convert_alpha()


def svg_cached(source: str, width: int, height: int) -> pygame.Surface:
    """Rasterise an SVG text once; do not draw on the result."""
    return _svg_cached(source, max(1, width), max(1, height))


def sound_path(name: str) -> Path | None:
    """Return the file of a sound, if there is one."""
    path = assets_dir() / "audio" / f"{name}.ogg"
    return path if path.is_file() else None


def clear() -> None:
    """Forget everything rendered, as when the scale changes."""
    lettering.clear()
    for cache in (_width, _render, wrap, _icon, _svg_cached, _metrics_font):
        cache.cache_clear()


@lru_cache(maxsize=8192)
def _width(text: str, face: str, size: int) -> int:
    if not text.isascii():
        runs = emoji.runs(text)
        if len(runs) > 1 or runs[0] != (text, None):
            return sum(_emoji_step(size) if name else _width(run, face, size) for run, name in runs)
    text, face = legible(text, face)
    return lettering.width(text, FACES[face], size)


@lru_cache(maxsize=2048)
def _render(text: str, face: str, size: int, color: Color) -> pygame.Surface:
    if not text.isascii():
        runs = emoji.runs(text)
        if len(runs) > 1 or runs[0] != (text, None):
            return _mixed(runs, face, size, color)
    text, face = legible(text, face)
    return lettering.line(text, FACES[face], size, color)


def _mixed(runs: tuple[emoji.Run, ...], face: str, size: int, color: Color) -> pygame.Surface:
    """Set letters and emoji beside each other."""
    step = _emoji_step(size)
    parts = [
        (icon(name, size * _EMOJI), step) if name else (_render(run, face, size, color), 0)
        for run, name in runs
    ]
    height = max(
        lettering.open_font(FACES[face], size).get_height(), *(p.get_height() for p, _ in parts)
    )
    wide = sum(wide or part.get_width() for part, wide in parts)
    line = pygame.Surface((max(1, wide), height), pygame.SRCALPHA)
    line.fill((*color, 0))
    x = 0
    for part, wide in parts:
        left = x + (wide - part.get_width()) // 2 if wide else x
        line.blit(part, (left, (height - part.get_height()) // 2))
        x += wide or part.get_width()
    return line


def _emoji_step(size: int) -> int:
    return round(size * _EMOJI) + max(1, size // 8)


@lru_cache(maxsize=4096)
def _has(letter: str, face: str) -> bool:
    return _metrics_font(face).get_metrics(letter)[0] is not None


@lru_cache(maxsize=8)
def _metrics_font(face: str) -> pygame.freetype.Font:
    # pygame.font.Font.metrics answers for missing letters too
    if not pygame.freetype.get_init():
        pygame.freetype.init()
    return pygame.freetype.Font(str(assets_dir() / "fonts" / FACES[face]), 16)


@lru_cache(maxsize=1024)
def _svg_cached(source: str, width: int, height: int) -> pygame.Surface:
    return svg(source, width, height)


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return (assets_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def _icon(name: str, size: int, tint: Color | None) -> pygame.Surface:
    source = _source(name)
    red, green, blue = tint or (0, 0, 0)
    source = source.replace("currentColor", f"#{red:02x}{green:02x}{blue:02x}")
    return svg(source, size, size)
