"""The guided game takes at most six minutes, for somebody who reads all of it."""

from __future__ import annotations

import msgspec
import pytest

from magnate_app.rules.settings import Settings
from magnate_app.ui import strings
from magnate_app.ui.gallery import make_stage
from magnate_app.ui.input import Move, Press, Release, Tap
from magnate_app.ui.scene import Stage
from magnate_app.ui.scenes.guided import LEVEL, ROUNDS, GuidedScene
from magnate_app.ui.scenes.results import ResultsScene
from magnate_app.ui.strings import tr
from tests.kit.engine_link import EngineLink

LONGEST = 6 * 60.0
STEP = 0.05
WORDS_A_SECOND = 3.0
TO_BEGIN = 1.0
TO_DECIDE = 3.0
BOT = 0.9
"""Seconds a bot takes at the usual speed."""

LIKED = (
    "guide.next",
    "table.debt.raise",
    "table.debt.bankrupt",
    "table.trade.refuse",
    "table.auction.pass",
    "table.main",
    "table.bail.stay",
    "table.card.unknown",
    "table.tram.stay",
    "table.buy.decline",
)


class Learner:
    """Somebody who reads, thinks and clicks, and how long that takes."""

    def __init__(self, seed: int, language: str) -> None:
        self.stage: Stage = make_stage(1280, 720, "day", language)
        self.stage.apply(msgspec.structs.replace(self.stage.preferences, speed="1x"))
        settings = Settings(seats=2, max_rounds=ROUNDS, pace="relaxed")
        self.link = EngineLink(settings, seed, level=LEVEL)
        self.stage.scenes.reset(GuidedScene(self.stage, self.link))
        self.spent = 0.0

    def wait(self, seconds: float) -> None:
        left = seconds
        while left > 0:
            self.stage.update(STEP)
            left -= STEP
        self.spent += seconds

    def click(self, ident: str) -> bool:
        scene = self.stage.scenes.top
        assert scene is not None
        scene.refresh()
        widget = scene.controls.find(ident)
        if widget is None or not widget.enabled:
            return False
        pos = widget.box.center
        for given in (Move(pos), Press(pos), Release(pos), Tap(pos)):
            self.stage.on_input(given)
        return True

    def sees(self, ident: str) -> bool:
        scene = self.stage.scenes.top
        assert scene is not None
        scene.refresh()
        return scene.controls.find(ident) is not None

    def play(self) -> None:
        while not isinstance(self.stage.scenes.top, ResultsScene):
            assert self.spent < 2 * LONGEST, "the guided game does not end"
            scene = self.stage.scenes.top
            assert isinstance(scene, GuidedScene)
            if scene.model.busy or not scene.model.ready:
                self.wait(STEP)
                continue
            if self.sees("guide.next"):
                words = tr(f"guide.{scene.coach.topic}").split()
                self.wait(TO_BEGIN + len(words) / WORDS_A_SECOND)
                self.click("guide.next")
                continue
            self.wait(TO_DECIDE)
            told = self.link.facts.seq
            assert any(self.click(ident) for ident in LIKED), scene.facts()
            # The bot of this link answers at once; the real one takes its time.
            self.wait(max(0, self.link.facts.seq - told - 1) * BOT + STEP)


@pytest.mark.parametrize(("seed", "language"), [(1, "en"), (2, "es"), (3, "es"), (4, "en")])
def test_it_takes_at_most_six_minutes(seed: int, language: str) -> None:
    learner = Learner(seed, language)
    learner.play()
    strings.use("en")
    assert 90 < learner.spent <= LONGEST
