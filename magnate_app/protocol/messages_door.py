"""Messages in front of a table: its password, and asking to be let in (ext).

The same on the sockets of rooms and of games, where somebody may want to watch.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from magnate_app.protocol.messages_common import FromClient


class Proof(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Answer a challenge with what only the password gives."""

    half: str
    proof: str


class SetPassword(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Set the password of a room by what stands for it, or with neither take it away (owner)."""

    salt: str | None = None
    verifier: str | None = None

    def __repr__(self) -> str:
        return "SetPassword()"


class Admit(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Let somebody in who waits, or not; `block` never asks again (host of the table)."""

    user_id: int
    accept: bool
    block: bool = False


class Challenge(msgspec.Struct, frozen=True, kw_only=True):
    """The table has a password: prove to know it."""

    salt: str
    half: str


class Proven(msgspec.Struct, frozen=True, kw_only=True):
    """The password was right; the host knows it too."""

    proof: str


class Knocking(msgspec.Struct, frozen=True, kw_only=True):
    """The host of the table is asked whether one may come in."""

    owner: str
    remaining_ms: int


class Knock(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who waits in front of the table; `watch` for a spectator."""

    id: int
    username: str
    watch: bool


class Knocks(msgspec.Struct, frozen=True, kw_only=True):
    """All who wait now, longest first; told to the host of the table alone."""

    people: tuple[Knock, ...]


DoorClient: TypeAlias = Proof | Admit
DoorServer: TypeAlias = Challenge | Proven | Knocking | Knocks
