"""What a table says about itself over mDNS (PROTOCOL.md 10.1), both directions.

Values in, values out: `discovery` sends and receives them. Readers ignore keys they do
not know, and expect anything at all in the ones they do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from magnate_app import __version__
from magnate_app.protocol.messages_common import PROTOCOL_VERSION
from magnate_app.server.commands import RoomListing

SERVICE: Final = "_magnate._tcp.local."
LONGEST_VALUE: Final = 60
OLD_CODES: Final = 4

Properties = dict[str, str]


class Announcement(msgspec.Struct, frozen=True, kw_only=True):
    """One table as its host announces it; nothing of it is certain."""

    room_code: str
    old: tuple[str, ...] = ()
    name: str = ""
    host: str = ""
    app: str = ""
    protocol: int = 0
    players: int = 0
    seats: int = 0
    bots: int = 0
    state: str = ""
    open: bool = False
    watch: bool = False
    locked: bool = False
    game: int | None = None
    preset: str = ""
    host_id: str = ""


def properties(room: RoomListing, host_id: str) -> Properties:
    """Return the TXT record of a room."""
    texts = {
        "v": str(PROTOCOL_VERSION),
        "app": __version__,
        "room": room.room_code,
        "old": ",".join(room.old[:OLD_CODES]),
        "name": room.name,
        "host": room.owner,
        "id": host_id,
        "players": f"{room.players}/{room.seats}",
        "bots": str(room.bots),
        "state": room.state,
        "open": "1" if room.open else "0",
        "watch": "1" if room.watch else "0",
        "preset": room.preset,
    }
    if room.locked:
        texts["locked"] = "1"
    if room.game is not None:
        texts["game"] = str(room.game)
    return {key: cut(text) for key, text in texts.items()}


def read(record: Mapping[bytes, bytes | None]) -> Announcement | None:
    """Return what a TXT record says, None when it names no room."""
    texts = {
        key.decode(errors="replace"): (value or b"").decode(errors="replace")
        for key, value in record.items()
    }
    if not texts.get("room"):
        return None
    players, _, seats = texts.get("players", "").partition("/")
    return Announcement(
        room_code=texts["room"],
        old=tuple(code for code in texts.get("old", "").split(",") if code),
        name=texts.get("name", ""),
        host=texts.get("host", ""),
        app=texts.get("app", ""),
        protocol=_number(texts.get("v", "")),
        players=_number(players),
        seats=_number(seats),
        bots=_number(texts.get("bots", "")),
        state=texts.get("state", ""),
        open=texts.get("open") == "1",
        watch=texts.get("watch") == "1",
        locked=texts.get("locked") == "1",
        game=_number(texts["game"]) if texts.get("game") else None,
        preset=texts.get("preset", ""),
        host_id=texts.get("id", ""),
    )


def cut(text: str) -> str:
    """Return as much of `text` as fits a TXT value, whole letters only."""
    return text.encode()[:LONGEST_VALUE].decode(errors="ignore")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
