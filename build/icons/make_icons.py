"""Make every icon file from `magnate.svg`: `make_icons.py OUT`.

PNG pictures in the usual sizes, one `.ico` for Windows and one `.icns` for macOS, and the
wordmark for pages about the game. Needs pygame-ce only; both containers hold PNG pictures
and are written here. `assets/images/magnate.png`, the window's icon, is `magnate-128.png`.
"""

from __future__ import annotations

import io
import os
import struct
import sys
from pathlib import Path

os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

import pygame

SOURCE = Path(__file__).resolve().with_name("magnate.svg")
FONT = SOURCE.parents[2] / "assets" / "fonts" / "Fredoka_600SemiBold.ttf"
WORDMARK = (1240, 320)
INK = (0x22, 0x30, 0x4A)
PNG = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICO = (16, 24, 32, 48, 64, 128, 256)
ICNS = (
    (b"icp4", 16),
    (b"icp5", 32),
    (b"icp6", 64),
    (b"ic07", 128),
    (b"ic08", 256),
    (b"ic09", 512),
    (b"ic10", 1024),
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic13", 256),
    (b"ic14", 512),
)
"""Kinds of the macOS container and the pixels of each; the last four are for dense screens."""


def picture(size: int) -> pygame.Surface:
    """Draw the icon; small ones are drawn larger and averaged, which keeps edges clean."""
    factor = 4 if size <= 64 else 1
    large = pygame.image.load_sized_svg(SOURCE, (size * factor, size * factor))
    return pygame.transform.smoothscale(large, (size, size)) if factor > 1 else large


def png(size: int) -> bytes:
    """Return the icon as a PNG file."""
    target = io.BytesIO()
    pygame.image.save(picture(size), target, "icon.png")
    return target.getvalue()


def wordmark() -> bytes:
    """Return icon and name beside each other as a PNG file, for a light ground."""
    pygame.font.init()
    height = WORDMARK[1]
    surface = pygame.Surface(WORDMARK, pygame.SRCALPHA)
    surface.blit(picture(height), (0, 0))
    text = pygame.font.Font(FONT, 208).render("Magnate", True, INK)
    box = text.get_bounding_rect()
    place = (height + 28 - box.x, (height - box.height) // 2 - box.y + 14)
    surface.blit(text, place)
    target = io.BytesIO()
    pygame.image.save(surface, target, "wordmark.png")
    return target.getvalue()


def ico(pictures: dict[int, bytes]) -> bytes:
    """Return a Windows icon file of PNG pictures."""
    place = 6 + 16 * len(pictures)
    head, body = struct.pack("<HHH", 0, 1, len(pictures)), b""
    for size, data in pictures.items():
        side = size % 256
        head += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(data), place + len(body))
        body += data
    return head + body


def icns(pictures: list[tuple[bytes, bytes]]) -> bytes:
    """Return a macOS icon file of PNG pictures."""
    body = b"".join(kind + struct.pack(">I", 8 + len(data)) + data for kind, data in pictures)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def make(folder: Path) -> list[Path]:
    """Write all files into a folder and return their paths."""
    sizes = {*PNG, *ICO, *(size for _, size in ICNS)}
    drawn = {size: png(size) for size in sorted(sizes)}
    files = {f"magnate-{size}.png": drawn[size] for size in PNG}
    files["magnate.ico"] = ico({size: drawn[size] for size in ICO})
    files["magnate.icns"] = icns([(kind, drawn[size]) for kind, size in ICNS])
    files["wordmark.png"] = wordmark()
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


def main() -> int:
    """Make the files in the folder of the command line."""
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    for path in make(Path(sys.argv[1])):
        print(path.name, path.stat().st_size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
