"""What the fantasy cards do. Rules 14.5 to 14.10.

Each effect is one function `(state, drawer, value, chance, log) -> result`; the result
is what `CardPlayed` reports, with the board's own square ids.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from magnate_app.rules.board import HOTEL
from magnate_app.rules.cards import CARD_NAMES
from magnate_app.rules.cash import BANK, POT, move
from magnate_app.rules.chance import CARDS as STREAM
from magnate_app.rules.chance import Chance
from magnate_app.rules.deeds import (
    highest_level,
    in_stock,
    lowest_level,
    set_level,
    tell,
)
from magnate_app.rules.events import EventSink
from magnate_app.rules.ids import BUILT_HOUSES, DEMOLISHED_HOUSES, Seat, Square
from magnate_app.rules.movement import jail, teleport
from magnate_app.rules.reasons import CashReason
from magnate_app.rules.state import COUNTERS, GameState

POT_FLOOR: Final = 500
"""What `getParkingMoney` leaves in the pot (R14.5)."""

FORTUNE: Final = 10**12
"""Up to here a card multiplies what somebody has: two cards in endless games double money
again and again, and figures on the wire have 64 bits."""

Result: TypeAlias = dict[str, int | bool | list[int]] | int | None
Effect: TypeAlias = Callable[[GameState, Seat, int, Chance, EventSink | None], Result]


def play(
    state: GameState, seat: Seat, kind: int, value: int, chance: Chance, log: EventSink | None
) -> Result:
    """Let a card take effect on its drawer; the cost has been paid."""
    return _EFFECTS[kind](state, seat, value, chance, log)


def rivals(state: GameState, seat: Seat) -> list[Seat]:
    """Return the other survivors in turn order, starting after `seat` (R14.8)."""
    seats = state.seats
    return [
        other
        for other in ((seat + step) % seats for step in range(1, seats))
        if not state.out[other]
    ]


def _win_plain(
    state: GameState, seat: Seat, value: int, _: Chance, log: EventSink | None
) -> Result:
    move(state, BANK, seat, value, CashReason.CARD_WIN, log)
    return None


def _win_ratio(
    state: GameState, seat: Seat, value: int, _: Chance, log: EventSink | None
) -> Result:
    balance = state.cash[seat]
    if balance > 0:
        gain = balance * (100 + value) // 100 - balance
        move(state, BANK, seat, _bounded(gain, balance), CashReason.CARD_WIN_RATIO, log)
    return None


def _bounded(gain: int, balance: int) -> int:
    return min(gain, max(0, FORTUNE - balance))


def _lose_plain(
    state: GameState, seat: Seat, value: int, _: Chance, log: EventSink | None
) -> Result:
    move(state, seat, POT, value, CashReason.CARD_LOSE, log)
    return None


def _lose_ratio(
    state: GameState, seat: Seat, value: int, _: Chance, log: EventSink | None
) -> Result:
    balance = state.cash[seat]
    if balance > 0:
        loss = balance - balance * (100 - value) // 100
        move(state, seat, POT, loss, CashReason.CARD_LOSE_RATIO, log)
    return None


def _break_rival(
    state: GameState, seat: Seat, _: int, chance: Chance, log: EventSink | None
) -> Result:
    return _break(state, [g for g, o in enumerate(state.group_owner) if o != seat], chance, log)


def _break_own(
    state: GameState, seat: Seat, _: int, chance: Chance, log: EventSink | None
) -> Result:
    return _break(state, [g for g, o in enumerate(state.group_owner) if o == seat], chance, log)


def _break(state: GameState, groups: list[int], chance: Chance, log: EventSink | None) -> Result:
    """Take one level off a random street among the highest of each built group."""
    candidates: list[Square] = []
    for group in groups:
        if state.built[group]:
            top = highest_level(state, group)
            members = state.board.group_members[group]
            candidates += [square for square in members if state.level[square] == top]
    if not candidates:
        return None
    square = _pick(sorted(candidates), chance)
    _lose_level(state, square)
    tell(state, square, "card", log)
    return {"square": state.board.ids[square]}


def _lose_level(state: GameState, square: Square) -> None:
    set_level(state, square, state.level[square] - 1)
    state.stats[state.owner[square] * COUNTERS + DEMOLISHED_HOUSES] += 1


def _shuffle_positions(
    state: GameState, seat: Seat, _: int, chance: Chance, log: EventSink | None
) -> Result:
    for other in (seat, *rivals(state, seat)):
        _blow_away(state, other, chance, log)
    return None


def _move_anywhere(
    state: GameState, seat: Seat, _: int, chance: Chance, log: EventSink | None
) -> Result:
    _blow_away(state, seat, chance, log)
    return None


def _move_rival_anywhere(
    state: GameState, seat: Seat, _: int, chance: Chance, log: EventSink | None
) -> Result:
    target = _pick(rivals(state, seat), chance)
    _blow_away(state, target, chance, log)
    return {"target_player": target}


def _blow_away(state: GameState, seat: Seat, chance: Chance, log: EventSink | None) -> None:
    """Teleport a free token to a random other square; prisoners stay (R5.10)."""
    if state.jail_turns[seat]:
        return
    squares = state.board.elsewhere[state.position[seat]]
    teleport(state, seat, squares[chance.draw(STREAM, len(squares))], "card", log)


def _share_money(
    state: GameState, seat: Seat, value: int, _: Chance, log: EventSink | None
) -> Result:
    for rival in rivals(state, seat):
        move(state, seat, rival, value, CashReason.CARD_SHARE, log)
    return None


def _free_house(
    state: GameState, seat: Seat, _: int, chance: Chance, log: EventSink | None
) -> Result:
    candidates: list[Square] = []
    for group, owner in enumerate(state.group_owner):
        members = state.board.group_members[group]
        if owner != seat or any(state.mortgaged[square] for square in members):
            continue
        low = lowest_level(state, group)
        if low < HOTEL and in_stock(state, low, low + 1):
            candidates += [square for square in members if state.level[square] == low]
    if not candidates:
        return None
    square = _pick(sorted(candidates), chance)
    set_level(state, square, state.level[square] + 1)
    state.stats[seat * COUNTERS + BUILT_HOUSES] += 1
    tell(state, square, "card", log)
    return {"square": state.board.ids[square]}


def _go_to_jail(state: GameState, seat: Seat, _: int, __: Chance, log: EventSink | None) -> Result:
    jail(state, seat, "card", log)
    return None


def _send_to_jail(
    state: GameState, seat: Seat, _: int, chance: Chance, log: EventSink | None
) -> Result:
    target = _pick(rivals(state, seat), chance)
    jail(state, target, "card", log)
    return {"target_player": target}


def _everybody_to_jail(
    state: GameState, seat: Seat, _: int, __: Chance, log: EventSink | None
) -> Result:
    for other in (seat, *rivals(state, seat)):
        jail(state, other, "card", log)
    return None


def _double_or_nothing(
    state: GameState, seat: Seat, _: int, chance: Chance, log: EventSink | None
) -> Result:
    balance = max(0, state.cash[seat])
    doubled = chance.draw(STREAM, 2) == 0
    if doubled:
        move(state, BANK, seat, _bounded(balance, balance), CashReason.CARD_DOUBLE, log)
    else:
        move(state, seat, POT, balance, CashReason.CARD_NOTHING, log)
    return {"doubled": doubled}


def _parking_money(
    state: GameState, seat: Seat, _: int, __: Chance, log: EventSink | None
) -> Result:
    taken = max(0, state.pot - POT_FLOOR)
    move(state, POT, seat, taken, CashReason.CARD_POT, log)
    move(state, BANK, POT, POT_FLOOR - state.pot, CashReason.CARD_POT_FILL, log)
    return taken


def _revive(state: GameState, seat: Seat, _: int, chance: Chance, log: EventSink | None) -> Result:
    mortgaged, owner = state.mortgaged, state.owner
    candidates = [s for s in state.board.buyable if owner[s] == seat and mortgaged[s]]
    if not candidates:
        return None
    square = _pick(candidates, chance)
    mortgaged[square] = 0
    tell(state, square, "card", log)
    return {"square": state.board.ids[square]}


def _earthquake(state: GameState, _: Seat, __: int, ___: Chance, log: EventSink | None) -> Result:
    struck = [square for square in state.board.streets if state.level[square]]
    for square in struck:
        _lose_level(state, square)
    for square in struck:
        tell(state, square, "card", log)
    return {"squares": [state.board.ids[square] for square in struck]} if struck else None


def _collect(state: GameState, seat: Seat, value: int, _: Chance, log: EventSink | None) -> Result:
    for rival in rivals(state, seat):
        move(state, rival, seat, value, CashReason.CARD_COLLECT, log)
    return None


def _magnetism(state: GameState, seat: Seat, _: int, __: Chance, log: EventSink | None) -> Result:
    for rival in rivals(state, seat):
        if not state.jail_turns[rival]:
            teleport(state, rival, state.position[seat], "card", log)
    return None


def _go_to_start(state: GameState, seat: Seat, _: int, __: Chance, log: EventSink | None) -> Result:
    teleport(state, seat, state.board.start, "card", log)
    move(state, BANK, seat, state.terms.go_money, CashReason.CARD_GO, log, state.board.start)
    return None


def _pick(candidates: list[int], chance: Chance) -> int:
    return candidates[chance.draw(STREAM, len(candidates))]


_BY_NAME: Final[dict[str, Effect]] = {
    "winPlainMoney": _win_plain,
    "winRatioMoney": _win_ratio,
    "losePlainMoney": _lose_plain,
    "loseRatioMoney": _lose_ratio,
    "breakOpponentHouse": _break_rival,
    "breakOwnHouse": _break_own,
    "shufflePositions": _shuffle_positions,
    "moveAnywhereRandom": _move_anywhere,
    "moveOpponentAnywhereRandom": _move_rival_anywhere,
    "shareMoneyAll": _share_money,
    "freeHouse": _free_house,
    "goToJail": _go_to_jail,
    "sendToJail": _send_to_jail,
    "everybodyToJail": _everybody_to_jail,
    "doubleOrNothing": _double_or_nothing,
    "getParkingMoney": _parking_money,
    "reviveProperty": _revive,
    "earthquake": _earthquake,
    "everybodySendsYouMoney": _collect,
    "magnetism": _magnetism,
    "goToStart": _go_to_start,
}

_EFFECTS: Final = tuple(_BY_NAME[name] for name in CARD_NAMES)
