"""Nothing depends on being listened to: without an event sink every game goes the same way."""

from __future__ import annotations

import pytest

from magnate_app.rules import engine, transcript
from magnate_app.rules.actions import Action, Bid
from magnate_app.rules.chance import Scripted
from magnate_app.rules.events import AnyEvent
from magnate_app.rules.hashing import state_hash
from magnate_app.rules.state import GameState
from tests.kit.games import (
    BUS,
    A,
    B,
    accept,
    buy,
    decline,
    end,
    game_at,
    go,
    jump,
    mortgage,
    offer,
    ride,
    show,
    throw,
)
from tests.kit.odds import Path
from tests.rules.make_transcripts import BOARD, FOLDER


class Listener:
    """Hears and forgets."""

    def __call__(self, event: AnyEvent, /) -> None:
        assert event is not None


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_a_golden_game_goes_the_same_way_unheard(path: object) -> None:
    text = next(one for one in FOLDER.glob("*.txt") if one == path).read_text("utf-8")
    game = transcript.read(text, BOARD)
    heard = [state_hash(state) for state in transcript.steps(game, BOARD, Listener())]
    silent = [state_hash(state) for state in transcript.steps(game, BOARD)]
    assert heard == silent


def on(place: int, **more: object) -> GameState:
    state = game_at(players=2, **more)  # type: ignore[arg-type]  # passed through
    jump(state, A, place)
    return state


def bus() -> GameState:
    state = game_at(players=2)
    throw(state, A, 1, 2, BUS)
    return state


def auction() -> GameState:
    state = on(6)
    engine.apply(state, A, decline(6), Scripted([]))
    return state


def offered() -> GameState:
    state = game_at(players=2, deeds={6: A}, phase=4)
    engine.apply(state, A, offer(B, give=[6], ask=50), Scripted([]))
    return state


def card(kind: str) -> GameState:
    state = game_at(players=2, deeds={1: (A, 1), 3: (A, 1)})
    show(state, A, kind)
    return state


SCENES: dict[str, tuple[GameState, int, Action]] = {
    "a purchase": (on(6), A, buy(6)),
    "a refusal to buy": (on(6), A, decline(6)),
    "a bid": (auction(), B, Bid(10)),
    "a pass": (auction(), B, Bid(0)),
    "a ride": (on(10), A, ride(30)),
    "a choice": (bus(), A, go(3)),
    "a debt": (on(39, cash={A: 0}, deeds={39: B, 5: A}), A, mortgage(5)),
    "a trade": (offered(), B, accept()),
    "the end of a turn": (game_at(players=2, phase=4, cash={B: -5}), A, end()),
}


@pytest.mark.parametrize("name", SCENES)
def test_a_single_action_goes_the_same_way_unheard(name: str) -> None:
    state, seat, action = SCENES[name]
    heard, silent = state.copy(), state.copy()
    events: list[object] = []
    engine.apply(heard, seat, action, Path([]), events.append)
    engine.apply(silent, seat, action, Path([]))
    assert events
    assert state_hash(heard) == state_hash(silent)


def test_a_shown_card_goes_the_same_way_unheard() -> None:
    for kind in ("earthquake", "breakOwnHouse", "magnetism", "shareMoneyAll"):
        state = card(kind) if kind != "shareMoneyAll" else card("goToStart")
        for action in engine.legal(state, A)[:-1]:
            heard, silent = state.copy(), state.copy()
            engine.apply(heard, A, action, Path([]), Listener())
            engine.apply(silent, A, action, Path([]))
            assert state_hash(heard) == state_hash(silent)
