"""One line of words for every event: who, whom, how much, why.

Names in a line stand between asterisks and are set in bold.
"""

from __future__ import annotations

from typing import Final

import msgspec

from magnate_app.rules.events import (
    AnyEvent,
    AuctionEnded,
    AuctionOpened,
    AuctionTied,
    BailOffered,
    BidPlaced,
    BonusAwarded,
    CardPlayed,
    CardShown,
    CashMoved,
    DebtIncurred,
    DebtSettled,
    DeedChanged,
    DestinationsOffered,
    DiceThrown,
    GameEnded,
    GameStarted,
    JailTurnServed,
    PlayerEliminated,
    PlayerFreed,
    PlayerJailed,
    PurchaseDeclined,
    TokenMoved,
    TradeAccepted,
    TradeProposed,
    TradeRefused,
    TurnStarted,
)
from magnate_app.ui.strings import code_words, tr, tr_n
from magnate_app.ui.table_context import Table
from magnate_app.ui.table_model import Told
from magnate_app.ui.whys import said

MONEY: Final = "money"
DEEDS: Final = "deeds"
MOVES: Final = "moves"
FILTERS: Final = ("all", MONEY, DEEDS, MOVES)

BUS_FACE: Final = 4
_DEED_ICONS: Final = {
    "bought": "fill/tag",
    "auctioned": "fill/gavel",
    "built": "fill/house",
    "sold": "fill/house-line",
    "mortgaged": "fill/bank",
    "lifted": "fill/bank",
    "traded": "fill/handshake",
    "card": "fill/lightning",
    "dealt": "fill/stack",
    "returned": "fill/bank",
}
_QUIET_DEEDS: Final = ("group", "bought", "auctioned", "mortgaged", "lifted")


_DIGEST: Final = ("rent", "purchase", "auction_price", "trade", "parking_pot")
_DIGEST_LINES: Final = 3


class Line(msgspec.Struct, frozen=True):
    """One line: the seat it is about, an icon, the words, the square to flash."""

    number: int
    seat: int | None
    icon: str
    text: str
    kind: str
    square: int | None
    at: float


def line_of(told: Told, table: Table) -> Line | None:
    """Return the line of an event, None where another line says it already."""
    written = _write(told.event, table)
    if written is None:
        return None
    seat, icon, text, kind, square = written
    if told.why is not None and (words := said(table, told.why)):
        text = tr("table.log.because", what=text, why=words)
    if told.auto == "timeout" and isinstance(told.event, DiceThrown | PurchaseDeclined):
        text = f"{text} {tr('table.log.timeout')}"
    return Line(told.number, seat, icon, text, kind, square, told.at)


Written = tuple[int | None, str, str, str, int | None]


def digest(table: Table, events: list[AnyEvent]) -> str:
    """Return in a few words what mattered of events nobody was shown."""
    told = [e for e in events if isinstance(e, CashMoved) and e.reason in _DIGEST]
    mine = [e for e in told if table.model.me in (e.payer, e.payee)]
    chosen = (mine + [e for e in told if e not in mine])[:_DIGEST_LINES]
    return "; ".join(_cash(event, table)[2].replace("*", "") for event in chosen)


