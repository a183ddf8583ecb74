"""What deeds, squares and offers are worth to the Reference bot. Rules RC.2, RC.3, RC.5.

Exact: every value is a whole number of *units*, so that ties are ties on every
machine. One coin is 648 × n units, because the formulas divide by 54 (visits), by 12
(`next_twelve`) and by n (offers), n being the number of rivals.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from magnate_app.rules.board import Board
from magnate_app.rules.ids import GO_TO_JAIL, NOBODY, PARKING, START, STREET, Seat, Square
from magnate_app.rules.state import GameState

HORIZON: Final = 500
SQUARES: Final = 54
AHEAD: Final = 12


class Figures:
    """What the formulas need of a board; see `figures_of`."""

    __slots__ = ("deeds", "families", "family", "following", "gain", "kin", "loss")

    def __init__(self, board: Board) -> None:
        families = [tuple(members) for members in _families(board)]
        count = len(board.ids)
        self.kin: list[tuple[Square, ...]] = [()] * count
        """Per square: its group, or all bridges, or all servers; empty if not buyable."""
        self.family = [-1] * count
        """Per square: the number of its group or kind; −1 if not buyable."""
        self.gain: list[tuple[int, ...]] = [()] * count
        """Per square, by the number o of its kin one owns: Δ⁺."""
        self.loss: list[tuple[int, ...]] = [()] * count
        """Per square, by the number o of its kin one owns, itself included: Δ⁻."""
        for number, members in enumerate(families):
            for square in members:
                self.kin[square] = members
                self.family[square] = number
                self.gain[square] = _gains(board, square, len(members))
                self.loss[square] = _losses(board, square, len(members))
        self.families = len(families)
        self.deeds = tuple((square, self.family[square]) for square in board.buyable)
        """Every buyable square with the number of its group or kind."""
        self.following = tuple(_following(board, square) for square in range(count))
        """Per square: the 12 squares after it, bridges left by the inner successor."""


@lru_cache(maxsize=4)
def figures_of(board: Board) -> Figures:
    """Return the figures of `board`, worked out once."""
    return Figures(board)


class Valuation:
    """The quantities of RC.2 as `me` sees them in one position."""

    __slots__ = (
        "_counts",
        "_exit_jail",
        "_figures",
        "_me",
        "_others_visits",
        "_view",
        "n",
        "rivals",
        "unit",
        "visits",
    )

    def __init__(self, figures: Figures, view: GameState, me: Seat) -> None:
        self._figures = figures
        self._view = view
        self._me = me
        self.rivals = tuple(s for s in range(view.seats) if s != me and not view.out[s])
        """The other survivors."""
        self.n = max(1, len(self.rivals))
        left = max(1, HORIZON - view.turn_number)
        self.unit = SQUARES * AHEAD * self.n
        """Units per coin."""
        self._others_visits = AHEAD * self.n * left
        self.visits = self._others_visits * self.n
        """V in units: expected visits by others."""
        self._exit_jail: int | None = None
        seats = view.seats
        counts = [[0] * seats for _ in range(figures.families)]
        owner = view.owner
        for square, family in figures.deeds:
            seat = owner[square]
            if seat < seats:
                counts[family][seat] += 1
        self._counts = counts

    def rent(self, square: Square) -> int:
        """H in coins: what a visitor of an owned deed pays, by the bot's crude view."""
        view = self._view
        board = view.board
        owned = self._counts[self._figures.family[square]][view.owner[square]]
        if board.kind[square] != STREET:
            ladder = board.rents[square]
            return ladder[min(owned, len(ladder)) - 1]
        if view.mortgaged[square] or owned < len(self._figures.kin[square]):
            return 0
        return board.rents[square][view.level[square]]

    def gain(self, square: Square, seat: Seat) -> int:
        """Δ⁺ in coins: rent gained if `seat` receives `square`, or lifts its mortgage (RC.3)."""
        figures = self._figures
        return figures.gain[square][self._counts[figures.family[square]][seat]]

    def loss(self, square: Square, seat: Seat) -> int:
        """Δ⁻ in coins: rent lost if `seat` gives its `square` away."""
        figures = self._figures
        return figures.loss[square][self._counts[figures.family[square]][seat]]

    def block(self, square: Square) -> int:
        """Block: what the keenest rival would gain by `square`."""
        figures = self._figures
        counts = self._counts[figures.family[square]]
        gains = figures.gain[square]
        best = max((gains[counts[rival]] for rival in self.rivals if counts[rival]), default=0)
        return best * self._others_visits

    def buy(self, square: Square) -> int:
        """Buy: what getting `square` at its price is worth."""
        board = self._view.board
        figures = self._figures
        own = figures.gain[square][self._counts[figures.family[square]][self._me]]
        net_price = board.mortgage_value[square] - board.price[square]
        return own * self.visits + self.block(square) + net_price * self.unit

    def land(self, square: Square) -> int:
        """Land: what ending on a buyable square is worth."""
        owner = self._view.owner[square]
        if owner == NOBODY:
            return self.buy(square)
        if owner == self._me or owner >= self._view.seats or self._view.mortgaged[square]:
            return 0
        return -self.rent(square) * self.unit

    def exit_jail(self) -> int:
        """ExitJail: what being out on the board is worth."""
        if self._exit_jail is None:
            view = self._view
            worth = 0
            rents = 0
            for square in view.board.buyable:
                owner = view.owner[square]
                if owner == NOBODY:
                    worth += self.buy(square)
                elif owner != self._me and owner < view.seats:
                    rents += self.rent(square)
            self._exit_jail = worth - self.visits * rents
        return self._exit_jail

    def square(self, square: Square) -> int:
        """Square: what standing on `square` is worth."""
        if self._figures.kin[square]:
            return self.land(square)
        kind = self._view.board.kind[square]
        if kind == GO_TO_JAIL:
            return -self.exit_jail()
        if kind == PARKING:
            return self._view.pot * self.unit
        if kind == START:
            return self._view.settings.go_money * self.unit
        return 0

    def next_twelve(self, square: Square) -> int:
        """Next12: the mean worth of the 12 squares after `square`."""
        return sum(map(self.square, self._figures.following[square])) // AHEAD

    def reserve(self) -> int:
        """Reserve in coins: the highest rent others could ask."""
        view = self._view
        highest = 0
        for square in view.board.buyable:
            owner = view.owner[square]
            if owner != self._me and owner < view.seats:
                highest = max(highest, self.rent(square))
        return highest

    def max_bid(self, square: Square) -> int:
        """MaxBid in coins: the most the bot bids for `square`."""
        spare = max(0, self._view.cash[self._me] - self.reserve())
        worth = self.buy(square) + self._view.board.price[square] * self.unit
        return max(0, min(spare, _cut(3 * worth, 4 * self.unit)))

    def money_cap(self, square: Square) -> int:
        """Return the most coins the bot offers for a deed of another (RC.7)."""
        return min(self._view.cash[self._me], _cut(4 * self.buy(square), 5 * self.unit))

    def net_benefit(
        self, seat: Seat, received: Iterable[Square], given: Iterable[Square], money: int
    ) -> int:
        """NB: what an offer is worth to `seat`, who gets `money` coins net."""
        values = self._view.board.mortgage_value
        total = money * self.unit
        for square in received:
            total += self.gain(square, seat) * self.visits + values[square] * self.unit
        for square in given:
            total -= self.loss(square, seat) * self.visits + values[square] * self.unit
        return total

    def offer(
        self, rival: Seat, received: Iterable[Square], given: Iterable[Square], money: int
    ) -> int:
        """Return what an offer between the bot and `rival` is worth, the bot's side first."""
        received = tuple(received)
        given = tuple(given)
        mine = self.net_benefit(self._me, received, given, money)
        return mine - self.net_benefit(rival, given, received, -money) // self.n

    def build(self, square: Square) -> int:
        """Return what one level more is worth."""
        board = self._view.board
        level = self._view.level[square]
        more = board.rents[square][level + 1] - board.rents[square][level]
        return more * self.visits - board.build_price[square] * self.unit

    def sell(self, square: Square) -> int:
        """Return what selling one level is worth."""
        board = self._view.board
        level = self._view.level[square]
        less = board.rents[square][level] - board.rents[square][level - 1]
        return board.build_price[square] // 2 * self.unit - less * self.visits

    def mortgage(self, square: Square) -> int:
        """Return what mortgaging an own deed is worth."""
        value = self._view.board.mortgage_value[square]
        return value * self.unit - self.loss(square, self._me) * self.visits

    def lift(self, square: Square) -> int:
        """Return what lifting an own mortgage is worth."""
        cost = self._view.board.lift_cost[square]
        return self.gain(square, self._me) * self.visits - cost * self.unit


