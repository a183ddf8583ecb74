"""What stands for a password, and what a proof is about."""

from __future__ import annotations

import hashlib
import hmac

import msgspec
import pytest

from magnate_app.protocol import password
from magnate_app.protocol.password import Claim, Lock

SALT = bytes(range(16))
WORD = "puente de piedra"
PRIME_DIGEST = "91b71d6b40d439954568d412e883de5186f9381e25aef36e7a4607722f7e15ca"
OURS, THEIRS = 2**255 + 19, 2**254 + 12345


def claim_of(lock: Lock) -> Claim:
    return Claim(
        place="room/014M0P",
        digest="ab" * 32,
        host_half=password.host_half(lock, OURS),
        guest_half=password.guest_half(THEIRS),
    )


@pytest.fixture(scope="module")
def lock() -> Lock:
    return password.make_lock(WORD, SALT)


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


def test_the_same_word_typed_in_another_way_is_the_same() -> None:
    typed = ("ñandú", " n\u0303andu\u0301 ", "ñandú ")
    assert len({password.make_lock(word, SALT).verifier for word in typed}) == 1
    locks = {password.make_lock(*one).verifier for one in (("ñandú", SALT), ("ñandu", SALT))}
    locks.add(password.make_lock("ñandú", SALT[::-1]).verifier)
    assert len(locks) == 3


def test_the_group_is_that_of_the_page() -> None:
    """2 generates all numbers below a prime whose half is prime as well (RFC 5054, 2048 bits)."""
    assert password.PRIME.bit_length() == 2048
    half = (password.PRIME - 1) // 2
    for prime in (password.PRIME, half):
        assert all(pow(base, prime - 1, prime) == 1 for base in (2, 3, 5, 7, 11))
    assert pow(password.GENERATOR, half, password.PRIME) == password.PRIME - 1
    digest = hashlib.sha256(password.PRIME.to_bytes(256, "big")).hexdigest()
    assert digest == PRIME_DIGEST


def test_the_key_is_that_of_the_page(lock: Lock) -> None:
    """PROTOCOL.md gives the figures, so that another client can do the same."""
    claim = claim_of(lock)
    x = int.from_bytes(
        hashlib.scrypt(WORD.encode(), salt=SALT, n=16384, r=8, p=1, maxmem=2**26, dklen=32), "big"
    )
    n = password.PRIME

    def hashed(*numbers: int) -> bytes:
        return hashlib.sha256(b"".join(part.to_bytes(256, "big") for part in numbers)).digest()

    k = int.from_bytes(hashed(n, 2), "big")
    verifier, guest = pow(2, x, n), pow(2, THEIRS, n)
    host = (k * verifier + pow(2, OURS, n)) % n
    assert int(lock.verifier, 16) == verifier
    assert (int(claim.host_half, 16), int(claim.guest_half, 16)) == (host, guest)
    u = int.from_bytes(hashed(guest, host), "big")
    shared = pow((host - k * verifier) % n, THEIRS + u * x, n)
    key = hashed(shared)
    assert password.guest_key(WORD, SALT, THEIRS, claim) == key
    assert password.host_key(lock, OURS, claim) == key
    parts = ("magnate-door-1", "guest", "room/014M0P", "ab" * 32)
    text = "\n".join((*parts, claim.host_half, claim.guest_half)).encode()
    assert password.guest_proof(key, claim) == hmac.new(key, text, "sha256").hexdigest()
    answer = hmac.new(key, text.replace(b"guest", b"host", 1), "sha256").hexdigest()
    assert password.host_proof(key, claim) == answer


def test_another_word_or_another_secret_gives_another_key(lock: Lock) -> None:
    claim = claim_of(lock)
    right = password.host_key(lock, OURS, claim)
    assert password.guest_key("puente de hierro", SALT, THEIRS, claim) != right
    assert password.guest_key(WORD, SALT, THEIRS + 1, claim) != right
    assert password.host_key(lock, OURS + 1, claim) != right
    other = password.make_lock("puente de hierro", SALT)
    assert password.host_key(other, OURS, claim) != right


NO_HALVES = (f"{0:0512x}", f"{password.PRIME:0512x}", "zz" * 256, "", "ab" * 255)


@pytest.mark.parametrize("half", NO_HALVES)
def test_a_half_that_would_make_the_key_known_is_refused(lock: Lock, half: str) -> None:
    """A multiple of the prime makes every key that of nothing, whatever the password."""
    claim = claim_of(lock)
    bad = msgspec.structs.replace(claim, guest_half=half)
    assert password.host_key(lock, OURS, bad) is None
    bad = msgspec.structs.replace(claim, host_half=half)
    assert password.guest_key(WORD, SALT, THEIRS, bad) is None
    assert password.read_lock(lock.salt, half) is None
    assert not password.is_half(half)


@pytest.mark.parametrize("field", ["place", "digest", "host_half", "guest_half"])
def test_a_proof_is_about_everything(lock: Lock, field: str) -> None:
    claim, key = claim_of(lock), bytes(32)
    other = msgspec.structs.replace(claim, **{field: "x"})
    assert password.guest_proof(key, other) != password.guest_proof(key, claim)
    assert password.guest_proof(key, claim) != password.host_proof(key, claim)
    assert password.guest_proof(key, claim) != password.guest_proof(bytes(31) + b"1", claim)


def test_a_lock_is_read_and_printed_without_what_it_holds(lock: Lock) -> None:
    assert password.read_lock(lock.salt, lock.verifier) == lock
    assert lock.verifier not in f"{lock} {lock!r} {[lock]}"
    assert lock.salt not in f"{lock!r}"
    assert "ab" * 32 not in f"{claim_of(lock)!r}"


@pytest.mark.parametrize(
    ("salt", "verifier"),
    [
        ("", ""),
        ("00" * 16, "01" * 255),
        ("00" * 15, "01" * 256),
        ("0g" * 16, "01" * 256),
        ("00" * 16, "AA" * 256),
        ("٠" * 32, "01" * 256),
        ("00" * 16 + "\n", "01" * 256),
    ],
)
def test_what_is_no_lock(salt: str, verifier: str) -> None:
    assert password.read_lock(salt, verifier) is None


def test_places_are_read_as_codes_are() -> None:
    assert password.room_place(" o14-mop ") == password.room_place("014M0P") == "room/014M0P"
    assert password.game_place("42") == "game/42"


def test_proofs_of_any_letters_are_compared() -> None:
    assert not password.same("ñ", "n")
    assert not password.same("\ud800", "")
    assert password.same("ab", "ab")
