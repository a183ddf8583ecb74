"""A bot that plays anything legal: for tests, and as the floor of measurements.

Uniform over the legal actions, with bids and offers drawn within their bounds. It
never leaves the game by itself unless told to, and ends every turn.
"""

from __future__ import annotations

import random
from typing import Final, TypeVar

from magnate_app.errors import IllegalActionError
from magnate_app.rules import engine
from magnate_app.rules.actions import (
    K_END_PHASE,
    K_SURRENDER,
    Action,
    AnswerTrade,
    Bid,
    ProposeTrade,
)
from magnate_app.rules.ids import ANSWER, AUCTION, BUSINESS, Seat, Square
from magnate_app.rules.state import GameState

T = TypeVar("T")

MOST_ACTIONS: Final = 20
"""After so many actions in one business phase the turn is ended."""

TRADE_SHARE: Final = 0.2
"""How often it tries an offer where one is possible."""

MOST_DEEDS: Final = 2
"""Deeds an offer names at most on either side."""


class RandomLegal:
    """Plays one seat at random; `leaves` is its chance to surrender at a decision.

    A `stand_in` proposes no trades and rejects all offers (R15.6).
    """

    __slots__ = ("_actions", "_leaves", "_random", "_stand_in", "_turn")

    def __init__(self, seed: int | str, leaves: float = 0.0, stand_in: bool = False) -> None:
        self._random = random.Random(seed)
        self._leaves = leaves
        self._stand_in = stand_in
        self._turn = -1
        self._actions = 0

    def decide(self, view: GameState, seat: Seat, /) -> Action:
        """Return any legal action."""
        legal = engine.legal(view, seat)
        if self._leaves and self._random.random() < self._leaves:
            return next(action for action in legal if action.kind == K_SURRENDER)
        legal = [action for action in legal if action.kind != K_SURRENDER]
        if view.phase == BUSINESS:
            return self._business(legal, view, seat)
        if view.phase == ANSWER:
            return self._answer(legal, view, seat)
        if view.phase == AUCTION:
            return self._bid(legal, view, seat)
        return self._pick(legal)

    def _business(self, legal: list[Action], view: GameState, seat: Seat) -> Action:
        if self._turn != view.turn_number:
            self._turn = view.turn_number
            self._actions = 0
        self._actions += 1
        if self._actions > MOST_ACTIONS:
            return next(action for action in legal if action.kind == K_END_PHASE)
        return self._offer(view, seat) or self._pick(legal)

    def _answer(self, legal: list[Action], view: GameState, seat: Seat) -> Action:
        if self._stand_in:
            return AnswerTrade(False)
        return self._offer(view, seat) or self._pick(legal)

    def _bid(self, legal: list[Action], view: GameState, seat: Seat) -> Action:
        limits = engine.bid_range(view, seat)
        if limits is None or self._random.random() < 0.5:
            return self._pick(legal)
        low, high = limits
        # Half of the way up at most: open auctions shall not take for ever, nor end all money.
        return Bid(low + self._below((high - low) // 2 + 1))

    def _offer(self, view: GameState, seat: Seat) -> ProposeTrade | None:
        """Return an offer, or a counter-offer, that section 13 allows; mostly none."""
        if self._stand_in or self._random.random() >= TRADE_SHARE:
            return None
        spaces = engine.trade_offers(view, seat)
        if not spaces:
            return None
        space = self._pick(spaces)
        offered_money = asked_money = 0
        if self._random.random() < 0.5:
            offered_money = self._below(space.money_max_offered + 1)
        else:
            asked_money = self._below(space.money_max_asked + 1)
        offer = ProposeTrade(
            space.to, offered_money, asked_money, self._some(space.offered), self._some(space.asked)
        )
        try:
            engine.check(view, seat, offer)
        except IllegalActionError:
            return None
        return offer

    def _some(self, deeds: tuple[Square, ...]) -> tuple[Square, ...]:
        count = self._below(min(MOST_DEEDS, len(deeds)) + 1)
        return tuple(sorted(self._random.sample(deeds, count)))

    def _below(self, limit: int) -> int:
        return int(self._random.random() * limit)

    def _pick(self, among: list[T]) -> T:
        return among[self._below(len(among))]
