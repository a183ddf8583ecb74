"""The desktop's clipboard; a missing one is an empty one."""

from __future__ import annotations

import pygame


def get() -> str:
    """Return the text on the clipboard."""
    try:
        return pygame.scrap.get_text()
    except pygame.error:
        return ""


def put(text: str) -> bool:
    """Put a text on the clipboard; return whether it is there now."""
    if not text:
        return False
    try:
        pygame.scrap.put_text(text)
    except pygame.error:
        return False
    return True
