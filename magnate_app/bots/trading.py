"""Dealing as people do: offers that help both sides, answers by value, counter-offers.

A deal is judged by what changes for both: deeds by family, money by what it is worth to
who has it. A `Dealer` belongs to one seat of one game and remembers what was refused, so
that nobody hears the same offer twice, nor more than one a round.
"""

from __future__ import annotations

from typing import Final, NamedTuple, TypeAlias

from magnate_app.bots.model import model_of
from magnate_app.bots.value import Appraisal
from magnate_app.bots.weights import Weights
from magnate_app.errors import IllegalActionError
from magnate_app.rules import engine
from magnate_app.rules.actions import Action, AnswerTrade, ProposeTrade
from magnate_app.rules.ids import Seat, Square
from magnate_app.rules.state import GameState

Candidate: TypeAlias = tuple[float, Action]
Deeds: TypeAlias = tuple[Square, ...]

MOST_DEALS: Final = 2
"""Deals accepted from one person in one round."""

ROUNDING: Final = 5

_ACCEPT: Final = AnswerTrade(True)
_REJECT: Final = AnswerTrade(False)


class Deal(NamedTuple):
    """A possible deal with `rival`: deeds each way, and money paid (below 0: asked)."""

    rival: Seat
    given: Deeds
    wanted: Deeds
    money: int


class Verdict(NamedTuple):
    """What a deal is worth to both sides in coins, and whether it completes a rival's group."""

    mine: float
    theirs: float
    completes: bool


class Dealer:
    """Negotiates for one seat; `weights` say how hard."""

    __slots__ = ("_accepted", "_asked", "_pending", "_refused", "_shares", "_weights")

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._asked: dict[Seat, int] = {}
        self._refused: dict[tuple[Seat, Deeds, Deeds], tuple[int, bytes]] = {}
        self._shares: dict[Seat, float] = {}
        self._pending: tuple[Deal, bytes] | None = None
        self._accepted: dict[Seat, tuple[int, int]] = {}

    def propose(self, appraisal: Appraisal, view: GameState) -> tuple[float, ProposeTrade] | None:
        """Return the best offer to somebody not yet asked this round, if any helps both."""
        self._settle(view, appraisal.me)
        best = self._weights.margin
        chosen: ProposeTrade | None = None
        spaces = engine.trade_offers(view, appraisal.me)
        if not spaces:
            return None
        table = _Table(appraisal, view)
        for space in spaces:
            if self._asked.get(space.to, 0) == view.round:
                continue
            share = self._shares.get(space.to, self._weights.share)
            for value, deal in table.deals(space.to, space.offered, space.asked, share, best):
                if value > best and self._is_new(deal, view):
                    offer = _offer(deal)
                    if _allowed(view, appraisal.me, offer):
                        best, chosen = value, offer
        return None if chosen is None else (best, chosen)

    def made(self, offer: ProposeTrade, view: GameState, seat: Seat) -> None:
        """Remember an offer, or counter-offer, of `seat`."""
        self._settle(view, seat)
        self._asked[offer.to] = view.round
        money = offer.offered_money - offer.asked_money
        deal = Deal(offer.to, offer.offered, offer.asked, money)
        self._pending = deal, _situation(view, offer.offered + offer.asked)

    def answer(
        self, appraisal: Appraisal, view: GameState, *, counters: bool = True
    ) -> list[Candidate]:
        """Return accepting, if the deal is good, or a counter-offer, or rejecting."""
        offer = view.offer
        assert offer is not None, "somebody has offered something"
        me, rival = appraisal.me, offer.sender
        self._settle(view, me)
        deal = Deal(rival, offer.asked, offer.offered, offer.asked_money - offer.offered_money)
        verdict = judge(appraisal, view, deal)
        round_, count = self._accepted.get(rival, (0, 0))
        if round_ != view.round:
            count = 0
        if self._good(verdict) and count < MOST_DEALS and _ACCEPT in engine.legal(view, me):
            self._accepted[rival] = view.round, count + 1
            return [(verdict.mine, _ACCEPT)]
        if counters and count < MOST_DEALS:
            counter = self._counter(appraisal, view, deal, verdict)
            if counter is not None:
                return [counter]
        return [(0.0, _REJECT)]

    def _good(self, verdict: Verdict) -> bool:
        least = self._weights.margin
        if verdict.completes:
            least = max(least, self._weights.premium * verdict.theirs)
        return verdict.mine > least

    def _counter(
        self, appraisal: Appraisal, view: GameState, deal: Deal, verdict: Verdict
    ) -> Candidate | None:
        """Ask for the same deeds at another price, if that can help both."""
        weights = self._weights
        rivalry = weights.rivalry
        joint = verdict.mine + verdict.theirs * (1 + rivalry)
        if joint <= 4 * weights.margin or not deal.given + deal.wanted:
            return None
        keep = max(2 * weights.margin, 0.5 * joint)
        if verdict.completes:
            keep = max(keep, joint * (weights.premium + 0.5) / (weights.premium + 1))
        shift = keep - verdict.mine
        money = deal.money - ROUNDING * round(shift / (1 + rivalry) / ROUNDING)
        changed = Deal(deal.rival, deal.given, deal.wanted, money)
        verdict = judge(appraisal, view, changed)
        if not self._good(verdict) or verdict.theirs <= 0 or not self._is_new(changed, view):
            return None
        offer = _offer(changed)
        return (verdict.mine, offer) if _allowed(view, appraisal.me, offer) else None

    def _settle(self, view: GameState, me: Seat) -> None:
        """See what has become of the last offer."""
        if self._pending is None:
            return
        deal, situation = self._pending
        self._pending = None
        moved = [view.owner[square] == me for square in deal.wanted]
        moved += [view.owner[square] == deal.rival for square in deal.given]
        share = self._shares.get(deal.rival, self._weights.share)
        if all(moved):
            self._shares[deal.rival] = max(self._weights.share, share - 0.1)
        else:
            self._shares[deal.rival] = min(0.85, share + self._weights.patience_in_deals)
            self._refused[deal.rival, deal.given, deal.wanted] = deal.money, situation

    def _is_new(self, deal: Deal, view: GameState) -> bool:
        """Return whether this was never refused, or somebody's deeds or the price got better."""
        known = self._refused.get((deal.rival, deal.given, deal.wanted))
        if known is None:
            return True
        money, situation = known
        if situation != _situation(view, deal.given + deal.wanted):
            return True
        return deal.money >= money + 2 * ROUNDING


