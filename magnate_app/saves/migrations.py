"""Bringing old files up to date, one version at a time.

Works on plain JSON, before anything is read strictly, so that a step never depends
on the types of today. Each step of `Steps` leads from its number to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from magnate_app.errors import SaveError

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Document: TypeAlias = dict[str, Json]
Step: TypeAlias = Callable[[Document], Document]
Steps: TypeAlias = Mapping[int, Step]


def _with_notes(document: Document) -> Document:
    """2: what happened to the table is kept beside the actions."""
    document.setdefault("notes", [])
    return document


GAME: Final[Steps] = {1: _with_notes}
"""Steps of saved games; version 1 is the first."""


def migrate(document: Document, newest: int, steps: Steps, path: Path) -> Document:
    """Return `document` as version `newest`, told in its `version`.

    Raises `SaveError` for a version of the future, or of nobody.
    """
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise SaveError("this file does not say which version it is", path)
    if version > newest:
        app = document.get("app")
        by = f" {app}" if isinstance(app, str) else ""
        raise SaveError(f"this file was written by a newer Magnate{by}; update to open it", path)
    while version < newest:
        step = steps.get(version)
        if step is None:
            raise SaveError(f"files of version {version} can no longer be read", path)
        document = step(document)
        version += 1
        document["version"] = version
    return document
