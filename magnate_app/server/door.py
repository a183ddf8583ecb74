"""In front of one table: its password, the host's consent, and those who wait for either.

Goes with the table from its room into its game and into the rematch. Whoever has been
inside once, or has a seat, passes; a guest who may come in arrives anew, so that the
table decides about everything else. Keeps what stands for a password, never the password.
"""

from __future__ import annotations

import logging
import secrets
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from magnate_app.protocol import password
from magnate_app.protocol.gamelog import TableOptions
from magnate_app.protocol.messages import (
    Admit,
    Challenge,
    ErrorCode,
    FromClient,
    Knock,
    Knocking,
    Knocks,
    Proof,
    Proven,
    RefusedError,
    Socket,
)
from magnate_app.protocol.password import Claim, Lock
from magnate_app.rules.reasons import Reason
from magnate_app.server.closing import CloseCode
from magnate_app.server.line import Line
from magnate_app.server.table import Surroundings
from magnate_app.server.timers import Then

MOST_GUESTS: Final = 16
MOST_OF_ADDRESS: Final = 6
"""Who wait in front of one table at most, and how many of them from one address."""

_log = logging.getLogger(__name__)


class Guest:
    """Somebody in front of the table.

    `half` is set while the password is asked for, with its `secret`; `asking` while the
    host is asked.
    """

    __slots__ = ("arrive", "asking", "half", "line", "secret", "timer", "until")

    def __init__(self, line: Line, arrive: Then) -> None:
        self.line = line
        self.arrive = arrive
        self.half = ""
        self.secret = 0
        self.asking = False
        self.timer: str | None = None
        self.until = 0.0


