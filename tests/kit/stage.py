"""A stage a test drives like a person: by widget ids, keys and text."""

from __future__ import annotations

import pygame

from magnate_app.protocol.link import LinkState
from magnate_app.saves.preferences import Preferences
from magnate_app.ui.draw import Canvas
from magnate_app.ui.input import Key, Move, Press, Release, Tap, Text
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.showroom import ShowLink, ShowServices, found_tables, saved_games
from magnate_app.ui.widgets import Widget


class Player:
    """Hands and eyes."""

    def __init__(
        self,
        *,
        services: ShowServices | None = None,
        size: tuple[int, int] = (1280, 720),
        language: str = "en",
        theme: str = "day",
        first_run_done: bool = True,
    ) -> None:
        preferences = Preferences(
            name="Marta", language=language, theme=theme, first_run_done=first_run_done
        )
        self.services = services or ShowServices(
            preferences,
            found=found_tables(),
            saved=saved_games(),
            link=ShowLink(LinkState.CONNECTING),
        )
        self.stage = Stage(self.services, *size)

    @property
    def link(self) -> ShowLink:
        return self.services.link

    @property
    def scene(self) -> Scene:
        top = self.stage.scenes.top
        assert top is not None
        top.refresh()
        return top

    def see(self, ident: str) -> Widget:
        widget = self.scene.controls.find(ident)
        shown = [w.id for w in self.scene.controls.all()]
        assert widget is not None, f"{ident} is not among {shown}"
        return widget

    def sees(self, ident: str) -> bool:
        return self.scene.controls.find(ident) is not None

    def click(self, ident: str) -> None:
        widget = self.see(ident)
        assert widget.enabled, f"{ident} is disabled"
        if widget.parent is not None:
            widget.parent.reveal(widget)
        self.click_at(widget.box.center)

    def click_at(self, pos: tuple[float, float]) -> None:
        zoom = self.scene.zoom
        pos = (pos[0] * zoom, pos[1] * zoom)
        for given in (Move(pos), Press(pos), Release(pos), Tap(pos)):
            self.stage.on_input(given)

    def key(self, name: str, **modifiers: bool) -> None:
        self.stage.on_input(Key(name, **modifiers))

    def type(self, text: str) -> None:
        for letter in text:
            self.stage.on_input(Key(letter.lower()))
            self.stage.on_input(Text(letter))

    def wait(self, seconds: float = 0.1) -> None:
        left = seconds
        while left > 0:
            self.stage.update(min(0.05, left))
            left -= 0.05

    def draw(self) -> pygame.Surface:
        surface = pygame.Surface(self.stage.window_size).convert()
        self.stage.draw(Canvas(surface, self.stage.theme, self.stage.scale))
        return surface

    @property
    def focus(self) -> str | None:
        focused = self.scene.controls.focus
        return focused.id if focused is not None else None