def _families(board: Board) -> list[tuple[Square, ...]]:
    groups: dict[int, list[Square]] = {}
    for square in board.buyable:
        if board.kind[square] == STREET:
            groups.setdefault(board.group[square], []).append(square)
    kinds = [tuple(board.bridges), tuple(board.servers)]
    return [tuple(members) for members in groups.values()] + [kind for kind in kinds if kind]


def _gains(board: Board, square: Square, size: int) -> tuple[int, ...]:
    if board.kind[square] == STREET:
        base = board.rents[square][0]
        return tuple(base * (o + 1) if o == size - 1 else base for o in range(size + 1))
    return tuple(_figure(board, square, o + 1) - _figure(board, square, o) for o in range(size + 1))


def _losses(board: Board, square: Square, size: int) -> tuple[int, ...]:
    if board.kind[square] == STREET:
        base = board.rents[square][0]
        return tuple(base * (o + 1) if o == size else base for o in range(size + 1))
    return tuple(
        _figure(board, square, o) - _figure(board, square, max(0, o - 1)) for o in range(size + 1)
    )


def _figure(board: Board, square: Square, owned: int) -> int:
    """F: the rent of a bridge or server for `owned` of its kind."""
    ladder = board.rents[square]
    return ladder[min(owned, len(ladder)) - 1] if owned else 0


def _following(board: Board, square: Square) -> tuple[Square, ...]:
    found = []
    for _ in range(AHEAD):
        # A walk of one step has an odd total: it leaves a bridge inwards (R2.5).
        square = board.walk(square, 1)[0]
        found.append(square)
    return tuple(found)


def _cut(number: int, by: int) -> int:
    """Divide and cut towards zero."""
    return number // by if number >= 0 else -(-number // by)