def _write(event: AnyEvent, t: Table) -> Written | None:
    match event:
        case GameStarted():
            text = tr("table.log.started", who=_who(t, event.first))
            return event.first, "fill/flag", text, MOVES, None
        case TurnStarted():
            text = tr("table.log.turn", who=_who(t, event.seat), round=event.round)
            return event.seat, "fill/clock", text, MOVES, None
        case DiceThrown():
            return event.seat, "fill/dice-five", _dice(event, t), MOVES, None
        case DestinationsOffered():
            return None
        case TokenMoved():
            return _moved(event, t)
        case CashMoved():
            return _cash(event, t)
        case DeedChanged():
            return _deed(event, t)
        case PlayerJailed() | BailOffered() | JailTurnServed() | PlayerFreed():
            return _jail(event, t)
        case CardShown() | CardPlayed():
            return _card(event, t)
        case PurchaseDeclined():
            text = tr("table.log.declined", who=_who(t, event.seat), square=_where(t, event.square))
            return event.seat, "fill/gavel", text, DEEDS, event.square
        case AuctionOpened() | BidPlaced() | AuctionTied() | AuctionEnded():
            return _auction(event, t)
        case TradeProposed() | TradeAccepted() | TradeRefused():
            return _trade(event, t)
        case DebtIncurred():
            text = tr("table.log.debt", who=_who(t, event.seat), amount=t.money(event.amount))
            return event.seat, "fill/warning", text, MONEY, None
        case DebtSettled():
            text = tr("table.log.settled", who=_who(t, event.seat), amount=t.money(event.amount))
            return event.seat, "fill/check-circle", text, MONEY, None
        case PlayerEliminated():
            text = code_words("table.log.out", event.cause, who=_who(t, event.seat))
            return event.seat, "fill/flag", text, MOVES, None
        case BonusAwarded():
            names = ", ".join(_who(t, seat) for seat in event.seats)
            text = tr(
                "table.log.bonus",
                who=names,
                amount=t.money(event.amount),
                title=code_words("results.bonus", event.category),
            )
            seat = event.seats[0] if event.seats else None
            return seat, "fill/trophy", text, MONEY, None
        case GameEnded():
            text = code_words("table.log.ended", event.cause, who=_who(t, event.ranking[0]))
            return event.ranking[0], "fill/flag-checkered", text, MOVES, None


def _who(table: Table, seat: int) -> str:
    return bold(table.seat_name(seat))


def bold(name: str) -> str:
    """Mark a name for bold type; a star of its own does not end it."""
    return f"*{name.replace('*', '∗')}*"


def plain(text: str) -> str:
    """Return a line as it is read aloud."""
    return text.replace("*", "")


def _where(table: Table, square: int | None) -> str:
    return "" if square is None else f"*{table.atlas.name(square)}*"


def _dice(event: DiceThrown, t: Table) -> str:
    first, second, bus = event.dice
    who = _who(t, event.seat)
    if bus == 0:
        return tr("table.log.dice_jail", who=who, a=first, b=second)
    if bus >= BUS_FACE:
        text = tr("table.log.dice_bus", who=who, a=first, b=second)
    else:
        text = tr("table.log.dice", who=who, a=first, b=second, c=bus)
    if event.triple:
        return f"{text}: {tr('table.log.triple')}"
    if event.streak:
        return f"{text}: {tr('table.log.double')}"
    return text


def _moved(event: TokenMoved, t: Table) -> Written | None:
    target = event.path[-1] if event.path else None
    if target is None or event.by == "jail":
        return None
    icon = "fill/tram" if event.by == "tram" else "fill/footprints"
    text = code_words(
        "table.log.moved", event.by, who=_who(t, event.seat), square=_where(t, target)
    )
    return event.seat, icon, text, MOVES, target


def _cash(event: CashMoved, t: Table) -> Written:
    seat = event.payer if isinstance(event.payer, int) else event.payee
    payer, payee = t.purse(event.payer), t.purse(event.payee)
    text = code_words(
        "table.cash",
        event.reason,
        payer=bold(payer),
        payee=bold(payee),
        amount=t.money(event.amount),
        square=_where(t, event.square),
    )
    owner = seat if isinstance(seat, int) else None
    return owner, "fill/coins", text, MONEY, event.square


def _deed(event: DeedChanged, t: Table) -> Written | None:
    if event.reason in _QUIET_DEEDS:
        return None
    square = _where(t, event.square)
    who = "" if event.owner is None else _who(t, event.owner)
    icon = _DEED_ICONS.get(event.reason, "fill/tag")
    if event.reason in ("built", "sold") or (event.reason == "card" and not event.mortgaged):
        level = max(0, event.houses)
        what = tr("table.level.hotel") if level == 5 else tr_n("table.level.houses", level)
        text = tr("table.log.level", square=square, what=what)
    else:
        text = code_words("table.log.deed", event.reason, who=who, square=square)
    return event.owner, icon, text, DEEDS, event.square


