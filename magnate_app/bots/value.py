"""What a position is worth to each seat: rent to come, hopes of groups, dangers of debt.

One `Appraisal` judges one position for one decision. Deeds are judged by family (a group,
or all bridges, or all servers); values are coins at the end of the game. Knows the rules'
figures and the landing distribution; draws no luck and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from magnate_app.bots.model import model_of
from magnate_app.bots.weights import Weights
from magnate_app.rules.ids import (
    GO_TO_JAIL,
    NOBODY,
    PARKING,
    STREET,
    TRAM,
    WAITING,
    Seat,
    Square,
)
from magnate_app.rules.rent import earning
from magnate_app.rules.state import GameState

Change = Mapping[Square, Seat]
"""Deeds with other owners than they have: squares and who would own them."""

_AS_IT_IS: Final[Change] = {}

_TRAM_WORTH: Final = 8.0
"""What a choice among four stops is worth."""

_SMALLEST_RESERVE: Final = 40.0


class Appraisal:
    """Judges one position; everything asked for twice is worked out once."""

    __slots__ = (
        "_arrivals",
        "_exposed",
        "_gains",
        "_holdings",
        "_landing",
        "_model",
        "_sellable",
        "_spare",
        "_view",
        "coin_worth",
        "me",
        "rivals",
        "visits",
        "weights",
    )

    def __init__(self, view: GameState, me: Seat, weights: Weights) -> None:
        self._view = view
        self._model = model_of(view.board, view.terms.jail_turns, view.terms.full_deck)
        self._landing = self._model.landing.arrivals
        self.weights = weights
        self.me = me
        self.rivals = tuple(s for s in range(view.seats) if s != me and not view.out[s])
        """The other survivors."""
        self.visits = horizon(view, weights) * len(self.rivals)
        """Turns of others to come, those far away counting less."""
        self._holdings: dict[tuple[int, Seat], float] = {}
        self._gains: dict[tuple[Square, Seat], float] = {}
        self._arrivals: dict[Square, float] = {}
        self._exposed: dict[Seat, list[tuple[float, int]]] = {}
        self._spare: dict[Seat, float] = {}
        self._sellable: dict[Seat, int] = {}
        self.coin_worth: dict[Seat, float] = {}
        """By seat: what a coin is worth; filled by `coin`."""

    # ------------------------------------------------------------- deeds

    def holding(self, family: int, seat: Seat, change: Change = _AS_IT_IS) -> float:
        """Return what `seat` has in a family, were `change` made."""
        if not change:
            key = family, seat
            known = self._holdings.get(key)
            if known is None:
                known = self._holdings[key] = self._judge(family, seat, change)
            return known
        return self._judge(family, seat, change)

    def gain(self, square: Square, seat: Seat) -> float:
        """Return what `seat` would gain by getting a deed, nothing paid."""
        key = square, seat
        known = self._gains.get(key)
        if known is None:
            family = self._model.family[square]
            before = self.holding(family, seat)
            known = self._gains[key] = self.holding(family, seat, {square: seat}) - before
        return known

    def loss(self, square: Square, seat: Seat) -> float:
        """Return what `seat` would lose by giving a deed away."""
        family = self._model.family[square]
        return self.holding(family, seat) - self.holding(family, seat, {square: NOBODY})

    def keenest(self, square: Square) -> float:
        """Return the most a rival with kin of a deed would gain by it above its price."""
        view = self._view
        price = view.board.price[square]
        cash, owner = view.cash, view.owner
        most = 0.0
        for rival in {owner[kin] for kin in self._model.families[self._model.family[square]]}:
            if rival >= WAITING or rival == self.me:
                continue
            reach = min(1.0, max(0, cash[rival]) / price) if price else 1.0
            most = max(most, reach * (self.gain(square, rival) - price))
        return most

    def purchase(self, square: Square, price: float) -> float:
        """Return what getting a free deed for `price` is worth to `me`."""
        me = self.me
        return (
            self.gain(square, me)
            + self.weights.block * self.keenest(square)
            - self.spending(me, price)
        )

    def wealth(self, seat: Seat) -> float:
        """Return what everything of a seat is worth, at least 1."""
        total = self._view.cash[seat] - self.danger(seat, self._view.cash[seat])
        for family in range(len(self._model.families)):
            total += self.holding(family, seat)
        return max(1.0, total)

    # ------------------------------------------------------------- money

    def coin(self, seat: Seat) -> float:
        """Return what a coin is worth to `seat`: more while a group waits to be built."""
        known = self.coin_worth.get(seat)
        if known is None:
            known = 1.0
            weights = self.weights
            for family in range(self._model.streets):
                future, need = self._development(family, seat, _AS_IT_IS)
                if need > 0 and self.spare(seat) < need:
                    gain = (weights.developed - weights.undeveloped) * future / need
                    known = max(known, 1.0 + 0.5 * gain)
            known = self.coin_worth[seat] = min(known, weights.hurry)
        return known

    def spending(self, seat: Seat, amount: float) -> float:
        """Return what paying `amount` costs `seat`, its dangers included."""
        cash = self._view.cash[seat]
        return amount * self.coin(seat) + self.danger(seat, cash - amount) - self.danger(seat, cash)

    def danger(self, seat: Seat, cash: float) -> float:
        """Return what is expected to be lost by raising money for rents, with `cash` at hand."""
        exposed = self._exposed.get(seat)
        if exposed is None:
            exposed = self._exposed[seat] = self._exposure(seat)
        sellable = self.sellable(seat)
        weights = self.weights
        forced, ruin = weights.forced, weights.ruin
        total = 0.0
        for chance, rent in exposed:
            short = rent - cash
            if short > 0:
                total += chance * forced * short
                if short > sellable:
                    total += chance * ruin * (short - sellable)
        return total

    def spare(self, seat: Seat) -> float:
        """Return the money `seat` could build with: cash, and most of what lone deeds bring."""
        known = self._spare.get(seat)
        if known is None:
            view = self._view
            board = view.board
            lone = 0
            for square in board.buyable:
                if (
                    view.owner[square] == seat
                    and not view.mortgaged[square]
                    and view.group_owner[board.group[square]] != seat
                ):
                    lone += board.mortgage_value[square]
            known = self._spare[seat] = max(0.0, view.cash[seat] + 0.6 * lone)
        return known

    def sellable(self, seat: Seat) -> int:
        """Return what `seat` could raise besides its cash (R9.6)."""
        known = self._sellable.get(seat)
        if known is None:
            view = self._view
            board = view.board
            known = 0
            square = view.owner.find(seat)
            while square >= 0:
                if not view.mortgaged[square]:
                    known += (
                        board.mortgage_value[square] + view.level[square] * board.refund[square]
                    )
                square = view.owner.find(seat, square + 1)
            self._sellable[seat] = known
        return known

    # ------------------------------------------------------------- building

    def building(self, square: Square, level: int | None = None) -> float:
        """Return what one more level on top of `level` is worth to its owner, the cost apart."""
        if level is None:
            level = self._view.level[square]
        ladder = self._view.board.ladder[square]
        return self.visits * self._landing[square] * (ladder[2 + level] - ladder[1 + level])

    def rent_to_come(self, square: Square) -> float:
        """Return what an owned deed will earn, unmortgaged, with its present buildings."""
        view = self._view
        return self.visits * self._landing[square] * _figure(view, square)

    # ------------------------------------------------------------- squares

    def arrival(self, square: Square) -> float:
        """Return what ending a walk on a square is worth to `me`, GO money apart."""
        known = self._arrivals.get(square)
        if known is None:
            known = self._arrivals[square] = self._arrival(square)
        return known

    def _arrival(self, square: Square) -> float:
        view = self._view
        board = view.board
        if self._model.family[square] >= 0:
            owner = view.owner[square]
            if owner == NOBODY:
                price = board.price[square]
                if view.cash[self.me] < price:
                    return -self.weights.block * self.keenest(square)
                return max(0.0, self.purchase(square, price))
            if owner == self.me or owner == WAITING or view.mortgaged[square]:
                return 0.0
            if view.terms.no_rent_in_jail and view.jail_turns[owner]:
                return 0.0
            rent = earning(view, square)
            return -self.spending(self.me, rent) - self.weights.rivalry * rent
        kind = board.kind[square]
        if kind == PARKING:
            return float(view.pot)
        if kind == GO_TO_JAIL:
            return self.outing(board.jail) - self.outing(board.visiting)
        return _TRAM_WORTH if kind == TRAM else 0.0

    def outing(self, square: Square) -> float:
        """Return what the next turn is worth to `me`, standing on `square`."""
        total = self._model.landing.passes * self._view.terms.go_money
        ends = self._model.landing.ahead[square]
        if square == self._view.board.jail:
            total = 0.0
            ends = self._near(self.me, square)
        for end, chance in ends:
            if self._view.board.kind[end] != GO_TO_JAIL:
                total += chance * self.arrival(end)
        return total

    def _near(self, seat: Seat, square: Square) -> tuple[tuple[Square, float], ...]:
        """Return where the next turn of a seat that stands on `square` may lead."""
        left = self._view.jail_turns[seat]
        if left and square == self._view.board.jail:
            return self._model.landing.behind_bars[left]
        return self._model.landing.ahead[square]

    # ------------------------------------------------------------- private

    def _judge(self, family: int, seat: Seat, change: Change) -> float:
        view = self._view
        owner, mortgaged = view.owner, view.mortgaged
        board = view.board
        members = self._model.families[family]
        mine: list[Square] = []
        free = 0
        for square in members:
            holder = change.get(square, owner[square]) if change else owner[square]
            if holder == seat:
                mine.append(square)
            elif holder >= WAITING:
                free += 1
        if not mine:
            return 0.0
        landing, visits = self._landing, self.visits
        worth = income = 0.0
        for square in mine:
            if mortgaged[square]:
                worth += board.mortgage_value[square]
            else:
                worth += board.price[square]
        if family >= self._model.streets:
            ladder = board.rents[mine[0]]
            active = [square for square in mine if not mortgaged[square]]
            if active:
                step = ladder[min(len(active), len(ladder)) - 1]
                income = step * sum(landing[square] for square in active)
            hope = 0.0
            if len(mine) < len(members):
                weights = self.weights
                full = ladder[len(members) - 1] * sum(landing[square] for square in members)
                hope = weights.pair_one * full * weights.held ** (len(members) - len(mine) - free)
            return worth + visits * (income + hope)
        if len(mine) < len(members):
            for square in mine:
                if not mortgaged[square]:
                    income += board.ladder[square][0] * landing[square]
            return worth + visits * (income + self._hope(family, len(mine), free))
        for square in mine:
            if not mortgaged[square]:
                level = view.level[square]
                income += board.ladder[square][1 + level] * landing[square]
                worth += level * board.build_price[square]
        future, need = self._development(family, seat, change)
        share = self.weights.developed
        if need > 0:
            reach = min(1.0, self.spare(seat) / need)
            low = self.weights.undeveloped
            share = low + (share - low) * reach
        return worth + visits * income + share * future

    def _hope(self, family: int, mine: int, free: int) -> float:
        """Return the rent per turn of others that an incomplete group counts for."""
        weights = self.weights
        size = len(self._model.families[family])
        if size == 2:
            share = weights.pair_one
        elif mine == size - 1:
            share = weights.trio_two
        else:
            share = weights.trio_one
        return (
            share
            * self._model.full[weights.target][family]
            * float(weights.held ** (size - mine - free))
        )

    def development(self, family: int, seat: Seat) -> tuple[float, float]:
        """Return what building a complete group to its target would add, and what it costs."""
        return self._development(family, seat, _AS_IT_IS)

    def _development(self, family: int, seat: Seat, change: Change) -> tuple[float, float]:
        view = self._view
        board = view.board
        target = self.weights.target
        add = need = 0.0
        for square in self._model.families[family]:
            holder = change.get(square, view.owner[square]) if change else view.owner[square]
            if holder != seat or board.kind[square] != STREET:
                return 0.0, 0.0
            level = view.level[square]
            if view.mortgaged[square]:
                need += board.lift_cost[square]
                add += self._landing[square] * board.ladder[square][1 + target]
            elif level < target:
                ladder = board.ladder[square]
                add += self._landing[square] * (ladder[1 + target] - ladder[1 + level])
            if level < target:
                need += (target - level) * board.build_price[square]
        return self.visits * add, need

    def _exposure(self, seat: Seat) -> list[tuple[float, int]]:
        """Return the rents that threaten a seat: expected times, and how much."""
        view = self._view
        turns = min(self.weights.turns, turns_left(view, seat))
        if turns <= 0:
            return []
        near = dict(self._near(seat, view.position[seat]))
        later = turns - 1
        found = [(turns * 0.2, int(_SMALLEST_RESERVE))]
        owner = view.owner
        for square in view.board.buyable:
            holder = owner[square]
            if holder != seat and holder < WAITING and not view.mortgaged[square]:
                rent = earning(view, square)
                chance = near.get(square, 0.0) + later * self._landing[square]
                if chance > 0:
                    found.append((chance, rent))
        return found


def horizon(view: GameState, weights: Weights) -> float:
    """Return how many turns each rival has to come, on average, later ones counting less."""
    rounds = weights.endless
    if view.terms.max_rounds:
        later = sum(not view.out[s] for s in range(view.turn_seat + 1, view.seats))
        rounds = view.terms.max_rounds - view.round + later / max(1, view.alive)
    patience = weights.patience
    return float((1 - patience**rounds) / (1 - patience))


def turns_left(view: GameState, seat: Seat) -> float:
    """Return how many turns `seat` still begins."""
    if not view.terms.max_rounds:
        return 99.0
    return view.terms.max_rounds - view.round + (1 if seat > view.turn_seat else 0)


def _figure(view: GameState, square: Square) -> int:
    """Return the rent of an owned deed as if it carried no mortgage."""
    board = view.board
    if board.kind[square] != STREET:
        owner = view.owner[square]
        kin = board.same_kind[square]
        active = sum(view.owner[s] == owner and not view.mortgaged[s] for s in kin if s != square)
        ladder = board.rents[square]
        return ladder[min(active + 1, len(ladder)) - 1]
    owned = view.group_owner[board.group[square]] == view.owner[square]
    return board.ladder[square][1 + view.level[square] if owned else 0]
