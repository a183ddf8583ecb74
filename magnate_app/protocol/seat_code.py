"""Seat codes: a few letters with which one comes back to a seat from another computer.

Eight characters of Crockford's base 32, the last a check character as in room codes. A
code is a secret for once; only its digest is kept (`digest_of`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from magnate_app.protocol.room_code import ALPHABET, checks, decent, normalise, with_check

LENGTH: Final = 8


def make(draw: Callable[[int], int]) -> str:
    """Return a new code; `draw(n)` gives a random number from 0 to n − 1."""
    while True:
        code = with_check([draw(len(ALPHABET)) for _ in range(LENGTH - 1)])
        if decent(code):
            return code


def parse(text: str) -> str | None:
    """Return the code somebody typed, None for what cannot be one."""
    code = normalise(text)
    known = len(code) == LENGTH and all(letter in ALPHABET for letter in code)
    return code if known and checks(code) else None


def show(code: str) -> str:
    """Return a code in two groups, `7K3F-9QXA`."""
    return f"{code[:4]}-{code[4:]}"


def digest_of(code: str) -> str:
    """Return what is kept of a code."""
    return hashlib.sha256(code.encode("ascii")).hexdigest()
