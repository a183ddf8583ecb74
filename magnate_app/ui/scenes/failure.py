"""A link has ended: what happened, what is safe, what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from magnate_app.protocol.link import LinkFailure
from magnate_app.saves.last_table import LastTable
from magnate_app.ui import backdrop, routes
from magnate_app.ui.assets import BOLD, DISPLAY, TEXT
from magnate_app.ui.draw import CENTER, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.strings import tr
from magnate_app.ui.theme import BODY, LARGE, TITLE
from magnate_app.ui.widgets import PRIMARY, Button, Widget

_CALM: Final = (
    LinkFailure.LEFT,
    LinkFailure.HOST_CLOSING,
    LinkFailure.REPLACED,
    LinkFailure.SEAT_MOVED,
    LinkFailure.GAME_IN_USE,
    LinkFailure.KICKED,
    LinkFailure.BANNED,
)
_JOIN_AGAIN: Final = (
    LinkFailure.BAD_LENGTH,
    LinkFailure.BAD_SYMBOL,
    LinkFailure.BAD_CHECK,
    LinkFailure.BAD_CLASS,
    LinkFailure.BAD_ADDRESS,
    LinkFailure.NOT_FOUND,
    LinkFailure.UNREACHABLE,
    LinkFailure.NOT_MAGNATE,
    LinkFailure.ROOM_NOT_FOUND,
    LinkFailure.ROOM_FULL,
)


_WORTH_A_CHECK: Final = (
    LinkFailure.NOT_FOUND,
    LinkFailure.UNREACHABLE,
    LinkFailure.NOT_MAGNATE,
    LinkFailure.ROOM_NOT_FOUND,
    LinkFailure.VERSION,
    LinkFailure.UPDATE_US,
    LinkFailure.UPDATE_HOST,
    LinkFailure.PORT_BUSY,
)
"""Failures of which Connection help knows more."""

_LOST_SEAT: Final = (
    LinkFailure.ROOM_NOT_FOUND,
    LinkFailure.GAME_NOT_FOUND,
    LinkFailure.NOT_A_PARTICIPANT,
    LinkFailure.KICKED,
    LinkFailure.BANNED,
)


class Failure(Scene):
    """One card with three sentences and one button.

    `seat` is the table one wanted to go back to; that can be tried again while it lasts.
    `target` is what could not be reached, for Connection help.
    """

    name = "failure"
    composed_for = (1240, 720)

    def __init__(
        self,
        stage: Stage,
        failure: LinkFailure,
        seat: LastTable | None = None,
        *,
        target: str = "",
    ) -> None:
        super().__init__(stage)
        self.target = target or (seat.address if seat is not None else "")
        self.failure = failure
        self.seat = seat if failure not in _LOST_SEAT else None
        self._came_back = seat is not None

    def facts(self) -> dict[str, object]:
        """Return the code of the failure."""
        return {"failure": self.failure.value}

    def first_focus(self) -> str | None:
        """Begin on the way out."""
        return "failure.next"

    def paint(self, canvas: Canvas) -> None:
        """Draw the card."""
        backdrop.paint_city(canvas)
        theme = canvas.theme
        card = self._card(canvas.size)
        canvas.panel(card)
        calm = self.failure in _CALM
        color = theme.warn if calm else theme.loss
        icon = "fill/info" if calm else "fill/wifi-slash"
        x = card.center[0]
        canvas.circle((x, card.y + 70), 38, theme.soft)
        canvas.icon(icon, (x, card.y + 70), 44, color)
        inner = card.inset(48, 0)
        what = Box(inner.x, card.y + 122, inner.w, 68)
        canvas.paragraph(
            tr(f"failure.{self.failure.value}"), what, DISPLAY, TITLE, theme.ink, CENTER, 0.5
        )
        y = what.bottom + 16
        safe = Box(inner.x, y, inner.w, 50)
        kept = tr("failure.seat_kept") if self.seat is not None else tr("failure.safe")
        canvas.paragraph(kept, safe, BOLD, BODY, theme.muted, CENTER)
        after = Box(inner.x, safe.bottom + 8, inner.w, 74)
        canvas.paragraph(self._next_words(), after, TEXT, LARGE, theme.ink, CENTER)

    def build(self, size: Box) -> Iterable[Widget]:
        """One button on, one to the title."""
        card = self._card(size)
        row = Box(card.x + 48, card.bottom - 84, card.w - 96, 56)
        retry = self.seat is not None or self.failure in _JOIN_AGAIN
        left, right = row.columns(2, 12) if retry else (row, row)
        widgets: list[Widget] = []
        if self.failure in _WORTH_A_CHECK:
            place = Box(card.center[0] - 130, card.bottom + 14, 260, 48)
            widgets.append(
                Button(
                    "failure.doctor",
                    tr("doctor.open"),
                    lambda: routes.to_connection_help(self.stage, self.target),
                    place,
                    icon="line/stethoscope",
                    size=BODY,
                )
            )
        if retry:
            widgets.append(
                Button("failure.title", tr("common.to_title"), self._title, left, key="escape")
            )
        widgets.append(
            Button(
                "failure.next",
                self._retry_words() if retry else tr("common.to_title"),
                self._again if retry else self._title,
                right,
                kind=PRIMARY,
                key="enter",
                cap="Enter",
            )
        )
        return widgets

    def _card(self, size: Box) -> Box:
        return size.cut_bottom(62 + size.h * backdrop.CITY_SHARE * 0.6).middle(620, 440)

    def _title(self) -> None:
        routes.to_title(self.stage)

    def _next_words(self) -> str:
        if self.seat is not None and self.failure is not LinkFailure.REPLACED:
            return tr("failure.seat_kept.next", host=self.seat.host or self.seat.address)
        if self._came_back:
            return tr("failure.seat_gone.next")
        return tr(f"failure.{self.failure.value}.next")

    def _retry_words(self) -> str:
        return tr("failure.again") if self.seat is not None else tr("failure.join_again")

    def _again(self) -> None:
        routes.to_title(self.stage)
        if self.seat is not None:
            routes.back_to_table(self.stage, self.seat)
        else:
            routes.to_join(self.stage)
