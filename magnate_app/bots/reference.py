"""The Reference bot: a fixed, deliberately crude baseline. Rules RC.1 to RC.8.

It lists candidates with their worth and takes the best; ε makes it slip to any of
them. What it remembers of its own turn is only what restraint needs (RC.6).
"""

from __future__ import annotations

import random
from typing import Final, TypeAlias

from magnate_app.bots.valuation import Figures, Valuation, figures_of
from magnate_app.errors import IllegalActionError
from magnate_app.rules import engine
from magnate_app.rules.actions import (
    K_END_PHASE,
    K_SURRENDER,
    Action,
    AnswerTrade,
    Bid,
    Build,
    Buy,
    ChooseSquare,
    EndPhase,
    Mortgage,
    PayBail,
    PickCard,
    ProposeTrade,
    Redeem,
    RideTram,
    SellHouse,
    StayInJail,
)
from magnate_app.rules.ids import ANSWER, AUCTION, BUSINESS, TRAM, Seat, Square
from magnate_app.rules.state import OPEN, GameState

MOST_ACTIONS: Final = 20
"""After so many actions in one business phase the bot ends its turn (RC.6)."""

OFFER_TRIES: Final = 5

Candidate: TypeAlias = tuple[int, Action]

_ACCEPT: Final = AnswerTrade(True)
_REJECT: Final = AnswerTrade(False)
_PASS: Final = Bid(0)
_END: Final = EndPhase()


class Reference:
    """Plays one seat by expected value, slipping with probability `slip` (RC.1).

    A `stand_in` proposes no trades and rejects all offers (R15.6).
    """

    __slots__ = ("_memory", "_random", "_slip", "_stand_in")

    def __init__(self, seed: int | str, slip: float = 0.0, stand_in: bool = False) -> None:
        self._random = random.Random(seed)
        self._slip = slip
        self._stand_in = stand_in
        self._memory = Memory(-1)

    def decide(self, view: GameState, seat: Seat, /) -> Action:
        """Return the action with the highest value, or now and then any candidate."""
        figures = figures_of(view.board)
        if self._memory.turn != view.turn_number:
            self._memory = Memory(view.turn_number)
        if view.phase == ANSWER:
            return self._answer(Valuation(figures, view, seat), view, seat)
        legal = [a for a in engine.legal(view, seat) if a.kind != K_SURRENDER]
        if len(legal) == 1 and view.phase != BUSINESS:
            action = legal[0]
        else:
            action = self._choose(self._candidates(legal, figures, view, seat))
        self._memory.note(action, view.phase)
        return action

    def _choose(self, candidates: list[Candidate]) -> Action:
        if len(candidates) == 1:
            return candidates[0][1]
        if self._slip and self._random.random() < self._slip:
            return candidates[int(self._random.random() * len(candidates))][1]
        best, chosen = candidates[0]
        for value, action in candidates:
            if value > best:
                best, chosen = value, action
        return chosen

    def _candidates(
        self, legal: list[Action], figures: Figures, view: GameState, seat: Seat
    ) -> list[Candidate]:
        if view.phase == BUSINESS and self._memory.actions >= MOST_ACTIONS:
            return [(0, _END)]
        worth = Valuation(figures, view, seat)
        if view.phase == BUSINESS:
            return self._business(legal, worth, view, seat)
        if view.phase == AUCTION:
            return _bids(worth, view, seat)
        candidates = [
            (_value(action, worth, view, seat), action)
            for action in sorted(legal, key=lambda action: _order(action, view.position[seat]))
            if action.kind != K_END_PHASE and getattr(action, "houses", 1) == 1
        ]
        return candidates or [(0, _END)]

    def _business(
        self, legal: list[Action], worth: Valuation, view: GameState, seat: Seat
    ) -> list[Candidate]:
        memory = self._memory
        candidates: list[Candidate] = []
        for action in legal:
            match action:
                case Build(square, 1) if square not in memory.sold:
                    candidates.append((worth.build(square), action))
                case SellHouse(square, 1) if square not in memory.built:
                    candidates.append((worth.sell(square), action))
                case Mortgage(square) if square not in memory.lifted:
                    candidates.append((worth.mortgage(square), action))
                case Redeem(square) if square not in memory.mortgaged:
                    candidates.append((worth.lift(square), action))
        candidates.sort(key=_deed_order)
        if not self._stand_in and not memory.offered:
            offer = self._offer(worth, view, seat)
            if offer is not None:
                candidates.append(offer)
        position = view.position[seat]
        on_tram = view.board.kind[position] == TRAM
        candidates.append((worth.next_twelve(position) if on_tram else 0, _END))
        return candidates

    def _offer(self, worth: Valuation, view: GameState, seat: Seat) -> Candidate | None:
        """Return the best of up to five random offers that section 13 allows (RC.7)."""
        tries: list[tuple[int, ProposeTrade]] = []
        own = _tradable(view, seat)
        theirs: dict[Seat, list[Square]] = {}
        for _ in range(OFFER_TRIES):
            rival = self._pick(worth.rivals)
            if rival not in theirs:
                theirs[rival] = _tradable(view, rival)
            if not theirs[rival]:
                continue
            wanted = self._pick(theirs[rival])
            if own and self._random.random() < 0.5:
                given = self._pick(own)
                value = worth.offer(rival, (wanted,), (given,), 0)
                tries.append((value, ProposeTrade(rival, 0, 0, (given,), (wanted,))))
                continue
            cap = worth.money_cap(wanted)
            if cap <= 0:
                continue
            amount = cap // 2 + int(self._random.random() * (cap - cap // 2 + 1))
            value = worth.offer(rival, (wanted,), (), -amount)
            tries.append((value, ProposeTrade(rival, amount, 0, (), (wanted,))))
        tries.sort(key=_worth, reverse=True)
        for value, proposal in tries:
            try:
                engine.check(view, seat, proposal)
            except IllegalActionError:
                continue
            return value, proposal
        return None

    def _answer(self, worth: Valuation, view: GameState, seat: Seat) -> Action:
        """Accept what is worth more to the bot than to the other side; never counter."""
        offer = view.offer
        if self._stand_in or offer is None or _ACCEPT not in engine.legal(view, seat):
            return _REJECT
        money = offer.offered_money - offer.asked_money
        value = worth.offer(offer.sender, offer.offered, offer.asked, money)
        return _ACCEPT if value > 0 else _REJECT

    def _pick(self, among: list[Square] | tuple[Square, ...]) -> Square:
        return among[int(self._random.random() * len(among))]


