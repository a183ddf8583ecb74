from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

import pytest

from magnate_app.bots import levels
from magnate_app.net.thinkers import Thinkers
from magnate_app.rules import engine
from magnate_app.rules.actions import Action
from magnate_app.rules.chance import Seeded
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import GameState
from magnate_app.server.commands import AskBot
from tests.kit.networks import content


def _ask(delay: float = 0.0, *, level: str = "easy") -> AskBot:
    state = engine.new_game(content().board, Settings(), (True, False), Seeded("think"))
    return AskBot(game=1, seat=0, question=1, view=state, level=level, delay=delay)


class _Broken:
    def decide(self, view: GameState, seat: int, /) -> Action:
        raise ZeroDivisionError("no idea")


async def _answer(thinkers: Thinkers, ask: AskBot) -> Action | None:
    answered: asyncio.Future[Action | None] = asyncio.get_running_loop().create_future()
    thinkers.ask(ask, lambda _, action, __: answered.set_result(action))
    return await answered


async def test_an_answer_is_legal_and_takes_its_time() -> None:
    thinkers = Thinkers()
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
    thinkers = Thinkers()
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
    thinkers = Thinkers()
    await _answer(thinkers, _ask())
    monkeypatch.setattr("magnate_app.net.thinkers.MOST_SECONDS", -1.0)
    await _answer(thinkers, _ask())
    assert asked == [False, True]
    await thinkers.close()


@pytest.mark.logs_warnings
async def test_a_bot_that_fails_has_no_answer(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(levels, "make", lambda *_, **__: _Broken())
    thinkers = Thinkers()
    with caplog.at_level(logging.ERROR):
        assert await _answer(thinkers, _ask()) is None
    assert "no idea" in caplog.text
    await thinkers.close()


async def test_closing_waits_for_nobody() -> None:
    thinkers = Thinkers()
    answers: list[Action | None] = []
    thinkers.ask(_ask(delay=60), lambda _, action: answers.append(action))
    await asyncio.sleep(0.05)
    begun = time.monotonic()
    await thinkers.close()
    assert time.monotonic() - begun < 1
    assert answers == []
