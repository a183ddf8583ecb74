"""What an operator of a host can choose. Knows neither files nor command lines."""

from __future__ import annotations

import msgspec


class ServerConfig(msgspec.Struct, frozen=True, kw_only=True):
    """How one host behaves; the defaults are those of PROTOCOL.md.

    `bot_delay` is the least time a bot takes, in seconds; `remote_rooms` lets other
    computers open `/ws/room/new/`; `max_rooms` counts open rooms and running games.
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
    kept_after_end: float = 30 * 60.0
    hello_within: float = 5.0