class Door:
    """One table's door.

    `host` returns the line of who runs the table, if it is here and speaks version 2;
    `attended` tells whether anybody is inside: the first one in is not asked about;
    `has_room` whether one more person could sit down.
    """

    def __init__(
        self,
        around: Surroundings,
        *,
        lock: Lock | None = None,
        approval: bool = False,
        known: Iterable[str] = (),
    ) -> None:
        self.lock = lock
        self.approval = approval
        self.sealed = False
        self.host: Callable[[], Line | None] = _nobody
        self.attended: Callable[[], bool] = _always
        self.has_room: Callable[[], bool] = _always
        self._around = around
        self._known = set(known)
        self._proven: set[str] = set()
        self._blocked: set[str] = set()
        self._guests: dict[int, Guest] = {}

    def stops(self, line: Line, arrive: Then, now: float) -> bool:
        """Tell whether somebody has to wait here; `arrive` is called when they may go on.

        Raises `RefusedError`.
        """
        digest = line.person.digest
        if digest in self._blocked:
            raise RefusedError(ErrorCode.BANNED)
        if digest in self._known:
            return False
        if self.sealed:
            raise RefusedError(Reason.NOT_A_PARTICIPANT)
        lock = None if digest in self._proven else self.lock
        if lock is None and not self._asks():
            return False
        if lock is not None and not line.extended:
            raise RefusedError(ErrorCode.PASSWORD_NEEDED)
        older = self._guests.get(line.person.user)
        if older is not None:
            older.line.close(CloseCode.REPLACED)
            older.line, older.arrive = line, arrive
            line.place = self
            self._tell(older, now)
            return True
        guest = Guest(line, arrive)
        if lock is None:
            self._check_knock(guest, now)
        self._make_room(line.address)
        self._guests[line.person.user] = guest
        line.place = self
        if lock is not None:
            self._start(guest, ErrorCode.PASSWORD_NEEDED, now)
            self._challenge(guest, lock, now)
        else:
            self._ask_host(guest, now)
        return True

    @property
    def known(self) -> frozenset[str]:
        """Who passes: the digests of those who have been inside, or have a seat."""
        return frozenset(self._known)

    def know(self, *digests: str) -> None:
        """Let these pass from now on: they are inside, or have a seat."""
        self._known.update(digests)

    def forget(self, digest: str) -> None:
        """Stop letting somebody pass who was removed."""
        self._known.discard(digest)

    def relock(self, lock: Lock | None, inside: Iterable[str], now: float) -> None:
        """Set another password or none; only those `inside` need not know it."""
        self.lock = lock
        self._proven.clear()
        if lock is not None:
            self._known = set(inside)
        for guest in self._asked():
            if lock is None:
                self._go_on(guest, now)
            else:
                self._challenge(guest, lock, now)

    def set_approval(self, approval: bool, now: float) -> None:
        """Ask the host about newcomers or no longer; then all who wait come in."""
        self.approval = approval
        if not approval:
            for guest in self._waiting():
                self._let_in(guest, now)

    def reopen(self, options: TableOptions, seats: Iterable[str]) -> None:
        """Stand in front of a saved game again, in front of those who have no seat in it.

        Nobody kept the password, so a table that had one lets nobody else in.
        """
        self.know(*(digest for digest in seats if digest))
        self.sealed, self.approval = options.locked, options.approval

    def unseal(self) -> None:
        """Open again; where a password is forgotten the host is asked instead."""
        if self.sealed:
            self.sealed, self.approval = False, True

    def answer(self, message: Admit, now: float) -> None:
        """Do what the host decides about a guest. Raises `RefusedError`."""
        guest = next((g for g in self._waiting() if g.line.person.user == message.user_id), None)
        if guest is None:
            raise RefusedError(ErrorCode.NOT_WAITING)
        if message.accept:
            if not guest.line.spectate and not self.has_room():
                raise RefusedError(ErrorCode.ROOM_FULL)
            self._let_in(guest, now)
            return
        if message.block:
            self._blocked.add(guest.line.person.digest)
        code = ErrorCode.BANNED if message.block else ErrorCode.DECLINED
        self._turn_away(guest, RefusedError(code))
        self.tell_host()

    def tell_host(self) -> None:
        """Tell whoever runs the table who waits; after a change, and to a new host."""
        line = self.host()
        if line is None:
            return
        people = tuple(
            Knock(
                id=guest.line.person.user,
                username=guest.line.person.name,
                watch=guest.line.spectate,
            )
            for guest in self._waiting()
        )
        line.send(Knocks(people=people))

    def greet_host(self) -> None:
        """Tell somebody who has just begun to run the table, if anybody waits."""
        if self._waiting():
            self.tell_host()

    def release(self, now: float) -> None:
        """Let all who wait find out what has become of the table."""
        for guest in list(self._guests.values()):
            self._arrive(guest, now)

    def rest(self) -> None:
        """Wait for the next table; the last one is gone."""
        self.host, self.attended, self.has_room = _nobody, _always, _always

    # A guest's place (`line.Place`)

    def handle(self, line: Line, message: FromClient, now: float) -> None:
        """Hear a proof; nothing else counts out here. Raises `RefusedError`."""
        guest = self._guests[line.person.user]
        if isinstance(message, Proof):
            if not guest.half or self.lock is None:
                raise RefusedError(ErrorCode.UNKNOWN_COMMAND, name="proof")
            self._judge(guest, message, self.lock, now)
        else:
            _log.debug("%s: says something in front of the door", line.person.name)

    def leave(self, line: Line, now: float) -> None:
        """Notice that a guest has gone."""
        guest = self._guests[line.person.user]
        waited = guest.asking
        self._forget(guest)
        if waited:
            self.tell_host()

    def _challenge(self, guest: Guest, lock: Lock, now: float) -> None:
        """Ask for the password with a half of its own."""
        guest.secret = self._around.secret()
        guest.half = password.host_half(lock, guest.secret)
        self._tell(guest, now)

    def _tell(self, guest: Guest, now: float) -> None:
        """Tell a guest what is waited for; a classic client only waits."""
        line, host = guest.line, self.host()
        if guest.half and self.lock is not None:
            line.send(Challenge(salt=self.lock.salt, half=guest.half))
        elif line.extended:
            owner = "" if host is None else host.person.name
            line.send(Knocking(owner=owner, remaining_ms=round(guest.until - now)))

    def _judge(self, guest: Guest, message: Proof, lock: Lock, now: float) -> None:
        line = guest.line
        if not password.is_hex(message.half, password.HALF_BYTES):
            expected = f"{password.HALF_BYTES} bytes in hexadecimal"
            raise RefusedError(ErrorCode.INVALID_FIELD, field="half", expected=expected)
        wait = self._around.tries.password(line, now)
        if wait:
            _log.info("%s: too many passwords tried", line.person.name)
            raise RefusedError(ErrorCode.RATE_LIMITED, retry_ms=wait)
        in_game = line.route.socket is Socket.GAME
        name = line.route.name
        claim = Claim(
            place=password.game_place(name) if in_game else password.room_place(name),
            digest=line.person.digest,
            host_half=guest.half,
            guest_half=message.half,
        )
        key = password.host_key(lock, guest.secret, claim)
        if key is None or not password.same(password.guest_proof(key, claim), message.proof):
            _log.info("%s: a wrong password", line.person.name)
            line.refuse(RefusedError(ErrorCode.WRONG_PASSWORD, message.ref))
            self._challenge(guest, lock, now)
            return
        line.send(Proven(proof=password.host_proof(key, claim)))
        self._proven.add(line.person.digest)
        self._go_on(guest, now)

    def _go_on(self, guest: Guest, now: float) -> None:
        """Deal with a guest whose password is right, or no longer asked for."""
        guest.half, guest.secret = "", 0
        if not self._asks():
            self._let_in(guest, now)
            return
        try:
            self._check_knock(guest, now)
        except RefusedError as error:
            self._turn_away(guest, error)
            return
        self._ask_host(guest, now)

    def _asks(self) -> bool:
        return self.approval and self.attended()

    def _make_room(self, address: str) -> None:
        """Send the longest waiting guest away where too many wait, or too many from there.

        So nobody keeps the others out by filling the place in front of a table.
        """
        addresses = Counter(guest.line.address for guest in self._guests.values())
        if addresses[address] < MOST_OF_ADDRESS:
            if len(self._guests) < MOST_GUESTS:
                return
            address = addresses.most_common(1)[0][0]
        oldest = next(g for g in self._guests.values() if g.line.address == address)
        wait = round(self._around.config.guests_wait * 1000)
        self._turn_away(oldest, RefusedError(ErrorCode.RATE_LIMITED, retry_ms=wait))

    def _check_knock(self, guest: Guest, now: float) -> None:
        wait = self._around.tries.knock(guest.line, now)
        if wait:
            raise RefusedError(ErrorCode.RATE_LIMITED, retry_ms=wait)

    def _ask_host(self, guest: Guest, now: float) -> None:
        self._start(guest, ErrorCode.NO_ANSWER, now)
        guest.asking = True
        _log.info("%s: asks to come in", guest.line.person.name)
        self._tell(guest, now)
        self.tell_host()

    def _let_in(self, guest: Guest, now: float) -> None:
        self.know(guest.line.person.digest)
        waited = guest.asking
        self._arrive(guest, now)
        if waited:
            self.tell_host()

    def _arrive(self, guest: Guest, now: float) -> None:
        self._forget(guest)
        guest.line.place = None
        guest.arrive(now)

    def _start(self, guest: Guest, late: ErrorCode, now: float) -> None:
        """Give a guest, or the host, some time from now on."""
        timers, seconds = self._around.timers, self._around.config.guests_wait
        timers.cancel(guest.timer)

        def over(_: float) -> None:
            guest.timer = None
            self._turn_away(guest, RefusedError(late))
            if late is ErrorCode.NO_ANSWER:
                self.tell_host()

        guest.timer = timers.start(f"door/{guest.line.peer}", seconds, over)
        guest.until = now + seconds * 1000

    def _turn_away(self, guest: Guest, error: RefusedError) -> None:
        """Send a guest away; a room says why before it closes, as at any refusal."""
        self._forget(guest)
        if guest.line.route.socket is Socket.ROOM:
            guest.line.refuse(error, twice=True)
        guest.line.close(CloseCode.REFUSED, error.code.value)

    def _forget(self, guest: Guest) -> None:
        self._around.timers.cancel(guest.timer)
        guest.timer = None
        del self._guests[guest.line.person.user]

    def _asked(self) -> list[Guest]:
        return [guest for guest in self._guests.values() if guest.half]

    def _waiting(self) -> list[Guest]:
        return [guest for guest in self._guests.values() if guest.asking]


def fresh_secret() -> int:
    """Return a secret number to be used once."""
    return secrets.randbits(8 * password.SECRET_BYTES)


def _nobody() -> Line | None:
    return None


def _always() -> bool:
    return True
