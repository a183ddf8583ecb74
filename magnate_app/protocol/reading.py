"""Reads the fields of a client's message, with the leniencies of PROTOCOL.md section 0.

What a field accepts is told by its type in the message structs; every fault becomes a
`RefusedError` with the code and the parameters of section 4.
"""

from __future__ import annotations

import math
import re
import types
import typing
from collections.abc import Callable
from functools import cache
from typing import Final, TypeAlias, TypeVar

import msgspec

from magnate_app.codec import JsonValue
from magnate_app.protocol.messages_common import (
    BOT_LEVELS,
    EMOTES,
    LANGUAGES,
    MAX_CHAT,
    MOTIONS,
    PIECES,
)
from magnate_app.protocol.messages_game import Counter
from magnate_app.protocol.messages_room import UpdateSettings
from magnate_app.protocol.refusals import ErrorCode, RefusedError
from magnate_app.protocol.room_settings import SettingsChange

LIMIT: Final = 2**31
CLOCK_LIMIT: Final = 2**53
MAX_LIST: Final = 255
MAX_ECHO: Final = 64

T = TypeVar("T", bound=msgspec.Struct)
Reader: TypeAlias = Callable[[str, JsonValue], object]

_DIGITS: Final = re.compile(r"(-?)0*([0-9]{1,16})")


def read_fields(kind: type[T], source: dict[str, JsonValue], prefix: str = "") -> T:
    """Build a `kind` from the keys of `source` it knows; null counts as absent.

    Raises `RefusedError`; the first faulty field in the order of the struct is named.
    """
    values: dict[str, object] = {}
    for name, key, reader, required in _fields(kind):
        value = source.get(key)
        if kind is UpdateSettings and _leaves_alone(key, value):
            continue
        if value is not None:
            values[name] = reader(prefix + key, value)
        elif required:
            raise _invalid(prefix + key, _EXPECTED.get(reader, "a value"))
    return kind(**values)


def read_integer(value: JsonValue, limit: int = LIMIT) -> int | None:
    """Return the integer `value` stands for (6, 6.0, "6", "006"), else None."""
    number: int | None = None
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        number = value
    elif isinstance(value, float) and math.isfinite(value) and value.is_integer():
        number = int(value)
    elif isinstance(value, str) and (match := _DIGITS.fullmatch(value)):
        number = int(match[1] + match[2])
    return number if number is not None and abs(number) < limit else None


def _leaves_alone(key: str, value: JsonValue) -> bool:
    """Whether a setting is named but not to be changed: zero and empty are no values (6.6)."""
    return key in ("bot_level", "target_players") and (value == "" or read_integer(value) == 0)


def _invalid(field: str, expected: str) -> RefusedError:
    return RefusedError(ErrorCode.INVALID_FIELD, field=field, expected=expected)


def _integer(field: str, value: JsonValue) -> int:
    number = read_integer(value)
    if number is None:
        raise _invalid(field, "integer")
    return number


def _between(low: int, high: int | None, expected: str) -> Reader:
    def read(field: str, value: JsonValue) -> int:
        number = read_integer(value)
        if number is None or number < low or (high is not None and number > high):
            raise _invalid(field, expected)
        return number

    return read


def _clock(field: str, value: JsonValue) -> int:
    number = read_integer(value, CLOCK_LIMIT)
    if number is None:
        raise _invalid(field, "integer")
    return number


def _boolean(field: str, value: JsonValue) -> bool:
    if not isinstance(value, bool):
        raise _invalid(field, "boolean")
    return value


def _string(field: str, value: JsonValue) -> str:
    if not isinstance(value, str):
        raise _invalid(field, "string")
    return value


def _text(field: str, value: JsonValue) -> str:
    text = _string(field, value).strip()
    if not text:
        raise RefusedError(ErrorCode.TEXT_EMPTY)
    if len(text) > MAX_CHAT:
        raise RefusedError(ErrorCode.TEXT_TOO_LONG, max=MAX_CHAT)
    return text


def _emote(field: str, value: JsonValue) -> str:
    emote = _string(field, value)
    if emote not in EMOTES:
        raise RefusedError(ErrorCode.UNKNOWN_EMOTE, emote=emote[:MAX_ECHO])
    return emote


def _language(field: str, value: JsonValue) -> str:
    language = _string(field, value)
    if language not in LANGUAGES:
        raise _invalid(field, "one of " + ", ".join(LANGUAGES))
    return language


def _motion(field: str, value: JsonValue) -> str:
    motion = _string(field, value)
    if motion not in MOTIONS:
        raise _invalid(field, "one of " + ", ".join(MOTIONS))
    return motion


def _level(field: str, value: JsonValue) -> str:
    level = _string(field, value)
    if level not in BOT_LEVELS:
        raise RefusedError(ErrorCode.INVALID_SETTING, setting=field, allowed=", ".join(BOT_LEVELS))
    return level


def _squares(field: str, value: JsonValue) -> tuple[int, ...]:
    if not isinstance(value, list) or len(value) > MAX_LIST:
        raise _invalid(field, "list of integers")
    numbers = tuple(read_integer(item) for item in value)
    if None in numbers:
        raise _invalid(field, "list of integers")
    return typing.cast("tuple[int, ...]", numbers)


def _strings(field: str, value: JsonValue) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _invalid(field, "list of strings")
    return typing.cast("tuple[str, ...]", tuple(value))


def _counter(field: str, value: JsonValue) -> Counter:
    if not isinstance(value, dict):
        raise _invalid(field, "object")
    return read_fields(Counter, value, f"{field}.")


def _settings(field: str, value: JsonValue) -> SettingsChange:
    if not isinstance(value, dict):
        raise _invalid(field, "object")
    known = SettingsChange.__struct_fields__
    for key in value:
        if key not in known:
            raise RefusedError(
                ErrorCode.INVALID_SETTING, setting=key[:MAX_ECHO], allowed=", ".join(known)
            )
    return read_fields(SettingsChange, value, f"{field}.")


_amount = _between(0, None, "integer >= 0")
_houses = _between(1, None, "integer >= 1")
_piece = _between(1, PIECES, f"integer 1–{PIECES}")

_NAMED: Final[dict[str, Reader]] = {
    "amount": _amount,
    "houses": _houses,
    "piece": _piece,
    "clock": _clock,
    "text": _text,
    "emote": _emote,
    "language": _language,
    "level": _level,
    "motion": _motion,
    "squares": _squares,
}
_PLAIN: Final[dict[object, Reader]] = {
    int: _integer,
    bool: _boolean,
    str: _string,
    tuple[str, ...]: _strings,
    Counter: _counter,
    SettingsChange: _settings,
}
_EXPECTED: Final[dict[Reader, str]] = {
    _integer: "integer",
    _boolean: "boolean",
    _string: "string",
    _text: "string",
    _emote: "string",
    _piece: f"integer 1–{PIECES}",
}


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, str, Reader, bool], ...]:
    """Return name, key, reader and need of each field; a kind is looked at once."""
    return tuple(
        (field.name, field.encode_name, _reader(field.type), field.required)
        for field in msgspec.structs.fields(kind)
    )


def _reader(annotation: object) -> Reader:
    """Return the reader of a field's type, its optionality taken off."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        (annotation,) = (a for a in typing.get_args(annotation) if a is not type(None))
    if typing.get_origin(annotation) is typing.Annotated:
        return _NAMED[typing.get_args(annotation)[1]]
    return _PLAIN[annotation]
