"""The password of a table: what stands for it, and proofs that one knows it.

The app that sets a password derives a key from it and hands the host that key alone, with
its salt; whoever wants to come in derives the same key and proves to have it without
sending it, and the host proves it in return (PROTOCOL.md, "In front of a table"). Nobody
here keeps a password. Challenges come from outside; this module has no chance of its own.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from typing import Final

import msgspec

from magnate_app.protocol.room_code import normalise

SHORTEST: Final = 4
LONGEST: Final = 64
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 16

COST: Final = 2**14
BLOCK: Final = 8
MEMORY: Final = 64 * 1024 * 1024
KEY_BYTES: Final = 32

_LABEL: Final = "magnate-door-1"
_GUEST: Final = "guest"
_HOST: Final = "host"
_HEX: Final = re.compile(r"(?:[0-9a-f]{2})+")


class Lock(msgspec.Struct, frozen=True, kw_only=True):
    """What a host keeps of a password; both parts are hexadecimal."""

    salt: str
    key: str

    def __repr__(self) -> str:
        return "Lock()"


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What one proof is about: whose it is, where, and the numbers used once of both sides."""

    place: str
    digest: str
    host_nonce: str
    guest_nonce: str

    def __repr__(self) -> str:
        return f"Claim({self.place!r})"


def clean(password: str) -> str | None:
    """Return a password as it counts, or None where it is too short or too long."""
    text = unicodedata.normalize("NFKC", password).strip()
    return text if SHORTEST <= len(text) <= LONGEST else None


def make_lock(password: str, salt: bytes) -> Lock:
    """Return what a host keeps of `password`. Takes a twentieth of a second."""
    return Lock(salt=salt.hex(), key=derive(password, salt).hex())


def read_lock(salt: str, key: str) -> Lock | None:
    """Return a lock somebody sent, None where it is none."""
    good = is_hex(salt, SALT_BYTES) and is_hex(key, KEY_BYTES)
    return Lock(salt=salt, key=key) if good else None


def derive(password: str, salt: bytes) -> bytes:
    """Return the key of a password; made slow, so that guessing it costs time."""
    text = unicodedata.normalize("NFKC", password).strip().encode("utf-8", "replace")
    return hashlib.scrypt(text, salt=salt, n=COST, r=BLOCK, p=1, maxmem=MEMORY, dklen=KEY_BYTES)


def room_place(code: str) -> str:
    """Return how a proof names a room, by the code in the path of its socket."""
    return f"room/{normalise(code)}"


def game_place(game: str) -> str:
    """Return how a proof names a running game."""
    return f"game/{game}"


def guest_proof(key: bytes, claim: Claim) -> str:
    """Return what whoever wants to come in sends."""
    return _proof(key, _GUEST, claim)


def host_proof(key: bytes, claim: Claim) -> str:
    """Return what the host answers: it knows the password as well."""
    return _proof(key, _HOST, claim)


def same(one: str, other: str) -> bool:
    """Compare two proofs in a time that tells nothing."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def is_hex(text: str, size: int) -> bool:
    """Whether `text` is `size` bytes in lower-case hexadecimal."""
    return len(text) == 2 * size and _HEX.fullmatch(text) is not None


def _proof(key: bytes, role: str, claim: Claim) -> str:
    parts = (_LABEL, role, claim.place, claim.digest, claim.host_nonce, claim.guest_nonce)
    return hmac.new(key, "\n".join(parts).encode(), hashlib.sha256).hexdigest()
