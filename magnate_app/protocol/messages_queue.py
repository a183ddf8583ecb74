"""Messages of the queue socket (PROTOCOL.md section 5)."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from magnate_app.protocol.messages_common import (
    ErrorMessage,
    FromClient,
    Hello,
    Ping,
    Pong,
    Welcome,
)


class Cancel(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Leave the queue."""


class Fill(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Ask for bots in the empty chairs, or take that back."""

    fill: bool


class MatchFound(msgspec.Struct, frozen=True, kw_only=True):
    """A game was made; open its socket."""

    game_id: int


class QueueStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How many wait, how many are needed, how many asked for bots."""

    waiting: int
    needed: int
    fill: int


QueueClient: TypeAlias = Hello | Ping | Cancel | Fill
QueueServer: TypeAlias = Welcome | Pong | ErrorMessage | MatchFound | QueueStatus
