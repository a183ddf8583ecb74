"""Bots against bots: repeatable, fair to every place, counted rightly."""

from __future__ import annotations

import pytest

from magnate_app.bots import arena, levels
from magnate_app.bots.arena import GameResult, Match, Tally, Tournament
from magnate_app.bots.base import Bot
from magnate_app.rules.actions import Action
from magnate_app.rules.chance import Seeded
from magnate_app.rules.hashing import state_hash
from magnate_app.rules.ids import AUCTION
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import HIDDEN_BID, NO_BID, SEALED, GameState
from tests.kit.games import BOARD

SHORT = Settings(seats=3, max_rounds=4)


def tournament(*names: str) -> Tournament:
    return Tournament(names, "7", Settings(seats=len(names), max_rounds=4))


def test_a_game_depends_on_its_seed_alone() -> None:
    names = ("medium", "expert", "random")
    first = arena.play_game(BOARD, SHORT, names, "5")
    assert arena.play_game(BOARD, SHORT, names, "5") == first
    others = {arena.play_game(BOARD, SHORT, names, str(seed)).actions for seed in range(6, 12)}
    assert others != {first.actions}


def test_a_result_ranks_every_place_once() -> None:
    played = arena.play_game(BOARD, SHORT, ("medium", "easy", "expert"), "1")
    assert sorted(played.ranking) == [0, 1, 2]
    assert 0 < played.rounds <= 4
    assert played.actions > 12


def test_numbers_do_not_depend_on_who_plays_them() -> None:
    plan = tournament("medium", "expert", "random")
    whole = [arena.play_number(BOARD, plan, number) for number in range(8)]
    assert [arena.play_number(BOARD, plan, number) for number in (6, 2)] == [whole[6], whole[2]]
    tally = arena.play_numbers(BOARD, plan, range(8))
    assert tally == arena.count_games(3, whole)
    assert tally.games == sum(tally.wins) == 8


def test_a_clock_times_every_decision_of_every_place() -> None:
    ticks = iter(range(1_000_000))
    plan = tournament("medium", "easy", "random")
    timed = arena.play_number(BOARD, plan, 1, lambda: float(next(ticks)))
    assert sum(times.count for times in timed.times) == timed.actions
    assert all(times.mean == 1.0 for times in timed.times)
    plain = arena.play_number(BOARD, plan, 1)
    assert plain.times == ()
    assert (plain.ranking, plain.rounds, plain.actions) == (
        timed.ranking,
        timed.rounds,
        timed.actions,
    )


def test_times_belong_to_their_names() -> None:
    """The expert alone thinks so long that its figures stand out, wherever it sits."""
    now = [0.0]

    class Slow:
        def __init__(self, bot: Bot) -> None:
            self._bot = bot

        def decide(self, view: GameState, seat: int, /) -> Action:
            now[0] += 5
            return self._bot.decide(view, seat)

    make = levels.make
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            levels,
            "make",
            lambda name, seed: make(name, seed) if name != "hard" else Slow(make(name, seed)),
        )
        for number in range(3):
            played = arena.play_number(
                BOARD, tournament("easy", "hard", "random"), number, lambda: now[0]
            )
            assert [times.mean for times in played.times] == [0, 5, 0]


def test_a_block_of_games_puts_every_name_on_every_place(monkeypatch: pytest.MonkeyPatch) -> None:
    seatings = []

    class Looked(Match):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments)  # type: ignore[arg-type]
            seatings.append(self.state.order)

    made = []
    make = levels.make

    def noted(name: str, seed: str) -> Bot:
        made.append(name)
        return make(name, seed)

    monkeypatch.setattr(levels, "make", noted)
    monkeypatch.setattr(arena, "Match", Looked)
    for number in range(3):
        arena.play_number(BOARD, tournament("easy", "hard", "random"), number)
    # The same shuffle three times, each name on each place once.
    assert len(set(seatings)) == 1
    assert made == ["easy", "hard", "random", "hard", "random", "easy", "random", "easy", "hard"]


def test_the_winner_is_counted_under_its_own_name() -> None:
    tally = arena.play_numbers(
        BOARD, Tournament(("random", "reference"), "3", Settings(seats=2)), range(20)
    )
    assert tally.wins[1] > 15


def test_results_add_up() -> None:
    results = [
        GameResult(0, (1, 0), 10, 100),
        GameResult(1, (0, 1), 12, 130),
        GameResult(2, (1, 0), 8, 70),
    ]
    assert arena.count_games(2, results) == Tally(3, (1, 2), 30, 300)


def test_deciding_leaves_the_game_alone() -> None:
    bots = [levels.make(name, 1) for name in ("medium", "random", "expert")]
    match = Match(BOARD, SHORT, bots, Seeded(1))
    while not match.over:
        before = state_hash(match.state)
        match.decide()
        assert state_hash(match.state) == before
        match.step()


class Spy:
    """Plays like another bot and keeps the bids it sees of others."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self.seen: list[int] = []

    def decide(self, view: GameState, seat: int, /) -> Action:
        if view.phase == AUCTION and view.auction_kind == SEALED:
            self.seen += [bid for other, bid in enumerate(view.bids) if other != seat]
        return self._bot.decide(view, seat)


def test_r12_4_bots_never_see_sealed_bids() -> None:
    spies = [Spy(levels.make("random", place)) for place in range(4)]
    match = Match(BOARD, Settings(max_rounds=10), spies, Seeded(3))
    while not match.over:
        match.step()
    seen = {bid for spy in spies for bid in spy.seen}
    assert seen == {NO_BID, HIDDEN_BID}
