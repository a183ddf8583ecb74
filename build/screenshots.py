"""Draw the screenshots of README and stores from the gallery: `build/screenshots.py`.

Needs the game's own requirements only. Each picture comes from a fixed state of the
gallery; those drawn larger are reduced to the width shops and README show.
"""

from __future__ import annotations

import argparse
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
SIZE = (1280, 720)
LARGE = (1920, 1080)
PICTURES = {
    "table": ("table-bus", LARGE),
    "lobby": ("lobby-host", LARGE),
    "title": ("title", SIZE),
}
"""File name → name in the gallery, size it is drawn in."""


def main() -> int:
    """Draw them all."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    sys.path.insert(0, str(ROOT))
    from magnate_app.ui import gallery

    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode(LARGE)
    shows = gallery.pictures()
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, (show, size) in PICTURES.items():
            [drawn] = gallery.gallery(
                Path(folder),
                {show: shows[show]},
                sizes=(size,),
                themes=("day",),
                languages=("en",),
            )
            target = FOLDER / f"{name}.png"
            large = pygame.image.load(drawn)
            small = pygame.Surface(SIZE, depth=24)
            small.blit(pygame.transform.smoothscale(large, SIZE), (0, 0))
            pygame.image.save(small, target)
            print(target.name, target.stat().st_size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
