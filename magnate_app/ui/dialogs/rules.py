"""The editor of a table's rules: figures, clocks, house rules, who may come."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from magnate_app.protocol.room_settings import ABSENCES, VISIBILITIES, RoomSettings
from magnate_app.rules.settings import HOUSE_RULES, PACES, PRESETS, RANGES
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.dialogs.password import SetPassword
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.look import heading
from magnate_app.ui.scene import Dialog, Stage
from magnate_app.ui.strings import money, tr
from magnate_app.ui.theme import BODY, CAPTION, HEAD, TITLE
from magnate_app.ui.widgets import (
    CHIP,
    PRIMARY,
    Button,
    Drawn,
    IconButton,
    ScrollArea,
    Segments,
    Stepper,
    TextField,
    Toggle,
    Widget,
)

FIGURES: Final = ("start_money", "go_money", "max_rounds", "bail", "jail_turns")
_STEPS: Final = {"start_money": 100, "go_money": 50, "max_rounds": 5, "bail": 10}
_ROW: Final = 62


class RulesDialog(Dialog[RoomSettings]):
    """Edits a copy of the settings; the result is the copy, or none."""

    name = "rules"

    def __init__(
        self,
        stage: Stage,
        settings: RoomSettings,
        on_result: Callable[[RoomSettings | None], None],
        *,
        shared: bool,
        least_seats: int = 2,
        read_only: bool = False,
        on_password: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(stage, on_result)
        self.draft = settings
        self.shared = shared
        self.least_seats = least_seats
        self.read_only = read_only
        self._on_password = on_password
        self._area = ScrollArea("rules.area")
        self._name = TextField(
            "rules.name",
            label=tr("rules.name"),
            text=settings.name,
            limit=40,
            on_change=lambda text: self._change(name=text or settings.name),
            enabled=not read_only,
        )

    def facts(self) -> dict[str, object]:
        """Return the draft."""
        return {"settings": msgspec.to_builtins(self.draft)}

    def paint(self, canvas: Canvas) -> None:
        """Draw the card."""
        super().paint(canvas)
        canvas.panel(self._card(canvas.size))

    def build(self, size: Box) -> Iterable[Widget]:
        """Presets on top, everything else scrolls."""
        inner = self._card(size).inset(28, 22)
        top = inner.top_part(46)
        widgets: list[Widget] = [
            heading("rules.title", top, tr("rules.title"), HEAD - 6),
            IconButton(
                "rules.close",
                "line/x",
                tr("common.close"),
                lambda: self.dismiss(None),
                Box(top.right - 46, top.y, 46, 46),
            ),
        ]
        chips = Box(inner.x, top.bottom + 10, inner.w, 44)
        widgets += preset_chips(
            "rules", chips, self.draft.preset, self._preset, enabled=not self.read_only
        )
        self._area.place(inner.cut_top(112).cut_bottom(0 if self.read_only else 66))
        self._fill()
        widgets.append(self._area)
        if not self.read_only:
            done = inner.bottom_part(52)
            widgets.append(
                Button(
                    "rules.done",
                    tr("common.done"),
                    lambda: self.dismiss(self.draft),
                    Box(done.right - 220, done.y, 220, 52),
                    kind=PRIMARY,
                    key="enter",
                    cap="Enter",
                )
            )
        return widgets

    def _card(self, size: Box) -> Box:
        return size.middle(min(980, size.w - 60), min(800, size.h - 40))

    def _fill(self) -> None:
        area = self._area.box
        self._name.parent = None
        left, right = area.cut_right(18).columns(2, 36)
        enabled = not self.read_only
        column: list[Widget] = [_section("rules.figures", tr("rules.figures"))]
        for name in FIGURES:
            low, high = RANGES[name]
            column.append(self._stepper(name, low, high))
        column.append(
            _Labelled(
                Segments(
                    "rules.pace",
                    tr("rules.pace"),
                    [(p, tr(f"pace.{p}")) for p in PACES],
                    self.draft.pace,
                    lambda value: self._change(pace=value),
                    enabled=enabled,
                ),
                0.56,
            )
        )
        column.append(self._toggle("end_without_humans", self.draft.end_without_humans, "rules"))
        column.append(self._toggle("advice", self.draft.advice, "rules"))
        column.append(self._toggle("characters", self.draft.characters, "rules"))
        if self.shared:
            column += self._table()
        house: list[Widget] = [_section("rules.house", tr("rules.house"))]
        for rule in HOUSE_RULES:
            house.append(self._house(rule))
        widgets = _stack(column, left) + _stack(house, right)
        lowest = max((w.box.bottom for w in widgets), default=area.y)
        flat: list[Widget] = []
        for widget in widgets:
            if isinstance(widget, _Labelled):
                flat += [widget, widget.control]
            else:
                flat.append(widget)
        self._area.fill(flat, lowest - area.y + 12)

    def _table(self) -> list[Widget]:
        enabled = not self.read_only
        seats = Stepper(
            "rules.seats",
            tr("rules.seats"),
            self.draft.seats,
            lambda value: self._change(seats=value),
            low=max(2, self.least_seats),
            high=6,
            enabled=enabled,
        )
        return [
            _section("rules.table", tr("rules.table")),
            _Labelled(self._name, 0.62),
            _Labelled(seats, 0.44),
            _Labelled(
                Segments(
                    "rules.visibility",
                    tr("rules.visibility"),
                    [(v, tr(f"visibility.{v}")) for v in VISIBILITIES],
                    self.draft.visibility,
                    lambda value: self._change(visibility=value),
                    enabled=enabled,
                    size=CAPTION,
                ),
                0.62,
            ),
            self._toggle("spectators", self.draft.spectators, "rules"),
            self._toggle("approval", self.draft.approval, "rules"),
            *self._password(),
            _Labelled(
                Segments(
                    "rules.absence",
                    tr("rules.absence"),
                    [(a, tr(f"absence.{a}")) for a in ABSENCES],
                    self.draft.absence,
                    lambda value: self._change(absence=value),
                    enabled=enabled,
                    size=CAPTION,
                ),
                0.62,
            ),
        ]

    def _password(self) -> list[Widget]:
        if self._on_password is None:
            return []
        locked = self.draft.locked
        words = tr("door.password.on") if locked else tr("door.password.off")
        if self.read_only:
            words = tr("door.locked") if locked else tr("door.open")
        button = Button(
            "rules.password",
            words,
            self._ask_password,
            icon="fill/lock-key" if locked else "line/lock-simple-open",
            enabled=not self.read_only,
            size=CAPTION,
        )
        return [_Labelled(button, 0.62, tr("door.password"))]

    def _ask_password(self) -> None:
        self.stage.scenes.push(
            SetPassword(self.stage, self._set_password, locked=self.draft.locked)
        )

    def _set_password(self, typed: str | None) -> None:
        if typed is not None and self._on_password is not None:
            self._on_password(typed)
            self._change(locked=bool(typed))

    def _stepper(self, name: str, low: int, high: int) -> Widget:
        value: int = getattr(self.draft, name)
        return _Labelled(
            Stepper(
                f"rules.{name}",
                tr(f"rules.{name}"),
                value,
                lambda new: self._change(**{name: new}),
                low=low,
                high=high,
                step=_STEPS.get(name, 1),
                enabled=not self.read_only,
                show=lambda n: (
                    tr("rules.no_limit") if name == "max_rounds" and n == 0 else money(n)
                ),
            ),
            0.44,
        )

    def _toggle(self, name: str, on: bool, prefix: str) -> Widget:
        return Toggle(
            f"rules.{name}",
            tr(f"{prefix}.{name}"),
            on,
            lambda value: self._change(**{name: value}),
            detail=tr(f"{prefix}.{name}.detail"),
            enabled=not self.read_only,
        )

    def _house(self, rule: str) -> Widget:
        def change(on: bool) -> None:
            rules = set(self.draft.house_rules)
            rules = rules | {rule} if on else rules - {rule}
            self._change(house_rules=tuple(r for r in HOUSE_RULES if r in rules))

        return Toggle(
            f"rules.{rule}",
            tr(f"house.{rule}"),
            rule in self.draft.house_rules,
            change,
            detail=tr(f"house.{rule}.detail"),
            enabled=not self.read_only,
        )

    def _change(self, **changes: object) -> None:
        draft = msgspec.structs.replace(self.draft, **changes)
        self.draft = msgspec.structs.replace(draft, preset=preset_of(draft))
        self.rebuild()

    def _preset(self, preset: str) -> None:
        rounds, cash = PRESETS[preset]
        self._change(max_rounds=rounds, start_money=cash)


def preset_of(settings: RoomSettings) -> str:
    """Return the preset whose figures the settings have, else `custom`."""
    for name, values in PRESETS.items():
        if values == (settings.max_rounds, settings.start_money):
            return name
    return "custom"


def preset_chips(
    ident: str, row: Box, chosen: str, choose: Callable[[str], None], *, enabled: bool = True
) -> list[Widget]:
    """Return a button for each preset, the chosen one dark."""

    def on_click(name: str) -> Callable[[], None]:
        return lambda: choose(name)

    return [
        Button(
            f"{ident}.preset.{name}",
            tr(f"preset.{name}"),
            on_click(name),
            box,
            kind=CHIP,
            selected=name == chosen,
            enabled=enabled or name == chosen,
            tooltip=tr(f"preset.{name}.detail"),
        )
        for name, box in zip(PRESETS, row.columns(len(PRESETS), 8), strict=True)
    ]


class _Labelled(Drawn):
    """Words at the left of a control, which is shown beside them."""

    def __init__(self, control: Widget, share: float, label: str = "") -> None:
        super().__init__(f"{control.id}.label", control.box, self._words)
        self.control = control
        self._share = share
        self._text = label or control.label

    def place(self, box: Box) -> None:
        """Take a row; the control gets its right part, once."""
        super().place(box)
        if self.control.parent is None:
            self.control.place(box.right_part(box.w * self._share).inset(0, (box.h - 44) / 2))

    def _words(self, canvas: Canvas, box: Box) -> None:
        area = box.cut_right(box.w * self._share, 10)
        if canvas.text_width(self._text, BOLD, BODY) > area.w:
            canvas.paragraph(self._text, area, BOLD, CAPTION, None, 0, 0.5)
        else:
            canvas.text(self._text, area, BOLD, BODY)


def _section(ident: str, text: str) -> Drawn:
    def paint(canvas: Canvas, box: Box) -> None:
        canvas.text(text, box, DISPLAY, TITLE - 4, canvas.theme.ink, 0, 0.6)
        canvas.box(box.bottom_part(1.5), canvas.theme.line)

    return Drawn(ident, Box(0, 0, 0, 0), paint, label=text)


def _stack(widgets: list[Widget], column: Box) -> list[Widget]:
    y = column.y
    for widget in widgets:
        height = 46 if isinstance(widget, Drawn) and not isinstance(widget, _Labelled) else _ROW - 6
        widget.place(Box(column.x, y, column.w, height))
        y += height + 6
    return widgets