def _jail(
    event: PlayerJailed | BailOffered | JailTurnServed | PlayerFreed, t: Table
) -> Written | None:
    who = _who(t, event.seat)
    icon = "fill/lock-key"
    match event:
        case PlayerJailed():
            text = code_words("table.log.jailed", event.cause, who=who)
        case JailTurnServed():
            text = tr_n("table.log.served", event.turns_left, who=who)
        case PlayerFreed():
            icon = "fill/lock-simple-open"
            text = code_words("table.log.freed", event.by, who=who)
        case BailOffered():
            return None
    return event.seat, icon, text, MOVES, None


def _card(event: CardShown | CardPlayed, t: Table) -> Written | None:
    who = _who(t, event.seat)
    title = f"*{card_title(t, event.card, event.value)}*"
    if isinstance(event, CardShown):
        text = tr("table.log.card_shown", who=who, card=title)
        return event.seat, "fill/lightning", text, MOVES, event.square
    key = "table.log.card_taken" if event.shown else "table.log.card_unknown"
    text = tr(key, who=who, card=title)
    result = event.result
    if isinstance(result, dict):
        if "target_player" in result:
            target = result["target_player"]
            text += ": " + _who(t, int(target) if isinstance(target, int) else 0)
        elif "square" in result and isinstance(result["square"], int):
            text += ": " + _where(t, result["square"])
        elif "doubled" in result:
            text += ": " + tr(f"table.log.doubled.{'yes' if result['doubled'] else 'no'}")
    return event.seat, "fill/lightning", text, MOVES, None


def card_title(table: Table, card: str, value: int | None) -> str:
    """Return the title of a card, with its figure if it has one."""
    title = table.atlas.card(card)[0]
    return title if value is None else f"{title} ({card_figure(table, card, value)})"


def card_figure(table: Table, card: str, value: int | None) -> str:
    """Return the figure on a card: money, or a share of it."""
    if value is None:
        return ""
    return f"{value} %" if "Ratio" in card else table.money(value)


def _auction(
    event: AuctionOpened | BidPlaced | AuctionTied | AuctionEnded, t: Table
) -> Written | None:
    icon = "fill/gavel"
    match event:
        case AuctionOpened():
            text = tr("table.log.auction", square=_where(t, event.square))
            return None, icon, text, DEEDS, event.square
        case BidPlaced():
            if event.amount is None:
                return None
            key = "table.log.bid" if event.amount else "table.log.passed"
            text = tr(key, who=_who(t, event.seat), amount=t.money(event.amount))
            return event.seat, icon, text, DEEDS, None
        case AuctionTied():
            names = ", ".join(_who(t, seat) for seat in event.seats)
            text = tr("table.log.tied", who=names, amount=t.money(event.amount))
            return None, icon, text, DEEDS, event.square
        case AuctionEnded():
            square = _where(t, event.square)
            if event.winner is None:
                return None, icon, tr("table.log.no_bids", square=square), DEEDS, event.square
            text = tr(
                "table.log.won",
                who=_who(t, event.winner),
                square=square,
                amount=t.money(event.amount),
            )
            return event.winner, icon, text, DEEDS, event.square


def _trade(event: TradeProposed | TradeAccepted | TradeRefused, t: Table) -> Written:
    icon = "fill/handshake"
    one, other = _who(t, event.from_), _who(t, event.to)
    match event:
        case TradeProposed():
            key = "table.log.offer" if event.offer == 1 else "table.log.counter"
            text = tr(
                key,
                who=one,
                whom=other,
                give=t.bundle(event.offered_properties, event.offered_money),
                get=t.bundle(event.asked_properties, event.asked_money),
            )
            return event.from_, icon, text, DEEDS, None
        case TradeAccepted():
            return event.to, icon, tr("table.log.accepted", who=other, whom=one), DEEDS, None
        case TradeRefused():
            text = code_words("table.log.refused", event.cause, who=other, whom=one)
            return event.to, icon, text, DEEDS, None