class _Table:
    """Prices of deeds for both sides of the deals of one turn."""

    def __init__(self, appraisal: Appraisal, view: GameState) -> None:
        self._appraisal = appraisal
        self._view = view
        self._model = model_of(view.board)

    def deals(
        self, rival: Seat, own: Deeds, theirs: Deeds, share: float, least: float
    ) -> list[tuple[float, Deal]]:
        """Return deals with `rival` worth more than `least`, with their worth."""
        appraisal = self._appraisal
        weights = appraisal.weights
        me = appraisal.me
        family = self._model.family
        cash = self._view.cash
        coin = appraisal.coin(me)
        rivalry = weights.rivalry
        gives: list[tuple[Deeds, float, float, int]] = [((), 0.0, 0.0, -1)]
        for square in own:
            gained = appraisal.gain(square, rival)
            gives.append(((square,), appraisal.loss(square, me), gained, family[square]))
        found: list[tuple[float, Deal]] = []
        for wanted, gained, lost, kin in self._wants(rival, theirs):
            for given, mine, rivals, other in gives:
                if kin == other:
                    continue
                gross, net = gained - mine, rivals - lost
                joint = gross + net
                if joint < 2 * weights.margin:
                    continue
                fair = max(weights.margin, share * joint)
                money = ROUNDING * -int(-(fair - net) // ROUNDING)
                money = max(money, -cash[rival] // 2)
                if not given and money <= 0:
                    money = ROUNDING
                if money > cash[me]:
                    continue
                theirs_net = net + money
                value = gross - money * coin - rivalry * max(0.0, theirs_net)
                if value <= least:
                    continue
                deal = Deal(rival, given, wanted, money)
                verdict = judge(appraisal, self._view, deal)
                if verdict.completes and verdict.mine < weights.premium * verdict.theirs:
                    continue
                if verdict.mine > least and verdict.theirs > 0:
                    found.append((verdict.mine, deal))
        return found

    def _wants(self, rival: Seat, theirs: Deeds) -> list[tuple[Deeds, float, float, int]]:
        """Return what could be asked for: any deed, or all of a family, with both values."""
        appraisal = self._appraisal
        me = appraisal.me
        family = self._model.family
        by_family: dict[int, list[Square]] = {}
        for square in theirs:
            by_family.setdefault(family[square], []).append(square)
        found: list[tuple[Deeds, float, float, int]] = []
        for kin, squares in by_family.items():
            for square in squares:
                gained = appraisal.gain(square, me)
                found.append(((square,), gained, appraisal.loss(square, rival), kin))
            if len(squares) == 2:
                both = tuple(squares)
                mine = appraisal.holding(kin, me, dict.fromkeys(both, me))
                lost = appraisal.holding(kin, rival) - appraisal.holding(
                    kin, rival, dict.fromkeys(both, me)
                )
                found.append((both, mine - appraisal.holding(kin, me), lost, kin))
        return found


def judge(appraisal: Appraisal, view: GameState, deal: Deal) -> Verdict:
    """Return what a deal is worth to both sides, everything considered."""
    me, rival = appraisal.me, deal.rival
    model = model_of(view.board)
    change = dict.fromkeys(deal.given, rival) | dict.fromkeys(deal.wanted, me)
    mine = theirs = 0.0
    completes = False
    for family in {model.family[square] for square in change}:
        mine += appraisal.holding(family, me, change) - appraisal.holding(family, me)
        theirs += appraisal.holding(family, rival, change) - appraisal.holding(family, rival)
        members = model.families[family]
        if all(change.get(square, view.owner[square]) == rival for square in members):
            completes = True
    theirs += deal.money
    if deal.money > 0:
        mine -= appraisal.spending(me, deal.money)
    else:
        mine -= deal.money
    return Verdict(mine - appraisal.weights.rivalry * max(0.0, theirs), theirs, completes)


def _offer(deal: Deal) -> ProposeTrade:
    given, wanted = tuple(sorted(deal.given)), tuple(sorted(deal.wanted))
    return ProposeTrade(deal.rival, max(0, deal.money), max(0, -deal.money), given, wanted)


def _allowed(view: GameState, seat: Seat, offer: ProposeTrade) -> bool:
    try:
        engine.check(view, seat, offer)
    except IllegalActionError:
        return False
    return True


def _situation(view: GameState, squares: Deeds) -> bytes:
    """Return who owns the families of some deeds."""
    model = model_of(view.board)
    families = sorted({model.family[square] for square in squares})
    return bytes(view.owner[square] for family in families for square in model.families[family])
