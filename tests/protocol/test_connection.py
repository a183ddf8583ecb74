"""Handshake, version and rate limit on values."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magnate_app.protocol.connection import (
    Bucket,
    Handshake,
    RateLimit,
    Verdict,
    digest_of,
    negotiate,
    reaction_bucket,
    read_handshake,
)
from magnate_app.protocol.messages import Hello
from magnate_app.protocol.refusals import ErrorCode, RefusedError

TOKEN = "kJ8vW2mQx0TgYb71"
DIGEST = hashlib.sha256(TOKEN.encode()).hexdigest()


def test_a_query_says_who_and_how() -> None:
    query = f"token={TOKEN}&name=Ana%20Mar%C3%ADa&lang=en&v=2&spectate=1&takeover=1&x=y"
    assert read_handshake(query) == Handshake(
        digest=DIGEST,
        name="Ana María",
        lang="en",
        extended=True,
        spectate=True,
        takeover=True,
    )


def test_little_is_a_classic_spanish_player_without_a_name() -> None:
    assert read_handshake(f"token={TOKEN}") == Handshake(digest=DIGEST)
    assert read_handshake("").digest is None


def test_the_header_token_wins() -> None:
    other = "Zr5nPd93LhUcEa0s"
    assert read_handshake(f"token={other}", f"Bearer {TOKEN}").digest == DIGEST
    assert read_handshake(f"token={other}", f"bearer  {TOKEN} ").digest == DIGEST
    assert read_handshake(f"token={TOKEN}", "Basic abc").digest == DIGEST
    assert read_handshake(f"token={TOKEN}", "Bearer short").digest is None


@pytest.mark.parametrize(
    ("token", "good"),
    [
        ("a" * 16, True),
        ("a" * 15, False),
        ("a" * 128, True),
        ("a" * 129, False),
        ("aA0-_.~aA0-_.~..", True),
        ("a" * 16 + "+", False),
        ("a" * 16 + "ñ", False),
        (".".join(["a" * 600] * 3), True),
        (".".join(["a" * 683] * 3), False),
        (".".join(["a" * 600] * 2), False),
        ("a" * 100 + ".." + "a" * 100, False),
        ("a.b.c", False),
        ("a" * 16 + "\n", False),
    ],
)
def test_what_a_token_is(token: str, good: bool) -> None:
    assert (digest_of(token) is not None) is good


@pytest.mark.parametrize(
    ("query", "subprotocols", "extended", "bad"),
    [
        ("", (), False, False),
        ("v=2", (), True, False),
        ("", ("other", "magnate.v2"), True, False),
        ("v=3", (), False, True),
        ("v=", (), False, True),
        ("v=1", ("magnate.v2",), True, True),
    ],
)
def test_the_asked_version(
    query: str, subprotocols: tuple[str, ...], extended: bool, bad: bool
) -> None:
    handshake = read_handshake(query, subprotocols=subprotocols)
    assert (handshake.extended, handshake.bad_version) == (extended, bad)


@given(st.text(), st.text())
def test_any_query_is_read(query: str, authorization: str) -> None:
    read_handshake(query, authorization)


@pytest.mark.parametrize(("newest", "oldest"), [(2, None), (2, 2), (5, 1), (3, 2)])
def test_the_newest_common_version_is_spoken(newest: int, oldest: int | None) -> None:
    assert negotiate(Hello(protocol=newest, oldest=oldest), "1.0.0") == 2


@pytest.mark.parametrize(("newest", "oldest"), [(1, None), (3, 3), (3, None), (1, 1), (1, 2)])
def test_no_common_version_names_both(newest: int, oldest: int | None) -> None:
    with pytest.raises(RefusedError) as caught:
        negotiate(Hello(protocol=newest, oldest=oldest, ref="h"), "1.0.0")
    assert caught.value.code == ErrorCode.VERSION_MISMATCH
    assert caught.value.ref == "h"
    assert caught.value.params == {
        "server": 2,
        "server_oldest": 2,
        "client": newest,
        "app": "1.0.0",
    }


def test_sixty_at_once_and_twenty_a_second() -> None:
    limit = RateLimit()
    assert all(limit.judge(100.0) is Verdict.PASS for _ in range(60))
    assert limit.judge(100.0) is Verdict.ANSWER
    assert limit.refusal().params == {"retry_ms": 51}
    assert limit.judge(100.01) is Verdict.DROP
    assert [limit.judge(101.0) for _ in range(20)] == [Verdict.PASS] * 20
    assert limit.judge(101.0) is Verdict.ANSWER


def test_the_fortieth_drop_in_ten_seconds_closes() -> None:
    limit = RateLimit()
    for _ in range(60):
        limit.judge(0.0)
    verdicts = [limit.judge(0.0) for _ in range(40)]
    assert verdicts == [Verdict.ANSWER, *[Verdict.DROP] * 38, Verdict.CLOSE]


def test_old_drops_are_forgotten() -> None:
    limit = RateLimit()
    for _ in range(60 + 39):
        limit.judge(0.0)
    for _ in range(60):
        assert limit.judge(11.0) is Verdict.PASS
    assert limit.judge(11.0) is Verdict.ANSWER


def test_a_clock_that_goes_back_gives_nothing() -> None:
    bucket = Bucket(1, 1.0)
    assert bucket.take(10.0)
    assert not bucket.take(5.0)
    assert bucket.take(6.0)
    assert bucket.wait_ms() == 1001


def test_five_reactions_at_once_then_one_a_second() -> None:
    bucket = reaction_bucket()
    assert [bucket.take(0.0) for _ in range(6)] == [True] * 5 + [False]
    assert bucket.take(1.0)
    assert not bucket.take(1.5)
    assert Bucket(2, 1.0).wait_ms() == 0
