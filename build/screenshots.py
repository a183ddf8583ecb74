"""Draw the screenshots of README and stores from the gallery: `build/screenshots.py`.

Needs the game's own requirements only. Each picture comes from a fixed state of the
gallery at 1920×1080 and is reduced to the width shops and README show it in.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

import pygame

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "screenshots"
SIZE = (1200, 675)
DRAWN = (1920, 1080)
PICTURES = {
    "table": "table-bus",
    "lobby": "lobby-host",
    "title": "title",
}
"""File name → name in the gallery."""


def main() -> int:
    """Draw them all."""
    sys.path.insert(0, str(ROOT))
    from magnate_app.ui import gallery, gallery_table

    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode(DRAWN)
    shows = {**gallery.shows(), **gallery_table.shows()}
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        gallery.gallery(
            Path(folder),
            shows,
            only=tuple(PICTURES.values()),
            sizes=(DRAWN,),
            themes=("day",),
            languages=("en",),
        )
        for name, show in PICTURES.items():
            large = pygame.image.load(Path(folder) / f"{show}-{DRAWN[0]}-day-en.png")
            target = FOLDER / f"{name}.png"
            small = pygame.Surface(SIZE, depth=24)
            small.blit(pygame.transform.smoothscale(large, SIZE), (0, 0))
            pygame.image.save(small, target)
            print(target.name, target.stat().st_size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
