"""The thinking bot: every decision of a seat out of the value model.

It lists candidates with their worth in coins, like the Reference bot, but judges them
with `value`, deals as `trading` says, and slips softly: a weaker bot prefers the worse
of two close candidates now and then, never nonsense. It remembers its own turn, for
restraint, and what others have refused.
"""

from __future__ import annotations

import math
import random
from typing import Final, TypeAlias

import msgspec

from magnate_app.bots import card_values
from magnate_app.bots.bidding import bids
from magnate_app.bots.bonuses import Bonuses
from magnate_app.bots.conceding import gives_up
from magnate_app.bots.taste import NONE, Taste, season
from magnate_app.bots.trading import Dealer
from magnate_app.bots.value import Appraisal, turns_left
from magnate_app.bots.weights import DEALING, TUNED, Weights
from magnate_app.rules import engine
from magnate_app.rules.actions import (
    K_MORTGAGE,
    K_REDEEM,
    Action,
    AnswerTrade,
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
    Surrender,
)
from magnate_app.rules.board import HOTEL
from magnate_app.rules.ids import (
    ANSWER,
    AUCTION,
    BUSINESS,
    CHOOSE_FANTASY,
    CHOOSE_SQUARE,
    LIQUIDATION,
    MANAGEMENT,
    Seat,
    Square,
)
from magnate_app.rules.state import GameState

Candidate: TypeAlias = tuple[float, Action]

MOST_ACTIONS: Final = 40
"""After so many actions in one business phase the bot ends its turn."""

MOST_TARGETS: Final = 4
"""With more open targets, after a triple, only the arrival counts."""

_LEAST_BONUS: Final = 1.0
"""Coins to expect at least from mortgages that are taken for a bonus."""

_END: Final = EndPhase()
_REJECT: Final = AnswerTrade(False)


class Temper(msgspec.Struct, frozen=True, kw_only=True):
    """How well a bot thinks."""

    weights: Weights = TUNED
    deals: Weights = DEALING
    """What it judges deals with: greedier for what it has not got yet."""
    slip: float = 0.0
    """Temperature in coins: worse by so much is taken with weight 1/e; 0 never slips."""
    offers: bool = True
    """Whether it opens negotiations."""
    counters: bool = True
    """Whether it answers with offers of its own."""
    looks_ahead: bool = True
    """Whether it thinks of the throw after the next square."""
    funds: bool = True
    """Whether it mortgages to build."""
    builds: int = MOST_ACTIONS
    """How many levels it builds in one turn at most."""
    thrift: int = 0
    """Cash it keeps when it builds, however safe it is."""
    bonuses: bool = False
    """Whether it counts the bonuses at the end of the game, and works for them."""
    reads: bool = False
    """Whether it guesses what others will bid, by their own interests."""


