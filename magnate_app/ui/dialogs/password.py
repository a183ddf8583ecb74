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


class _PasswordDialog(Dialog[str]):
    """What both dialogs have: a lock, two sentences, a field with an eye."""

    height = 346.0

    def __init__(
        self,
        stage: Stage,
        on_result: Callable[[str | None], None],
        title: str,
        detail: str,
        hint: str,
    ) -> None:
        super().__init__(stage, on_result)
        self._title = title
        self._detail = detail
        self._field = TextField(
            f"{self.name}.field",
            label=tr("password.label"),
            hint=hint,
            icon="fill/key",
            limit=password.LONGEST,
            on_change=lambda _: self.rebuild(),
            on_enter=lambda _: self._enter(),
            secret=True,
        )

    def first_focus(self) -> str | None:
        """Begin in the field."""
        return self._field.id

    def paint(self, canvas: Canvas) -> None:
        """Draw the card."""
        super().paint(canvas)
        theme = canvas.theme
        card = self._card(canvas.size)
        canvas.panel(card)
        inner = card.inset(30, 26)
        canvas.circle((inner.x + 24, inner.y + 22), 24, theme.soft)
        canvas.icon("fill/lock-key", (inner.x + 24, inner.y + 22), 28, theme.accent)
        top = inner.top_part(44).cut_left(64)
        canvas.text(self._title, top, DISPLAY, TITLE, theme.ink, lowest=BODY)
        rest = Box(inner.x, inner.y + 56, inner.w, _DETAIL)
        canvas.paragraph(self._detail, rest, TEXT, BODY, theme.muted)

    def build(self, size: Box) -> Iterable[Widget]:
        """Lay out the field, its eye and the way back."""
        inner = self._card(size).inset(30, 26)
        row = Box(inner.x, inner.y + 56 + _DETAIL + 8, inner.w, _FIELD)
        self._field.place(row.cut_right(_FIELD, 10))
        seen = self._field.revealed
        cancel, _ = self._row(size).columns(2, 12)
        return [
            self._field,
            IconButton(
                f"{self.name}.eye",
                "fill/eye-slash" if seen else "fill/eye",
                tr("password.hide") if seen else tr("password.show"),
                self._toggle,
                row.right_part(_FIELD),
                size=26,
            ),
            Button(f"{self.name}.cancel", tr("common.cancel"), self._back, cancel, key="escape"),
        ]

    def _enter(self) -> None:
        """Take what was typed, if it will do."""

    def _card(self, size: Box) -> Box:
        return size.middle(min(_WIDTH, size.w - 40), self.height)

    def _row(self, size: Box) -> Box:
        return self._card(size).inset(30, 26).bottom_part(52)

    def _toggle(self) -> None:
        self._field.revealed = not self._field.revealed
        self.controls.set_focus(self._field.id)
        self.rebuild()

    def _back(self) -> None:
        self.dismiss(None)


class AskPassword(_PasswordDialog):
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
        super().__init__(
            stage, on_result, tr("password.title"), tr("password.detail"), tr("password.label")
        )
        self._on_answer = on_answer
        self._checking = False
        self._wait = 0.0

    def facts(self) -> dict[str, object]:
        """Return what is wrong."""
        return {"error": self._field.error, "checking": self._checking}

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

    def build(self, size: Box) -> Iterable[Widget]:
        """Add the way in."""
        _, enter = self._row(size).columns(2, 12)
        return [
            *super().build(size),
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


class SetPassword(_PasswordDialog):
    """Sets a password or takes it away; the result is empty for the latter."""

    name = "set_password"

    def __init__(
        self, stage: Stage, on_result: Callable[[str | None], None], *, locked: bool
    ) -> None:
        super().__init__(
            stage,
            on_result,
            tr("password.set.title"),
            tr("password.set.detail"),
            tr("password.set.hint"),
        )
        self._locked = locked
        if locked:
            self.height += 58

    def build(self, size: Box) -> Iterable[Widget]:
        """Add the way on, and the way without."""
        missing = password.SHORTEST - len(self._field.text.strip())
        typed = bool(self._field.text)
        self._field.note = tr_n("password.set.short", missing) if typed and missing > 0 else ""
        row = self._row(size)
        _, done = row.columns(2, 12)
        widgets = [
            *super().build(size),
            Button(
                "set_password.done",
                tr("password.set.done"),
                self._enter,
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

    def _enter(self) -> None:
        if password.clean(self._field.text) is not None:
            self.dismiss(self._field.text)
