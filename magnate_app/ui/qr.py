"""Room codes as squares for cameras."""

from __future__ import annotations

from functools import lru_cache

import pygame
import segno

from magnate_app.ui.theme import Color


@lru_cache(maxsize=4)
def qr_picture(text: str, size: int, ink: Color, paper: Color) -> pygame.Surface:
    """Return a QR code no larger than `size`; modules are whole pixels."""
    matrix = segno.make(text, error="m", micro=False).matrix
    count = len(matrix)
    module = max(1, size // count)
    surface = pygame.Surface((module * count, module * count))
    surface.fill(paper)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                surface.fill(ink, (x * module, y * module, module, module))
    return surface