class Planner:
    """Plays one seat by the value model.

    A `stand_in` proposes no trades and rejects all offers (R15.6).
    """

    __slots__ = ("_dealer", "_memory", "_random", "_stand_in", "_taste", "_temper")

    def __init__(
        self, seed: int | str, temper: Temper, stand_in: bool = False, taste: Taste = NONE
    ) -> None:
        self._random = random.Random(seed)
        self._temper = temper
        self._stand_in = stand_in
        self._taste = taste
        self._memory = Memory(-1)
        self._dealer = Dealer(temper.deals)

    @property
    def deals(self) -> Weights:
        """What it judges deals with."""
        return self._temper.deals

    def decide(self, view: GameState, seat: Seat, /) -> Action:
        """Return the best action by the value model, slips apart."""
        if self.gives_up(view, seat):
            return Surrender()
        action = self._choose(self.tempted(view, seat))
        self.note(action, view, seat)
        return action

    def gives_up(self, view: GameState, seat: Seat) -> bool:
        """Tell whether it leaves an endless game; a stand-in never gives a seat away."""
        return not self._stand_in and gives_up(view, seat)

    def tempted(self, view: GameState, seat: Seat) -> list[Candidate]:
        """Return the candidates as the bot's taste makes them look."""
        return season(self.candidates(view, seat), self._taste)

    def candidates(self, view: GameState, seat: Seat) -> list[Candidate]:
        """Return what the bot considers, with its worth in coins; never empty."""
        if self._memory.turn != view.turn_number:
            self._memory = Memory(view.turn_number)
        phase = view.phase
        if phase == ANSWER:
            return self._answers(view, seat)
        legal = engine.legal(view, seat)
        if len(legal) == 2 and phase != BUSINESS:
            return [(0.0, legal[0])]
        appraisal = Appraisal(view, seat, self._temper.weights)
        if phase == BUSINESS:
            return self._business(legal, appraisal, view)
        if phase == AUCTION:
            return bids(appraisal, view, self._temper.weights, reads=self._temper.reads)
        if phase == LIQUIDATION:
            return _sales(legal, appraisal, view)
        if phase == MANAGEMENT:
            return self._management(legal, appraisal, view)
        if phase == CHOOSE_SQUARE:
            ahead = self._temper.looks_ahead and len(legal) <= MOST_TARGETS
            return [(self._end(action, appraisal, view, ahead), action) for action in legal[:-1]]
        if phase == CHOOSE_FANTASY:
            weights = self._temper.weights
            return [
                (
                    card_values.shown(view, appraisal, weights)
                    if isinstance(action, PickCard) and action.shown
                    else card_values.unknown(view, appraisal, weights),
                    action,
                )
                for action in legal[:-1]
            ]
        return self._bail(legal, appraisal, view)

    def _choose(self, candidates: list[Candidate]) -> Action:
        best, chosen = candidates[0]
        for value, action in candidates:
            if value > best:
                best, chosen = value, action
        slip = self._temper.slip
        if not slip or len(candidates) == 1:
            return chosen
        shares = [math.exp((value - best) / slip) for value, _ in candidates]
        left = self._random.random() * sum(shares)
        for share, (_, action) in zip(shares, candidates, strict=True):
            left -= share
            if left < 0:
                return action
        return chosen

    def note(self, action: Action, view: GameState, seat: Seat) -> None:
        """Remember an action that is now taken."""
        self._memory.note(action, view.phase)
        if isinstance(action, ProposeTrade):
            self._dealer.made(action, view, seat)

    # ------------------------------------------------------------- phases

    def _bail(self, legal: list[Action], appraisal: Appraisal, view: GameState) -> list[Candidate]:
        """Weigh walking now, against the bail, with staying where no rent is due."""
        found: list[Candidate] = []
        jail = view.board.jail
        for action in legal[:-1]:
            if isinstance(action, PayBail):
                end, earns, _ = view.board.walk(jail, view.bail_total)
                value = self._stop(end, appraisal, True) + (view.terms.go_money if earns else 0)
                value -= appraisal.spending(appraisal.me, view.terms.bail)
            else:
                value = appraisal.outing(jail)
            found.append((value, action))
        return found

    def _end(self, action: Action, appraisal: Appraisal, view: GameState, ahead: bool) -> float:
        """Return what an open target is worth; a jump earns no GO money."""
        assert isinstance(action, ChooseSquare)
        steps = view.steps[view.targets.index(action.square)]
        value = self._stop(action.square, appraisal, ahead)
        if steps and view.board.walk(view.position[appraisal.me], steps)[1]:
            value += view.terms.go_money
        return value

    def _stop(self, square: Square, appraisal: Appraisal, ahead: bool) -> float:
        value = appraisal.arrival(square)
        if ahead:
            value += appraisal.outing(square)
        return value

    def _management(
        self, legal: list[Action], appraisal: Appraisal, view: GameState
    ) -> list[Candidate]:
        me = appraisal.me
        found: list[Candidate] = []
        for action in legal[:-1]:
            value = 0.0
            match action:
                case Buy(square):
                    value = appraisal.purchase(square, view.board.price[square])
                case RideTram(square):
                    if view.position[me] != square:
                        value -= appraisal.spending(me, view.board.fare)
                    if self._temper.looks_ahead:
                        value += appraisal.outing(square)
            found.append((value, action))
        return found

    def _business(
        self, legal: list[Action], appraisal: Appraisal, view: GameState
    ) -> list[Candidate]:
        memory = self._memory
        found: list[Candidate] = [(0.0, _END)]
        if memory.actions >= MOST_ACTIONS:
            return found
        me, cash = appraisal.me, view.cash[appraisal.me]
        thrift = self._temper.thrift
        board = view.board
        here = appraisal.danger(me, cash)
        bonuses = Bonuses(view, me) if self._temper.bonuses else None
        if me in view.group_owner and memory.built < self._temper.builds:
            for action in legal:
                match action:
                    case Build(square, 1) if cash - board.build_price[square] >= thrift:
                        cost = board.build_price[square]
                        value = self._growth(square, appraisal, view)
                        value += here - appraisal.danger(me, cash - cost)
                        if bonuses is not None:
                            value += bonuses.building(1, cost)
                        if value > 0:
                            # cheap buildings first, if they earn as much
                            found.append((value * 100 / cost, action))
            if self._temper.funds:
                found += self._funding(legal, appraisal, view)
        for action in legal:
            if action.kind == K_REDEEM and isinstance(action, Redeem):
                square = action.square
                if square in memory.mortgaged:
                    continue
                value = self._lifting(square, appraisal, view)
                value += here - appraisal.danger(me, cash - board.lift_cost[square])
                if value > 0:
                    found.append((value, action))
        if bonuses is not None and turns_left(view, me) <= 0:
            found += self._sprint(legal, appraisal, bonuses, view)
        if self._temper.offers and not self._stand_in and not memory.silent:
            bargain = Appraisal(view, me, self._temper.deals)
            offer = self._dealer.propose(bargain, view)
            if offer is not None:
                found.append(offer)
            else:
                memory.silent = True
        return found

    def _sprint(
        self, legal: list[Action], appraisal: Appraisal, bonuses: Bonuses, view: GameState
    ) -> list[Candidate]:
        """Return deeds to mortgage in the last turn: no worth is lost, but mortgages count."""
        able = [
            action.square
            for action in legal
            if isinstance(action, Mortgage) and action.square not in self._memory.lifted
        ]
        if not able:
            return []
        able.sort(key=appraisal.rent_to_come)
        lost, best, chosen = 0.0, _LEAST_BONUS, 0
        for count, square in enumerate(able, start=1):
            lost += appraisal.rent_to_come(square)
            gained = bonuses.mortgaging(count) - lost
            if gained > best:
                best, chosen = gained, count
        if not chosen:
            return []
        return [(best / chosen, Mortgage(able[0]))]

    def _growth(self, square: Square, appraisal: Appraisal, view: GameState) -> float:
        """Return what a level is worth on average, if building goes on to the target."""
        level = view.level[square]
        target = max(level + 1, self._temper.weights.target)
        steps = range(level, min(target, HOTEL))
        return sum(appraisal.building(square, step) for step in steps) / len(steps)

    def _lifting(self, square: Square, appraisal: Appraisal, view: GameState) -> float:
        board = view.board
        value = appraisal.rent_to_come(square) - board.mortgage_interest[square]
        group = board.group[square]
        if group and view.group_owner[group] == appraisal.me:
            future, need = appraisal.development(group - 1, appraisal.me)
            if need > 0:
                value += 0.5 * future * min(1.0, view.cash[appraisal.me] / need)
        return value

    def _funding(
        self, legal: list[Action], appraisal: Appraisal, view: GameState
    ) -> list[Candidate]:
        """Return deeds to mortgage for a building that earns more than they do."""
        best = 0.0
        me = appraisal.me
        cash = view.cash[me]
        for group, owner in enumerate(view.group_owner):
            if owner != me or not group:
                continue
            members = view.board.group_members[group]
            if any(view.mortgaged[square] for square in members):
                continue
            square = min(members, key=lambda one: view.level[one])
            cost = view.board.build_price[square]
            if view.level[square] >= self._temper.weights.target:
                continue
            if cash - cost > self._temper.weights.forced * cost:
                continue
            best = max(best, self._growth(square, appraisal, view) / cost)
        found: list[Candidate] = []
        if best <= 0:
            return found
        board = view.board
        for action in legal:
            if action.kind == K_MORTGAGE and isinstance(action, Mortgage):
                square = action.square
                group = board.group[square]
                if square in self._memory.lifted or (group and view.group_owner[group] == me):
                    continue
                raised = board.mortgage_value[square]
                kept = appraisal.rent_to_come(square) + board.mortgage_interest[square]
                value = 0.8 * best * raised - kept
                if value > 0:
                    found.append((value * 100 / raised, action))
        return found

    def _answers(self, view: GameState, seat: Seat) -> list[Candidate]:
        if self._stand_in:
            return [(0.0, _REJECT)]
        appraisal = Appraisal(view, seat, self._temper.deals)
        return self._dealer.answer(appraisal, view, counters=self._temper.counters)


