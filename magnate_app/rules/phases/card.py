"""Taking the shown fantasy card or the unknown one. Rules 14.2 and 14.3."""

from __future__ import annotations

from magnate_app.rules.actions import Action, PickCard, Surrender
from magnate_app.rules.card_effects import play
from magnate_app.rules.cards import CARDS, draw_card
from magnate_app.rules.cash import POT, move
from magnate_app.rules.chance import Chance
from magnate_app.rules.events import AnyEvent, CardPlayed, EventSink
from magnate_app.rules.ids import NUM_FANTASY_EVENTS, Seat
from magnate_app.rules.phases.afford import require
from magnate_app.rules.reasons import CashReason
from magnate_app.rules.state import COUNTERS, NO_CARD, RESUME_CONTINUE, GameState
from magnate_app.rules.turns import continue_turn, incur_debt

_SHOWN = PickCard(True)
_UNKNOWN = PickCard(False)
_SURRENDER = Surrender()


def legal(state: GameState, seat: Seat) -> list[Action]:
    """List the shown card if it is affordable, and the unknown one."""
    if state.cash[seat] >= CARDS[state.card].cost:
        return [_SHOWN, _UNKNOWN, _SURRENDER]
    return [_UNKNOWN, _SURRENDER]


def check(state: GameState, seat: Seat, action: PickCard) -> None:
    """Raise `IllegalActionError` if the shown card is too dear."""
    if action.shown:
        require(state, seat, CARDS[state.card].cost)


def apply(
    state: GameState, seat: Seat, action: PickCard, chance: Chance, log: EventSink | None
) -> None:
    """Pay for the shown card or draw the unknown one; let it take effect; look at the debt."""
    cost = 0
    if action.shown:
        kind, value = state.card, state.card_value
        cost = CARDS[kind].cost
        move(state, seat, POT, cost, CashReason.CARD_COST, log)
    else:
        kind, value = draw_card(state, chance)
    state.card = NO_CARD
    state.card_value = 0
    if log is None:
        play(state, seat, kind, value, chance, None)
    else:
        # the card is turned over before what it does is seen
        effects: list[AnyEvent] = []
        result = play(state, seat, kind, value, chance, effects.append)
        log(CardPlayed(seat, CARDS[kind].name, value or None, cost, action.shown, result))
        for event in effects:
            log(event)
    state.stats[seat * COUNTERS + NUM_FANTASY_EVENTS] += 1
    if state.cash[seat] < 0:
        incur_debt(state, seat, RESUME_CONTINUE, log)
    else:
        continue_turn(state)
