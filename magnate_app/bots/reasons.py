"""What a bot says with its offers and answers: one reason, as a code with figures.

Knows the position and the action alone, so that the reason fits whatever chose it. The
codes are `protocol.explaining.SAID`.
"""

from __future__ import annotations

from magnate_app.bots.base import Bot
from magnate_app.bots.incomes import broken, completed, group_of, threat
from magnate_app.bots.planner import Planner
from magnate_app.bots.search import Expert
from magnate_app.bots.trading import Deal, judge
from magnate_app.bots.value import Appraisal
from magnate_app.bots.weights import DEALING, Weights
from magnate_app.protocol.explaining import Why
from magnate_app.rules.actions import Action, AnswerTrade, ProposeTrade
from magnate_app.rules.ids import ANSWER, Seat
from magnate_app.rules.state import GameState, Offer


def reason(
    view: GameState,
    seat: Seat,
    action: Action,
    *,
    weights: Weights = DEALING,
    stand_in: bool = False,
) -> Why | None:
    """Return why `seat` makes its offer or answers one so; None for all other actions."""
    match action:
        case ProposeTrade() if view.phase == ANSWER:
            return _counter(view, seat, action)
        case ProposeTrade():
            return _proposal(view, seat, action, weights)
        case AnswerTrade(accept) if view.offer is not None:
            if stand_in:
                return Why("stand_in")
            deal = deal_of(view.offer)
            return _accepts(view, seat, deal) if accept else _refuses(view, seat, deal, weights)
        case _:
            return None


def spoken(
    bot: Bot, view: GameState, seat: Seat, action: Action, *, stand_in: bool = False
) -> Why | None:
    """Return what `bot` says with its action, by what it judges deals with itself."""
    weights = bot.deals if isinstance(bot, Planner | Expert) else DEALING
    return reason(view, seat, action, weights=weights, stand_in=stand_in)


def deal_of(offer: Offer) -> Deal:
    """Return an offer as whoever must answer it sees it."""
    money = offer.asked_money - offer.offered_money
    return Deal(offer.sender, offer.asked, offer.offered, money)


def changes(deal: Deal, seat: Seat) -> dict[int, Seat]:
    """Return who would own the deeds of a deal of `seat`."""
    return dict.fromkeys(deal.given, deal.rival) | dict.fromkeys(deal.wanted, seat)


def made(offer: ProposeTrade) -> Deal:
    """Return an offer as whoever makes it sees it."""
    money = offer.offered_money - offer.asked_money
    return Deal(offer.to, offer.offered, offer.asked, money)


def _proposal(view: GameState, seat: Seat, offer: ProposeTrade, weights: Weights) -> Why:
    deal = made(offer)
    change = changes(deal, seat)
    mine, theirs = completed(view, seat, change), completed(view, deal.rival, change)
    if mine and theirs:
        return Why(
            "swap_completes_both", {"group": mine[0], "other": theirs[0], "seat": deal.rival}
        )
    if mine and deal.money > 0:
        return Why("pays_for_group", {"group": mine[0], "amount": deal.money})
    if mine:
        return Why("completes_mine", {"group": mine[0]})
    if theirs and deal.money < 0:
        params = {"other": theirs[0], "seat": deal.rival, "amount": -deal.money}
        return Why("completes_theirs", params)
    kin = [group_of(view.board, square) for square in deal.wanted]
    for square in view.board.buyable:
        if view.owner[square] == seat and square not in deal.given:
            group = group_of(view.board, square)
            if group in kin:
                return Why("closer", {"group": group})
    if not deal.wanted:
        return Why("sells_for_cash", {"amount": -deal.money})
    gain = round(judge(Appraisal(view, seat, weights), view, deal).theirs)
    if gain <= 0:
        return Why("for_me")
    return Why("both_gain", {"amount": gain, "seat": deal.rival})


def _counter(view: GameState, seat: Seat, offer: ProposeTrade) -> Why:
    deal = made(offer)
    theirs = completed(view, deal.rival, changes(deal, seat))
    if theirs:
        return Why("counter_completes", {"other": theirs[0], "seat": deal.rival})
    return Why("counter_price", {"amount": abs(deal.money)})


def _accepts(view: GameState, seat: Seat, deal: Deal) -> Why:
    mine = completed(view, seat, changes(deal, seat))
    return Why("accepts_group", {"group": mine[0]}) if mine else Why("accepts")


def _refuses(view: GameState, seat: Seat, deal: Deal, weights: Weights) -> Why:
    change = changes(deal, seat)
    torn = broken(view, seat, change)
    if torn:
        return Why("would_break", {"group": torn[0]})
    theirs = completed(view, deal.rival, change)
    if theirs:
        return Why("would_complete", {"group": theirs[0], "seat": deal.rival})
    verdict = judge(Appraisal(view, seat, weights), view, deal)
    if verdict.mine > weights.margin:
        # A good deal is refused by whoever has had enough of them, or cannot pay.
        return Why("enough_deals")
    if deal.money > 0:
        rent = threat(view, seat, view.cash[seat] - deal.money)
        if rent is not None:
            return Why("needs_cash", {"rent": rent})
    return Why("too_little", {"amount": max(1, round(weights.margin - verdict.mine))})
