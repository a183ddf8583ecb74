"""Chat beside the log, with the quick reactions that float over the tokens."""

from __future__ import annotations

from magnate_app.protocol.messages import ChatLine, Remark
from magnate_app.protocol.messages_common import MAX_CHAT
from magnate_app.protocol.messages_game import ChatMessage, Reaction
from magnate_app.ui.assets import BOLD, DISPLAY, TEXT
from magnate_app.ui.draw import LINE_HEIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.pictures import REACTIONS
from magnate_app.ui.portraits import draw_portrait
from magnate_app.ui.strings import tr, tr_n
from magnate_app.ui.table_context import Table
from magnate_app.ui.theme import CAPTION, SMALL
from magnate_app.ui.whys import remark_words
from magnate_app.ui.widgets.area import Drawn, ScrollArea
from magnate_app.ui.widgets.base import Widget
from magnate_app.ui.widgets.button import QUIET, IconButton
from magnate_app.ui.widgets.text_field import TextField

FOLD = 48.0
"""Width of the button that folds the chat or opens it."""
QUICK = ("like", "clap", "laugh", "wow", "hurry", "thanks")
FIELD = 42.0


def chat_panel(
    table: Table, box: Box, measure: Canvas, area: ScrollArea | None, *, folds: bool = False
) -> list[Widget]:
    """Return the chat's widgets; where it `folds`, with the button that opens or folds it."""
    if folds and not table.chat_open:
        return _folded(table, box)
    widgets: list[Widget] = [Drawn("table.chat.back", box, _back, label=tr("table.chat.title"))]
    table.chat_read = len(table.model.chat)
    inner = box.inset(12, 10)
    show_quick = inner.h > 150
    foot = inner.bottom_part(FIELD)
    body = inner.cut_top(36).cut_bottom(FIELD, 8)
    if show_quick:
        row = body.bottom_part(36)
        body = body.cut_bottom(36, 6)
        count = max(3, min(len(QUICK), int((row.w + 6) // 44)))
        for name, place in zip(QUICK[:count], row.columns(count, 6), strict=True):
            widgets.append(
                IconButton(
                    f"table.react.{name}",
                    REACTIONS[name],
                    tr(f"emote.{name}"),
                    lambda emote=name: table.send_message(Reaction(emote=emote)),  # type: ignore[misc] # bound now
                    place,
                    size=18,
                )
            )
    if area is None:
        area = ScrollArea("table.chat", label=tr("table.chat.title"))
        area.stick_to_end = True
    area.visible = body.h >= 24
    body = Box(body.x, body.y, body.w, max(24.0, body.h))
    area.place(body)
    rows: list[Widget] = []
    y = body.y
    for number, line in enumerate(table.model.chat):
        user, user_id, words = _said(table, line)
        mine = user_id == table.model.you
        room = body.w - 64
        whole = measure.unglued(words, room, TEXT, SMALL)
        height = 14 + measure.paragraph_height(whole, room, TEXT, SMALL)
        if not mine:
            height += 14
        place = Box(body.x, y, body.w - 10, height)
        ident = f"table.chat.{number}"
        face = line.character if isinstance(line, Remark) else ""
        rows.append(ChatRow(table, ident, place, user, user_id, words, face))
        y += height + 6
    used = y - body.y
    if rows and used < body.h:
        for bubble in rows:
            bubble.place(bubble.box.moved(0, body.h - used))
        y = body.bottom
    if not rows and body.h > 60:
        rows.append(Drawn("table.chat.empty", body.top_part(60), _empty))
    area.fill(rows, max(1.0, y - body.y))
    widgets.append(area)
    if folds:
        widgets.append(FoldButton(table, foot.left_part(FOLD - 6)))
        foot = foot.cut_left(FOLD)
    return widgets + _typing(table, foot)


def _folded(table: Table, box: Box) -> list[Widget]:
    """Return the button that opens the chat, and the line to type in where there is room."""
    back = Drawn("table.chat.back", box, lambda canvas, area: canvas.panel(area))
    line = box.middle(box.w - 24, FIELD)
    if line.w < 2 * FOLD:
        return [back, FoldButton(table, line)]
    button = FoldButton(table, line.left_part(FOLD - 6))
    return [back, button, *_typing(table, line.cut_left(FOLD))]


def _typing(table: Table, line: Box) -> list[Widget]:
    field = TextField(
        "table.chat.field",
        line.cut_right(46, 0),
        text=table.chat_text,
        hint=tr("table.chat.hint"),
        limit=MAX_CHAT,
        size=SMALL,
        label=tr("table.chat.title"),
        on_change=lambda text: setattr(table, "chat_text", text),
        on_enter=lambda _: send(table),
    )
    button = IconButton(
        "table.chat.send",
        "fill/paper-plane-right",
        tr("table.chat.send"),
        lambda: send(table),
        line.right_part(42),
        kind=QUIET,
        size=17,
    )
    return [field, button]


def unread(table: Table) -> int:
    """Return how many lines of others have come since the chat was last seen."""
    fresh = table.model.chat[table.chat_read :]
    return sum(_said(table, line)[1] != table.model.you for line in fresh)


class FoldButton(IconButton):
    """Opens the chat in the place of the log, or folds it; counts what is unread."""

    def __init__(self, table: Table, box: Box) -> None:
        words = tr("table.chat.fold") if table.chat_open else tr("table.chat.open")
        icon = "line/caret-down" if table.chat_open else "fill/chat-circle-dots"
        super().__init__("table.chat.fold", icon, words, self._turn, box, size=20)
        self.table = table
        self.unread = unread(table)

    def value_text(self) -> str:
        """Return how many lines are unread."""
        return tr_n("table.chat.unread", self.unread) if self.unread else ""

    def draw(self, canvas: Canvas) -> None:
        """Draw the button and the count on its corner."""
        super().draw(canvas)
        if self.unread:
            theme, at = canvas.theme, (self.box.right - 7, self.box.y + 8)
            canvas.circle(at, 10, theme.accent, theme.panel, 2)
            words = str(min(self.unread, 99))
            canvas.label(words, at, BOLD, CAPTION - 1, theme.accent_text, 0.5)

    def _turn(self) -> None:
        table = self.table
        table.chat_open = not table.chat_open
        table.chat_read = len(table.model.chat)
        table.rebuild()


def send(table: Table) -> None:
    """Say what was typed."""
    text = table.chat_text.strip()
    table.chat_text = ""
    if text:
        table.send_message(ChatMessage(msg=text))
    table.rebuild()


class ChatRow(Widget):
    """One message as a bubble."""

    focusable = False

    def __init__(
        self,
        table: Table,
        ident: str,
        box: Box,
        user: str,
        user_id: int | None,
        text: str,
        face: str = "",
    ) -> None:
        super().__init__(ident, box, label=f"{user}: {text}")
        self.table = table
        self.user = user
        self.seat = table.model.seat_of(user_id)
        self.mine = user_id is not None and user_id == table.model.you
        self.text = text
        self.face = face

    def draw(self, canvas: Canvas) -> None:
        """Draw token, name and bubble."""
        theme, box = canvas.theme, self.box
        room = box.w - 54
        text = canvas.unglued(self.text, room, TEXT, SMALL)
        lines = canvas.lines(text, room, TEXT, SMALL)
        width = max(canvas.text_width(line, TEXT, SMALL) for line in lines) + 24
        height = len(lines) * SMALL * LINE_HEIGHT + 12
        if self.mine:
            bubble = Box(box.right - width, box.y, width, height)
            fill, ink = theme.ink, theme.on_ink
        else:
            canvas.text(
                self.user,
                Box(box.x + 36, box.y, room, 14),
                BOLD,
                CAPTION - 1,
                theme.muted,
                lowest=9,
            )
            bubble = Box(box.x + 32, box.y + 15, width, height)
            fill, ink = theme.soft, theme.ink
            at = (box.x + 14, bubble.y + 14)
            if self.face:
                draw_portrait(canvas, self.face, at, 27)
            elif self.seat is not None:
                at = (box.x + 14, bubble.y + 14)
                canvas.token(self.table.piece(self.seat), self.table.color(self.seat), at, 12)
        canvas.box(bubble, fill, 12)
        canvas.paragraph(text, bubble.inset(12, 6), TEXT, SMALL, ink)


def _said(table: Table, line: ChatLine | Remark) -> tuple[str, int | None, str]:
    """Return who says what: name, user id, words."""
    if isinstance(line, ChatLine):
        return line.user, line.user_id, line.msg
    who = table.model.seat(line.seat)
    return who.username, who.id, remark_words(line)


def _empty(canvas: Canvas, box: Box) -> None:
    words = tr("table.chat.empty")
    canvas.paragraph(words, box.inset(4, 6), TEXT, SMALL, canvas.theme.muted)


def _back(canvas: Canvas, box: Box) -> None:
    canvas.panel(box)
    if box.h < FIELD + 52:
        return
    line = Box(box.x + 14, box.y + 10, 120, 30)
    used = canvas.text(tr("table.chat.title"), line, DISPLAY, 18)
    canvas.keycap("C", (line.x + used + 32, line.center[1]), 12)
