"""Settings: everything a person can change, applied at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from magnate_app.saves.preferences import Preferences
from magnate_app.ui import backdrop, routes, strings
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.look import header, page, panel
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.scenes.lobby_parts import piece_row
from magnate_app.ui.strings import tr
from magnate_app.ui.theme import BODY, SMALL, TITLE
from magnate_app.ui.widgets import (
    Button,
    Drawn,
    ScrollArea,
    Segments,
    Slider,
    Stepper,
    TextField,
    Toggle,
    Widget,
)

SCALES: Final = (0, 75, 100, 125, 150, 200)
SPEEDS: Final = ("0.5x", "1x", "2x", "4x", "off")
SPEED_WORDS: Final = {"0.5x": "½×", "1x": "1×", "2x": "2×", "4x": "4×"}
MAX_NAME: Final = 20
_ROW: Final = 58


class SettingsScene(Scene):
    """Two columns of controls."""

    name = "settings"
    composed_for = (1440, 980)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._area = ScrollArea("settings.area")
        self._name = TextField(
            "settings.name",
            text=stage.preferences.name,
            limit=MAX_NAME,
            size=BODY,
            on_change=self._rename,
        )

    def facts(self) -> dict[str, object]:
        """Return the preferences."""
        return {"preferences": msgspec.to_builtins(self.stage.preferences)}

    def paint(self, canvas: Canvas) -> None:
        """Draw the map."""
        backdrop.paint_map(canvas)

    def build(self, size: Box) -> Iterable[Widget]:
        """Lay the sections into two columns."""
        area = page(size)
        width = min(area.w, 1280)
        area = Box(size.center[0] - width / 2, area.y, width, area.h)
        widgets = header("settings", area, tr("settings.title"), self._back)
        place = area.cut_top(80)
        self._area.place(place)
        self._name.label = tr("settings.name")
        self._name.parent = None
        left, right = place.cut_right(14).columns(2, 20)
        inside: list[Widget] = []
        bottoms = []
        for column, sections in ((left, self._left()), (right, self._right())):
            y = column.y
            for name, rows in sections:
                height = 62 + sum(_height(row) for row in rows) + 12
                box = Box(column.x, y, column.w, height)
                inside.append(panel(f"settings.{name}_panel", box))
                inside.append(_section(f"settings.{name}", Box(box.x + 24, y + 12, 400, 40)))
                if name == "network":
                    inside.append(self._doctor(Box(box.right - 264, y + 12, 240, 42)))
                row_y = y + 58
                for row in rows:
                    place_row(row, Box(box.x + 24, row_y, box.w - 48, _height(row)))
                    row_y += _height(row)
                    inside += _flat(row)
                y += height + 18
            bottoms.append(y)
        self._area.fill(inside, max(bottoms) - place.y)
        widgets.append(self._area)
        return widgets

    def _doctor(self, box: Box) -> Button:
        return Button(
            "settings.doctor",
            tr("doctor.open"),
            lambda: routes.to_connection_help(self.stage),
            box,
            icon="line/stethoscope",
            size=SMALL,
        )

    def _left(self) -> list[tuple[str, list[Row]]]:
        p = self.stage.preferences
        return [
            (
                "you",
                [
                    Row(tr("settings.name"), self._name, 0.62),
                    PieceRow(p.piece, self._choose_piece),
                    Row(
                        tr("settings.language"),
                        Segments(
                            "settings.language",
                            tr("settings.language"),
                            [(code, strings.NAMES[code]) for code in strings.LANGUAGES],
                            strings.language(),
                            lambda v: self._change(language=v),
                        ),
                        0.62,
                    ),
                ],
            ),
            (
                "look",
                [
                    Row(
                        tr("settings.theme"),
                        Segments(
                            "settings.theme",
                            tr("settings.theme"),
                            [("day", tr("theme.day")), ("night", tr("theme.night"))],
                            p.theme,
                            lambda v: self._change(theme=v),
                        ),
                        0.62,
                    ),
                    Row(
                        tr("settings.scale"),
                        Segments(
                            "settings.scale",
                            tr("settings.scale"),
                            [
                                (str(s), f"{s} %" if s else tr("settings.scale_auto"))
                                for s in SCALES
                            ],
                            str(p.scale),
                            lambda v: self._change(scale=int(v)),
                            size=SMALL - 1,
                        ),
                        0.7,
                    ),
                    self._toggle("fullscreen", p.fullscreen),
                    self._toggle("colour_aids", p.colour_aids),
                    self._toggle("characters", p.characters),
                ],
            ),
        ]

    def _right(self) -> list[tuple[str, list[Row]]]:
        p = self.stage.preferences
        return [
            (
                "audio",
                [
                    self._volume("sound", p.sound, "fill/speaker-high"),
                    self._volume("effects", p.effects, "fill/bell-ringing"),
                    self._volume("music", p.music, "fill/music-notes"),
                    self._speech(p.speech),
                ],
            ),
            (
                "motion",
                [
                    Row(
                        tr("settings.speed"),
                        Segments(
                            "settings.speed",
                            tr("settings.speed"),
                            [(s, SPEED_WORDS.get(s, tr("settings.speed_off"))) for s in SPEEDS],
                            p.speed,
                            lambda v: self._change(speed=v),
                        ),
                        0.62,
                    ),
                    self._toggle("reduced_motion", p.reduced_motion),
                    self._toggle("fold_bots", p.fold_bots),
                ],
            ),
            (
                "network",
                [
                    Row(
                        tr("settings.port"),
                        Stepper(
                            "settings.port",
                            tr("settings.port"),
                            p.port,
                            lambda v: self._change(port=v),
                            low=1024,
                            high=65535,
                        ),
                        0.44,
                    ),
                    self._toggle("listed", p.listed),
                    *self._updates(p.updates),
                ],
            ),
        ]

    def _updates(self, on: bool) -> list[Row]:
        """Offer the question for newer versions where there is somebody to ask."""
        return [self._toggle("updates", on)] if self.stage.services.update_address() else []

    def _speech(self, on: bool) -> Row:
        """Offer a voice, or say why there is none."""
        voice = self.stage.speak is not None
        toggle = Toggle(
            "settings.speech",
            tr("settings.speech"),
            on and voice,
            lambda value: self._change(speech=value),
            detail=tr("settings.speech.detail" if voice else "settings.speech.missing"),
            enabled=voice,
        )
        if not voice:
            toggle.tooltip = tr("settings.speech.none")
        return Row("", toggle, 1.0)

    def _toggle(self, name: str, on: bool) -> Row:
        return Row(
            "",
            Toggle(
                f"settings.{name}",
                tr(f"settings.{name}"),
                on,
                lambda value: self._change(**{name: value}),
                detail=tr(f"settings.{name}.detail"),
            ),
            1.0,
        )

    def _volume(self, name: str, value: int, icon: str) -> Row:
        words = tr(f"settings.{name}")
        slider = Slider(
            f"settings.{name}",
            words,
            value,
            lambda v: self._change(**{name: v}),
            icon=icon,
        )
        return Row(words, slider, 0.66)

    def _rename(self, name: str) -> None:
        self._change(name=name.strip())

    def _choose_piece(self, piece: int) -> None:
        self._change(piece=piece)

    def _change(self, **changes: object) -> None:
        before: Preferences = self.stage.preferences
        self.stage.apply(msgspec.structs.replace(before, **changes))
        if changes.get("speech"):
            self.stage.say(tr("settings.speech.hello"))

    def _back(self) -> None:
        self.stage.scenes.pop(self)


class Row:
    """Words at the left, a control at the right."""

    def __init__(self, words: str, control: Widget, share: float) -> None:
        self.words = words
        self.control = control
        self.share = share
        self.box = Box(0, 0, 0, 0)


class PieceRow(Row):
    """The pieces, over the whole width."""

    def __init__(self, piece: int, choose: Callable[[int], None]) -> None:
        super().__init__("", Drawn("settings.pieces", Box(0, 0, 0, 0), lambda *_: None), 1.0)
        self.piece = piece
        self.choose = choose


def place_row(row: Row, box: Box) -> None:
    """Give a row its place."""
    row.box = box
    height = 46 if not isinstance(row.control, Toggle) else box.h - 6
    area = box.right_part(box.w * row.share)
    row.control.place(area.inset(0, (box.h - height) / 2))


def _height(row: Row) -> float:
    return _ROW


def _flat(row: Row) -> list[Widget]:
    if isinstance(row, PieceRow):
        return piece_row("settings", row.box, row.piece, set(), row.choose)
    if not row.words:
        return [row.control]

    def paint(canvas: Canvas, box: Box) -> None:
        canvas.text(row.words, box, BOLD, BODY, canvas.theme.ink, lowest=11)

    words = row.box.cut_right(row.box.w * row.share, 8)
    return [Drawn(f"{row.control.id}.words", words, paint, label=row.words), row.control]


def _section(ident: str, box: Box) -> Drawn:
    text = tr(ident)

    def paint(canvas: Canvas, area: Box) -> None:
        canvas.text(text, area, DISPLAY, TITLE - 2, canvas.theme.ink)

    return Drawn(ident, box, paint, label=text)
