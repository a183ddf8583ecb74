"""The guided first game: a short real game against one bot, with a coach beside it.

The coach takes the place of log and chat while it has something to explain; what is
played is decided by the host alone, as in any other game.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from magnate_app.protocol.link import Link, LinkState, LinkStatus
from magnate_app.rules.settings import Settings
from magnate_app.ui import routes
from magnate_app.ui.assets import BOLD, DISPLAY, TEXT
from magnate_app.ui.coach import ALL_TOPICS, ICONS, Coach
from magnate_app.ui.draw import Canvas, measuring
from magnate_app.ui.geometry import Box
from magnate_app.ui.panels.choice import fills_column, wanted_height
from magnate_app.ui.panels.log_panel import log_panel
from magnate_app.ui.scene import Stage
from magnate_app.ui.scenes.connecting import Connecting
from magnate_app.ui.scenes.table import TableScene
from magnate_app.ui.services import Bots
from magnate_app.ui.strings import tr
from magnate_app.ui.table_layout import table_layout
from magnate_app.ui.theme import BODY, CAPTION, GAP, LARGE, SMALL
from magnate_app.ui.widgets import PRIMARY, Button, Drawn, IconButton, Widget

ROUNDS: Final = 6
"""So many rounds take about five minutes, with time to read."""

LEVEL: Final = "very_easy"
TALLEST: Final = 232.0
LEAST_LOG: Final = 150.0
_COVERED: Final = ("table.log", "table.chat", "table.react")
_ARROW: Final = 13.0


def begin(stage: Stage) -> None:
    """Start a guided game above the present screen."""
    link = stage.services.play_solo(
        Settings(seats=2, max_rounds=ROUNDS, pace="relaxed"), Bots((LEVEL,))
    )
    stage.scenes.push(GuidedConnecting(stage, link))


class GuidedConnecting(Connecting):
    """Waits for the guided game to begin."""

    def __init__(self, stage: Stage, link: Link) -> None:
        super().__init__(stage, link, past_room=True)

    def go_on(self, status: LinkStatus) -> None:
        """Sit down at the table with the coach."""
        if status.state is LinkState.GAME and self.link is not None:
            self.hand_over(GuidedScene(self.stage, self.link))
        else:
            routes.follow(self, status)


class GuidedScene(TableScene):
    """A table with a coach."""

    name = "guided"

    def __init__(self, stage: Stage, link: Link) -> None:
        super().__init__(stage, link)
        self.coach = Coach()

    def facts(self) -> dict[str, object]:
        """Return what the coach talks of, beside the table's own facts."""
        return {**super().facts(), "topic": self.coach.topic, "known": len(self.coach.known)}

    def update(self, dt: float) -> None:
        """Let the coach look when everything rests."""
        super().update(dt)
        model = self.model
        if not model.ready or model.busy or self.link is None:
            return
        if self.coach.look(model.view.decision, model.my_turn):
            self.rebuild()

    def build(self, size: Box) -> Iterable[Widget]:
        """Put the coach where log and chat are."""
        widgets = list(super().build(size))
        if not self.model.ready or not self.coach.speaking or fills_column(self.table):
            return widgets
        layout = table_layout(size, len(self.model.seats), wanted_height(self.table))
        place = layout.below
        shown = [w for w in widgets if not w.id.startswith(_COVERED)]
        below = place.cut_top(TALLEST, GAP)
        if below.h >= LEAST_LOG:
            measure = measuring(self.theme, self.stage.scale)
            shown += log_panel(self.table, below, self.lines, measure, self.below.log)
            place = place.top_part(TALLEST)
        return [*shown, *self._coach(place)]

    def _coach(self, box: Box) -> list[Widget]:
        topic = self.coach.topic
        done = len(self.coach.known)
        narrow = box.h < 190

        def paint(canvas: Canvas, area: Box) -> None:
            theme = canvas.theme
            canvas.shadow(area)
            middle = area.x + 48
            canvas.polygon(
                [(middle - 14, area.y + 2), (middle, area.y - _ARROW), (middle + 14, area.y + 2)],
                theme.focus,
            )
            canvas.box(area, theme.raised, 16, theme.focus, 3)
            inner = area.inset(18, 12)
            canvas.circle((inner.x + 20, inner.y + 20), 20, theme.soft)
            canvas.icon(ICONS[topic], (inner.x + 20, inner.y + 20), 24, theme.accent)
            line = Box(inner.x + 52, inner.y, inner.w - 106, 40)
            canvas.text(tr(f"guide.{topic}.title"), line, DISPLAY, 21, theme.ink, lowest=SMALL)
            room = inner.cut_top(48).cut_bottom(62 if not narrow else 50)
            words = tr(f"guide.{topic}")
            size = next(
                (s for s in (LARGE, BODY, SMALL, CAPTION)
                 if canvas.paragraph_height(words, room.w, TEXT, s) <= room.h),
                CAPTION,
            )  # fmt: skip
            canvas.paragraph(words, room, TEXT, size, theme.ink)
            count = tr("guide.progress", n=done, m=len(ALL_TOPICS))
            left = Box(inner.x, inner.bottom - 44, inner.w - 220, 44)
            for index in range(len(ALL_TOPICS)):
                x = left.x + 6 + index * 14
                color = theme.gain if index < done else theme.line
                canvas.circle((x, left.center[1] - 9), 5, color)
            canvas.text(count, left.cut_top(24), BOLD, CAPTION, theme.muted, lowest=10)

        row = box.inset(18, 12).bottom_part(46)
        return [
            Drawn("guide.panel", box, paint, label=tr(f"guide.{topic}.title")),
            IconButton(
                "guide.stop",
                "line/x",
                tr("guide.stop"),
                self._stop,
                Box(box.right - 56, box.y + 10, 44, 44),
            ),
            Button(
                "guide.next",
                tr("guide.next"),
                self._understood,
                row.right_part(200),
                kind=PRIMARY,
                key="enter",
                cap="Enter",
                size=BODY,
            ),
        ]

    def _understood(self) -> None:
        self.coach.understood()
        self.rebuild()

    def _stop(self) -> None:
        self.coach.stop()
        self.rebuild()
