"""Rules 21.x: chance from outside, secrecy, and games that can be played again."""

from __future__ import annotations

import random

import pytest

from magnate_app.errors import DecodeError
from magnate_app.rules import engine, ids
from magnate_app.rules.actions import Bid
from magnate_app.rules.chance import CARDS, DICE, SETUP, Recorder, Scripted, Seeded, Unpredictable
from magnate_app.rules.events import AnyEvent
from magnate_app.rules.hashing import state_hash
from magnate_app.rules.settings import HOUSE_RULES, Settings
from magnate_app.rules.state import GameState
from magnate_app.rules.views import view_for
from tests.kit.games import BOARD, A, B, decline, game_at, jump, play, show
from tests.kit.odds import Path


def test_seeded_luck_is_the_same_everywhere() -> None:
    one, two, other = Seeded("a"), Seeded("a"), Seeded("b")
    first = [one.draw(DICE, 6) for _ in range(50)]
    assert first == [two.draw(DICE, 6) for _ in range(50)]
    assert first != [other.draw(DICE, 6) for _ in range(50)]
    assert set(first) == set(range(6))
    known = Seeded(1)
    assert [known.draw(DICE, 6) for _ in range(8)] == [
        int(value * 6) for value in _stream("1/0", 8)
    ]


def _stream(seed: str, count: int) -> list[float]:
    source = random.Random(seed)
    return [source.random() for _ in range(count)]


def test_one_draw_more_in_one_stream_does_not_shift_another() -> None:
    calm, busy = Seeded(7), Seeded(7)
    for _ in range(13):
        busy.draw(CARDS, 21)
        busy.draw(SETUP, 4)
    assert [calm.draw(DICE, 6) for _ in range(9)] == [busy.draw(DICE, 6) for _ in range(9)]


def test_unpredictable_luck_stays_in_its_bounds() -> None:
    luck = Unpredictable()
    drawn = {luck.draw(DICE, 6) for _ in range(500)}
    assert drawn == set(range(6))


def test_a_recorder_keeps_what_was_drawn_until_it_is_taken() -> None:
    recorder = Recorder(Seeded(3))
    drawn = tuple(recorder.draw(DICE, 6) for _ in range(4))
    assert recorder.take() == drawn
    assert recorder.take() == ()


def test_a_script_must_fit() -> None:
    script = Scripted([2, 9])
    assert not script.finished
    assert script.draw(DICE, 6) == 2
    with pytest.raises(DecodeError):
        script.draw(DICE, 6)
    with pytest.raises(DecodeError):
        Scripted([]).draw(DICE, 6)
    done = Scripted([0])
    done.draw(CARDS, 1)
    assert done.finished


def test_r21_1_only_what_is_listed_is_decided_by_chance() -> None:
    """No draw happens in a whole round of purchases, trades, auctions and building."""
    state = game_at(players=2, deeds={1: A, 3: A}, phase=ids.BUSINESS)
    quiet = Path([])
    for action in engine.legal(state, A):
        twin = state.copy()
        engine.apply(twin, A, action, quiet)
    assert quiet.taken == [] or twin.phase == ids.END
    state = game_at()
    jump(state, A, 6)
    for action in engine.legal(state, A):
        twin, quiet = state.copy(), Path([])
        engine.apply(twin, A, action, quiet)
        assert quiet.taken == []


def test_r21_1_each_kind_of_luck_uses_its_own_stream() -> None:
    dice = Path([0, 1, 0])
    state = game_at(at={A: 100})
    engine.apply(state, A, engine.legal(state, A)[0], dice)
    assert set(dice.streams) == {DICE}
    setup = Path([])
    engine.new_game(BOARD, Settings(), [True] * 4, setup)
    assert set(setup.streams) == {SETUP}
    cards = Path([])
    state = game_at()
    show(state, A, "goToStart")
    engine.apply(state, A, engine.legal(state, A)[1], cards)
    assert set(cards.streams) == {CARDS}


def test_r21_2_sealed_amounts_are_the_only_secret_of_a_state() -> None:
    state = game_at(players=4)
    jump(state, A, 6)
    play(state, A, decline(6))
    seen = view_for(state, None)
    assert state_hash(seen) == state_hash(state)
    play(state, B, Bid(123))
    assert "123" not in str(view_for(state, A).bids)
    assert view_for(state, B).bids == state.bids


def test_r21_2_a_state_holds_no_chance() -> None:
    state = game_at()
    for name in GameState.__annotations__:
        assert not hasattr(getattr(state, name), "draw")


def test_r21_3_the_same_game_again() -> None:
    def run(seed: int) -> tuple[list[str], list[AnyEvent]]:
        chance, choice = Seeded(seed), random.Random(seed)
        events: list[AnyEvent] = []
        agreed = Settings(max_rounds=8, house_rules=frozenset(HOUSE_RULES[:6]))
        state = engine.new_game(BOARD, agreed, [True] * 4, chance, events.append)
        hashes = [state_hash(state)]
        while state.phase != ids.END:
            seat = engine.acting(state)[0]
            actions = engine.legal(state, seat)[:-1] or engine.legal(state, seat)
            engine.apply(state, seat, choice.choice(actions), chance, events.append)
            hashes.append(state_hash(state))
        return hashes, events

    assert run(5) == run(5)
    assert run(5)[0] != run(6)[0]
