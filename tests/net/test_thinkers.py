from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from magnate_app.bots import levels
from magnate_app.bots.arena import Match
from magnate_app.net import minds, thinking
from magnate_app.net import thinkers as thinkers_module
from magnate_app.net.thinkers import Thinkers, _Lane
from magnate_app.protocol.explaining import Why
from magnate_app.rules import engine
from magnate_app.rules.actions import Action, ProposeTrade
from magnate_app.rules.chance import Seeded
from magnate_app.rules.ids import MANAGEMENT
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import GameState
from magnate_app.rules.views import view_for
from magnate_app.server.advisor import Choices
from magnate_app.server.commands import AskAdviser, AskBot
from tests.kit.games import BOARD
from tests.kit.odd_bots import Broken, Endless, Homesick, Traced


def _ask(delay: float = 0.0, *, level: str = "easy", question: int = 1, game: int = 1) -> AskBot:
    state = engine.new_game(BOARD, Settings(), (True, False), Seeded("think"))
    return AskBot(game=game, seat=0, question=question, view=state, level=level, delay=delay)


def _thinkers(wanted: Callable[[AskBot], bool] = lambda _: True) -> Thinkers:
    return Thinkers(BOARD, wanted)


async def _answer(thinkers: Thinkers, ask: AskBot) -> Action | None:
    answered: asyncio.Future[Action | None] = asyncio.get_running_loop().create_future()
    thinkers.ask(ask, lambda _, action, __: answered.set_result(action))
    return await answered


async def test_an_answer_is_legal_and_takes_its_time() -> None:
    thinkers = _thinkers()
    ask = _ask(delay=0.1)
    begun = time.monotonic()
    action = await _answer(thinkers, ask)
    assert time.monotonic() - begun >= 0.1
    assert action in engine.legal(ask.view, 0)
    await thinkers.close()


