"""What an operator of a host can choose. Knows neither files nor command lines."""

from __future__ import annotations

import msgspec

from magnate_app.errors import SettingError
from magnate_app.rules.settings import RANGES


class ServerConfig(msgspec.Struct, frozen=True, kw_only=True):
    """How one host behaves; the defaults are those of PROTOCOL.md.

    `bot_delay` is the least time a bot takes, in seconds; `remote_rooms` lets other
    computers open `/ws/room/new/`; `max_rooms` counts open rooms and running games;
    `guests_wait` is the time for a password, and then for the host's consent.
    A stand-in sits down `stand_in_after` a line is lost and touches nothing for another
    `stand_in_patience` where the person's device tries again by itself, every 9.6 s at least.
    A game nobody is at rests after `rest_after`, is shelved after `shelve_after` more.
    Raises `SettingError` for numbers of players no game can have.
    """

    app: str = "1.0.0"
    board: str = "zaragoza"
    queue_size: int = 4
    min_players: int = 2
    max_players: int = 4
    max_rooms: int = 64
    max_peers: int = 256
    remote_rooms: bool = False
    bot_delay: float = 1.0
    stand_in_after: float = 20.0
    stand_in_patience: float = 20.0
    rest_after: float = 120.0
    shelve_after: float = 24 * 3600.0
    kept_after_end: float = 30 * 60.0
    hello_within: float = 5.0
    guests_wait: float = 180.0

    def __post_init__(self) -> None:
        fewest, most = RANGES["seats"]
        for name in ("queue_size", "min_players", "max_players"):
            if not fewest <= getattr(self, name) <= most:
                raise SettingError(name, f"{fewest}–{most}")
