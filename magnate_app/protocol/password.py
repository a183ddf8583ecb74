"""The password of a table: what stands for it, and proofs that one knows it.

SRP-6a with the 2048-bit group of RFC 5054: the app that sets a password hands the host a
verifier of it alone. Guest and host each add a half of their own, come to the same key
where the password is right, and prove that to each other. Neither a listener nor somebody
who pretends to be the host learns anything to try passwords against (PROTOCOL.md, "In
front of a table"). Secrets come from outside; this module has no chance of its own and
keeps nothing.
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
SECRET_BYTES: Final = 32
HALF_BYTES: Final = 256

COST: Final = 2**14
BLOCK: Final = 8
MEMORY: Final = 64 * 1024 * 1024

GENERATOR: Final = 2
PRIME: Final = int(
    "ac6bdb41324a9a9bf166de5e1389582faf72b6651987ee07fc3192943db56050"
    "a37329cbb4a099ed8193e0757767a13dd52312ab4b03310dcd7f48a9da04fd50"
    "e8083969edb767b0cf6095179a163ab3661a05fbd5faaae82918a9962f0b93b8"
    "55f97993ec975eeaa80d740adbf4ff747359d041d5c33ea71d281e446b14773b"
    "ca97b43a23fb801676bd207a436c6481f1d2b9078717461a5b9d32e688f87748"
    "544523b524b0d57d5ea77a2775d2ecfa032cfbdbf52fb3786160279004e57ae6"
    "af874e7303ce53299ccc041c7bc308d82a5698f3a8d0c38271ae35f8e9dbfbb6"
    "94b5c803d89f7ae435de236d525f54759b65e372fcd68ef20fa7111f9e4aff73",
    16,
)

_LABEL: Final = "magnate-door-1"
_GUEST: Final = "guest"
_HOST: Final = "host"
_HEX: Final = re.compile(r"[0-9a-f]*")


class Lock(msgspec.Struct, frozen=True, kw_only=True):
    """What a host keeps of a password; both parts are hexadecimal."""

    salt: str
    verifier: str

    def __repr__(self) -> str:
        return "Lock()"


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What one proof is about: whose it is, where, and the halves of both sides."""

    place: str
    digest: str
    host_half: str
    guest_half: str

    def __repr__(self) -> str:
        return f"Claim({self.place!r})"


def clean(password: str) -> str | None:
    """Return a password as it counts, or None where it is too short or too long."""
    text = unicodedata.normalize("NFKC", password).strip()
    return text if SHORTEST <= len(text) <= LONGEST else None


def make_lock(password: str, salt: bytes) -> Lock:
    """Return what a host keeps of `password`. Takes a twentieth of a second."""
    verifier = pow(GENERATOR, _exponent(password, salt), PRIME)
    return Lock(salt=salt.hex(), verifier=_hex(verifier))


def read_lock(salt: str, verifier: str) -> Lock | None:
    """Return a lock somebody sent, None where it is none."""
    good = is_hex(salt, SALT_BYTES) and _half(verifier) is not None
    return Lock(salt=salt, verifier=verifier) if good else None


def host_half(lock: Lock, secret: int) -> str:
    """Return the host's half for a secret used once."""
    masked = _multiplier() * int(lock.verifier, 16)
    return _hex((masked + pow(GENERATOR, secret, PRIME)) % PRIME)


def guest_half(secret: int) -> str:
    """Return the guest's half for a secret used once."""
    return _hex(pow(GENERATOR, secret, PRIME))


def host_key(lock: Lock, secret: int, claim: Claim) -> bytes | None:
    """Return the key the host comes to, None where the guest's half is none."""
    half = _half(claim.guest_half)
    if half is None:
        return None
    mixed = pow(int(lock.verifier, 16), _scrambler(claim), PRIME)
    return _digest(pow(half * mixed % PRIME, secret, PRIME))


def guest_key(password: str, salt: bytes, secret: int, claim: Claim) -> bytes | None:
    """Return the key the guest comes to, None where the host's half is none. Takes a while."""
    half = _half(claim.host_half)
    if half is None:
        return None
    exponent = _exponent(password, salt)
    base = (half - _multiplier() * pow(GENERATOR, exponent, PRIME)) % PRIME
    return _digest(pow(base, secret + _scrambler(claim) * exponent, PRIME))


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


def is_half(text: str) -> bool:
    """Whether `text` can be the half of somebody honest."""
    return _half(text) is not None


def is_hex(text: str, size: int) -> bool:
    """Whether `text` is `size` bytes in lower-case hexadecimal."""
    return len(text) == 2 * size and _HEX.fullmatch(text) is not None


def _exponent(password: str, salt: bytes) -> int:
    """Return the secret number of a password; made slow, so that guessing it costs time."""
    text = unicodedata.normalize("NFKC", password).strip().encode("utf-8", "replace")
    made = hashlib.scrypt(text, salt=salt, n=COST, r=BLOCK, p=1, maxmem=MEMORY, dklen=32)
    return int.from_bytes(made)


def _half(text: str) -> int | None:
    """Return the number of a half or a verifier; multiples of the prime are none."""
    number = int(text, 16) if is_hex(text, HALF_BYTES) else 0
    return number if number % PRIME else None


def _multiplier() -> int:
    return int.from_bytes(_digest(PRIME, GENERATOR))


def _scrambler(claim: Claim) -> int:
    return int.from_bytes(_digest(int(claim.guest_half, 16), int(claim.host_half, 16)))


def _digest(*numbers: int) -> bytes:
    return hashlib.sha256(b"".join(number.to_bytes(HALF_BYTES) for number in numbers)).digest()


def _hex(number: int) -> str:
    return number.to_bytes(HALF_BYTES).hex()


def _proof(key: bytes, role: str, claim: Claim) -> str:
    parts = (_LABEL, role, claim.place, claim.digest, claim.host_half, claim.guest_half)
    return hmac.new(key, "\n".join(parts).encode(), hashlib.sha256).hexdigest()