async def test_a_bot_stays_for_its_game(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def make(name: str, seed: int | str, **more: Any) -> object:
        made.append(name)
        return _real(name, seed, **more)

    _real = levels.make
    monkeypatch.setattr(levels, "make", make)
    thinkers = _thinkers()
    for _ in range(3):
        await _answer(thinkers, _ask())
    assert made == ["easy"]
    thinkers.forget(1)
    await _answer(thinkers, _ask())
    assert made == ["easy", "easy"]
    await thinkers.close()


async def test_a_slow_bot_is_hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    class Slow:
        def __init__(self, hurry: Callable[[], bool]) -> None:
            self._hurry = hurry

        def decide(self, view: GameState, seat: int, /) -> Action:
            asked.append(self._hurry())
            return engine.legal(view, seat)[0]

    monkeypatch.setattr(levels, "make", lambda *_, hurry, **__: Slow(hurry))
    thinkers = _thinkers()
    await _answer(thinkers, _ask())
    monkeypatch.setattr(thinking, "allowance", lambda _: -1.0)
    await _answer(thinkers, _ask())
    assert asked == [False, True]
    await thinkers.close()


@pytest.mark.logs_warnings
async def test_a_bot_that_fails_has_no_answer(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(levels, "make", lambda *_, **__: Broken())
    thinkers = _thinkers()
    with caplog.at_level(logging.ERROR):
        assert await _answer(thinkers, _ask()) is None
    assert "no idea" in caplog.text
    await thinkers.close()


async def test_closing_waits_for_nobody() -> None:
    thinkers = _thinkers()
    answers: list[Action | None] = []
    thinkers.ask(_ask(delay=60), lambda _, action, __: answers.append(action))
    await asyncio.sleep(0.05)
    begun = time.monotonic()
    await thinkers.close()
    assert time.monotonic() - begun < 1
    assert answers == []


async def _awake(thinkers: Thinkers, ask: AskBot) -> None:
    """Ask until the first process is awake."""
    assert await _answer(thinkers, ask) in engine.legal(ask.view, 0)
    if waking := [task for task in thinkers._thinking if "mind" in task.get_name()]:
        await asyncio.wait(waking)


async def test_an_expert_thinks_in_another_process_once_it_is_awake(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    monkeypatch.setattr(levels, "make", lambda *_, **__: Traced(trace))
    thinkers = _thinkers()
    assert await _answer(thinkers, _ask()) is not None
    assert thinkers.processes == []
    trace.unlink()
    ask = _ask(level="expert")
    await _awake(thinkers, ask)
    (process,) = thinkers.processes
    for _ in range(2):
        assert await _answer(thinkers, ask) in engine.legal(ask.view, 0)
    # what it remembers goes along
    assert trace.read_text().split() == [
        f"{os.getpid()}",
        "1",
        f"{process}",
        "2",
        f"{process}",
        "3",
    ]
    await thinkers.close()
    assert thinkers.processes == []


async def test_a_bot_has_the_taste_of_its_character(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    real = levels.make

    def make(name: str, seed: int | str, **more: Any) -> object:
        made.append(more["character"])
        return real(name, seed, **more)

    monkeypatch.setattr(levels, "make", make)
    thinkers = _thinkers()
    await _answer(thinkers, msgspec.structs.replace(_ask(), character="saver"))
    assert made == ["saver"]
    await thinkers.close()


@pytest.mark.logs_warnings
async def test_what_fails_in_a_process_is_tried_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    monkeypatch.setattr(levels, "make", lambda *_, **__: Homesick(trace))
    thinkers = _thinkers()
    ask = _ask(level="expert")
    await _awake(thinkers, ask)
    assert await _answer(thinkers, ask) in engine.legal(ask.view, 0)
    first, away, back = trace.read_text().split()
    assert first == back == f"{os.getpid()}" != away
    await thinkers.close()


async def test_there_are_no_more_processes_than_experts() -> None:
    thinkers = _thinkers()
    thinkers._minds.most = 3
    for game in range(2):
        await _awake(thinkers, _ask(level="expert", game=game))
    assert len(thinkers.processes) == 2
    await _answer(thinkers, _ask(level="expert"))
    assert len(thinkers.processes) == 2
    await thinkers.close()


@pytest.mark.logs_warnings
async def test_an_expert_thinks_here_where_no_process_can_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = []

    def refuse(*_: object) -> None:
        started.append(1)
        raise OSError("no processes here")

    monkeypatch.setattr(minds, "_Mind", refuse)
    thinkers = _thinkers()
    for _ in range(3):
        ask = _ask(level="expert")
        assert await _answer(thinkers, ask) in engine.legal(ask.view, 0)
    assert started == [1]
    await thinkers.close()


async def test_whoever_waits_for_a_decision_that_is_gone_is_dropped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gone: set[int] = set()
    thinkers = _thinkers(lambda ask: ask.question not in gone)
    answers: list[int] = []
    trace = tmp_path / "trace"
    monkeypatch.setattr(levels, "make", lambda *_, **__: Endless(trace))
    for question in (1, 2, 3):
        ask = _ask(question=question, game=question)
        thinkers.ask(ask, lambda ask, _, __: answers.append(ask.question))
    gone.add(2)
    await asyncio.wait(thinkers._thinking)
    assert answers == [1, 3]
    assert len(trace.read_text().splitlines()) == 2
    await thinkers.close()


async def test_nobody_thinks_on_for_a_game_that_is_over(tmp_path: Path) -> None:
    thinkers = _thinkers()
    answers: list[int] = []
    thinkers.ask(_ask(delay=60, game=2), lambda ask, _, __: answers.append(ask.game))
    # the answer that ends a game may forget it from within
    done = asyncio.Event()

    def over(ask: AskBot, *_: object) -> None:
        answers.append(ask.game)
        thinkers.forget(1)
        done.set()

    thinkers.ask(_ask(game=1), over)
    await done.wait()
    thinkers.forget(2)
    if thinkers._thinking:
        await asyncio.wait(thinkers._thinking)
    assert answers == [1]
    await thinkers.close()


async def test_the_more_wait_the_less_each_may_take() -> None:
    lane = _Lane(1)
    lane.widen()
    shares = []
    with contextlib.ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(lane)
            shares.append(lane.share)
    lane.pool.shutdown()
    assert shares[0] == 3.0
    assert shares[19] == pytest.approx(0.15)


async def test_waiting_counts_as_thinking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes last has what is left of the time a person waits, and a little at least."""
    given: list[float] = []

    def think(thought: thinking.Thought, seconds: float) -> thinking.Conclusion:
        given.append(seconds)
        time.sleep(0.05)
        return real(thought, seconds)

    real = thinking.think
    monkeypatch.setattr(thinking, "think", think)
    monkeypatch.setattr(thinking, "allowance", lambda _: 9.0)
    monkeypatch.setattr(thinkers_module, "MOST_SECONDS", 0.2)
    thinkers = _thinkers()
    for game in range(8):
        thinkers.ask(_ask(game=game), lambda *_: None)
    await asyncio.wait(thinkers._thinking)
    assert given[0] == max(thinking.LEAST_SECONDS, 0.2 / 8)
    assert given[-1] == thinking.LEAST_SECONDS
    await thinkers.close()


async def test_a_person_is_advised_off_the_loop() -> None:
    thinkers = _thinkers()
    view = _ask().view
    told: asyncio.Future[Choices] = asyncio.get_running_loop().create_future()
    ask = AskAdviser(game=1, seat=0, decision=1, view=view)
    thinkers.advise(ask, lambda _, choices: told.set_result(choices))
    ((actions, value, whys),) = await told
    assert actions == tuple(engine.legal(view, 0)[:1])
    assert (value, [why.code for why in whys]) == (0, ["only_choice"])
    await thinkers.close()


async def test_an_offer_comes_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    class Trader:
        def decide(self, view: GameState, seat: int, /) -> Action:
            return ProposeTrade(1, 0, 90, (view.board.buyable[0],), ())

    monkeypatch.setattr(levels, "make", lambda *_, **__: Trader())
    thinkers = _thinkers()
    told: asyncio.Future[Why | None] = asyncio.get_running_loop().create_future()
    thinkers.ask(_ask(), lambda _, __, why: told.set_result(why))
    assert await told == Why("sells_for_cash", {"amount": 90})
    await thinkers.close()


async def test_twenty_experts_hold_up_nobody() -> None:
    """A quick bot that is asked last is among the first to answer; nobody is forgotten."""
    thinkers = _thinkers()
    await _awake(thinkers, _ask(level="expert"))
    answered: list[int] = []
    done = asyncio.Event()

    def heard(ask: AskBot, action: Action | None, _: object) -> None:
        assert action is not None
        engine.check(ask.view, ask.seat, action)
        answered.append(ask.game)
        if len(answered) == 21:
            done.set()

    asks = [_searching(game) for game in range(20)]
    for ask in asks:
        thinkers.ask(ask, heard)
    thinkers.ask(_ask(game=20), heard)
    await done.wait()
    assert sorted(answered) == list(range(21))
    assert answered.index(20) < 20
    assert len(thinkers.processes) <= minds.MOST
    await thinkers.close()


def _searching(game: int) -> AskBot:
    """Return a question an expert plays on for: whether to buy, in the middle of a game."""
    bots = [levels.make("hard", place) for place in range(4)]
    match = Match(BOARD, Settings(), bots, Seeded(game))
    while match.state.round < 5 or match.state.phase != MANAGEMENT:
        match.step()
    seat = match.state.actor
    view = view_for(match.state, seat)
    return AskBot(game=game, seat=seat, question=game, view=view, level="expert")
