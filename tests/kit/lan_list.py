"""A process that looks at the list of tables until a known one is there, then a while longer."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from magnate_app.net.network import Folders, Network
from tests.kit.networks import content
from tests.kit.players import until


def main(code: str, longer: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        network = Network(content(), Folders(Path(folder), Path(folder)))
        browsing = network.browse()
        codes: set[str] = set()

        def look() -> bool:
            codes.update(table.announcement.room_code for table in browsing.tables())
            return code in codes

        until(look)
        end = time.monotonic() + float(longer)
        while time.monotonic() < end:
            look()
            time.sleep(0.05)
        sys.stdout.write(json.dumps({"codes": sorted(codes)}) + "\n")
        sys.stdout.flush()
        network.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
