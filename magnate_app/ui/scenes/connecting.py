"""The moment between asking for a table and sitting at it.

In front of a table with a password, or one whose host is asked, it may take longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from magnate_app.protocol.link import Incoming, Link, LinkFailure, LinkState, LinkStatus
from magnate_app.protocol.messages import Challenge, ErrorCode, ErrorMessage, Knocking, Proven
from magnate_app.ui import backdrop, routes
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.dialogs.password import AskPassword
from magnate_app.ui.draw import CENTER, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.strings import duration, tr
from magnate_app.ui.theme import CAPTION, SMALL, TITLE
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
        self._asking: AskPassword | None = None
        self._host = ""
        self._left = 0.0

    def facts(self) -> dict[str, object]:
        """Return where the link stands."""
        return {"link": "" if self.link is None else self.link.status.state.value}

    @property
    def animating(self) -> bool:
        """Turn the ring."""
        return self.stage.moving

    def update(self, dt: float) -> None:
        """Follow the link as soon as it leads somewhere; keep what is for the next screen."""
        self._turned += dt
        self._left = max(0.0, self._left - dt)
        self.refresh()
        if self.link is None:
            return
        self.inbox.extend(message for message in self.link.poll() if not self._at_door(message))
        status = self.link.status
        self._ask(status.state is LinkState.PASSWORD)
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
        if self._asking is not None:
            return
        theme = canvas.theme
        card = self._card(canvas.size)
        canvas.panel(card)
        middle = (card.center[0], card.y + 72)
        canvas.ring(middle, 34, 7, theme.line)
        start = self._turned % 1.2 / 1.2 if self.stage.moving else 0.0
        canvas.ring(middle, 34, 7, theme.accent, 0.3, round(start, 2))
        area = Box(card.x + 24, card.y + 124, card.w - 48, 40)
        canvas.text(self._saying(), area, DISPLAY, TITLE, theme.ink, CENTER, lowest=SMALL)
        if self._knocking:
            detail = tr("door.knocking.detail", time=duration(self._left))
            under = Box(area.x, area.bottom, area.w, 26)
            canvas.text(detail, under, BOLD, SMALL, theme.muted, CENTER, lowest=CAPTION - 1)

    def build(self, size: Box) -> Iterable[Widget]:
        """One way out."""
        if self._asking is not None:
            return []
        card = self._card(size)
        box = Box(card.center[0] - 100, card.bottom - 74, 200, 50)
        return [Button("connecting.cancel", tr("common.cancel"), self._cancel, box, key="escape")]

    @property
    def _knocking(self) -> bool:
        return self.link is not None and self.link.status.state is LinkState.KNOCKING

    def _saying(self) -> str:
        if not self._knocking:
            return self._words or tr("connecting.title")
        return tr("door.knocking", name=self._host) if self._host else tr("door.knocking.host")

    def _card(self, size: Box) -> Box:
        height = 284 if self._knocking else 262
        return size.cut_bottom(size.h * backdrop.CITY_SHARE * 0.8).middle(560, height)

    def _at_door(self, message: Incoming) -> bool:
        """Take in what is only of interest out here."""
        match message:
            case Challenge() | Proven() | LinkStatus(state=LinkState.PASSWORD | LinkState.KNOCKING):
                return True
            case Knocking(owner=owner, remaining_ms=remaining):
                self._host, self._left = owner, remaining / 1000
                self.rebuild()
                return True
            case ErrorMessage(code=ErrorCode.WRONG_PASSWORD | ErrorCode.RATE_LIMITED):
                wait = message.params.get("retry_ms")
                if self._asking is not None:
                    self._asking.refuse(message.code, wait if isinstance(wait, int) else 0)
                return True
            case _:
                return False

    def _ask(self, wanted: bool) -> None:
        """Ask for the password while the table wants it, and no longer."""
        if wanted and self._asking is None:
            self._asking = AskPassword(self.stage, self._answer, lambda _: self._cancel())
            self.stage.scenes.push(self._asking)
            self.rebuild()
        elif not wanted and self._asking is not None:
            asking, self._asking = self._asking, None
            self.stage.scenes.pop(asking)

    def _answer(self, typed: str) -> None:
        if self.link is not None:
            self.link.unlock(typed)

    def _fail(self, failure: LinkFailure) -> None:
        self.link = None
        if self._on_failure is not None:
            self.stage.scenes.pop(self)
            self._on_failure(failure)
        else:
            routes.to_failure(self, failure)

    def _cancel(self) -> None:
        self.stage.scenes.pop(self)
