"""What could never be true of a state; run after every action in tests."""

from __future__ import annotations

from collections.abc import Iterator

from magnate_app.rules.board import HOTEL
from magnate_app.rules.deeds import highest_level, lowest_level
from magnate_app.rules.ids import (
    ANSWER,
    AUCTION,
    BUSINESS,
    CHOOSE_FANTASY,
    CHOOSE_SQUARE,
    END,
    LIQUIDATION,
    NOBODY,
    STREET,
    WAITING,
)
from magnate_app.rules.state import NO_CARD, NO_SQUARE, GameState


def problems(state: GameState) -> list[str]:
    """Return one sentence per contradiction; an empty list for every state of a game."""
    return [
        *_purses(state),
        *_seats(state),
        *_deeds(state),
        *_groups(state),
        *_waiting(state),
        *_pending(state),
    ]


def _purses(state: GameState) -> Iterator[str]:
    total = state.bank + state.pot + sum(state.cash)
    if total:
        yield f"bank, pot and balances sum to {total}, not to 0 (R17.3)"
    if state.pot < 0:
        yield f"the pot holds {state.pot}"


def _seats(state: GameState) -> Iterator[str]:
    for seat in range(state.seats):
        jailed = state.position[seat] == state.board.jail and not state.out[seat]
        if jailed != (state.jail_turns[seat] > 0):
            yield f"seat {seat} has {state.jail_turns[seat]} jail turns where it stands"
        if state.out[seat] and state.cash[seat]:
            yield f"seat {seat} is out and holds {state.cash[seat]}"
        if state.out[seat] != (seat in state.left):
            yield f"seat {seat} is not where the list of the eliminated has it"
    if state.alive != state.out.count(False) or len(state.left) != state.out.count(True):
        yield f"{state.alive} survivors are counted, {state.out.count(False)} are left"
    if any(value < 0 for value in state.stats):
        yield "a statistic is below 0"
    if not 0 <= state.streak <= 2:  # a third double is not counted (R4.5)
        yield f"the streak is {state.streak}"


def _deeds(state: GameState) -> Iterator[str]:
    board = state.board
    for square in range(board.size):
        name, owner = board.ids[square], state.owner[square]
        free = owner >= WAITING
        if square not in board.buyable and owner != NOBODY:
            yield f"square {name} has an owner and cannot have one"
        if not free and (owner >= state.seats or state.out[owner]):
            yield f"square {name} belongs to {owner}, who does not play"
        if free and (state.mortgaged[square] or state.level[square]):
            yield f"square {name} has no owner but a mortgage or buildings"
        if state.level[square] and board.kind[square] != STREET:
            yield f"square {name} carries buildings and is no street"
        if state.level[square] > HOTEL:
            yield f"square {name} has level {state.level[square]} (R8.1)"
        if state.mortgaged[square] > 1:
            yield f"square {name} is mortgaged {state.mortgaged[square]} times"
        if state.level[square] and state.mortgaged[square]:
            yield f"square {name} has buildings and a mortgage"


def _groups(state: GameState) -> Iterator[str]:
    for group, members in enumerate(state.board.group_members):
        if not members:
            continue
        owners = {state.owner[square] for square in members}
        complete = owners.pop() if len(owners) == 1 else NOBODY
        if complete == WAITING:
            complete = NOBODY
        if state.group_owner[group] != complete:
            yield f"group {group} belongs to {complete}, not to {state.group_owner[group]}"
        built = sum(state.level[square] for square in members)
        if state.built[group] != built:
            yield f"group {group} has {built} levels, not {state.built[group]}"
        if built and complete == NOBODY:
            yield f"group {group} is incomplete and built"
        if built and any(state.mortgaged[square] for square in members):
            yield f"group {group} has buildings and a mortgage"
        if highest_level(state, group) - lowest_level(state, group) > 1:
            yield f"group {group} is uneven (R8.4)"


def _waiting(state: GameState) -> Iterator[str]:
    waiting = {square for square, _ in state.estates}
    if state.phase == AUCTION and state.auction_estate:
        waiting.add(state.auction_square)
    held = {square for square in state.board.buyable if state.owner[square] == WAITING}
    if waiting != held:
        yield "the deeds that wait are not those the bank holds for auction (R12.16)"


def _pending(state: GameState) -> Iterator[str]:
    phase, actor = state.phase, state.actor
    waits = phase not in (AUCTION, END)
    if waits != (actor >= 0):
        yield f"phase {phase} waits for seat {actor}"
    if waits and state.out[actor]:
        yield f"the game waits for seat {actor}, which is out"
    if waits and phase != ANSWER and actor != state.turn_seat:
        yield f"seat {actor} acts in the turn of seat {state.turn_seat}"
    if (phase == ANSWER) != (state.offer is not None):
        yield "an offer and its phase do not go together"
    if (phase == AUCTION) != (state.auction_square != NO_SQUARE):
        yield "an auction and its phase do not go together"
    if (phase == CHOOSE_FANTASY) != (state.card != NO_CARD):
        yield "a card and its phase do not go together"
    if (phase == LIQUIDATION) != (state.resume != 0):
        yield "a debt and its phase do not go together"
    if (phase == CHOOSE_SQUARE or state.bail_total > 0) != bool(state.targets):
        yield "open targets and their phase do not go together"
    if (phase == END) != (state.outcome is not None):
        yield "the outcome and the end do not go together"
    if phase == BUSINESS and state.cash[actor] < 0:
        yield f"seat {actor} does business with {state.cash[actor]} (R3.9)"
    if phase == LIQUIDATION and state.cash[actor] >= 0:
        yield f"seat {actor} is in debt with {state.cash[actor]}"
