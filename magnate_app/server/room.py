"""A room: where people meet, settle the rules and start (PROTOCOL.md section 6).

Decides, `notices` tells; who may enter which room, and making the game, is the hub's
business. Refusals are raised as `RefusedError` and told to the sender by the hub.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NoReturn

import msgspec

from magnate_app.errors import SettingError
from magnate_app.protocol import messages_room as told
from magnate_app.protocol.characters import cast
from magnate_app.protocol.messages import (
    Admit,
    ErrorCode,
    FromClient,
    ReactionShown,
    RefusedError,
    SetPassword,
)
from magnate_app.protocol.password import read_lock
from magnate_app.protocol.room_settings import change_settings
from magnate_app.server.closing import SEAT_MOVED, CloseCode
from magnate_app.server.door import Door
from magnate_app.server.identities import Person
from magnate_app.server.line import Line
from magnate_app.server.notices import Notices
from magnate_app.server.seating import Seating
from magnate_app.server.setup import Chair, Setup
from magnate_app.server.table import Surroundings

PINGS_EVERY: Final = 5.0


class Member:
    """A person in the room and the connection that keeps the place."""

    __slots__ = ("line", "ready")

    def __init__(self, line: Line) -> None:
        self.line = line
        self.ready = False

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.line.person

    @property
    def user(self) -> int:
        """The member's user id."""
        return self.line.person.user


