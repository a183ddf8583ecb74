"""Whole games between bots, some of them late for their clock, watched at every action.

About 120 games by default; `MAGNATE_MANY_GAMES=10000` asks for more.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass

import msgspec
import pytest

from magnate_app.bots import levels
from magnate_app.bots.base import Bot
from magnate_app.bots.random_legal import RandomLegal
from magnate_app.rules import engine
from magnate_app.rules.actions import Action
from magnate_app.rules.chance import Recorder, Scripted, Seeded
from magnate_app.rules.hashing import state_hash
from magnate_app.rules.invariants import problems
from magnate_app.rules.settings import HOUSE_RULES, PRESETS, Settings, with_preset
from magnate_app.rules.views import view_for
from tests.kit.games import BOARD

GAMES = int(os.environ.get("MAGNATE_MANY_GAMES", "120"))
PARTS = 12

QUICK = [name for name in levels.NAMES if name != levels.EXPERT]
EXPERTS = 40
"""One game of so many has an expert, who takes its time."""

EVERY = 16
"""Actions between two hashes."""


@dataclass(frozen=True)
class Played:
    """One action as it happened."""

    seat: int
    action: Action
    draws: tuple[int, ...]


def table(number: int) -> tuple[Settings, list[Bot]]:
    """Return settings and bots of game `number`: everything occurs, in turns or at random."""
    luck = random.Random(f"many/{number}")
    seats = 2 + number % 5
    preset = list(PRESETS)[number % len(PRESETS)]
    settings = with_preset(Settings(seats=seats), preset)
    # One rule at a time, all of them, none, and random mixtures.
    among = number % (len(HOUSE_RULES) + 3)
    if among < len(HOUSE_RULES):
        rules = {HOUSE_RULES[among]}
    elif among == len(HOUSE_RULES):
        rules = set(HOUSE_RULES)
    elif among == len(HOUSE_RULES) + 1:
        rules = set()
    else:
        rules = {rule for rule in HOUSE_RULES if luck.random() < 0.5}
    settings = msgspec.structs.replace(
        settings, house_rules=frozenset(rules), end_without_humans=luck.random() < 0.5
    )
    if settings.max_rounds:
        # Games without a limit keep their money scarce: they have to end by themselves.
        settings = msgspec.structs.replace(
            settings,
            bail=luck.choice((40, 40, 0, 400)),
            go_money=luck.choice((200, 200, 0, 1000)),
            jail_turns=luck.choice((3, 3, 1, 10)),
        )
    bots: list[Bot] = []
    for place in range(seats):
        seed = f"many/{number}/{place}"
        name = luck.choice((*QUICK, levels.RANDOM, levels.RANDOM))
        if place == 0 and number % EXPERTS == EXPERTS - 1:
            name = levels.EXPERT
        leaves = luck.choice((0.0, 0.0, 0.0005))
        if name == levels.RANDOM:
            bots.append(RandomLegal(seed, leaves))
        else:
            bots.append(levels.make(name, seed, stand_in=luck.random() < 0.1))
    return settings, bots


def play(number: int) -> int:
    """Play game `number`, look at everything, replay it; return its actions."""
    settings, bots = table(number)
    luck = random.Random(f"clock/{number}")
    clock = Seeded(f"clock/{number}")
    late = luck.choice((0.0, 0.02, 0.2))
    humans = [luck.random() < 0.3 for _ in bots]
    chance = Recorder(Seeded(f"many/{number}"))
    state = engine.new_game(BOARD, settings, humans, chance)
    setup = chance.take()
    assert problems(state) == []
    played: list[Played] = []
    hashes = [state_hash(state)]
    while acting := engine.acting(state):
        seat = luck.choice(acting)
        action = bots[state.order[seat]].decide(view_for(state, seat), seat)
        if luck.random() < late:
            default = engine.default_action(state, clock)
            assert default is not None
            seat, action = default
        engine.check(state, seat, action)
        engine.apply(state, seat, action, chance)
        played.append(Played(seat, action, chance.take()))
        found = problems(state)
        assert found == [], (number, len(played), action, found)
        if len(played) % EVERY == 0:
            hashes.append(state_hash(state))
    hashes.append(state_hash(state))
    outcome = engine.outcome(state)
    assert outcome is not None
    assert sorted(outcome.ranking) == list(range(settings.seats))
    assert replay(settings, humans, setup, played) == hashes, number
    return len(played)


def replay(
    settings: Settings, humans: list[bool], setup: tuple[int, ...], played: list[Played]
) -> list[str]:
    """Play the recorded game again; return its hashes at the same places."""
    state = engine.new_game(BOARD, settings, humans, Scripted(setup))
    hashes = [state_hash(state)]
    for number, record in enumerate(played, 1):
        chance = Scripted(record.draws)
        engine.apply(state, record.seat, record.action, chance)
        assert chance.finished
        if number % EVERY == 0:
            hashes.append(state_hash(state))
    return [*hashes, state_hash(state)]


@pytest.mark.timeout(36_000)
@pytest.mark.parametrize("part", range(PARTS))
def test_many_games_end_without_a_fault(part: int) -> None:
    for number in range(part, GAMES, PARTS):
        assert play(number) > 0
