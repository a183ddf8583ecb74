"""What stands for a password, and what a proof is about."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from magnate_app.protocol import password
from magnate_app.protocol.password import Claim, Lock

SALT = bytes(range(16))
CLAIM = Claim(place="room/014M0P", digest="ab" * 32, host_nonce="00" * 16, guest_nonce="ff" * 16)


@pytest.mark.parametrize(
    ("typed", "counts"),
    [
        ("1234", "1234"),
        ("  puente de piedra ", "puente de piedra"),
        ("ＰＵＥＮＴＥ", "PUENTE"),
        ("n\u0303and\u00fa", "ñandú"),
        ("ñandú", "ñandú"),
        ("123", None),
        ("  12  ", None),
        ("", None),
        ("x" * 64, "x" * 64),
        ("x" * 65, None),
    ],
)
def test_what_counts_as_a_password(typed: str, counts: str | None) -> None:
    assert password.clean(typed) == counts


def test_the_same_word_typed_in_another_way_gives_the_same_key() -> None:
    keys = {password.derive(typed, SALT) for typed in ("ñandú", " n\u0303andu\u0301 ", "ñandú ")}
    assert len(keys) == 1
    assert password.derive("ñandú", SALT) != password.derive("ñandu", SALT)
    assert password.derive("ñandú", SALT) != password.derive("ñandú", SALT[::-1])


def test_the_key_is_that_of_the_page() -> None:
    """PROTOCOL.md gives the figures, so that another client can do the same."""
    key = hashlib.scrypt(b"1234", salt=SALT, n=16384, r=8, p=1, maxmem=2**26, dklen=32)
    assert password.derive("1234", SALT) == key
    text = "\n".join(
        ("magnate-door-1", "guest", "room/014M0P", "ab" * 32, "00" * 16, "ff" * 16)
    ).encode()
    assert password.guest_proof(key, CLAIM) == hmac.new(key, text, "sha256").hexdigest()
    answer = hmac.new(key, text.replace(b"guest", b"host", 1), "sha256").hexdigest()
    assert password.host_proof(key, CLAIM) == answer


@pytest.mark.parametrize("field", ["place", "digest", "host_nonce", "guest_nonce"])
def test_a_proof_is_about_everything(field: str) -> None:
    key = bytes(32)
    other = Claim(**{**{f: getattr(CLAIM, f) for f in CLAIM.__struct_fields__}, field: "x"})
    assert password.guest_proof(key, other) != password.guest_proof(key, CLAIM)
    assert password.guest_proof(key, CLAIM) != password.host_proof(key, CLAIM)
    assert password.guest_proof(key, CLAIM) != password.guest_proof(bytes(31) + b"1", CLAIM)


def test_a_lock_is_read_and_printed_without_its_key() -> None:
    lock = password.make_lock("1234", SALT)
    assert password.read_lock(lock.salt, lock.key) == lock
    assert lock.key not in f"{lock} {lock!r} {[lock]}"
    assert lock.salt not in f"{lock!r}"
    assert CLAIM.digest not in f"{CLAIM!r}"


@pytest.mark.parametrize(
    ("salt", "key"),
    [
        ("", ""),
        ("00" * 16, "00" * 31),
        ("00" * 15, "00" * 32),
        ("0g" * 16, "00" * 32),
        ("00" * 16, "AA" * 32),
        ("٠" * 32, "00" * 32),
        ("00" * 16 + "\n", "00" * 32),
    ],
)
def test_what_is_no_lock(salt: str, key: str) -> None:
    assert password.read_lock(salt, key) is None
    assert isinstance(Lock(salt=salt, key=key), Lock)


def test_places_are_read_as_codes_are() -> None:
    assert password.room_place(" o14-mop ") == password.room_place("014M0P") == "room/014M0P"
    assert password.game_place("42") == "game/42"


def test_proofs_of_any_letters_are_compared() -> None:
    assert not password.same("ñ", "n")
    assert not password.same("\ud800", "")
    assert password.same("ab", "ab")
