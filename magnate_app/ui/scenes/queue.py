"""Waiting for others in a public queue: that of this network, or of a server."""

from __future__ import annotations

from collections.abc import Iterable

from magnate_app.protocol.link import Incoming, Link, LinkFailure, LinkState, LinkStatus
from magnate_app.protocol.messages import Cancel, ErrorMessage, Fill, QueueStatus
from magnate_app.ui import backdrop, routes
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.draw import CENTER, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.sentences import error_sentence
from magnate_app.ui.strings import duration, tr, tr_n
from magnate_app.ui.theme import BODY, CAPTION, HUGE, LARGE, SMALL, TITLE
from magnate_app.ui.widgets import PRIMARY, QUIET, Button, Widget


class Queue(Scene):
    """How many wait, how long, and a way out."""

    name = "queue"
    composed_for = (1240, 720)

    def __init__(self, stage: Stage, link: Link) -> None:
        super().__init__(stage)
        self.link = link
        self.waiting = 1
        self.needed = 4
        self.fill = 0
        self.asked = False
        self._time = 0.0

    def facts(self) -> dict[str, object]:
        """Return who waits."""
        return {"waiting": self.waiting, "needed": self.needed, "fill": self.fill}

    def update(self, dt: float) -> None:
        """Count the seconds."""
        before = int(self._time)
        self._time += dt
        if int(self._time) != before:
            self.stage.redraw()
        super().update(dt)

    def on_message(self, message: Incoming) -> None:
        """Follow the queue, then the game."""
        if isinstance(message, QueueStatus):
            self.waiting, self.needed = message.waiting, message.needed
            self.fill = message.fill
        elif isinstance(message, ErrorMessage):
            self.stage.toast(error_sentence(message.code, message.params), kind="bad")
        elif isinstance(message, LinkStatus):
            if message.state is LinkState.CLOSED:
                self.link = None
                routes.to_failure(self, message.failure or LinkFailure.LEFT)
            elif message.state is LinkState.QUEUE and self.asked and self.link is not None:
                # Another queue than before: the wish goes along.
                self.link.send(Fill(fill=True))
            elif message.state is LinkState.GAME:
                routes.follow(self, message)

    def paint(self, canvas: Canvas) -> None:
        """Draw the waiting card."""
        backdrop.paint_city(canvas)
        theme = canvas.theme
        card = self._card(canvas.size)
        canvas.panel(card)
        inner = card.inset(36, 28)
        canvas.text(tr("queue.title"), inner.top_part(36), DISPLAY, TITLE, theme.ink, CENTER)
        figure = Box(inner.x, inner.y + 52, inner.w, 72)
        text = tr("queue.count", waiting=self.waiting, needed=self.needed)
        canvas.text(text, figure, DISPLAY, HUGE, theme.ink, CENTER)
        dots = Box(inner.x, figure.bottom + 12, inner.w, 44)
        pitch = 48
        x = dots.center[0] - pitch * (self.needed - 1) / 2
        for seat in range(self.needed):
            if seat < self.waiting:
                canvas.token(seat + 1, seat, (x, dots.center[1]), 19)
            else:
                canvas.ring((x, dots.center[1]), 17, 1.6, theme.line)
            x += pitch
        elapsed = Box(inner.x, dots.bottom + 16, inner.w, 26)
        time = tr("queue.elapsed", time=duration(self._time))
        canvas.text(time, elapsed, BOLD, BODY, theme.muted, CENTER)
        note = Box(inner.x, elapsed.bottom + 6, inner.w, 26)
        if not self.fill:
            hint = tr("queue.hint")
            canvas.text(hint, note, BOLD, SMALL, theme.muted, CENTER, lowest=CAPTION - 2)
        else:
            fill = tr_n("queue.fill_votes", self.fill, waiting=self.waiting)
            canvas.text(fill, note, BOLD, BODY, theme.gain, CENTER)

    def build(self, size: Box) -> Iterable[Widget]:
        """Fill with bots, or leave."""
        card = self._card(size)
        row = card.inset(36, 28).bottom_part(56)
        leave, fill = row.columns(2, 12)
        return [
            Button(
                "queue.server",
                tr("queue.server"),
                self._other_server,
                Box(card.center[0] - 150, card.bottom + 16, 300, 44),
                kind=QUIET,
                icon="line/globe",
                size=BODY,
            ),
            Button(
                "queue.cancel", tr("common.cancel"), self._cancel, leave, key="escape", cap="Esc"
            ),
            Button(
                "queue.fill",
                tr("queue.no_fill") if self.asked else tr("queue.fill"),
                self._fill,
                fill,
                kind=PRIMARY,
                icon="fill/robot",
                size=LARGE,
            ),
        ]

    def _card(self, size: Box) -> Box:
        return size.cut_bottom(size.h * backdrop.CITY_SHARE * 0.8).middle(600, 400)

    def _fill(self) -> None:
        self.asked = not self.asked
        if self.link is not None:
            self.link.send(Fill(fill=self.asked))
        self.rebuild()

    def _other_server(self) -> None:
        """Leave, and type where another queue is."""
        self._cancel()
        routes.to_join(self.stage, quick=True)

    def _cancel(self) -> None:
        if self.link is not None:
            self.link.send(Cancel())
        routes.to_title(self.stage)
