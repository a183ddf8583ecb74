"""Room codes: a home-network address a person can read out (PROTOCOL.md section 11).

Makes codes, reads what people type, and tells a mistyped code before anything is sent.
Also reads the one entry field that takes a code, an address or a link (10.3). Knows no
socket; whether anybody answers there is somebody else's question.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Container
from typing import Final
from urllib.parse import unquote, urlsplit

import msgspec

from magnate_app.errors import LinkError
from magnate_app.protocol.link import LinkFailure

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

FIRST_PORT: Final = 47800
LAST_PORT: Final = 47815
LOOKUP_VALUES: Final = 1 << 23

_CLASS_192: Final = 0
_CLASS_10: Final = 1
_CLASS_172: Final = 2
_CLASS_LOOKUP: Final = 3
_LENGTHS: Final = {_CLASS_192: 6, _CLASS_10: 7, _CLASS_172: 7, _CLASS_LOOKUP: 6}
_SALTS: Final = {_CLASS_192: 8, _CLASS_10: 1, _CLASS_172: 16}

_BASE_192: Final = int(ipaddress.IPv4Address("192.168.0.0"))
_BASE_10: Final = int(ipaddress.IPv4Address("10.0.0.0"))
_BASE_172: Final = int(ipaddress.IPv4Address("172.16.0.0"))

_DROPPED: Final = re.compile(r"[\s\-_‐‑‒–—―−]")
_FORGIVEN: Final = str.maketrans("OIL", "011")
_HOST_CODE: Final = re.compile(r"[0-9A-Z]{3,32}")
_HOST_NAME: Final = re.compile(
    r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*\.?"
)


class RoomCode(msgspec.Struct, frozen=True):
    """A valid code; without an address it has to be looked up."""

    text: str
    address: str | None = None
    port: int | None = None

    @property
    def lookup(self) -> bool:
        """Whether the code says nothing about where its host is."""
        return self.address is None


class Target(msgspec.Struct, frozen=True):
    """What somebody wants to join: a code, an address, or a room at an address.

    `code` is normalised but checked only where no address came with it.
    """

    code: str | None = None
    address: str | None = None
    port: int = FIRST_PORT
    secure: bool = False


def encode(address: str, port: int, salt: int = 0) -> str | None:
    """Return the code of `address` and `port`, or None if none can hold them."""
    try:
        number = int(ipaddress.IPv4Address(address))
    except ValueError:
        return None
    slot = port - FIRST_PORT
    if not 0 <= slot <= LAST_PORT - FIRST_PORT:
        return None
    if number >> 16 == _BASE_192 >> 16:
        kind, bits = _CLASS_192, (number & 0xFFFF) << 7 | slot << 3 | salt
    elif number >> 24 == _BASE_10 >> 24:
        kind, bits = _CLASS_10, (number & 0xFFFFFF) << 4 | slot
    elif number >> 20 == _BASE_172 >> 20:
        kind, bits = _CLASS_172, (number & 0xFFFFF) << 8 | slot << 4 | salt
    else:
        return None
    return _spell(kind, bits) if 0 <= salt < _SALTS[kind] else None


def lookup_code(value: int) -> str:
    """Return the code of a look-up number, 0 to `LOOKUP_VALUES` − 1."""
    return _spell(_CLASS_LOOKUP, value)


def make_code(address: str, port: int, taken: Container[str], draw: Callable[[int], int]) -> str:
    """Return a free, decent code for a room of the host at `address`.

    The first salt that does; a look-up code where there is none. `draw(n)` gives a
    random number from 0 to n − 1.
    """
    for salt in range(max(_SALTS.values())):
        code = encode(address, port, salt)
        if code is None:
            break
        if code not in taken and decent(code):
            return code
    while True:
        code = lookup_code(draw(LOOKUP_VALUES))
        if code not in taken and decent(code):
            return code


def parse(text: str) -> RoomCode:
    """Read what a person typed (11.3). Raises `LinkError` with a `bad_…` failure."""
    code = normalise(text)
    if len(code) not in _LENGTHS.values():
        raise LinkError(LinkFailure.BAD_LENGTH, text)
    if any(letter not in ALPHABET for letter in code):
        raise LinkError(LinkFailure.BAD_SYMBOL, text)
    if not checks(code):
        raise LinkError(LinkFailure.BAD_CHECK, text)
    values = [ALPHABET.index(letter) for letter in code]
    bits = 0
    for value in values[:-1]:
        bits = bits << 5 | value
    width = 5 * (len(code) - 1) - 2
    kind, rest = bits >> width, bits & ((1 << width) - 1)
    if _LENGTHS[kind] != len(code):
        raise LinkError(LinkFailure.BAD_CLASS, text)
    return _located(code, kind, rest)


def normalise(text: str) -> str:
    """Return a code as hosts compare it: upper case, no blanks and dashes, O 0, I L 1."""
    return _DROPPED.sub("", text.upper()).translate(_FORGIVEN)


def with_check(values: list[int]) -> str:
    """Return the code of some numbers from 0 to 31, its check character at the end."""
    check = _double(_fold(values, len(values) + 1))
    return "".join(ALPHABET[value] for value in (*values, check))


def checks(code: str) -> bool:
    """Whether the check character of a code of `ALPHABET` fits the others."""
    return _fold([ALPHABET.index(letter) for letter in code], len(code)) == 0


def show(code: str) -> str:
    """Return a code in two groups, `014-M0P`; other codes as they are."""
    return f"{code[:3]}-{code[3:]}" if len(code) in (6, 7) else code


def decent(code: str) -> bool:
    """Whether no word of the block list can be read in `code`."""
    return not any(word in code for word in _BLOCKED)


def parse_target(text: str) -> Target:
    """Read a code, `address[:port][/code]`, or a magnate, http or ws link.

    Raises `LinkError`: `bad_address`, or what `parse` says about a code alone.
    """
    text = text.strip()
    scheme, separator, rest = text.partition("://")
    if separator:
        scheme = scheme.lower()
        if scheme == "magnate":
            head, _, tail = rest.partition("/")
            if head.lower() != "join":
                raise LinkError(LinkFailure.BAD_ADDRESS, text)
            return parse_target(unquote(tail.strip("/"))) if "://" not in tail else _refuse(text)
        if scheme not in _DEFAULT_PORTS:
            raise LinkError(LinkFailure.BAD_ADDRESS, text)
        return _at(rest, _DEFAULT_PORTS[scheme], scheme in _SECURE)
    if any(mark in text for mark in ".:/") or text.lower() == "localhost":
        return _at(text, FIRST_PORT, secure=False)
    return Target(code=parse(text).text)


_DEFAULT_PORTS: Final = {"http": 80, "ws": 80, "https": 443, "wss": 443}
_SECURE: Final = ("https", "wss")

_BLOCKED: Final = tuple(
    normalise(word)
    for word in ("nazi", "porno", "sexo", "caca", "teta", "zorra", "negro", "kkk", "rape", "shit")
)


def _refuse(text: str) -> Target:
    raise LinkError(LinkFailure.BAD_ADDRESS, text)


def _at(rest: str, default_port: int, secure: bool) -> Target:
    try:
        parts = urlsplit(f"//{rest}")
        port, host = parts.port, parts.hostname
    except ValueError:
        return _refuse(rest)
    if not host or not _is_host(host) or port == 0 or parts.username is not None:
        return _refuse(rest)
    return Target(
        code=_code_in(parts.path),
        address=host,
        port=default_port if port is None else port,
        secure=secure,
    )


def _is_host(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        numeric = host.rstrip(".").rpartition(".")[2].isdigit()
        return not numeric and len(host) <= 253 and _HOST_NAME.fullmatch(host) is not None
    return True


def _code_in(path: str) -> str | None:
    segments = [unquote(segment) for segment in path.split("/") if segment]
    for prefix in (["api"], ["ws"], ["queue", "private"], ["room"], ["join"]):
        if segments[: len(prefix)] == prefix:
            segments = segments[len(prefix) :]
    if not segments or segments in (["queue"], ["queue", "public"], ["new"]):
        return None
    code = normalise(segments[0])
    if len(segments) > 1 or not _HOST_CODE.fullmatch(code):
        raise LinkError(LinkFailure.BAD_ADDRESS, path)
    return code


def _located(code: str, kind: int, rest: int) -> RoomCode:
    if kind == _CLASS_192:
        number, slot = _BASE_192 | rest >> 7, rest >> 3 & 15
    elif kind == _CLASS_10:
        number, slot = _BASE_10 | rest >> 4, rest & 15
    elif kind == _CLASS_172:
        number, slot = _BASE_172 | rest >> 8, rest >> 4 & 15
    else:
        return RoomCode(code)
    return RoomCode(code, str(ipaddress.IPv4Address(number)), FIRST_PORT + slot)


def _spell(kind: int, bits: int) -> str:
    length = _LENGTHS[kind]
    bits |= kind << (5 * (length - 1) - 2)
    values = [bits >> 5 * place & 31 for place in range(length - 2, -1, -1)]
    return with_check(values)


def _fold(values: list[int], length: int) -> int:
    check = length
    for value in values:
        check = _double(check) ^ value
    return check


def _double(value: int) -> int:
    """Multiply by x in GF(32) with x⁵ + x² + 1."""
    return value * 2 if value < 16 else value * 2 ^ 37
