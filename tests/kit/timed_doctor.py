"""A process that examines its connection and says what is found and how long it took."""

from __future__ import annotations

import os
import sys
import time

import msgspec

from magnate_app.net.doctor import Place, examine
from tests.kit.networks import content


def main(target: str = "", port: str = "") -> None:
    place = Place(chosen=os.environ.get("MAGNATE_ADDRESS", ""), port=int(port) if port else None)
    board = content()
    begun = time.monotonic()
    found = examine(board, target, place)
    took = round(time.monotonic() - begun, 2)
    text = msgspec.json.encode({"seconds": took, "diagnosis": found}).decode()
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
