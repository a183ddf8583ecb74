"""A process that watches the list of tables: says when one is there, and how long it stays."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from magnate_app.net.network import Browsing, Folders, Network
from tests.kit.networks import content
from tests.kit.players import until


def _lists(browsing: Browsing, code: str) -> bool:
    tables = browsing.tables()
    return bool(tables) if not code else code in [t.announcement.room_code for t in tables]


def main(code: str = "") -> None:
    with tempfile.TemporaryDirectory() as folder:
        network = Network(content(), Folders(Path(folder), Path(folder)))
        browsing = network.browse()
        until(lambda: _lists(browsing, code))
        sys.stdout.write("there\n")
        sys.stdout.flush()
        begun = time.monotonic()
        until(lambda: not _lists(browsing, code))
        sys.stdout.write(json.dumps({"seconds": round(time.monotonic() - begun, 2)}) + "\n")
        sys.stdout.flush()
        network.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
