"""The secret that makes this device the same person at every table.

Made once, at first start; never logged, never shown. Its file can be read by its
owner alone.
"""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Final

import msgspec

from magnate_app.saves import store
from magnate_app.saves.aside import load_or_set_aside
from magnate_app.saves.envelope import Kind, pack

FILE: Final = "profile.json"
TOKEN_BYTES: Final = 32


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who this device is."""

    token: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9\-_.~]{16,128}", self.token):
            raise ValueError("the token is not usable")

    def __repr__(self) -> str:
        return "Profile(token=…)"


KIND: Final = Kind("magnate-profile", 1, Profile)


def load_profile(folder: Path) -> Profile:
    """Return the profile kept in `folder`, made when there is none.

    Raises `SaveError` when a new one cannot be kept.
    """
    path = folder / FILE
    known = load_or_set_aside(KIND, path)
    if known is not None:
        return known
    profile = Profile(token=secrets.token_urlsafe(TOKEN_BYTES))
    store.write(path, pack(KIND, profile))
    return profile
