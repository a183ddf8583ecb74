"""A guest's side of a table's password: from a challenge and a password to a proof.

Keeps no password: what was derived from it lives until the host has answered.
"""

from __future__ import annotations

import asyncio
import secrets

from magnate_app.errors import LinkError
from magnate_app.protocol import connection, password
from magnate_app.protocol.link import LinkFailure, LinkState
from magnate_app.protocol.messages import (
    Challenge,
    Knocking,
    Proof,
    Proven,
    ServerMessage,
    SetPassword,
    Socket,
)
from magnate_app.protocol.password import Claim


class Keyhole:
    """The challenges of one link, one after the other."""

    def __init__(self, token: str) -> None:
        self._digest = connection.digest_of(token) or ""
        self._place = ""
        self._asked: Challenge | None = None
        self._claimed: tuple[bytes, Claim] | None = None

    def approach(self, socket: Socket, name: str) -> None:
        """Begin in front of another door, or of the same one again."""
        in_room = socket is Socket.ROOM
        self._place = password.room_place(name) if in_room else password.game_place(name)
        self._asked = self._claimed = None

    def hear(self, message: ServerMessage) -> LinkState | None:
        """Return where the link stands when `message` says that it has to wait.

        Raises `LinkError` `wrong_host` when the host does not know the password either.
        """
        match message:
            case Challenge(salt=salt, half=half):
                if not (password.is_hex(salt, password.SALT_BYTES) and password.is_half(half)):
                    raise LinkError(LinkFailure.WRONG_HOST)
                self._asked = message
                return LinkState.PASSWORD
            case Proven() if not self._trusts(message):
                raise LinkError(LinkFailure.WRONG_HOST)
            case Knocking():
                return LinkState.KNOCKING
            case _:
                return None

    async def answer(self, typed: str) -> Proof | None:
        """Return the proof for what was typed, None when nobody asks (any more)."""
        while (asked := self._asked) is not None:
            secret = secrets.randbits(8 * password.SECRET_BYTES)
            claim = Claim(
                place=self._place,
                digest=self._digest,
                host_half=asked.half,
                guest_half=password.guest_half(secret),
            )
            salt = bytes.fromhex(asked.salt)
            key = await asyncio.to_thread(password.guest_key, typed, salt, secret, claim)
            if self._asked is asked and key is not None:
                self._claimed = key, claim
                return Proof(half=claim.guest_half, proof=password.guest_proof(key, claim))
        return None

    def _trusts(self, proven: Proven) -> bool:
        claimed, self._claimed, self._asked = self._claimed, None, None
        return claimed is not None and password.same(password.host_proof(*claimed), proven.proof)


async def lock(typed: str) -> SetPassword:
    """Return what sets a password, or with an empty one takes it away."""
    if not typed:
        return SetPassword()
    salt = secrets.token_bytes(password.SALT_BYTES)
    made = await asyncio.to_thread(password.make_lock, typed, salt)
    return SetPassword(salt=made.salt, verifier=made.verifier)
