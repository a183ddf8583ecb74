"""Chat beside a lobby: bubbles, reactions, one line to type in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from magnate_app.ui import assets
from magnate_app.ui.assets import BOLD, DISPLAY, TEXT
from magnate_app.ui.draw import CENTER, LINE_HEIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.pictures import REACTIONS
from magnate_app.ui.strings import tr
from magnate_app.ui.theme import CAPTION, SMALL, TITLE
from magnate_app.ui.widgets import CHIP, Drawn, IconButton, ScrollArea, TextField, Widget

_FIELD: Final = 46


class Bubble(msgspec.Struct, frozen=True):
    """One line of a conversation as it is shown."""

    text: str
    name: str
    piece: int | None = None
    color: int | None = None
    mine: bool = False
    emote: str | None = None
    news: bool = False


class ChatPanel:
    """The widgets of a conversation; they keep what is typed while all else is rebuilt."""

    def __init__(
        self, ident: str, on_say: Callable[[str], None], on_react: Callable[[str], None]
    ) -> None:
        self.ident = ident
        self._say = on_say
        self._react = on_react
        self.field = TextField(
            f"{ident}.field", limit=280, size=SMALL, label=tr("chat.title"), on_enter=self._send
        )
        self.area = ScrollArea(f"{ident}.lines")
        self.area.stick_to_end = True
        self._bubbles: tuple[Bubble, ...] = ()

    def widgets(self, box: Box, bubbles: Sequence[Bubble], scale: float) -> list[Widget]:
        """Lay the panel out in `box`."""
        self._bubbles = tuple(bubbles)
        inner = box.inset(14, 12)
        top = inner.top_part(36)
        field_row = inner.bottom_part(_FIELD)
        self.field.hint = tr("chat.hint")
        self.field.place(field_row.cut_right(52, 0))
        send = IconButton(
            f"{self.ident}.send",
            "fill/paper-plane-right",
            tr("chat.send"),
            lambda: self._send(self.field.text),
            field_row.right_part(46),
        )
        rows = inner.cut_bottom(_FIELD + 8).bottom_part(84)
        reactions: list[Widget] = []
        per_row = 6
        for index, (emote, icon) in enumerate(REACTIONS.items()):
            line = Box(rows.x, rows.y + (index // per_row) * 43, rows.w, 39)
            cell = line.columns(per_row, 6)[index % per_row]
            reactions.append(
                ReactionButton(
                    f"{self.ident}.react.{emote}",
                    icon,
                    tr(f"emote.{emote}"),
                    self._on_react(emote),
                    cell,
                    kind=CHIP,
                )
            )
        self.area.place(Box(inner.x, top.bottom + 4, inner.w, rows.y - top.bottom - 12))
        self._fill(scale)
        return [
            Drawn(f"{self.ident}.panel", box, lambda canvas, area: canvas.panel(area)),
            Drawn(f"{self.ident}.title", top, _paint_title, label=tr("chat.title")),
            self.area,
            *reactions,
            self.field,
            send,
        ]

    def _on_react(self, emote: str) -> Callable[[], None]:
        return lambda: self._react(emote)

    def _send(self, text: str) -> None:
        if text.strip():
            self._say(text.strip())
            self.field.set_text("")

    def _fill(self, scale: float) -> None:
        box = self.area.box.cut_right(16)
        y = box.y
        lines: list[Widget] = []
        for index, bubble in enumerate(self._bubbles):
            widget = BubbleView(f"{self.ident}.line.{index}", bubble)
            height = widget.measure(box.w, scale)
            widget.place(Box(box.x, y, box.w, height))
            lines.append(widget)
            y += height + 8
        used = y - box.y
        if used < box.h and lines:
            for widget_ in lines:
                widget_.place(widget_.box.moved(0, box.h - used))
            used = box.h
        self.area.fill(lines, used)


class ReactionButton(IconButton):
    """A picture one can send."""

    def draw(self, canvas: Canvas) -> None:
        """Draw the picture on a small plate."""
        theme = canvas.theme
        face = theme.soft if self.hovered else theme.raised
        canvas.box(self.box, face, 10, theme.line)
        size = 26 if self.hovered else 23
        canvas.icon(self.icon or "", self.box.center, size)
        if self.focused and self.ring:
            canvas.focus(self.box, 10)


class BubbleView(Widget):
    """One line of chat."""

    focusable = False

    def __init__(self, ident: str, bubble: Bubble) -> None:
        super().__init__(ident, label=f"{bubble.name}: {bubble.text}")
        self.bubble = bubble
        self._text = bubble.text
        self._text_width = 0.0
        self._lines = 1

    def measure(self, width: float, scale: float) -> float:
        """Return the height it needs in a column of that width."""
        if self.bubble.news or self.bubble.emote:
            return 30 if self.bubble.news else 40
        room = width * 0.74 - 24
        size, space = max(1, round(SMALL * scale)), max(1, round(room * scale))
        self._text = assets.unglued(self.bubble.text, TEXT, size, space)
        lines = assets.wrap(self._text, TEXT, size, space)
        self._lines = len(lines)
        widest = max(assets.width_of(line, TEXT, SMALL * scale) for line in lines) / scale
        self._text_width = min(room, widest) + 2
        name_room = 0 if self.bubble.mine else 17
        return self._lines * SMALL * LINE_HEIGHT + 16 + name_room

    def draw(self, canvas: Canvas) -> None:
        """Draw it at its side of the panel."""
        theme, bubble, box = canvas.theme, self.bubble, self.box
        if bubble.news:
            canvas.text(bubble.text, box, BOLD, CAPTION, theme.muted, CENTER, lowest=11)
            return
        left = box.x + 34
        if not bubble.mine and bubble.color is not None:
            canvas.token(bubble.piece, bubble.color, (box.x + 15, box.bottom - 17), 13)
        if bubble.emote:
            x = box.right - 22 if bubble.mine else left + 18
            canvas.icon(REACTIONS.get(bubble.emote, "emoji/thumbs-up"), (x, box.center[1]), 32)
            return
        width = self._text_width + 24
        if bubble.mine:
            plate = Box(box.right - width, box.y, width, box.h)
            canvas.box(plate, theme.ink, 12)
            canvas.box(Box(plate.right - 12, plate.bottom - 12, 12, 12), theme.ink, 3)
            ink = theme.on_ink
        else:
            canvas.text(
                bubble.name, Box(left + 2, box.y, box.w - 40, 16), BOLD, CAPTION, theme.muted
            )
            plate = Box(left, box.y + 17, width, box.h - 17)
            canvas.box(plate, theme.soft, 12)
            canvas.box(Box(plate.x, plate.bottom - 12, 12, 12), theme.soft, 3)
            ink = theme.ink
        canvas.paragraph(self._text, plate.inset(12, 7), TEXT, SMALL, ink)


def _paint_title(canvas: Canvas, box: Box) -> None:
    width = canvas.text(tr("chat.title"), box, DISPLAY, TITLE - 4, canvas.theme.ink)
    canvas.keycap("C", (box.x + width + 34, box.center[1]))
