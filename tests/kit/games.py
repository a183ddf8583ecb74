"""Games to order: any position in one call, and actions that check everything around them.

Squares are the board's own ids here (0…39, 100…113, 201), seats are A, B, C …
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final, TypeAlias, TypeVar

from magnate_app.content import load_board
from magnate_app.errors import IllegalActionError
from magnate_app.rules import engine, ids
from magnate_app.rules.actions import (
    Action,
    AnswerTrade,
    Bid,
    Build,
    Buy,
    ChooseSquare,
    Decline,
    EndPhase,
    Mortgage,
    PickCard,
    ProposeTrade,
    Redeem,
    RideTram,
    Roll,
    SellHouse,
    Surrender,
)
from magnate_app.rules.chance import Scripted, Seeded
from magnate_app.rules.events import AnyEvent, AuctionEnded, CardPlayed, CardShown, DiceThrown
from magnate_app.rules.hashing import state_hash
from magnate_app.rules.invariants import problems
from magnate_app.rules.reasons import Reason
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import GameState, Terms
from tests.kit.audit import audit, movements
from tests.kit.odds import Branch, Path, Wish, branches, paths

A, B, C, D, E, F = range(6)
BUS = 4
"""The bus face as it is reported first."""

CONTENT: Final = load_board()
BOARD: Final = CONTENT.board

Deed: TypeAlias = int | tuple[int, int] | tuple[int, str] | tuple[int, int, str]
"""An owner; or owner and level; and perhaps the word `mortgaged`."""

T = TypeVar("T")


def square(square_id: int) -> int:
    """Dense number of a square."""
    return BOARD.index[square_id]


def squares(*square_ids: int) -> tuple[int, ...]:
    """Dense numbers of squares."""
    return tuple(BOARD.index[one] for one in square_ids)


def game_at(
    *,
    players: int = 3,
    at: Mapping[int, int] | None = None,
    cash: Mapping[int, int] | None = None,
    deeds: Mapping[int, Deed] | None = None,
    pot: int = 0,
    jail: Mapping[int, int] | None = None,
    turn: int = A,
    phase: int = ids.ROLL,
    streak: int = 0,
    humans: Sequence[bool] | None = None,
    out: Collection[int] = (),
    turn_number: int | None = None,
    round_number: int | None = None,
    house_rules: Collection[str] = (),
    **settings: Any,
) -> GameState:
    """Build a position; what is not said is as after setup (R1.5)."""
    agreed = Settings(seats=max(players, 2), house_rules=frozenset(house_rules), **settings)
    quiet = frozenset(house_rules) - {"fixed_pot_start", "starting_deal"}
    calm = Settings(seats=max(players, 2), house_rules=quiet, **settings)
    state = engine.new_game(BOARD, calm, list(humans or [True] * players), Seeded(1))
    state.settings = agreed
    state.terms = Terms.of(agreed)
    for seat in out:
        engine.apply(state, seat, Surrender(), Seeded(1))
    for seat, place in (at or {}).items():
        state.position[seat] = square(place)
    for seat, turns in (jail or {}).items():
        state.position[seat] = square(201)
        state.jail_turns[seat] = turns
    for place, deed in (deeds or {}).items():
        _give(state, place, deed)
    _examine(state)
    for seat, amount in (cash or {}).items():
        state.cash[seat] = amount
    state.pot = pot
    state.bank = -pot - sum(state.cash)
    state.turn_seat = turn
    state.streak = streak
    state.phase = phase
    state.actor = turn
    if turn_number is not None:
        state.turn_number = turn_number
    if round_number is not None:
        state.round = round_number
    assert problems(state) == []
    return state


def _give(state: GameState, place: int, deed: Deed) -> None:
    parts = deed if isinstance(deed, tuple) else (deed,)
    dense = square(place)
    state.owner[dense] = parts[0]
    for part in parts[1:]:
        if isinstance(part, int):
            state.level[dense] = part
        else:
            assert part == "mortgaged"
            state.mortgaged[dense] = 1


def _examine(state: GameState) -> None:
    """Bring what the state keeps about groups in line with the deeds (R8.2)."""
    for group, members in enumerate(BOARD.group_members):
        if not members:
            continue
        holders = {state.owner[one] for one in members}
        complete = len(holders) == 1 and max(holders) < ids.WAITING
        state.group_owner[group] = min(holders) if complete else ids.NOBODY
        state.built[group] = sum(state.level[one] for one in members)


# ------------------------------------------------------------------ playing


def play(
    state: GameState,
    seat: int,
    action: Action,
    wish: Wish | None = None,
    *,
    draws: Sequence[int] = (),
    whole: bool = False,
) -> list[AnyEvent]:
    """Carry out an action on `state`; chance goes the way of `wish`. Return the events.

    `draws` fixes the first draws; without a wish the rest are the first of what is offered.
    `whole` looks at every combination of drawn squares.
    """
    engine.check(state, seat, action)
    # offers and bids have bounds; `EndPhase` in management stands for an explicit action
    if not isinstance(action, ProposeTrade | Bid) and not (
        isinstance(action, EndPhase) and state.phase == ids.MANAGEMENT
    ):
        assert action in engine.legal(state, seat)
    before = state.copy()
    for branch in branches(before, seat, action, draws, whole=whole):
        if wish is None or wish(branch):
            break
    else:
        raise AssertionError("chance cannot go that way")
    events: list[AnyEvent] = []
    chance = Scripted(branch.draws)
    engine.apply(state, seat, action, chance, events.append)
    assert chance.finished
    assert events == branch.events
    assert state_hash(state) == state_hash(branch.state)
    audit(before, state, events)
    return events


def refused(state: GameState, seat: int, action: Action) -> Reason:
    """Return why `action` is refused now; fail if it is not, or if that changes anything."""
    before = state_hash(state)
    try:
        engine.check(state, seat, action)
    except IllegalActionError as error:
        assert state_hash(state) == before
        if 0 <= seat < state.seats:
            assert action not in engine.legal(state, seat)
        return Reason(error.reason)
    raise AssertionError(f"{action} is accepted")


def throw(
    state: GameState, seat: int, one: int, two: int, bus: int = 0, wish: Wish | None = None
) -> list[AnyEvent]:
    """Throw these dice; prisoners have no bus die."""
    dice = (one, two) if state.jail_turns[seat] else (one, two, bus)
    events = play(state, seat, Roll(), wish, draws=[face - 1 for face in dice])
    assert only(events, DiceThrown).dice == (*dice, 0)[:3]
    return events


def jump(state: GameState, seat: int, place: int, wish: Wish | None = None) -> list[AnyEvent]:
    """Throw a triple and go to `place`: an arrival anywhere, without GO money or a double."""
    throw(state, seat, 1, 1, 1)
    return play(state, seat, go(place), wish)


def time_out(state: GameState, draws: Sequence[int] = ()) -> list[AnyEvent]:
    """Let the clock of the current decision run out: one default (R15.3). Return the events."""
    answer = engine.default_action(state, Path(draws))
    assert answer is not None
    return play(state, *answer)


def defaults(state: GameState) -> list[tuple[int, Action]]:
    """Everything the clock may do now: one entry for each way chance can go."""
    found: list[tuple[int, Action]] = []

    def run(path: Path) -> None:
        answer = engine.default_action(state, path)
        if answer is not None:
            found.append(answer)

    for _ in paths(run):
        pass
    return found


def acting(state: GameState) -> list[int]:
    """Who may act now."""
    return sorted(engine.acting(state))


# ------------------------------------------------------------------ actions on board ids


def go(place: int) -> ChooseSquare:
    """Go to this target."""
    return ChooseSquare(square(place))


def buy(place: int) -> Buy:
    """Buy this square."""
    return Buy(square(place))


def decline(place: int) -> Decline:
    """Leave this square to an auction."""
    return Decline(square(place))


def ride(place: int) -> RideTram:
    """Ride to this tram."""
    return RideTram(square(place))


def build(place: int, houses: int = 1) -> Build:
    """Build on this street."""
    return Build(square(place), houses)


def sell(place: int, houses: int = 1) -> SellHouse:
    """Sell on this street."""
    return SellHouse(square(place), houses)


def mortgage(place: int) -> Mortgage:
    """Mortgage this deed."""
    return Mortgage(square(place))


def redeem(place: int) -> Redeem:
    """Lift the mortgage of this deed."""
    return Redeem(square(place))


def offer(
    to: int, *, give: Sequence[int] = (), pay: int = 0, get: Sequence[int] = (), ask: int = 0
) -> ProposeTrade:
    """Offer deeds and money against deeds and money."""
    return ProposeTrade(to, pay, ask, squares(*give), squares(*get))


def accept() -> AnswerTrade:
    """Take the offer."""
    return AnswerTrade(True)


def reject() -> AnswerTrade:
    """Reject the offer."""
    return AnswerTrade(False)


def end() -> EndPhase:
    """Go on."""
    return EndPhase()


SHOWN: Final = PickCard(True)
UNKNOWN: Final = PickCard(False)


# ------------------------------------------------------------------ looking


def only(events: Sequence[AnyEvent], kind: type[T]) -> T:
    """The one event of this kind."""
    found = [event for event in events if isinstance(event, kind)]
    assert len(found) == 1, f"{len(found)} of {kind.__name__} in {events}"
    return found[0]


def every(events: Sequence[AnyEvent], kind: type[T]) -> list[T]:
    """All events of this kind."""
    return [event for event in events if isinstance(event, kind)]


def money(events: Sequence[AnyEvent]) -> list[tuple[int | str, int | str, int, str]]:
    """The money that moved: payer, payee, amount, code."""
    return movements(events)


def place(state: GameState, seat: int) -> int:
    """Board id of the square a token stands on."""
    return BOARD.ids[state.position[seat]]


def phase(state: GameState) -> str:
    """Name of the phase."""
    return ids.PHASE_NAMES[state.phase]


def owner(state: GameState, place: int) -> int | None:
    """Owner of a deed."""
    return owner_of(state, square(place))


def houses(state: GameState, place: int) -> int:
    """Level of a deed as R3.2 reports it."""
    dense = square(place)
    group = BOARD.group[dense]
    if not group:
        return -1
    holders = {owner_of(state, one) for one in BOARD.group_members[group]}
    return state.level[dense] if len(holders) == 1 and None not in holders else -1


def owner_of(state: GameState, dense: int) -> int | None:
    """Owner of a dense square."""
    return None if state.owner[dense] >= ids.WAITING else state.owner[dense]


def is_mortgaged(state: GameState, place: int) -> bool:
    """Whether a deed is mortgaged."""
    return bool(state.mortgaged[square(place)])


def targets(state: GameState, seat: int) -> list[int]:
    """Open targets of `seat`, as board ids."""
    return sorted(
        BOARD.ids[action.square]
        for action in engine.legal(state, seat)
        if isinstance(action, ChooseSquare)
    )


def may(state: GameState, seat: int, action: Action) -> bool:
    """Whether the action is accepted now."""
    try:
        engine.check(state, seat, action)
    except IllegalActionError:
        return False
    return True


def legal_kinds(state: GameState, seat: int) -> set[str]:
    """Class names of what the seat may do now."""
    return {type(action).__name__ for action in engine.legal(state, seat)}


# ------------------------------------------------------------------ wishes


def card(kind: str, value: int | None = None) -> Wish:
    """This card is shown."""

    def wish(branch: Branch) -> bool:
        shown = every(branch.events, CardShown)
        return len(shown) == 1 and (shown[0].card, shown[0].value) == (kind, value)

    return wish


def plays(
    kind: str, value: int | None = None, then: Callable[[Branch], bool] = lambda branch: True
) -> Wish:
    """This card takes effect, in this way."""

    def wish(branch: Branch) -> bool:
        played = every(branch.events, CardPlayed)
        return (
            len(played) == 1 and (played[0].card, played[0].value) == (kind, value) and then(branch)
        )

    return wish


def show(state: GameState, seat: int, kind: str, value: int | None = None) -> list[AnyEvent]:
    """Send `seat` to a fantasy square where this card is shown."""
    return jump(state, seat, 2, card(kind, value))


def auctioned(events: Sequence[AnyEvent]) -> AuctionEnded:
    """How the auction ended."""
    return only(events, AuctionEnded)
