"""Every error class of the program.

Errors hold fields, not sentences: players read the sentence of the code from the
catalog. A new class exists only where somebody catches it apart from the others.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

Detail = int | str | list[int] | list[str] | None


class MagnateError(Exception):
    """The root of all errors this program raises on purpose."""


class IllegalActionError(MagnateError):
    """A well-formed action that the rules do not allow now (R19).

    `reason` is a `rules.reasons.Reason`; `detail` holds the figures its sentence
    needs, under the parameter names of PROTOCOL.md section 4, with dense squares
    and seat numbers still to be turned into ids by the protocol.
    """

    def __init__(self, reason: StrEnum, **detail: Detail) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.detail = detail


class SettingError(MagnateError):
    """A room setting or house rule that is unknown or out of range (R1.2)."""

    def __init__(self, setting: str, allowed: str) -> None:
        super().__init__(f"{setting}: {allowed}")
        self.setting = setting
        self.allowed = allowed


class DecodeError(MagnateError):
    """Text or bytes that are not what they should be; `path` names the place."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem


class SaveError(MagnateError):
    """A file that cannot be read or written; nothing on disk has been lost."""

    def __init__(self, problem: str, path: Path) -> None:
        super().__init__(f"{path}: {problem}")
        self.problem = problem
        self.path = path


class GameInUseError(SaveError):
    """A saved game that somebody plays already, perhaps in another program."""


class LinkError(MagnateError):
    """A table that cannot be reached; `failure` is a `protocol.link.LinkFailure`."""

    def __init__(self, failure: StrEnum, text: str = "") -> None:
        super().__init__(text or failure.value)
        self.failure = failure
