"""The title: what one can do, over a panel of paper beside the board seen close."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec

from magnate_app import __version__
from magnate_app.saves.catalog import SavedGame
from magnate_app.saves.last_table import LastTable
from magnate_app.ui import assets, backdrop, closeup, routes, strings
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.dialogs.confirm import Confirm
from magnate_app.ui.draw import LEFT, RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.scenes.title_parts import (
    ContinueButton,
    paint_line,
    paint_tagline,
    paint_wordmark,
)
from magnate_app.ui.still import UNLIMITED, Ration
from magnate_app.ui.strings import day_and_time, tr, tr_n
from magnate_app.ui.theme import BODY, CAPTION, LARGE
from magnate_app.ui.tram_ride import TramRide
from magnate_app.ui.warming import appearance, board_ahead
from magnate_app.ui.widgets import MAIN, QUIET, Button, Drawn, IconButton, Widget

_SHARE: Final = 0.394
_NARROWEST: Final = 540
_WIDEST: Final = 757


class Title(Scene):
    """The first screen of every visit but the very first."""

    name = "title"

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._open: SavedGame | None = None
        self._away: LastTable | None = None
        self._tram: TramRide | None = None
        self._newer = ""
        self._bare = True

    def update(self, dt: float) -> None:
        """Show the words at once and the board, which takes longer, a moment later."""
        super().update(dt)
        newer = self.stage.services.newer_version()
        if newer != self._newer:
            self._newer = newer
            self.rebuild()
        if self._still.let_pass(dt):
            self.stage.redraw()
        if not self._bare and self._tram is not None and self._tram.ride(dt):
            self.stage.stir(self)
        if not (self.stage.dirty or self.stage.scenes.animating):
            self.ahead.aim((appearance(self.stage), self._look(), self._bare), self._prepare)
            self.ahead.go_on()

    def draw(self, canvas: Canvas, ration: Ration = UNLIMITED) -> bool:
        """Draw the board too where there is time for everything."""
        self.refresh()
        if self._bare and not ration.limited:
            closeup.closeup(self._look())
            self.rebuild()
        return super().draw(canvas, ration)

    @property
    def animating(self) -> bool:
        """Whether the board comes now."""
        return self._still.fading

    @property
    def stirring(self) -> bool:
        """Whether the tram rides."""
        return not self._bare and self._tram is not None and self._tram.riding

    def _board(self) -> Box:
        return self.size.cut_left(_paper_width(self.size))

    def _look(self) -> closeup.Look:
        return closeup.look_of(self._board(), self.scale, self.theme, self.stage.preferences)

    def _prepare(self) -> Iterator[None]:
        """Paint the board; once it is seen, what the next screens need."""
        if self._bare:
            yield from closeup.steps(self._look())
            if self.stage.moving:
                self._still.fade(self._board())
            self.rebuild()
            return
        yield from backdrop.steps(self.theme.name, *self.stage.window_size)
        yield from board_ahead(self.stage)

    def on_start(self) -> None:
        """Look for a game to continue."""
        self.on_resume()
        self.stage.play_music("menu")

    def on_resume(self) -> None:
        """Look again."""
        games = self.stage.services.saved_games()
        self._open = next((g for g in games if not g.finished), None)
        self._away = self.stage.services.last_table()
        self.rebuild()

    def facts(self) -> dict[str, object]:
        """Return what can be continued."""
        away = self._away
        return {"away": None if away is None else away.name, "saved": self._open is not None}

    def first_focus(self) -> str | None:
        """Begin on what most people want."""
        unfinished = self._open is not None or self._away is not None
        return "title.continue" if unfinished else "title.play"

    def prepare(self, canvas: Canvas) -> Iterator[None]:
        """Draw the skyline before what lies over it."""
        backdrop.paint_skyline(canvas, _skyline(canvas.size))
        yield

    def paint(self, canvas: Canvas) -> None:
        """Draw the board, the paper and the skyline."""
        theme, size = canvas.theme, canvas.size
        paper = size.left_part(_paper_width(size))
        board = size.cut_left(paper.w)
        look = self._look()
        picture = closeup.stand_in(look) if self._bare else closeup.closeup(look)
        if picture is None:
            canvas.box(board, theme.land)
        else:
            canvas.surface.blit(picture, canvas.rect(board))
        canvas.box(paper, theme.panel)
        canvas.box(Box(paper.right, 0, 2, size.h), theme.line)
        backdrop.paint_skyline(canvas, _skyline(size))
        version = Box(paper.x, size.h - 34, paper.w - 24, 24)
        text = tr("title.version", version=__version__)
        if self._newer:
            text = tr("updates.newer", version=__version__, newer=self._newer)
        canvas.text(text, version, BOLD, CAPTION, theme.ink, RIGHT)

    def build(self, size: Box) -> Iterable[Widget]:
        """Lay the buttons down the paper."""
        stage = self.stage
        paper = size.left_part(_paper_width(size))
        column = paper.inset(paper.w * 0.116, 0)
        unit = max(0.62, min(1.0, size.h / 1080))
        gap = 16 * unit
        y = 52 * unit
        mark = Box(column.x, y, column.w, 128 * unit)
        widgets: list[Widget] = []
        clock = 0.0 if self._tram is None else self._tram.clock
        self._tram = TramRide(self._board(), self.scale, stage.preferences, clock)
        self._bare = not closeup.is_ready(self._look())
        if not self._bare:
            widgets.append(self._tram)
        widgets.append(Drawn("title.wordmark", mark, paint_wordmark, label="Magnate"))
        y = mark.bottom + 6 * unit
        line = Box(column.x, y, column.w, 32)
        widgets.append(Drawn("title.tagline", line, paint_tagline, label=tr("title.tagline")))
        y = line.bottom + 22 * unit
        if self._away is not None or self._open is not None:
            box = Box(column.x, y, column.w, max(60, 84 * unit))
            if self._away is not None:
                widgets += self._go_back(box, self._away)
            else:
                widgets.append(self._continue(box))
            y = box.bottom + gap
            height = max(62, 92 * unit)
        else:
            y += 10 * unit
            height = max(74, 116 * unit)
        widgets.append(
            Button(
                "title.play",
                tr("title.play"),
                lambda: routes.to_solo(stage),
                Box(column.x, y, column.w, height),
                kind=MAIN,
                icon="fill/play",
                key="p",
                cap="P",
                align=LEFT,
                size=34 * max(0.76, unit),
            )
        )
        y += height + gap
        row = max(46, 66 * unit)
        for pair in self._pairs(self._row_size((column.w - 12) / 2)):
            if pair == ():
                line = Box(column.x, y + 4 * unit, column.w, 2)
                widgets.append(Drawn("title.line", line, paint_line))
                y += 20 * unit
                continue
            for box, button in zip(
                Box(column.x, y, column.w, row).columns(2, 12), pair, strict=True
            ):
                button.place(box)
                widgets.append(button)
            y += row + gap * 0.9
        widgets += self._small_row(Box(column.x, y + 2, column.w, 46))
        widgets.append(self._profile(size))
        return widgets

    def _row_size(self, width: float) -> float:
        """Return the letter size at which every small button shows its words."""
        scale = self.scale
        size = 20.0
        for name in ("host", "join", "quick", "saved", "help", "settings"):
            caps = 44 if name == "help" else 0
            room = width - 36 - caps
            while size > 13:
                words_width = assets.width_of(tr(f"title.{name}"), DISPLAY, size * scale) / scale
                if words_width + size * 1.75 <= room:
                    break
                size -= 0.5
        return size

    def _pairs(self, size: float) -> list[tuple[()] | tuple[Button, Button]]:
        stage = self.stage

        def button(
            name: str, icon: str, action: Callable[[], None], key: str, cap: str | None = None
        ) -> Button:
            return Button(
                f"title.{name}",
                tr(f"title.{name}"),
                action,
                icon=icon,
                key=key,
                cap=cap,
                align=LEFT,
                size=size,
            )

        return [
            (
                button("host", "line/house-line", lambda: routes.host(stage), "h"),
                button("join", "line/sign-in", lambda: routes.to_join(stage), "j"),
            ),
            (
                button("quick", "line/lightning", lambda: routes.to_quick_match(stage), "q"),
                button("saved", "line/film-strip", lambda: routes.to_saved(stage), "r"),
            ),
            (),
            (
                button("help", "line/graduation-cap", lambda: routes.to_help(stage), "f1", "F1"),
                button("settings", "line/gear-six", lambda: routes.to_settings(stage), "s"),
            ),
        ]

    def _small_row(self, row: Box) -> list[Widget]:
        preferences = self.stage.preferences
        night = self.theme.night
        loud = preferences.sound > 0
        name = strings.NAMES[strings.language()]
        return [
            Button(
                "title.language",
                name,
                self._next_language,
                Box(row.x, row.y, 134, row.h),
                icon="line/globe",
                size=BODY,
                tooltip=tr("title.language"),
            ),
            IconButton(
                "title.theme",
                "line/sun" if night else "line/moon",
                tr("title.to_day") if night else tr("title.to_night"),
                self._next_theme,
                Box(row.x + 144, row.y, 52, row.h),
                size=LARGE,
            ),
            IconButton(
                "title.sound",
                "line/speaker-high" if loud else "line/speaker-slash",
                tr("title.mute") if loud else tr("title.unmute"),
                self._toggle_sound,
                Box(row.x + 206, row.y, 52, row.h),
                size=LARGE,
            ),
            Button(
                "title.quit",
                tr("title.quit"),
                self.stage.quit,
                Box(row.right - 120, row.y, 120, row.h),
                kind=QUIET,
                icon="line/sign-out",
                size=BODY,
            ),
        ]

    def _continue(self, box: Box) -> Widget:
        game = self._open
        assert game is not None
        when = tr("title.saved_at", when=day_and_time(game.saved_at))
        turn = tr("title.your_turn") if game.my_turn else ""
        rounds = (
            tr("game.round_of", round=game.round, rounds=game.rounds)
            if game.rounds
            else tr("game.round", round=game.round)
        )
        detail = ", ".join(part for part in (rounds, turn, when) if part)
        return ContinueButton(
            "title.continue", tr("title.continue"), self._resume, box, game.players, detail
        )

    def _go_back(self, box: Box, table: LastTable) -> list[Widget]:
        rounds = (
            tr("game.round_of", round=table.round, rounds=table.rounds)
            if table.rounds
            else tr("game.round", round=table.round)
        )
        where = tr("title.away.at", host=table.host) if table.host else tr("title.away.public")
        when = tr("title.away.left", when=day_and_time(table.at))
        card, drop = box.cut_right(56), box.right_part(48)
        return [
            ContinueButton(
                "title.continue",
                tr("title.continue"),
                lambda: routes.back_to_table(self.stage, table),
                card,
                table.players,
                ", ".join((where, rounds, when)),
            ),
            IconButton(
                "title.away.forget",
                "line/x",
                tr("title.away.forget"),
                self._ask_forget,
                drop,
            ),
        ]

    def _ask_forget(self) -> None:
        self.stage.scenes.push(
            Confirm(
                self.stage,
                tr("title.away.forget.title"),
                tr("title.away.forget.detail"),
                tr("title.away.forget"),
                self._forget,
            )
        )

    def _forget(self, sure: bool | None) -> None:
        if sure:
            self.stage.services.forget_last_table()
            self.on_resume()

    def _profile(self, size: Box) -> Widget:
        name = self.stage.preferences.name or tr("title.no_name")
        piece = self.stage.preferences.piece
        tally = self.stage.services.tally()
        score = tr("title.no_games")
        if tally.played:
            games, wins = tr_n("title.games", tally.played), tr_n("title.wins", tally.won)
            score = f"{games} · {wins}"
        width = 210
        box = Box(size.w - width - 20, size.h - 86, width, 66)

        def paint(canvas: Canvas, area: Box) -> None:
            theme = canvas.theme
            canvas.panel(area, 14, theme.raised)
            canvas.token(piece, 0, (area.x + 38, area.center[1]), 22)
            words = area.cut_left(74).cut_right(8)
            canvas.text(name, words.top_part(40), DISPLAY, BODY, theme.ink, 0, 0.8, 11)
            canvas.text(score, words.bottom_part(32), BOLD, CAPTION, theme.muted, 0, 0.2, 11)

        return Drawn("title.profile", box, paint, label=f"{name}: {score}")

    def _resume(self) -> None:
        if self._open is not None:
            routes.to_connecting(self.stage, self.stage.services.resume(self._open.path))

    def _next_language(self) -> None:
        languages = strings.LANGUAGES
        new = languages[(languages.index(strings.language()) + 1) % len(languages)]
        self._change(language=new)

    def _next_theme(self) -> None:
        self._change(theme="day" if self.theme.night else "night")

    def _toggle_sound(self) -> None:
        self._change(sound=0 if self.stage.preferences.sound else 80)

    def _change(self, **changes: object) -> None:
        self.stage.apply(msgspec.structs.replace(self.stage.preferences, **changes))


def _paper_width(size: Box) -> float:
    return max(_NARROWEST, min(_WIDEST, size.w * _SHARE))


def _skyline(size: Box) -> Box:
    paper = size.left_part(_paper_width(size))
    return paper.bottom_part(size.h * (0.215 if size.h > 760 else 0.185))
