"""Sets a line of text with even gaps: letters stand at quarter pixels, not at whole ones.

The font renderer rounds the width of every letter to whole pixels, which at small sizes
pulls words apart and runs others together. Here each letter is drawn once, several times as
large, shrunk at one of four offsets, and lines are put together from these pictures.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import pygame

from magnate_app.paths import assets_dir

PHASES: Final = 4
"""Offsets within a pixel a letter is drawn at."""
LARGEST: Final = 72
"""From here on rounding to whole pixels is not seen."""
MEASURE: Final = 512
"""Size the widths are taken at."""
WHITE: Final = (255, 255, 255)

Color = tuple[int, int, int]


def width(text: str, file: str, size: int) -> int:
    """Width of a line in whole pixels."""
    if size > LARGEST:
        return open_font(file, size).size(text)[0]
    return math.ceil(_places(text, file)[-1] * size / MEASURE)


def line(text: str, file: str, size: int, color: Color) -> pygame.Surface:
    """Return a line of text, as high as the font and on its base line."""
    font = open_font(file, size)
    if size > LARGEST:
        return font.render(text, True, color)
    places = _places(text, file)
    surface = pygame.Surface(
        (max(1, width(text, file, size)), max(1, font.get_height())), pygame.SRCALPHA
    )
    surface.fill((*WHITE, 0))
    for letter, place in zip(text, places, strict=False):
        if letter == " ":
            continue
        steps = round(place * size / MEASURE * PHASES)
        picture, left = _letter(letter, file, size, steps % PHASES)
        x = steps // PHASES - left
        surface.blit(picture, (x, 0), special_flags=pygame.BLEND_RGBA_ADD)
    surface.fill((*color, 255), special_flags=pygame.BLEND_RGBA_MULT)
    return surface


def clear() -> None:
    """Forget all letters drawn, as when the scale changes."""
    for cache in (open_font, _letter, _drawn):
        cache.cache_clear()


@lru_cache(maxsize=128)
def open_font(file: str, size: int) -> pygame.font.Font:
    """Return the font of a file at a size in pixels."""
    return pygame.font.Font(str(assets_dir() / "fonts" / file), size)


@lru_cache(maxsize=8192)
def _letter(letter: str, file: str, size: int, phase: int) -> tuple[pygame.Surface, int]:
    # White on nothing, with room of `left` pixels for what stands out to the left.
    large = open_font(file, size * PHASES)
    small = open_font(file, size)
    left = 1 + size // 8
    drawn = _drawn(letter, file, size * PHASES)
    columns = left + math.ceil((drawn.get_width() + phase) / PHASES) + 1
    rows = small.get_height()
    sheet = pygame.Surface((columns * PHASES, rows * PHASES), pygame.SRCALPHA)
    sheet.fill((*WHITE, 0))
    # The renderer shifts a letter that starts left of its origin to the right; undo that.
    lead = min(0, (large.metrics(letter)[0] or (0,))[0])
    down = small.get_ascent() * PHASES - large.get_ascent()
    sheet.blit(
        drawn,
        (left * PHASES + phase + lead, down),
        special_flags=pygame.BLEND_RGBA_ADD,
    )
    return pygame.transform.smoothscale(sheet, (columns, rows)), left


@lru_cache(maxsize=2048)
def _drawn(letter: str, file: str, size: int) -> pygame.Surface:
    return open_font(file, size).render(letter, True, WHITE)


@lru_cache(maxsize=4096)
def _places(text: str, file: str) -> tuple[float, ...]:
    # Where each letter starts and the last one ends, at the size of measuring.
    places = [0.0]
    for index, letter in enumerate(text):
        step = _shape(letter, file)[2]
        if index + 1 < len(text):
            step += _kerning(letter, text[index + 1], file)
        places.append(places[-1] + step)
    return tuple(places)


@lru_cache(maxsize=2048)
def _shape(letter: str, file: str) -> tuple[int, int, int]:
    # What stands out to the left of the origin, where the ink ends, and the advance.
    metrics = open_font(file, MEASURE).metrics(letter)[0] or (0, 0, 0, 0, 0)
    return max(0, -metrics[0]), metrics[1], metrics[4]


@lru_cache(maxsize=8192)
def _kerning(first: str, second: str, file: str) -> int:
    lead, _, advance = _shape(first, file)
    _, end, following = _shape(second, file)
    pair = open_font(file, MEASURE).size(first + second)[0]
    return pair - lead - advance - max(end, following)
