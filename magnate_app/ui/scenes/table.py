"""The table: the board on the left, what may be done and what is known on the right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from magnate_app.content import load_board
from magnate_app.protocol.link import Incoming, Link, LinkState, LinkStatus
from magnate_app.protocol.messages import (
    ChatLine,
    ClientMessage,
    ErrorMessage,
    GameStateMessage,
    Knocks,
    TableChanged,
    VoteTold,
)
from magnate_app.protocol.messages_game import (
    TablePause,
    TableResume,
)
from magnate_app.protocol.views import Throw
from magnate_app.ui import routes
from magnate_app.ui.assets import DISPLAY
from magnate_app.ui.board.atlas import Atlas
from magnate_app.ui.board.layout import load_layout
from magnate_app.ui.board.view import BoardView
from magnate_app.ui.dialogs.table_menu import TableMenu, entries_of, note_of
from magnate_app.ui.draw import CENTER, Canvas, measuring
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Input, Key, Leave, Move
from magnate_app.ui.luck import Luck
from magnate_app.ui.panels.advice import advice_card
from magnate_app.ui.panels.below import Below
from magnate_app.ui.panels.choice import (
    action_panel,
    column_height,
    fills_column,
    panel_kind,
    wanted_height,
)
from magnate_app.ui.panels.mortgage import suggestion
from magnate_app.ui.panels.players import PlayerCard
from magnate_app.ui.panels.strip import strips
from magnate_app.ui.panels.top_bar import top_bar
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.sentences import error_sentence
from magnate_app.ui.strings import language, tr
from magnate_app.ui.table_board import BoardWidget
from magnate_app.ui.table_context import Table
from magnate_app.ui.table_desk import Desk
from magnate_app.ui.table_herald import Herald
from magnate_app.ui.table_layout import column_layout, table_layout
from magnate_app.ui.table_log import Line, line_of, plain
from magnate_app.ui.table_model import TableModel
from magnate_app.ui.table_pace import faster, speed_of, speed_word, toggled_sound
from magnate_app.ui.tabletop import paint_table
from magnate_app.ui.warming import PAUSE, appearance, warming
from magnate_app.ui.widgets import Widget

BOARD: Final = "zaragoza"
AGING: Final = 20.0
"""Seconds after which the ages in the log are written anew."""
SPOKEN: Final = 4
"""So many lines of the log are read aloud at once."""


class TableScene(Scene):
    """One game, from the first throw to the result."""

    name = "table"

    def __init__(self, stage: Stage, link: Link) -> None:
        super().__init__(stage)
        self.link = link
        self.model = TableModel(stage.sound)
        self.content = load_board(BOARD)
        self.table = self._table()
        self.board = BoardWidget(self.table, BoardView(self.table.atlas, load_layout(BOARD), tr))
        self.lines: list[Line] = []
        self._written = 0
        self.below = Below()
        self._cash: dict[int, float] = {}
        self._panel: tuple[object, ...] = ()
        self._state: tuple[object, ...] = ()
        self.herald = Herald(stage, self.table)
        self.desk = Desk(stage, self.table, self._send)
        self.table.open_votes = self.desk.open_votes
        self.table.ask_surrender = self.desk.ask_surrender
        self.luck: Luck | None = None
        self._apply_preferences()

    # Life

    @property
    def animating(self) -> bool:
        """Whether anything moves on the board."""
        playfield = self.model.playfield
        floats = playfield is not None and playfield.lively
        return self.model.busy or floats or self._still.fading

    def on_start(self) -> None:
        """Begin the table's music."""
        self.stage.play_music("table")

    def on_resume(self) -> None:
        """Take over what the settings changed meanwhile."""
        self._apply_preferences()

    def on_message(self, message: Incoming) -> None:
        """Feed the model; show refusals; follow the link elsewhere."""
        self.model.receive(message)
        self.herald.receive(message)
        if self.luck is None and self.model.settings is not None:
            self.luck = Luck(self.table.atlas, self.model.settings.go_money)
            self.model.watch = self.luck.note
        if isinstance(message, GameStateMessage):
            self.desk.come_back()
        elif isinstance(message, ErrorMessage):
            self._refusal(message)
        elif isinstance(message, LinkStatus):
            self._follow(message)
        elif isinstance(message, TableChanged | VoteTold | Knocks):
            self.desk.receive(message)
        elif isinstance(message, ChatLine) and message.user_id != self.model.you:
            self.stage.sound("chat")

    def update(self, dt: float) -> None:
        """Read the link, let effects run, go on with what was planned."""
        super().update(dt)
        if self._still.let_pass(dt * self.model.speed):
            self.stage.redraw()
        if self.link is None or not self.model.ready:
            if self.model.update(dt):
                self.rebuild()
            return
        if self.model.update(dt):
            self.stage.stir(self, alone=self.model.only_ticked)
        if self.board.breathed is not None:
            self.stage.stir(self)
        state = self.table.state()
        if state != self._state:
            self._state = state
            self._write_lines()
            self.table.renew()
            self.rebuild()
        self.table.go_on()
        self._warm()
        self.herald.tell()
        if self.model.view.outcome is not None and not self.model.busy:
            self._to_results()

    def on_input(self, given: Input) -> bool:
        """Skip what moves with Space; else widgets first."""
        if isinstance(given, Move):
            if self.board.point(given.pos):
                self.stage.redraw()
        elif isinstance(given, Leave):
            self.board.hovering = None
        focus = self.controls.focus
        typing = focus is not None and focus.takes_text
        if isinstance(given, Key) and given.name == "space" and self.model.busy and not typing:
            self.model.skip()
            self.rebuild()
            return True
        used = super().on_input(given)
        if isinstance(given, Move):
            hovered = self.controls.hover
            lit = hovered.seat if isinstance(hovered, PlayerCard) else None
            if lit != self.table.lit_seat:
                self.table.lit_seat = lit
                self.stage.redraw()
        return used

    def on_key(self, key: Key) -> bool:
        """React to the table's own keys."""
        if key.ctrl or key.alt:
            return False
        match key.name:
            case "r" if self.model.ready and isinstance(self.model.view.decision, Throw):
                return self._press("table.main")
            case "y":
                return self._press("table.main")
            case "l":
                self.controls.set_focus("table.log", ring=True)
            case "c":
                if self.controls.find("table.chat.field") is None:
                    self.table.chat_open = True
                    self.rebuild()
                    self.refresh()
                self.controls.set_focus("table.chat.field", ring=True)
            case "home":
                self._home()
            case "f1":
                routes.to_help(self.stage)
            case "escape":
                if self.table.advising:
                    self.table.advising = False
                elif not self.board.dismiss():
                    self.controls.set_focus(None)
                self.rebuild()
            case "1" | "2" | "3" | "4" | "5" | "6":
                self.controls.set_focus(f"table.player.{int(key.name) - 1}", ring=True)
            case _:
                return False
        return True

    def targets(self) -> dict[str, Box]:
        """Return every tile as a place to click."""
        if not self.model.ready:
            return {}
        return {
            f"table.square.{square}": self.board.square_box(square)
            for square in self.table.atlas.squares
        }

    def facts(self) -> dict[str, object]:
        """Return what a test may want to know."""
        model = self.model
        if not model.ready:
            return {"ready": False}
        latest = model.latest
        return {
            "ready": True,
            "seq": 0 if latest is None else latest.seq,
            "busy": model.busy,
            "phase": model.view.phase,
            "decision": model.view.decision.id,
            "seat": model.me,
            "mine": model.my_turn,
            "legal": [entry.type for entry in model.legal],
            "cash": [player.cash for player in model.view.players],
            "round": model.view.turn.round,
            "paused": model.paused,
            "over": model.view.outcome is not None,
            "link": str(model.link.state),
        }

    # Pictures

    def still_key(self) -> tuple[object, ...]:
        """Return what the column shows while the board moves."""
        return (self.table.lit_seat, int(self.model.clock / AGING), *self.model.figures())

    def stirred_part(self, moving: Box) -> Box | None:
        """Return where tiles have been breathing."""
        part, self.board.breathed = self.board.breathed, None
        return part

    def prepare(self, canvas: Canvas) -> Iterator[None]:
        """Paint the board before the table is shown."""
        return self.board.prepare(canvas)

    def paint(self, canvas: Canvas) -> None:
        """Draw the table top and the board's shadow."""
        paint_table(canvas)
        if not self.model.ready:
            canvas.text(tr("table.loading"), canvas.size, DISPLAY, 24, canvas.theme.muted, CENTER)
            return
        canvas.shadow(self.board.box, 18, "board")

    def build(self, size: Box) -> Iterable[Widget]:
        """Lay out everything for the present state."""
        if not self.model.ready:
            return []
        if self.table.atlas.lang != language():
            self._speak()
        self.table.renew()
        wanted = wanted_height(self.table)
        layout = table_layout(size, len(self.model.seats), wanted)
        self.board.lay(layout.board, self.stage.scale)
        if self.stage.scenes.top is self:
            self.stage.toasts.place = layout.board
        measure = self.table.measure = measuring(self.theme, self.stage.scale)
        self._change_panel(layout.column)
        widgets: list[Widget] = [self.board]
        whole = fills_column(self.table)
        if whole:
            layout = column_layout(layout, column_height(self.table))
        else:
            widgets += top_bar(self.table, layout.bar)
            widgets += [
                PlayerCard(self.table, seat, box, self._cash)
                for seat, box in enumerate(layout.cards)
            ]
        widgets += action_panel(self.table, layout.action)
        widgets += self.below.widgets(self.table, layout, self.lines, measure)
        widgets += advice_card(self.table, layout.board, measure)
        widgets += strips(self.table, layout.board)
        return widgets

    def _change_panel(self, column: Box) -> None:
        """Let another panel come over the one that is shown."""
        kind = panel_kind(self.table)
        moves = self.stage.moving and self.model.speed > 0
        if self._panel and kind != self._panel and moves:
            self._still.fade(column)
        self._panel = kind

    # Doing

    def _table(self) -> Table:
        table = Table(self.model, Atlas(self.content, language()), self._send, self.rebuild)
        table.open_menu = self._menu
        table.show_help = lambda: routes.to_help(self.stage)
        table.go_home = self._home
        table.toggle_sound = self._toggle_sound
        table.next_speed = self._next_speed
        table.focus_square = self._flash
        table.next_step = lambda: suggestion(table)
        return table

    def _send(self, message: ClientMessage) -> None:
        if self.link is not None:
            self.link.send(message)

    def _press(self, ident: str) -> bool:
        widget = self.controls.find(ident)
        if widget is None or not widget.enabled:
            return False
        widget.activate()
        return True

    def _home(self) -> None:
        self.board.view.camera.home()
        self.rebuild()

    def _flash(self, square: int) -> None:
        if self.model.playfield is not None:
            self.model.playfield.flashes[square] = 1.2
        self.stage.redraw()

    def _menu(self) -> None:
        entries, note = entries_of(self.model), note_of(self.model)
        self.stage.scenes.push(TableMenu(self.stage, entries, note, self._chosen))

    def _chosen(self, entry: str | None) -> None:
        match entry:
            case "pause":
                self._send(TablePause())
            case "unpause":
                self._send(TableResume())
            case "host":
                self.desk.open_host()
            case "vote":
                self.desk.open_votes()
            case "seat_code":
                self.desk.open_seat_code()
            case "settings":
                routes.to_settings(self.stage)
            case "help":
                routes.to_help(self.stage)
            case "surrender":
                self.desk.ask_surrender()
            case "leave":
                self._leave()
            case _:
                pass
        self.rebuild()

    def _leave(self) -> None:
        if self.link is not None:
            self.link.close()
            self.link = None
        routes.to_title(self.stage)

    def _follow(self, status: LinkStatus) -> None:
        """Leave when the line is lost for good or the host opens the room again.

        A status told before the game began, or after it ended, changes nothing here.
        """
        latest = self.model.latest
        if self.link is None or (latest is not None and latest.view.outcome is not None):
            return
        if status.state is LinkState.CLOSED and status.failure is not None:
            routes.to_failure(self, status.failure)
        elif status.state is LinkState.ROOM is self.link.status.state:
            routes.follow(self, status)

    def _refusal(self, message: ErrorMessage) -> None:
        self.table.refused()
        self.stage.toast(error_sentence(message.code, message.params), kind="bad")
        self.stage.sound("error")

    def _to_results(self) -> None:
        from magnate_app.ui.scenes.results import ResultsScene

        self.hand_over(
            ResultsScene(self.stage, self.link, self.table, self.luck.sums if self.luck else {})
        )

    def _toggle_sound(self) -> None:
        self.stage.apply(toggled_sound(self.stage.preferences))
        self._apply_preferences()

    def _next_speed(self) -> None:
        self.stage.apply(faster(self.stage.preferences))
        self._apply_preferences()

    def _apply_preferences(self) -> None:
        preferences = self.stage.preferences
        self.model.speed = speed_of(preferences)
        self.model.reduced = preferences.reduced_motion
        self.model.fold_bots = preferences.fold_bots
        self.model.thoughts.silent = not preferences.characters
        self.table.speed_word = speed_word(preferences)
        self.table.muted = preferences.sound == 0
        self.rebuild()

    def _speak(self) -> None:
        """Take the language that is spoken now."""
        self.table.atlas = Atlas(self.content, language())
        self.board.view = BoardView(self.table.atlas, load_layout(BOARD), tr)
        self.lines, self._written = [], 0
        self.desk.begin_again()
        self._write_lines()
        self._apply_preferences()

    def _write_lines(self) -> None:
        lines: list[Line] = []
        for told in self.model.told[self._written :]:
            lines += self.desk.lines(told.number)
            line = line_of(told, self.table)
            if line is not None:
                lines.append(line)
        if not self.model.busy:
            lines += self.desk.lines()
        self.lines += lines
        if lines:
            self.stage.say(". ".join(plain(line.text) for line in lines[-SPOKEN:]))
        self._written = len(self.model.told)

    def _warm(self) -> None:
        """Draw something ahead while nothing moves."""
        unfinished = self.stage.dirty or self.board.view.ground.unfinished
        if self.model.busy or self.model.clock < PAUSE or unfinished:
            return
        geometry, board = self.board.view.geometry, self.board.box.w
        self.ahead.aim(
            appearance(self.stage), lambda: warming(self.stage, self.table, board, geometry)
        )
        self.ahead.go_on()
