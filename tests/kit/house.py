"""The networks of several people in one house, each with files of their own."""

from __future__ import annotations

from pathlib import Path

from magnate_app.net.client import TableLink
from magnate_app.net.goal import Person
from magnate_app.net.network import Folders, Network
from magnate_app.protocol.link import LinkState
from magnate_app.protocol.messages import Joined
from magnate_app.rules.chance import Seeded
from magnate_app.server.config import ServerConfig
from tests.kit.networks import LOCAL, content, made, token
from tests.kit.players import Player, until


class House:
    """Makes networks and closes them all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._networks: list[Network] = []

    def network(
        self, name: str = "ana", *, delay: float = 0.0, stand_in_after: float = 20.0
    ) -> Network:
        seeds = iter(range(100))
        network = Network(
            content(),
            Folders(made(self.data(name)), made(self.saves(name))),
            config=ServerConfig(bot_delay=delay, stand_in_after=stand_in_after),
            interfaces=[LOCAL],
            address=LOCAL,
            chance_factory=lambda: Seeded(f"{name}/{next(seeds)}"),
        )
        self._networks.append(network)
        return network

    def data(self, name: str = "ana") -> Path:
        return self._folder / name / "data"

    def saves(self, name: str = "ana") -> Path:
        return self._folder / name / "saves"

    def close(self) -> None:
        for network in self._networks:
            network.close()


def person(name: str) -> Person:
    """Return a made-up person."""
    return Person(token=token(name), name=name)


def in_room(link: TableLink) -> Player:
    """Return the player of a link that is in a room."""
    player = Player(link)
    until(lambda: player.look() or link.status.state is LinkState.ROOM)
    until(lambda: player.heard(Joined))
    return player


def address_of(link: TableLink) -> str:
    """Return what friends type to join."""
    assert link.status.address is not None
    return f"{link.status.address}/{link.status.room_code}"
