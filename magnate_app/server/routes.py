"""Which socket a path leads to (PROTOCOL.md 1.1). A path that leads nowhere is a 404."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

import msgspec

from magnate_app.protocol.messages import Socket


class Route(msgspec.Struct, frozen=True):
    """A socket and what it is about: a room code, a game id, empty for the queue.

    A room's `name` is empty where a new one is asked for.
    """

    socket: Socket
    name: str = ""


LONGEST_SEGMENT: Final = 64
NEW: Final = "new"


def parse(path: str) -> Route | None:
    """Return where `path` (without its query) leads, or None for 404."""
    if not path.startswith("/"):
        return None
    segments = path.removesuffix("/").split("/")[1:]
    if segments[:1] == ["api"]:
        segments = segments[1:]
    match segments:
        case ["ws", "queue"] | ["ws", "queue", "public"]:
            return Route(Socket.QUEUE)
        case ["ws", "room", name] | ["ws", "queue", "private", name]:
            return _named(Socket.ROOM, name)
        case ["ws", "game", name]:
            return _named(Socket.GAME, name)
        case _:
            return None


def _named(socket: Socket, segment: str) -> Route | None:
    name = unquote(segment, errors="replace")
    if not 1 <= len(name) <= LONGEST_SEGMENT or "/" in name:
        return None
    if socket is Socket.ROOM and name.lower() == NEW:
        return Route(Socket.ROOM)
    return Route(socket, name)
