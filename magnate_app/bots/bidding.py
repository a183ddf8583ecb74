"""What to bid: never more than a deed is worth, and no more than it takes.

In a sealed auction the others' interests are public: who guesses what they will bid need
not pay for a deed as if nobody could be outbid.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple, TypeAlias

from magnate_app.bots.value import Appraisal
from magnate_app.bots.weights import Weights
from magnate_app.rules import engine
from magnate_app.rules.actions import Action, Bid
from magnate_app.rules.ids import Seat, Square
from magnate_app.rules.state import OPEN, RUN_OFF, GameState

Candidate: TypeAlias = tuple[float, Action]

_DOUBT: Final = 0.3
"""How often others bid by no rule that can be guessed."""

_STEPS: Final = 20
"""Bids tried between nothing and the most."""

_PASS: Final = Bid(0)


class _Guess(NamedTuple):
    """What another may bid: `likely` if it thinks alike, anything up to `top` if it does not."""

    likely: float
    top: float


def bids(
    appraisal: Appraisal, view: GameState, weights: Weights, *, reads: bool
) -> list[Candidate]:
    """Bid by the most the deed is worth, never above it and never more than needed."""
    limits = engine.bid_range(view, appraisal.me)
    if limits is None:
        return [(0.0, _PASS)]
    low, high = limits
    square = view.auction_square
    most = limit(appraisal, view, square, high)
    worth = appraisal.purchase(square, 0)
    if view.auction_kind == RUN_OFF:
        amount = max(low, (low + most) // 2)
        return [(0.0, Bid(min(amount, high)))]
    if view.auction_kind == OPEN:
        if most < low:
            return [(0.0, _PASS)]
        return [(0.0, _PASS), (worth - appraisal.spending(appraisal.me, low), Bid(low))]
    rivals = [view.cash[seat] for seat in appraisal.rivals if view.eligible[seat]]
    amount = min(int(weights.shade * most), most, max(rivals, default=0) + 1)
    if reads:
        amount = _outbid(appraisal, view, most, amount)
    if amount < low:
        return [(0.0, _PASS)]
    return [(0.0, _PASS), (worth - appraisal.spending(appraisal.me, amount), Bid(amount))]


def _outbid(appraisal: Appraisal, view: GameState, most: int, plain: int) -> int:
    """Return the bid up to `most` that gains most, against what the others may well bid."""
    guesses = [
        _guess(appraisal, view, rival)
        for rival in appraisal.rivals
        if view.eligible[rival] and view.cash[rival] > 0
    ]
    if not guesses:
        return min(1, most)
    worth = appraisal.purchase(view.auction_square, 0)
    best, chosen = 0.0, min(plain, most)
    tried = {plain, *(int(guess.likely * 1.04) + 3 for guess in guesses)}
    tried |= {most * part // _STEPS for part in range(1, _STEPS + 1)}
    for amount in sorted(tried):
        if 0 < amount <= most:
            chance = math.prod(_beats(amount, guess) for guess in guesses)
            value = chance * (worth - appraisal.spending(appraisal.me, amount))
            if value > best:
                best, chosen = value, amount
    return chosen


def _guess(appraisal: Appraisal, view: GameState, rival: Seat) -> _Guess:
    """Guess a rival's bid from its own interests, as far as they are public."""
    theirs = Appraisal(view, rival, appraisal.weights)
    cash = view.cash[rival]
    most = limit(theirs, view, view.auction_square, cash)
    others = max(
        (view.cash[s] for s in range(view.seats) if s != rival and view.eligible[s]), default=0
    )
    return _Guess(min(theirs.weights.shade * most, others + 1.0), min(cash, 1.3 * most + 20))


def _beats(amount: int, guess: _Guess) -> float:
    """Return the chance that a bid is above another's."""
    width = 0.02 * guess.likely + 2
    near = 1 / (1 + math.exp(max(-30.0, min(30.0, (guess.likely - amount) / width))))
    return (1 - _DOUBT) * near + _DOUBT * min(1.0, amount / guess.top)


def limit(appraisal: Appraisal, view: GameState, square: Square, high: int) -> int:
    """Return the highest price up to `high` at which `me` would still gain by a deed."""
    worth = appraisal.purchase(square, 0)
    low = 0
    while low < high:
        middle = (low + high + 1) // 2
        if worth - appraisal.spending(appraisal.me, middle) >= 0:
            low = middle
        else:
            high = middle - 1
    return low
