"""The words for what bots think: reasons, advised actions, remarks of their characters."""

from __future__ import annotations

from typing import Final

from magnate_app.protocol.explaining import BRIDGES, Why
from magnate_app.protocol.messages import AdviceChoice, Remark, ToldAction
from magnate_app.ui.strings import code_words, known, number, tr, tr_n
from magnate_app.ui.table_context import Table

_FAMILIES: Final = ("group", "other")


def said(table: Table, why: Why | None) -> str:
    """Return what a bot says with its offer or answer, if anything."""
    if why is None:
        return ""
    key = f"why.{why.code}"
    if not known(key):
        return tr("why.other.said")
    if why.params.get("seat") == table.model.me and known(f"{key}.you"):
        key += ".you"
    return _sentence(table, key, why)


def reasons(table: Table, choice: AdviceChoice) -> str:
    """Return what speaks for an advised choice, in one line."""
    sentences = (_sentence(table, f"why.{why.code}", why) for why in choice.whys)
    return "; ".join(dict.fromkeys(sentences))


def deed(table: Table, choice: AdviceChoice) -> str:
    """Return what to do, in a few words."""
    first = choice.actions[0]
    square = table.atlas.name(first.square) if isinstance(first.square, int) else ""
    match first.type:
        case "ActionBuild":
            return _build(table, choice.actions)
        case "ActionPayBail":
            return tr("advice.do.bail" if first.to_pay else "advice.do.jail")
        case "ActionChooseCard":
            return tr("advice.do.shown" if first.chosen_revealed_card else "advice.do.unknown")
        case "ActionTradeAnswer":
            return tr("advice.do.accept" if first.choose else "advice.do.refuse")
        case "ActionTradeProposal":
            return _offer(table, first)
        case "ActionBid" if not first.amount:
            return tr("advice.do.pass")
        case "ActionBid":
            return tr("advice.do.ActionBid", amount=number(int(first.amount or 0)))
        case "ActionTakeTram" if first.square == _here(table):
            return tr("advice.do.stay", square=square)
        case _:
            return code_words("advice.do", first.type, square=square)


def line(table: Table, choice: AdviceChoice) -> str:
    """Return a choice and its reasons as one sentence, to be read aloud."""
    return tr("advice.line", what=deed(table, choice), why=reasons(table, choice))


def remark_words(remark: Remark) -> str:
    """Return what a character says; empty for an occasion we have no words for."""
    key = f"remark.{remark.character}.{remark.occasion}"
    count = 0
    while known(f"{key}.{count + 1}"):
        count += 1
    return tr(f"{key}.{remark.variant % count + 1}") if count else ""


def family_name(table: Table, family: int) -> str:
    """Return how a group, or all bridges or data centres, are called in a sentence."""
    if family >= BRIDGES:
        return code_words("why.family", family)
    return table.atlas.group_name(family)


def _sentence(table: Table, key: str, why: Why) -> str:
    if not known(key):
        return tr("why.other")
    words: dict[str, object] = {}
    for name, value in why.params.items():
        if name in _FAMILIES:
            words[name] = family_name(table, value)
        elif name == "seat":
            words[name] = table.seat_name(value)
        elif name == "square":
            words[name] = table.atlas.name(value)
        else:
            words[name] = number(value)
    return tr(key, **words)


def _build(table: Table, actions: tuple[ToldAction, ...]) -> str:
    squares: list[int] = []
    houses = 0
    for action in actions:
        if isinstance(action.square, int) and isinstance(action.houses, int):
            houses += action.houses
            if action.square not in squares:
                squares.append(action.square)
    if houses == 1:
        names = [table.atlas.name(squares[0])]
    else:
        groups = dict.fromkeys(table.atlas.group(square) for square in sorted(squares))
        names = [table.atlas.group_name(group) for group in groups]
    return tr_n("advice.do.ActionBuild", houses, where=", ".join(names))


def _offer(table: Table, offer: ToldAction) -> str:
    partner = offer.destination_user if isinstance(offer.destination_user, int) else None
    seat = table.model.seat_of(partner)
    give = table.bundle(_squares(offer.offered_properties), _money(offer.offered_money))
    get = table.bundle(_squares(offer.asked_properties), _money(offer.asked_money))
    who = "" if seat is None else table.seat_name(seat)
    words = tr("advice.do.ActionTradeProposal", who=who, give=give, get=get)
    return words.replace("*", "")


def _squares(squares: object) -> tuple[int, ...]:
    return squares if isinstance(squares, tuple) else ()


def _money(money: object) -> int:
    return money if isinstance(money, int) else 0


def _here(table: Table) -> int | None:
    me = table.model.me
    return None if me is None else table.model.player(me).square