class Room:
    """One room from its first member to its last, or to the game.

    `codes` are the room's own codes, best first, `old_codes` its aliases. `start` is
    called once everything is in order, `gone` after the last member left. A solo room is
    found by nobody.
    """

    def __init__(
        self,
        codes: tuple[str, ...],
        setup: Setup,
        around: Surroundings,
        start: Callable[[Room, float], None],
        gone: Callable[[Room, float], None],
        *,
        solo: bool = False,
    ) -> None:
        self.codes = codes
        self.old_codes: tuple[str, ...] = ()
        self.solo = solo
        self.members: list[Member] = []
        self.banned: set[str] = set()
        self.options = setup.options
        self.settings = setup.settings
        self.door = Door(
            around, lock=setup.lock, approval=setup.options.approval, known=setup.known
        )
        self._tend_door()
        self.seating = Seating(setup.settings.seats, setup.target)
        self.seating.levels = dict(enumerate(setup.levels, 1))
        self._min_players = around.config.min_players
        self._identities = around.identities
        self._timers = around.timers
        self._seat_codes = around.seat_codes
        self._start = start
        self._gone = gone
        self._bot_names: list[str] = []
        self._cast = cast(setup.cast)
        self._pings_timer: str | None = None
        self._notices = Notices(self)

    @property
    def owner(self) -> Member | None:
        """The member who has been here longest."""
        return self.members[0] if self.members else None

    @property
    def name(self) -> str:
        """What the room is called."""
        owner = self.owner
        return self.options.name or f"Mesa de {owner.person.name}" if owner else self.options.name

    def member(self, person: Person) -> Member | None:
        """Return the place of `person`, if there is one."""
        return next((member for member in self.members if member.person is person), None)

    def enter(self, line: Line) -> None:
        """Give the person of `line` a place and tell everybody."""
        self.members.append(Member(line))
        self.seating.sit(line.person.user)
        self.door.know(line.person.digest)
        for member in self.members:
            self._notices.joined(member.line, line.person.name)

    def take_over(self, line: Line) -> None:
        """Let a newer connection of a member take the place of the older one."""
        member = self.member(line.person)
        assert member is not None
        older, member.line = member.line, line
        older.close(CloseCode.REPLACED, SEAT_MOVED if line.claimed else "")
        self.door.know(line.person.digest)
        self._notices.joined(line, line.person.name)

    def leave(self, line: Line, now: float) -> None:
        """Take the place of a member away and tell the others."""
        member = self.member(line.person)
        assert member is not None
        owned = member is self.owner
        self.members.remove(member)
        self.seating.stand(member.user)
        if not self.members:
            self.dissolve()
            self._gone(self, now)
        self._notices.left(line.person.name)
        if owned:
            self.door.greet_host()

    def keep_door(self, door: Door) -> None:
        """Go on with the door this table had before its game."""
        self.door = door
        self._tend_door()

    def dissolve(self, *, keep_names: bool = False) -> None:
        """Give back what the room borrowed; a game that begins keeps its bots' names."""
        self._timers.cancel(self._pings_timer)
        kept = len(self.seating.bots()) if keep_names else 0
        for name in self._bot_names[kept:]:
            self._identities.release(name)
        self._bot_names.clear()

    def pinged(self) -> None:
        """Tell new pings soon."""
        if self._pings_timer is None:
            self._pings_timer = self._timers.start(
                f"room/{self.codes[0]}/pings", PINGS_EVERY, self._pings_due
            )

    def chairs(self) -> list[Chair]:
        """Who would play now, by seat."""
        people = [
            Chair(
                member.person.name,
                person=member.person,
                returns=member.line.extended,
                piece=self.seating.places[member.user].piece,
                color=self.seating.places[member.user].seat,
            )
            for member in self.members
        ]
        bots = [
            Chair(
                self._bot_name(bot.number),
                level=bot.level or self.options.bot_level,
                piece=bot.piece,
                color=bot.seat,
            )
            for bot in self.seating.bots()
        ]
        return sorted(people + bots, key=lambda chair: chair.color)

    def handle(self, line: Line, message: FromClient, now: float) -> None:
        """Do what a member asks. Raises `RefusedError`."""
        member = self.member(line.person)
        assert member is not None
        match message:
            case told.ReadyStatus(is_ready=is_ready):
                self._ready(member, is_ready)
            case told.StartGame():
                self._check_start(member)
                self._start(self, now)
            case told.RoomChat(message=text):
                self._notices.chat(member, text, now)
            case told.UpdateSettings():
                self._update_settings(member, message, now)
            case told.UpdateSeat():
                self._update_seat(member, message)
            case told.ChoosePiece(piece=piece):
                if not self.seating.piece_is_free(member.user, piece):
                    raise RefusedError(ErrorCode.PIECE_TAKEN, piece=piece)
                self.seating.places[member.user].piece = piece
                self._notices.seats()
            case told.MoveSeat(seat=seat):
                self._check_seat(seat)
                if not self.seating.is_open_to(member.user, seat):
                    raise RefusedError(ErrorCode.SEAT_TAKEN, seat=seat)
                self.seating.places[member.user].seat = seat
                self._notices.seats()
            case told.Kick(user=name):
                self._kick(member, name, now)
            case SetPassword():
                self._check_owner(member)
                self._set_password(message, now)
            case Admit():
                self._check_owner(member)
                self.door.answer(message, now)
            case told.RoomSeatCode():
                line.send(self._seat_codes.give(line.person, now))
            case told.RoomReaction(emote=emote):
                line.spend_reaction(now)
                shown = ReactionShown(user=line.person.name, user_id=member.user, emote=emote)
                self._notices.tell_extended(shown)
            case _:
                raise AssertionError(message)

    def _ready(self, member: Member, is_ready: bool) -> None:
        member.ready = is_ready
        self._notices.ready(member)

    def _check_start(self, member: Member) -> None:
        if member is not self.owner:
            raise RefusedError(ErrorCode.NOT_HOST_START)
        if self.seating.target < self._min_players:
            raise RefusedError(ErrorCode.TOO_FEW_SEATS, min=self._min_players)
        waiting = [other.person.name for other in self.members if not other.ready]
        if waiting:
            raise RefusedError(ErrorCode.NOT_ALL_READY, waiting=[*waiting])

    def _tend_door(self) -> None:
        self.door.host = self._host_line
        self.door.attended = lambda: bool(self.members)
        self.door.has_room = lambda: not self.seating.full
        self._mark_door()

    def _mark_door(self) -> None:
        locked, approval = self.door.lock is not None, self.door.approval
        self.options = msgspec.structs.replace(self.options, locked=locked, approval=approval)

    def _host_line(self) -> Line | None:
        owner = self.owner
        return owner.line if owner is not None and owner.line.extended else None

    def _set_password(self, message: SetPassword, now: float) -> None:
        lock = None
        if message.salt is not None or message.verifier is not None:
            lock = read_lock(message.salt or "", message.verifier or "")
            if lock is None:
                expected = "salt and verifier in hexadecimal"
                raise RefusedError(ErrorCode.INVALID_FIELD, field="verifier", expected=expected)
        self.door.relock(lock, [member.person.digest for member in self.members], now)
        self._mark_door()
        self._notices.settings()

    def _update_settings(self, member: Member, message: told.UpdateSettings, now: float) -> None:
        if member is not self.owner:
            raise RefusedError(ErrorCode.NOT_HOST_SETTINGS)
        settings, options = self.settings, self.options
        if message.settings is not None:
            try:
                settings, options = change_settings(settings, options, message.settings)
            except SettingError as error:
                _refuse_setting(error.setting, error.allowed)
        people = len(self.members)
        if settings.seats < people:
            _refuse_setting("seats", f"{people}–6")
        target = message.target_players
        if target is not None:
            # Less than the people present counts as the people present.
            if target < 1 or not 2 <= max(target, people) <= settings.seats:
                _refuse_setting("target_players", f"2–{settings.seats}")
            self.seating.wanted = target
        if message.bot_level is not None:
            options = msgspec.structs.replace(options, bot_level=message.bot_level)
        self.settings, self.options = settings, options
        if options.approval is not self.door.approval:
            self.door.set_approval(options.approval, now)
        if settings.seats != self.seating.size:
            self.seating.resize(settings.seats)
        self._notices.settings()

    def _update_seat(self, member: Member, message: told.UpdateSeat) -> None:
        self._check_owner(member)
        self._check_seat(message.seat)
        if self.seating.has_person(message.seat):
            raise RefusedError(ErrorCode.SEAT_TAKEN, seat=message.seat)
        if message.locked is True:
            self.seating.locked.add(message.seat)
        elif message.locked is False:
            self.seating.locked.discard(message.seat)
        self.seating.levels[message.seat] = message.bot_level or ""
        self._notices.settings()

    def _kick(self, member: Member, name: str, now: float) -> None:
        self._check_owner(member)
        kicked = next((other for other in self.members if other.person.name == name), None)
        if kicked is None or kicked is member:
            raise RefusedError(
                ErrorCode.INVALID_FIELD, field="user", expected="name of another member"
            )
        self.banned.add(kicked.person.digest)
        self.door.forget(kicked.person.digest)
        kicked.line.close(CloseCode.KICKED)
        self.leave(kicked.line, now)

    def _check_owner(self, member: Member) -> None:
        if member is not self.owner:
            raise RefusedError(ErrorCode.NOT_HOST)

    def _check_seat(self, seat: int) -> None:
        if not 0 <= seat < self.seating.size:
            expected = f"integer 0–{self.seating.size - 1}"
            raise RefusedError(ErrorCode.INVALID_FIELD, field="seat", expected=expected)

    def _pings_due(self, now: float) -> None:
        self._pings_timer = None
        self._notices.seats()

    def _bot_name(self, number: int) -> str:
        while len(self._bot_names) <= number:
            self._bot_names.append(self._identities.claim(self._cast[len(self._bot_names)].name))
        return self._bot_names[number]


def _refuse_setting(setting: str, allowed: str) -> NoReturn:
    raise RefusedError(ErrorCode.INVALID_SETTING, setting=setting, allowed=allowed)
