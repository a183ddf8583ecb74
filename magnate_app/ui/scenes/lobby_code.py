"""The left of the lobby: the room code to pass on, and the rules in brief."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from magnate_app.protocol.room_code import show
from magnate_app.ui import clipboard
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.dialogs.rules import preset_chips
from magnate_app.ui.draw import RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.lobby_model import LobbyModel
from magnate_app.ui.look import heading, panel
from magnate_app.ui.qr import qr_picture
from magnate_app.ui.scene import Stage
from magnate_app.ui.scenes.lobby_parts import SUMMARY, muted, summary, summary_row
from magnate_app.ui.strings import tr
from magnate_app.ui.theme import BODY, CAPTION, HUGE, LARGE, SMALL
from magnate_app.ui.widgets import PRIMARY, QUIET, Button, Drawn, Widget

_FIGURE: Final = 96
_HELP: Final = 36
_KEYS: Final = 244
"""Width of the two buttons over the code."""

WITHOUT_SQUARE: Final = 16 + 30 + 2 + _FIGURE + 10 + 8 + _HELP + 12
"""Height of the code's panel without its square."""

TALLEST_LINE: Final = 68
"""So high is a line of the rules at most, however much room there is."""


class CodePanel:
    """The code, big enough to be read out; it can be hidden from a camera."""

    def __init__(
        self,
        stage: Stage,
        model: LobbyModel,
        on_change: Callable[[], None],
        on_password: Callable[[], None],
        on_seat_code: Callable[[], None],
    ) -> None:
        self.stage = stage
        self.model = model
        self.hidden = False
        self._on_change = on_change
        self._on_password = on_password
        self._on_seat_code = on_seat_code

    def widgets(self, box: Box) -> list[Widget]:
        """Lay the panel out."""
        inner = box.inset(22, 16)
        top = inner.top_part(30)
        code = show(self.model.code or "")
        widgets: list[Widget] = [
            panel("lobby.code_panel", box),
            Drawn("lobby.code_words", top.cut_right(_KEYS), muted(tr("lobby.code"))),
            Button(
                "lobby.hide",
                tr("lobby.show") if self.hidden else tr("lobby.hide"),
                self._toggle,
                Box(top.right - 108, top.y - 4, 118, 36),
                kind=QUIET,
                icon="fill/eye" if self.hidden else "fill/eye-slash",
                size=SMALL,
                align=RIGHT,
            ),
        ]
        settings = self.model.settings
        if settings is not None:
            widgets.append(self._key(settings.locked, Box(top.right - _KEYS, top.y - 4, 132, 36)))
        figure = Box(inner.x, top.bottom + 2, inner.w, _FIGURE)
        shown = "•••-•••" if self.hidden else code

        def paint_code(canvas: Canvas, area: Box) -> None:
            size = min(HUGE * 1.7, area.h * 1.05)
            canvas.text(shown, area, DISPLAY, size, canvas.theme.ink, lowest=20)

        widgets.append(Drawn("lobby.code", figure, paint_code, label=shown))
        square_side = box.h - WITHOUT_SQUARE
        rest = Box(inner.x, figure.bottom + 10, inner.w, square_side)
        side = square_side
        square = Box(rest.x, rest.y, side, side)
        widgets.append(Drawn("lobby.qr", square, self._paint_qr, label=tr("lobby.qr")))
        words = rest.cut_left(side, 18)
        button = min(54.0, (side - 12) / 2)
        first = Box(words.x, rest.y, words.w, button)
        widgets += [
            Button(
                "lobby.copy_code",
                tr("lobby.copy_code"),
                self._copy_code,
                first,
                kind=PRIMARY,
                icon="fill/copy",
                size=LARGE - 1,
            ),
            Button(
                "lobby.copy_invitation",
                tr("lobby.copy_invitation"),
                self._copy_invitation,
                first.moved(0, button + 12),
                icon="line/share-network",
                size=LARGE - 1,
            ),
        ]
        area = Box(inner.x, rest.bottom + 8, inner.w, _HELP)

        def paint_help(canvas: Canvas, where: Box) -> None:
            text = tr("lobby.how_to_join")
            canvas.paragraph(text, where, BOLD, CAPTION, canvas.theme.muted, 0, 0.5)

        widgets.append(Drawn("lobby.how", area, paint_help, label=tr("lobby.how_to_join")))
        return widgets

    def _key(self, locked: bool, box: Box) -> Button:
        """Return the button of the door's password, or of one's own seat code."""
        owner = self.model.is_owner
        hint, icon = tr("seat_code.title"), "fill/key"
        if owner:
            hint = tr("door.password.on") if locked else tr("door.password.off")
            icon = "fill/lock-key" if locked else "line/lock-simple-open"
        return Button(
            "lobby.password" if owner else "lobby.seat_code",
            tr("lobby.password") if owner else tr("lobby.seat_code"),
            self._on_password if owner else self._on_seat_code,
            box,
            kind=QUIET,
            icon=icon,
            size=SMALL,
            align=RIGHT,
            tooltip=hint,
        )

    def _paint_qr(self, canvas: Canvas, box: Box) -> None:
        theme = canvas.theme
        canvas.box(box, theme.white, 14, theme.line)
        if self.hidden or not self.model.code:
            canvas.icon("fill/eye-slash", box.center, 40, theme.line)
            return
        picture = qr_picture(
            f"magnate://join/{self.model.code}",
            canvas.px(box.w - 20),
            theme.dark,
            theme.white,
        )
        rect = canvas.rect(box)
        canvas.surface.blit(picture, picture.get_rect(center=rect.center))

    def _toggle(self) -> None:
        self.hidden = not self.hidden
        self._on_change()

    def _copy_code(self) -> None:
        self._copied(clipboard.put(show(self.model.code or "")), "lobby.code_copied")

    def _copy_invitation(self) -> None:
        text = self.stage.services.invitation(self.model.code or "")
        self._copied(clipboard.put(text), "lobby.invitation_copied")

    def _copied(self, there: bool, key: str) -> None:
        if there:
            self.stage.toast(tr(key), kind="good")
        else:
            self.stage.toast(tr("lobby.no_clipboard"), kind="warn")


def rules_panel(
    model: LobbyModel,
    box: Box,
    on_edit: Callable[[], None],
    on_preset: Callable[[str], None],
) -> list[Widget]:
    """Return the rules in brief, with the presets for the owner."""
    settings = model.settings
    assert settings is not None
    inner = box.inset(22, 14)
    top = inner.top_part(42)
    owner = model.is_owner
    widgets: list[Widget] = [
        panel("lobby.rules_panel", box),
        heading("lobby.rules", top, tr("lobby.rules")),
        Button(
            "lobby.edit",
            tr("lobby.edit") if owner else tr("lobby.all_rules"),
            on_edit,
            Box(top.right - 150, top.y, 150, 42),
            icon="line/faders",
            size=BODY,
        ),
    ]
    chips = Box(inner.x, top.bottom + 8, inner.w, 38)
    widgets += preset_chips("lobby", chips, settings.preset, on_preset, enabled=owner)
    rest = inner.cut_top(96)
    count = max(3, min(len(SUMMARY), int(rest.h // 30)))
    height = min(TALLEST_LINE, rest.h / count)
    for index, (name, icon) in enumerate(SUMMARY[:count]):
        row = Box(rest.x, rest.y + index * height, rest.w, height)
        widgets.append(summary_row(name, icon, summary(name, settings), row))
    return widgets
