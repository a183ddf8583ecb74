from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from magnate_app.ui import routes
from magnate_app.ui.pilot import Pilot
from magnate_app.ui.placing import SMALLEST
from magnate_app.ui.scene import Stage
from magnate_app.ui.showroom import ShowServices, saved_games
from magnate_app.ui.window import Window, WindowError, open_screen


class Seat:
    """A pilot on a pipe."""

    def __init__(self) -> None:
        self.services = ShowServices(saved=saved_games())
        screen = open_screen(1280, 720)
        self.stage = Stage(self.services, *screen.get_size())
        routes.begin(self.stage)
        self.window = Window(self.stage, screen)
        self._source, self._hand = os.pipe()
        self.answers = io.StringIO()
        self.pilot = Pilot(self.window, self._source, self.answers)

    def do(self, **command: object) -> dict[str, object]:
        os.write(self._hand, json.dumps(command).encode() + b"\n")
        before = self.answers.tell()
        for _ in range(10):
            self.window.tick()
            if self.answers.tell() != before:
                break
        line = self.answers.getvalue()[before:]
        answer: dict[str, object] = json.loads(line)
        return answer

    def close(self) -> None:
        os.close(self._hand)
        for _ in range(3):
            self.window.tick()
        os.close(self._source)
        self.stage.scenes.close()


@pytest.fixture
def seat() -> Iterator[Seat]:
    made = Seat()
    yield made
    made.close()
    assert not made.stage.running


def test_state_names_scene_focus_and_widgets(seat: Seat) -> None:
    state = seat.do(do="state")
    assert state["scene"] == "title"
    assert state["focus"] == "title.continue"
    widgets = state["widgets"]
    assert isinstance(widgets, list)
    assert {"id": "title.play", "label": "Play", "enabled": True, "value": ""} in widgets


def test_clicks_keys_and_text_go_the_way_of_a_person(seat: Seat) -> None:
    assert seat.do(do="click", id="title.join") == {"ok": True}
    assert seat.do(do="state")["focus"] == "join.code"
    assert seat.do(do="type", text="014M0Q") == {"ok": True}
    assert seat.do(do="key", key="enter") == {"ok": True}
    facts = seat.do(do="state")["facts"]
    assert isinstance(facts, dict)
    assert facts["error"] == "A character is wrong. Compare it with the host."
    seat.do(do="key", key="escape")
    assert seat.do(do="state")["scene"] == "title"


def test_a_letter_that_opens_a_field_is_not_typed_into_it(seat: Seat) -> None:
    for event in (
        pygame.event.Event(pygame.KEYDOWN, key=pygame.K_j, mod=0, unicode="j"),
        pygame.event.Event(pygame.TEXTINPUT, text="j"),
    ):
        pygame.event.post(event)
    seat.window.tick()
    widgets = seat.do(do="state")["widgets"]
    assert isinstance(widgets, list)
    field = next(w for w in widgets if w["id"] == "join.code")
    assert field["value"] == ""


def test_what_cannot_be_clicked_is_said(seat: Seat) -> None:
    assert "not on the screen" in str(seat.do(do="click", id="nowhere")["error"])
    seat.do(do="click", id="title.join")
    assert "disabled" in str(seat.do(do="click", id="join.go")["error"])
    assert "unknown command" in str(seat.do(do="dance")["error"])
    assert "error" in seat.do(do=5)


def test_scrolling_reveals_what_is_clicked(seat: Seat) -> None:
    seat.do(do="click", id="title.settings")
    assert seat.do(do="click", id="settings.listed") == {"ok": True}
    assert not seat.services.preferences().listed
    assert seat.do(do="wheel", id="settings.port", wheel=-3) == {"ok": True}


def test_pictures_and_sizes(seat: Seat, tmp_path: Path) -> None:
    path = tmp_path / "shot.png"
    assert seat.do(do="resize", size=[1600, 900]) == {"ok": True}
    assert seat.stage.window_size == (1600, 900)
    assert seat.do(do="screenshot", path=str(path)) == {"ok": True}
    assert pygame.image.load(path).get_size() == (1600, 900)
    seat.do(do="resize", size=[300, 200])
    assert seat.stage.window_size == SMALLEST


def test_quit_stops_the_window(seat: Seat) -> None:
    assert seat.do(do="quit") == {"ok": True}
    assert not seat.stage.running


def test_nothing_is_drawn_when_nothing_changed(seat: Seat) -> None:
    for _ in range(3):
        seat.window.tick()
    assert not seat.stage.dirty
    drawn: list[object] = []
    seat.window.draw = drawn.append  # type: ignore[method-assign, assignment] # counts only
    for _ in range(3):
        seat.window.tick()
    assert drawn == []


def test_full_screen_is_kept(seat: Seat) -> None:
    seat.do(do="key", key="f11")
    assert seat.services.preferences().fullscreen
    seat.do(do="key", key="f11")
    assert not seat.services.preferences().fullscreen


def test_a_missing_display_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    pygame.display.quit()

    def no_display() -> None:
        raise pygame.error("no such device")

    monkeypatch.setattr(pygame.display, "init", no_display)
    with pytest.raises(WindowError, match="needs a display"):
        open_screen(1280, 720)


def test_sound_and_music_follow_the_volumes(seat: Seat) -> None:
    seat.window.start_sound()
    assert pygame.mixer.music.get_busy()
    seat.stage.sound("click")
    seat.stage.sound("no such sound")
    seat.do(do="click", id="title.sound")
    assert pygame.mixer.get_init() is None
    seat.stage.sound("click")
    seat.stage.play_music("table")
    seat.do(do="click", id="title.sound")
    assert pygame.mixer.music.get_busy()
    pygame.mixer.quit()


def test_the_size_of_the_window_is_kept(seat: Seat) -> None:
    seat.do(do="resize", size=[1500, 800])
    seat.window._keep_size()
    assert seat.services.preferences().window == (1500, 800)


def test_a_missing_sound_device_is_silence(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_mixer() -> None:
        raise pygame.error("no such device")

    monkeypatch.setattr(pygame.mixer, "init", no_mixer)
    seat.window.start_sound()
    seat.stage.sound("dice")
