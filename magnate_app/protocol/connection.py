"""The rules of one connection, without the connection: who, how, how fast.

What a client says about itself on connecting (PROTOCOL.md 1.3, 2, 8.1), the token
buckets, and the version both sides speak. Time is passed in as seconds. A token is
turned into its digest here and goes no further.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Sequence
from enum import Enum
from typing import Final
from urllib.parse import parse_qsl

import msgspec

from magnate_app.protocol.messages_common import LANGUAGES, OLDEST_VERSION, PROTOCOL_VERSION, Hello
from magnate_app.protocol.refusals import ErrorCode, RefusedError

SUBPROTOCOL: Final = "magnate.v2"

MAX_FRAME: Final = 64 * 1024
BURST: Final = 60
REFILL: Final = 20.0
ANSWER_EVERY: Final = 1.0
DROPS: Final = 40
DROP_WINDOW: Final = 10.0

_TOKEN: Final = re.compile(r"[A-Za-z0-9_.~-]{16,128}")
_LONG_TOKEN: Final = re.compile(r"[A-Za-z0-9_~-]+(\.[A-Za-z0-9_~-]+){2}")
_LONG_MAX: Final = 2048
_TOKEN_MIN: Final = 16
_QUERY_MAX: Final = 8192


class Handshake(msgspec.Struct, frozen=True, kw_only=True):
    """What a client said on connecting.

    `digest` is None where the token is missing or no token (4002); `bad_version` asks
    for 4010; `name` is as wanted, not yet cleaned.
    """

    digest: str | None
    name: str = ""
    lang: str = LANGUAGES[0]
    extended: bool = False
    bad_version: bool = False
    spectate: bool = False
    takeover: bool = False


class Verdict(Enum):
    """What becomes of one message under the rate limit."""

    PASS = "pass"  # noqa: S105 - a verdict, no password
    DROP = "drop"
    ANSWER = "answer"
    CLOSE = "close"


def read_handshake(
    query: str, authorization: str = "", subprotocols: Sequence[str] = ()
) -> Handshake:
    """Read the query string and the two headers that matter; the header token wins."""
    asked: dict[str, str] = {}
    for key, value in parse_qsl(query[:_QUERY_MAX], keep_blank_values=True, errors="replace"):
        asked.setdefault(key, value)
    scheme, _, bearer = authorization.strip().partition(" ")
    token = bearer.strip() if scheme.lower() == "bearer" else asked.get("token", "")
    version = asked.get("v")
    lang = asked.get("lang", "")
    return Handshake(
        digest=digest_of(token),
        name=asked.get("name", ""),
        lang=lang if lang in LANGUAGES else LANGUAGES[0],
        extended=version == str(PROTOCOL_VERSION) or SUBPROTOCOL in subprotocols,
        bad_version=version not in (None, str(PROTOCOL_VERSION)),
        spectate=asked.get("spectate") == "1",
        takeover=asked.get("takeover") == "1",
    )


def digest_of(token: str) -> str | None:
    """Return the identity behind a token, or None for what is no token (2.2)."""
    long = _TOKEN_MIN <= len(token) <= _LONG_MAX and _LONG_TOKEN.fullmatch(token) is not None
    if not long and not _TOKEN.fullmatch(token):
        return None
    return hashlib.sha256(token.encode("ascii")).hexdigest()


def negotiate(hello: Hello, app: str) -> int:
    """Return the newest version both sides speak (8.1).

    Raises `RefusedError` `version_mismatch`; `app` is this host's version, for people.
    """
    newest = min(hello.protocol, PROTOCOL_VERSION)
    oldest = hello.protocol if hello.oldest is None else hello.oldest
    if newest < max(oldest, OLDEST_VERSION):
        raise RefusedError(
            ErrorCode.VERSION_MISMATCH,
            hello.ref,
            server=PROTOCOL_VERSION,
            server_oldest=OLDEST_VERSION,
            client=hello.protocol,
            app=app,
        )
    return newest


class Bucket:
    """A token bucket: `capacity` at once, `rate` more each second."""

    __slots__ = ("_at", "_capacity", "_left", "_rate")

    def __init__(self, capacity: float, rate: float) -> None:
        self._capacity = capacity
        self._rate = rate
        self._left = capacity
        self._at: float | None = None

    def take(self, now: float) -> bool:
        """Take one if there is one."""
        if self._at is not None:
            gained = max(0.0, now - self._at) * self._rate
            self._left = min(self._capacity, self._left + gained)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def wait_ms(self) -> int:
        """Return how long after the last `take` the next one succeeds."""
        return 0 if self._left >= 1 else int((1 - self._left) / self._rate * 1000) + 1


class RateLimit:
    """The limit on a client's messages (1.3), one per connection."""

    __slots__ = ("_answered", "_bucket", "_drops")

    def __init__(self) -> None:
        self._bucket = Bucket(BURST, REFILL)
        self._drops: deque[float] = deque()
        self._answered = float("-inf")

    def judge(self, now: float) -> Verdict:
        """Say what becomes of a message that came at `now`.

        ANSWER: dropped, and this time the sender is told. CLOSE: the flood goes on.
        """
        if self._bucket.take(now):
            return Verdict.PASS
        self._drops.append(now)
        while self._drops[0] <= now - DROP_WINDOW:
            self._drops.popleft()
        if len(self._drops) >= DROPS:
            return Verdict.CLOSE
        if now - self._answered < ANSWER_EVERY:
            return Verdict.DROP
        self._answered = now
        return Verdict.ANSWER

    def refusal(self) -> RefusedError:
        """Return the error that tells the sender."""
        return RefusedError(ErrorCode.RATE_LIMITED, retry_ms=self._bucket.wait_ms())


def reaction_bucket() -> Bucket:
    """Return the limit on one person's reactions: one a second, five at once (8.8)."""
    return Bucket(5, 1.0)
