"""Saved games: continue them, or delete them with a moment to think again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from magnate_app.errors import SaveError
from magnate_app.saves.catalog import SavedGame
from magnate_app.ui import backdrop, drawings, routes
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.dialogs.reopen import Reopen
from magnate_app.ui.draw import CENTER, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.look import header, page
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.strings import day_and_time, tr
from magnate_app.ui.theme import BODY, LARGE, SMALL, TITLE
from magnate_app.ui.widgets import PRIMARY, Button, Drawn, IconButton, ScrollArea, Widget

UNDO_SECONDS: Final = 6.0
_ROW: Final = 92


class SavedGames(Scene):
    """One row a game; a deleted one can be brought back for some seconds."""

    name = "saved"
    composed_for = (1280, 760)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.games: list[SavedGame] = []
        self._doomed: dict[Path, float] = {}
        self._area = ScrollArea("saved.list")

    def facts(self) -> dict[str, object]:
        """Return the names."""
        return {"games": [g.name for g in self.games], "deleted": len(self._doomed)}

    def on_start(self) -> None:
        """Read the list."""
        self.games = list(self.stage.services.saved_games())

    def update(self, dt: float) -> None:
        """Take a deleted game off the list when the time to undo is over."""
        super().update(dt)
        for path in list(self._doomed):
            self._doomed[path] -= dt
            if self._doomed[path] <= 0:
                del self._doomed[path]
                self.games = [g for g in self.games if g.path != path]
                self.rebuild()

    def paint(self, canvas: Canvas) -> None:
        """Draw the map."""
        backdrop.paint_city(canvas)

    def build(self, size: Box) -> Iterable[Widget]:
        """One row a game."""
        area = page(size)
        width = min(area.w, 1100)
        area = Box(size.center[0] - width / 2, area.y, width, area.h)
        widgets = header("saved", area, tr("saved.title"), self._back)
        place = area.cut_top(84)
        if not self.games:
            widgets.append(Drawn("saved.empty", place.top_part(348), _paint_empty))
            box = Box(place.center[0] - 120, place.y + 270, 240, 50)
            widgets.append(
                Button("saved.play", tr("saved.empty.button"), self._back, box, kind=PRIMARY)
            )
            return widgets
        self._area.place(place.inset(-6, 0))
        rows: list[Widget] = []
        for index, game in enumerate(self.games):
            row = Box(place.x, place.y + 4 + index * (_ROW + 12), place.w - 10, _ROW)
            rows += self._row(index, game, row)
        self._area.fill(rows, len(self.games) * (_ROW + 12) + 10)
        widgets.append(self._area)
        return widgets

    def _row(self, index: int, game: SavedGame, row: Box) -> list[Widget]:
        gone = game.path in self._doomed
        middle = row.center[1]

        def paint(canvas: Canvas, box: Box) -> None:
            theme = canvas.theme
            if gone:
                canvas.dashed(box, 14, theme.line)
                text = tr("saved.deleted", name=game.name)
                canvas.text(text, box.inset(28, 0).cut_right(200), BOLD, BODY, theme.muted)
                return
            edge = theme.accent if game.interrupted and not game.finished else theme.line
            canvas.box(box, theme.raised, 14, edge, 2)
            x = box.x + 46
            for seat in range(min(4, len(game.players))):
                canvas.token(seat + 1, seat, (x, middle), 19)
                x += 30
            x = box.x + 46 + 4 * 30
            words = Box(x + 6, box.y, box.w - (x - box.x) - 316, box.h)
            canvas.text(game.name, words.top_part(50), DISPLAY, LARGE + 2, theme.ink, 0, 0.8, 13)
            detail = " · ".join((_rounds(game), day_and_time(game.saved_at), *game.players))
            canvas.text(detail, words.bottom_part(42), BOLD, SMALL - 1, theme.muted, 0, 0.15, 12)

        widgets: list[Widget] = [Drawn(f"saved.game.{index}", row, paint, label=game.name)]
        if gone:
            widgets.append(
                Button(
                    f"saved.game.{index}.undo",
                    tr("saved.undo"),
                    self._undo(game.path),
                    Box(row.right - 180, middle - 24, 160, 48),
                    icon="line/arrow-counter-clockwise",
                    size=BODY,
                )
            )
            return widgets
        widgets.append(
            Button(
                f"saved.game.{index}.open",
                tr("replay.watch") if game.finished else tr("saved.continue"),
                self._watch(game) if game.finished else self._open(game),
                Box(row.right - 240, middle - 25, 160, 50),
                kind=PRIMARY if game is self._newest() else "plain",
                icon="line/film-strip" if game.finished else None,
                size=BODY + 1,
            )
        )
        if not game.finished:
            widgets.append(
                IconButton(
                    f"saved.game.{index}.watch",
                    "line/film-strip",
                    tr("replay.watch"),
                    self._watch(game),
                    Box(row.right - 300, middle - 25, 50, 50),
                )
            )
        widgets.append(
            IconButton(
                f"saved.game.{index}.delete",
                "line/trash",
                tr("saved.delete"),
                self._doom(game.path),
                Box(row.right - 68, middle - 25, 50, 50),
            )
        )
        return widgets

    def _newest(self) -> SavedGame | None:
        """Return the game most likely to be continued: the first that is not over."""
        return next((game for game in self.games if not game.finished), None)

    def _open(self, game: SavedGame) -> Callable[[], None]:
        def go_on(absence: str | None) -> None:
            if absence is not None:
                link = self.stage.services.resume(game.path, absence)
                routes.to_connecting(self.stage, link)

        def open_it() -> None:
            if game.people > 1:
                self.stage.scenes.push(Reopen(self.stage, game, go_on))
            else:
                go_on("")

        return open_it

    def _watch(self, game: SavedGame) -> Callable[[], None]:
        return lambda: routes.to_replay(self.stage, game.path)

    def _doom(self, path: Path) -> Callable[[], None]:
        def doom() -> None:
            try:
                self.stage.services.delete_saved(path)
            except SaveError:
                self.stage.toast(tr("saved.not_deleted"), kind="bad")
                return
            self._doomed[path] = UNDO_SECONDS
            self.rebuild()

        return doom

    def _undo(self, path: Path) -> Callable[[], None]:
        def undo() -> None:
            try:
                self.stage.services.restore_saved(path)
            except SaveError:
                self.stage.toast(tr("saved.not_restored"), kind="bad")
                return
            self._doomed.pop(path, None)
            self.rebuild()

        return undo

    def _back(self) -> None:
        self.stage.scenes.pop(self)


def _rounds(game: SavedGame) -> str:
    if game.rounds:
        return tr("game.round_of", round=game.round, rounds=game.rounds)
    return tr("game.round", round=game.round)


def _paint_empty(canvas: Canvas, box: Box) -> None:
    theme = canvas.theme
    canvas.panel(box)
    drawings.paint_game_box(canvas, (box.center[0], box.y + 92), 116)
    inner = box.cut_top(142).inset(30, 18)
    canvas.text(tr("saved.empty"), inner.top_part(44), DISPLAY, TITLE, theme.ink, CENTER)
    text = tr("saved.empty.detail")
    canvas.paragraph(text, inner.cut_top(52), BOLD, SMALL, theme.muted, CENTER)
