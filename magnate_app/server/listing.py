"""What others can find out about rooms and running games (PROTOCOL.md 1.2, 10)."""

from __future__ import annotations

from typing import Final

from magnate_app.server.commands import RoomListing
from magnate_app.server.room import Room
from magnate_app.server.session import Session

CODE_ONLY: Final = "code_only"


def of_room(room: Room) -> RoomListing:
    """Describe a room before its game."""
    owner = room.owner
    return RoomListing(
        room_code=room.codes[0],
        old=(*room.codes[1:], *room.old_codes),
        name=room.name,
        owner="" if owner is None else owner.person.name,
        players=len(room.members),
        bots=len(room.seating.bots()),
        seats=room.settings.seats,
        state="lobby",
        open=not room.seating.full,
        watch=room.options.spectators,
        preset=room.settings.preset,
        code_only=room.options.visibility == CODE_ONLY,
        locked=room.door.lock is not None,
    )


def of_session(session: Session) -> RoomListing:
    """Describe a running game."""
    table = session.table
    header = table.header
    host = next((seat.name for seat in table.seats if seat.user == table.host), "")
    bots = sum(seat.is_bot for seat in table.seats)
    return RoomListing(
        room_code=session.codes[0],
        old=(*session.codes[1:], *session.old_codes),
        name=header.options.name,
        owner=host,
        players=len(table.seats) - bots,
        bots=bots,
        seats=header.settings.seats,
        state="paused" if table.held else "playing",
        open=False,
        watch=header.options.spectators and not session.door.sealed,
        locked=session.door.lock is not None or session.door.sealed,
        preset=header.settings.preset,
        code_only=header.options.visibility == CODE_ONLY or table.resting,
        game=session.id,
    )
