"""Refusals and failures as sentences in the language in use.

The server's own `message` is not shown: our catalogs have a sentence for every code.
"""

from __future__ import annotations

from collections.abc import Mapping

from magnate_app.protocol.refusals import Param
from magnate_app.ui.strings import known, number, tr


def error_sentence(code: str, params: Mapping[str, Param]) -> str:
    """Return the sentence of an error code with its figures."""
    key = f"error.{code}"
    if not known(key):
        key = "error.unknown"
    return tr(key, **{name: _shown(value) for name, value in params.items()})


def failure_sentence(code: str) -> str:
    """Return the sentence of a `LinkFailure`."""
    return tr(f"failure.{code}")


def _shown(value: Param) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int):
        return number(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    return str(value)
