"""Whole games between bots of all levels, every decision looked at: none refused, none in a
circle, no deal at a loss by the bot's own model, none that knows what nobody can know.

A few games by default; `MAGNATE_BOT_GAMES=10000` asks for more.
"""

from __future__ import annotations

import contextlib
import os
import random
from collections import Counter
from collections.abc import Callable

import msgspec
import pytest

from magnate_app.bots import levels, reasons
from magnate_app.bots.base import Bot
from magnate_app.bots.trading import Deal, judge
from magnate_app.bots.value import Appraisal
from magnate_app.errors import IllegalActionError
from magnate_app.protocol.characters import CODES
from magnate_app.rules import engine
from magnate_app.rules.actions import Action, AnswerTrade, Mortgage, ProposeTrade, Redeem
from magnate_app.rules.chance import Recorder, Scripted, Seeded
from magnate_app.rules.ids import ANSWER, AUCTION, BUSINESS
from magnate_app.rules.settings import HOUSE_RULES, PRESETS, Settings, with_preset
from magnate_app.rules.state import OPEN, GameState
from magnate_app.rules.views import view_for
from tests.kit.games import BOARD

GAMES = int(os.environ.get("MAGNATE_BOT_GAMES", "24"))
PARTS = 6

EXPERTS = 8
"""One game of so many has an expert, who takes its time."""

MOST_IN_A_TURN = 100
"""Actions of one seat in one turn; selling a whole estate house by house takes many."""

NOTHING = 1e-6
"""A deal may round to so little."""


def table(number: int) -> tuple[Settings, list[str], list[str]]:
    """Return settings, levels and characters of game `number`."""
    luck = random.Random(f"honest/{number}")
    seats = 2 + number % 5
    settings = with_preset(Settings(seats=seats), list(PRESETS)[number % len(PRESETS)])
    rules = frozenset(rule for rule in HOUSE_RULES if luck.random() < 0.3)
    names = [luck.choice(levels.LEVELS[:-1]) for _ in range(seats)]
    if number % EXPERTS == 0:
        names[luck.randrange(seats)] = levels.EXPERT
    characters = [luck.choice(("", *CODES)) for _ in names]
    return msgspec.structs.replace(settings, house_rules=rules), names, characters


class Conduct:
    """What the bots of one game did, for complaints about it."""

    def __init__(self, names: list[str]) -> None:
        self._names = names
        self._turn = 0
        self._acted: Counter[int] = Counter()
        self._seen: set[tuple[object, ...]] = set()
        self._round = 0
        self._asked: set[tuple[int, int]] = set()
        self._refused: dict[tuple[int, ProposeTrade], bytes] = {}
        self._offer: tuple[int, ProposeTrade, bytes] | None = None

    def look(self, view: GameState, seat: int, action: Action) -> None:
        """Complain about `action`, which is about to be played."""
        self._circles(view, seat, action)
        name = self._names[view.order[seat]]
        match action:
            case ProposeTrade():
                self._negotiates(view, seat, action)
                self._gains(view, seat, name, reasons.made(action), both=True)
            case AnswerTrade(accept=True):
                assert view.offer is not None
                self._gains(view, seat, name, reasons.deal_of(view.offer))
            case AnswerTrade(accept=False) if self._offer is not None:
                sender, offer, owners = self._offer
                self._refused[sender, offer] = owners
            case _:
                pass

    def _circles(self, view: GameState, seat: int, action: Action) -> None:
        if view.turn_number != self._turn:
            self._turn = view.turn_number
            self._acted.clear()
            self._seen.clear()
        # open bids rise, and a whole estate may be auctioned in one turn
        self._acted[seat] += view.phase != AUCTION
        assert self._acted[seat] <= MOST_IN_A_TURN, (seat, action)
        if view.phase == BUSINESS:
            position = (
                *(bytes(one) for one in (view.owner, view.level, view.mortgaged)),
                tuple(view.cash),
                view.proposals,
                action,
            )
            assert position not in self._seen, (seat, action)
            self._seen.add(position)

    def _negotiates(self, view: GameState, seat: int, offer: ProposeTrade) -> None:
        owners = bytes(view.owner)
        assert self._refused.get((seat, offer)) != owners, (seat, offer)
        self._offer = seat, offer, owners
        if view.phase == BUSINESS:
            if view.round != self._round:
                self._round = view.round
                self._asked.clear()
            assert (seat, offer.to) not in self._asked, (seat, offer)
            self._asked.add((seat, offer.to))

    def _gains(
        self, view: GameState, seat: int, name: str, deal: Deal, *, both: bool = False
    ) -> None:
        verdict = judge(Appraisal(view, seat, levels.TEMPERS[name].deals), view, deal)
        assert verdict.mine > -NOTHING, (name, seat, deal)
        assert verdict.theirs > -NOTHING or not both, (name, seat, deal)


