"""A process that joins a table on its network and says how: code in, one JSON line out.

It stays until its input closes: a room without people closes.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from magnate_app.net.goal import Person
from magnate_app.net.network import Folders, Network
from magnate_app.protocol.link import LinkState
from magnate_app.protocol.messages import Joined
from tests.kit.networks import content, token
from tests.kit.players import Player, until


def main(code: str, way: str, name: str = "bea") -> None:
    with tempfile.TemporaryDirectory() as folder:
        network = Network(content(), Folders(Path(folder), Path(folder)))
        begun = time.monotonic()
        told: dict[str, object] = {}
        if way == "browse":
            browsing = network.browse()
            until(lambda: code in [table.announcement.room_code for table in browsing.tables()])
            (table,) = browsing.tables()
            told["found"] = table.address
            told["name"] = table.announcement.name
            code = f"{table.address}:{table.port}/{code}"
        link = network.join(Person(token=token(name), name=name), code)
        player = Player(link)
        until(lambda: player.heard(Joined) or link.over)
        told["seconds"] = round(time.monotonic() - begun, 2)
        told["state"] = link.status.state
        told["address"] = link.status.address
        if link.status.state is LinkState.CLOSED:
            told["failure"] = link.status.failure
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        sys.stdin.read()
        network.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
