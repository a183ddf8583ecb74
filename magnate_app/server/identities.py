"""Who is who on this host: digests of tokens, user ids, names nobody shares.

Knows no token, only its digest (PROTOCOL.md 2.2, 2.3). Ids are kept for good by the
driver; names last as long as their person is present or sits in a running game.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

from magnate_app.server.commands import KeepCounters, KeepIdentity
from magnate_app.server.outbox import Outbox

NAME_LENGTH: Final = 20

# Letters and marks that show nothing, beside the categories Cc, Cf, Cs, Co and Cn.
_BLANK_MARKS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffd") | {
    chr(code) for code in (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}


class Person:
    """One identity while it is present; `holds` counts connections and running seats."""

    __slots__ = ("digest", "holds", "name", "user")

    def __init__(self, user: int, digest: str, name: str) -> None:
        self.user = user
        self.digest = digest
        self.name = name
        self.holds = 0


class Identities:
    """Gives user ids, game ids and names, and takes names back.

    `people` maps the digests this host has met to their user ids.
    """

    def __init__(
        self, people: Mapping[str, int] | None = None, next_user: int = 1, next_game: int = 1
    ) -> None:
        self._users = dict(people or {})
        self._next_user = max(next_user, 1 + max(self._users.values(), default=0))
        self._next_game = next_game
        self._present: dict[str, Person] = {}
        self._names: set[str] = set()

    def enter(self, digest: str, wanted: str, lang: str, out: Outbox) -> Person:
        """Return the person of `digest`, held once more; a newcomer gets `wanted` as name."""
        person = self._present.get(digest)
        if person is None:
            user = self._users.get(digest)
            if user is None:
                user = self.new_user(out)
                self._users[digest] = user
                out.add(KeepIdentity(digest, user))
            fallback = f"Player {user}" if lang == "en" else f"Jugador {user}"
            person = Person(user, digest, self.claim(clean(wanted) or fallback))
            self._present[digest] = person
        person.holds += 1
        return person

    def restore(self, digest: str, user: int, name: str, out: Outbox) -> Person:
        """Return the person of a seat of a saved game, held once more."""
        person = self._present.get(digest)
        if person is None:
            known = self._users.get(digest)
            if known is None:
                # An id this host has given away already cannot come in from elsewhere.
                known = user if user >= self._next_user else self.new_user(out)
                self.reserve(user=known, out=out)
                self._users[digest] = known
                out.add(KeepIdentity(digest, known))
            person = Person(known, digest, self.claim(name))
            self._present[digest] = person
        person.holds += 1
        return person

    def restore_bot(self, user: int, out: Outbox) -> int:
        """Return the id of a bot of a saved game: its own, unless a person has it here."""
        if user in self._users.values():
            return self.new_user(out)
        self.reserve(user=user, out=out)
        return user

    def find(self, digest: str) -> Person | None:
        """Return the person of an identity while it is present."""
        return self._present.get(digest)

    def of_user(self, user: int) -> Person | None:
        """Return the person of a user id while it is present."""
        return next((person for person in self._present.values() if person.user == user), None)

    def hand_over(self, person: Person, newcomer: Person, out: Outbox) -> None:
        """Let the device of `newcomer`, held once, be that of `person` from now on.

        The device `person` had is a stranger's when it comes again.
        """
        assert newcomer.holds == 1, "somebody who plays here has a seat to lose"
        self.leave(newcomer)
        del self._present[person.digest]
        stranger = self.new_user(out)
        self._users[person.digest] = stranger
        out.add(KeepIdentity(person.digest, stranger))
        person.digest = newcomer.digest
        self._users[person.digest] = person.user
        out.add(KeepIdentity(person.digest, person.user))
        self._present[person.digest] = person
        person.holds += 1

    def hold(self, person: Person) -> None:
        """Keep the name of `person` once more: a seat in a running game."""
        person.holds += 1

    def leave(self, person: Person) -> None:
        """Undo one `enter`, `restore` or `hold`; the last one frees the name."""
        person.holds -= 1
        if person.holds == 0:
            del self._present[person.digest]
            self.release(person.name)

    def claim(self, wanted: str) -> str:
        """Return `wanted`, or the first free of `wanted 2`, `wanted 3`…; now taken."""
        number, name = 1, wanted
        while name.casefold() in self._names:
            number += 1
            suffix = f" {number}"
            name = wanted[: NAME_LENGTH - len(suffix)].rstrip() + suffix
        self._names.add(name.casefold())
        return name

    def release(self, name: str) -> None:
        """Let others have `name`."""
        self._names.discard(name.casefold())

    def new_user(self, out: Outbox) -> int:
        """Return the next user id."""
        user = self._next_user
        self._next_user += 1
        self._keep(out)
        return user

    def new_game(self, out: Outbox) -> int:
        """Return the next game id."""
        game = self._next_game
        self._next_game += 1
        self._keep(out)
        return game

    def reserve(self, *, user: int = 0, game: int = 0, out: Outbox) -> None:
        """Never give these ids to anybody else."""
        if user >= self._next_user or game >= self._next_game:
            self._next_user = max(self._next_user, user + 1)
            self._next_game = max(self._next_game, game + 1)
            self._keep(out)

    def _keep(self, out: Outbox) -> None:
        out.add(KeepCounters(self._next_user, self._next_game))


def clean(name: str) -> str:
    """Return `name` as it may be shown, perhaps empty."""
    seen = "".join(
        " " if unicodedata.category(letter)[0] == "Z" or letter in "\t\n\r" else letter
        for letter in name
    )
    visible = "".join(
        letter
        for letter in seen
        if unicodedata.category(letter)[0] != "C" and letter not in _BLANK_MARKS
    )
    # Last, for what is invisible may have kept two letters apart that are one.
    whole = unicodedata.normalize("NFC", " ".join(visible.split()))
    return whole[:NAME_LENGTH].rstrip()
