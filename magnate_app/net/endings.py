"""What the codes a host closes with mean to a link (PROTOCOL.md section 3)."""

from __future__ import annotations

from typing import Final

from magnate_app.net.channel import ChannelClosedError
from magnate_app.protocol.link import LinkFailure
from magnate_app.protocol.messages import PROTOCOL_VERSION, Params

MOVED_ON: Final = 4001
FLOODED: Final = 4008
HOST_CLOSING: Final = 4011
REPLACED: Final = 4005
_REFUSED: Final = 4003
_FULL: Final = 1013

_FINAL: Final = {
    1000: LinkFailure.LEFT,
    4000: LinkFailure.LEFT,
    4002: LinkFailure.UNAUTHORIZED,
    REPLACED: LinkFailure.REPLACED,
    4009: LinkFailure.KICKED,
    4010: LinkFailure.VERSION,
}


ELSEWHERE: Final = frozenset(
    {LinkFailure.GAME_NOT_FOUND, LinkFailure.NOT_A_PARTICIPANT, LinkFailure.ROOM_NOT_FOUND}
)
"""What a stranger answers who has taken the address of a host that is gone for a while."""


SEAT_LOST: Final = frozenset({LinkFailure.SEAT_MOVED, LinkFailure.KICKED})
"""Endings after which somebody else has the seat."""


def older(params: Params) -> LinkFailure:
    """Return whose Magnate must be updated, by what a host says about versions."""
    oldest = params.get("server_oldest")
    newer = isinstance(oldest, int) and oldest > PROTOCOL_VERSION
    return LinkFailure.UPDATE_US if newer else LinkFailure.UPDATE_HOST


def final(closed: ChannelClosedError, entered: bool) -> LinkFailure | None:
    """Return why trying again makes no sense, None where it does."""
    if closed.code == _REFUSED:
        known = {failure.value: failure for failure in LinkFailure}
        return known.get(closed.reason, LinkFailure.NOT_FOUND)
    if (closed.code, closed.reason) == (REPLACED, LinkFailure.SEAT_MOVED):
        return LinkFailure.SEAT_MOVED
    if closed.code in _FINAL:
        return _FINAL[closed.code]
    if entered:
        return None
    if closed.code == _FULL:
        return LinkFailure.HOST_FULL
    return LinkFailure.HOST_CLOSING if closed.code == HOST_CLOSING else LinkFailure.UNREACHABLE
