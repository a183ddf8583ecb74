"""The board, compiled once into tuples the engine can look things up in (R2, appendix A).

Knows squares as dense indices and their figures; knows no names, files or players.
Its counterpart `content` reads a board file and builds this value from `SquareSpec`s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from magnate_app.rules import actions as act
from magnate_app.rules.ids import (
    BRIDGE,
    FANTASY,
    GO_TO_JAIL,
    JAIL,
    PARKING,
    SERVER,
    START,
    STREET,
    TRAM,
    VISITING,
    Square,
)

MAX_TOTAL: Final = 18
"""The longest walk the tables hold; the longest the rules know is 15 (R2.9)."""

HOTEL: Final = 5

Walk = tuple[Square, bool, tuple[Square, ...]]
"""Where a walk ends, whether it earns GO money, and every square on its way."""


class SquareSpec(NamedTuple):
    """One square as a board file gives it, already checked; squares by board id."""

    id: int
    kind: int
    even: int
    odd: int
    group: int = 0
    price: int = 0
    build_price: int = 0
    rents: tuple[int, ...] = ()


class Board:
    """All figures of one board; immutable by convention and shared by all states.

    Tuples are indexed by dense square unless their comment says otherwise.
    """

    __slots__ = (
        "act_build",
        "act_buy",
        "act_choose",
        "act_decline",
        "act_mortgage",
        "act_redeem",
        "act_ride",
        "act_sell",
        "bridges",
        "build_price",
        "buyable",
        "elsewhere",
        "fantasy",
        "fare",
        "go_to_jail",
        "group",
        "group_members",
        "ids",
        "index",
        "jail",
        "kind",
        "ladder",
        "lift_cost",
        "mortgage_interest",
        "mortgage_value",
        "name",
        "parking",
        "price",
        "refund",
        "rents",
        "same_kind",
        "servers",
        "size",
        "start",
        "streets",
        "successors",
        "trams",
        "triple_targets",
        "visiting",
        "walks",
    )

    def __init__(self, name: str, squares: Sequence[SquareSpec], fare: int) -> None:
        specs = sorted(squares)
        self.name = name
        self.fare = fare
        self.size = len(specs)
        self.ids = tuple(spec.id for spec in specs)
        self.index = {square_id: dense for dense, square_id in enumerate(self.ids)}
        self.kind = tuple(spec.kind for spec in specs)
        self._compile_figures(specs)
        self._compile_kinds()
        self._compile_walks(specs)
        self._intern_actions()

    def walk(self, square: Square, total: int) -> Walk:
        """Return end, whether GO money is due, and path of `total` steps from `square` (R2.5)."""
        return self.walks[square][total]

    def _compile_figures(self, specs: Sequence[SquareSpec]) -> None:
        self.group = tuple(spec.group for spec in specs)
        self.price = tuple(spec.price for spec in specs)
        self.build_price = tuple(spec.build_price for spec in specs)
        self.refund = tuple(spec.build_price // 2 for spec in specs)
        self.rents = tuple(spec.rents for spec in specs)
        # bare, doubled, 1 to 4 houses, hotel: read at 0, or at 1 + level in a complete group
        self.ladder = tuple(
            (spec.rents[0], 2 * spec.rents[0], *spec.rents[1:]) if spec.kind == STREET else ()
            for spec in specs
        )
        self.mortgage_value = tuple(spec.price // 2 for spec in specs)
        self.mortgage_interest = tuple(-(-value // 10) for value in self.mortgage_value)
        self.lift_cost = tuple(
            value + interest
            for value, interest in zip(self.mortgage_value, self.mortgage_interest, strict=True)
        )
        groups = max(self.group)
        # by group number; number 0 is empty
        self.group_members = (
            (),
            *(
                tuple(dense for dense in range(self.size) if self.group[dense] == number)
                for number in range(1, groups + 1)
            ),
        )

    def _compile_kinds(self) -> None:
        self.streets = self._of_kind(STREET)
        self.bridges = self._of_kind(BRIDGE)
        self.servers = self._of_kind(SERVER)
        self.trams = self._of_kind(TRAM)
        self.fantasy = self._of_kind(FANTASY)
        self.buyable = tuple(sorted(self.streets + self.bridges + self.servers))
        self.start = self._of_kind(START)[0]
        self.jail = self._of_kind(JAIL)[0]
        self.go_to_jail = self._of_kind(GO_TO_JAIL)[0]
        self.visiting = self._of_kind(VISITING)[0]
        self.parking = self._of_kind(PARKING)[0]
        # bridges and servers count together with their own kind
        self.same_kind = tuple(
            self.bridges if kind == BRIDGE else self.servers if kind == SERVER else ()
            for kind in self.kind
        )
        everywhere = range(self.size)
        # where a triple may jump to, from anywhere (R4.4)
        self.triple_targets = tuple(square for square in everywhere if square != self.jail)
        # where a card may blow a token to (R14.5)
        self.elsewhere = tuple(
            tuple(target for target in self.triple_targets if target != square)
            for square in everywhere
        )

    def _of_kind(self, kind: int) -> tuple[Square, ...]:
        return tuple(dense for dense in range(self.size) if self.kind[dense] == kind)

    def _compile_walks(self, specs: Sequence[SquareSpec]) -> None:
        # by parity of the total, then by square
        self.successors = (
            tuple(self.index[spec.even] for spec in specs),
            tuple(self.index[spec.odd] for spec in specs),
        )
        self.walks = tuple(
            tuple(self._walk(square, total) for total in range(MAX_TOTAL + 1))
            for square in range(self.size)
        )

    def _walk(self, square: Square, total: int) -> Walk:
        successor = self.successors[total % 2]
        path = [square]
        for _ in range(total):
            path.append(successor[path[-1]])
        return path[-1], self.start in path[1:], tuple(path)

    def _intern_actions(self) -> None:
        everywhere = range(self.size)
        levels = range(1, HOTEL + 1)
        self.act_choose = tuple(act.ChooseSquare(square) for square in everywhere)
        self.act_buy = tuple(act.Buy(square) for square in everywhere)
        self.act_decline = tuple(act.Decline(square) for square in everywhere)
        self.act_ride = tuple(act.RideTram(square) for square in everywhere)
        self.act_mortgage = tuple(act.Mortgage(square) for square in everywhere)
        self.act_redeem = tuple(act.Redeem(square) for square in everywhere)
        # by square, then by the number of levels minus one
        self.act_build = tuple(tuple(act.Build(s, n) for n in levels) for s in everywhere)
        self.act_sell = tuple(tuple(act.SellHouse(s, n) for n in levels) for s in everywhere)
