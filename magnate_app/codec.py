"""JSON text in and out, within limits.

Knows nothing of messages: what the keys mean is decided by the callers. This is the
only module that handles values of any type.
"""

from __future__ import annotations

from typing import Final, TypeAlias, TypeVar, cast

import msgspec

from magnate_app.errors import DecodeError

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
"""What a JSON text can hold once it is read."""

MAX_DEPTH: Final = 32

T = TypeVar("T")


def read_json(text: str | bytes, max_depth: int = MAX_DEPTH) -> JsonValue:
    """Parse one JSON text (RFC 8259: no NaN, no Infinity).

    Raises `DecodeError` for anything else, and for nesting deeper than `max_depth`.
    """
    try:
        value = cast(JsonValue, msgspec.json.decode(text))
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise DecodeError("", str(error) or type(error).__name__) from error
    if _may_be_deep(text, max_depth) and _deeper_than(value, max_depth):
        raise DecodeError("", f"nested deeper than {max_depth}")
    return value


def convert(value: object, kind: type[T]) -> T:
    """Turn plain JSON values into a value of `kind`. Raises `DecodeError`."""
    try:
        return msgspec.convert(value, kind)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise DecodeError("", str(error)) from error


def prepare(*kinds: type[object]) -> None:
    """Let msgspec learn struct types, in one thread, before several may meet them.

    It learns a type when it first reads one; two threads that do so at once end the process
    with a segmentation fault (msgspec 0.22). Call it where the kinds are listed.
    """
    for kind in kinds:
        msgspec.json.Decoder(kind)


def write_json(value: object) -> str:
    """Write `value`, a struct or plain JSON values, as compact JSON text."""
    return msgspec.json.encode(value).decode()


def write_raw(value: object) -> msgspec.Raw:
    """Write `value` once, to be put into several texts as it is."""
    return msgspec.Raw(msgspec.json.encode(value))


def to_plain(value: object) -> JsonValue:
    """Turn a struct into plain JSON values, lists for tuples."""
    return cast(JsonValue, msgspec.json.decode(msgspec.json.encode(value)))


def _may_be_deep(text: str | bytes, limit: int) -> bool:
    """Whether there are enough brackets for it; most messages have two or three."""
    if isinstance(text, bytes):
        return True
    return text.count("{") + text.count("[") > limit


def _deeper_than(value: JsonValue, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [inner for outer in level for inner in _children(outer)]
        if not level:
            return False
    return any(isinstance(value, dict | list) for value in level)


def _children(value: JsonValue) -> list[JsonValue]:
    if isinstance(value, list):
        return value
    return list(value.values()) if isinstance(value, dict) else []