def blurred(state: GameState, seat: int, luck: random.Random) -> GameState:
    """Return what `seat` sees of a game in which others have bid something else in secret."""
    if state.phase != AUCTION or state.auction_kind == OPEN:
        return view_for(state, seat)
    other = state.copy()
    other.bids = tuple(
        bid if one == seat or bid < 0 else luck.randint(0, max(1, state.cash[one]))
        for one, bid in enumerate(state.bids)
    )
    return view_for(other, seat)


def play(number: int) -> int:
    """Play game `number` twice in step and look at everything; return its actions.

    The second game has no chance but what the first one has drawn already, and other luck
    in the `random` module: whoever decides the same there has looked at nothing to come.
    """
    settings, names, characters = table(number)

    def seated() -> list[Bot]:
        return [
            levels.make(name, f"{number}/{place}", character=character)
            for place, (name, character) in enumerate(zip(names, characters, strict=True))
        ]

    humans = [False] * settings.seats
    chance = Recorder(Seeded(f"honest/{number}"))
    state = engine.new_game(BOARD, settings, humans, chance)
    twin = engine.new_game(BOARD, settings, humans, Scripted(chance.take()))
    bots, twins = seated(), seated()
    luck = random.Random(number)
    conduct = Conduct(names)
    actions = 0
    while acting := engine.acting(state):
        seat = luck.choice(acting)
        place = state.order[seat]
        action = bots[place].decide(view_for(state, seat), seat)
        random.seed(luck.random())
        assert twins[place].decide(blurred(twin, seat, luck), seat) == action, (number, actions)
        engine.check(state, seat, action)
        conduct.look(view_for(state, seat), seat, action)
        engine.apply(state, seat, action, chance)
        engine.apply(twin, seat, action, Scripted(chance.take()))
        actions += 1
    return actions


@pytest.mark.timeout(36_000)
@pytest.mark.parametrize("part", range(PARTS))
def test_bots_are_honest_and_sane(part: int) -> None:
    for number in range(part, GAMES, PARTS):
        assert play(number) > 0


class Gambler:
    """Decides by luck that is not its own."""

    def decide(self, view: GameState, seat: int, /) -> Action:
        return random.choice(engine.legal(view, seat)[:-1])


class Yielding:
    """Takes every deal, and otherwise does what a planner does."""

    def __init__(self, seed: str) -> None:
        self._bot = _make("very_hard", seed)

    def decide(self, view: GameState, seat: int, /) -> Action:
        yes = AnswerTrade(accept=True)
        if view.phase == ANSWER and yes in engine.legal(view, seat):
            return yes
        return self._bot.decide(view, seat)


class Circling:
    """Mortgages and redeems as long as it may."""

    def __init__(self, seed: str) -> None:
        self._bot = _make("hard", seed)

    def decide(self, view: GameState, seat: int, /) -> Action:
        if view.phase == BUSINESS:
            for action in engine.legal(view, seat):
                if isinstance(action, Mortgage | Redeem):
                    return action
        return self._bot.decide(view, seat)


class Insisting:
    """Makes the same offer again and again."""

    def __init__(self, seed: str) -> None:
        self._bot = _make("very_hard", seed)
        self._offer: ProposeTrade | None = None

    def decide(self, view: GameState, seat: int, /) -> Action:
        if view.phase == BUSINESS and self._offer is not None:
            with contextlib.suppress(IllegalActionError):
                engine.check(view, seat, self._offer)
                return self._offer
        action = self._bot.decide(view, seat)
        if isinstance(action, ProposeTrade) and view.phase == BUSINESS:
            self._offer = action
        return action


_make = levels.make


@pytest.mark.parametrize("odd", [Gambler, Yielding, Circling, Insisting])
def test_what_is_looked_for_is_found(
    odd: Callable[..., Bot], monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(_: str, seed: str, **__: str) -> Bot:
        return odd(seed) if odd is not Gambler else odd()

    monkeypatch.setattr(levels, "make", make)
    with pytest.raises(AssertionError):
        sum(play(number) for number in range(40))
