"""What the screens need to know of a board's squares, by their own ids.

Wraps the board content in one language, so that no panel deals with dense indices.
"""

from __future__ import annotations

from typing import Final

from magnate_app.content import BoardContent
from magnate_app.protocol.views import DeedView
from magnate_app.rules import ids

WAYS: Final = ("Calle ", "Avenida ", "Avda. ", "Paseo de ", "Paseo del ", "Paseo ", "Plaza del ")
"""Words before the name of a street, left out where room is short."""

_OWNABLE: Final = (ids.STREET, ids.BRIDGE, ids.SERVER)


class Atlas:
    """Names, kinds and figures of squares and cards in one language."""

    def __init__(self, content: BoardContent, lang: str) -> None:
        self.content = content
        self.lang = lang
        self.board = content.board
        families: dict[tuple[int, int], list[int]] = {}
        for dense in self.board.buyable:
            key = self.board.kind[dense], self.board.group[dense]
            families.setdefault(key, []).append(self.board.ids[dense])
        self._families = tuple(tuple(families[key]) for key in sorted(families))
        self._family_of = {square: family for family in self._families for square in family}

    @property
    def squares(self) -> tuple[int, ...]:
        """Every square's id."""
        return tuple(self.board.ids)

    def kind(self, square: int) -> str:
        """Kind of a square, as the rules name it."""
        return ids.KIND_NAMES[self.board.kind[self.board.index[square]]]

    def name(self, square: int) -> str:
        """Full name of a square."""
        return self.content.name(square, self.lang)

    def short_name(self, square: int) -> str:
        """Name of a square as it fits on a tile."""
        return self.content.short_name(square, self.lang)

    def brief_name(self, square: int) -> str:
        """Full name without the word for street or avenue before it."""
        name = self.name(square)
        way = next((way for way in WAYS if name.startswith(way)), "")
        return name[len(way) :]

    def walk(self, square: int, steps: int) -> tuple[int, ...]:
        """Every square of a walk, the first included."""
        path = self.board.walk(self.board.index[square], steps)[2]
        return tuple(self.board.ids[dense] for dense in path)

    def ownable(self, square: int) -> bool:
        """Whether a square is a deed."""
        return self.board.kind[self.board.index[square]] in _OWNABLE

    def group(self, square: int) -> int:
        """Street group 1…12, or 0."""
        return self.board.group[self.board.index[square]]

    def group_name(self, group: int) -> str:
        """Name of a street group."""
        return self.content.group_name(group, self.lang)

    def price(self, square: int) -> int:
        """Price of a deed."""
        return self.board.price[self.board.index[square]]

    def build_price(self, square: int) -> int:
        """Price of one level."""
        return self.board.build_price[self.board.index[square]]

    def rents(self, square: int) -> tuple[int, ...]:
        """Rent ladder of a deed."""
        return tuple(self.board.rents[self.board.index[square]])

    def mortgage_value(self, square: int) -> int:
        """Return what the bank lends on a deed."""
        return self.board.mortgage_value[self.board.index[square]]

    def lift_cost(self, square: int) -> int:
        """Return what ending a mortgage costs."""
        return self.board.lift_cost[self.board.index[square]]

    def family(self, square: int) -> tuple[int, ...]:
        """All deeds that count together with this one: its group, the bridges, the servers."""
        return self._family_of[square]

    def families(self) -> tuple[tuple[int, ...], ...]:
        """Every family once, streets by group first."""
        return self._families

    def card(self, kind: str) -> tuple[str, str]:
        """Title and story of a card."""
        return self.content.card(kind, self.lang)

    def rent(self, square: int, deeds: dict[int, DeedView]) -> int:
        """Return what a visitor pays now, 0 without an owner (R9.1)."""
        deed = deeds.get(square)
        if deed is None or deed.mortgaged:
            return 0
        rents = self.rents(square)
        if self.kind(square) == ids.KIND_NAMES[ids.STREET]:
            if deed.houses < 0:
                return rents[0]
            return rents[0] * 2 if deed.houses == 0 else rents[deed.houses]
        mine = [
            other
            for other in self.family(square)
            if other in deeds and deeds[other].seat == deed.seat and not deeds[other].mortgaged
        ]
        return rents[min(len(mine), len(rents)) - 1]
