"""The end of a game: podium, ranking with worth taken apart, bonuses one by one, the curve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from magnate_app.protocol.link import Incoming, Link, LinkState
from magnate_app.protocol.room_settings import rules_of
from magnate_app.protocol.views import OutcomeView
from magnate_app.ui import backdrop, routes
from magnate_app.ui.assets import BOLD, DISPLAY, NARROW_BOLD
from magnate_app.ui.draw import CENTER, RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Key
from magnate_app.ui.panels.podium import RISEN, draw_podium
from magnate_app.ui.panels.result_charts import (
    RECORDS_HEIGHT,
    draw_bonuses,
    draw_curve,
    draw_luck,
    draw_records,
)
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.services import Bots
from magnate_app.ui.strings import number, tr, tr_n
from magnate_app.ui.table_context import Table
from magnate_app.ui.theme import CAPTION, SMALL, Color
from magnate_app.ui.widgets import PRIMARY, Button, Drawn, Widget

REVEAL_SECONDS: Final = 1.6
FLIP_SECONDS: Final = 0.4
FILE_SECONDS: Final = 0.8
"""So long the file of the game may take to come to rest."""

LUCK_HEIGHT: Final = 104.0
LOWEST_ROW: Final = 66.0
ROOMY_ROW: Final = 42.0
"""A lower row has smaller letters."""


class ResultsScene(Scene):
    """What everybody had in the end."""

    name = "results"
    composed_for = (1560, 900)

    def __init__(
        self,
        stage: Stage,
        link: Link | None,
        table: Table,
        luck: Mapping[int, float] | None = None,
        *,
        watching: bool = False,
    ) -> None:
        super().__init__(stage)
        self.link = link
        self.table = table
        self.luck = dict(luck or {})
        self.watching = watching
        self.file: Path | None = None
        self._settling = FILE_SECONDS
        outcome = table.model.view.outcome
        assert outcome is not None
        self.outcome: OutcomeView = outcome
        self.shown_bonuses = 0 if stage.moving else len(outcome.bonuses)
        self._since = 0.0
        self._age = 0.0 if stage.moving else RISEN

    @property
    def animating(self) -> bool:
        """Whether the podium still rises or a bonus turns."""
        turning = self.stage.moving and self.shown_bonuses > 0 and self._since < FLIP_SECONDS
        return self._age < RISEN or turning

    def on_start(self) -> None:
        """Count the game for who has played it."""
        model = self.table.model
        if self.watching or model.me is None:
            return
        names = " ".join(seat.username for seat in model.seats)
        worths = " ".join(map(str, self.outcome.final))
        won = self.outcome.ranking[0] == model.me
        self.stage.services.count_game(f"{model.game_id}: {names}: {worths}", won)

    def first_focus(self) -> str | None:
        """Begin on the rematch."""
        return None

    def on_message(self, message: Incoming) -> None:
        """Keep the chat and the presence of the others."""
        self.table.model.receive(message)

    def on_key(self, key: Key) -> bool:
        """Show everything at once with Enter; Escape goes to the title."""
        waiting = self.shown_bonuses < len(self.outcome.bonuses)
        if key.name == "enter" and (waiting or self.animating):
            self.shown_bonuses = len(self.outcome.bonuses)
            self._age, self._since = RISEN, FLIP_SECONDS
            self.rebuild()
            return True
        if key.name == "escape":
            self._leave()
            return True
        return False

    def facts(self) -> dict[str, object]:
        """Return the ranking."""
        return {"ranking": list(self.outcome.ranking), "final": list(self.outcome.final)}

    def update(self, dt: float) -> None:
        """Show the bonuses one after another."""
        super().update(dt)
        self._since += dt
        self._age = min(RISEN, self._age + dt)
        if self._settling > 0:
            self._settling -= dt
            if self._settling <= 0:
                self._look_for_file()
        if self.shown_bonuses < len(self.outcome.bonuses) and self._since > REVEAL_SECONDS:
            self._since = 0.0
            self.shown_bonuses += 1
            self.stage.sound("coin_in")
            self.rebuild()

    def paint(self, canvas: Canvas) -> None:
        """Draw the map."""
        backdrop.paint_map(canvas)

    def build(self, size: Box) -> Iterable[Widget]:
        """Lay out the page."""
        page = size.inset(min(48.0, size.w * 0.025), 22 if size.h < 960 else 34)
        head = page.top_part(62)
        body = page.cut_top(74)
        upper = body.top_part(body.h * 0.54)
        lower = body.cut_top(upper.h, 16)
        podium = upper.left_part(upper.w * 0.37)
        ranking = upper.cut_left(podium.w, 20)
        curve = lower.left_part(lower.w * 0.44)
        bonuses = lower.cut_left(curve.w, 18)
        luck = bonuses.bottom_part(LUCK_HEIGHT)
        if self.luck:
            bonuses = bonuses.cut_bottom(LUCK_HEIGHT, 14)
        widgets: list[Widget] = [
            Drawn("results.head", head.cut_right(self._room() + 10), self._head),
            Drawn("results.podium", podium, self._podium),
            Drawn("results.ranking", ranking, self._ranking),
            Drawn("results.curve", curve, self._curve),
            Drawn("results.bonuses", bonuses, self._bonuses),
        ]
        if self.luck:
            widgets.append(
                Drawn("results.luck", luck, lambda c, b: draw_luck(c, self.table, self.luck, b))
            )
        return widgets + self._buttons(head.right_part(self._room()))

    def _room(self) -> float:
        """Return how much of the head the buttons take."""
        return 620.0 if self.file is not None else 420.0

    def _buttons(self, row: Box) -> list[Widget]:
        row = Box(row.x, row.y + 4, row.w, 52)
        rematch = self._can_rematch()
        parts = [1.0]
        if self.file is not None:
            parts = [1.15, *parts]
        if rematch:
            parts = [0.8, *parts]
        elif self.file is None:
            row = row.right_part(row.w * 0.6)
        boxes = row.split_columns(parts, 12)
        title = Button(
            "results.title",
            tr("replay.close") if self.watching else tr("results.title"),
            self._leave,
            boxes[0] if rematch or self.file is not None else boxes[-1],
            kind="plain" if rematch else PRIMARY,
            icon="line/arrow-left" if self.watching else "fill/house",
            key=None if rematch else "space",
            cap=None if rematch else tr("table.key.space"),
        )
        widgets: list[Widget] = [title]
        if self.file is not None:
            widgets.append(
                Button(
                    "results.watch",
                    tr("replay.watch_again"),
                    self._watch,
                    boxes[-2] if rematch else boxes[-1],
                    icon="line/film-strip",
                )
            )
        if rematch:
            gone = self._host_gone()
            widgets.append(
                Button(
                    "results.rematch",
                    tr("results.rematch"),
                    self._rematch,
                    boxes[-1],
                    kind=PRIMARY,
                    icon="line/arrow-clockwise",
                    key="space",
                    cap=tr("table.key.space"),
                    enabled=not gone,
                    tooltip=tr("replay.rematch.gone") if gone else "",
                )
            )
        return widgets

    # Doing

    def _can_rematch(self) -> bool:
        """Whether this person sat here: then those who are still there may play again."""
        return self.table.model.me is not None and not self.watching

    def _host_gone(self) -> bool:
        return self.link is not None and self.link.status.state is LinkState.CLOSED

    def _rematch(self) -> None:
        """Sit down again; who is not the host waits until the table is open again."""
        model = self.table.model
        others = [seat for seat in model.seats if seat.id != model.you]
        alone = all(seat.is_bot for seat in others)
        link, self.link = self.link, None
        private = alone and link is not None and link.status.address is None
        if link is not None:
            fresh = self.stage.services.rematch(link)
        elif model.settings is not None:
            levels = tuple(seat.bot_level or "medium" for seat in others)
            fresh = self.stage.services.play_solo(rules_of(model.settings), Bots(levels))
        else:
            return
        words = "" if alone or model.is_host else tr("replay.rematch.waiting")
        routes.to_title(self.stage)
        routes.to_connecting(self.stage, fresh, past_room=private, words=words)

    def _look_for_file(self) -> None:
        """See whether the game lies here, so that it can be watched again."""
        model = self.table.model
        if self.watching or not model.is_host or model.game_id is None:
            return
        names = tuple(seat.username for seat in model.seats)
        self.file = self.stage.services.saved_path(model.game_id, names)
        self.rebuild()

    def _watch(self) -> None:
        if self.file is not None:
            routes.to_replay(self.stage, self.file)

    def _leave(self) -> None:
        if self.link is not None:
            self.link.close()
            self.link = None
        if self.watching:
            self.stage.scenes.pop(self)
        else:
            routes.to_title(self.stage)

    # Drawing

    def _name(self, seat: int) -> str:
        return self.table.seat_name(seat)

    def _head(self, canvas: Canvas, box: Box) -> None:
        theme, outcome = canvas.theme, self.outcome
        first = outcome.ranking[0]
        me = self.table.model.me
        second = outcome.ranking[1] if len(outcome.ranking) > 1 else first
        lead = outcome.final[first] - outcome.final[second]
        if first == me:
            title = tr("results.you_win", amount=number(lead))
        elif lead > 0:
            title = tr("results.wins", who=self._name(first), amount=number(lead))
        else:
            title = tr("results.won", who=self._name(first))
        canvas.text(title, box.top_part(40), DISPLAY, 34, theme.ink, lowest=18)
        rounds = self.table.model.view.turn.round
        if me is None:
            words = tr("results.watched", rounds=rounds)
        else:
            place = outcome.ranking.index(me) + 1
            words = tr("results.place", rounds=rounds, n=place, m=len(outcome.ranking))
        canvas.text(words, box.bottom_part(22), BOLD, SMALL, theme.muted, lowest=CAPTION)

    def _podium(self, canvas: Canvas, box: Box) -> None:
        draw_podium(canvas, self.table, self.outcome, box, self._age)

    def _curve(self, canvas: Canvas, box: Box) -> None:
        draw_curve(canvas, self.table, box, self._age / RISEN)

    def _bonuses(self, canvas: Canvas, box: Box) -> None:
        turned = min(1.0, self._since / FLIP_SECONDS) if self.stage.moving else 1.0
        draw_bonuses(canvas, self.table, self.outcome, self.shown_bonuses, box, turned)

    def _parts(self, seat: int) -> tuple[int, int, int, int]:
        """Return cash, deeds, buildings and bonuses of a seat's worth."""
        view, atlas, outcome = self.table.model.view, self.table.atlas, self.outcome
        bonus = sum(b.bonus_amount for b in outcome.bonuses.values() if seat in b.winners)
        deeds = buildings = 0
        for deed in view.deeds:
            if deed.seat == seat:
                price = atlas.price(deed.square)
                deeds += price // 2 if deed.mortgaged else price
                buildings += max(0, deed.houses) * atlas.build_price(deed.square)
        cash = outcome.final[seat] - bonus - deeds - buildings
        return cash, deeds, buildings, bonus

    def _colors(self, canvas: Canvas) -> tuple[Color, Color, Color, Color]:
        groups = canvas.theme.groups
        return groups[6].fill, groups[7].fill, groups[4].fill, groups[5].fill

    def _ranking(self, canvas: Canvas, box: Box) -> None:
        theme, outcome = canvas.theme, self.outcome
        canvas.panel(box)
        inner = box.inset(20, 14)
        canvas.text(tr("results.ranking"), inner.top_part(32), DISPLAY, 22, theme.ink)
        x = inner.right
        names = ("cash", "deeds", "buildings", "bonuses")
        for name, color in reversed(list(zip(names, self._colors(canvas), strict=True))):
            words = tr(f"results.{name}")
            x -= canvas.text_width(words, BOLD, SMALL) + 4
            canvas.label(words, (x, inner.y + 16), BOLD, SMALL, theme.ink)
            x -= 20
            canvas.box(Box(x, inner.y + 9, 14, 14), color, 3)
            x -= 12
        below = inner.cut_top(42)
        count = max(4, len(outcome.ranking))
        if below.h >= count * LOWEST_ROW + RECORDS_HEIGHT:
            draw_records(canvas, self.table, outcome, below.bottom_part(RECORDS_HEIGHT))
            below = below.cut_bottom(RECORDS_HEIGHT, 6)
        rows = below.rows(count, 6)
        top = max(1, *(outcome.final[s] for s in outcome.ranking))
        for place, seat in enumerate(outcome.ranking):
            self._row(canvas, rows[place], place, seat, top)

    def _row(self, canvas: Canvas, row: Box, place: int, seat: int, top: int) -> None:
        theme, outcome = canvas.theme, self.outcome
        color = self.table.color(seat)
        me = seat == self.table.model.me
        if me:
            canvas.box(row, theme.choice_tint, 12, theme.seat(color), 2)
        elif place % 2 == 0:
            canvas.box(row, theme.soft, 12)
        canvas.text(str(place + 1), Box(row.x + 14, row.y, 30, row.h), DISPLAY, 20, theme.ink)
        radius = min(20.0, row.h * 0.36)
        canvas.token(self.table.piece(seat), color, (row.x + 66, row.center[1]), radius)
        words = Box(row.x + 96, row.y, 140, row.h)
        out = self.table.model.player(seat).out
        deeds = sum(1 for d in self.table.model.view.deeds if d.seat == seat)
        note = tr("results.out") if out else tr_n("results.deed_count", deeds)
        k = min(1.0, row.h / ROOMY_ROW)
        name = Box(words.x, row.center[1] - 22 * k, words.w, 23 * k)
        canvas.text(self._name(seat), name, DISPLAY, 17 * k, theme.ink, lowest=11)
        under = Box(words.x, row.center[1] + k, words.w, 16 * k)
        canvas.text(note, under, BOLD, CAPTION * k, theme.muted, lowest=9)
        bar = Box(words.right + 10, row.center[1] - 13, row.right - words.right - 110, 26)
        if not out:
            with canvas.clip(row.left_part((bar.x - row.x) + bar.w * self._age / RISEN)):
                self._bar(canvas, bar, seat, top)
        figure = Box(row.right - 96, row.y, 84, row.h)
        canvas.text(number(outcome.final[seat]), figure, DISPLAY, 21, theme.ink, RIGHT, lowest=13)

    def _bar(self, canvas: Canvas, bar: Box, seat: int, top: int) -> None:
        theme = canvas.theme
        x = bar.x
        names = ("cash", "deeds", "buildings", "bonuses")
        for name, value, color in zip(names, self._parts(seat), self._colors(canvas), strict=True):
            if value <= 0:
                continue
            width = max(6.0, bar.w * value / top)
            width = min(width, bar.right - x)
            if width < 3:
                break
            part = Box(x, bar.y, width - 2, bar.h)
            canvas.box(part, color, 4)
            text = number(value)
            ink = theme.dark if name == "bonuses" else theme.white
            if canvas.text_width(text, NARROW_BOLD, SMALL) + 6 < part.w:
                canvas.text(text, part, NARROW_BOLD, SMALL, ink, CENTER)
            x += width
