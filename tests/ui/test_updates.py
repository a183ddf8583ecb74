"""The title tells of a newer version; the settings offer the question where one can ask."""

from __future__ import annotations

import pytest

from magnate_app.ui import routes, strings
from magnate_app.ui.draw import Canvas
from tests.kit.stage import Player


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is drawn."""
    texts: list[str] = []
    text = Canvas.text

    def remember(canvas: Canvas, words: str, *rest: object, **more: object) -> object:
        texts.append(words)
        return text(canvas, words, *rest, **more)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(Canvas, "text", remember)
    return texts


def test_the_title_tells_of_a_newer_version(drawn: list[str]) -> None:
    player = Player()
    routes.to_title(player.stage)
    player.wait()
    player.draw()
    assert not any("9.9.9" in text for text in drawn)
    player.services.newer = "9.9.9"
    player.wait()
    assert player.stage.dirty
    player.draw()
    assert any("9.9.9" in text for text in drawn)


def test_the_wish_is_offered_only_where_one_can_ask() -> None:
    player = Player()
    routes.to_title(player.stage)
    routes.to_settings(player.stage)
    assert not player.sees("settings.updates")
    player.services.updates_from = "https://magnate.example/latest.json"
    player.scene.rebuild()
    player.click("settings.updates")
    assert player.services.preferences().updates
    assert strings.known("settings.updates.detail")
