"""Laws that hold in every game, whatever is played: random games by every preset and house rule.

`MAGNATE_LAW_GAMES` asks for more games than the default.
"""

from __future__ import annotations

import os
import random
from typing import Final

import pytest

from magnate_app.content import load_board
from magnate_app.errors import IllegalActionError
from magnate_app.rules import engine, transcript
from magnate_app.rules.actions import Action, Bid, ProposeTrade, Surrender
from magnate_app.rules.chance import Recorder, Scripted, Seeded
from magnate_app.rules.events import AnyEvent, CashMoved
from magnate_app.rules.ids import END, LIQUIDATION, PHASE_NAMES
from magnate_app.rules.invariants import problems
from magnate_app.rules.settings import HOUSE_RULES, PRESETS, Settings, with_preset
from magnate_app.rules.state import HIDDEN_BID, NO_BID, OPEN, GameState
from magnate_app.rules.views import view_for

BOARD: Final = load_board().board
GAMES: Final = int(os.environ.get("MAGNATE_LAW_GAMES", "150"))
BATCHES: Final = 10
LONGEST: Final = 1500
"""Actions after which players give up one by one, so that unlimited games end too."""


def settings_for(dice: random.Random) -> Settings:
    """Any preset, any house rules, and now and then little money."""
    rules = frozenset(rule for rule in HOUSE_RULES if dice.random() < 0.35)
    settings = Settings(
        seats=dice.randint(2, 6),
        start_money=1500,
        jail_turns=dice.choice((1, 2, 3)),
        bail=dice.choice((0, 40, 400)),
        go_money=dice.choice((0, 200)),
        end_without_humans=dice.random() < 0.8,
        house_rules=rules,
    )
    settings = with_preset(settings, dice.choice(sorted(PRESETS)))
    if dice.random() < 0.4:
        settings = Settings(
            seats=settings.seats,
            start_money=100,
            max_rounds=settings.max_rounds,
            house_rules=rules,
        )
    return settings


class Table:
    """One random game, with everything around it checked after each action."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        settings = settings_for(self.dice)
        self.chance = Recorder(Seeded(seed))
        self.log: list[AnyEvent] = []
        humans = [self.dice.random() < 0.5 for _ in range(settings.seats)]
        self.state = engine.new_game(BOARD, settings, humans, self.chance, self.log.append)
        self.twin = engine.new_game(BOARD, settings, humans, Scripted(self.chance.take()))
        self.purses = self.replay_cash({})
        self.played = 0

    def replay_cash(self, purses: dict[int | str, int]) -> dict[int | str, int]:
        for event in self.log:
            if isinstance(event, CashMoved):
                assert event.amount > 0
                purses[event.payer] = purses.get(event.payer, 0) - event.amount
                purses[event.payee] = purses.get(event.payee, 0) + event.amount
        self.log.clear()
        return purses

    def pick(self, seat: int, actions: list[Action]) -> Action:
        """Mostly plain actions, sometimes an offer, a free bid, or surrender."""
        assert actions[-1] == Surrender()
        assert len(set(map(repr, actions))) == len(actions)
        if self.played > LONGEST or self.dice.random() < 0.002:
            return actions[-1]
        limits = engine.bid_range(self.state, seat)
        if limits and self.dice.random() < 0.5:
            return Bid(self.dice.randint(limits[0], min(limits[1], limits[0] + 3)))
        if self.dice.random() < 0.3:
            offer = self.offer(seat)
            if offer is not None:
                return offer
        return self.dice.choice(actions[:-1])

    def offer(self, seat: int) -> ProposeTrade | None:
        spaces = engine.trade_offers(self.state, seat)
        if not spaces:
            return None
        space = self.dice.choice(spaces)
        offer = ProposeTrade(
            space.to,
            self.dice.randint(0, space.money_max_offered),
            self.dice.choice((0, space.money_max_asked // 9)),
            tuple(self.dice.sample(space.offered, min(len(space.offered), 1))),
            tuple(self.dice.sample(space.asked, min(len(space.asked), 1))),
        )
        try:
            engine.check(self.state, seat, offer)
        except IllegalActionError:
            return None
        return offer

    def play(self, seat: int, action: Action) -> None:
        """Carry out one action on the game and, from the recorded draws, on its twin."""
        engine.check(self.state, seat, action)
        decision = self.state.decision
        engine.apply(self.state, seat, action, self.chance, self.log.append)
        draws = Scripted(self.chance.take())
        engine.apply(self.twin, seat, action, draws)
        assert draws.finished
        self.played += 1
        assert problems(self.state) == []
        assert self.state.decision >= decision
        assert engine.state_hash(self.twin) == engine.state_hash(self.state)
        self.replay_cash(self.purses)
        held: dict[int | str, int] = dict(enumerate(self.state.cash))
        held |= {"bank": self.state.bank, "pot": self.state.pot}
        assert {name: held[name] for name in self.purses} == self.purses

    def look_around(self) -> tuple[int, list[Action]]:
        """Check what everybody may do and know; return one seat's choice."""
        state = self.state
        acting = engine.acting(state)
        assert acting
        for seat in range(state.seats):
            actions = engine.legal(state, seat)
            if state.out[seat]:
                assert actions == []
            elif seat not in acting:
                assert actions == [Surrender()]
            else:
                assert len(actions) > 1
            for action in actions:
                engine.check(state, seat, action)
            assert_secret(state, seat)
        assert_secret(state, None)
        seat = self.dice.choice(acting)
        return seat, engine.legal(state, seat)


