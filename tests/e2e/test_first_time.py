"""The first minutes of somebody who has never been here, counted in clicks, in the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.test_two_windows import label
from tests.kit.apps import App, State, enabled, prepare_home, running
from tests.kit.play import act

pytestmark = pytest.mark.timeout(180)


class Counted:
    """A window, and how often somebody clicked in it."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.clicks = 0

    def click(self, ident: str) -> None:
        self.app.wait_for(lambda state: ident in enabled(state), ident)
        self.app.click(ident)
        self.clicks += 1


def value(state: State, ident: str) -> str:
    return next(str(w["value"]) for w in state["widgets"] if w["id"] == ident)


def test_the_very_first_page_needs_one_key(tmp_path: Path) -> None:
    app = App(tmp_path / "home")
    with running(app):
        app.wait_scene("first_run")
        app.key("return")
        app.wait_scene("title")
        assert app.quit() == 0


def test_two_clicks_lead_from_the_title_to_the_dice(tmp_path: Path) -> None:
    prepare_home(tmp_path / "home", "Marta")
    app = App(tmp_path / "home")
    with running(app):
        app.wait_scene("title")
        hand = Counted(app)
        hand.click("title.play")
        hand.click("solo.start")

        app.wait_for(lambda state: state["facts"].get("ready") is True, "the table")
        assert hand.clicks == 2

        def can_throw(state: State) -> bool:
            if "ActionThrowDices" in state["facts"].get("legal", ()):
                return True
            # Others may be first, and put something up for auction.
            act(app, state)
            return False

        before = app.wait_for(can_throw, "the dice")
        app.key("space")
        app.wait_for(
            lambda state: state["facts"].get("seq", 0) > before["facts"]["seq"], "the throw"
        )
        assert app.quit() == 0


def test_three_clicks_lead_from_the_title_to_a_copied_code(tmp_path: Path) -> None:
    prepare_home(tmp_path / "home", "Marta")
    app = App(tmp_path / "home")
    with running(app):
        app.wait_scene("title")
        hand = Counted(app)
        hand.click("title.host")
        hand.click("lobby.copy_code")
        assert hand.clicks <= 3
        code = label(app.state(), "lobby.code")
        assert code
        app.click("lobby.chat.field")
        app.key("v", ctrl=True)
        assert value(app.state(), "lobby.chat.field") == code
        assert app.quit() == 0