class Memory:
    """What the bot did in one turn, for restraint."""

    __slots__ = ("actions", "built", "lifted", "mortgaged", "silent", "turn")

    def __init__(self, turn: int) -> None:
        self.turn = turn
        self.actions = 0
        self.built = 0
        self.silent = False
        self.mortgaged: set[Square] = set()
        self.lifted: set[Square] = set()

    def note(self, action: Action, phase: int) -> None:
        """Remember one action."""
        if phase != BUSINESS:
            return
        self.actions += 1
        match action:
            case Build():
                self.built += 1
            case Mortgage(square):
                self.mortgaged.add(square)
            case Redeem(square):
                self.lifted.add(square)


def _sales(legal: list[Action], appraisal: Appraisal, view: GameState) -> list[Candidate]:
    """Value each sale by what is lost for good, for each coin of the debt it pays."""
    board = view.board
    debt = -view.cash[appraisal.me]
    found: list[Candidate] = []
    lost: float
    for action in legal[:-1]:
        match action:
            case EndPhase():
                return [(0.0, action)]
            case Mortgage(square):
                raised = board.mortgage_value[square]
                lost = appraisal.rent_to_come(square) + board.mortgage_interest[square]
                group = board.group[square]
                if group and view.group_owner[group] == appraisal.me:
                    lost += 0.3 * appraisal.development(group - 1, appraisal.me)[0]
            case SellHouse(square, 1):
                raised = board.refund[square]
                lost = appraisal.building(square, view.level[square] - 1)
                lost += board.build_price[square] - raised
            case _:
                continue
        found.append((-lost * max(1.0, debt / max(1, raised)), action))
    return found