class Memory:
    """What the bot did in one turn, for restraint (RC.6)."""

    __slots__ = ("actions", "built", "lifted", "mortgaged", "offered", "sold", "turn")

    def __init__(self, turn: int) -> None:
        self.turn = turn
        self.actions = 0
        self.offered = False
        self.built: set[Square] = set()
        self.sold: set[Square] = set()
        self.mortgaged: set[Square] = set()
        self.lifted: set[Square] = set()

    def note(self, action: Action, phase: int) -> None:
        """Remember one action."""
        if phase == BUSINESS:
            self.actions += 1
        match action:
            case Build(square):
                self.built.add(square)
            case SellHouse(square):
                self.sold.add(square)
            case Mortgage(square):
                self.mortgaged.add(square)
            case Redeem(square):
                self.lifted.add(square)
            case ProposeTrade():
                self.offered = True


def _value(action: Action, worth: Valuation, view: GameState, seat: Seat) -> int:
    """Return the value of a candidate outside business and auctions (RC.4)."""
    match action:
        case ChooseSquare(square):
            return worth.square(square)
        case PayBail():
            end = view.board.walk(view.position[seat], view.bail_total)[0]
            return worth.square(end) - view.settings.bail * worth.unit
        case StayInJail():
            return -worth.exit_jail()
        case Buy(square):
            return worth.buy(square)
        case RideTram(square):
            fare = 0 if square == view.position[seat] else view.board.fare
            return worth.next_twelve(square) - fare * worth.unit
        case SellHouse(square):
            return worth.sell(square)
        case Mortgage(square):
            return worth.mortgage(square)
    return 0


def _order(action: Action, position: Square) -> tuple[int, int]:
    """Return the place of `action` in the list of RC.4."""
    match action:
        case RideTram(square):
            return int(square != position), square
        case ChooseSquare(square) | SellHouse(square) | Mortgage(square):
            return square, action.kind
        case PickCard(shown):
            return int(not shown), 0
    return action.kind, 0


def _deed_order(candidate: Candidate) -> tuple[int, int]:
    action = candidate[1]
    assert isinstance(action, Build | SellHouse | Mortgage | Redeem)
    return action.square, action.kind


def _worth(candidate: tuple[int, ProposeTrade]) -> int:
    return candidate[0]


def _tradable(view: GameState, seat: Seat) -> list[Square]:
    """Return the deeds of `seat` whose group is not built (R13.4)."""
    board = view.board
    owner = view.owner
    built = view.built
    group = board.group
    return [s for s in board.buyable if owner[s] == seat and not built[group[s]]]


def _bids(worth: Valuation, view: GameState, seat: Seat) -> list[Candidate]:
    """Return what to bid: MaxBid or nothing (RC.4). A run-off leaves no choice."""
    square = view.auction_square
    most = 0 if view.jail_turns[seat] else worth.max_bid(square)
    if view.auction_kind == OPEN:
        return [(0, Bid(view.minimum) if view.minimum <= most else _PASS)]
    if not most:
        return [(0, _PASS)]
    value = worth.buy(square) + (view.board.price[square] - most) * worth.unit
    return [(0, _PASS), (value, Bid(most))]
