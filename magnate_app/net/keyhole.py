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
            case Challenge():
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
        asked = self._asked
        if asked is None or not password.is_hex(asked.salt, password.SALT_BYTES):
            return None
        key = await asyncio.to_thread(password.derive, typed, bytes.fromhex(asked.salt))
        if self._asked is None or self._asked.salt != asked.salt:
            return None
        claim = Claim(
            place=self._place,
            digest=self._digest,
            host_nonce=self._asked.nonce,
            guest_nonce=secrets.token_hex(password.NONCE_BYTES),
        )
        self._claimed = key, claim
        return Proof(nonce=claim.guest_nonce, proof=password.guest_proof(key, claim))

    def _trusts(self, proven: Proven) -> bool:
        claimed, self._claimed, self._asked = self._claimed, None, None
        return claimed is not None and password.same(password.host_proof(*claimed), proven.proof)


async def lock(typed: str) -> SetPassword:
    """Return what sets a password, or with an empty one takes it away."""
    if not typed:
        return SetPassword()
    salt = secrets.token_bytes(password.SALT_BYTES)
    made = await asyncio.to_thread(password.make_lock, typed, salt)
    return SetPassword(salt=made.salt, key=made.key)
