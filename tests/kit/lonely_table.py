"""A process in which bots play a game of one person until somebody kills it.

It tells the number of each action as soon as the person is shown it.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from magnate_app.net.goal import Person
from magnate_app.net.network import Folders, Network
from magnate_app.protocol.link import LinkState
from magnate_app.protocol.messages import StandIn
from magnate_app.rules.settings import Settings
from magnate_app.server.config import ServerConfig
from tests.kit.networks import content, made, token
from tests.kit.players import Player, until


def main(folder: Path) -> None:
    network = Network(
        content(),
        Folders(made(folder / "data"), made(folder / "saves")),
        config=ServerConfig(bot_delay=0.0),
    )
    ana = Person(token=token("ana"), name="ana")
    settings = Settings(seats=4, max_rounds=0)
    player = Player(network.solo(ana, settings, ("easy", "easy", "easy")))
    until(lambda: player.link.status.state is LinkState.GAME)
    player.link.send(StandIn(on=True))
    shown = 0
    while True:
        player.look()
        for seq in player.seqs[shown:]:
            sys.stdout.write(f"{seq}\n")
        shown = len(player.seqs)
        sys.stdout.flush()
        time.sleep(0.001)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
