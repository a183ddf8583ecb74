"""A process that presses Quick match on its network: one JSON line once enough wait.

It stays until its input closes.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from magnate_app.net.goal import Person
from magnate_app.net.network import Folders, Network
from magnate_app.protocol.link import LinkState
from magnate_app.protocol.messages import QueueStatus
from tests.kit.networks import content, token
from tests.kit.players import Player, until


def main(name: str, size: str, together: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        network = Network(content(), Folders(Path(folder), Path(folder)))
        network.config = msgspec.structs.replace(network.config, queue_size=int(size))
        begun = time.monotonic()
        player = Player(network.meet(Person(token=token(name), name=name)))

        def waiting() -> int:
            player.look()
            told = [m for m in player.arrived if isinstance(m, QueueStatus)]
            there = player.link.status.state is LinkState.QUEUE
            return told[-1].waiting if told and there else 0

        until(lambda: waiting() >= int(together) or player.link.over)
        told = {
            "waiting": waiting(),
            "address": player.link.status.address,
            "seconds": round(time.monotonic() - begun, 2),
        }
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        sys.stdin.read()
        network.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
