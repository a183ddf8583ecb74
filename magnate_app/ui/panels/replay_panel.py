"""Time as a panel: the scrubber with its marks, playing, stepping, jumping."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.draw import LEFT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Key, Pos
from magnate_app.ui.replay_model import BANKRUPTCY, KINDS, PURCHASE, TRADE, Mark
from magnate_app.ui.strings import day_and_time, number, tr, tr_n
from magnate_app.ui.theme import CAPTION, SMALL, TITLE
from magnate_app.ui.widgets import PRIMARY, Button, Drawn, IconButton, Widget
from magnate_app.ui.widgets.base import NO_BOX

if TYPE_CHECKING:
    from magnate_app.ui.scenes.replay import ReplayScene

PANEL_HEIGHT: Final = 262.0
ICONS: Final = {
    PURCHASE: "fill/shopping-cart",
    TRADE: "fill/handshake",
    BANKRUPTCY: "fill/x-circle",
}
_KEYS: Final = {PURCHASE: "P", TRADE: "T", BANKRUPTCY: "B"}
_WORDS: Final = {0.5: "½×", 1.0: "1×", 2.0: "2×", 4.0: "4×", 8.0: "8×"}
_SIDE: Final = 14.0


class Scrubber(Widget):
    """All moments of a game as a line; dragging its knob goes to any of them."""

    def __init__(
        self,
        moment: int,
        length: int,
        marks: list[Mark],
        color: Callable[[int], int],
        on_seek: Callable[[int], None],
        box: Box = NO_BOX,
    ) -> None:
        super().__init__("replay.scrubber", box, label=tr("replay.scrubber"))
        self.moment = moment
        self.length = length
        self.marks = marks
        self.color = color
        self.on_seek = on_seek

    def value_text(self) -> str:
        """Return the moment."""
        return f"{self.moment} / {self.length}"

    def on_press(self, pos: Pos, count: int) -> None:
        """Go there."""
        self._to(pos)

    def on_drag(self, pos: Pos) -> None:
        """Follow the pointer."""
        self._to(pos)

    def on_key(self, key: Key) -> bool:
        """Leave the keys to the scene: they move through time wherever the focus is."""
        return False

    def draw(self, canvas: Canvas) -> None:
        """Draw the line, the marks above it and the knob."""
        theme, track = canvas.theme, self._track()
        x = self._x(self.moment)
        canvas.box(track, theme.line, track.h / 2)
        canvas.box(Box(track.x, track.y, max(8.0, x - track.x), track.h), theme.accent, 4)
        for mark in self.marks:
            at = self._x(mark.moment)
            if mark.kind == PURCHASE:
                canvas.symbol(self.color(mark.seat), (at, track.y - 10), 4.2)
            else:
                canvas.icon(ICONS[mark.kind], (at, track.bottom + 15), 16, theme.ink)
        middle = track.y + track.h / 2
        canvas.circle((x, middle), 12, theme.raised, theme.accent, 4)
        if self.focused and self.ring:
            canvas.focus(Box(x - 14, middle - 14, 28, 28), 14)

    def _track(self) -> Box:
        return Box(self.box.x + _SIDE, self.box.center[1] - 6, max(1.0, self.box.w - 2 * _SIDE), 8)

    def _x(self, moment: int) -> float:
        track = self._track()
        return track.x + track.w * moment / max(1, self.length)

    def _to(self, pos: Pos) -> None:
        track = self._track()
        share = max(0.0, min(1.0, (pos[0] - track.x) / track.w))
        moment = round(share * self.length)
        if moment != self.moment:
            self.on_seek(moment)


def replay_bar(scene: ReplayScene, box: Box) -> list[Widget]:
    """Return the strip over the players: which game, and the ways out."""
    header = scene.recording.saved.header
    title = header.options.name or tr("replay.unnamed")
    detail = tr("replay.detail", date=day_and_time(header.started_at / 1000))
    tools = [
        ("replay.home", "line/corners-out", tr("table.bar.home"), scene.home, None),
        ("replay.back", "line/x", tr("replay.close"), scene.leave, "escape"),
    ]
    if scene.recording.saved.end is not None:
        tools.insert(
            0, ("replay.results", "fill/trophy", tr("replay.results"), scene.results, None)
        )
    widgets: list[Widget] = []
    x = box.right
    for ident, icon, words, act, key in reversed(tools):
        x -= 48
        widgets.append(IconButton(ident, icon, words, act, Box(x, box.y + 2, 48, 48), key=key))
        x -= 8
    room = Box(box.x, box.y, x - box.x - 4, box.h)

    def paint(canvas: Canvas, area: Box) -> None:
        theme = canvas.theme
        canvas.icon("line/film-strip", (area.x + 20, area.center[1]), 34, theme.accent)
        words = area.cut_left(50)
        canvas.text(title, words.top_part(30), DISPLAY, TITLE, theme.ink, lowest=SMALL)
        canvas.text(detail, words.bottom_part(21), BOLD, SMALL, theme.muted, lowest=CAPTION - 2)

    return [Drawn("replay.title", room, paint, label=title), *reversed(widgets)]


def replay_panel(scene: ReplayScene, box: Box) -> list[Widget]:
    """Return scrubber, playing and jumping."""
    recording, moment = scene.recording, scene.moment
    rounds = recording.saved.header.settings.max_rounds
    now = recording.round_of(moment)
    title = tr("game.round_of", round=now, rounds=rounds) if rounds else tr("game.round", round=now)
    detail = tr("replay.moment", n=number(moment), m=number(recording.length))

    def paint(canvas: Canvas, area: Box) -> None:
        theme = canvas.theme
        canvas.panel(area)
        line = area.inset(18, 0).top_part(44).moved(0, 6)
        used = canvas.text(title, line, DISPLAY, TITLE, theme.ink, lowest=16)
        rest = line.cut_left(used + 14).moved(0, 2)
        canvas.text(detail, rest, BOLD, SMALL, theme.muted, 1.0, lowest=CAPTION - 2)

    inner = box.inset(16, 0)
    row_height = 44.0 if box.h < 250 else 50.0
    jumps_box = Box(inner.x, box.bottom - 14 - row_height, inner.w, row_height)
    play_box = Box(inner.x, jumps_box.y - 10 - row_height, inner.w, row_height)
    track = Box(inner.x, box.y + 48, inner.w, max(40.0, play_box.y - box.y - 54))
    widgets: list[Widget] = [
        Drawn("replay.panel", box, paint, label=f"{title} {detail}"),
        Scrubber(moment, recording.length, recording.marks, scene.table.color, scene.seek, track),
        *_playing(scene, play_box),
    ]
    for kind, part in zip(KINDS, jumps_box.columns(3, 10), strict=True):
        widgets += _jumps(scene, kind, part)
    return widgets


def _playing(scene: ReplayScene, row: Box) -> list[Widget]:
    recording, moment = scene.recording, scene.moment
    side = 54.0
    over = moment == recording.length and recording.length > 0
    icon = "fill/pause" if scene.playing else "line/arrow-counter-clockwise"
    if not scene.playing and not over:
        icon = "fill/play"
    words = tr("replay.pause" if scene.playing else "replay.again" if over else "replay.play")
    before = Box(row.x, row.y, side, row.h)
    speed = Box(row.right - 76, row.y, 76, row.h)
    after = Box(speed.x - 10 - side, row.y, side, row.h)
    play = Box(before.right + 10, row.y, after.x - before.right - 20, row.h)
    return [
        IconButton(
            "replay.step_back",
            "line/caret-left",
            tr("replay.step_back"),
            lambda: scene.step(-1),
            before,
            enabled=moment > 0,
        ),
        Button(
            "replay.play",
            words,
            scene.toggle,
            play,
            kind=PRIMARY,
            icon=icon,
            cap=tr("table.key.space"),
            enabled=recording.length > 0,
        ),
        IconButton(
            "replay.step_on",
            "line/caret-right",
            tr("replay.step_on"),
            lambda: scene.step(1),
            after,
            enabled=moment < recording.length,
        ),
        Button(
            "replay.speed",
            _WORDS[scene.speed],
            scene.next_speed,
            speed,
            cap="S",
            tooltip=tr("replay.speed"),
            size=SMALL,
        ),
    ]


def _jumps(scene: ReplayScene, kind: str, box: Box) -> list[Widget]:
    count = sum(mark.kind == kind for mark in scene.recording.marks)
    side = 40.0
    return [
        IconButton(
            f"replay.previous.{kind}",
            "line/caret-left",
            tr(f"replay.previous.{kind}"),
            lambda: scene.jump(kind, back=True),
            box.left_part(side),
            enabled=scene.recording.find(kind, scene.moment, back=True) is not None,
            size=18,
        ),
        Button(
            f"replay.next.{kind}",
            number(count) if box.w < 150 else tr_n(f"replay.count.{kind}", count),
            lambda: scene.jump(kind),
            box.cut_left(side, 4),
            icon=ICONS[kind],
            cap=_KEYS[kind] if box.w > 190 else None,
            enabled=scene.recording.find(kind, scene.moment) is not None,
            tooltip=tr(f"replay.next.{kind}"),
            size=SMALL,
            align=LEFT if box.w > 190 else 0.5,
        ),
    ]
