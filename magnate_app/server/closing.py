"""The codes a host closes connections with (PROTOCOL.md section 3)."""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class CloseCode(IntEnum):
    """Why the host closed; the meaning and the wording of section 3."""

    OVER = 1000
    FULL = 1013
    CANCELLED = 4000
    MOVED_ON = 4001
    UNAUTHORIZED = 4002
    REFUSED = 4003
    REPLACED = 4005
    RATE_LIMITED = 4008
    KICKED = 4009
    VERSION = 4010
    HOST_CLOSING = 4011


SEAT_MOVED: Final = "seat_moved"
"""The reason with `REPLACED` where another device has the seat now, by a seat code."""

REASONS: Final = {
    CloseCode.OVER: "",
    CloseCode.FULL: "try_again_later",
    CloseCode.CANCELLED: "cancelled",
    CloseCode.MOVED_ON: "moved_on",
    CloseCode.UNAUTHORIZED: "unauthorized",
    CloseCode.REPLACED: "replaced",
    CloseCode.RATE_LIMITED: "rate_limited",
    CloseCode.KICKED: "kicked",
    CloseCode.VERSION: "version",
    CloseCode.HOST_CLOSING: "host_closing",
}
