from __future__ import annotations

import random
from collections import Counter

import pygame
import pytest

from magnate_app.rules.settings import Settings
from magnate_app.ui.draw import Canvas
from magnate_app.ui.gallery import make_stage
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Key, Move, Press, Release, Tap
from magnate_app.ui.scene import Stage
from magnate_app.ui.scenes.results import ResultsScene
from magnate_app.ui.scenes.table import TableScene
from magnate_app.ui.widgets import Widget
from tests.kit.engine_link import EngineLink

MOST_STEPS = 6000

DECISIVE = (
    "table.main",
    "table.choose.",
    "table.card.",
    "table.bail.stay",
    "table.buy.decline",
    "table.tram.",
    "table.auction.pass",
    "table.auction.plus",
    "table.auction.max",
    "table.action.",
    "table.build.plus",
    "table.build.minus",
    "table.mortgage.",
    "table.trade.",
    "table.debt.",
    "table.close",
)
"""What a person plays with; chat, log and tools decide nothing."""


def refusals(link: EngineLink) -> list[str]:
    """Return what was refused though it was offered; of trades the whole is looked at later."""
    return [text for text in link.refused if "duplicate_proposal" not in text]


def playable(scene: TableScene) -> list[Widget]:
    return [
        widget
        for widget in scene.controls.all()
        if widget.enabled and widget.focusable and widget.id.startswith(DECISIVE)
    ]


def click(stage: Stage, widget: Widget) -> None:
    if widget.parent is not None:
        widget.parent.reveal(widget)
    pos = widget.box.center
    for given in (Move(pos), Press(pos), Release(pos), Tap(pos)):
        stage.on_input(given)


def tab_to(stage: Stage, scene: TableScene, ident: str) -> None:
    """Press Tab until the focus is there: whatever can be clicked must be reached so."""
    for _ in range(len(list(scene.controls.all())) + 1):
        focus = scene.controls.focus
        if focus is not None and focus.id == ident:
            return
        stage.on_input(Key("tab"))
    raise AssertionError(f"Tab does not reach {ident}")


def start(settings: Settings, seed: int, speed: str = "off") -> tuple[Stage, EngineLink]:
    stage = make_stage(1280, 720, "day", "en")
    stage.preferences = stage.preferences.__class__(
        name="Marta", language="en", first_run_done=True, speed=speed
    )
    link = EngineLink(settings, seed)
    stage.scenes.reset(TableScene(stage, link))
    for _ in range(3):
        stage.update(0.02)
    return stage, link


def play(stage: Stage, link: EngineLink, chooser: random.Random, keys: bool) -> Counter[str]:
    """Play with clicks, or with Tab and Enter, until the results are shown."""
    used: Counter[str] = Counter()
    idle = 0
    for step in range(MOST_STEPS):
        top = stage.scenes.top
        if isinstance(top, ResultsScene):
            return used
        assert isinstance(top, TableScene)
        top.refresh()
        before = len(link.sent)
        choices = playable(top)
        assert top.model.busy or choices, f"dead end: {top.facts()} after {link.sent[-3:]}"
        weights = [4 if w.id == "table.main" else 1 for w in choices]
        if choices:
            widget = chooser.choices(choices, weights)[0]
            used[widget.id.rstrip("0123456789")] += 1
            if keys:
                tab_to(stage, top, widget.id)
                stage.on_input(Key("enter"))
            else:
                click(stage, widget)
        for _ in range(2):
            stage.update(0.02)
        idle = 0 if len(link.sent) > before else idle + 1
        assert idle < 400, f"nothing is sent: {top.facts()}"
        if step % 97 == 0:
            stage.draw(Canvas(pygame.Surface((1280, 720)), stage.theme, stage.scale))
    raise AssertionError("the game does not end")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_game_is_played_with_clicks_alone(seed: int) -> None:
    settings = Settings(seats=3, max_rounds=12, start_money=900)
    stage, link = start(settings, seed)
    used = play(stage, link, random.Random(seed), keys=False)
    assert refusals(link) == []
    assert used["table.main"] > 10


@pytest.mark.parametrize("seed", [4, 5])
def test_a_game_is_played_with_keys_alone(seed: int) -> None:
    settings = Settings(
        seats=4,
        max_rounds=10,
        house_rules=frozenset({"full_deck", "open_auction", "starting_deal"}),
    )
    stage, link = start(settings, seed)
    play(stage, link, random.Random(seed), keys=True)
    assert refusals(link) == []


def test_a_rich_game_reaches_building(magnate_home: object) -> None:
    settings = Settings(
        seats=2, max_rounds=25, start_money=6000, house_rules=frozenset({"starting_deal"})
    )
    stage, link = start(settings, 11)
    used = play(stage, link, random.Random(11), keys=False)
    kinds = Counter(type(message).__name__ for message in link.sent)
    assert kinds["ActionThrowDices"] > 5
    assert kinds["ActionTradeProposal"] > 0
    assert used["table.action.trade"] > 0
    assert refusals(link) == []


def test_the_window_is_wide_enough_for_every_widget() -> None:
    settings = Settings(seats=6, max_rounds=3)
    stage, link = start(settings, 6)
    play(stage, link, random.Random(6), keys=False)
    window = Box(0, 0, stage.size.w, stage.size.h)
    top = stage.scenes.top
    assert top is not None
    for widget in top.controls.all():
        assert widget.box.x >= window.x - 1
        assert widget.box.right <= window.right + 1
