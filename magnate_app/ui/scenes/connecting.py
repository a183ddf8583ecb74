"""The moment between asking for a table and sitting at it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from magnate_app.protocol.link import Link, LinkFailure, LinkState, LinkStatus
from magnate_app.ui import backdrop, routes
from magnate_app.ui.assets import DISPLAY
from magnate_app.ui.draw import CENTER, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.strings import tr
from magnate_app.ui.theme import SMALL, TITLE
from magnate_app.ui.widgets import Button, Widget


class Connecting(Scene):
    """Waits for the link's first state; a refusal goes to `on_failure` or its own screen.

    With `past_room` it waits on until the game begins, as in a game against bots.
    """

    name = "connecting"
    composed_for = (1240, 720)

    def __init__(
        self,
        stage: Stage,
        link: Link,
        on_failure: Callable[[LinkFailure], None] | None = None,
        *,
        past_room: bool = False,
        words: str = "",
    ) -> None:
        super().__init__(stage)
        self.link = link
        self._past_room = past_room
        self._words = words
        self._on_failure = on_failure
        self._turned = 0.0

    @property
    def animating(self) -> bool:
        """Turn the ring."""
        return self.stage.moving

    def update(self, dt: float) -> None:
        """Follow the link as soon as it leads somewhere; keep what is for the next screen."""
        self._turned += dt
        self.refresh()
        if self.link is None:
            return
        self.inbox.extend(self.link.poll())
        status = self.link.status
        if status.state is LinkState.CLOSED:
            self._fail(status.failure or LinkFailure.UNREACHABLE)
        elif status.state is not LinkState.ROOM or not self._past_room:
            self.go_on(status)

    def go_on(self, status: LinkStatus) -> None:
        """Go where the link has gone."""
        routes.follow(self, status)

    def paint(self, canvas: Canvas) -> None:
        """Draw a turning ring and what is being done."""
        backdrop.paint_city(canvas)
        theme = canvas.theme
        card = self._card(canvas.size)
        canvas.panel(card)
        middle = (card.center[0], card.y + 72)
        canvas.ring(middle, 34, 7, theme.line)
        start = self._turned % 1.2 / 1.2 if self.stage.moving else 0.0
        canvas.ring(middle, 34, 7, theme.accent, 0.3, round(start, 2))
        area = Box(card.x + 24, card.y + 124, card.w - 48, 40)
        words = self._words or tr("connecting.title")
        canvas.text(words, area, DISPLAY, TITLE, theme.ink, CENTER, lowest=SMALL)

    def build(self, size: Box) -> Iterable[Widget]:
        """One way out."""
        card = self._card(size)
        box = Box(card.center[0] - 100, card.bottom - 74, 200, 50)
        return [Button("connecting.cancel", tr("common.cancel"), self._cancel, box, key="escape")]

    def _card(self, size: Box) -> Box:
        return size.cut_bottom(size.h * backdrop.CITY_SHARE * 0.8).middle(560, 262)

    def _fail(self, failure: LinkFailure) -> None:
        self.link = None
        if self._on_failure is not None:
            self.stage.scenes.pop(self)
            self._on_failure(failure)
        else:
            routes.to_failure(self, failure)

    def _cancel(self) -> None:
        self.stage.scenes.pop(self)
