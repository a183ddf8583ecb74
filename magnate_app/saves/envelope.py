"""What every file of ours begins with: which kind it is, which version, by which app.

`{"format": "magnate-save", "version": 1, "app": "1.0.0", …}`. Files are plain JSON
a person can read, and are read strictly: a field nobody knows is a fault.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Generic, TypeVar

import msgspec

from magnate_app import __version__, codec
from magnate_app.errors import SaveError, SettingError
from magnate_app.saves import migrations
from magnate_app.saves.migrations import Document, Steps

T = TypeVar("T", bound=msgspec.Struct)

HEADER: Final = ("format", "version", "app")


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """One kind of file: its name on disk, the version of today, and what it holds."""

    format: str
    version: int
    content: type[T]
    steps: Steps = field(default_factory=dict)

    def __post_init__(self) -> None:
        codec.prepare(self.content)


def pack(kind: Kind[T], content: T, *, indent: int = 1) -> bytes:
    """Return `content` in its envelope as JSON text; `indent` 0 keeps it in one line."""
    document: Document = {
        "format": kind.format,
        "version": kind.version,
        "app": __version__,
        **msgspec.to_builtins(content, order="deterministic"),
    }
    text = msgspec.json.encode(document)
    return msgspec.json.format(text, indent=indent) + b"\n" if indent else text


def unpack(kind: Kind[T], text: bytes, path: Path) -> T:
    """Return the content of a file of `kind`, brought up to date.

    Raises `SaveError` with a sentence for everything else.
    """
    return unpack_document(kind, parse(text, path), path)


def unpack_document(kind: Kind[T], document: Document, path: Path) -> T:
    """Return the content of a parsed file of `kind`, brought up to date."""
    if document.get("format") != kind.format:
        raise SaveError("this is not the kind of file it should be", path)
    document = migrations.migrate(document, kind.version, kind.steps, path)
    for name in HEADER:
        document.pop(name, None)
    try:
        return msgspec.convert(document, kind.content)
    except (msgspec.MsgspecError, SettingError, RecursionError) as error:
        raise SaveError(f"this file is damaged ({error})", path) from error


def parse(text: bytes, path: Path) -> Document:
    """Return `text` as one JSON object. Raises `SaveError`."""
    try:
        document = msgspec.json.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise SaveError("this file is damaged", path) from error
    if not isinstance(document, dict):
        raise SaveError("this file is damaged", path)
    return document