def assert_secret(state: GameState, seat: int | None) -> None:
    """No view shows a sealed bid of another seat."""
    view = view_for(state, seat)
    if state.auction_kind == OPEN:
        assert view.bids == state.bids
        return
    for other, bid in enumerate(view.bids):
        if other == seat:
            assert bid == state.bids[other]
        else:
            assert bid in (NO_BID, HIDDEN_BID)
    for other in range(state.seats):
        assert (seat is None or engine.legal(view, other) == engine.legal(state, other)) or (
            other != seat
        )


def run(seed: int) -> Table:
    """Play one game to its end."""
    table = Table(seed)
    while table.state.phase != END:
        seat, actions = table.look_around()
        table.play(seat, table.pick(seat, actions))
        assert table.played < LONGEST + 500
    return table


@pytest.mark.parametrize("batch", range(BATCHES))
def test_random_games_obey_the_laws_and_end(batch: int) -> None:
    for seed in range(batch, GAMES, BATCHES):
        state = run(seed).state
        result = engine.outcome(state)
        assert result is not None
        assert sorted(result.ranking) == list(range(state.seats))
        assert all(engine.legal(state, seat) == [] for seat in range(state.seats))
        assert engine.acting(state) == ()
        assert engine.default_action(state, Seeded(0)) is None


@pytest.mark.parametrize("seed", range(12))
def test_the_clock_alone_finishes_a_game(seed: int) -> None:
    dice = random.Random(seed)
    rules = frozenset(rule for rule in HOUSE_RULES if dice.random() < 0.4)
    settings = Settings(seats=2 + seed % 5, max_rounds=12, start_money=400, house_rules=rules)
    chance = Seeded(seed)
    state = engine.new_game(BOARD, settings, [True] * settings.seats, chance)
    for _ in range(5000):
        default = engine.default_action(state, chance)
        if default is None:
            break
        seat, action = default
        if state.phase == LIQUIDATION and isinstance(action, Surrender):
            pytest.fail("the clock never surrenders")
        engine.check(state, seat, action)
        engine.apply(state, seat, action, chance)
        assert problems(state) == []
    assert engine.outcome(state) is not None


@pytest.mark.parametrize("seed", range(12))
def test_a_copy_lives_its_own_life(seed: int) -> None:
    dice = random.Random(seed)
    chance = Seeded(seed)
    state = engine.new_game(BOARD, Settings(seats=3), [False] * 3, chance)
    for _ in range(200):
        if state.phase == END:
            break
        before = engine.state_hash(state)
        twin = state.copy()
        assert engine.state_hash(twin) == before
        for _ in range(10):
            if twin.phase == END:
                break
            seat = dice.choice(engine.acting(twin))
            engine.apply(
                twin, seat, dice.choice(engine.legal(twin, seat)), Seeded(dice.randrange(10**9))
            )
        assert engine.state_hash(state) == before
        seat = dice.choice(engine.acting(state))
        engine.apply(state, seat, dice.choice(engine.legal(state, seat)[:-1]), chance)


@pytest.mark.parametrize("seed", range(8))
def test_a_transcript_reads_back_and_replays(seed: int) -> None:
    dice = random.Random(seed)
    settings = Settings(seats=3, max_rounds=4, house_rules=frozenset(HOUSE_RULES[seed:]))
    writer = transcript.Writer(BOARD, settings, (True, False, True), Seeded(seed))
    while writer.state.phase != END:
        seat = dice.choice(engine.acting(writer.state))
        writer.play(seat, dice.choice(engine.legal(writer.state, seat)[:-1]))
    text = transcript.write(writer.transcript(), BOARD)
    again = transcript.read(text, BOARD)
    assert again == writer.transcript()
    assert transcript.write(again, BOARD) == text
    final = transcript.replay(again, BOARD)
    assert engine.state_hash(final) == engine.state_hash(writer.state)


def test_every_phase_is_met() -> None:
    met: set[int] = set()
    for seed in range(12):
        table = Table(seed)
        while table.state.phase != END and table.played < 400:
            met.add(table.state.phase)
            seat = engine.acting(table.state)[0]
            table.play(seat, table.pick(seat, engine.legal(table.state, seat)))
    assert met | {END} == set(range(len(PHASE_NAMES)))
