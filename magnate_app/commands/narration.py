"""A game told in English: one sentence for each event.

Knows names of squares, cards and players; the rules have decided everything else.
Every movement of money says who pays whom, how much and why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from magnate_app.content import BoardContent
from magnate_app.rules import events as ev
from magnate_app.rules.board import HOTEL
from magnate_app.rules.ids import STATISTICS
from magnate_app.rules.reasons import CashReason
from magnate_app.rules.state import GameState

LANGUAGE: Final = "en"

_RATIOS: Final = ("winRatioMoney", "loseRatioMoney")

ORDINALS: Final = ("1st", "2nd", "3rd", "4th", "5th", "6th")

_WHY: Final = {
    CashReason.START_MONEY: "to start with",
    CashReason.POT_START: "to start the pot",
    CashReason.GO_MONEY: "for passing GO",
    CashReason.RENT: "rent for {square}",
    CashReason.PARKING_POT: "for stopping at the parking",
    CashReason.PURCHASE: "for {square}",
    CashReason.TRAM_FARE: "for the tram ride",
    CashReason.AUCTION_PRICE: "for {square}, won in the auction",
    CashReason.BUILD: "for building on {square}",
    CashReason.SELL_BUILDING: "for a building sold on {square}",
    CashReason.MORTGAGE: "for the mortgage on {square}",
    CashReason.MORTGAGE_LIFT: "to lift the mortgage on {square}",
    CashReason.MORTGAGE_INTEREST: "interest on the mortgage of {square}",
    CashReason.BAIL: "bail",
    CashReason.BAIL_FORCED: "bail after the last turn in jail",
    CashReason.TRADE: "as agreed in the trade",
    CashReason.CARD_COST: "for the card on show",
    CashReason.CARD_WIN: "as the card says",
    CashReason.CARD_WIN_RATIO: "a share of the balance, as the card says",
    CashReason.CARD_LOSE: "as the card says",
    CashReason.CARD_LOSE_RATIO: "a share of the balance, as the card says",
    CashReason.CARD_SHARE: "shared out by the card",
    CashReason.CARD_COLLECT: "collected by the card",
    CashReason.CARD_DOUBLE: "doubling the balance",
    CashReason.CARD_NOTHING: "losing the whole balance",
    CashReason.CARD_POT: "out of the pot, as the card says",
    CashReason.CARD_POT_FILL: "to fill the pot",
    CashReason.CARD_GO: "for going to GO with the card",
    CashReason.ESTATE_CASH: "what was left on leaving the game",
    CashReason.DEBT_WRITTEN_OFF: "the debt, written off on leaving the game",
    CashReason.END_BONUS: "a bonus at the end",
}

_JAILED: Final = {
    "square": "for ending on the wrong square",
    "doubles": "for a third double",
    "card": "by a card",
}

_FREED: Final = {
    "double": "is free with a double",
    "bail": "is free against bail",
    "bail_forced": "has served the time and must pay bail",
}

_MOVED: Final = {
    "walk": "walks to {square} ({steps})",
    "jump": "jumps to {square}",
    "tram": "rides the tram to {square}",
    "card": "is put on {square}",
    "jail": "is taken to {square}",
}

_BONUS: Final = dict(
    zip(
        STATISTICS,
        (
            "most squares walked",
            "most money won",
            "most money lost",
            "most fantasy cards",
            "most houses built",
            "most houses lost",
            "most often in jail",
            "most turns in jail",
            "most rents paid",
            "most trades",
            "most mortgages",
        ),
        strict=True,
    )
)

_ENDED: Final = {
    "last_player": "only one player is left",
    "rounds": "the last round has been played",
    "no_humans": "no human is left",
}


class Narrator:
    """Turns events into lines; `players` are the names by seat."""

    def __init__(self, content: BoardContent, players: Sequence[str]) -> None:
        self._content = content
        self._players = players

    def tell(self, event: ev.AnyEvent) -> str:
        """Return the sentence for `event`; a new turn begins with an empty line."""
        teller = _TELLERS[type(event)]
        return teller(self, event)

    def ranking(self, state: GameState) -> list[str]:
        """Return the final table of a game that is over, best first."""
        outcome = state.outcome
        assert outcome is not None
        lines = ["", "Final ranking"]
        for place, seat in enumerate(outcome.ranking):
            worth = "out of the game" if state.out[seat] else f"worth {outcome.final[seat]}"
            lines.append(f"  {ORDINALS[place]}  {self.player(seat)}: {worth}")
        return lines

    def player(self, seat: int) -> str:
        """Return the name of a seat."""
        return self._players[seat]

    def purse(self, purse: ev.Purse) -> str:
        """Return the name of a purse."""
        return f"the {purse}" if isinstance(purse, str) else self.player(purse)

    def square(self, square: int | None) -> str:
        """Return the name of a square, with its number."""
        if square is None:
            return "the square"
        return f"{self._content.name(square, LANGUAGE)} ({square})"

    def squares(self, squares: Sequence[int]) -> str:
        """Return the names of several squares."""
        return _list([self.square(square) for square in squares])

    def card(self, card: str, value: int | None) -> str:
        """Return the title of a card, with its value."""
        title = self._content.card(card, LANGUAGE)[0]
        if value is None:
            return f"“{title}”"
        return f"“{title}” ({value} %)" if card in _RATIOS else f"“{title}” ({value})"

    def side(self, money: int, deeds: Sequence[int]) -> str:
        """Return what one side of an offer gives."""
        things = [self.square(square) for square in deeds]
        if money:
            things.append(str(money))
        return _list(things) if things else "nothing"


def _list(things: Sequence[str], word: str = "and") -> str:
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} {word} {things[-1]}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _game_started(n: Narrator, e: ev.GameStarted) -> str:
    return f"{e.seats} players sit down: {_list([n.player(s) for s in range(e.seats)])}."


def _turn_started(n: Narrator, e: ev.TurnStarted) -> str:
    return f"\nRound {e.round}, turn {e.turn}: {n.player(e.seat)}"


def _dice_thrown(n: Narrator, e: ev.DiceThrown) -> str:
    first, second, bus = e.dice
    third = {0: ""}.get(bus, f" and {bus}" if bus <= 3 else " and the bus")
    remark = ""
    if e.triple:
        remark = ", a triple"
    elif first == second:
        remark = ", a double"
    return f"{n.player(e.seat)} throws {first}, {second}{third}{remark}."


def _destinations_offered(n: Narrator, e: ev.DestinationsOffered) -> str:
    if len(e.options) > 3:
        return f"{n.player(e.seat)} may jump to any square."
    choices = [f"{n.square(o.square)} in {_count(o.steps, 'step')}" for o in e.options]
    return f"{n.player(e.seat)} may go to {_list(choices, 'or')}."


def _token_moved(n: Narrator, e: ev.TokenMoved) -> str:
    how = _MOVED[e.by].format(square=n.square(e.path[-1]), steps=_count(len(e.path) - 1, "step"))
    return f"{n.player(e.seat)} {how}."


def _cash_moved(n: Narrator, e: ev.CashMoved) -> str:
    payer, payee = n.purse(e.payer), n.purse(e.payee)
    why = _WHY[CashReason(e.reason)].format(square=n.square(e.square))
    return f"{payer[0].upper()}{payer[1:]} pays {payee} {e.amount}: {why}."


def _deed_changed(n: Narrator, e: ev.DeedChanged) -> str:
    square = n.square(e.square)
    match e.reason:
        case "built" | "sold":
            return f"{square} now has {_buildings(e.houses)}."
        case "mortgaged":
            return f"{square} is mortgaged."
        case "lifted":
            return f"{square} is free of its mortgage."
        case "card":
            mortgage = ", mortgaged" if e.mortgaged else ""
            return f"{square} now has {_buildings(e.houses)}{mortgage}."
        case "group" if e.houses >= 0:
            return f"{square} is now part of a complete group."
        case "group":
            return f"{square} is no longer part of a complete group."
    owner = "the bank" if e.owner is None else n.player(e.owner)
    group = ", which completes a group" if e.houses >= 0 else ""
    return f"{square} now belongs to {owner}{group}{', mortgaged' if e.mortgaged else ''}."


def _buildings(houses: int) -> str:
    if houses == HOTEL:
        return "a hotel"
    return _count(houses, "house") if houses > 0 else "no house"


def _player_jailed(n: Narrator, e: ev.PlayerJailed) -> str:
    return f"{n.player(e.seat)} is jailed {_JAILED[e.cause]} for {_count(e.turns, 'turn')}."


def _bail_offered(n: Narrator, e: ev.BailOffered) -> str:
    return (
        f"{n.player(e.seat)} may pay {e.price} bail and go to {n.square(e.target)}, or stay with "
        f"{_count(e.turns_left, 'turn')} left."
    )


def _jail_turn_served(n: Narrator, e: ev.JailTurnServed) -> str:
    return f"{n.player(e.seat)} stays in jail, {_count(e.turns_left, 'turn')} left."


def _player_freed(n: Narrator, e: ev.PlayerFreed) -> str:
    return f"{n.player(e.seat)} {_FREED[e.by]}."


def _card_shown(n: Narrator, e: ev.CardShown) -> str:
    return (
        f"{n.player(e.seat)} may take the card {n.card(e.card, e.value)} for {e.cost}, or an "
        "unknown one for nothing."
    )


def _card_played(n: Narrator, e: ev.CardPlayed) -> str:
    which = "the card on show" if e.shown else "the unknown card"
    told = f"{n.player(e.seat)} takes {which}, {n.card(e.card, e.value)}"
    return f"{told}{_card_result(n, e)}."


def _card_result(n: Narrator, e: ev.CardPlayed) -> str:
    match e.result:
        case {"target_player": int(seat)}:
            return f": it hits {n.player(seat)}"
        case {"square": int(square)}:
            return f": it touches {n.square(square)}"
        case {"squares": [*squares]}:
            return f": it touches {n.squares([int(square) for square in squares])}"
        case {"doubled": doubled}:
            return ": the balance doubles" if doubled else ": the balance is lost"
        case int(amount):
            return f": {amount} from the pot"
    return ""


def _purchase_declined(n: Narrator, e: ev.PurchaseDeclined) -> str:
    return f"{n.player(e.seat)} leaves {n.square(e.square)} to an auction."


def _auction_opened(n: Narrator, e: ev.AuctionOpened) -> str:
    who = _list([n.player(seat) for seat in e.eligible]) or "nobody"
    return f"{n.square(e.square)} is auctioned ({e.mode}); {who} may bid."


def _bid_placed(n: Narrator, e: ev.BidPlaced) -> str:
    if e.amount is None:
        return f"{n.player(e.seat)} has bid."
    return f"{n.player(e.seat)} {f'bids {e.amount}' if e.amount else 'passes'}."


def _auction_tied(n: Narrator, e: ev.AuctionTied) -> str:
    return f"{_list([n.player(seat) for seat in e.seats])} share the highest bid of {e.amount}."


def _auction_ended(n: Narrator, e: ev.AuctionEnded) -> str:
    if e.winner is None:
        return f"Nobody buys {n.square(e.square)}."
    bids = ", ".join(f"{n.player(int(seat))} {amount}" for seat, amount in e.bids.items())
    return f"{n.player(e.winner)} wins {n.square(e.square)} for {e.amount} (bids: {bids})."


def _trade_proposed(n: Narrator, e: ev.TradeProposed) -> str:
    verb = "offers" if e.offer == 1 else "answers with the offer to"
    given = n.side(e.offered_money, e.offered_properties)
    wanted = n.side(e.asked_money, e.asked_properties)
    return f"{n.player(e.from_)} {verb} {n.player(e.to)}: {given} for {wanted}."


def _trade_accepted(n: Narrator, e: ev.TradeAccepted) -> str:
    return f"{n.player(e.to)} accepts the offer of {n.player(e.from_)}."


def _trade_refused(n: Narrator, e: ev.TradeRefused) -> str:
    if e.cause == "answer":
        return f"{n.player(e.to)} rejects the offer of {n.player(e.from_)}."
    return f"The offer of {n.player(e.from_)} to {n.player(e.to)} is gone."


def _debt_incurred(n: Narrator, e: ev.DebtIncurred) -> str:
    return f"{n.player(e.seat)} owes {e.amount} and must raise it."


def _debt_settled(n: Narrator, e: ev.DebtSettled) -> str:
    return f"{n.player(e.seat)} has settled the debt of {e.amount}."


def _player_eliminated(n: Narrator, e: ev.PlayerEliminated) -> str:
    how = "surrenders" if e.cause == "surrender" else "is bankrupt"
    return f"{n.player(e.seat)} {how} and finishes {ORDINALS[e.rank - 1]}."


def _bonus_awarded(n: Narrator, e: ev.BonusAwarded) -> str:
    who = _list([n.player(seat) for seat in e.seats])
    return f"Bonus of {e.amount} for {_BONUS[e.category]} ({e.value}): {who}."


def _game_ended(n: Narrator, e: ev.GameEnded) -> str:
    return f"\nThe game is over: {_ENDED[e.cause]}. {n.player(e.ranking[0])} wins."


_TELLERS: Final[dict[type, Callable[..., str]]] = {
    ev.GameStarted: _game_started,
    ev.TurnStarted: _turn_started,
    ev.DiceThrown: _dice_thrown,
    ev.DestinationsOffered: _destinations_offered,
    ev.TokenMoved: _token_moved,
    ev.CashMoved: _cash_moved,
    ev.DeedChanged: _deed_changed,
    ev.PlayerJailed: _player_jailed,
    ev.BailOffered: _bail_offered,
    ev.JailTurnServed: _jail_turn_served,
    ev.PlayerFreed: _player_freed,
    ev.CardShown: _card_shown,
    ev.CardPlayed: _card_played,
    ev.PurchaseDeclined: _purchase_declined,
    ev.AuctionOpened: _auction_opened,
    ev.BidPlaced: _bid_placed,
    ev.AuctionTied: _auction_tied,
    ev.AuctionEnded: _auction_ended,
    ev.TradeProposed: _trade_proposed,
    ev.TradeAccepted: _trade_accepted,
    ev.TradeRefused: _trade_refused,
    ev.DebtIncurred: _debt_incurred,
    ev.DebtSettled: _debt_settled,
    ev.PlayerEliminated: _player_eliminated,
    ev.BonusAwarded: _bonus_awarded,
    ev.GameEnded: _game_ended,
}
