"""What a message about a game needs beside the engine's state: people, clock, table.

The server makes one of these for each message; the encoders (`classic`, `responses`,
`snapshot`, `extended`) read it and nothing else.
"""

from __future__ import annotations

import msgspec

from magnate_app.protocol.explaining import Why
from magnate_app.protocol.room_settings import RoomSettings
from magnate_app.protocol.views import Deadline, SeatInfo
from magnate_app.rules.ids import Seat


class TableFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One table at one moment.

    `seats` by seat number, in turn order; `started` is ISO 8601 with `Z`; `seq` the
    number of the last accepted action; `host` the user id of who runs the table; `why` what
    was said with that action, or with the offer on the table.
    """

    game: int
    seats: tuple[SeatInfo, ...]
    settings: RoomSettings
    started: str
    seq: int = 0
    host: int | None = None
    deadline: Deadline | None = None
    paused: bool = False
    why: Why | None = None

    def user(self, seat: Seat) -> int:
        """Return the user id of a seat."""
        return self.seats[seat].id

    def users(self, seats: tuple[Seat, ...]) -> tuple[int, ...]:
        """Return the user ids of some seats."""
        return tuple(self.seats[seat].id for seat in seats)

    def seat_of(self, user: int) -> Seat | None:
        """Return the seat of a user id, None for somebody without one."""
        for info in self.seats:
            if info.id == user:
                return info.seat
        return None
