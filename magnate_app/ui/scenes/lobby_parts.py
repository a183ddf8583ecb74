"""Pieces of the lobby that other screens use too: the row of pieces, the rules in brief."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from magnate_app.protocol.room_settings import RoomSettings
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.draw import LEFT, RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.pictures import PIECES
from magnate_app.ui.strings import code_words, money, tr, tr_n
from magnate_app.ui.theme import BODY, SMALL, mix
from magnate_app.ui.widgets import Drawn, IconButton, Widget

SUMMARY: Final = (
    ("rounds", "fill/flag-checkered"),
    ("start_money", "fill/coins"),
    ("go_money", "fill/fast-forward"),
    ("pace", "fill/timer"),
    ("auction", "fill/gavel"),
    ("house", "fill/stack"),
)


def piece_row(
    ident: str, row: Box, chosen: int | None, taken: set[int], choose: Callable[[int], None]
) -> list[Widget]:
    """Return the twelve pieces to choose from in one row."""

    def paint(canvas: Canvas, area: Box) -> None:
        canvas.text(tr("piece.yours"), area, BOLD, BODY, canvas.theme.ink, lowest=11)

    words = row.left_part(88)
    widgets: list[Widget] = [Drawn(f"{ident}.piece_words", words, paint, label=tr("piece.yours"))]
    rest = row.cut_left(94)
    side = min(50.0, (rest.w - 11 * 6) / 12)
    for number in range(1, len(PIECES) + 1):
        x = rest.x + (number - 1) * (side + 6)
        widgets.append(
            PieceButton(
                f"{ident}.piece.{number}",
                PIECES[number - 1],
                tr(f"piece.{number}"),
                _chooser(choose, number),
                Box(x, row.center[1] - side / 2, side, side),
                enabled=number not in taken,
                selected=number == chosen,
            )
        )
    return widgets


class PieceButton(IconButton):
    """A piece to choose; faint when somebody else has it."""

    def draw(self, canvas: Canvas) -> None:
        """Draw the piece on its plate."""
        theme = canvas.theme
        face = theme.plate if self.enabled else theme.soft
        if self.hovered and self.enabled:
            face = mix(face, theme.accent, 0.15)
        edge, width = (theme.focus, 3.0) if self.selected else (theme.line, 1.5)
        canvas.box(self.box, face, 11, edge, width)
        size = self.box.w * 0.62
        canvas.icon(self.icon or "", self.box.center, size, alpha=1 if self.enabled else 0.25)
        if self.focused and self.ring:
            canvas.focus(self.box, 11)


def _chooser(choose: Callable[[int], None], number: int) -> Callable[[], None]:
    return lambda: choose(number)


def muted(text: str, align: float = LEFT) -> Callable[[Canvas, Box], None]:
    """Return a painter of one muted line."""

    def paint(canvas: Canvas, box: Box) -> None:
        canvas.text(text, box, BOLD, SMALL, canvas.theme.muted, align)

    return paint


def summary(name: str, settings: RoomSettings) -> str:
    """Return the value of one line of the rules in brief."""
    if name == "rounds":
        return str(settings.max_rounds) if settings.max_rounds else tr("rules.no_limit")
    if name == "pace":
        return code_words("pace", settings.pace)
    if name == "auction":
        rule = "open" if "open_auction" in settings.house_rules else "sealed"
        return tr(f"auction.{rule}")
    if name == "house":
        rules = [r for r in settings.house_rules if r != "open_auction"]
        if len(rules) == 1:
            return code_words("house", rules[0])
        return tr_n("lobby.house_on", len(rules)) if rules else tr("lobby.house_off")
    return money(getattr(settings, name))


def summary_row(name: str, icon: str, value: str, row: Box) -> Widget:
    """Return one line of the rules in brief."""

    def paint(canvas: Canvas, box: Box) -> None:
        theme = canvas.theme
        canvas.box(Box(box.x, box.y, box.w, 1.5), theme.line)
        canvas.icon(icon, (box.x + 12, box.center[1]), 22, theme.muted)
        words = tr(f"summary.{name}")
        width = canvas.text(words, box.cut_left(36), BOLD, SMALL, theme.muted)
        rest = box.cut_left(36 + width + 12)
        canvas.text(value, rest, DISPLAY, BODY, theme.ink, RIGHT, lowest=11)

    return Drawn(f"lobby.summary.{name}", row, paint, label=value)


def wifi(ping: int) -> str:
    """Return the icon of a ping."""
    if ping < 80:
        return "line/wifi-high"
    return "line/wifi-medium" if ping < 200 else "line/wifi-low"
