from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pygame
import pytest

from magnate_app.app import ADDRESS_VARIABLE, Program
from magnate_app.protocol.messages import ReadyStatus, StartGame
from magnate_app.protocol.messages_game import ActionSurrender
from magnate_app.rules.settings import Settings
from magnate_app.ui import routes
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.scenes.results import ResultsScene
from magnate_app.ui.services import Bots


class Seat:
    """One person's program and screens, without a window."""

    def __init__(self, name: str, home: Path, patch: pytest.MonkeyPatch) -> None:
        patch.setenv("MAGNATE_HOME", str(home))
        self.program = Program()
        self.program.store_preferences(
            msgspec.structs.replace(
                self.program.preferences(),
                name=name,
                language="en",
                first_run_done=True,
                speed="off",
                sound=0,
            )
        )
        self.stage = Stage(self.program, 1280, 720)
        routes.to_title(self.stage)

    @property
    def scene(self) -> Scene:
        top = self.stage.scenes.top
        assert top is not None
        return top

    @property
    def results(self) -> ResultsScene:
        scene = self.scene
        assert isinstance(scene, ResultsScene)
        return scene

    def press(self, ident: str) -> None:
        self.scene.refresh()
        widget = self.scene.controls.find(ident)
        assert widget is not None
        assert widget.enabled
        widget.activate()


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Seat, Seat]]:
    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode((1280, 720))
    monkeypatch.setenv(ADDRESS_VARIABLE, "127.0.0.1")
    host = Seat("Ana", tmp_path / "host", monkeypatch)
    guest = Seat("Leo", tmp_path / "guest", monkeypatch)
    yield host, guest
    for seat in (guest, host):
        seat.stage.scenes.close()
        seat.program.close()


def until(pair: tuple[Seat, Seat], done: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        names = [seat.scene.name for seat in pair]
        assert time.monotonic() < end, f"stuck at {names}"
        for seat in pair:
            seat.stage.update(0.02)
        time.sleep(0.005)


def both_at(pair: tuple[Seat, Seat], name: str) -> None:
    until(pair, lambda: all(seat.scene.name == name for seat in pair))


def play_to_the_end(pair: tuple[Seat, Seat]) -> None:
    host, guest = pair
    for seat in pair:
        assert seat.scene.link is not None
        seat.scene.link.send(ReadyStatus(is_ready=True))
    for _ in range(30):
        for seat in pair:
            seat.stage.update(0.02)
        time.sleep(0.01)
    assert host.scene.link is not None
    host.scene.link.send(StartGame())
    both_at(pair, "table")
    assert guest.scene.link is not None
    until(pair, lambda: bool(guest.scene.facts()["ready"]))
    guest.scene.link.send(ActionSurrender())
    both_at(pair, "results")


def test_two_friends_play_again_under_the_same_code(pair: tuple[Seat, Seat]) -> None:
    host, guest = pair
    routes.to_connecting(host.stage, host.program.host(Settings(seats=2), Bots(), "Friends"))
    until(pair, lambda: host.scene.name == "lobby")
    assert host.scene.link is not None
    code = host.scene.link.status.room_code
    assert code is not None
    address = host.scene.link.status.address
    assert address is not None
    routes.to_connecting(guest.stage, guest.program.join(f"{address}/{code}"))
    both_at(pair, "lobby")
    play_to_the_end(pair)
    until(pair, lambda: host.results.file is not None)
    assert guest.results.file is None
    guest.press("results.rematch")
    until(pair, lambda: guest.scene.name == "connecting")
    host.press("results.rematch")
    both_at(pair, "lobby")
    assert host.scene.link is not None
    assert host.scene.link.status.room_code == code
    play_to_the_end(pair)
    until(pair, lambda: host.results.file is not None)
    host.press("results.watch")
    until(pair, lambda: bool(host.scene.facts().get("ready")))
    assert host.scene.name == "replay"
