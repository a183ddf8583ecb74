"""Who sits where in a room: people, bots, open and locked seats (PROTOCOL.md 6.1).

People sit from seat 0 upwards unless they move; bots fill up to `target` and make room
for people. Knows user ids and nothing of connections or messages.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from magnate_app.protocol.messages_common import PIECES


class Place:
    """One person's seat and figure."""

    __slots__ = ("piece", "seat")

    def __init__(self, seat: int, piece: int) -> None:
        self.seat = seat
        self.piece = piece


class BotPlace(msgspec.Struct, frozen=True):
    """One bot: `number` counts the bots of the room from 0; `level` empty is the room's."""

    number: int
    seat: int
    piece: int
    level: str


class Seating:
    """The seats of one room. Callers ask the questions before they act."""

    def __init__(self, size: int, target: int = 0) -> None:
        self.size = size
        self.wanted = target
        self.places: dict[int, Place] = {}
        self.locked: set[int] = set()
        self.levels: dict[int, str] = {}

    @property
    def capacity(self) -> int:
        """How many can sit down."""
        return self.size - len(self.locked)

    @property
    def full(self) -> bool:
        """Whether no seat without a person is left."""
        return len(self.places) >= self.capacity

    @property
    def target(self) -> int:
        """How many play: people and the bots beside them."""
        return min(max(self.wanted, len(self.places)), self.capacity)

    def bots(self) -> list[BotPlace]:
        """Return the bots, in the order of their seats."""
        pieces = self._free_pieces()
        free = [seat for seat in range(self.size) if self._open(seat)]
        count = self.target - len(self.places)
        return [
            BotPlace(number, seat, next(pieces), self.levels.get(seat, ""))
            for number, seat in enumerate(free[:count])
        ]

    def sit(self, user: int) -> None:
        """Give `user` the lowest seat and figure no person has."""
        seat = next(seat for seat in range(self.size) if self._open(seat))
        self.places[user] = Place(seat, next(self._free_pieces()))

    def stand(self, user: int) -> None:
        """Free the seat of `user`."""
        del self.places[user]

    def resize(self, size: int) -> None:
        """Change the number of seats, at least one for each person."""
        self.size = size
        self.levels = {seat: level for seat, level in self.levels.items() if seat < size}
        locks = sorted(seat for seat in self.locked if seat < size)
        self.locked = set(locks[: size - len(self.places)])
        for place in self.places.values():
            if place.seat >= size:
                place.seat = next(seat for seat in range(size) if self._open(seat))

    def is_open_to(self, user: int, seat: int) -> bool:
        """Whether `user` may move to `seat`: the own one, or one nobody has."""
        mine = self.places[user].seat == seat
        return mine or (self._open(seat) and all(bot.seat != seat for bot in self.bots()))

    def has_person(self, seat: int) -> bool:
        """Whether a person sits there."""
        return any(place.seat == seat for place in self.places.values())

    def piece_is_free(self, user: int, piece: int) -> bool:
        """Whether no other person has that figure; bots give theirs up."""
        return all(place.piece != piece for who, place in self.places.items() if who != user)

    def _open(self, seat: int) -> bool:
        return seat not in self.locked and not self.has_person(seat)

    def _free_pieces(self) -> Iterator[int]:
        taken = {place.piece for place in self.places.values()}
        return (piece for piece in range(1, PIECES + 1) if piece not in taken)
