"""Who waits in front of the table, as the host sees them: a toast, and a list to answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from magnate_app.protocol.messages import Admit, Knock
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.dialogs.confirm import Confirm
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.look import panel
from magnate_app.ui.scene import Stage
from magnate_app.ui.strings import tr, tr_n
from magnate_app.ui.theme import BODY, CAPTION, LARGE, SMALL
from magnate_app.ui.widgets import PRIMARY, Button, Drawn, IconButton, Widget

_TOP: Final = 40
_ROW: Final = 88
_PAD: Final = 14
_MORE: Final = 24
STRIP: Final = 32 + 44 + 2 * _PAD
"""Height of what is shown of the list over a board."""


Answer: TypeAlias = Callable[[Admit], None]
"""What takes the host's answer."""


def careful(stage: Stage, knocks: Callable[[], tuple[Knock, ...]], answer: Answer) -> Answer:
    """Return what asks before somebody is blocked, and then hands the answer on."""

    def take(message: Admit) -> None:
        name = next((one.username for one in knocks() if one.id == message.user_id), "")
        if not message.block or not name:
            answer(message)
            return
        question, detail = tr("door.block.question", name=name), tr("door.block.detail")
        stage.scenes.push(
            Confirm(
                stage,
                question,
                detail,
                tr("door.block.yes"),
                lambda yes: answer(message) if yes else None,
            )
        )

    return take


def tell_knocks(stage: Stage, people: tuple[Knock, ...], known: set[int], where: str) -> None:
    """Say in one message who waits, if somebody new does; `where` tells how to answer."""
    if known.issuperset(knock.id for knock in people):
        return
    text = knock_words(people[0]) if len(people) == 1 else tr_n("door.waiting", len(people))
    stage.toast(text, where, topic="door")
    stage.sound("chat")
    stage.call_attention(text)


def knock_words(knock: Knock) -> str:
    """Return who wants what."""
    key = "door.knock.watch" if knock.watch else "door.knock"
    return tr(key, name=knock.username)


def door_height(knocks: tuple[Knock, ...], most: float) -> float:
    """Return the height of the list, at most `most` where that shows at least one."""
    shown = _shown(knocks, most)
    more = _MORE if shown < len(knocks) else 0
    return _PAD + _TOP + shown * _ROW + more + _PAD


def door_panel(ident: str, box: Box, knocks: tuple[Knock, ...], answer: Answer) -> list[Widget]:
    """Return the list; what does not fit is counted."""
    inner = box.inset(16, _PAD)
    top = inner.top_part(_TOP - 8)
    title = tr_n("door.waiting", len(knocks))

    def paint_title(canvas: Canvas, area: Box) -> None:
        theme = canvas.theme
        canvas.icon("fill/bell-simple-ringing", (area.x + 13, area.center[1]), 24, theme.accent)
        canvas.text(title, area.cut_left(34), DISPLAY, LARGE, theme.ink, lowest=CAPTION)

    widgets: list[Widget] = [
        panel(f"{ident}.panel", box),
        Drawn(f"{ident}.title", top, paint_title, label=title),
    ]
    shown = _shown(knocks, box.h)
    for index, knock in enumerate(knocks[:shown]):
        row = Box(inner.x, inner.y + _TOP + index * _ROW, inner.w, _ROW)
        widgets += _row(f"{ident}.{knock.id}", row, knock, answer, first=index == 0)
    if shown < len(knocks):
        more = tr("door.more", n=len(knocks) - shown)
        under = Box(inner.x, inner.bottom - _MORE + 4, inner.w, _MORE - 4)
        widgets.append(Drawn(f"{ident}.more", under, _muted(more), label=more))
    return widgets


def door_strip(ident: str, box: Box, knocks: tuple[Knock, ...], answer: Answer) -> list[Widget]:
    """Return the longest waiting one over a board, the others counted; `STRIP` high."""
    first, *others = knocks

    def paint(canvas: Canvas, area: Box) -> None:
        canvas.shadow(area, 16, "card")
        canvas.box(area, canvas.theme.raised, 16, canvas.theme.line)

    more = tr("door.more", n=len(others)) if others else ""
    row = box.inset(16, _PAD)
    return [
        Drawn(f"{ident}.panel", box, paint),
        *_row(f"{ident}.{first.id}", row, first, answer, first=True, more=more),
    ]


def _shown(knocks: tuple[Knock, ...], most: float) -> int:
    room = most - 2 * _PAD - _TOP
    if len(knocks) * _ROW <= room:
        return len(knocks)
    return max(1, int((room - _MORE) // _ROW))


def _row(
    ident: str, row: Box, knock: Knock, answer: Answer, *, first: bool, more: str = ""
) -> list[Widget]:
    words = " · ".join(part for part in (knock_words(knock), more) if part)

    def paint(canvas: Canvas, area: Box) -> None:
        if not first:
            canvas.box(Box(area.x, area.y - 4, area.w, 1.5), canvas.theme.line)
        canvas.text(words, area, BOLD, BODY, canvas.theme.ink, lowest=CAPTION - 1)

    buttons = Box(row.x, row.y + 32, row.w, 44)
    accept, decline = buttons.cut_right(44, 8).columns(2, 8)
    return [
        Drawn(ident, row.top_part(28), paint, label=words),
        Button(
            f"{ident}.accept",
            tr("door.accept"),
            _then(answer, Admit(user_id=knock.id, accept=True)),
            accept,
            kind=PRIMARY if first else "plain",
            icon="line/check",
            size=SMALL,
        ),
        Button(
            f"{ident}.decline",
            tr("door.decline"),
            _then(answer, Admit(user_id=knock.id, accept=False)),
            decline,
            icon="line/x",
            size=SMALL,
        ),
        IconButton(
            f"{ident}.block",
            "fill/hand-palm",
            tr("door.block", name=knock.username),
            _then(answer, Admit(user_id=knock.id, accept=False, block=True)),
            buttons.right_part(44),
            size=22,
        ),
    ]


def _then(answer: Answer, message: Admit) -> Callable[[], None]:
    return lambda: answer(message)


def _muted(text: str) -> Callable[[Canvas, Box], None]:
    def paint(canvas: Canvas, box: Box) -> None:
        canvas.text(text, box, BOLD, CAPTION, canvas.theme.muted)

    return paint
