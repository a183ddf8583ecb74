"""What the members of a room are told (PROTOCOL.md section 5). Decides nothing.

Counterpart of `room`, which calls it after every change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from magnate_app.protocol import messages_room as told
from magnate_app.protocol.messages import ServerMessage
from magnate_app.protocol.room_settings import RoomSettings, room_settings
from magnate_app.server.line import Line
from magnate_app.server.setup import Chair

if TYPE_CHECKING:
    from magnate_app.server.room import Member, Room


class Notices:
    """Tells the members of one room what it is like now."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def joined(self, line: Line, user: str) -> None:
        """Tell one connection that `user` is here."""
        room = self._room
        line.send(
            told.Joined(
                user=user,
                owner=self._owner_name(),
                is_owner=room.owner is not None and room.owner.line is line,
                players=self._players(),
                bot_level=room.options.bot_level,
                target_players=room.seating.target,
                settings=self._settings(),
                seats=self._seats(),
            )
        )

    def left(self, user: str) -> None:
        """Tell all who are still here that `user` has left."""
        room = self._room
        for member in room.members:
            member.line.send(
                told.PlayerLeft(
                    user_left=user,
                    owner=self._owner_name(),
                    is_owner=member is room.owner,
                    players=self._players(),
                    bot_level=room.options.bot_level,
                    target_players=room.seating.target,
                    settings=self._settings(),
                    seats=self._seats(),
                )
            )

    def ready(self, member: Member) -> None:
        """Tell all whether a member is ready."""
        room = self._room
        for other in room.members:
            other.line.send(
                told.ReadyStatusChanged(
                    user=member.person.name,
                    is_ready=member.ready,
                    owner=self._owner_name(),
                    is_owner=other is room.owner,
                    seats=self._seats() if other.line.extended else None,
                )
            )

    def chat(self, member: Member, text: str, now: float) -> None:
        """Tell all what a member says."""
        name = member.person.name
        plain = told.RoomChatMessage(user=name, message=text)
        full = msgspec.structs.replace(plain, user_id=member.user, at=round(now))
        for other in self._room.members:
            other.line.send(full if other.line.extended else plain)

    def settings(self) -> None:
        """Tell all what they play by."""
        room = self._room
        for member in room.members:
            extended = member.line.extended
            member.line.send(
                told.SettingsChanged(
                    bot_level=room.options.bot_level,
                    target_players=room.seating.target,
                    settings=self._settings() if extended else None,
                    seats=self._seats() if extended else None,
                )
            )

    def seats(self) -> None:
        """Tell who sits where, and how far away people are."""
        pings = {
            str(member.user): member.line.ping
            for member in self._room.members
            if member.line.ping is not None
        }
        self.tell_extended(told.SeatsChanged(seats=self._seats(), pings=pings))

    def tell_extended(self, message: ServerMessage) -> None:
        """Tell all extended connections something."""
        for member in self._room.members:
            if member.line.extended:
                member.line.send(message)

    def _owner_name(self) -> str:
        owner = self._room.owner
        return owner.person.name if owner else ""

    def _settings(self) -> RoomSettings:
        room = self._room
        return room_settings(room.settings, msgspec.structs.replace(room.options, name=room.name))

    def _players(self) -> tuple[told.RoomPlayer, ...]:
        return tuple(
            told.RoomPlayer(username=member.person.name, ready_to_play=member.ready)
            for member in self._room.members
        )

    def _seats(self) -> tuple[told.RoomSeat, ...]:
        room = self._room
        chairs = {chair.color: chair for chair in room.chairs()}
        return tuple(self._seat(seat, chairs.get(seat)) for seat in range(room.seating.size))

    def _seat(self, seat: int, chair: Chair | None) -> told.RoomSeat:
        room = self._room
        if chair is None:
            return told.RoomSeat(
                seat=seat,
                kind="locked" if seat in room.seating.locked else "open",
                id=None,
                username=None,
                ready=False,
                bot_level=None,
                piece=None,
                color=seat,
            )
        member = room.member(chair.person) if chair.person else None
        return told.RoomSeat(
            seat=seat,
            kind="human" if member else "bot",
            id=member.user if member else None,
            username=chair.name,
            ready=member.ready if member else True,
            bot_level=chair.level or None,
            piece=chair.piece,
            color=seat,
        )
