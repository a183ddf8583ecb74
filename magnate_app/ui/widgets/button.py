"""Buttons: plain, primary, the one main button, icon buttons, quiet ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from magnate_app.ui.assets import BOLD, DISPLAY, NARROW_BOLD
from magnate_app.ui.draw import CENTER, LEFT, RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Pos
from magnate_app.ui.theme import CAPTION, FIGURE, LARGE, SMALL, Color, Theme, mix
from magnate_app.ui.widgets.base import HAND, NO_BOX, Widget

PLAIN: Final = "plain"
PRIMARY: Final = "primary"
MAIN: Final = "main"
DANGER: Final = "danger"
QUIET: Final = "quiet"
CHIP: Final = "chip"

_RADIUS: Final = {MAIN: 18, CHIP: 10}
_FOOT: Final = {MAIN: 6, QUIET: 0, CHIP: 3}
_SIZES: Final = {MAIN: FIGURE, CHIP: SMALL}


class Button(Widget):
    """Something to press; `kind` is one of the constants of this module.

    `key` is the name of the key that presses it, `cap` what its key cap shows.
    """

    pointer = HAND

    def __init__(
        self,
        ident: str,
        text: str,
        on_click: Callable[[], None],
        box: Box = NO_BOX,
        *,
        kind: str = PLAIN,
        icon: str | None = None,
        trailing: str | None = None,
        key: str | None = None,
        cap: str | None = None,
        enabled: bool = True,
        tooltip: str = "",
        align: float = CENTER,
        size: float | None = None,
        selected: bool = False,
        detail: str = "",
    ) -> None:
        super().__init__(ident, box, label=text, enabled=enabled, tooltip=tooltip, key=key)
        self.text = text
        self.on_click = on_click
        self.kind = kind
        self.icon = icon
        self.trailing = trailing
        self.cap = cap
        self.align = align
        self.size = size or _SIZES.get(kind, LARGE)
        self.selected = selected
        self.detail = detail

    @property
    def radius(self) -> float:
        """Corner radius of its plate."""
        return _RADIUS.get(self.kind, 14 if self.box.h >= 40 else 10)

    @property
    def _cap_size(self) -> float:
        return 16 if self.kind == MAIN else CAPTION

    def on_release(self, pos: Pos, inside: bool) -> None:
        """Click when released inside."""
        if inside:
            self.on_click()

    def activate(self) -> None:
        """Click."""
        if self.enabled:
            self.on_click()

    def draw(self, canvas: Canvas) -> None:
        """Draw plate, foot, icon, words and key cap."""
        theme = canvas.theme
        face, foot, border, ink = self._look(theme)
        depth = _FOOT.get(self.kind, 4)
        plate = self.box
        if depth and self.enabled:
            down = depth - 1 if self.pressed else 0
            plate = self.box.cut_bottom(depth).moved(0, down)
            base = Box(self.box.x, plate.y + depth - down, self.box.w, plate.h)
            canvas.box(base, foot, self.radius)
        elif depth:
            plate = self.box.cut_bottom(depth)
        if self.kind != QUIET or self.hovered or self.pressed or self.selected:
            canvas.box(plate, face, self.radius, border)
        self._content(canvas, plate, face, ink)
        if self.focused and self.ring:
            canvas.focus(self.box, self.radius)

    def _content(self, canvas: Canvas, plate: Box, face: Color, ink: Color) -> None:
        size = self.size
        pad = {MAIN: 24.0, CHIP: 5.0}.get(self.kind, min(18.0, max(8.0, plate.h * 0.3)))
        inner = plate.inset(pad, 0)
        mark = size * (1.15 if self.kind == MAIN else 1.2)
        icon_room = mark + size * 0.55 if self.icon else 0.0
        cap = self.cap
        cap_room = canvas.keycap_width(cap, self._cap_size) + 10 if cap else 0.0
        if self.trailing:
            cap_room += size * 1.4
        lowest = max(CAPTION - 1, size * 0.62)
        smallest = canvas.text_width(self.text, DISPLAY, lowest)
        if self.detail:
            slim = canvas.text_width(self.detail, NARROW_BOLD, CAPTION - 2)
            smallest = max(smallest, slim)
        if cap and smallest > inner.w - icon_room - cap_room:
            cap_room -= canvas.keycap_width(cap, self._cap_size) + 10
            cap = None
        room = max(1.0, inner.w - icon_room - cap_room)
        text_width = min(room, canvas.text_width(self.text, DISPLAY, size))
        if self.align == CENTER:
            if self.text:
                x = inner.x + (inner.w - icon_room - text_width - cap_room) / 2
            else:
                x = plate.center[0] - mark / 2
        elif self.align == RIGHT:
            x = inner.right - icon_room - text_width - cap_room
        else:
            x = inner.x
        if self.icon:
            canvas.icon(self.icon, (x + mark / 2, plate.center[1]), mark, ink)
            x += icon_room
        line = Box(x, plate.y, max(room if self.align == LEFT else text_width, 1) + 1, plate.h)
        if self.detail:
            top = Box(line.x, plate.y + plate.h / 2 - size * 1.15, room, size * 1.3)
            canvas.text(self.text, top, DISPLAY, size, ink, LEFT, lowest=lowest)
            under = Box(line.x, plate.y + plate.h / 2 + size * 0.1, room, size * 1.1)
            soft = mix(ink, face, 0.25)
            canvas.text(self.detail, under, BOLD, CAPTION, soft, LEFT, lowest=CAPTION - 2)
        else:
            canvas.text(self.text, line, DISPLAY, size, ink, LEFT, lowest=lowest)
        right = inner.right if self.align == LEFT else x + text_width + cap_room
        if self.trailing:
            canvas.icon(self.trailing, (inner.right - size * 0.45, plate.center[1]), size, ink)
            right = inner.right - size * 1.4
        if cap:
            on = face if self.kind in (PRIMARY, MAIN, DANGER) and self.enabled else None
            faint = None if self.enabled else ink
            canvas.keycap(cap, (right, plate.center[1]), self._cap_size, on, faint)

    def _look(self, theme: Theme) -> tuple[Color, Color, Color | None, Color]:
        if not self.enabled:
            faint = mix(theme.muted, theme.soft, 0.35)
            return theme.soft, theme.line, theme.line, faint
        if self.kind in (PRIMARY, MAIN, DANGER):
            face = theme.loss if self.kind == DANGER else theme.accent
            foot = mix(face, theme.dark, 0.3) if self.kind == DANGER else theme.foot
            ink = theme.accent_text
            if self.pressed:
                face = mix(face, foot, 0.6)
            elif self.hovered:
                face = mix(face, theme.white, 0.1)
            return face, foot, None, ink
        if self.selected:
            return theme.ink, mix(theme.ink, theme.dark, 0.4), None, theme.on_ink
        face = theme.raised
        if self.pressed:
            face = mix(theme.soft, theme.line, 0.45)
        elif self.hovered:
            face = mix(theme.raised, theme.ink, 0.06) if theme.night else theme.soft
        return face, theme.line, theme.line, theme.ink


class IconButton(Button):
    """A square button with a picture; its words are its tooltip."""

    def __init__(
        self,
        ident: str,
        icon: str,
        text: str,
        on_click: Callable[[], None],
        box: Box = NO_BOX,
        *,
        kind: str = PLAIN,
        key: str | None = None,
        enabled: bool = True,
        selected: bool = False,
        size: float | None = None,
    ) -> None:
        super().__init__(
            ident,
            "",
            on_click,
            box,
            kind=kind,
            icon=icon,
            key=key,
            enabled=enabled,
            tooltip=text,
            selected=selected,
            size=size,
        )
        self.label = text
