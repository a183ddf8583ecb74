"""A saved game watched again on the real board, with a scrubber over all its moments.

The model of the table is fed with what a spectator would have been told; nothing here
decides a rule. Counterpart of `replay_model`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from magnate_app.content import load_board
from magnate_app.errors import MagnateError
from magnate_app.protocol.gamelog import SavedLog
from magnate_app.protocol.link import LinkFailure
from magnate_app.ui import backdrop, routes
from magnate_app.ui.assets import DISPLAY
from magnate_app.ui.board.atlas import Atlas
from magnate_app.ui.board.layout import load_layout
from magnate_app.ui.board.view import BoardView
from magnate_app.ui.draw import CENTER, Canvas, measuring
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Input, Key, Leave, Move
from magnate_app.ui.panels.log_panel import log_panel
from magnate_app.ui.panels.players import PlayerCard
from magnate_app.ui.panels.replay_panel import PANEL_HEIGHT, replay_bar, replay_panel
from magnate_app.ui.replay_model import BANKRUPTCY, PURCHASE, TRADE, Recording
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.strings import language, tr
from magnate_app.ui.table_board import BoardWidget
from magnate_app.ui.table_context import Table
from magnate_app.ui.table_layout import table_layout
from magnate_app.ui.table_log import Line, line_of
from magnate_app.ui.table_model import TableModel
from magnate_app.ui.table_notes import note_line
from magnate_app.ui.tabletop import paint_table
from magnate_app.ui.theme import TITLE
from magnate_app.ui.widgets import Button, ScrollArea, Widget

SPEEDS: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
READ_AT_ONCE: Final = 120
"""Actions read in one picture while a file is opened."""

DWELL: Final = 0.45
"""Seconds a moment stays before the next one begins, at usual speed."""

LEAP: Final = 10
_JUMPS: Final = {"p": PURCHASE, "t": TRADE, "b": BANKRUPTCY}


class ReplayScene(Scene):
    """One saved game, from the deal to where it stands."""

    name = "replay"

    def __init__(self, stage: Stage, saved: SavedLog) -> None:
        super().__init__(stage)
        self.content = load_board(saved.header.board)
        self.recording = Recording(saved, self.content)
        self.moment = 0
        self.playing = False
        self.speed = 1.0
        self.lines: list[Line] = []
        self._all_lines: list[Line | None] = []
        self._notes: list[tuple[int, int, Line | None]] = []
        self._rested = 0.0
        self._cash: dict[int, float] = {}
        self._log: ScrollArea | None = None
        self._state: tuple[object, ...] = ()
        self.table = Table(
            TableModel(), Atlas(self.content, language()), lambda _: None, self.rebuild
        )
        self.table.focus_square = self._flash
        self.board = self._make_board()

    # Life

    @property
    def model(self) -> TableModel:
        """What the board shows."""
        return self.table.model

    @property
    def ready(self) -> bool:
        """Whether the whole file has been read."""
        return self.recording.complete and self.model.ready

    @property
    def animating(self) -> bool:
        """Whether anything moves."""
        playfield = self.model.playfield
        floats = playfield is not None and playfield.lively
        return not self.ready or self.playing or self.model.busy or floats

    def first_focus(self) -> str | None:
        """Begin on playing."""
        return "replay.play"

    def on_start(self) -> None:
        """Begin the table's music."""
        self.stage.play_music("table")

    def facts(self) -> dict[str, object]:
        """Return what a test may want to know."""
        return {
            "ready": self.ready,
            "moment": self.moment,
            "length": self.recording.length,
            "playing": self.playing,
            "speed": self.speed,
        }

    def update(self, dt: float) -> None:
        """Read the file to its end, then play on."""
        super().update(dt)
        if not self.ready:
            self._read()
            return
        if self.model.update(dt):
            self.stage.stir(self, alone=self.model.only_ticked)
        if self.playing and not self.model.busy:
            self._rested += dt
            if self._rested >= DWELL / self.speed:
                self.step(1)
        shown = None if self.model.shown is None else self.model.shown.seq
        state = (shown, self.moment, self.model.busy, self.playing)
        if state != self._state:
            self._state = state
            self._take_lines(0 if shown is None else shown)
            self.table.renew()
            self.rebuild()

    def on_input(self, given: Input) -> bool:
        """Keys that move through time come before the widgets."""
        if isinstance(given, Move):
            if self.board.point(given.pos):
                self.stage.redraw()
        elif isinstance(given, Leave):
            self.board.hovering = None
        elif isinstance(given, Key) and self.ready and self._travel(given):
            self.stage.redraw()
            return True
        return super().on_input(given)

    def on_key(self, key: Key) -> bool:
        """Escape puts a deed away, then leaves."""
        if key.name == "escape":
            if self.board.dismiss():
                self.rebuild()
            else:
                self.leave()
            return True
        if key.name in ("1", "2", "3", "4", "5", "6"):
            self.controls.set_focus(f"table.player.{int(key.name) - 1}", ring=True)
            return True
        return False

    # Pictures

    def still_key(self) -> tuple[object, ...]:
        """Return what the column shows while the board moves."""
        return (self.ready, self.moment, self.playing, self.speed, *self.model.figures())

    def prepare(self, canvas: Canvas) -> Iterator[None]:
        """Paint the board before it is shown."""
        return self.board.prepare(canvas)

    def paint(self, canvas: Canvas) -> None:
        """Draw the table top, or how far the file has been read."""
        if not self.ready:
            backdrop.paint_map(canvas)
            x, y = canvas.size.center
            share = self.recording.moments_read / max(1, self.recording.length)
            bar = Box(x - 200, y + 10, 400, 12)
            canvas.box(bar, canvas.theme.line, 6)
            canvas.box(Box(bar.x, bar.y, max(12.0, bar.w * share), bar.h), canvas.theme.accent, 6)
            area = Box(x - 300, y - 44, 600, 40)
            canvas.text(tr("replay.reading"), area, DISPLAY, TITLE, canvas.theme.ink, CENTER)
            return
        paint_table(canvas)
        canvas.shadow(self.board.box, 18, "board")

    def build(self, size: Box) -> Iterable[Widget]:
        """Lay out board, players, time and log."""
        if not self.ready:
            place = Box(size.center[0] - 100, size.center[1] + 60, 200, 50)
            return [Button("replay.back", tr("common.cancel"), self.leave, place, key="escape")]
        if self.table.atlas.lang != language():
            self._speak()
        layout = table_layout(size, len(self.model.seats), PANEL_HEIGHT)
        self.board.lay(layout.board, self.stage.scale)
        measure = measuring(self.theme, self.stage.scale)
        log = layout.below
        widgets: list[Widget] = [self.board, *replay_bar(self, layout.bar)]
        widgets += [
            PlayerCard(self.table, seat, box, self._cash) for seat, box in enumerate(layout.cards)
        ]
        widgets += replay_panel(self, layout.action)
        widgets += log_panel(self.table, log, self.lines, measure, self._log, ages=False)
        self._log = next(w for w in widgets if isinstance(w, ScrollArea) and w.id == "table.log")
        return widgets

    # Through time

    def toggle(self) -> None:
        """Play or pause; at the end, begin again."""
        if not self.playing and self.moment == self.recording.length:
            self.seek(0)
        self.playing = not self.playing
        self._rested = 0.0
        self.rebuild()

    def step(self, by: int) -> None:
        """Go some moments on or back; a single step forward is shown with its motion."""
        if by == 1 and self.moment < self.recording.length:
            self.model.skip()
            self.moment += 1
            for message in self.recording.step(self.moment):
                self.model.receive(message)
            self._rested = 0.0
            if self.moment == self.recording.length:
                self.playing = False
        elif by != 1:
            self.seek(self.moment + by)

    def seek(self, moment: int) -> None:
        """Show a moment at rest."""
        moment = max(0, min(self.recording.length, moment))
        fresh = TableModel(self.stage.sound)
        fresh.speed, fresh.reduced = self.speed, not self.stage.moving
        self.recording.model_at(moment, fresh)
        self.table.model = fresh
        self.moment = moment
        self._rested = 0.0
        if fresh.playfield is not None:
            self._cash.update({s: float(cash) for s, cash in enumerate(fresh.playfield.cash)})
        if moment == self.recording.length:
            self.playing = False
        self.rebuild()

    def jump(self, kind: str, *, back: bool = False) -> None:
        """Go to the next purchase, trade or bankruptcy; say so when there is none."""
        found = self.recording.find(kind, self.moment, back=back)
        if found is None:
            self.stage.toast(tr(f"replay.none.{kind}"))
            return
        if found == 0:
            self.seek(0)
            return
        self.seek(found - 1)
        self.step(1)

    def next_speed(self) -> None:
        """Take the next speed, the slowest after the fastest."""
        at = SPEEDS.index(self.speed)
        self.speed = SPEEDS[(at + 1) % len(SPEEDS)]
        self.model.speed = self.speed
        self.rebuild()

    def home(self) -> None:
        """Show the whole board."""
        self.board.view.camera.home()
        self.rebuild()

    def leave(self) -> None:
        """Go back to where this replay was opened."""
        self.stage.scenes.pop(self)

    def results(self) -> None:
        """Show how the game ended, above this."""
        from magnate_app.ui.scenes.results import ResultsScene

        self.playing = False
        model = TableModel()
        self.recording.model_at(self.recording.length, model)
        table = Table(model, self.table.atlas, lambda _: None, self.rebuild)
        self.stage.scenes.push(ResultsScene(self.stage, None, table, watching=True))

    def _travel(self, key: Key) -> bool:
        if key.ctrl or key.alt:
            return False
        match key.name:
            case "space":
                if not key.repeat:
                    self.toggle()
            case "left" | "right":
                self.playing = False
                self.step(1 if key.name == "right" else -1)
            case "page up" | "page down":
                self.step(LEAP if key.name == "page down" else -LEAP)
            case "home":
                self.seek(0)
            case "end":
                self.seek(self.recording.length)
            case "p" | "t" | "b":
                self.jump(_JUMPS[key.name], back=key.shift)
            case "s":
                self.next_speed()
            case _:
                return False
        return True

    # Doing

    def _read(self) -> None:
        try:
            complete = self.recording.read_on(READ_AT_ONCE)
        except MagnateError:
            routes.to_failure(self, LinkFailure.BROKEN_SAVE)
            return
        self.stage.redraw()
        if complete:
            self.seek(0)
            self._write_lines()
            self.playing = self.recording.length > 0
            self.refresh()
            self.controls.set_focus(self.first_focus())

    def _write_lines(self) -> None:
        told = self.recording.told_before(self.recording.length)
        self._all_lines = [line_of(one, self.table) for one in told]
        self._notes = [
            (moment, len(self.recording.told_before(moment)), note_line(note, self.table))
            for moment, note in self.recording.notes()
        ]

    def _take_lines(self, moment: int) -> None:
        lines: list[Line | None] = []
        begin = 0
        for when, at, line in self._notes:
            if when <= moment:
                lines += [*self._all_lines[begin:at], line]
                begin = at
        count = len(self.recording.told_before(moment))
        lines += self._all_lines[begin:count]
        self.lines = [line for line in lines if line is not None]

    def _flash(self, square: int) -> None:
        if self.model.playfield is not None:
            self.model.playfield.flashes[square] = 1.2
        self.stage.redraw()

    def _make_board(self) -> BoardWidget:
        layout = load_layout(self.recording.saved.header.board)
        return BoardWidget(self.table, BoardView(self.table.atlas, layout, tr))

    def _speak(self) -> None:
        """Take the language that is spoken now."""
        self.table.atlas = Atlas(self.content, language())
        self.board = self._make_board()
        self._write_lines()
        self._take_lines(self.moment)
