"""A table's password: asked for in front of the table, or set by whoever runs it.

What is typed leaves the dialog once and is shown to nobody; the field shows dots until
its eye is pressed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Final

from magnate_app.protocol import password
from magnate_app.ui.assets import DISPLAY, TEXT
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.scene import Dialog, Stage
from magnate_app.ui.sentences import error_sentence
from magnate_app.ui.strings import tr, tr_n
from magnate_app.ui.theme import BODY, LARGE, TITLE
from magnate_app.ui.widgets import PRIMARY, Button, IconButton, TextField, Widget

_WIDTH: Final = 560
_FIELD: Final = 60
_DETAIL: Final = 72


class _PasswordCard:
    """What both dialogs look like: a lock, two sentences, a field with an eye."""

    def __init__(
        self, ident: str, field: TextField, title: str, detail: str, height: float
    ) -> None:
        self.ident = ident
        self.field = field
        self.title = title
        self.detail = detail
        self.height = height

    def box(self, size: Box) -> Box:
        """Where the card lies."""
        return size.middle(min(_WIDTH, size.w - 40), self.height)

    def row(self, size: Box) -> Box:
        """Return the row of buttons."""
        return self.box(size).inset(30, 26).bottom_part(52)

    def paint(self, canvas: Canvas) -> None:
        """Draw the card."""
        theme = canvas.theme
        card = self.box(canvas.size)
        canvas.panel(card)
        inner = card.inset(30, 26)
        canvas.circle((inner.x + 24, inner.y + 22), 24, theme.soft)
        canvas.icon("fill/lock-key", (inner.x + 24, inner.y + 22), 28, theme.accent)
        top = inner.top_part(44).cut_left(64)
        canvas.text(self.title, top, DISPLAY, TITLE, theme.ink, lowest=BODY)
        rest = Box(inner.x, inner.y + 56, inner.w, _DETAIL)
        canvas.paragraph(self.detail, rest, TEXT, BODY, theme.muted)

    def widgets(self, size: Box, on_eye: Callable[[], None]) -> list[Widget]:
        """Return the field and its eye."""
        inner = self.box(size).inset(30, 26)
        row = Box(inner.x, inner.y + 56 + _DETAIL + 8, inner.w, _FIELD)
        self.field.place(row.cut_right(_FIELD, 10))
        seen = self.field.revealed
        return [
            self.field,
            IconButton(
                f"{self.ident}.eye",
                "fill/eye-slash" if seen else "fill/eye",
                tr("password.hide") if seen else tr("password.show"),
                on_eye,
                row.right_part(_FIELD),
                size=26,
            ),
        ]


class AskPassword(Dialog[str]):
    """Asks until the table is content; `on_answer` takes what was typed.

    Only giving up dismisses it, without a result; whoever opened it takes it away when
    the table has answered.
    """

    name = "password"

    def __init__(
        self,
        stage: Stage,
        on_answer: Callable[[str], None],
        on_result: Callable[[str | None], None],
    ) -> None:
        super().__init__(stage, on_result)
        self._on_answer = on_answer
        self._checking = False
        self._wait = 0.0
        self._field = TextField(
            "password.field",
            label=tr("password.label"),
            hint=tr("password.label"),
            icon="fill/key",
            limit=password.LONGEST,
            on_change=lambda _: self.rebuild(),
            on_enter=lambda _: self._enter(),
            secret=True,
        )
        self._card = _PasswordCard(
            "password", self._field, tr("password.title"), tr("password.detail"), 346
        )

    def facts(self) -> dict[str, object]:
        """Return what is wrong."""
        return {"error": self._field.error, "checking": self._checking}

    def first_focus(self) -> str | None:
        """Begin in the field."""
        return "password.field"

    def refuse(self, code: str, retry_ms: int = 0) -> None:
        """Say why the last answer was not taken."""
        self._checking = False
        self._wait = retry_ms / 1000
        self._say_wait()
        if not retry_ms:
            self._field.error = error_sentence(code, {})
            self._field.anchor, self._field.caret = 0, len(self._field.text)
        self.controls.set_focus("password.field")
        self.stage.sound("error")
        self.rebuild()

    def update(self, dt: float) -> None:
        """Count the seconds down that have to be waited."""
        super().update(dt)
        if self._wait > 0:
            before = math.ceil(self._wait)
            self._wait = max(0.0, self._wait - dt)
            if math.ceil(self._wait) != before:
                self._say_wait()
                self.rebuild()

    def paint(self, canvas: Canvas) -> None:
        """Draw the card."""
        super().paint(canvas)
        self._card.paint(canvas)

    def build(self, size: Box) -> Iterable[Widget]:
        """Lay out the field, the way back and the way in."""
        cancel, enter = self._card.row(size).columns(2, 12)
        return [
            *self._card.widgets(size, self._toggle),
            Button("password.cancel", tr("common.cancel"), self._back, cancel, key="escape"),
            Button(
                "password.enter",
                tr("password.checking") if self._checking else tr("password.enter"),
                self._enter,
                enter,
                kind=PRIMARY,
                icon="line/sign-in",
                cap="Enter",
                enabled=self._ready,
            ),
        ]

    @property
    def _ready(self) -> bool:
        return bool(self._field.text.strip()) and not self._checking and self._wait <= 0

    def _say_wait(self) -> None:
        self._field.error = tr_n("password.wait", math.ceil(self._wait)) if self._wait else ""

    def _enter(self) -> None:
        if self._ready:
            self._checking = True
            self._field.error = ""
            self._on_answer(self._field.text)
            self.rebuild()

    def _toggle(self) -> None:
        self._field.revealed = not self._field.revealed
        self.controls.set_focus("password.field")
        self.rebuild()

    def _back(self) -> None:
        self.dismiss(None)


class SetPassword(Dialog[str]):
    """Sets a password or takes it away; the result is empty for the latter."""

    name = "set_password"

    def __init__(
        self, stage: Stage, on_result: Callable[[str | None], None], *, locked: bool
    ) -> None:
        super().__init__(stage, on_result)
        self._locked = locked
        self._field = TextField(
            "set_password.field",
            label=tr("password.label"),
            hint=tr("password.set.hint"),
            icon="fill/key",
            limit=password.LONGEST,
            on_change=lambda _: self.rebuild(),
            on_enter=lambda _: self._done(),
            secret=True,
        )
        self._card = _PasswordCard(
            "set_password",
            self._field,
            tr("password.set.title"),
            tr("password.set.detail"),
            404 if locked else 346,
        )

    def first_focus(self) -> str | None:
        """Begin in the field."""
        return "set_password.field"

    def paint(self, canvas: Canvas) -> None:
        """Draw the card."""
        super().paint(canvas)
        self._card.paint(canvas)

    def build(self, size: Box) -> Iterable[Widget]:
        """Lay out the field, the way back, the way on, and the way without."""
        missing = password.SHORTEST - len(self._field.text.strip())
        typed = bool(self._field.text)
        self._field.note = tr_n("password.set.short", missing) if typed and missing > 0 else ""
        row = self._card.row(size)
        cancel, done = row.columns(2, 12)
        widgets = [
            *self._card.widgets(size, self._toggle),
            Button("set_password.cancel", tr("common.cancel"), self._back, cancel, key="escape"),
            Button(
                "set_password.done",
                tr("password.set.done"),
                self._done,
                done,
                kind=PRIMARY,
                cap="Enter",
                enabled=missing <= 0,
            ),
        ]
        if self._locked:
            widgets.append(
                Button(
                    "set_password.remove",
                    tr("password.set.remove"),
                    lambda: self.dismiss(""),
                    row.moved(0, -62).inset(0, 1),
                    icon="line/lock-simple-open",
                    size=LARGE - 1,
                )
            )
        return widgets

    def _done(self) -> None:
        if password.clean(self._field.text) is not None:
            self.dismiss(self._field.text)

    def _toggle(self) -> None:
        self._field.revealed = not self._field.revealed
        self.controls.set_focus("set_password.field")
        self.rebuild()

    def _back(self) -> None:
        self.dismiss(None)
